"""Where the graph is kept: an embedded file or a Neo4j server, behind one protocol."""
