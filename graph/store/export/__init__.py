"""The graph as files: GraphML, a Cypher script, plain CSV, and the form `neo4j-admin database import` reads."""

from graph.store.export.write import FORMATS, write

__all__ = ["FORMATS", "write"]
