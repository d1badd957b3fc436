"""Statements around a load: after one that died, and for what a finished one replaced."""

from __future__ import annotations

from graph.store.neo4j.cypher.labels import GHOST, NODES, TIES, found_at, pattern

LOGGED_KEY = 500  # characters; with the record's type and a load's number before it, short enough for any index


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
    """What finished loads have replaced or retired, as a list of [a, key, rid, batch]: where each stands, its keys, and
    the load that wrote it."""
    a = "a.key" if record in TIES else "null"
    return (
        f"MATCH {pattern(record)} WHERE n.until <= $v WITH {a} AS a, n LIMIT $limit "
        "RETURN collect([a, n.key, coalesce(n.rid, n.key), n.batch]) AS rows"
    )


def stretch(record: str) -> str:
    """How far the next `$limit` of what has ended reach, after a key: the last one's key, null where there is none."""
    return (
        f"MATCH {pattern(record)} WHERE n.key > $after AND n.until <= $v WITH n.key AS key ORDER BY key LIMIT $limit "
        "RETURN max(key) AS last"
    )


def swap(record: str) -> str:
    """Between two keys, what has ended and whose successor stands beside it: its content goes into the log, that of the
    successor takes its place, and the successor goes. Nothing travels, properties that stay the same are not written,
    and what hangs on a node stays. Returns how many.

    Keys too long for the log (`graph.store.neo4j.codec.short_key` cuts them, which the server cannot) are left to
    `archive`. All properties are read before any is written: reading them again costs six times as much.
    """
    if record in TIES:
        other, ids = f"MATCH (a)-[x:{TIES[record].type}]->(b)", ("a.id", "b.id")
    else:
        other, ids = f"MATCH (x:{NODES[record]})", ("null", "null")
    return (
        f"MATCH {pattern(record)} WHERE n.key > $after AND n.key <= $last AND n.until <= $v "
        f"AND size(coalesce(n.rid, n.key)) < {LOGGED_KEY} "
        f"{other} WHERE x.key = n.key + '@' + toString(n.until) AND x.batch <= $v "
        f"WITH n, x, {ids[0]} AS start, {ids[1]} AS end, properties(n) AS was, properties(x) AS p, n.key AS key, "
        "n.rid AS own, coalesce(n.rid, n.key) AS rid "
        "CREATE (c:Change) SET c = was {.*, key: $record + '|' + toString(was.batch) + '|' + rid, record: $record, "
        "rid: rid, was: was.batch, batch: was.until, until: null, aside: null, found_by: null, valid_to: $day, "
        "start: start, end: end} SET n = p {.*, key: key, rid: own, aside: null} DELETE x RETURN count(*) AS n"
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
        f"WITH k, properties(n) AS was, {start} AS start, {end} AS end MERGE (c:Change {{key: k.log}}) "
        "SET c = was {.*, key: k.log, record: $record, rid: k.rid, was: was.batch, batch: was.until, until: null, "
        "aside: null, found_by: null, valid_to: $day, start: start, end: end}"
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
    """Versions that stand under a key of their own (`rid@batch`) and may take the record's key now, as a list of
    [a, key, rid]."""
    a = "a.key" if record in TIES else "null"
    return (
        f"MATCH {pattern(record)} WHERE n.aside = true AND n.batch <= $v WITH {a} AS a, n LIMIT $limit "
        "RETURN collect([a, n.key, n.rid]) AS rows"
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
