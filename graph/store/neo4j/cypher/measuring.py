"""What the measures read, aggregated by the server: one row a segment or place."""

from __future__ import annotations

from graph.store.neo4j.cypher.labels import visible

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
    f"OR NOT ({visible('a')}) OR a.region STARTS WITH $prefix OR any(x IN "
    "coalesce(a.sites, []) WHERE x STARTS WITH $prefix)) "
    "RETURN a.id AS start, b.id AS end, properties(n) AS p, CASE WHEN "
    f"{visible('a')} THEN properties(a) ELSE null END AS firm"
)
ORIGINS = (
    f"UNWIND $ids AS id MATCH (n:FirmRecord) WHERE n.firm_id = id AND {visible('n')} "
    "RETURN DISTINCT n.firm_id AS firm, n.origin AS origin"
)
