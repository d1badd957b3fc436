"""The office's own record: what is understood, what is rejected and why; reading it twice is reading it once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.model.records import DECISION_REASONS, OUTCOMES, Decision
from ingest.load.files import ingest_file
from ingest.load.load_report import LoadReport
from ingest.read.outcome_words import OUTCOME_WORDS, REASON_WORDS, outcome_of, reason_of
from tests.support.small import Country, write_csv

COLUMNS = ("企业名称", "结果", "日期", "环节", "地区", "原因", "备注")


def load(country: Country, place: Path, *lines: tuple[str, ...]) -> LoadReport:
    file = write_csv(place / "台账.csv", [dict(zip(COLUMNS, line, strict=True)) for line in lines], COLUMNS)
    return ingest_file(country.store, file, country.regions, country.assigner())


def test_rows_become_decisions(country: Country, tmp_path: Path) -> None:
    report = load(
        country,
        tmp_path,
        ("薄膜先锋", "签约", "2026/3/1", "电池隔膜", "新乡市", "", ""),
        ("未见过的小厂有限公司", "流失", "2026年4月", "battery_ev.cell", "410700", "用地", "要200亩"),
        ("苏州恒转电气有限公司", "refused", "2026-05-06", "没有的环节", "火星", "心情不好", "再等等"),
        ("苏州恒转电气有限公司", "再议", "2026-05-07", "", "", "", ""),
        ("苏州恒转电气有限公司", "婉拒", "去年", "", "", "", ""),
        ("", "婉拒", "2026-01-01", "", "", "", ""),
    )
    assert (report.kind, report.rows, report.rejected, report.firms, report.matched_firms) == ("decisions", 6, 3, 3, 2)
    assert sorted((p.row, p.code) for p in report.problems) == [
        (3, "outside_firm"),
        (4, "bad_reason"),
        (4, "unknown_region"),
        (4, "unknown_segment"),
        (5, "bad_outcome"),
        (6, "bad_decision_date"),
        (7, "no_firm"),
    ]
    turned = next(f.id for f in country.store.firms() if f.name == "苏州恒转电气有限公司")
    assert sorted(country.store.rows(Decision), key=lambda d: d.date) == [
        Decision(
            "s:300999.SZ",
            "深圳薄膜先锋有限公司",
            "battery_ev.separator",
            "410700",
            "2026-03-01",
            "signed",
            "",
            "",
            "台账",
        ),
        Decision(
            "x:未见过的小厂有限公司",
            "未见过的小厂有限公司",
            "battery_ev.cell",
            "410700",
            "2026-04",
            "lost",
            "land",
            "要200亩",
            "台账",
        ),
        Decision(turned, "苏州恒转电气有限公司", "", "", "2026-05-06", "refused", "other", "心情不好；再等等", "台账"),
    ]


def test_twice_is_once_and_the_graph_stays(country: Country, tmp_path: Path) -> None:
    members, firms = country.store.members(), country.store.firms()
    line = ("薄膜先锋", "签约", "2026-03-01", "电池隔膜", "新乡市", "", "")
    for _ in range(2):
        load(country, tmp_path, line)
    assert country.store.batches()[0].counts == {"decision.unchanged": 1}
    assert (country.store.members(), country.store.firms()) == (members, firms)


@pytest.mark.parametrize(
    ("text", "segment"),
    [("面制品", ""), ("绿色食品·面制品", "green_food.noodles"), ("湿法隔膜", "battery_ev.separator")],
)
def test_a_segment_is_told_as_everywhere(country: Country, tmp_path: Path, text: str, segment: str) -> None:
    """By a product too; a name that two chains use stands for neither, and the choices are told."""
    food = country.catalogue.by_id["green_food"]
    noodles = replace(country.catalogue.segments["green_food.noodles"], id="farm.noodles", chain="farm")
    farm = replace(food, id="farm", name="现代农业", segments=(noodles,), links=())
    with country.store.batch("build", "test", "") as batch:
        batch.upsert([farm])
        batch.upsert(farm.segments)
    report = load(country, tmp_path, ("薄膜先锋", "签约", "2026-03-01", text, "", "", ""))
    (made,) = country.store.rows(Decision)
    assert made.segment_id == segment
    if segment:
        assert report.problems == []
        return
    (problem,) = report.problems
    assert (problem.code, problem.rejected) == ("ambiguous_segment", False)
    assert problem.value == "面制品: green_food.noodles (面制品); farm.noodles (面制品)"


def test_by_code_in_english(country: Country, tmp_path: Path) -> None:
    columns = ("stock_code", "outcome", "date")
    file = write_csv(
        tmp_path / "record.csv", [dict(zip(columns, ("300999", "won", "2026-01-02"), strict=True))], columns
    )
    ingest_file(country.store, file, country.regions, country.assigner())
    (made,) = country.store.rows(Decision)
    assert (made.firm_id, made.outcome, made.date) == ("s:300999.SZ", "landed", "2026-01-02")


def test_the_words_an_office_writes_mean_ours() -> None:
    assert set(OUTCOME_WORDS.values()) <= set(OUTCOMES)
    assert set(REASON_WORDS.values()) == set(DECISION_REASONS)


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ("达成初步意向", "contacted"),
        ("企业明确表示不来", "refused"),
        ("已落户外省", "lost"),
        ("未通过项目评审", "rejected"),
        ("尚未签约，继续跟进", "contacted"),
        ("已签订投资协议", "signed"),
        ("项目已落地开工", "landed"),
        ("董事长来访", "visited"),
        ("？", ""),
    ],
)
def test_a_sentence_about_the_outcome(told: str, outcome: str) -> None:
    assert outcome_of(told) == outcome


def test_a_short_sentence_about_the_reason_means_what_it_names_first() -> None:
    assert [reason_of(t) for t in ("用地指标不足", "用工和能耗都有问题", "老板生病")] == ["land", "talent", "老板生病"]
