"""Which rows are the same firm, and what is true of it when several sources speak."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.records import MICRO
from ingest.load.resolve import Resolver, keys, merge, to_firm
from tests.support.small import calm, code

A, B = code("410721", "MA40AAAA1"), code("410721", "MA40BBBB2")


def firm(name: str = "新乡金穗食品有限公司", region: str = "410721", **more: Any) -> dict[str, Any]:
    return {"name": name, "region": region, **more}


def test_keys_the_surest_first() -> None:
    row = firm(uscc=A, stock_code="000949.SZ", aliases=["金穗", "新乡金穗面粉厂有限公司"])
    assert keys(row) == [
        f"u:{A}",
        "s:000949.SZ",
        "n:新乡金穗食品有限公司@4107",
        "n:新乡金穗面粉厂有限公司@4107",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (firm(uscc=A), firm("新乡金穗实业有限公司", uscc=A)),  # renamed, same code
        (firm(stock_code="000949.SZ"), firm("新乡化纤", "410704", stock_code="000949.SZ")),
        (firm(), firm("新乡 金穗食品 有限公司", "410700")),  # same name in the same city
        (firm(uscc=A), firm()),  # a table without codes
        (firm(), firm(uscc=A)),
        (firm(), firm("新乡金穗实业有限公司", aliases=["新乡金穗食品有限公司"])),  # former name
        (firm("新乡金穗实业有限公司", aliases=["新乡金穗食品有限公司"]), firm()),
    ],
)
def test_same_firm(first: dict[str, Any], second: dict[str, Any]) -> None:
    resolver = Resolver({})
    assert resolver.resolve(first) == resolver.resolve(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (firm(uscc=A), firm(uscc=B)),  # same name, same city, another code: founded anew
        (firm(), firm(region="410100")),  # same name in another city
        (firm(), firm("新乡金禾食品有限公司")),
        (firm(aliases=["金穗"]), firm("金穗")),  # a short name names many
    ],
)
def test_different_firms(first: dict[str, Any], second: dict[str, Any]) -> None:
    resolver = Resolver({})
    assert resolver.resolve(first) != resolver.resolve(second)


def test_three_rows_of_which_two_carry_different_codes() -> None:
    """The code that comes second to a name does not take over the firm of the first."""
    resolver = Resolver({})
    ids = [resolver.resolve(r) for r in (firm(), firm(uscc=A), firm(uscc=B), firm(uscc=A), firm(uscc=B))]
    assert ids[0] == ids[1] == ids[3]
    assert ids[2] == ids[4] != ids[0]


def test_known_firms_keep_their_id_and_only_new_keys_are_reported() -> None:
    resolver = Resolver({f"u:{A}": "old"})
    assert resolver.resolve(firm(uscc=A)) == "old"
    assert resolver.new_keys == {"n:新乡金穗食品有限公司@4107": "old"}


ROWS = st.fixed_dictionaries(
    {"name": st.sampled_from(["甲有限公司", "乙有限公司"]), "region": st.sampled_from(["410700", "410100"])},
    optional={"uscc": st.sampled_from([A, B])},
)


@calm
@given(st.lists(ROWS, max_size=8))
def test_a_credit_code_is_one_firm_and_a_firm_one_credit_code(rows: list[dict[str, Any]]) -> None:
    resolver = Resolver({})
    resolved = [(resolver.resolve(r), r.get("uscc")) for r in rows]
    pairs = {(i, c) for i, c in resolved if c}
    assert len({c for _, c in pairs}) == len(pairs)
    assert len({i for i, _ in pairs}) == len(pairs)


# -- merge -------------------------------------------------------------------------------------------


def test_merge_priorities() -> None:
    """Shipped tables speak first, then the others by name; lists are joined; verified holds if anyone verified."""
    records = [
        ("b-list", {"name": "乙", "capital_wan": 5.0, "products": ["挂面", "面粉"], "founded": "2001"}),
        (
            "a-list",
            {"name": "甲", "capital_wan": 7.0, "products": ["面粉"], "employees": 9, "verified_identity": True},
        ),
        ("shipped:food", {"name": "金穗", "products": ["小麦粉"], "source": "年报"}),
    ]
    assert merge("x", records) == {
        "id": "x",
        "name": "金穗",
        "aliases": ["甲", "乙"],  # what the other sources call it
        "source": "年报",
        "products": ["小麦粉", "面粉", "挂面"],
        "capital_wan": 7.0,
        "employees": 9,
        "verified_identity": True,
        "founded": "2001",
        "sources": ["a-list", "b-list", "shipped:food"],
    }


def test_a_county_refines_the_city_but_another_city_does_not() -> None:
    assert merge("x", [("shipped:a", firm(region="410700")), ("list", firm(region="410783"))])["region"] == "410783"
    assert merge("x", [("shipped:a", firm(region="410700")), ("list", firm(region="410100"))])["region"] == "410700"
    assert merge("x", [("shipped:a", firm(region="410721")), ("list", firm(region="410783"))])["region"] == "410721"


def test_revenue_is_that_of_the_latest_year_with_its_year() -> None:
    own, report = firm(revenue_yi=20.0, revenue_year=2024), firm(revenue_yi=30.0, revenue_year=2025)
    for records in ([("shipped:a", own), ("list", report)], [("shipped:a", report), ("list", own)]):
        merged = merge("x", records)
        assert (merged["revenue_yi"], merged["revenue_year"]) == (30.0, 2025)
    undated = merge("x", [("shipped:a", own), ("list", firm(revenue_yi=9.0))])
    assert (undated["revenue_yi"], undated["revenue_year"]) == (20.0, 2024)
    first = merge("x", [("shipped:a", firm(revenue_yi=5.0)), ("list", firm(revenue_yi=6.0))])
    assert (first["revenue_yi"], "revenue_year" in first) == (5.0, False)


FACTS = st.fixed_dictionaries(
    {"name": st.sampled_from(["甲", "乙"])},
    optional={
        "products": st.lists(st.sampled_from(["面粉", "挂面", "隔膜"]), unique=True, min_size=1),
        "region": st.sampled_from(["410700", "410721", "410783", "410100"]),
        "capital_wan": st.floats(1, 100),
        "verified_identity": st.just(True),
        "verified_products": st.just(True),
        "employees": st.integers(1, 99),
    },
)
RECORDS = st.dictionaries(st.sampled_from(["shipped:a", "shipped:b", "list", "zz", "aa"]), FACTS, min_size=1)


@calm
@given(RECORDS, st.randoms(use_true_random=False))
def test_merge_does_not_mind_the_order_of_the_loads(by_origin: dict[str, Any], rng: random.Random) -> None:
    records = list(by_origin.items())
    shuffled = rng.sample(records, len(records))
    assert merge("x", shuffled) == merge("x", records)


@calm
@given(RECORDS)
def test_merge_is_idempotent_and_loses_nothing(by_origin: dict[str, Any]) -> None:
    records = list(by_origin.items())
    merged = merge("x", records)
    assert merge("x", records + records) == merged
    assert set(merged.get("products", [])) == {p for f in by_origin.values() for p in f.get("products", ())}
    assert set(merged) - {"id", "sources", "aliases"} == {k for f in by_origin.values() for k in f} - {"aliases"}
    assert {merged["name"], *merged.get("aliases", ())} >= {f["name"] for f in by_origin.values()}


def test_to_firm_takes_place_names_from_the_code() -> None:
    facts = merge("x", [("list", firm(county="卫辉市", city="郑州市", products=["面粉"], revenue_yi=4.0))])
    made = to_firm(facts, "河南省", "新乡市", "新乡县")
    assert (made.province, made.city, made.county, made.source) == ("河南省", "新乡市", "新乡县", "list")
    assert made.size == 2 * MICRO  # the root of 4
    assert made.products == ("面粉",)
