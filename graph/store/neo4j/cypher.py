"""All Cypher of liantu. Values travel as parameters only; labels and types come from the closed sets below.

Every node and relationship of ours carries `batch`, the load that wrote it, and, once a later load replaced or
retired it, `until`, that load's number. A reader at version `v` sees what `VISIBLE` says and nothing else, so a load
can be written in small transactions and becomes visible at once when the store node's `committed` moves on.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import specs

NODES = {
    "chain": "Chain",
    "segment": "Segment",
    "firm": "Firm",
    "firm_record": "FirmRecord",
    "site": "Site",
    "project": "Project",
    "capacity": "Capacity",
    "technology": "Technology",
    "product": "Product",
    "material": "Material",
    "decision": "Decision",
    "institution": "Institution",
    "park": "Park",
    "unit": "Unit",
    "zone": "Zone",
    "event": "Event",
}


@dataclass(frozen=True)
class Tie:
    """A record that is a relationship: its type, and label and id field of both ends."""

    type: str
    start: str
    start_field: str
    end: str
    end_field: str


TIES = {
    "link": Tie("SUPPLIES", "Segment", "source_id", "Segment", "target_id"),
    "membership": Tie("WORKS_IN", "Firm", "firm_id", "Segment", "segment_id"),
    "relation": Tie("RELATED", "Firm", "from_id", "Firm", "to_id"),
}
VECTORS = {"firm": "FirmVector", "segment": "SegmentVector"}  # label of the vectors of a record
# Fields stored under another name, since a property of every node has theirs.
RENAMED = {"key": "own_key"}
GHOST = 9_007_199_254_740_991  # batch of a node that only holds relationships: no reader is ever that far


def visible(x: str) -> str:
    """A condition: is `x` part of version `$v`?"""
    return f"{x}.batch <= $v AND ({x}.until IS NULL OR {x}.until > $v)"


def pattern(record: str, x: str = "n") -> str:
    """A pattern that matches every node or relationship of a record as `x`, its ends as `a` and `b`."""
    tie = TIES.get(record)
    if tie is None:
        return f"({x}:{NODES[record]})"
    return f"(a:{tie.start})-[{x}:{tie.type}]->(b:{tie.end})"


def ends(record: str) -> str:
    """Return columns that hold the ids of a relationship's ends (nulls for a node)."""
    return "a.id AS start, b.id AS end" if record in TIES else "null AS start, null AS end"


# -- the store node ------------------------------------------------------------------------------

