"""What the casework holds of a period, as rows: every figure of a report is the number of rows that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.model.regions import Regions
from outreach.casework.base import KINDS
from outreach.casework.models import CaseProject, Commitment, Lead, Minutes, Supervision, Target, Team, Trip, Visit
from outreach.casework.target import STATUSES
from outreach.reports.period import Period

Row = dict[str, Any]
# In the order of the report: what each figure is called.
FIGURES = {
    "targets": "新增目标",
    "visits": "完成拜访",
    "minutes": "会谈纪要",
    "made": "新增承诺事项",
    "kept": "按期办结",
    "late": "逾期办结",
    "overdue": "逾期未办",
    "slips": "发出督办单",
    "leads": "新增线索",
    "signed": "新签约项目",
    "facts": "核实入图事实",
}
PROJECT = {"negotiating": "洽谈中", "signed": "已签约", "started": "已开工", "producing": "已投产", "stopped": "已终止"}
NOBODY = "未定责任组"


@dataclass(frozen=True)
class Ledger:
    """Rows of a period by figure (`FIGURES`), those `ahead` (visits planned, promises soon due), and all projects."""

    rows: Mapping[str, list[Row]]
    ahead: list[Row]
    projects: list[Row]
    teams: list[str]

    @property
    def empty(self) -> bool:
        """Whether nothing at all is on record for the period."""
        return not any(self.rows.values()) and not self.ahead and not self.projects

    def count(self, figure: str) -> int:
        return len(self.rows[figure])


def read_ledger(session: Session, home: str, period: Period, segment: Callable[[str], str]) -> Ledger:
    """The ledger of a region and all within it. `segment` names a segment by its id.

    A team's work counts where its target was saved for the region; what hangs on no target counts for every region, since a
    casework is that of one city.
    """
    # A trip names its region; a visit without target takes it from there.
    own_trips = {t.id for t in session.scalars(sa.select(Trip)) if Regions.within(t.home, home)}

    def here(target: Target | None) -> bool:
        return target is None or Regions.within(target.home, home)

    def visited(v: Visit) -> bool:
        trip = v.stop.party.trip_id if v.stop else None
        return here(v.target) if v.target is not None else trip is None or trip in own_trips

    def of_minutes(m: Minutes) -> Target | None:
        return session.get(Target, m.target_id) if m.target_id else m.visit.target if m.visit else None

    targets = [t for t in session.scalars(sa.select(Target).order_by(Target.id)) if here(t)]
    visits = [v for v in session.scalars(sa.select(Visit).order_by(Visit.day, Visit.id)) if visited(v)]
    minutes = [m for m in session.scalars(sa.select(Minutes).order_by(Minutes.day, Minutes.id)) if here(of_minutes(m))]
    promises = [c for m in minutes for c in m.commitments if c.status != "cancelled"]
    leads = [x for x in session.scalars(sa.select(Lead).order_by(Lead.id)) if here(_target(session, x.target_id))]
    projects = [
        p
        for p in session.scalars(sa.select(CaseProject).order_by(CaseProject.id))
        if Regions.within(p.region, home) or (not p.region and here(_target(session, p.target_id)))
    ]
    kept_facts = [f for m in minutes for f in m.facts if f.status == "accepted"]

    def promise(c: Commitment) -> Row:
        target = of_minutes(c.minutes)
        return _row(target.name if target else c.minutes.title, c.due, target, c.text, owner=c.owner)

    done = [c for c in promises if c.status == "done" and period.holds(c.done_on)]
    rows = {
        "targets": [
            _row(t.name, t.created.date(), t, segment(t.segment)) for t in targets if period.holds(t.created.date())
        ],
        "visits": [
            _row(v.name or _name(v.target), v.day, v.target, segment(_segment(v.target)))
            for v in visits
            if v.status == "done" and period.holds(v.day)
        ],
        "minutes": [
            _row(m.title, m.day, of_minutes(m), f"议定 {len(m.commitments)} 项") for m in minutes if period.holds(m.day)
        ],
        "made": [promise(c) for c in promises if period.holds(c.minutes.day)],
        "kept": [promise(c) for c in done if c.done_on is not None and c.done_on <= c.due],
        "late": [promise(c) for c in done if c.done_on is not None and c.done_on > c.due],
        "overdue": [
            promise(c) for c in promises if c.due < period.end and (c.done_on is None or c.done_on > period.end)
        ],
        "slips": [
            _row(s.number, s.issued, of_minutes(s.commitment.minutes), s.commitment.text, owner=s.unit)
            for s in _slips(promises)
            if period.holds(s.issued)
        ],
        "leads": [
            _row(x.text, x.created.date(), _target(session, x.target_id), x.owner)
            for x in leads
            if period.holds(x.created.date())
        ],
        "signed": [_project(session, p) for p in projects if period.holds(p.signed_on)],
        "facts": [
            _row(f.sentence, f.decided.date() if f.decided else None, of_minutes(f.minutes), f.reviewer)
            for f in kept_facts
            if f.decided and period.holds(f.decided.date())
        ],
    }
    ahead = [
        _row(v.name or _name(v.target), v.day, v.target, "已安排拜访")
        for v in visits
        if v.status in ("planned", "confirmed") and v.day > period.end
    ]
    ahead += [promise(c) for c in promises if c.status == "open" and c.due >= period.end]
    teams = [
        t.name
        for t in session.scalars(sa.select(Team).order_by(Team.id))
        if not t.region or Regions.within(t.region, home)
    ]
    return Ledger(
        rows,
        sorted(ahead, key=lambda r: (r["day"] or date.max, r["name"])),
        [_project(session, p) for p in projects],
        teams,
    )


def _row(name: str, day: date | None, target: Target | None, what: str, owner: str = "") -> Row:
    team = target.owner.name if target is not None and target.owner is not None else NOBODY
    return {
        "name": name,
        "day": day,
        "kind": KINDS[target.kind][0] if target is not None else "",
        "what": what,
        "team": team,
        "owner": owner,
        "state": STATUSES.get(target.status, "") if target is not None else "",
    }


def _project(session: Session, p: CaseProject) -> Row:
    row = _row(p.name, p.signed_on, _target(session, p.target_id or (p.lead.target_id if p.lead else None)), "")
    return row | {"investment_yi": p.investment_yi, "state": PROJECT.get(p.status, "")}


def _target(session: Session, number: int | None) -> Target | None:
    return session.get(Target, number) if number else None


def _name(target: Target | None) -> str:
    return target.name if target is not None else ""


def _segment(target: Target | None) -> str:
    return target.segment if target is not None else ""


def _slips(promises: Iterable[Commitment]) -> list[Supervision]:
    return sorted((s for c in promises for s in c.slips), key=lambda s: (s.issued, s.id))
