"""The one place where corrections are applied: to a firm's facts before assignment, to its memberships after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.corrections.made import day_of, said
from graph.corrections.merged import following
from graph.model.records import (
    COUNTED_STATUSES,
    MICRO,
    Correction,
    Membership,
    MembershipEvidence,
    MergedFacts,
    Role,
    Segment,
    StatedFacts,
)
from graph.model.retired import META, NONE, Retired
from graph.model.trade_kinds import trade_of, usual_role
from graph.store.base.protocol import WriteBatch

SURE = 0.95  # of a membership that a person states: a person may err too
MAKES = ("grow", "make")
RoleRule = Callable[[StatedFacts, Segment], Role]


@dataclass(frozen=True)
class Corrections:
    """The corrections that hold, by the firm they are about in this store.

    retired: the ids of segments that ended, by which a correction of before is understood.
    """

    by_firm: Mapping[str, Sequence[Correction]] = field(default_factory=dict)
    retired: Retired = NONE

    @classmethod
    def of(cls, batch: WriteBatch) -> Corrections:
        """As a load sees them, what it has written itself included."""
        ids = batch.values("correction", "id")
        if not ids:
            return cls()
        made = [c for c in batch.current(Correction, "id", ids) if c.holds]
        known = following(batch, batch.keys(sorted({k for c in made for k in c.keys})), made)
        return cls(by_firm(made, known), Retired.of_text(batch.meta(META)))

    def facts(self, firm_id: str, facts: MergedFacts) -> MergedFacts:
        """What the sources say of a firm, with the names and the closing that people told."""
        mine = self.by_firm.get(firm_id, ())
        if not mine:
            return facts
        out = facts.copy()
        also = [c for c in mine if c.kind == "alias"]
        if also:
            out["aliases"] = list(dict.fromkeys((*facts.get("aliases", ()), *(c.alias for c in also))))
        # A table that knows the firm by its other name does not rename it.
        own = [c.firm_name for c in also if c.alias == facts["name"]]
        if own:
            out["name"] = own[-1]
            out["aliases"] = [a for a in out["aliases"] if a != own[-1]]
        closed = [c for c in mine if c.kind == "closed"]
        # A register that says how the firm ended (注销, 吊销) says more.
        if closed and facts.get("status", "unknown") in COUNTED_STATUSES:
            out["status"], out["status_date"] = "suspended", day_of(closed[-1])
        return out

    def memberships(
        self,
        firm_id: str,
        found: Sequence[Membership],
        segments: Mapping[str, Segment],
        facts: StatedFacts,
        role: RoleRule,
    ) -> Sequence[Membership]:
        """The memberships as people corrected them, of two that contradict each other the later one.

        segments: those of the catalogue; a correction of one that is gone waits until it is there again. role: what a
        firm is in a segment, where the person does not say.
        """
        mine = self.by_firm.get(firm_id, ())
        if not mine:
            return found
        now = {m.segment_id: m for m in found}
        for c in mine:
            if c.kind in ("not", "does", "role"):
                self._apply(c, firm_id, now, segments, facts, role)
        return [now[s] for s in sorted(now)]

    def _apply(
        self,
        c: Correction,
        firm_id: str,
        now: dict[str, Membership],
        segments: Mapping[str, Segment],
        facts: StatedFacts,
        role: RoleRule,
    ) -> None:
        heirs = [s for s in meant(c.segment_id, segments, self.retired) if s in segments]
        if c.kind == "not":
            for s in heirs:
                now.pop(s, None)
        elif c.kind == "role":
            for s in heirs:
                if s in now:
                    now[s] = replace(now[s], role=c.role, evidence=(_evidence(c), *now[s].evidence))
        elif heirs:
            # Of several heirs the one it works in most surely, else the first.
            s = max(heirs, key=lambda h: (now[h].confidence if h in now else -1, -heirs.index(h)))
            before = now.get(s) or Membership(firm_id, s, 0)
            known = c.role or before.role or role(facts, segments[s])
            if not c.role and known in ("trader", "branch", "other") and trade_of(segments[s]) in MAKES:
                known = usual_role(segments[s])  # that it works there says that it does more than sell
            sure = max(before.confidence, round(SURE * MICRO))
            now[s] = replace(before, confidence=sure, role=known, evidence=(_evidence(c), *before.evidence))


def by_firm(made: Iterable[Correction], known: Mapping[str, str]) -> dict[str, list[Correction]]:
    """Corrections by the id of their firm, each firm's in the order in which they were made. known: key → firm."""
    out: dict[str, list[Correction]] = {}
    for c in sorted(made, key=lambda c: (c.made_at, c.id)):
        out.setdefault(firm_of(c, known), []).append(c)
    return out


def firm_of(c: Correction, known: Mapping[str, str]) -> str:
    """The id of the firm that a correction is about, by its surest key that is known; its last key where none is,
    which was its id in the store in which it was made."""
    return next((known[k] for k in c.keys if k in known), c.keys[-1])


def meant(segment_id: str, segments: Iterable[str], retired: Retired) -> tuple[str, ...]:
    """The segments that an id stands for: itself while the catalogue has it, else its heirs."""
    return (segment_id,) if segment_id in segments else retired.now(segment_id)


def _evidence(c: Correction) -> MembershipEvidence:
    return {
        "kind": "correction",
        "term": said(c),
        "text": c.reason,
        "source": f"人工更正：{c.author}，{day_of(c)}",
        "weight": 1.0,
    }
