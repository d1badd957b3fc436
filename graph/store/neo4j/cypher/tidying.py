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
    """What finished loads have replaced or retired: where each stands, its key, and the load that wrote it."""
    a = "a.key" if record in TIES else "null"
    return (
        f"MATCH {pattern(record)} WHERE n.until <= $v "
        f"RETURN {a} AS a, n.key AS key, coalesce(n.rid, n.key) AS rid, n.batch AS batch LIMIT $limit"
    )


def archive(record: str) -> str:
    """Copy what has ended into the log, from rows `{a, key, log}`; `log` is the key it has there.

    The log holds the record's own properties, and beside them: `record`, its type; `rid`, its key; `was`, the load that
    wrote it; `batch`, the load that ended it; `start` and `end`, the ids of a relationship's ends.
    """
    start, end = ("a.id", "b.id") if record in TIES else ("null", "null")
    return (
        f"UNWIND $keys AS k {_with_ends(record)} "
        f"MERGE (c:Change {{key: k.log}}) SET c = properties(n) "
        f"SET c.key = k.log, c.record = $record, c.rid = k.rid, c.was = n.batch, c.batch = n.until, "
        f"c.until = null, c.aside = null, c.valid_to = $day, c.start = {start}, c.end = {end}"
    )


def _with_ends(record: str) -> str:
    if record not in TIES:
        return found_at(record)
    tie = TIES[record]
    return f"MATCH (a:{tie.start} {{key: k.a}})-[n:{tie.type}]->(b) WHERE n.key = k.key"


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
        f"MATCH {pattern(record)} WHERE n.aside = true AND n.batch <= $v "
        f"RETURN {a} AS a, n.key AS key, n.rid AS rid LIMIT $limit"
    )


def fold(record: str) -> str:
    """A version takes the record's own key, from rows `{a, old, key, rid}` (`rid` null where the key is not shortened):
    a relationship is renamed, a node's properties move to the node that relationships hang on."""
    if record in TIES:
        tie = TIES[record]
        return (
            f"UNWIND $rows AS row MATCH (:{tie.start} {{key: row.a}})-[n:{tie.type}]->() WHERE n.key = row.old "
            f"SET n.key = row.key, n.rid = row.rid, n.aside = null"
        )
    label = NODES[record]
    return (
        f"UNWIND $rows AS row MATCH (x:{label} {{key: row.old}}) WITH row, x, properties(x) AS p DELETE x "
        f"WITH row, p MERGE (n:{label} {{key: row.key}}) SET n = p "
        f"SET n.key = row.key, n.rid = row.rid, n.aside = null"
    )
