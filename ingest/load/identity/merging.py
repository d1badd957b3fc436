"""Two firms declared one by a person, or two that a score held for one declared apart; and taking it back.

A merge gives the firm's records and facts to the other; the keys of both stay as they are, so that a later load of
either table finds its row again and gives it to the same firm (`ingest.match.queue.merged_into`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from graph.errors import InvalidArgument, UnknownName
from graph.model.records import Decision, FirmRecord, Relation, Site
from graph.model.regions import Regions
from graph.model.specs import name_of, rid
from graph.store.base.protocol import GraphStore, WriteBatch
from ingest.assign.assigner import Assigner
from ingest.load.identity.refers import REFERS
from ingest.load.refresh import refresh
from ingest.match import queue
from ingest.read.normalise import name_key

SOURCE = "人工判定"


def decide(
    store: GraphStore,
    left: str,
    right: str,
    verdict: queue.Verdict,
    regions: Regions,
    assigner: Assigner,
    author: str = "",
    reason: str = "",
) -> queue.Decision:
    """Declare two firms one (`left` is then `right`) or two. Takes the pair off the queue.

    Raises `UnknownName` where the store holds no such firm, `InvalidArgument` where the pair is decided already.
    """
    names = store.names_of([left, right])
    held = {f.id for f in store.firms([left, right])}
    for firm in (left, right):
        if firm not in held:
            raise UnknownName("firm", firm, [])
    if left == right:
        raise InvalidArgument("这是同一家企业 / these are one firm already")
    if queue.pair_id(left, right) in queue.holding(store):
        raise InvalidArgument(
            f"“{names[left]}”和“{names[right]}”已判定过，请先撤销 / this pair is decided already; undo that first"
        )
    made_at = datetime.now(UTC).isoformat(timespec="milliseconds")
    with store.batch("review", SOURCE) as batch:
        moved = _give(batch, left, right) if verdict == "same" else {}
        asked = {p.id: p for p in queue.pairs(batch)}.get(queue.pair_id(left, right))
        made = queue.Decision(
            left, right, names[left], names[right], verdict, author, reason, made_at, "", moved, asked
        )
        queue.keep_decisions(batch, [*queue.decisions(batch), made])
        queue.keep_pairs(batch, [p for p in queue.pairs(batch) if p.id != made.id and _lives(p, left, verdict)])
        if verdict == "same":
            refresh(batch, sorted({left, right}), regions, assigner)
    return made


def undo(store: GraphStore, pair: str, regions: Regions, assigner: Assigner) -> queue.Decision:
    """Take the decision on a pair back; a merged firm stands again with what it brought. Raises `UnknownName`."""
    made = queue.holding(store).get(pair)
    if made is None:
        raise UnknownName("decision", pair, sorted(queue.holding(store))[:3])
    ended = replace(made, undone_at=datetime.now(UTC).isoformat(timespec="milliseconds"))
    with store.batch("review", SOURCE) as batch:
        queue.keep_decisions(batch, [ended if d == made else d for d in queue.decisions(batch)])
        if made.verdict == "same":
            _give_back(batch, made)
            refresh(batch, sorted({made.left, made.right}), regions, assigner)
        if made.pair is not None:
            queue.keep_pairs(batch, [*queue.pairs(batch), made.pair])
    return ended


def _lives(pair: queue.ReviewPair, left: str, verdict: queue.Verdict) -> bool:
    """Does a pair still wait? One with a firm that has just gone into another does not."""
    return verdict == "different" or left not in (pair.left, pair.right)


def _give(batch: WriteBatch, old: str, new: str) -> dict[str, list[str]]:
    """Give all that refers to a firm to another; returns what was given, by record and field."""
    moved: dict[str, list[str]] = {}
    for record, field in REFERS:
        before = [r for r in batch.current(record, field, [old]) if not (record is Site and not r.name)]
        after = [replace(r, **{field: new}) for r in before]
        if not before:
            continue
        batch.retire(name_of(record), [rid(b) for b, a in zip(before, after, strict=True) if rid(b) != rid(a)])
        batch.upsert(after)
        moved[f"{name_of(record)}.{field}"] = [rid(a) for a in after]
    return moved


def _give_back(batch: WriteBatch, made: queue.Decision) -> None:
    """Undo `_give`: what the decision names goes back to the firm that it came from."""
    for record, field in REFERS:
        mine = set(made.moved.get(f"{name_of(record)}.{field}", ()))
        held = [r for r in batch.current(record, field, [made.right]) if rid(r) in mine]
        # Records that a reload wrote for the merged firm bear its key, though no decision could name them.
        if record is FirmRecord:
            held = [
                r for r in batch.current(FirmRecord, "firm_id", [made.right]) if rid(r) in mine or r.key == made.left
            ]
        # So do a tie and a visit that were loaded since: they say whom they mean.
        elif (record, field) == (Relation, "to_id"):
            held = [
                r for r in batch.current(Relation, "to_id", [made.right]) if rid(r) in mine or _means(made, r.to_name)
            ]
        elif record is Decision:
            named = batch.current(Decision, "firm_id", [made.right])
            held = [r for r in named if rid(r) in mine or _means(made, r.firm_name)]
        before = [replace(r, **{field: made.left}) for r in held]
        batch.retire(name_of(record), [rid(h) for h, b in zip(held, before, strict=True) if rid(h) != rid(b)])
        batch.upsert(before)


def _means(made: queue.Decision, name: str) -> bool:
    return name_key(name) == name_key(made.left_name) != name_key(made.right_name)


def waiting(store: GraphStore) -> list[queue.ReviewPair]:
    """The pairs that wait for a person and whose firms both stand, the surest first."""
    told = queue.pairs(store)
    held = {f.id for f in store.firms(sorted({f for p in told for f in (p.left, p.right)}))} if told else set()
    return [p for p in told if p.left in held and p.right in held]
