"""Statements around a load: after one that died, and for what a finished one replaced."""

from __future__ import annotations

from graph.store.neo4j.cypher.labels import GHOST, NODES, TIES, found_at, pattern


def written_by(record: str) -> str:
    """Some of what one load wrote: relationships are removed, nodes that still hold some become ghosts."""
    if record in TIES:
        return (
            f"MATCH ()-[n:{TIES[record].type}]->() WHERE n.batch = $batch WITH n LIMIT $limit DELETE n RETURN "
            f"count(*) AS n"
        )
    return (
        f"MATCH (n:{NODES[record]}) WHERE n.batch = $batch AND NOT (n)--() WITH n LIMIT $limit DELETE n RETURN "
        f"count(*) AS n"
    )


def to_ghosts(record: str) -> str:
    """What is left of a load's nodes: others' relationships hang on them."""
    return (
        f"MATCH (n:{NODES[record]}) WHERE n.batch = $batch WITH n LIMIT $limit "
        f"SET n = {{key: n.key, id: n.id, batch: {GHOST}}} RETURN count(*) AS n"
    )


def reopen(record: str) -> str:
    """Take back what one load had ended."""
    match = f"()-[n:{TIES[record].type}]->()" if record in TIES else f"(n:{NODES[record]})"
    return f"MATCH {match} WHERE n.until = $batch WITH n LIMIT $limit REMOVE n.until RETURN count(*) AS n"


KEYS_BACK = (
    "MATCH (n:FirmKey) WHERE n.batch = $batch AND n.was_batch > 0 WITH n LIMIT $limit "
    "SET n.firm_id = n.was, n.batch = n.was_batch REMOVE n.was, n.was_batch RETURN count(*) AS n"
)
KEYS_BY = "MATCH (n:FirmKey) WHERE n.batch = $batch WITH n LIMIT $limit DELETE n RETURN count(*) AS n"


def ended(record: str) -> str:
    """What finished loads have replaced or retired, and, for nodes, what stands in its place."""
    if record in TIES:
        return (
            f"MATCH (a)-[n:{TIES[record].type}]->(b) WHERE n.until <= $v "
            "RETURN a.key AS a, n.key AS key, coalesce(n.rid, n.key) AS rid, a.id AS start, b.id AS end, "
            "properties(n) AS p "
            "LIMIT $limit"
        )
    return (
        f"MATCH (n:{NODES[record]}) WHERE n.until <= $v RETURN null AS a, n.key AS key, coalesce(n.rid, n.key) AS rid, "
        "null AS start, null AS end, properties(n) AS p LIMIT $limit"
    )


ARCHIVE = "UNWIND $rows AS row MERGE (c:Change {key: row.key}) SET c = row"


def remove(record: str) -> str:
    """Remove what has ended; a node that holds relationships stays as a ghost."""
    if record in TIES:
        return f"UNWIND $keys AS k {found_at(record)} DELETE n"
    return f"UNWIND $keys AS k {found_at(record)} WHERE NOT (n)--() DELETE n"


def make_ghosts(record: str) -> str:
    """What `remove` left, because relationships hang on it."""
    return f"UNWIND $keys AS k {found_at(record)} SET n = {{key: n.key, id: n.id, batch: {GHOST}}}"


def newer(record: str) -> str:
    """Versions that stand under a key of their own (`rid@batch`) and may take the record's key now."""
    a = "a.key" if record in TIES else "null"
    return (
        f"MATCH {pattern(record)} WHERE n.aside = true AND n.batch <= $v RETURN {a} AS a, n.key AS key, "
        f"properties(n) AS p LIMIT $limit"
    )


def fold(record: str) -> str:
    """A version takes the record's own key: a relationship is renamed, a node's properties move to the anchor."""
    if record in TIES:
        tie = TIES[record]
        return (
            f"UNWIND $rows AS row MATCH (:{tie.start} {{key: row.a}})-[n:{tie.type}]->() WHERE n.key = row.old "
            f"SET n = row.p"
        )
    label = NODES[record]
    return (
        f"UNWIND $rows AS row MATCH (x:{label} {{key: row.old}}) DELETE x "
        f"WITH row MERGE (n:{label} {{key: row.p.key}}) SET n = row.p"
    )
