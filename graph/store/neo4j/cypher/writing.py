"""Statements of a load: what is new, changed or gone."""

from __future__ import annotations

from graph.store.neo4j.cypher.labels import GHOST, NODES, TIES, found_at, properties_of, visible


def known(record: str) -> str:
    """What is there under these keys: the record itself, and the version this load may have put beside it; a list of
    [key, hash, batch, until]."""
    return f"UNWIND $keys AS k {found_at(record)} RETURN collect([n.key, n.hash, n.batch, n.until]) AS rows"


def create(record: str, by: str = "b") -> str:
    """New nodes from `$rows`, or relationships from `$rows` that are grouped by the end `by`; returns how many.

    The properties of a relationship are named one by one: it is then written once, and not a second time by a `SET`;
    what a row lacks is null and not stored.
    """
    tie = TIES.get(record)
    if tie is None:
        return f"UNWIND $rows AS row CREATE (n:{NODES[record]}) SET n = row RETURN count(n) AS n"
    first, second = (("b", tie.end), ("a", tie.start)) if by == "b" else (("a", tie.start), ("b", tie.end))
    values = ", ".join(f"{name}: t.p.{name}" for name in properties_of(record))
    return (
        f"UNWIND $rows AS row MATCH ({first[0]}:{first[1]} {{key: row.k}}) UNWIND row.t AS t "
        f"MATCH ({second[0]}:{second[1]} {{key: t.x}}) CREATE (a)-[n:{tie.type} {{{values}}}]->(b) RETURN count(n) AS n"
    )


def overwrite(record: str) -> str:
    """Give nodes or relationships that nobody sees yet (of this load, or ghosts) other properties."""
    if record in TIES:
        tie = TIES[record]
        return (
            f"UNWIND $rows AS row MATCH (:{tie.start} {{key: row.a}})-[n:{tie.type}]->() WHERE n.key = "
            f"row.p.key SET n = row.p"
        )
    return f"UNWIND $rows AS row MATCH (n:{NODES[record]} {{key: row.key}}) SET n = row"


def ghosts(label: str) -> str:
    """Nodes for relationships to hold on to where the record itself has not come yet."""
    return f"UNWIND $rows AS row MERGE (n:{label} {{key: row.key}}) ON CREATE SET n.id = row.id, n.batch = {GHOST}"


def supersede(record: str) -> str:
    """From this load on, these are no more."""
    return f"UNWIND $keys AS k {found_at(record)} SET n.until = $batch"


def unsupersede(record: str) -> str:
    """Take that back."""
    return f"UNWIND $keys AS k {found_at(record)} REMOVE n.until"


def current_of(record: str) -> str:
    """What this load sees now under these records' keys: a list of [a, key, batch]."""
    return (
        f"UNWIND $keys AS k {found_at(record)} WITH k, n WHERE {visible('n')} "
        "RETURN collect([k.a, n.key, n.batch]) AS rows"
    )


SET_META = "UNWIND $rows AS row MERGE (m:Meta {key: row.key}) SET m.value = row.value, m.batch = $batch"
# What the key said before stays beside it, for a load that breaks off (`tidying.KEYS_BACK`). A key that points at no
# firm is forgotten.
MOVE_KEYS = (
    "UNWIND $rows AS row MERGE (n:FirmKey {key: row.key}) "
    "SET n.was = CASE WHEN n.batch = $batch THEN n.was ELSE coalesce(n.firm_id, '') END, "
    "n.was_batch = CASE WHEN n.batch = $batch THEN n.was_batch ELSE coalesce(n.batch, 0) END "
    "SET n.firm_id = row.firm_id, n.batch = $batch"
)
ADD_KEYS = (
    "UNWIND $rows AS row MERGE (n:FirmKey {key: row.key}) ON CREATE SET n.firm_id = row.firm_id, n.batch = $batch "
    "WITH n, row WHERE n.firm_id = '' SET n.was = '', n.was_batch = n.batch, n.firm_id = row.firm_id, n.batch = $batch"
)
