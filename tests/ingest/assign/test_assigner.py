"""Which segments a firm works in: a catalogue of three chains, confidences worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.records import MICRO, Membership, Segment
from ingest.assign.assigner import FLOOR, Assigner, core_name, segment_text, stated_product
from ingest.assign.lexicon import OUTSIDE, GeneralTerms
from recommend.encode.encoder import CachedEncoder, HashEncoder, Vectors
from tests.support.small import CHAINS, TERMS, Country, calm

SEGMENTS = [
    Segment(f"{c}.{s}", c, name, s, tier, name, tuple(products), tuple(codes))  # type: ignore[arg-type]
    for c, (_, segments, _) in CHAINS.items()
    for s, (name, tier, products, codes) in segments.items()
]
GENERAL = GeneralTerms(
    {w: (s,) for s, words in TERMS["general"].items() for w in words},
    tuple(w for group in TERMS["outside"] for w in group),
    frozenset(TERMS["stop"]),
)
ASSIGNER = Assigner(SEGMENTS, None, GENERAL)


def sure(*weights: float) -> float:
    """The declared curve: the best evidence in full, the rest at a third, 1 − e^(−1.3 Σ)."""
    best, *rest = sorted(weights, reverse=True)
    return 1 - math.exp(-1.3 * (best + sum(rest) / 3))


def assigned(**firm: Any) -> dict[str, float]:
    return {m.segment_id: m.confidence / MICRO for m in memberships(**firm)}


def memberships(**firm: Any) -> tuple[Membership, ...]:
    return ASSIGNER.assign({"name": "某某有限公司"} | firm, "f").memberships


def test_flour_mill() -> None:
    """Two terms of .55 and .75, made, second place ÷1.12; the name's 面粉 ends it: 1.3 × .55."""
    found = assigned(name="新乡市金穗面粉有限公司", scope="面粉、小麦粉生产、销售")
    assert found == pytest.approx({"green_food.flour": sure(1.3 * 0.55, 0.55, 0.75 / 1.12)}, abs=1e-4)


def test_crane_maker() -> None:
    assert assigned(scope="桥式起重机制造") == pytest.approx({"equipment.crane": sure(1.0)}, abs=1e-6)
    assert assigned(products=["桥式起重机"]) == pytest.approx({"equipment.crane": sure(1.8)}, abs=1e-6)


def test_making_counts_more_than_naming_and_trading_is_no_segment() -> None:
    """A trade says .3, which even for a long term is under the floor."""
    made, named = assigned(scope="桥式起重机制造"), assigned(scope="桥式起重机")
    assert made == pytest.approx({"equipment.crane": sure(1.0)}, abs=1e-6)
    assert named == pytest.approx({"equipment.crane": sure(0.75)}, abs=1e-6)
    assert sure(0.3) < FLOOR
    assert assigned(scope="桥式起重机销售；电动机零售") == {}


def test_a_trade_that_is_itself_a_segment() -> None:
    """Where the term names the trade, trading is what the segment does: as a service, .9."""
    wholesale = Segment(
        "biomedicine.trade",
        "biomedicine",
        "医药流通",
        "trade",
        "downstream",
        "",
        ("药品批发", "医药物流", "药品配送"),
    )
    (found,) = (
        Assigner([*SEGMENTS, wholesale], None, GENERAL)
        .assign({"name": "某某有限公司", "scope": "药品批发"})
        .memberships
    )
    assert (found.segment_id, found.confidence) == ("biomedicine.trade", round(sure(0.9) * MICRO))


def test_earlier_activities_count_more() -> None:
    first = assigned(scope="桥式起重机制造；隔音板制造")["equipment.crane"]
    second = assigned(scope="隔音板制造；桥式起重机制造")["equipment.crane"]
    assert (first, second) == pytest.approx((sure(1.0), sure(1 / 1.12)), abs=1e-4)


