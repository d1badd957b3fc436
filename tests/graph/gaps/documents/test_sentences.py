"""Every kind of sentence about a gap, on a city of thirty firms where the right text is known beforehand."""

from __future__ import annotations

from copy import deepcopy
from math import exp, log, sqrt

import pytest

from graph.gaps.documents.certificate import certificate, lines
from graph.gaps.documents.gap import gap_documents
from graph.gaps.documents.shapes import GapDocument
from graph.gaps.documents.verdict_sentence import wanted_zh
from graph.gaps.find import find_gaps
from graph.region.footprint import footprint
from tests.support.thirty_firms import FIRMS, HOME, ROUTES, build


@pytest.fixture
def gaps(fresh, regions) -> dict[str, GapDocument]:
    store = build(fresh)
    foot = footprint(store, regions, HOME)
    found = gap_documents(store, regions, foot, find_gaps(foot), routes=ROUTES)
    return {g["segment"].split(".")[1]: g for g in found}


def said(gap: GapDocument, key: str, lang: str = "zh") -> list[str]:
    """The statements of one section with the firms they name."""
    (section,) = [s for s in certificate(gap, lang) if s.key == key]
    return [
        i.text + "、".join(f["name"] + (f"（{f['product']}）" if "product" in f else "") for f in i.firms)
        for i in section.items
    ]


def test_there_are_thirty_firms() -> None:
    assert len(FIRMS) == 30


def test_the_need_in_yuan_and_who_has_it(gaps) -> None:
    """Makers of cells sell 16 + 9 + 4 + 25 + 0.4 (the repairer, by its confidence); a tenth of that is separators.
    The zinc maker, 25 of the 54 whose product is known, takes none; the shop makes none, the repairer's scope is too
    unsure: three are named, the largest first."""
    need = gaps["film"]["tests"]["need"]
    assert need["passed"] is True
    point = 0.1 * 54.4 * 29 / 54
    assert need["figures"]["demand_yi"] == pytest.approx(point)
    # Sales by size are off by 0.8 each, independently; the share, of our own knowledge, by 0.55; all by 0.25.
    sales = log(1 + (exp(0.8**2) - 1) * sum(v * v for v in (16, 9, 4, 25, 0.4)) / 54.4**2)
    factor = exp(1.2816 * sqrt(sales + 0.55**2 + 0.25**2))
    assert need["figures"]["demand_low_yi"] == pytest.approx(point / factor, rel=1e-4)
    assert need["figures"]["demand_high_yi"] == pytest.approx(point * factor, rel=1e-4)
    assert said(gaps["film"], "need") == [
        "本地单位一年需约 1 亿至 8 亿元（下游在库单位估计营业收入 × 成本占比，均按企业规模推算）；"
        "可能够、也可能不够一家最小常规项目的年产值（约 2 亿元），须核买方用量。",
        "产品对得上的买方（按估计花费排列）：锂一公司（锂离子电池）、锂二公司（锂离子电池）、锂三公司（储能电芯）",
        "电芯（只计产品用得上它的单位）：占其成本约 5% 至 18%（估算），本地一年约 1 亿至 8 亿元。",
    ]
    assert [f["yi"] for f in gaps["film"]["evidence"]["buyers"][0]["firms"]] == pytest.approx([1.6, 0.9, 0.4])


def test_a_need_that_would_not_fill_a_tenth_of_a_plant_is_no_argument(gaps, fresh, regions) -> None:
    """Robots: 0.02 × 54.4 = 1.1 亿元 against 50."""
    store = build(fresh)
    foot = footprint(store, regions, HOME)
    from graph.gaps.evidence import Proof
    from graph.gaps.find import Gap

    gap = Gap(
        "dc.robot", "dc", "missing", "likely", "one_source", "filling", 0.1, {}, (0, 0), (), (), (), (), {"pull": 0.1}
    )
    proof = Proof(foot, [])
    need = proof.need(
        gap,
        proof.partners.buyers("dc.robot"),
        proof.needs.of("dc.robot", proof.partners.spending("dc.robot")),
    )
    assert need["passed"] is False
    assert need["sentence"].endswith("，不到一家最小常规项目的年产值（约 50 亿元）的一成，单凭本地需求不构成招引理由。")
    assert need["sentence_en"].endswith(
        "under a tenth of what the smallest usual plant sells (CNY 5 billion): no argument alone."
    )


