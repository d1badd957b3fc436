"""The rows behind a periodic report: every figure is the number of rows that can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from graph.model.regions import Regions
from outreach.casework.base import KINDS
from outreach.casework.models import CaseProject, Commitment, Fact, Lead, Minutes, Supervision, Target, Team, Visit
from outreach.casework.target import STATUSES
from outreach.reports.period import Period
from outreach.reports.shapes import LedgerRow, ProjectRow

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

    rows: Mapping[str, Sequence[LedgerRow]]
    ahead: list[LedgerRow]
    projects: list[ProjectRow]
    teams: list[str]

    @property
    def empty(self) -> bool:
        """Whether nothing at all is on record for the period."""
        return not any(self.rows.values()) and not self.ahead and not self.projects

    def count(self, figure: str) -> int:
        """The number of rows of a figure."""
        return len(self.rows[figure])


def read_ledger(session: Session, home: str, period: Period, segment: Callable[[str], str]) -> Ledger:
    """The ledger of a region and all within it. `segment` names a segment by its id.

    A team's work counts where its target was saved for the region; work without a target counts for every region, since
    a casework is that of one city.
    """
    return _Reader(session, home, period, segment).ledger()


class _Reader:
    """Reads the rows of one region and period; what is of a date is selected by it in the database."""

    def __init__(self, session: Session, home: str, period: Period, segment: Callable[[str], str]) -> None:
        self.session, self.home, self.period, self.segment = session, home, period, segment

    def ledger(self) -> Ledger:
        """All figures of the period."""
        promises = self._promises()
        projects = self._projects()
        ahead = self._visits_ahead()
        ahead += [self._promise(c) for c in promises if c.status == "open" and c.due >= self.period.end]
        return Ledger(
            self._figures(promises, projects),
            sorted(ahead, key=lambda r: (r["day"] or date.max, r["name"])),
            [_project_row(p, self._target_of(p)) for p in projects],
            self._teams(),
        )

    def _figures(self, promises: Sequence[Commitment], projects: Sequence[CaseProject]) -> dict[str, list[LedgerRow]]:
        """The rows in the order of `FIGURES`."""
        period = self.period
        done = [c for c in promises if c.status == "done" and period.holds(c.done_on)]
        overdue = [c for c in promises if c.due < period.end and (c.done_on is None or c.done_on > period.end)]
        return {
            "targets": self._targets(),
            "visits": self._visits_done(),
            "minutes": self._minutes(),
            "made": [self._promise(c) for c in promises if period.holds(c.minutes.day)],
            "kept": [self._promise(c) for c in done if c.done_on is not None and c.done_on <= c.due],
            "late": [self._promise(c) for c in done if c.done_on is not None and c.done_on > c.due],
            "overdue": [self._promise(c) for c in overdue],
            "slips": self._slips(),
            "leads": self._leads(),
            "signed": [_project_row(p, self._target_of(p)) for p in projects if period.holds(p.signed_on)],
            "facts": self._facts(),
        }

    def _on(self, day: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]) -> sa.ColumnElement[bool]:
        """Whether a day lies in the period."""
        return day.between(self.period.start, self.period.end)

    def _at(
        self, moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    ) -> sa.ColumnElement[bool]:
        """Whether a moment lies in the period."""
        end = datetime.combine(self.period.end + timedelta(days=1), time())
        return sa.and_(moment >= datetime.combine(self.period.start, time()), moment < end)

    def _here(self, target: Target | None) -> bool:
        return target is None or Regions.within(target.home, self.home)

    def _target(self, number: int | None) -> Target | None:
        return self.session.get(Target, number) if number else None

    def _target_of_minutes(self, minutes: Minutes) -> Target | None:
        if minutes.target_id:
            return self._target(minutes.target_id)
        return minutes.visit.target if minutes.visit else None

    def _target_of(self, project: CaseProject) -> Target | None:
        return self._target(project.target_id or (project.lead.target_id if project.lead else None))

    def _targets(self) -> list[LedgerRow]:
        query = sa.select(Target).where(self._at(Target.created)).order_by(Target.id)
        return [
            _row(t.name, t.created.date(), t, self.segment(t.segment))
            for t in self.session.scalars(query)
            if self._here(t)
        ]

    def _visits(self, *conditions: sa.ColumnElement[bool]) -> list[Visit]:
        """Visits of the region; one without a target is where its trip is, one without either counts everywhere."""
        query = sa.select(Visit).where(*conditions).order_by(Visit.day, Visit.id)

        def here(visit: Visit) -> bool:
            if visit.target is not None or visit.stop is None:
                return self._here(visit.target)
            return Regions.within(visit.stop.party.trip.home, self.home)

        return [v for v in self.session.scalars(query) if here(v)]

    def _visits_done(self) -> list[LedgerRow]:
        visits = self._visits(Visit.status == "done", self._on(Visit.day))
        return [
            _row(_visit_name(v), v.day, v.target, self.segment(v.target.segment if v.target is not None else ""))
            for v in visits
        ]

    def _visits_ahead(self) -> list[LedgerRow]:
        visits = self._visits(Visit.status.in_(("planned", "confirmed")), Visit.day > self.period.end)
        return [_row(_visit_name(v), v.day, v.target, "已安排拜访") for v in visits]

    def _minutes(self) -> list[LedgerRow]:
        query = sa.select(Minutes).where(self._on(Minutes.day)).order_by(Minutes.day, Minutes.id)
        pairs = [(m, self._target_of_minutes(m)) for m in self.session.scalars(query)]
        return [_row(m.title, m.day, t, f"议定 {len(m.commitments)} 项") for m, t in pairs if self._here(t)]

    def _promises(self) -> list[Commitment]:
        """Promises made or kept in the period, and all that are open or were at its end."""
        end = self.period.end
        query = (
            sa.select(Commitment)
            .join(Commitment.minutes)
            .where(
                Commitment.status != "cancelled",
                sa.or_(
                    self._on(Minutes.day),
                    self._on(Commitment.done_on),
                    sa.and_(Commitment.due < end, sa.or_(Commitment.done_on.is_(None), Commitment.done_on > end)),
                    sa.and_(Commitment.status == "open", Commitment.due >= end),
                ),
            )
            .order_by(Minutes.day, Minutes.id, Commitment.due, Commitment.id)
        )
        return [c for c in self.session.scalars(query) if self._here(self._target_of_minutes(c.minutes))]

    def _promise(self, c: Commitment) -> LedgerRow:
        target = self._target_of_minutes(c.minutes)
        return _row(target.name if target else c.minutes.title, c.due, target, c.text, owner=c.owner)

    def _slips(self) -> list[LedgerRow]:
        query = (
            sa.select(Supervision)
            .join(Supervision.commitment)
            .where(self._on(Supervision.issued), Commitment.status != "cancelled")
            .order_by(Supervision.issued, Supervision.id)
        )
        pairs = [(s, self._target_of_minutes(s.commitment.minutes)) for s in self.session.scalars(query)]
        return [_row(s.number, s.issued, t, s.commitment.text, owner=s.unit) for s, t in pairs if self._here(t)]

    def _leads(self) -> list[LedgerRow]:
        query = sa.select(Lead).where(self._at(Lead.created)).order_by(Lead.id)
        pairs = [(x, self._target(x.target_id)) for x in self.session.scalars(query)]
        return [_row(x.text, x.created.date(), t, x.owner) for x, t in pairs if self._here(t)]

    def _projects(self) -> list[CaseProject]:
        """All projects of the region; one without a region is where its target was saved."""
        return [
            p
            for p in self.session.scalars(sa.select(CaseProject).order_by(CaseProject.id))
            if Regions.within(p.region, self.home) or (not p.region and self._here(self._target(p.target_id)))
        ]

    def _facts(self) -> list[LedgerRow]:
        query = (
            sa.select(Fact)
            .join(Fact.minutes)
            .where(Fact.status == "accepted", self._at(Fact.decided))
            .order_by(Minutes.day, Minutes.id, Fact.id)
        )
        pairs = [(f, self._target_of_minutes(f.minutes)) for f in self.session.scalars(query)]
        return [
            _row(f.sentence, f.decided.date() if f.decided else None, t, f.reviewer) for f, t in pairs if self._here(t)
        ]

    def _teams(self) -> list[str]:
        return [
            t.name
            for t in self.session.scalars(sa.select(Team).order_by(Team.id))
            if not t.region or Regions.within(t.region, self.home)
        ]


def _row(name: str, day: date | None, target: Target | None, what: str, owner: str = "") -> LedgerRow:
    return {
        "name": name,
        "day": day,
        "kind": KINDS[target.kind][0] if target is not None else "",
        "what": what,
        "team": target.owner.name if target is not None and target.owner is not None else NOBODY,
        "owner": owner,
        "state": STATUSES.get(target.status, "") if target is not None else "",
    }


def _project_row(p: CaseProject, target: Target | None) -> ProjectRow:
    row: ProjectRow = {**_row(p.name, p.signed_on, target, ""), "investment_yi": p.investment_yi}
    row["state"] = PROJECT.get(p.status, "")
    return row


def _visit_name(visit: Visit) -> str:
    return visit.name or (visit.target.name if visit.target is not None else "")
