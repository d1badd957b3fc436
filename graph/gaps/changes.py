"""变化: which gaps are new, persistent or closed since a date, and the facts that lie between.

Two states of the graph are compared, each read in full (`graph.store.snapshot` rebuilds the earlier one), so that
nothing has to be stored beside the store's own change log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from graph.gaps.find import Gap, state_of
from graph.gaps.scenario import ranked
from graph.model.records import Batch, Membership
from graph.model.retired import NONE, Retired
from graph.model.specs import key_part, rid
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import BatchRef, ChangeFact, FactKind, StatusChange
    from graph.gaps.documents.shapes import GapDocument, State, Status

Value = TypeVar("Value")
_ORDER: tuple[FactKind, ...] = ("gap_new", "gap_healed", "state_changed", "firm_came", "firm_left")
MOVES: tuple[FactKind, FactKind] = ("firm_came", "firm_left")


def statuses(before: Sequence[Gap], after: Sequence[Gap], retired: Retired = NONE) -> dict[str, StatusChange]:
    """Per segment {status, was, now}: `was` and `now` are {rank, kind, verdict, action, score}, None where no gap.

    retired: ids that ended meanwhile. A gap goes on in the heirs of its segment, and has closed where none is a gap.
    """
    new, told = ranked(after), ranked(before)
    old = by_heirs(told, retired)
    gone = [s for s in told if not any(heir in new for heir in retired.now(s))]
    old |= {s: told[s] for s in gone}
    out: dict[str, StatusChange] = {}
    for segment in [*new, *gone]:
        status: Status = "healed" if segment not in new else "persistent" if segment in old else "new"
        out[segment] = {"status": status, "was": old.get(segment), "now": new.get(segment)}
    return out


def by_heirs(before: Mapping[str, Value], retired: Retired) -> dict[str, Value]:
    """What was said of segments, under the ids that they have now: an heir has what the first of those had that it
    took the place of, unless it was there itself."""
    out = {s: v for s, v in before.items() if s not in retired}
    for segment, value in before.items():
        for heir in retired.heirs(segment):
            out.setdefault(heir, value)
    return out


def with_history(
    documents: Sequence[GapDocument],
    healed: Sequence[GapDocument],
    states: Mapping[str, StatusChange],
    since: date,
) -> list[GapDocument]:
    """Today's gaps with a key `history` {since, status, was}, followed by those that were closed, as they were."""
    out: list[GapDocument] = []
    for document in (*documents, *healed):
        state = states[document["segment"]]
        out.append(
            {**document, "history": {"since": since.isoformat(), "status": state["status"], "was": state["was"]}}
        )
    return out


def difference(
    store: GraphStore, last: int, before: tuple[Footprint, Sequence[Gap]], after: tuple[Footprint, Sequence[Gap]]
) -> list[ChangeFact]:
    """What happened between two states of a region, as facts, by chain and segment; `last` is the earlier's last batch.

    Each fact is {what, segment, firm, name, before, after, batch}: `what` is firm_came, firm_left, state_changed,
    gap_new or gap_healed; `before` and `after` are states (strong, present, missing, …) or gap kinds, '' where they
    do not apply; `batch` is {id, source, file, kind, date} of the load that brought it, None where the catalogue or
    the rest of the country did. That a segment ended is no fact of the region: its firms and gap go on in its heirs.
    """
    retired = after[0].network.retired
    old, new = ({(m.firm_id, m.segment_id) for m in foot.local} for foot, _ in (before, after))
    came = sorted(new - {(firm, heir) for firm, s in old for heir in retired.now(s)})
    left = sorted((f, s) for f, s in old if not any((f, heir) in new for heir in retired.now(s)))
    batches = {b.id: b for b in store.batches()}
    written = _batches(store, [*came, *left], last)
    names = store.names_of(sorted({f for f, _ in (*came, *left)}))
    facts: list[ChangeFact] = []
    of_segment: dict[str, int] = defaultdict(int)
    for what, rows in zip(MOVES, (came, left), strict=True):
        for firm, segment in rows:
            number = written.get((firm, segment), 0)
            of_segment[segment] = max(of_segment[segment], number)
            facts.append(_fact(what, segment, batches.get(number), firm=firm, name=names.get(firm, "")))
    states = [by_heirs(_states(*before), retired), _states(*after)]
    kinds = [by_heirs({g.segment: g.kind for g in before[1]}, retired), {g.segment: g.kind for g in after[1]}]
    for segment in sorted(states[0].keys() | states[1].keys()):
        was, now = (s.get(segment, "") for s in states)
        batch = batches.get(of_segment[segment])
        if was != now:
            facts.append(_fact("state_changed", segment, batch, before=was, after=now))
        gap_was, gap_now = (str(k.get(segment, "")) for k in kinds)
        if bool(gap_was) != bool(gap_now):
            facts.append(_fact("gap_new" if gap_now else "gap_healed", segment, batch, before=gap_was, after=gap_now))
    order = {s: i for i, s in enumerate(after[0].network.ids)}
    return sorted(facts, key=lambda f: (order.get(f["segment"], len(order)), _ORDER.index(f["what"]), f["firm"]))


def _fact(
    what: FactKind, segment: str, batch: Batch | None, firm: str = "", name: str = "", before: str = "", after: str = ""
) -> ChangeFact:
    where: BatchRef | None = None
    if batch is not None:
        where = {
            "id": batch.id,
            "source": batch.source,
            "file": batch.file,
            "kind": batch.kind,
            "date": batch.loaded_on.isoformat(),
        }
    return {
        "what": what,
        "segment": segment,
        "firm": firm,
        "name": name,
        "before": before,
        "after": after,
        "batch": where,
    }


def _states(footprint: Footprint, gaps: Sequence[Gap]) -> dict[str, State]:
    by_segment = {g.segment: g for g in gaps}
    net = footprint.network
    return {s: state_of(float(footprint.x[net.row[s]]), by_segment.get(s)) for s in net.ids}


def _batches(store: GraphStore, pairs: Sequence[tuple[str, str]], last: int) -> dict[tuple[str, str], int]:
    """The batch after `last` that wrote or retired each membership, or else that moved the firm."""
    keys = {pair: rid(Membership(*pair, 0)) for pair in pairs}
    written = store.touched("membership", list(keys.values()), last)
    moved = store.touched("firm", [key_part(firm) for firm, _ in pairs], last)
    return {pair: written.get(key) or moved.get(key_part(pair[0]), 0) for pair, key in keys.items()}