STORE = "MATCH (g:LiantuStore {id: 'liantu'})"
STATE = (
    f"{STORE} RETURN g.version AS version, g.committed AS committed, g.settled AS settled, g.settling AS settling, "
    "g.finished AS finished, g.lacks AS lacks"
)
INDEXES = "SHOW INDEXES YIELD name, type"
ANY_NODE = "MATCH (n) RETURN labels(n) AS labels LIMIT 1"
CREATE_STORE = (
    "MERGE (g:LiantuStore {id: 'liantu'}) ON CREATE SET g.version = '0000', g.committed = 0, g.settled = 0, "
    "g.settling = 0, g.next = 1, g.finished = '', g.writer = '', g.writer_until = 0, g.open = '', g.touched = [], "
    "g.lacks = [], g.note = 'made by liantu; see docs/neo4j.md'"
)
SET_VERSION = f"{STORE} SET g.version = $version, g.lacks = $lacks"
# Taking and keeping the right to write. Setting first takes the lock, so that what is read after it is current.
TAKE = (
    f"{STORE} SET g.knock = $token WITH g WHERE g.writer = '' OR g.writer = $token OR g.writer_until < timestamp() "
    "SET g.writer = $token, g.writer_until = timestamp() + $lease "
    "RETURN g.next AS next, g.committed AS committed, g.settled AS settled, g.open AS open, g.touched AS touched"
)
BEGIN = (
    f"{STORE} WHERE g.writer = $token SET g.next = $batch + 1, g.open = $open, g.touched = $touched, g.chunk = 0 "
    "RETURN g.next AS next"
)
HOLD = f"{STORE} WHERE g.writer = $token SET g.writer_until = timestamp() + $lease RETURN g.committed AS committed"
# The same for a numbered transaction; `before` says whether it was written already and only its answer was lost, `watched`
# whether somebody reads meanwhile.
HOLD_CHUNK = (
    f"{STORE} WHERE g.writer = $token SET g.writer_until = timestamp() + $lease "
    "WITH g, g.chunk AS before SET g.chunk = $number "
    "WITH before OPTIONAL MATCH (r:LiantuReader {id: 'liantu'}) "
    "RETURN before, coalesce(r.until, 0) > timestamp() AS watched"
)
CREATE_READER = "MERGE (r:LiantuReader {id: 'liantu'}) ON CREATE SET r.until = 0"
READING = "MATCH (r:LiantuReader {id: 'liantu'}) SET r.until = timestamp() + $lasts"
TOUCH = f"{STORE} SET g.touched = $touched"
RELEASE = f"{STORE} WHERE g.writer = $token SET g.writer = '', g.writer_until = 0"
COMMIT = (
    f"{STORE} WHERE g.writer = $token SET g.committed = $batch, g.finished = $finished, g.open = '', "
    "g.settled = CASE WHEN $superseded THEN g.settled ELSE $batch END "
    "CREATE (:Batch {key: $batch, batch: $batch, kind: $kind, source: $source, file: $file, started: $started, "
    "finished: $finished, counts: $counts}) RETURN g.committed AS committed"
)
SETTLING = f"{STORE} WHERE g.writer = $token SET g.settling = $v RETURN g.settling AS v"
SETTLED = f"{STORE} WHERE g.writer = $token SET g.settled = $v, g.touched = [] RETURN g.settled AS v"
CLOSE = f"{STORE} WHERE g.writer = $token SET g.open = '', g.touched = [] RETURN g.open AS open"
BATCHES = (
    "MATCH (b:Batch) WHERE b.batch <= $v RETURN b.batch AS id, b.kind AS kind, b.source AS source, b.file AS file, "
    "b.started AS started, b.finished AS finished, b.counts AS counts ORDER BY id DESC"
)

# -- meta values and firm keys -------------------------------------------------------------------

META = "MATCH (m:Meta) WHERE m.key = $key RETURN m.value AS value"
METAS = "MATCH (m:Meta) RETURN m.key AS key, m.value AS value"
SET_META = "UNWIND $rows AS row MERGE (m:Meta {key: row.key}) SET m.value = row.value, m.batch = $batch"
KEYS = "UNWIND $keys AS k MATCH (n:FirmKey) WHERE n.key = k AND n.batch <= $v RETURN n.key AS key, n.firm_id AS firm_id"
CODES = (
    "UNWIND $ids AS id MATCH (n:FirmKey) WHERE n.firm_id = id AND n.batch <= $v AND n.key STARTS WITH 'u:' "
    "RETURN n.firm_id AS firm_id, n.key AS key"
)
ADD_KEYS = (
    "UNWIND $rows AS row MERGE (n:FirmKey {key: row.key}) ON CREATE SET n.firm_id = row.firm_id, n.batch = $batch"
)
ALL_KEYS = "MATCH (n:FirmKey) WHERE n.batch <= $v AND n.key > $after RETURN n.key AS key, n.firm_id AS firm_id ORDER BY key LIMIT $limit"

# -- reading records -----------------------------------------------------------------------------


def rows(record: str) -> str:
    """All current records of a type."""
    return f"MATCH {pattern(record)} WHERE {visible('n')} RETURN {ends(record)}, properties(n) AS p"


