"""A chunk of rows against what the server holds: which are new, which replace something, which are there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.model.specs import Json
from graph.store.base.by_name import found_by
from graph.store.base.protocol import Content, Counts
from graph.store.neo4j.codec import PROPERTIES, PropertyMap, anchor, short_key
from graph.store.neo4j.cypher import labels

Place = dict[str, str]  # where a record is found: `key` and, for a relationship, `a`, the key of the node it starts at


@dataclass(slots=True)
class PlannedRow:
    """A record on its way to the server. p: its properties; a, b: keys of a relationship's ends (None for a node); ids:
    the ids of those ends."""

    p: PropertyMap
    a: str | None = None
    b: str | None = None
    ids: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        return str(self.p["key"])

    @property
    def place(self) -> Place:
        """Where the record is found."""
        return {"key": self.key} if self.a is None else {"a": self.a, "key": self.key}

    def sent(self) -> Mapping[str, Json]:
        """The row as the statements take it."""
        return self.p if self.a is None else {"a": self.a, "p": self.p}

    def put_aside(self, batch: int) -> None:
        """Give it a key of its own beside the version that readers still see."""
        key = self.key
        self.p["key"], self.p["rid"], self.p["aside"] = aside(key, batch), self.p.get("rid", key), True


@dataclass(frozen=True)
class Old:
    """What is stored under a key."""

    hash: str
    batch: int
    until: int | None


@dataclass
class Plan:
    """What to do with the rows of a chunk. new: to create; over: to overwrite, since nobody sees them yet; ended:
    places of what these rows replace; revived: places of what this load had ended and brings back."""

    new: list[PlannedRow] = field(default_factory=list)
    over: list[PlannedRow] = field(default_factory=list)
    ended: list[Place] = field(default_factory=list)
    revived: list[Place] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


def prepare(record: str, content: Content, batch: int, today: str) -> PlannedRow:
    """A record with the properties that every one of ours has."""
    key = short_key(content.key)
    p = PROPERTIES[record].dump(content.values)
    p["key"], p["source"], p["batch"], p["hash"], p["valid_from"] = key, content.source, batch, content.hash, today
    if record == "firm":
        p["found_by"] = found_by(content.values)
    if key != content.key:
        p["rid"] = content.key
    tie = labels.TIES.get(record)
    if tie is None:
        return PlannedRow(p)
    start, end = str(content.values[tie.start_field]), str(content.values[tie.end_field])
    return PlannedRow(p, anchor(start), anchor(end), (start, end))


def aside(key: str, batch: int) -> str:
    """The key of a load's version of a record whose own key readers still see."""
    return f"{key}@{batch}"


def plan(rows: Sequence[PlannedRow], known: Mapping[str, Old], batch: int) -> Plan:
    """Sort a chunk's rows; what changes something that readers see gets a key of its own beside it."""
    out = Plan()
    counts = out.counts
    for row in rows:
        old, mine = known.get(row.key), known.get(aside(row.key, batch))
        digest = row.p["hash"]
        if mine is not None:
            if mine.hash == digest:
                counts.unchanged += 1
                continue
            row.put_aside(batch)
            out.over.append(row)
            counts.changed += 1
        elif old is None:
            out.new.append(row)
            counts.added += 1
        elif old.batch == labels.GHOST or old.batch == batch:
            counts.added += 1
            if (
                old.batch == labels.GHOST or old.hash != digest
            ):  # else written before this load broke off, or twice in it
                out.over.append(row)
        elif old.hash == digest:
            if old.until is not None:
                out.revived.append(row.place)
                counts.changed += 1
            else:
                counts.unchanged += 1
        else:
            out.ended.append(row.place)
            row.put_aside(batch)
            out.new.append(row)
            counts.changed += 1
    return out


def grouped(rows: Sequence[PlannedRow]) -> tuple[str, list[Mapping[str, Json]]]:
    """Relationships by the end that fewer of them share: that node is looked up once for all of its rows.

    Returns `a` or `b`, and rows `{k, t: [{x, p}]}`: the shared end's key, and for each relationship the other end's key
    and the properties.
    """
    by_b = len({r.b for r in rows}) <= len({r.a for r in rows})
    groups: dict[str | None, list[Mapping[str, Json]]] = {}
    for r in rows:
        groups.setdefault(r.b if by_b else r.a, []).append({"x": r.a if by_b else r.b, "p": r.p})
    return "b" if by_b else "a", [{"k": k, "t": t} for k, t in groups.items()]
