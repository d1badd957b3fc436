"""Statements of a script that fills an empty database: the one place where values are literals, since a file has no
parameters. `literal` escapes them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from graph.model.specs import Json
from graph.store.neo4j.cypher import definitions, labels


def literal(value: Json) -> str:
    """A value as Cypher writes it. Text is escaped as in JSON, whose escapes Cypher shares; names are a closed set."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    # Statements of a script are split at a semicolon at the end of a line; no text may hold a real line end.
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def begin(store: Json) -> str:
    """The store node with these properties, and the constraints by which relationships find their ends."""
    constraints = "".join(f"{definitions.unique_key(label)};\n" for label in ("Firm", "Segment"))
    return f"CREATE (g:LiantuStore) SET g = {literal(store)};\n{constraints}"


def records(record: str, rows: Json) -> str:
    """Nodes from rows of properties, or relationships from rows `{a, b, p}`: the keys of both ends, and properties."""
    tie = labels.TIES.get(record)
    if tie is None:
        create = f"CREATE (n:{labels.NODES[record]}) SET n = row"
    else:
        create = (
            f"MATCH (a:{tie.start} {{key: row.a}}) MATCH (b:{tie.end} {{key: row.b}}) "
            f"CREATE (a)-[n:{tie.type}]->(b) SET n = row.p"
        )
    return f"UNWIND {literal(rows)} AS row {create};\n"


def firm_keys(rows: Json) -> str:
    """The keys that firms are known under, from rows `{key, firm_id, batch}`."""
    return f"UNWIND {literal(rows)} AS row CREATE (n:FirmKey) SET n = row;\n"
