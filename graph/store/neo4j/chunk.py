"""A chunk of rows against what the server holds: which are new, which replace something, which are there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.store.base.protocol import Content, Counts
from graph.store.neo4j import cypher as q
from graph.store.neo4j.codec import PROPERTIES, anchor, short_key

Row = dict[str, Any]


@dataclass(frozen=True)
class Old:
    """What is stored under a key."""

    hash: str
    batch: int
    until: int | None


@dataclass
class Plan:
    """What to do with the rows of a chunk. new: to create; over: to overwrite, since nobody sees them yet; ended: places
    of what these rows replace; revived: places of what this load had ended and brings back."""

    new: list[Row] = field(default_factory=list)
    over: list[Row] = field(default_factory=list)
    ended: list[dict[str, str]] = field(default_factory=list)
    revived: list[dict[str, str]] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


def prepare(record: str, content: Content, batch: int, today: str) -> Row:
    """A row as the statements take it: the properties, and for a relationship its ends."""
    key = short_key(content.key)
    p = PROPERTIES[record].dump(content.values)
    p["key"], p["source"], p["batch"], p["hash"], p["valid_from"] = key, content.source, batch, content.hash, today
    if key != content.key:
        p["rid"] = content.key
    tie = q.TIES.get(record)
    if tie is None:
        return p
    start, end = content.values[tie.start_field], content.values[tie.end_field]
    return {"a": anchor(start), "b": anchor(end), "ids": (start, end), "p": p}


def properties(record: str, row: Row) -> Row:
    """The properties in a prepared row."""
    p: Row = row["p"] if record in q.TIES else row
    return p


def place_of(record: str, row: Row) -> dict[str, str]:
    """Where the record of a prepared row is found."""
    return {"a": row["a"], "key": row["p"]["key"]} if record in q.TIES else {"key": row["key"]}


def aside(key: str, batch: int) -> str:
    """The key of a load's version of a record whose own key readers still see."""
    return f"{key}@{batch}"


def plan(record: str, rows: Sequence[Row], known: Mapping[str, Old], batch: int) -> Plan:
    """Sort a chunk's rows; what changes something that readers see gets a key of its own beside it."""
    out = Plan()
    counts = out.counts
    for row in rows:
        p = properties(record, row)
        old, mine = known.get(p["key"]), known.get(aside(p["key"], batch))
        if mine is not None:
            if mine.hash == p["hash"]:
                counts.unchanged += 1
                continue
            _put_aside(p, batch)
            out.over.append(row)
            counts.changed += 1
        elif old is None:
            out.new.append(row)
            counts.added += 1
        elif old.batch == q.GHOST or old.batch == batch:
            counts.added += 1
            if old.batch == q.GHOST or old.hash != p["hash"]:  # else written before this load broke off, or twice in it
                out.over.append(row)
        elif old.hash == p["hash"]:
            if old.until is not None:
                out.revived.append(place_of(record, row))
                counts.changed += 1
            else:
                counts.unchanged += 1
        else:
            out.ended.append(place_of(record, row))
            _put_aside(p, batch)
            out.new.append(row)
            counts.changed += 1
    return out


def _put_aside(p: Row, batch: int) -> None:
    p["key"], p["rid"], p["aside"] = aside(p["key"], batch), p.get("rid", p["key"]), True


def today() -> str:
    """The date that is written as `valid_from`."""
    return date.today().isoformat()


def grouped(rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """Relationships by the end that fewer of them share: that node is looked up once for all of its rows.

    Returns `a` or `b`, and rows `{k, t: [{x, p}]}`: the shared end's key, and for each relationship the other end's key
    and the properties.
    """
    by = min("ba", key=lambda end: len({r[end] for r in rows}))
    other = "a" if by == "b" else "b"
    groups: dict[str, list[Row]] = {}
    for r in rows:
        groups.setdefault(r[by], []).append({"x": r[other], "p": r["p"]})
    return by, [{"k": k, "t": t} for k, t in groups.items()]
