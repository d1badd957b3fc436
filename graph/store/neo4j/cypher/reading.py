"""Statements that read records, the log, the loads, remembered values and firm keys.

What reads much gives it page by page, in the order of the keys (which are indexed), and each page as one list: a
message of the driver for each record costs more than reading the record does.
"""

from __future__ import annotations

from graph.store.neo4j.cypher.labels import NODES, TIES, _known, at, ends, pattern, visible


def rows(record: str) -> str:
    """All current records of a type."""
    return f"MATCH {pattern(record)} WHERE {visible('n')} RETURN {ends(record)}, properties(n) AS p"


def page(record: str) -> str:
    """Current records of a type in the order of their keys, after a key: a list of [start, end, key, properties]."""
    start, end = ("a.id", "b.id") if record in TIES else ("null", "null")
    return _paged(record, visible("n"), f"[{start}, {end}, n.key, properties(n)]")


def _paged(record: str, where: str, what: str) -> str:
    """One row, `rows`: a list of `what` of the first `$limit` after `$after`."""
    kept = "a, n, b" if record in TIES else "n"
    return (
        f"MATCH {pattern(record)} WHERE n.key > $after AND {where} WITH {kept} ORDER BY n.key LIMIT $limit "
        f"RETURN collect({what}) AS rows"
    )


def rows_by(record: str, field: str) -> str:
    """Current records whose `field` is one of `$values`; by the index of the field or the node at that end."""
    tie = TIES.get(record)
    if tie is None:
        where = f"UNWIND $values AS value MATCH (n:{NODES[record]}) WHERE n.{_known(record, field)} = value WITH n"
    elif field in (tie.start_field, tie.end_field):
        x, label = ("a", tie.start) if field == tie.start_field else ("b", tie.end)
        where = f"UNWIND $values AS value MATCH ({x}:{label}) WHERE {x}.key = value WITH {x} MATCH {pattern(record)}"
    else:
        where = f"MATCH {pattern(record)} WHERE n.{_known(record, field)} IN $values WITH a, n, b"
    return f"{where} WHERE {visible('n')} RETURN {ends(record)}, properties(n) AS p"


FIRMS_NAMED = (
    f"MATCH (n:Firm) WHERE n.found_by CONTAINS $wanted AND {visible('n')} RETURN properties(n) AS p, "
    "CASE WHEN toLower(n.name) STARTS WITH $wanted THEN 0 "
    "WHEN toLower(n.name) CONTAINS $wanted THEN 1 ELSE 2 END AS place "
    "ORDER BY place, n.name, n.id LIMIT $limit"
)


def column(record: str, field: str, filters: tuple[str, ...] = ()) -> str:
    """`field` of current records by their key, page by page: a list of [key of the node, key of the record, value];
    `filters` name fields that must equal the parameters `w_<field>`."""
    value = {"rid": "coalesce(n.rid, n.key)", "hash": "n.hash", "source": "n.source"}.get(field) or at(record, field)
    conditions = "".join(f" AND {at(record, f)} = $w_{f}" for f in filters)
    return _paged(record, visible("n") + conditions, f"[n.key, coalesce(n.rid, n.key), {value}]")


def columns(record: str, names: tuple[str, ...]) -> str:
    """These fields of every current record, as `c0`, `c1`, ... with its key as `rid`."""
    wanted = ", ".join(f"{at(record, name)} AS c{i}" for i, name in enumerate(names))
    return f"MATCH {pattern(record)} WHERE {visible('n')} RETURN coalesce(n.rid, n.key) AS rid, {wanted}"


def hashes(record: str) -> str:
    """Content hashes of current nodes by their keys, as a list of [key, hash]; a version not folded in yet is not
    found, and counts as new."""
    return (
        f"UNWIND $keys AS k MATCH (n:{NODES[record]} {{key: k}}) WHERE {visible('n')} "
        "RETURN collect([coalesce(n.rid, n.key), n.hash]) AS rows"
    )


def content_hashes(record: str) -> str:
    """The content hashes of current records of a type, page by page: a list of [key, hash]."""
    return _paged(record, visible("n"), "[n.key, n.hash]")


def keys_of(record: str) -> str:
    """The keys of all nodes or relationships of a record, in whatever state, as one list."""
    return f"MATCH {pattern(record)} RETURN collect(n.key) AS rows"


def values(record: str, field: str) -> str:
    """Distinct values of a field over the current records."""
    return f"MATCH {pattern(record)} WHERE {visible('n')} RETURN DISTINCT {at(record, field)} AS value"


def count(record: str) -> str:
    """Number of current records."""
    return f"MATCH {pattern(record)} WHERE {visible('n')} RETURN count(n) AS n"


def total(record: str) -> str:
    """Number of nodes or relationships of a record in whatever state."""
    return f"MATCH {pattern(record)} RETURN count(n) AS n"


SOURCES = (
    f"MATCH (n:FirmRecord) WHERE {visible('n')} WITH n.origin AS source, count(DISTINCT n.firm_id) AS firms, "
    "max(n.batch) AS batch OPTIONAL MATCH (b:Batch {key: batch}) "
    "RETURN source, firms, batch, b.finished AS loaded"
)
BATCHES = (
    "MATCH (b:Batch) WHERE b.batch <= $v RETURN b.batch AS id, b.kind AS kind, b.source AS source, b.file AS file, "
    "b.started AS started, b.finished AS finished, b.counts AS counts ORDER BY id DESC"
)
# What records were before loads after `$v` changed or retired them: of one type, whose keys stand between two texts.
_LOG = "MATCH (c:Change) WHERE c.key > $after AND c.key < $end AND c.batch > $v "
CHANGES = _LOG + "RETURN c.key AS key, c.rid AS rid, properties(c) AS p ORDER BY key LIMIT $limit"
CHANGES_OF = _LOG + "AND c.rid IN $rids RETURN c.rid AS rid, c.batch AS batch, properties(c) AS p"
META = "MATCH (m:Meta) WHERE m.key = $key RETURN m.value AS value"
METAS = "MATCH (m:Meta) RETURN m.key AS key, m.value AS value"
KEYS = (
    "UNWIND $keys AS k MATCH (n:FirmKey) WHERE n.key = k AND n.batch <= $v AND n.firm_id <> '' "
    "RETURN n.key AS key, n.firm_id AS firm_id"
)
CODES = (
    "UNWIND $ids AS id MATCH (n:FirmKey) WHERE n.firm_id = id AND n.batch <= $v AND n.key STARTS WITH 'u:' "
    "RETURN n.firm_id AS firm_id, n.key AS key"
)
ALL_KEYS = (
    "MATCH (n:FirmKey) WHERE n.batch <= $v AND n.key > $after AND n.firm_id <> '' "
    "RETURN n.key AS key, n.firm_id AS firm_id ORDER BY key LIMIT $limit"
)
