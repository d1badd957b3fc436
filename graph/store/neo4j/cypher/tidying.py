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
        f"RETURN {a} AS a, n.key AS key, coalesce(n.rid, n.key) AS rid, n.batch AS batch, n.until AS until LIMIT $limit"
    )


def archive(record: str) -> str:
    """Copy what has ended into the log, from rows `{a, key, log}`; `log` is the key it has there.

    The log holds the record's own properties, and beside them: `record`, its type; `rid`, its key; `was`, the load that
    wrote it; `batch`, the load that ended it; `start` and `end`, the ids of a relationship's ends.
    """
    if record not in TIES:
        return f"UNWIND $keys AS k {found_at(record)} WHERE n.until <= $v {_logged('null', 'null')}"
    tie = TIES[record]
    return (
        f"UNWIND $keys AS k MATCH (a:{tie.start} {{key: k.a}})-[n:{tie.type}]->(b) WHERE n.key = k.key "
        f"AND n.until <= $v {_logged('a.id', 'b.id')}"
    )


def _logged(start: str, end: str) -> str:
    return (
        f"MERGE (c:Change {{key: k.log}}) SET c = properties(n) SET c.key = k.log, c.record = $record, c.rid = k.rid, "
        f"c.was = n.batch, c.batch = n.until, c.until = null, c.aside = null, c.valid_to = $day, "
        f"c.start = {start}, c.end = {end}"
    )


def replace(record: str) -> str:
    """Nodes whose successor stands beside them, from rows as of `archive` with `next`, the key of that: the old content
    goes into the log, the new one takes its place; what did not change is not written. Returns their keys."""
    label = NODES[record]
    return (
        f"UNWIND $keys AS k MATCH (n:{label} {{key: k.key}}) WHERE n.until <= $v "
        f"MATCH (x:{label} {{key: k.next}}) WHERE x.batch <= $v "
        f"{_logged('null', 'null')} WITH n, x, properties(x) AS p, n.key AS key, n.rid AS rid DELETE x "
        f"SET n = p SET n.key = key, n.rid = rid, n.aside = null RETURN key"
    )


def remove(record: str, ended: bool = False) -> str:
    """Remove these; a node that holds relationships stays. `ended`: only what a finished load has ended."""
    if record in TIES:
        return f"UNWIND $keys AS k {found_at(record)}{' AND n.until <= $v' if ended else ''} DELETE n"
    return f"UNWIND $keys AS k {found_at(record)} WHERE {'n.until <= $v AND ' if ended else ''}NOT (n)--() DELETE n"


def make_ghosts(record: str, ended: bool = False) -> str:
    """What `remove` left, because relationships hang on it, holds nothing else any more."""
    where = " WHERE n.until <= $v" if ended else ""
    return f"UNWIND $keys AS k {found_at(record)}{where} SET n = {{key: n.key, id: n.id, batch: {GHOST}}}"


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
