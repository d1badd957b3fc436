"""The fair-competition lint against promises and lawful offers as they are really worded, written for this test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.fairness.lint import lint
from outreach.fairness.rules import load_rules

RULES = load_rules(Path("data/rules/fair_competition.yaml"))

PROMISES = [
    ("按企业年度缴纳增值税地方留成部分的80%给予奖励。", "tax_tied_reward"),
    ("自投产之日起前三年，以企业对地方财政贡献为依据，给予全额奖励。", "tax_tied_reward"),
    ("企业年纳税超过1000万元的，给予一次性奖励100万元。", "tax_tied_reward"),
    ("项目达产后，缴纳企业所得税地方所得部分 50％ 返还企业用于扩大再生产。", "tax_tied_reward"),
    ("地方留存部分由财政按季度拨付给企业作为产业扶持。", "tax_tied_reward"),
    ("所得税实行两免三减半。", "tax_refund"),
    ("对该项目实行税收先征后返政策。", "tax_refund"),
    ("项目建设期内免征城镇土地使用税和房产税。", "tax_refund"),
    ("给予贵公司固定资产投资额10%的专项资金支持。", "single_firm_subsidy"),
    ("采取一企一策方式，给予设备补贴不低于2000万元。", "single_firm_subsidy"),
    ("签约后兑现落户奖励500万元。", "single_firm_subsidy"),
    ("土地以零地价方式供应。", "cheap_land"),
    ("土地出让金缴纳后全额返还给乙方。", "cheap_land"),
    ("工业用地按8万元/亩供应，超出部分由甲方承担。", "cheap_land"),
    ("用电价格由财政补贴至0.45元/度。", "cheap_inputs"),
    ("项目免收行政事业性收费和基础设施配套费。", "cheap_inputs"),
    ("前三年企业缴纳的社会保险费由园区返还一半。", "cheap_inputs"),
    ("标准化厂房前五年免租。", "free_plant"),
    ("由平台公司代建5万平方米厂房供乙方使用。", "free_plant"),
    ("项目建设应优先采购本地企业的产品和服务。", "local_purchase"),
    ("整车项目本地配套率不低于60%。", "local_purchase"),
    ("市内公交车辆更新优先采购乙方产品。", "local_purchase"),
    ("在我市注册的企业投标可加分。", "procurement_exclusion"),
    ("以市场换投资，新增光伏指标优先配置给乙方。", "procurement_exclusion"),
    ("企业须在我市设立独立法人子公司后方可承接本项目。", "forced_investment"),
    ("乙方承诺十年内不得迁出本市。", "no_leaving"),
    ("如变更注册地，应全额退还已享受的资金。", "no_leaving"),
    ("市民购买本地生产的汽车每辆补贴3000元。", "outside_fees"),
    ("外地药品备案后方可进入本市医院。", "outside_goods"),
    ("对落户企业实行挂牌保护，每月1日至25日为企业宁静日，不得检查。", "outside_supervision"),
    ("仅限本地企业参与园区物流经营。", "market_access"),
    ("授予乙方全市充电设施独家经营权。", "franchise"),
    ("蒸汽由园区热电厂以优惠价格向乙方供应。", "special_price"),
    ("政府组织同行企业限产保价。", "monopoly_conduct"),
    ("所有砂石的销售价格由发改委统一核定。", "price_intervention"),
    ("在本区开办驾校须经区交通局同意方可开业。", "approval"),
    ("企业将注册地迁入我区的，奖励一百万元。", "relocation_reward"),
    ("乙方贷款由平台公司提供全额担保。", "cheap_money"),
    ("外地砂石不得进入本市工地。", "outside_goods"),
    ("对招商中介机构按项目到位资金的2‰给予奖励。", "headcount_fee"),
]

LAWFUL = [
    "企业依法享受国家规定的研发费用加计扣除和高新技术企业减按15%税率征收所得税政策。",
    "凡符合申报指南条件的各类企业，均可公开申报省级技术改造专项资金。",
    "用地通过招标拍卖挂牌方式公开出让，可选择弹性年期或先租后让。",
    "园区提供代办服务，全程协助办理环评、能评手续。",
    "不得以企业纳税额为依据给予奖励。",
    "已废止税收返还政策。",
    "本市举办上下游供需对接会，企业自主选择合作伙伴。",
    "企业可平等参加政府采购，近期采购意向已在网上公布。",
    "园区建有220千伏变电站，用电容量可满足需要。",
    "标准化厂房面向社会公开招租，租金由评估确定。",
    "平台公司建设的厂房由企业按市场价回购。",
    "职业学校可按企业需要开设订单班。",
    "郑州机场距园区约90公里，高铁到郑州东站约25分钟。",
    "项目公司拟在高新区注册设立。",
    "本地有电芯企业三家，每年外购隔膜。",
    "企业2025年营业收入12亿元，研发投入占比5%。",
    "管委会安排专人每周调度项目进度。",
    "该企业2025年缴纳税收1.2亿元。",
    "推动银行为符合条件的企业提供贷款，由银行自主决定。",
    "行业协会组织会员开展标准培训。",
]


@pytest.mark.parametrize(("sentence", "rule"), PROMISES)
def test_a_promise_is_found_with_its_rule(sentence: str, rule: str) -> None:
    assert rule in [f.rule.id for f in lint(sentence, RULES)]


@pytest.mark.parametrize("sentence", LAWFUL)
def test_a_lawful_offer_passes(sentence: str) -> None:
    assert [f.rule.id for f in lint(sentence, RULES)] == []


def test_every_rule_has_a_promise_that_it_finds() -> None:
    assert {r.id for r in RULES.rules} == {rule for _, rule in PROMISES}


def test_the_place_of_a_finding_is_the_wording_itself() -> None:
    text = "一、基本情况\n企业做隔膜。\n二、政策\n所得税实行 三免三减半，其余另议。"
    (finding,) = lint(text, RULES)
    assert finding.line == 4
    assert text[finding.start : finding.end] == finding.wording == "三免三减半"
    assert finding.sentence == "所得税实行 三免三减半，其余另议。"


def test_a_line_break_inside_the_wording_does_not_hide_it() -> None:
    assert [f.rule.id for f in lint("税收先征\t后 返", RULES)] == ["tax_refund"]


def test_a_denial_in_another_clause_does_not_excuse() -> None:
    found = lint("不再收取保证金，对该项目实行税收返还。", RULES)
    assert [f.rule.id for f in found] == ["tax_refund"]


def test_each_finding_says_rule_wording_and_a_lawful_alternative() -> None:
    for sentence, _ in PROMISES:
        for finding in lint(sentence, RULES):
            assert finding.rule.article.startswith("第")
            assert finding.wording in sentence
            assert len(finding.rule.instead) > 10
            # The alternative we offer must itself pass.
            assert lint(finding.rule.instead, RULES) == [], finding.rule.id


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_crash_and_findings_lie_in_it(text: str) -> None:
    for finding in lint(text, RULES):
        assert 0 <= finding.start < finding.end <= len(text)


@given(st.sampled_from([s for s, _ in PROMISES]), st.lists(st.sampled_from(LAWFUL), max_size=4))
def test_what_stands_around_a_promise_does_not_hide_it(promise: str, around: list[str]) -> None:
    alone = {f.rule.id for f in lint(promise, RULES)}
    assert alone <= {f.rule.id for f in lint("".join(around) + promise + "".join(around), RULES)}
