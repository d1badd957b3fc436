"""Firms by any part of a name, on every store."""

from __future__ import annotations

import pytest

from graph.store.base.protocol import GraphStore
from tests.support.bolt_graph import Bolt, put


@pytest.fixture
def named(store: GraphStore, make) -> GraphStore:
    """Firms whose names hold one another's, with short names and codes."""
    put(
        store,
        make.firm("1", name="河南新乡化工有限公司"),
        make.firm("2", name="新乡化纤股份有限公司", aliases=("白鹭", "XXHX"), stock_code="000949.SZ"),
        make.firm("3", name="BYD电池（新乡）有限公司", uscc="91410700MA0000000X"),
        make.firm("4", name="𠮷野家餐饮", aliases=("a'b\\c",)),
        make.firm("5", name="新乡化纤股份有限公司"),
    )
    return store


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新乡化", ["2", "5", "1"]),  # names that begin with it, then those that hold it
        ("化", ["2", "5", "1"]),  # one character, in the middle
        ("000949", ["2"]),
        ("白鹭", ["2"]),
        ("xxhx", ["2"]),
        ("byd电", ["3"]),
        ("（新乡）", ["3"]),
        (" 91410700ma ", ["3"]),
        ("𠮷野", ["4"]),
        ("a'b\\", ["4"]),
        ("有限公司", ["3", "2", "5", "1"]),
        ("没有", []),
        ("  ", []),
    ],
)
def test_any_part_of_a_name(named: GraphStore, text: str, found: list[str]) -> None:
    assert [f.id for f in named.firms_named(text)] == found
    assert [f.id for f in named.firms_named(text, 1)] == found[:1]


def test_a_new_name_is_found_and_the_old_one_is_not(store: GraphStore, make) -> None:
    put(store, make.firm("1", name="新乡化工有限公司"))
    put(store, make.firm("1", name="河南白鹭有限公司"))
    assert [f.name for f in store.firms_named("白鹭")] == ["河南白鹭有限公司"]
    assert store.firms_named("化工") == []


def test_a_graph_of_before_is_found_in_after_an_update(graph: Bolt, make) -> None:
    store = graph.fresh()
    put(store, make.firm("1", name="BYD电池", aliases=("甲", "乙"), uscc="91X"), make.firm("2", name="丙"))
    kept = "MATCH (f:Firm) RETURN f.id AS id, f.found_by AS found_by ORDER BY id"
    before = graph.run(kept)
    graph.run("MATCH (f:Firm) REMOVE f.found_by")
    graph.run("MATCH (g:LiantuStore) SET g.version = '0007'")
    type(store).create(graph.driver, graph.database, "s")
    assert graph.run(kept) == before
    assert before[0]["found_by"] == "byd电池 甲 乙 91x "