def test_trader_of_short_words_is_nobody() -> None:
    """.55 × .3 gives a confidence of .19, under the floor."""
    assert sure(0.55 * 0.3) < FLOOR
    assert assigned(scope="面粉、挂面销售") == {}


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("中国某某银行新乡分行", "吸收公众存款；发放贷款；面粉贷款"),
        ("新乡市红旗区百货商店", "五金、百货、电动机零售"),
        ("新乡县水泥制品厂", "水泥制品生产；起重"),
    ],
)
def test_outside_words_beat_weak_hits(name: str, scope: str) -> None:
    assert assigned(name=name, scope=scope) == {}


def test_a_strong_hit_beats_an_outside_word() -> None:
    assert set(assigned(scope="桥式起重机、门式起重机制造；五金零售")) == {"equipment.crane"}


def test_general_words_weigh_less_than_terms() -> None:
    general, term = (
        assigned(scope="电池生产")["battery_ev.cell"],
        assigned(scope="动力电池生产")["battery_ev.cell"],
    )
    assert (general, term) == pytest.approx((sure(0.6 * 0.55), sure(1.0)), abs=1e-4)


def test_longest_term_decides() -> None:
    """动力电池包 is a pack, though 动力电池 is a cell."""
    assert set(assigned(scope="动力电池包制造")) == {"battery_ev.pack"}


def test_a_product_is_named_by_its_last_word() -> None:
    """起重机械电动机 is a motor (1.4 × .75) more than a crane (.7 × 1)."""
    found = assigned(products=["起重机械用电动机"])
    assert list(found) == ["equipment.motor", "equipment.crane"]
    assert found["equipment.motor"] == pytest.approx(sure(1.4 * 0.75), abs=1e-4)


def test_a_stated_product_outweighs_the_scope() -> None:
    found = assigned(products=["桥式起重机"], scope="面粉、小麦粉生产；电动机制造")
    assert next(iter(found)) == "equipment.crane"
    assert found["equipment.crane"] > 2 * found.get("green_food.flour", 0.0)


def test_by_products_are_dropped() -> None:
    """The motor's single late mention is less than .45 of the crane."""
    scope = "桥式起重机、门式起重机、起重机械制造；甲板制造；乙板制造；丙板制造；丁板制造；戊板制造；电动机销售"
    assert set(assigned(scope=scope)) == {"equipment.crane"}


def test_the_surest_come_first_and_at_most_six() -> None:
    every = [p for _, segments, _ in CHAINS.values() for _, _, products, _ in segments.values() for p in products[:1]]
    found = memberships(products=every)
    assert len(found) == 6
    values = [m.confidence for m in found]
    assert values == sorted(values, reverse=True)
    assert found[0].segment_id == "battery_ev.separator"  # 锂电隔膜 is named first


def test_industry_code_confirms_but_never_claims_alone() -> None:
    """A code covers many trades: alone it is no membership; beside a product it adds a third of its 0.2."""
    assert memberships(gbt4754=["3432"]) == ()
    (alone,) = memberships(products=["桥式起重机"])
    (confirmed,) = memberships(products=["桥式起重机"], gbt4754=["3432"])
    assert alone.confidence == round(sure(1.8) * MICRO)
    assert confirmed.confidence == round(sure(1.8 + 0.2 / 3) * MICRO)
    assert ("code", "3432") in [(e["kind"], e["term"]) for e in confirmed.evidence]


def test_evidence_says_what_was_read_and_where() -> None:
    (found,) = memberships(
        name="新乡市大力起重机械有限公司",
        scope="起重机械制造、销售",
        products=["门式起重机"],
        source="登记库",
    )
    assert found.firm_id == "f"
    assert [(e["kind"], e["term"], e["text"], e["source"]) for e in found.evidence] == [
        ("product", "门式起重机", "门式起重机", "登记库"),
        ("name", "起重机械", "大力起重机械", "登记库"),
        ("scope", "起重机械", "起重机械制造", "登记库"),
    ]
    assert [e["weight"] for e in found.evidence] == pytest.approx([1.8, 1.3 * 0.4, 0.5], abs=1e-4)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("新乡市豫兴起重电机有限公司", "豫兴起重电机"),
        ("河南省金穗面粉（集团）有限公司", "金穗面粉"),
        ("辉县市百泉供销合作社", "百泉供销"),
        ("河南有限公司", "河南"),
    ],
)
def test_core_name(name: str, core: str) -> None:
    assert core_name(name) == core


