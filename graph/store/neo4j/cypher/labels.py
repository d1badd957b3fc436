"""Labels, types and the parts of statements: a closed set, so that nothing a person writes becomes part of a query.

Every node and relationship of ours carries `batch`, the load that wrote it, and, once a later load replaced or
retired it, `until`, that load's number. A reader at version `v` sees what `visible` says and nothing else, so a load
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
    "source": "Source",
    "correction": "Correction",
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


def kind_of(record: str) -> str:
    """The label or the type of a record."""
    return TIES[record].type if record in TIES else NODES[record]


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


def at(record: str, field: str) -> str:
    """Where the value of a field is found: at a relationship's end or on the record itself."""
    tie = TIES.get(record)
    if tie is not None and field in (tie.start_field, tie.end_field):
        return "a.id" if field == tie.start_field else "b.id"
    return f"n.{_known(record, field)}"


def found_at(record: str) -> str:
    """A pattern for one record whose `{a, key}` is `k`: a relationship is found from the node it starts at."""
    if record in TIES:
        tie = TIES[record]
        return f"MATCH (:{tie.start} {{key: k.a}})-[n:{tie.type}]->() WHERE n.key = k.key"
    return f"MATCH (n:{NODES[record]} {{key: k.key}})"


def properties_of(record: str) -> list[str]:
    """All properties that a record can have."""
    tie = TIES.get(record)
    ends_ = (tie.start_field, tie.end_field) if tie else ()
    own = [RENAMED.get(f, f) for f in specs.stored_fields(specs.BY_NAME[record]) if f not in ends_]
    return [*own, "key", "rid", "source", "batch", "hash", "valid_from", "aside"]


def _known(record: str, field: str) -> str:
    """The property of a field. Names are part of the text of a query, so they too come from a closed set."""
    if field not in specs.stored_fields(specs.BY_NAME[record]):
        raise KeyError(f"{record} has no field {field}")
    return RENAMED.get(field, field)