def test_who_is_felt_indirectly_stands_apart(gaps) -> None:
    """Packs: 0.10 × 0.60 of their cost, 12 亿元 of sales, 29 of 54 of it through cells that take separators; cars are
    three links away and not counted."""
    assert gaps["film"]["tests"]["consequence"]["figures"]["felt"] == ["dc.pack"]
    assert said(gaps["film"], "consequence") == [
        "间接影响：经电芯传到电池包（占其成本不到一成）；估算，已含在上面的需求之内。"
    ]


def test_the_verb_follows_the_link(gaps) -> None:
    """Resin is material and most of what goes in; a coater is a machine and a laboratory a service, which every city
    has or gets: no ground."""
    after = said(gaps["film"], "after")
    assert "本地可为其供料（树脂）：脂乙公司（聚乙烯）、脂甲公司（聚乙烯）" in after
    assert not any(word in text for text in after for word in ("涂布机", "检甲", "电厂"))


def test_who_sells_on_is_no_buyer(fresh, regions) -> None:
    """Four dealers would sell cars; that makes no need."""
    store = build(fresh)
    foot = footprint(store, regions, HOME, without=("dc.car",))
    from graph.gaps.documents.gap import _knowledge
    from graph.gaps.partners import Partners

    class One:
        segment = "dc.car"

    partners = Partners(foot, _knowledge(store, foot, [One()], ROUTES))  # type: ignore[list-item]
    assert partners.buyers("dc.car") == []
    (dealers,) = partners.sellers("dc.car")
    assert (dealers.kind, [p.firm for p in dealers.partners]) == ("channel", ["店丁", "店丙", "店乙", "店甲"])


def test_what_a_landing_would_change(gaps) -> None:
    """A medium firm sells 4 亿元; 1.1 to 7.8 are needed here, so three tenths or more. The chain is complete by weight
    in all but three of twelve."""
    assert said(gaps["film"], "after")[0].startswith(
        "若引入一家中等规模的企业（年产值约 4 亿元），本地单位所需估计为其年产值的三成以上；本链完整度"
    )
    assert said(gaps["film"], "after")[-1] == "外地在库从事企业：外0公司（隔膜）、外1公司（隔膜）"


def test_most_of_the_need_where_nobody_can_be_named_is_told_first(gaps) -> None:
    """With three times the cells' 5.4 亿元 spent in a segment none of whose firms is known by product."""
    gap = deepcopy(gaps["film"])
    (cells,) = gap["evidence"]["buyers"]
    tools = {"name": "电动工具", "name_en": "Power tools", "yi": 16.2, "low_yi": 8.0, "high_yi": 30.0, "firms": []}
    gap["evidence"]["buyers"].append({**cells, **tools})  # type: ignore[typeddict-item]
    assert (
        said(gap, "need")[-1]
        == "电动工具（只计产品用得上它的单位）：占其成本约 5% 至 18%（估算），本地一年约 8 亿至 30 亿元，具体企业待核。"
    )
    figures = gap["tests"]["need"]["figures"]
    assert wanted_zh(gap["evidence"], {**figures, "demand_low_yi": 10.0, "demand_high_yi": 40.0}) == (
        "本地单位一年需约 10 亿至 40 亿元（估算），一半以上在电动工具环节；"
        "产品对得上的买方有锂一公司（锂离子电池）、锂二公司（锂离子电池）、锂三公司（储能电芯）"
    )


def test_the_one_sentence(gaps) -> None:
    assert gaps["film"]["sentence"] == (
        "隔膜：缺失。本地在库未见从事企业；要用它的有锂一公司（锂离子电池）、锂二公司（锂离子电池）、"
        "锂三公司（储能电芯），本地单位一年需约 1 亿至 8 亿元（估算）；"
        "本地可供料的有脂乙公司（聚乙烯）、脂甲公司（聚乙烯）。结论：基本可信。"
    )


def test_what_is_not_on_record_is_never_told_as_absent(gaps) -> None:
    """在库未见, never 没有; no count of firms as harm; no place from 1 to 1."""
    for gap in gaps.values():
        text = "".join(i.text for section in certificate(gap, "zh") for i in section.items).replace("不等于没有", "")
        for word in ("没有", "未查到从事企业", "企业受影响", "家企业需要它", "第 1 到第 1 位"):
            assert word not in text, word
        assert "None" not in "\n".join(lines(gap, "en"))


def test_presence_and_coverage(gaps) -> None:
    assert said(gaps["film"], "presence") == ["本地在库未见从事企业。"]
    assert said(gaps["film"], "coverage") == [
        "本地在库企业 30 家，来源：名录；在库比例待核。只有一个数据来源，尚未互证。"
    ]
