"""The graph on a Neo4j server (≥ 5), behind the same protocol as the embedded store; see docs/neo4j.md."""
