"""The store node: which load is the newest, who holds the right to write, and whether somebody reads."""

from __future__ import annotations

STORE = "MATCH (g:LiantuStore {id: 'liantu'})"
# A graph that came by `neo4j-admin database import` lacks what is empty: the import writes no empty text and no empty
# list.
STATE = (
    f"{STORE} RETURN g.version AS version, g.committed AS committed, g.settled AS settled, g.settling AS settling, "
    "coalesce(g.finished, '') AS finished, coalesce(g.lacks, []) AS lacks, coalesce(g.sums, '') AS sums"
)
INDEXES = "SHOW INDEXES YIELD name, type"
# Labels and types of which anything is there: what has none need not be counted, each at the price of a plan.
LABELS = "CALL db.labels() YIELD label RETURN label AS name"
TYPES = "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType AS name"
ANY_NODE = "MATCH (n) RETURN labels(n) AS labels LIMIT 1"
CREATE_STORE = (
    "MERGE (g:LiantuStore {id: 'liantu'}) ON CREATE SET g.version = '0000', g.committed = 0, g.settled = 0, "
    "g.settling = 0, g.next = 1, g.finished = '', g.writer = '', g.writer_until = 0, g.open = '', g.touched = [], "
    "g.lacks = [], g.note = 'made by liantu; see docs/neo4j.md'"
)
SET_VERSION = f"{STORE} SET g.version = $version, g.lacks = $lacks"
# Taking and keeping the right to write. Setting first takes the lock, so that what is read after it is current.
TAKE = (
    f"{STORE} SET g.knock = $token WITH g WHERE coalesce(g.writer, '') IN ['', $token] "
    "OR g.writer_until < timestamp() SET g.writer = $token, g.writer_until = timestamp() + $lease "
    "RETURN g.next AS next, g.committed AS committed, g.settled AS settled, coalesce(g.open, '') AS open, "
    "coalesce(g.touched, []) AS touched"
)
BEGIN = (
    f"{STORE} WHERE g.writer = $token SET g.next = $batch + 1, g.open = $open, g.touched = $touched, g.chunk = 0 "
    "RETURN g.next AS next"
)
HOLD = f"{STORE} WHERE g.writer = $token SET g.writer_until = timestamp() + $lease RETURN g.committed AS committed"
# The same for a numbered transaction; `before` says whether it was written already and only its answer was lost,
# `watched`
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
    "g.sums = $sums, g.settled = CASE WHEN $superseded THEN g.settled ELSE $batch END "
    "CREATE (:Batch {key: $batch, batch: $batch, kind: $kind, source: $source, file: $file, started: $started, "
    "finished: $finished, counts: $counts}) RETURN g.committed AS committed"
)
SETTLING = f"{STORE} WHERE g.writer = $token SET g.settling = $v RETURN g.settling AS v"
SETTLED = f"{STORE} WHERE g.writer = $token SET g.settled = $v, g.touched = [] RETURN g.settled AS v"
CLOSE = f"{STORE} WHERE g.writer = $token SET g.open = '', g.touched = [] RETURN g.open AS open"
