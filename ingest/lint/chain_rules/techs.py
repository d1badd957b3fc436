"""Lint of the technology routes: lists that only rise, and ways of doing business that are no technology."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model.catalogue import SegmentEntry
from graph.model.row_problems import RowProblem
from ingest.lint.chain_rules.chain_files import ChainFile
from ingest.lint.findings import finding

MOST_RISING = 0.7  # of the technologies of a chain
FEW = 3  # shorter lists may all rise
_FEW_OF_CHAIN = 10
# Ways of doing business, policies, rules of payment; not where what stands beside it makes another word of it.
_BUSINESS = re.compile(
    "集采|集中采购|DRG|DIP(?!封装|插件)|REIT|(?<![单多双锁])模式(?!识别|动物|生物|植物|菌|小鼠|切换|控制)|惠民保|全含|控费"
    "|医保支付|医保谈判|加盟|连锁(?!聚合|反应|酶)|团购|直播(?!稻|栽|机)|会员|订单|期货|保险(?!丝|杠|阀|管|片|箱)|租赁|免税|补贴"
    "|预售|外贸|运营商|以旧换新|特许|众筹|PPP|轻资产|托管|授权运营|消费券|上市许可持有人"
)
# What makes a technology of it after all: a thing that is built, programmed or computed.
_BUILT = re.compile("系统|算法|中台|机器人|传感|识别|芯片|无人机|分拣|引擎|软件|监测|分组器|智慧|智能|大模型|数字")


def business_word(technology: str) -> str:
    """The word that tells a way of doing business; empty for a technology."""
    found = _BUSINESS.search(technology)
    return found.group() if found and not _BUILT.search(technology) else ""


def lint_techs(chain: ChainFile) -> Iterator[RowProblem]:
    """Segments and chains whose technologies all rise, and entries that are no technology."""
    for segment, entry in chain.segments.items():
        for tech in entry.techs:
            if word := business_word(tech.name):
                yield finding("tech_is_business", chain.file, id=segment, tech=tech.name, word=word)
        if _only_rises(entry):
            yield finding("techs_only_rise", chain.file, id=segment, name=entry.name, n=len(entry.techs))
    trends = [tech.trend for entry in chain.segments.values() for tech in entry.techs]
    rising = trends.count("rising")
    if len(trends) >= _FEW_OF_CHAIN and rising > MOST_RISING * len(trends):
        share = f"{rising / len(trends):.0%}"
        yield finding("chain_only_rises", chain.file, id=chain.id, n=len(trends), rising=rising, share=share)


def _only_rises(segment: SegmentEntry) -> bool:
    """All of it rises. A field of its own birth may: there most routes are emerging and none has grown old."""
    techs = segment.techs
    if len(techs) < FEW or any(t.trend != "rising" for t in techs):
        return False
    newborn = 2 * sum(t.maturity == "emerging" for t in techs) >= len(techs)
    return not (newborn and all(t.maturity in ("emerging", "growing") for t in techs))