class Spelled(CachedEncoder):
    """An encoder that places every query on the flour segment, or half way between it and the crane."""

    def __init__(self, inner: CachedEncoder, tie: bool = False) -> None:
        super().__init__(inner.encoder, inner._keys.parent)
        texts = [
            segment_text(s) for s in SEGMENTS if s.id in ("green_food.flour", *(["equipment.crane"] if tie else []))
        ]
        between = np.sum([HashEncoder().encode([t])[0] for t in texts], axis=0)
        self.query = between / np.linalg.norm(between)

    def encode(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> Vectors:
        return np.tile(self.query, (len(texts), 1)) if query else super().encode(texts)


PRODUCTS = [p for s in SEGMENTS if s.chain == "equipment" for p in s.products]


@calm
@given(st.permutations(PRODUCTS))
def test_more_evidence_never_makes_a_segment_less_sure(products: list[str]) -> None:
    """Confidence stays in 0–1 and grows with every further product of the same segment."""
    before: dict[str, float] = {}
    for k in range(1, len(products) + 1):
        now = assigned(products=products[:k])
        assert all(FLOOR <= c < 1 for c in now.values())
        assert all(now[s] >= c - 1e-9 for s, c in before.items() if s in now)
        before = now


@calm
@given(
    st.text(alphabet="新乡金穗起重机电动面粉银行有限公司", min_size=2, max_size=12),
    st.text(alphabet="面粉桥式起重机隔膜锂电制造销售五金、；", max_size=30),
)
def test_any_firm_gets_sound_memberships(name: str, scope: str) -> None:
    found = memberships(name=name, scope=scope)
    assert all(FLOOR * MICRO <= m.confidence < MICRO and 1 <= len(m.evidence) <= 4 for m in found)
    assert len({m.segment_id for m in found}) == len(found)
    assert memberships(name=name, scope=scope) == found


# -- with an encoder -------------------------------------------------------------------------------------


def test_meaning_is_asked_only_in_doubt(built: Country) -> None:
    assigner = built.assigner()
    assert assigner.warm([{"name": "甲有限公司", "scope": "桥式起重机制造"}]) == 0  # sure
    assert assigner.warm([{"name": "甲银行", "scope": "银行业务；银行卡"}]) == 0  # surely outside
    assert assigner.warm([{"name": "甲有限公司", "scope": "钢板销售"}]) == 0  # trading goods is no segment
    assert assigner.warm([{"name": "甲铁塔有限公司", "scope": "铁塔制造"}]) == 1


def test_meaning_alone_finds_a_segment_but_is_never_very_sure(built: Country) -> None:
    """No term matches, the cosine is 1: the segment is found, and the cap holds."""
    assigner = Assigner(list(built.catalogue.segments.values()), Spelled(built.encoder))
    result = assigner.assign({"id": "f", "name": "甲铁塔有限公司", "scope": "铁塔制造", "source": "登记库"})
    assert result.doubtful
    (found,) = result.memberships
    assert (found.segment_id, found.confidence) == ("green_food.flour", round(0.55 * MICRO))
    assert [(e["kind"], e["term"], e["source"]) for e in found.evidence] == [("dense", "1.000", "登记库")]


def test_a_near_tie_between_chains_is_no_match(built: Country) -> None:
    """Meaning that cannot tell two chains apart says nothing."""
    assigner = Assigner(list(built.catalogue.segments.values()), Spelled(built.encoder, tie=True))
    result = assigner.assign({"id": "f", "name": "甲铁塔有限公司", "scope": "铁塔制造"})
    assert (result.doubtful, result.memberships) == (True, ())


def test_version_names_rules_terms_and_encoder(built: Country) -> None:
    lexicon = ASSIGNER.lexicon.version
    assert ASSIGNER.version.endswith(f"{lexicon}-none")
    assert built.assigner().version.endswith("-hash-256")


# -- how reports list products -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "share"),
    [
        ("桥式起重机(62.56%)", "桥式起重机", 0.6256),
        ("桥式起重机（占营业收入比重41.31%）", "桥式起重机", 0.4131),
        ("桥式起重机(2025年收入1.2亿元，占主营业务收入12.5%，毛利率30%)", "桥式起重机", 0.125),
        ("桥式起重机(同比增长7.97%；毛利率13.95%)", "桥式起重机", None),
        ("桥式起重机(38,714,188,000.05元)", "桥式起重机", None),
        ("桥式起重机(分行业收入占比：起重机业务收入15", "桥式起重机", None),
        ("桥式起重机", "桥式起重机", None),
    ],
)
def test_a_remark_in_brackets_tells_the_share_and_is_no_product(text: str, name: str, share: float | None) -> None:
    assert stated_product(text) == (name, share)


