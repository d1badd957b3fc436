"""Moves what a store holds under ids of segments that ended to the ids that took their place.

A table that says which segments ended (`graph.model.retired`) goes with the chains into a store. What a load assigns
anew needs no more; what people wrote down (decisions, facts learnt on visits, tables of their own) is moved here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from graph.model.records import Decision, Institution, Membership, Park
from graph.model.retired import META, Retired
from graph.model.specs import rid
from graph.store.base.protocol import GraphStore, WriteBatch


def remember(batch: WriteBatch, retired: Retired) -> None:
    """Keep the table with the chains."""
    text = retired.as_text()
    if batch.meta(META) != text:
        batch.set_meta(META, text)


def remembered(store: GraphStore) -> Retired:
    """The table that a store was built with."""
    return Retired.of_text(store.meta(META))


def move(batch: WriteBatch, retired: Retired) -> None:
    """Move memberships and decisions of ended segments to their heirs; what was there before stays in the history.

    Of several heirs a decision is moved to the one that its firm works in most surely, else to the first. A membership
    that the heir has already, assigned by the newest rules, stays as it is.
    """
    ended = sorted(batch.values("membership", "segment_id") & set(retired))
    if ended:
        _memberships(batch, retired, ended)
    ended = sorted(batch.values("decision", "segment_id") & set(retired))
    if ended:
        old = batch.current(Decision, "segment_id", ended)
        works = surest(batch.current(Membership, "firm_id", {d.firm_id for d in old}))
        now = [replace(d, segment_id=works(d.firm_id, retired.heirs(d.segment_id))) for d in old]
        there = batch.current(Decision, "segment_id", {d.segment_id for d in now})
        batch.retire("decision", [rid(d) for d in old])
        batch.upsert(_as_one(there, now))


def _as_one(there: Sequence[Decision], moved: Sequence[Decision]) -> list[Decision]:
    """The moved decisions; one that is the same as another but for its words takes the other's words too."""
    known = {rid(d): d for d in there}
    out: dict[str, Decision] = {}
    for d in moved:
        other = out.get(rid(d)) or known.get(rid(d))
        if other is not None:
            notes = dict.fromkeys(n for n in (other.note, d.note) if n)
            d = replace(other, reason=other.reason or d.reason, note="；".join(notes))
        out[rid(d)] = d
    return list(out.values())


def _memberships(batch: WriteBatch, retired: Retired, ended: Sequence[str]) -> None:
    old = batch.current(Membership, "segment_id", ended)
    held = {(m.firm_id, m.segment_id) for m in batch.current(Membership, "firm_id", {m.firm_id for m in old})}
    now: dict[tuple[str, str], Membership] = {}
    for m in sorted(old, key=lambda m: (m.confidence, rid(m))):
        heirs = retired.heirs(m.segment_id)
        if not any((m.firm_id, heir) in held for heir in heirs):
            now[m.firm_id, heirs[0]] = replace(m, segment_id=heirs[0])
    batch.retire("membership", [rid(m) for m in old])
    batch.upsert(now.values())


def surest(memberships: Sequence[Membership]) -> Callable[[str, Sequence[str]], str]:
    """Which of several heirs is meant, by the firm that it is about: the one that the firm works in most surely, the
    first of them where it works in none."""
    sure: Mapping[tuple[str, str], int] = {(m.firm_id, m.segment_id): m.confidence for m in memberships}
    return lambda firm, heirs: max(heirs, key=lambda s: (sure.get((firm, s), 0), -list(heirs).index(s)))


def institution(row: Institution, retired: Retired) -> Institution:
    """The same with ids in force: an ended one is replaced by all its heirs."""
    return replace(row, segments=retired.all_now(row.segments))


def park(row: Park, retired: Retired) -> Park:
    """As `institution`."""
    return replace(row, lead_segments=retired.all_now(row.lead_segments))