def page(record: str) -> str:
    """Current records of a type in the order of their keys, after a key."""
    return (
        f"MATCH {pattern(record)} WHERE n.key > $after AND {visible('n')} "
        f"RETURN {ends(record)}, n.key AS key, properties(n) AS p ORDER BY key LIMIT $limit"
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


def column(record: str, field: str, filters: tuple[str, ...] = ()) -> str:
    """`field` of every current record by its key; `filters` name fields that must equal the parameters `w_<field>`."""
    value = {"rid": "coalesce(n.rid, n.key)", "hash": "n.hash", "source": "n.source"}.get(field) or at(record, field)
    conditions = "".join(f" AND {at(record, f)} = $w_{f}" for f in filters)
    return f"MATCH {pattern(record)} WHERE {visible('n')}{conditions} RETURN coalesce(n.rid, n.key) AS rid, {value} AS value"


def columns(record: str, names: tuple[str, ...]) -> str:
    """These fields of every current record, as `c0`, `c1`, ... with its key as `rid`."""
    wanted = ", ".join(f"{at(record, name)} AS c{i}" for i, name in enumerate(names))
    return f"MATCH {pattern(record)} WHERE {visible('n')} RETURN coalesce(n.rid, n.key) AS rid, {wanted}"


def hashes(record: str) -> str:
    """Content hashes of current nodes by their keys; a version not folded in yet is not found, and counts as new."""
    return (
        f"UNWIND $keys AS k MATCH (n:{NODES[record]} {{key: k}}) WHERE {visible('n')} "
        "RETURN coalesce(n.rid, n.key) AS rid, n.hash AS hash"
    )


def keys_of(record: str) -> str:
    """The keys of all nodes or relationships of a record, in whatever state."""
    return f"MATCH {pattern(record)} RETURN n.key AS key"


def values(record: str, field: str) -> str:
    """Distinct values of a field over the current records."""
    return f"MATCH {pattern(record)} WHERE {visible('n')} RETURN DISTINCT {at(record, field)} AS value"


def at(record: str, field: str) -> str:
    """Where the value of a field is found: at a relationship's end or on the record itself."""
    tie = TIES.get(record)
    if tie is not None and field in (tie.start_field, tie.end_field):
        return "a.id" if field == tie.start_field else "b.id"
    return f"n.{_known(record, field)}"


def count(record: str) -> str:
    """Number of current records."""
    return f"MATCH {pattern(record)} WHERE {visible('n')} RETURN count(n) AS n"


def total(record: str) -> str:
    """Number of nodes or relationships of a record in whatever state."""
    return f"MATCH {pattern(record)} RETURN count(n) AS n"


def _known(record: str, field: str) -> str:
    """The property of a field. Names are part of the text of a query, so they too come from a closed set."""
    if field not in specs.stored_fields(specs.BY_NAME[record]):
        raise KeyError(f"{record} has no field {field}")
    return RENAMED.get(field, field)


SOURCES = (
    f"MATCH (n:FirmRecord) WHERE {visible('n')} WITH n.origin AS source, count(DISTINCT n.firm_id) AS firms, "
    "max(n.batch) AS batch OPTIONAL MATCH (b:Batch {key: batch}) "
    "RETURN source, firms, batch, b.finished AS loaded"
)

# What records were before loads after `$v` changed or retired them: of one type, whose keys stand between two texts.
_LOG = "MATCH (c:Change) WHERE c.key > $after AND c.key < $end AND c.batch > $v "
CHANGES = _LOG + "RETURN c.key AS key, c.rid AS rid, c.before AS before ORDER BY key LIMIT $limit"
CHANGES_OF = _LOG + "AND c.rid IN $rids RETURN c.rid AS rid, c.batch AS batch, c.before AS before"

# -- what the measures read: aggregated by the server, one row a segment or place ------------------

MEMBER_COLUMNS = (
    f"MATCH (a:Firm)-[n:WORKS_IN]->(b:Segment) WHERE {visible('n')} "
    "RETURN b.id AS segment, collect(a.id) AS firms, collect(n.confidence) AS confidences"
)
# coalesce: what equals the default is not stored, and collect() leaves nulls out.
FIRM_COLUMNS = (
    f"MATCH (n:Firm) WHERE {visible('n')} RETURN coalesce(n.region, '') AS region, collect(n.id) AS firms, "
    "collect(coalesce(n.size, $size)) AS sizes, collect(coalesce(n.sites, [])) AS sites"
)
ORIGIN_COLUMNS = (
    f"MATCH (n:FirmRecord) WHERE {visible('n')} RETURN n.origin AS origin, collect(DISTINCT n.firm_id) AS firms"
)
STRENGTH = (
    f"MATCH (a:Firm)-[n:WORKS_IN]->(b:Segment) WHERE {visible('n')} AND {visible('a')} "
    "WITH b.id AS segment, coalesce(a.region, '') AS region, coalesce(a.sites, []) AS sites, "
    "n.confidence * coalesce(a.size, $size) / $micro AS whole "
    "RETURN segment, region, sites, sum(whole) AS whole, sum(whole * $site_share / $micro) AS part"
)
CHAIN_FIRMS = (
    f"MATCH (a:Firm)-[n:WORKS_IN]->(b:Segment) WHERE {visible('n')} AND {visible('a')} "
    "RETURN split(b.id, '.')[0] AS chain, count(DISTINCT a.id) AS firms"
)
FIRMS_OF = (
    f"MATCH (b:Segment) WHERE b.key = $key MATCH (b)<-[n:WORKS_IN]-(a:Firm) WHERE {visible('n')} AND ($prefix = '' "
    f"OR NOT ({visible('a')}) OR a.region STARTS WITH $prefix OR any(x IN coalesce(a.sites, []) WHERE x STARTS WITH $prefix)) "
    f"RETURN a.id AS start, b.id AS end, properties(n) AS p, CASE WHEN {visible('a')} THEN properties(a) ELSE null END AS firm"
)
ORIGINS = (
    f"UNWIND $ids AS id MATCH (n:FirmRecord) WHERE n.firm_id = id AND {visible('n')} "
    "RETURN DISTINCT n.firm_id AS firm, n.origin AS origin"
)

# -- writing records -----------------------------------------------------------------------------


def found_at(record: str) -> str:
    """A pattern for one record whose `{a, key}` is `k`: a relationship is found from the node it starts at."""
    if record in TIES:
        tie = TIES[record]
        return f"MATCH (:{tie.start} {{key: k.a}})-[n:{tie.type}]->() WHERE n.key = k.key"
    return f"MATCH (n:{NODES[record]} {{key: k.key}})"


def known(record: str) -> str:
    """What is there under these keys: the record itself, and the version this load may have put beside it."""
    return f"UNWIND $keys AS k {found_at(record)} RETURN k.a AS a, n.key AS key, n.hash AS hash, n.batch AS batch, n.until AS until"


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


def properties_of(record: str) -> list[str]:
    """All properties that a record can have."""
    tie = TIES.get(record)
    ends_ = (tie.start_field, tie.end_field) if tie else ()
    own = [RENAMED.get(f, f) for f in specs.stored_fields(specs.BY_NAME[record]) if f not in ends_]
    return [*own, "key", "rid", "source", "batch", "hash", "valid_from", "aside"]


def overwrite(record: str) -> str:
    """Give nodes or relationships that nobody sees yet (of this load, or ghosts) other properties."""
    if record in TIES:
        tie = TIES[record]
        return f"UNWIND $rows AS row MATCH (:{tie.start} {{key: row.a}})-[n:{tie.type}]->() WHERE n.key = row.p.key SET n = row.p"
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
    """Keys of what this load sees now under these records' keys."""
    return known(record).replace(" RETURN ", f" WITH k, n WHERE {visible('n')} RETURN ", 1)


# -- cleaning: after a load that died, and of what a finished load replaced -----------------------


def written_by(record: str) -> str:
    """Some of what one load wrote: relationships are removed, nodes that still hold some become ghosts."""
    if record in TIES:
        return f"MATCH ()-[n:{TIES[record].type}]->() WHERE n.batch = $batch WITH n LIMIT $limit DELETE n RETURN count(*) AS n"
    return f"MATCH (n:{NODES[record]}) WHERE n.batch = $batch AND NOT (n)--() WITH n LIMIT $limit DELETE n RETURN count(*) AS n"


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


KEYS_BY = "MATCH (n:FirmKey) WHERE n.batch = $batch WITH n LIMIT $limit DELETE n RETURN count(*) AS n"


def ended(record: str) -> str:
    """What finished loads have replaced or retired, and, for nodes, what stands in its place."""
    if record in TIES:
        return (
            f"MATCH (a)-[n:{TIES[record].type}]->(b) WHERE n.until <= $v "
            "RETURN a.key AS a, n.key AS key, coalesce(n.rid, n.key) AS rid, a.id AS start, b.id AS end, properties(n) AS p "
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
    return f"MATCH {pattern(record)} WHERE n.aside = true AND n.batch <= $v RETURN {a} AS a, n.key AS key, properties(n) AS p LIMIT $limit"


def fold(record: str) -> str:
    """A version takes the record's own key: a relationship is renamed, a node's properties move to the anchor."""
    if record in TIES:
        tie = TIES[record]
        return f"UNWIND $rows AS row MATCH (:{tie.start} {{key: row.a}})-[n:{tie.type}]->() WHERE n.key = row.old SET n = row.p"
    label = NODES[record]
    return (
        f"UNWIND $rows AS row MATCH (x:{label} {{key: row.old}}) DELETE x "
        f"WITH row MERGE (n:{label} {{key: row.p.key}}) SET n = row.p"
    )


# -- vectors of texts: beside the records, since a record that changes must not lose or carry its vector ------------


def vector_index(record: str, dimensions: int) -> str:
    """The index by which nearest vectors are found; a whole number is all that enters the text."""
    label = VECTORS[record]
    return (
        f"CREATE VECTOR INDEX liantu_{label.lower()} IF NOT EXISTS FOR (n:{label}) ON (n.embedding) OPTIONS "
        f"{{indexConfig: {{`vector.dimensions`: {int(dimensions)}, `vector.similarity_function`: 'cosine'}}}}"
    )


def drop_vector_index(record: str) -> str:
    """For another encoder, whose vectors have another length."""
    return f"DROP INDEX liantu_{VECTORS[record].lower()} IF EXISTS"


def vectors_held(record: str) -> str:
    """Of which records there are vectors, of which model and text."""
    return f"MATCH (n:{VECTORS[record]}) RETURN n.id AS id, n.model AS model, n.text AS text, size(n.embedding) AS dimensions"


def set_vectors(record: str) -> str:
    """Write vectors from `$rows`."""
    return (
        f"UNWIND $rows AS row MERGE (n:{VECTORS[record]} {{key: row.key}}) "
        "SET n.id = row.id, n.text = row.text, n.model = $model, n.embedding = row.embedding"
    )


def drop_vectors(record: str) -> str:
    """Remove the vectors of records that are no more, or have no text any more."""
    return f"UNWIND $keys AS k MATCH (n:{VECTORS[record]} {{key: k}}) DELETE n"


def nearest(record: str) -> str:
    """Nearest vectors by the index. A record that has gone is still in the index until the next `embed`: it is left out."""
    label, of = VECTORS[record], NODES[record]
    return (
        f"CALL db.index.vector.queryNodes('liantu_{label.lower()}', $asked, $vector) YIELD node, score "
        f"WITH node, score WHERE node.model = $model MATCH (r:{of}) WHERE r.id = node.id AND {visible('r')} "
        "RETURN node.id AS id, 2 * score - 1 AS cosine ORDER BY cosine DESC, id LIMIT $limit"
    )


def nearest_plain(record: str) -> str:
    """The same without an index: the server goes through all vectors. They have length 1, so the product is the cosine."""
    return (
        f"MATCH (n:{VECTORS[record]}) WHERE n.model = $model "
        "WITH n.id AS id, reduce(s = 0.0, i IN range(0, size($vector) - 1) | s + n.embedding[i] * $vector[i]) AS cosine "
        f"ORDER BY cosine DESC, id LIMIT $asked MATCH (r:{NODES[record]}) WHERE r.id = id AND {visible('r')} "
        "RETURN id, cosine ORDER BY cosine DESC, id LIMIT $limit"
    )
