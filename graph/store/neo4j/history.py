"""What a graph server remembers: what loads replaced or retired stands in `Change` nodes, or, until it is folded in,
beside its successor under `until`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import neo4j

from graph.errors import StoreError
from graph.model.specs import Json, content_hash
from graph.store.base.assemble import chunks
from graph.store.base.protocol import Content, Version
from graph.store.neo4j.codec import PROPERTIES, PropertyMap, place, short_key
from graph.store.neo4j.cypher import labels, reading, store_node, writing
from graph.store.neo4j.server.connect import Line

KEYS = 1_000  # keys asked for at once


def past(line: Line, record: str, last: int, size: int) -> Iterator[list[Version]]:
    """See `graph.store.base.protocol.GraphStore.past`; raises `StoreError` where a load ends, or is folded in,
    meanwhile.

    What stands comes first and the log after it: what is moved from one to the other in between is seen twice and
    handed out once, never missed.
    """
    before, properties = _state(line), PROPERTIES[record]
    seen: set[str] = set()
    for found in line.pages(reading.page(record), size, 2, v=last):
        rows = []
        for start, end, _, p in found:
            content = properties.content(p, start, end)
            seen.add(content.key)
            rows.append(Version(content, p["batch"], p.get("valid_from", "")))
        yield rows
    for page in _log(line, record, last, size):
        rows = []
        for r in page:
            values, number, since = _before(record, r["p"])
            if number <= last and r["rid"] not in seen:  # what came after `last` and was changed again was not there
                seen.add(r["rid"])
                digest, source = content_hash(values), str(values.pop("source"))
                rows.append(Version(Content(r["rid"], values, source, digest), number, since))
        yield rows
    if _state(line) != before:
        raise StoreError(f"the graph on {line.name} was changed meanwhile; try again")


def touched(line: Line, record: str, rids: Sequence[str], last: int, v: int) -> dict[str, int]:
    """See `graph.store.base.protocol.GraphStore.touched`, as of version `v`."""
    out: dict[str, int] = {}
    for part in chunks(sorted(set(rids)), KEYS):
        by_key = {short_key(rid): rid for rid in part}
        stands = line.gathered(writing.known(record), keys=[place(rid, record in labels.TIES) for rid in part])
        pairs = [(by_key[key], n) for key, _, batch, until in stands for n in (batch, until) if n is not None]
        for rid, batch in (*pairs, *((r["rid"], r["batch"]) for r in _of(line, record, part, last))):
            if last < batch <= v:
                out[rid] = max(out.get(rid, 0), batch)
    return out


def last_names(line: Line, rids: Sequence[str]) -> dict[str, str]:
    """The names that firms which are gone had last, by key."""
    out: dict[str, tuple[int, str]] = {}
    for part in chunks(sorted(set(rids)), KEYS):
        for r in _of(line, "firm", part, 0):
            out[r["rid"]] = max(out.get(r["rid"], (0, "")), (r["batch"], str(_before("firm", r["p"])[0]["name"])))
    return {rid: name for rid, (_, name) in out.items()}


def _before(record: str, p: PropertyMap) -> tuple[dict[str, Json], int, str]:
    """What an entry of the log says a record was: its values with its source, the load that wrote it, and its day.

    An entry that a version before 2026-11-30 wrote holds all of it as JSON.
    """
    if "before" in p:
        values: dict[str, Any] = {**PROPERTIES[record].defaults, **json.loads(str(p["before"]))}
        return values, values.pop("batch"), values.pop("valid_from")
    start, end = (None if p.get(k) is None else str(p[k]) for k in ("start", "end"))
    return PROPERTIES[record].row(p, start, end), int(str(p["was"])), str(p.get("valid_from", ""))


def _state(line: Line) -> tuple[int, ...]:
    state = line.read(store_node.STATE)
    return tuple(state[0][k] for k in ("committed", "settled", "settling")) if state else ()


def _log(line: Line, record: str, last: int, size: int) -> Iterator[list[neo4j.Record]]:
    after, end = _range(record)
    while found := line.read(reading.CHANGES, after=after, end=end, v=last, limit=size):
        after = found[-1]["key"]
        yield found


def _of(line: Line, record: str, rids: Sequence[str], last: int) -> list[neo4j.Record]:
    after, end = _range(record)
    return line.read(reading.CHANGES_OF, after=after, end=end, v=last, rids=list(rids))


def _range(record: str) -> tuple[str, str]:
    """Between which keys the log of a record stands: they begin with its name and a bar."""
    return f"{record}|", f"{record}" + chr(ord("|") + 1)
