"""The twenty queries of docs/neo4j.md, each run against the shipped chains."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.bolt_graph import Bolt
from tests.support.small import ROOT

QUERIES = re.findall(r"```cypher\n(.*?)\n```", (ROOT / "docs" / "neo4j.md").read_text("utf-8"), re.S)


@pytest.fixture(scope="module")
def shipped(bolt: Callable[[str], Bolt], data: Path, catalogue, make) -> Bolt:
    """The shipped chains with a few firms, on the server."""
    made = bolt("bolt")
    store = made.fresh()
    with store.batch("build", "shipped") as batch:
        for chain in catalogue.chains:
            batch.upsert([chain, *chain.segments, *chain.links])
        batch.upsert(
            [
                make.firm("a", name="本地电池有限公司", city="新乡市", parent="集团", products=("隔膜",)),
                make.firm(
                    "b",
                    "440300",
                    name="外地电池有限公司",
                    city="深圳市",
                    sites=("410783",),
                    parent="集团",
                    revenue_yi=9.0,
                ),
            ]
        )
        batch.upsert(
            [
                make.membership(f, s)
                for f, s in (
                    ("a", "battery_ev.cell"),
                    ("b", "battery_ev.cell"),
                    ("b", "battery_ev.pack"),
                    ("b", "battery_ev.separator"),
                    ("b", "electronics.pcb"),
                )
            ]
        )
    return made


def test_there_are_twenty() -> None:
    assert len(QUERIES) == 20


@pytest.mark.parametrize("number", range(1, 21))
def test_query_of_the_page(shipped: Bolt, number: int) -> None:
    rows = shipped.run(QUERIES[number - 1])
    expected: dict[int, Callable[[list[dict[str, Any]]], bool]] = {
        1: lambda r: len(r) == 9 and r[0]["segments"] >= r[-1]["segments"] > 0,
        5: lambda r: r == [{"firm": "本地电池有限公司", "percent": 100}],
        6: lambda r: [x["firm"] for x in r] == ["外地电池有限公司"],
        7: lambda r: "segment" in r[0] and len(r) > 20,
        9: lambda r: len(r) == 1 and r[0]["firm"] == "本地电池有限公司",
        10: lambda r: {x["city"] for x in r} == {"新乡市", "深圳市"},
        12: lambda r: len(r) == 1 and len(r[0]["segments"]) == 3,
        14: lambda r: r == [{"parent": "集团", "firms": 2}],
        15: lambda r: r == [{"firm": "外地电池有限公司", "seat": "深圳市"}],
        16: lambda r: len(r) == 2,
        17: lambda r: r == [{"firm": "本地电池有限公司", "products": ["隔膜"]}],
        20: lambda r: r[0]["kind"] == "build",
    }
    if number in expected:
        assert expected[number](rows), rows
    elif number in (2, 3, 4, 8, 11):
        assert len(rows) > 0
    else:
        assert isinstance(rows, list)
