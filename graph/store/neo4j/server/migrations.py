"""Constraints and indexes of the graph on a server: versioned steps, each of which may run twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import StoreError
from graph.store.neo4j.cypher import definitions, labels, store_node
from graph.store.neo4j.server.connect import Line

AT_ONCE = 10_000  # nodes changed in one transaction


@dataclass(frozen=True)
class Optional:
    """An index that not every server has: its name here, the statement, what the store does without it."""

    name: str
    statement: str
    instead: str


OPTIONAL = (
    Optional("text", definitions.FIRM_NAMES, "names are found by a plain pass over all firms"),
    # Since Neo4j 5.7; nothing rests on it, each chunk of a load being written exactly once.
    *(
        Optional(
            f"unique.{tie.type.lower()}",
            definitions.unique_tie(tie.type),
            "an index without the guarantee that keys are unique",
        )
        for tie in labels.TIES.values()
    ),
)


def _first(line: Line) -> None:
    """Keys are unique; ids, owners, regions and segments are found by an index."""
    for label in (*labels.NODES.values(), "Batch", "Change", "Meta", "FirmKey"):
        line.schema(definitions.unique_key(label))
    for label, field in (
        ("Firm", "id"),
        ("Firm", "region"),
        ("Segment", "id"),
        ("Segment", "chain"),
        ("FirmRecord", "firm_id"),
        ("FirmKey", "firm_id"),
        ("Site", "firm_id"),
        ("Project", "firm_id"),
        ("Capacity", "firm_id"),
        ("Technology", "firm_id"),
    ):
        line.schema(definitions.index(label, field))


def _second(line: Line) -> None:
    """Site by region, for those who ask which plants stand in a county."""
    line.schema(definitions.index("Site", "region"))


def _third(line: Line) -> None:
    """Products, materials and the office's decisions came later; a graph of before gets their keys here."""
    for label in ("Product", "Material", "Decision"):
        line.schema(definitions.unique_key(label))
        line.schema(definitions.index(label, "firm_id"))
    line.schema(definitions.index("Material", "name"))


def _fourth(line: Line) -> None:
    """Vectors stand in nodes of their own, so that reading a firm does not read them; the index of before goes."""
    for name in ("liantu_names", "liantu_firm_vectors", "liantu_segment_vectors"):
        offers(line, definitions.drop_index(name))  # a server without that kind of index has none to drop
    for label in labels.VECTORS.values():
        line.schema(definitions.unique_key(label))


def _fifth(line: Line) -> None:
    """A node on which the app says that somebody is reading, apart from the store node, which a load holds."""
    line.schema(definitions.READER_IS_ONE)
    line.schema(store_node.CREATE_READER)


def _sixth(line: Line) -> None:
    """What was verified of a firm before was its identity: on firms, in what sources said, in the log of both."""
    line.schema(definitions.VERIFIED_FIRMS)
    line.schema(definitions.VERIFIED_RECORDS)
    line.schema(definitions.VERIFIED_LOG)


def _seventh(line: Line) -> None:
    """Scopes of sources and people's corrections; roles and statuses are properties whose default is not stored."""
    for label in ("Source", "Correction"):
        line.schema(definitions.unique_key(label))


def _eighth(line: Line) -> None:
    """Firms are found by any part of their names, and groups by their parent; the index of before knew words only."""
    line.schema(definitions.index("Firm", "parent"))
    offers(line, definitions.drop_index("liantu_firm_names"))
    while line.write(lambda tx: tx.run(definitions.FOUND_BY, limit=AT_ONCE).single(strict=True)["n"]) == AT_ONCE:
        pass


STEPS: tuple[tuple[str, Callable[[Line], None]], ...] = (
    ("0001", _first),
    ("0002", _second),
    ("0003", _third),
    ("0004", _fourth),
    ("0005", _fifth),
    ("0006", _sixth),
    ("0007", _seventh),
    ("0008", _eighth),
)
VERSION = STEPS[-1][0]


def upgrade(line: Line) -> list[str]:
    """Make the store node if the database is empty, and run every step it has not seen; returns what the server lacks.

    Raises `StoreError` where the database holds data that is not ours; nothing is touched then.
    """
    line.check()
    state = line.read(store_node.STATE)
    if not state:
        refuse_foreign(line)
        line.schema(definitions.STORE_IS_ONE)
        line.write(lambda tx: tx.run(store_node.CREATE_STORE).consume())
        state = line.read(store_node.STATE)
    found = str(state[0]["version"])
    if found > VERSION:
        raise StoreError(newer(line.name, found))
    if found == VERSION:
        return list(state[0]["lacks"])
    for version, step in STEPS:
        if version > found:
            step(line)
    lacks = [o.name for o in OPTIONAL if not offers(line, o.statement)]
    for tie in labels.TIES.values():
        if f"unique.{tie.type.lower()}" in lacks:
            line.schema(definitions.tie_index(tie.type))
    line.write(lambda tx: tx.run(store_node.SET_VERSION, version=VERSION, lacks=lacks).consume())
    return lacks


def newer(name: str, version: str) -> str:
    """What to say of a graph that a newer program made."""
    return f"the graph on {name} is of a newer version of liantu ({version}); update the program"


def refuse_foreign(line: Line) -> None:
    """Raise `StoreError` where the database holds anything: without our mark, all of it is somebody else's."""
    found = line.read(store_node.ANY_NODE)
    if found:
        label = ", ".join(found[0]["labels"]) or "no label"
        raise StoreError(
            f"the database {line.database or '(default)'} on {line.name} holds data that is not liantu's "
            f"(a node with {label}); nothing was changed, name an empty database with LIANTU_GRAPH_DATABASE"
        )


def offers(line: Line, statement: str) -> bool:
    """Can the server make this index? It says so by refusing the statement."""
    try:
        line.schema(statement)
    except StoreError as error:
        if error.__cause__ is not None and str(getattr(error.__cause__, "code", "")).startswith("Neo.ClientError"):
            return False
        raise
    return True
