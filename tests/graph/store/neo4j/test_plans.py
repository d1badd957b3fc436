"""How Neo4j goes about the queries of docs/neo4j.md and of the program: none reads a large label from end to end where
an index or a neighbour leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import neo4j
import pytest

from graph.store.neo4j.cypher import measuring, reading
from tests.graph.store.neo4j.test_queries import QUERIES
from tests.support.bolt_graph import Bolt

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
LARGE = ("Firm", "FirmRecord", "FirmKey", "Change", "WORKS_IN", "RELATED")
# Which firms have a plant here, which make this: they look into a list of each firm, and no index does so.
ALL_FIRMS = {15, 17}


@pytest.fixture(scope="module")
def planner(bolt: Callable[[str], Bolt]) -> Callable[[str, dict[str, object]], list[str]]:
    """The steps of a plan, in words, for a graph with many firms: with few, going through all of them is right."""
    graph = bolt("neo4j")
    graph.fresh()
    graph.run(
        "UNWIND range(1, 400) AS i CREATE (:Segment {key: 's' + i, id: 'battery_ev.s' + i, chain: 'battery_ev', "
        "name: 's' + i, batch: 1})"
    )
    graph.run(
        "UNWIND range(1, 20000) AS i MATCH (s:Segment {key: 's' + (1 + i % 400)}) "
        "CREATE (f:Firm {key: 'f' + i, id: 'f' + i, name: '第' + i + '公司', region: toString(110000 + i % 300000), "
        "found_by: '第' + i + '公司', batch: 1})-[:WORKS_IN {key: 'f' + i + '|s', batch: 1}]->(s)"
    )
    graph.run("UNWIND range(1, 300) AS i MERGE (s:Segment {key: 'k' + i}) SET s.id = 'electronics.k' + i, s.batch = 1")
    graph.run("CALL db.awaitIndexes(60)")
    graph.run("CALL db.prepareForReplanning(60)")  # else plans rest on what the indexes held some time before

    def plan(text: str, values: dict[str, object]) -> list[str]:
        with graph.driver.session(database=graph.database or None) as session:
            summary = session.run(neo4j.Query(f"EXPLAIN {text}"), values).consume()  # type: ignore[arg-type]
        assert summary.plan is not None
        return list(_steps(summary.plan))

    return plan


def _steps(plan: dict[str, object]) -> Iterator[str]:
    arguments: dict[str, object] = plan["args"]  # type: ignore[assignment]
    yield f"{str(plan['operatorType']).partition('@')[0]} {arguments.get('Details', '')}"
    for child in plan.get("children", []):  # type: ignore[attr-defined]
        yield from _steps(child)


def _whole(steps: list[str]) -> list[str]:
    """Steps that read a large label or type from end to end."""
    scans = ("NodeByLabelScan", "AllNodesScan", "DirectedRelationshipTypeScan", "UndirectedRelationshipTypeScan")
    return [s for s in steps if s.startswith(scans) and (s.startswith("All") or any(f":{x}" in s for x in LARGE))]


@pytest.mark.parametrize("number", sorted(set(range(1, 21)) - ALL_FIRMS))
def test_no_query_of_the_page_goes_through_all_firms(
    planner: Callable[[str, dict[str, object]], list[str]], number: int
) -> None:
    steps = planner(QUERIES[number - 1], {})
    assert _whole(steps) == [], steps


@pytest.mark.parametrize(
    ("text", "values", "step"),
    [
        (reading.FIRMS_NAMED, {"wanted": "电池", "v": 1, "limit": 20}, "NodeIndexContainsScan"),
        (reading.rows_by("firm", "id"), {"values": ["f1"], "v": 1}, "NodeIndexSeek"),
        (reading.rows_by("membership", "firm_id"), {"values": ["f1"], "v": 1}, "NodeUniqueIndexSeek"),
        (reading.page("firm"), {"after": "", "v": 1, "limit": 10}, "NodeUniqueIndexSeekByRange"),
        (reading.page("membership"), {"after": "", "v": 1, "limit": 10}, "DirectedRelationshipUniqueIndexSeekByRange"),
        (measuring.FIRMS_OF, {"key": "s1", "prefix": "4107", "v": 1}, "NodeUniqueIndexSeek"),
        (reading.CHANGES_OF, {"after": "firm|", "end": "firm}", "v": 1, "rids": ["f1"]}, "NodeUniqueIndexSeekByRange"),
    ],
)
def test_what_the_program_asks_goes_by_an_index(
    planner: Callable[[str, dict[str, object]], list[str]], text: str, values: dict[str, object], step: str
) -> None:
    steps = planner(text, values)
    assert any(s.startswith(step) for s in steps), steps
    assert _whole(steps) == [], steps
