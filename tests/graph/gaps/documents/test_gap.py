"""Gaps and chains as documents: whole, named, rounded, the same from every store."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.gaps.documents.gap import chain_document, gap_documents, look_first
from graph.gaps.find import find_gaps, state_of
from graph.gaps.kinds_and_scores import rank_in_chain
from graph.measures.network import Network
from graph.model.records import Lane
from graph.model.text import rounded, short_name, three_digits
from graph.model.words import KIND, tenths
from graph.region.footprint import Footprint, footprint


def documents(town, regions, foot) -> list[dict[str, Any]]:
    return gap_documents(town.store, regions, foot, find_gaps(foot))


def as_json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for k, v in value.items():
            yield from leaves(v, k)
    elif isinstance(value, list):
        for v in value:
            yield from leaves(v, key)
    else:
        yield key, value


# -- rounding -----------------------------------------------------------------------------------


def test_rounded_by_hand() -> None:
    given = {"a": 1 / 3, "b": (0.1 + 0.2, [2e-10, True, 7, "x", None]), "c": {"d": 123456.1234567891}}
    assert rounded(given) == {"a": 0.333333333, "b": [0.3, [0.0, True, 7, "x", None]], "c": {"d": 123456.123456789}}
    assert isinstance(rounded({"n": 7})["n"], int)


json_like = st.recursive(
    st.floats(-1e6, 1e6) | st.integers() | st.booleans() | st.text(max_size=3) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(value=json_like)
def test_rounded_once_is_rounded(value: Any) -> None:
    once = rounded(value)
    assert as_json(rounded(once)) == as_json(once)
    for (k, a), (j, b) in zip(leaves(value), leaves(once), strict=True):
        assert k == j
        assert a == b or abs(a - b) <= 0.5e-9 + 1e-15 * abs(a)


# -- gap documents ------------------------------------------------------------------------------


def test_contract_of_a_gap(town, regions) -> None:
    """The fields of DESIGN, and the neighbours by name with the number of all."""
    (found,) = documents(town, regions, town(cell=(), pack=(1,) * 7))
    assert {"segment", "chain", "kind", "verdict", "action", "score", "components", "interval", "evidence"} <= set(
        found
    )
    assert (found["segment"], found["chain"], found["kind"], found["action"]) == ("toy.cell", "toy", "break", "filling")
    (buyer,) = found["evidence"]["buyers"]
    assert (buyer["segment"], buyer["count"], len(buyer["firms"])) == ("toy.pack", 7, 5)
    assert buyer["firms"][0] == {
        "id": "pack1",
        "name": "pack1有限公司",
        "short": "pack1有限公司",
        "region": "新乡市",
        "verified_identity": False,
        "verified_products": False,
        "product": "甲",
        "yi": 0.3,
    }
    assert found["evidence"]["candidates"]["count"] == 1
    assert found["evidence"]["candidates"]["firms"][0]["region"] == "郑州市"
    assert found["interval"][0] <= found["interval"][1]


def test_sentence_says_who_is_here_and_who_waits(town, regions) -> None:
    here = [f"{n}{k}" for n in ("ore", "powder", "pack", "car") for k in (1, 2, 3)]
    (absent,) = documents(town, regions, town(cell=(), pack=(1,) * 7, sources={"甲": here}))
    assert absent["sentence"] == (
        "cell段：断点。本地在库未见从事企业；要用它的有pack1有限公司（甲）、pack2有限公司（甲）、"
        "pack3有限公司（甲）等，本地单位一年需约 1 亿至 4 亿元（估算）；"
        "本地可供料的有powder1有限公司（甲）、powder2有限公司（甲）。结论：基本可信。"
    )
    assert (
        "and others need it; local firms need about CNY 100 million to CNY 400 million of it a year"
        in absent["sentence_en"]
    )
    assert "No local firm on record" in absent["sentence_en"]
    (single,) = documents(town, regions, town(cell=(20, 1)))
    assert "单点依赖。本地在库企业 2 家；要用它的有pack1有限公司（甲）" in single["sentence"]
    assert "2 local firms on record; pack1有限公司（甲）" in single["sentence_en"]
    assert single["evidence"]["local"]["count"] == 2


def test_sentence_claims_no_absence_that_the_data_do_not_carry(town, regions) -> None:
    """No source lists the firms here: 数据不足 stands where 断点 would; the kind stays in the document."""
    (absent,) = documents(town, regions, town(cell=()))
    assert absent["sentence"].startswith("cell段：数据不足。本地在库未见从事企业；")
    assert absent["sentence_en"].startswith("cell: not enough data. No local firm on record;")
    assert (absent["kind"], absent["verdict"]) == ("break", "insufficient_data")


def test_sentence_says_how_sure(town, regions) -> None:
    """Twelve firms in one source: coverage is to be checked. In two that agree: nearly all, confirmed."""
    here = [f"{n}{k}" for n in ("ore", "powder", "pack", "car") for k in (1, 2, 3)]
    (one,) = documents(town, regions, town(cell=(), sources={"甲": here}))
    assert one["sentence"].endswith("结论：基本可信。")
    assert one["tests"]["coverage"]["sentence"] == (
        "本地在库企业 12 家，来源：甲；在库比例待核。只有一个数据来源，尚未互证。"
    )
    (two,) = documents(town, regions, town(cell=(), sources={"甲": here, "乙": here}))
    assert two["sentence"].endswith("结论：可信。")
    assert two["tests"]["coverage"]["sentence"] == (
        "本地在库企业 12 家，来源：乙、甲；本链较大企业在库比例几乎全部（来源互证估算）。多来源互证。"
    )
    assert two["sentence_en"].endswith("Verdict: confirmed.")


def test_no_hole_where_a_name_belongs(make, town, regions) -> None:
    """Firms without region, alias or place included: every name is a word, every number finite, all of it JSON."""
    extra = [make.member("lost", "toy.cell", "", size=2), make.member("odd", "toy.car", "999999", size=2)]
    foot = town(cell=(), ore=(), pack=(9,), extra=extra, sources={"甲": ["pack1"]})
    found = documents(town, regions, foot)
    assert {d["kind"] for d in found} >= {"break", "missing", "single_point"}
    for key, value in leaves(found):
        if key in ("name", "name_en", "short", "region", "segment", "chain", "sentence", "sentence_en", "kind", "id"):
            assert isinstance(value, str)
            assert value.strip() not in ("", "None", "nan")
        if isinstance(value, float):
            assert math.isfinite(value)
            assert round(value, 9) == value
    for d in found:
        assert not any(word in d["sentence"] + d["sentence_en"] for word in ("None", "nan", "{", "[]"))
    lost = [f for d in found for f in d["evidence"]["candidates"]["firms"] if f["id"] == "lost"]
    assert lost[0]["region"] == "待核"
    assert json.loads(as_json(found)) == found


def test_the_short_name_is_the_first_alias(make) -> None:
    assert short_name(make.firm("f1", aliases=("甲", "乙"))) == "甲"
    assert short_name(make.firm("f1")) == "f1有限公司"


# -- without ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden", [("cell",), ("powder",), ("car",), ("cell", "pack"), ("ore", "powder", "cell", "pack", "car")], ids=str
)
def test_without_equals_a_store_built_without(make, town, regions, hidden: tuple[str, ...]) -> None:
    """Byte for byte: firms with several segments, plants of firms from elsewhere, and their records stay in both."""
    segments = {f"toy.{n}" for n in hidden}
    extra = [
        make.member("both", "toy.cell", size=4),
        make.member("both", "toy.pack", size=4, confidence=0.3),
        make.member("plant", "toy.cell", "440300", 5.0, sites=("410783",)),
        make.member("plant", "toy.car", "440300", 5.0, sites=("410783",)),
        make.member("county", "toy.powder", "410721", 1.7, 0.35),
    ]
    listed = ["both", "plant", "county", *(f"{n}{k}" for n in ("ore", "powder", "pack", "car") for k in (1, 2, 3))]
    sources = {"甲": listed, "乙": listed[4:]}
    full = town(sources=sources, extra=extra, cell=(0.5,))
    store, chain = town.store, town.store.chains()[0]
    foot = footprint(store, regions, "410700", full.network, without=sorted(segments))
    # The other store: the same firms and records, the local memberships in the hidden segments never written.
    town(sources=sources, extra=extra, cell=(0.5,))
    with town.store.batch("test", "test") as batch:
        owners = {m.firm_id for m in full.local}
        kept = [m for m in town.store.memberships(sorted(owners)) if m.segment_id not in segments]
        batch.replace("membership", "firm_id", owners, kept)
    bare = footprint(town.store, regions, "410700")
    one = as_json(gap_documents(store, regions, foot, find_gaps(foot)))
    two = as_json(documents(town, regions, bare))
    assert one.encode() == two.encode()
    assert as_json(chain_document(chain, foot, find_gaps(foot))) == as_json(
        chain_document(chain, bare, find_gaps(bare))
    )
    assert as_json(chain_document(chain, foot, [])) != as_json(chain_document(chain, full, []))  # something was hidden
    assert foot.coverage == full.coverage


# -- chain documents ----------------------------------------------------------------------------


def test_chain_document(town, regions) -> None:
    """Counts by hand: 3 local firms in each segment but the cells; elsewhere 1, 1, 1, 2, 2."""
    foot = town(cell=())
    found = chain_document(town.store.chains()[0], foot, find_gaps(foot))
    rows = {s["id"].split(".")[1]: s for s in found["segments"]}
    counts = {n: (s["firms_local"], s["firms_national"], s["strength"]) for n, s in rows.items()}
    assert counts == {"ore": (3, 4, 9), "powder": (3, 4, 9), "cell": (0, 1, 0), "pack": (3, 5, 9), "car": (3, 5, 9)}
    assert (rows["cell"]["kind"], rows["cell"]["verdict"]) == ("break", "insufficient_data")
    assert (rows["cell"]["state"], rows["pack"]["state"]) == ("no_data", "strong")
    assert (found["id"], found["region"], len(found["links"])) == ("toy", "410700", 4)
    first = {"from": "toy.ore", "to": "toy.powder", "kind": "material", "share": 0.3, "source": "test"}
    assert first | {"estimate": False} in found["links"]


def test_a_demand_node_is_no_gap_and_names_who_sells_to_it(town) -> None:
    """The packs of three local firms go to the grid, which would be missing here if firms could do it."""
    foot = with_grid(town(car=()))
    assert "toy.car" in {g.segment for g in find_gaps(with_grid(town(car=()), demand=False))}
    gaps = find_gaps(foot)
    assert "toy.car" not in {g.segment for g in gaps}
    found = chain_document(foot.network.chains[0], foot, gaps)
    grid = next(s for s in found["segments"] if s["id"] == "toy.car")
    assert (grid["demand"], grid["kind"], grid["verdict"]) == (True, None, None)
    assert (grid["local_suppliers"], grid["lane"], grid["foreign_share"]) == (3, "grids", None)
    pack = next(s for s in found["segments"] if s["id"] == "toy.pack")
    assert (pack["demand"], pack["foreign_share"], "local_suppliers" in pack) == (False, 0.4, False)
    assert found["lanes"] == [{"id": "grids", "name": "电网", "name_en": "Grids"}]
    assert found["weights_source"] == "统计年鉴2025"
    assert [k["estimate"] for k in found["links"] if k["to"] == "toy.car"] == [True]


def test_a_demand_node_does_not_move_the_ranks_of_the_others(town) -> None:
    """It has no place among the segments of its chain, so the others are ranked as if it were not there."""
    foot = with_grid(town(car=()))
    density = np.array([0.1, 0.2, 0.3, 0.4, 0.0])[[foot.network.ids.index(s) for s in sorted(foot.network.ids)]]
    rank = dict(zip(foot.network.ids, rank_in_chain(foot.network, density), strict=True))
    assert rank["toy.car"] == 0.0
    assert sorted(v for s, v in rank.items() if s != "toy.car") == pytest.approx([0, 1 / 3, 2 / 3, 1])


def with_grid(foot: Footprint, demand: bool = True) -> Footprint:
    """The same footprint where the last segment is the grid, which only buys."""
    (chain,) = foot.network.chains
    changed = {
        "toy.car": {"demand": demand, "products": (), "value_weight": 0.0, "lane": "grids"},
        "toy.pack": {"foreign_share": 0.4},
    }
    chain = replace(
        chain,
        segments=tuple(replace(s, **changed.get(s.id, {})) for s in chain.segments),
        links=tuple(
            replace(k, source="own knowledge (estimate)") if k.target_id == "toy.car" else k for k in chain.links
        ),
        lanes=(Lane("grids", "电网", "Grids"),),
        weights_source="统计年鉴2025",
    )
    country = replace(foot.country, network=Network((chain,)))
    return replace(foot, network=country.network, country=country)


def test_states(town) -> None:
    here = [f"{n}{k}" for n in ("ore", "powder", "pack", "car") for k in (1, 2, 3)]
    (sure,) = find_gaps(town(cell=(), sources={"甲": here}))
    (unsure,) = find_gaps(town(cell=()))
    (weak,) = find_gaps(town(cell=(0.5,)))
    assert (state_of(0.0, sure), state_of(0.0, unsure), state_of(0.5, weak)) == ("break", "no_data", "weak")
    assert (state_of(6.0, None), state_of(5.9, None), state_of(0.0, None)) == ("strong", "present", "absent")


# -- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "zh", "en"),
    [
        (0.0, "不足半成", "under 5%"),
        (0.12, "约一成", "about 10%"),
        (0.7, "约七成", "about 70%"),
        (0.88, "约九成", "about 90%"),
        (1.0, "几乎全部", "nearly all"),
    ],
)
def test_tenths(share: float, zh: str, en: str) -> None:
    assert (tenths(share, "zh"), tenths(share, "en")) == (zh, en)


def test_every_kind_has_its_word_of_the_design() -> None:
    assert {k: v["zh"] for k, v in KIND.items()} == {
        "missing": "缺失",
        "break": "断点",
        "weak": "薄弱",
        "single_point": "单点依赖",
        "extension": "延伸",
    }


@pytest.mark.parametrize(
    ("value", "said"),
    [(391.479, "391"), (55.2956, "55.3"), (0.97841, "0.978"), (37.2, "37.2"), (240.0, "240"), (123_456.0, "123000")],
)
def test_amounts_have_three_digits_and_no_exponent(value: float, said: str) -> None:
    assert three_digits(value) == said


def test_what_to_look_at_first_is_carried_by_the_data_and_worth_recruiting() -> None:
    rows = [
        {"segment": s, "verdict": v, "recruit": {"answer": a}}
        for s, v, a in (
            ("a", "likely", "nearby"),
            ("b", "insufficient_data", "recruit"),
            ("c", "likely", "check"),
            ("d", "confirmed", "recruit"),
        )
    ]
    assert look_first(rows)["segment"] == "c"
    assert look_first(rows[:2])["segment"] == "a"
