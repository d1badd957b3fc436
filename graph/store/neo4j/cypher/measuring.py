"""What the measures read, aggregated by the server: one row a segment or place."""

from __future__ import annotations

from graph.store.neo4j.cypher.labels import visible

MEMBER_COLUMNS = (
    f"MATCH (a:Firm)-[n:WORKS_IN]->(b:Segment) WHERE {visible('n')} "
    "RETURN b.id AS segment, collect(a.id) AS firms, collect(n.confidence) AS confidences, "
    "collect(coalesce(n.role, '')) AS roles"
)
# coalesce: what equals the default is not stored, and collect() leaves nulls out.
FIRM_COLUMNS = (
    f"MATCH (n:Firm) WHERE {visible('n')} AND coalesce(n.status, 'unknown') IN $statuses "
    "RETURN coalesce(n.region, '') AS region, collect(n.id) AS firms, "
    "collect(coalesce(n.size, $size)) AS sizes, collect(coalesce(n.sites, [])) AS sites, "
    "collect(coalesce(n.branch_of, '')) AS heads"
)
FIRMS_NAMED = f"MATCH (n:Firm) WHERE n.name IN $names AND {visible('n')} RETURN n.id AS id, n.name AS name"
ORIGIN_COLUMNS = (
    f"MATCH (n:FirmRecord) WHERE {visible('n')} RETURN n.origin AS origin, collect(DISTINCT n.firm_id) AS firms"
)
FIRMS_OF = (
    f"MATCH (b:Segment) WHERE b.key = $key MATCH (b)<-[n:WORKS_IN]-(a:Firm) WHERE {visible('n')} AND ($prefix = '' "
    f"OR NOT ({visible('a')}) OR a.region STARTS WITH $prefix OR any(x IN coalesce(a.sites, []) WHERE x "
    f"STARTS WITH $prefix)) "
    f"RETURN a.id AS start, b.id AS end, properties(n) AS p, CASE WHEN {visible('a')} THEN properties(a) "
    f"ELSE null END AS firm"
)
ORIGINS = (
    f"UNWIND $ids AS id MATCH (n:FirmRecord) WHERE n.firm_id = id AND {visible('n')} "
    "RETURN DISTINCT n.firm_id AS firm, n.origin AS origin"
)
