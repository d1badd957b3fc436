"""A firm's id is the surest key that any source tells of it, so that the order of loads does not change the graph: a
firm that one table knew by its name goes by its credit code as soon as another tells it, and by its name again when
that other is taken back. All that refers to it goes along; what the office saved under the old id finds it by its key.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.model.records import FirmRecord, Site
from graph.model.specs import name_of, rid
from graph.store.base.protocol import WriteBatch
from ingest.load.identity.refers import REFERS
from ingest.load.identity.sketch import sketch
from ingest.load.resolve import Resolved
from ingest.load.resolve import keys as all_keys
from ingest.match import queue

FEW = 50  # owners that are asked one by one for whose source wrote a record


def surest(keys: Iterable[str]) -> str:
    """The key by which a firm goes: a credit code before a stock code before a name, then the first in order."""
    return min(keys, key=lambda k: ("usn".find(k[:1]) % 4, k))


def better_ids(
    resolved: Resolved, rows: Sequence[tuple[int, list[str]]], apart: Container[str] = frozenset()
) -> dict[str, str]:
    """Firms of the store of which these rows tell a surer key, or that they are another one, each with the id that it
    goes by from now on. apart: pairs that a person declared to be two firms."""
    told: dict[str, set[str]] = {}
    for firm_id, (_, own) in zip(resolved.ids, rows, strict=True):
        if firm_id in resolved.existing and own[0] != firm_id:
            told.setdefault(firm_id, {firm_id}).add(own[0])
    for old, firm_id in sorted(resolved.joined.items()):
        if old in resolved.existing and queue.pair_id(old, firm_id) not in apart:
            told.setdefault(firm_id, {firm_id}).update((old, *told.pop(old, ())))
    moves = {f: surest(keys) for f, keys in told.items()}
    moves |= {old: moves[f] for old, f in resolved.joined.items() if f in moves and old in told.get(f, ())}
    return {old: new for old, new in moves.items() if new != old}


def rename(batch: WriteBatch, moves: Mapping[str, str], keys: Mapping[str, str], source: str) -> None:
    """Give all that refers to these firms to their new ids. moves: old → new; keys: those to point at another firm, ''
    for one to forget; source: whose the batch is. Firms, memberships and places of their own tables are made anew by
    whoever calls (`refresh`)."""
    told = {
        k: moves[f] for f, said in batch.records_of(list(moves)).items() for _, facts in said for k in all_keys(facts)
    }
    held = batch.keys(sorted(told))
    keys = {**{k: f for k, f in told.items() if held.get(k) in moves}, **keys}
    changed: dict[str, str] = {}
    for record, field in REFERS:
        before = [r for r in batch.current(record, field, moves) if not (record is Site and not r.name)]
        after = [_moved(r, field, moves) for r in before]
        pairs = [(b, a) for b, a in zip(before, after, strict=True) if b != a]
        if not pairs:
            continue
        sources = _sources(batch, record, field, {getattr(b, field) for b, _ in pairs})
        changed |= {rid(b): rid(a) for b, a in pairs}
        batch.retire(name_of(record), [rid(b) for b, a in pairs if rid(b) != rid(a)])
        by_source: dict[str, list[Any]] = {}
        for b, a in pairs:
            by_source.setdefault(sources.get(rid(b), source), []).append(a)
        if record is FirmRecord:  # a source that had the firm twice keeps the fuller row, as in one table
            by_source = {told: _fuller(batch, rows) for told, rows in by_source.items()}
        for speaker, rows in sorted(by_source.items()):
            batch.speak_for(speaker)
            batch.upsert(rows)
        batch.speak_for(source)
    batch.replace("membership", "firm_id", list(moves), [])
    batch.replace("site", "firm_id", list(moves), [], name="")
    batch.retire("firm", list(moves))
    batch.move_keys({**{old: new for old, new in moves.items() if old not in keys}, **keys})
    _in_decisions(batch, moves, changed)


def _moved(row: Any, field: str, moves: Mapping[str, str]) -> Any:
    new = replace(row, **{field: moves[getattr(row, field)]})
    return replace(new, key=moves.get(row.key, row.key)) if isinstance(row, FirmRecord) else new


def _fuller(batch: WriteBatch, rows: Sequence[FirmRecord]) -> list[FirmRecord]:
    there = {rid(r): r for r in batch.current(FirmRecord, "firm_id", {r.firm_id for r in rows})}
    for row in rows:
        other = there.get(rid(row))
        if other is None or sketch(other.data).rank < sketch(row.data).rank:
            there[rid(row)] = row
    return [there[k] for k in dict.fromkeys(map(rid, rows))]


def _sources(batch: WriteBatch, record: type[Any], field: str, owners: set[str]) -> dict[str, str]:
    """Whose each of these owners' records is."""
    name = name_of(record)
    if len(owners) > FEW:
        return batch.column(name, "source")
    out: dict[str, str] = {}
    for owner in owners:
        out |= batch.column(name, "source", **{field: owner})
    return out


def _in_decisions(batch: WriteBatch, moves: Mapping[str, str], changed: Mapping[str, str]) -> None:
    """Pairs that wait, and what people decided of pairs, name firms by their ids."""

    def renamed(p: queue.ReviewPair) -> queue.ReviewPair:
        return replace(p, left=moves.get(p.left, p.left), right=moves.get(p.right, p.right))

    waiting = queue.pairs(batch)
    if any(p.left in moves or p.right in moves for p in waiting):
        queue.keep_pairs(batch, [p for p in map(renamed, waiting) if p.left != p.right])
    told = queue.decisions(batch)
    if any(d.left in moves or d.right in moves for d in told):
        queue.keep_decisions(
            batch,
            [
                replace(
                    d,
                    left=moves.get(d.left, d.left),
                    right=moves.get(d.right, d.right),
                    moved={r: [changed.get(k, k) for k in keys] for r, keys in d.moved.items()},
                    pair=renamed(d.pair) if d.pair else None,
                )
                for d in told
            ],
        )