def test_a_product_counts_by_its_share_of_revenue() -> None:
    """A quarter of the revenue counts in full; 10 % counts .1 / .25, and next to nothing still .15."""
    assert assigned(products=["桥式起重机(30%)"]) == pytest.approx({"equipment.crane": sure(1.8)}, abs=1e-4)
    assert assigned(products=["桥式起重机(10%)"]) == pytest.approx({"equipment.crane": sure(1.8 * 0.4)}, abs=1e-4)
    assert sure(1.8 * 0.15) < FLOOR
    assert assigned(products=["桥式起重机(0.5%)"]) == {}


def test_what_stands_behind_a_product_says_nothing_new() -> None:
    """`…及配件`, `…系列产品` do not make the term a mere part of another product: 1.4, not .7."""
    for tail in ("及配件", "系列产品", "业务"):
        assert assigned(products=[f"电动桥式起重机{tail}"]) == pytest.approx({"equipment.crane": sure(1.4)}, abs=1e-4)
    assert assigned(products=["桥式起重机遥控器"]) == pytest.approx({"equipment.crane": sure(0.7)}, abs=1e-4)


# -- what stands in every scope ------------------------------------------------------------------------------


def test_what_every_firm_registers_beside_its_trade_counts_little() -> None:
    aside = Assigner(
        SEGMENTS, None, replace(GENERAL, outside=(*GENERAL.outside, "物业管理"), aside=frozenset({"物业管理"}))
    )
    plain = Assigner(SEGMENTS, None, replace(GENERAL, outside=(*GENERAL.outside, "物业管理")))
    scope = {"name": "某某有限公司", "scope": "物业管理服务；电动机"}

    def outside(assigner: Assigner) -> float:
        return sum(e["weight"] for e in assigner.by_words(scope)[OUTSIDE])

    assert outside(aside) == pytest.approx(0.35 * outside(plain), abs=1e-4)


def test_a_side_activity_of_a_chain_counts_in_full_where_it_comes_first() -> None:
    aside = Assigner(SEGMENTS, None, replace(GENERAL, aside=frozenset({"桥式起重机"})))
    firm = {"name": "某某有限公司"}
    first, later = (
        aside.assign(firm | {"scope": s}).memberships for s in ("桥式起重机制造", "隔音板制造；桥式起重机制造")
    )
    assert first[0].confidence == round(sure(1.0) * MICRO)
    assert [m.confidence for m in later] in ([], [round(sure(0.35 / 1.12) * MICRO)])


def test_a_firm_that_only_sells_is_named_after_goods_it_does_not_make() -> None:
    """Half of what the same name says where the scope is silent."""
    sells = assigned(name="新乡市金穗面粉有限公司", scope="花卉零售")
    assert sells == pytest.approx({"green_food.flour": sure(1.3 * 0.55 * 0.5)}, abs=1e-4)
    assert assigned(name="新乡市金穗面粉有限公司") == pytest.approx({"green_food.flour": sure(1.3 * 0.55)}, abs=1e-4)


def test_further_wordings_count_like_products_and_give_way_to_them() -> None:
    also = replace(GENERAL, also={"天车": ("equipment.crane",), "桥式起重机": ("green_food.flour",)})
    assigner = Assigner(SEGMENTS, None, also)
    found = assigner.assign({"name": "某某有限公司", "products": ["天车"]}).memberships
    assert [(m.segment_id, m.confidence) for m in found] == [("equipment.crane", round(sure(1.8) * MICRO))]
    (crane,) = assigner.assign({"name": "某某有限公司", "products": ["桥式起重机"]}).memberships
    assert crane.segment_id == "equipment.crane"
