"""Text of every kind on a graph server: it comes back as it was and is never part of a query."""

from __future__ import annotations

import itertools
from dataclasses import MISSING, fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import specs
from graph.model.records import Capacity, Firm, Relation
from graph.model.specs import CODECS, rid
from graph.store.base.protocol import Counts
from graph.store.neo4j.codec import PROPERTIES, load, place, short_key
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import HOSTILE, Bolt, put


def test_hostile_text_in_every_field(shared_graph: Neo4jStore, graph: Bolt) -> None:
    """Each hostile text as id and in every text field of a firm, and through every read that takes a text."""
    names = [
        n
        for n in specs.stored_fields(specs.BY_NAME["firm"])
        if n
        not in (
            "size",
            "verified_identity",
            "verified_products",
            "capital_wan",
            "employees",
            "revenue_yi",
            "revenue_year",
        )
    ]
    rows = []
    for text in HOSTILE:
        values: dict[str, Any] = {
            n: (text, text) if isinstance(getattr(Firm("a", "b"), n), tuple) else text for n in names
        }
        rows.append(Firm(**values, source=text))
    assert put(shared_graph, *rows) == Counts(added=len(rows))
    assert {f.id: f for f in shared_graph.firms()} == {f.id: f for f in rows}
    put(shared_graph, *(Relation(a, b, a) for a, b in itertools.pairwise(HOSTILE)))
    for text in HOSTILE:
        assert shared_graph.firm(text) == next(f for f in rows if f.id == text)
        assert shared_graph.firms_of(text, text) == []
        assert shared_graph.neighbours(text) == ([], [])
        assert shared_graph.memberships([text]) == []
        assert shared_graph.meta(text) == ""
        assert isinstance(shared_graph.origins(text), dict)
    assert {(r.from_id, r.to_id) for r in shared_graph.rows(Relation)} == set(itertools.pairwise(HOSTILE))
    with shared_graph.batch(*HOSTILE[:3]) as batch:
        batch.add_keys({t: t for t in HOSTILE})
        assert batch.keys(HOSTILE) == {t: t for t in HOSTILE}
        assert batch.column("firm", "id", uscc=HOSTILE[0]) == {rid(rows[0]): HOSTILE[0]}
        with pytest.raises(KeyError):
            batch.column("firm", "name}) DETACH DELETE n //")
    assert graph.run("MATCH (g:LiantuStore) RETURN count(g) AS n") == [{"n": 1}]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(max_size=20),
            st.text(max_size=60),
            st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda t: t[0],
    )
)
def test_any_text_comes_back(shared_graph: Neo4jStore, given_rows: list[tuple[str, str, float | None]]) -> None:
    rows = [Firm(f"id{i}", n, scope=s, aliases=(n, s), revenue_yi=x) for i, s, x in given_rows for n in (s,)]
    put(shared_graph, *rows)
    assert shared_graph.firms([f.id for f in rows]) == sorted(
        (replace(f, source="test") for f in rows), key=lambda f: rid(f)
    )


@given(st.text(max_size=1500), st.text(max_size=30))
def test_a_key_names_where_its_relationship_starts(one: str, two: str) -> None:
    """Without a server: the place worked out from a key is the place its ends have, however long or barred they are."""
    row = Relation(one, two, "supplier")
    assert place(rid(row), tie=True)["a"] == short_key(rid(Firm(one, "n")))
    assert len(place(rid(row), tie=True)["key"]) <= 600


@given(st.text(max_size=40), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
def test_properties_and_back(text: str, number: float, flag: bool) -> None:
    firm = Firm("f", text, revenue_yi=number, verified_products=flag, sites=(text,), source=text)
    stored = PROPERTIES["firm"].dump(CODECS["firm"].dump(firm)) | {"source": text}
    assert load(Firm, stored) == firm
    assert ("verified_products" in stored) == flag  # the usual value takes no room


def test_a_very_long_key(shared_graph: Neo4jStore) -> None:
    rows = [Capacity("f1", "产" * 4000 + end, "output", source="test") for end in ("a", "b")]
    put(shared_graph, *rows)
    assert shared_graph.rows(Capacity) == rows
    with shared_graph.batch("test", "test") as batch:
        assert batch.retire("capacity", [rid(rows[0])]) == Counts(retired=1)
    assert shared_graph.rows(Capacity) == [rows[1]]


def hostile_record(spec: specs.Spec, text: str) -> Any:
    """A record of this type with the text in every field that holds text, alone, in a list or in a mapping."""
    values: dict[str, Any] = {}
    for f in fields(spec.type):
        hint = get_type_hints(spec.type)[f.name]
        if f.name in ("segments", "links"):
            values[f.name] = ()
        elif hint is str or get_origin(hint) is Literal:
            values[f.name] = text
        elif get_origin(hint) is tuple and get_args(hint)[0] is str:
            values[f.name] = (text, text)
        elif get_origin(hint) is dict:
            values[f.name] = {text: text}
        elif f.default is MISSING and f.default_factory is MISSING:
            values[f.name] = 1 if hint is int else 1.0
    return spec.type(**values)


@pytest.mark.parametrize("spec", specs.SPECS, ids=lambda s: s.name)
def test_injection_through_every_text_field(shared_graph: Neo4jStore, graph: Bolt, spec: specs.Spec) -> None:
    """Written, changed, read back by row and by content, retired: the text stays text, and nothing else changes."""
    rows = [hostile_record(spec, text) for text in HOSTILE]
    assert put(shared_graph, *rows) == Counts(added=len(rows))
    assert sorted(map(rid, shared_graph.rows(spec.type))) == sorted(map(rid, rows))
    by_key = {rid(r): r for r in shared_graph.rows(spec.type)}
    for row in rows:
        assert (
            replace(by_key[rid(row)], source=row.source) == row if hasattr(row, "source") else by_key[rid(row)] == row
        )
    assert {c.key for page in shared_graph.contents(spec.name) for c in page} == set(by_key)
    with shared_graph.batch(*HOSTILE[:3]) as batch:
        assert batch.retire(spec.name, list(by_key)) == Counts(retired=len(rows))
    assert shared_graph.rows(spec.type) == []
    assert graph.run("MATCH (g:LiantuStore) RETURN count(g) AS n") == [{"n": 1}]
