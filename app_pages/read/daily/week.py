"""What the week holds for an office: what was loaded and what it changed, what is due, whom to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app_pages.read import casework, gaps
from graph.gaps.documents.plan_shapes import ChangesDocument
from outreach.after.commitments import SOON, facts_to_review, open_commitments
from outreach.casework.trip import Visit

WEEK = timedelta(days=7)
PENDING = ("planned", "confirmed")

DueKind = Literal["late", "soon", "no_minutes", "visit", "facts"]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that wants doing. days: until its day, negative where that has passed; who: the unit that answers for a
    promise; text: the promise, the firm to be seen, or '' for facts, of which there are n."""

    kind: DueKind
    day: date
    days: int
    text: str
    who: str = ""
    n: int = 1


@dataclass(frozen=True, slots=True)
class News:
    """What changed since a day at least a week ago. since: '' where the store is younger than that; changes: None where
    nothing was loaded since."""

    since: str
    last: str
    changes: ChangesDocument | None


def due(today: date) -> list[Due]:
    """Promises that are late or near, visits of the next days, visits without minutes, facts that wait for a decision;
    in this order, each by its day."""
    with casework.opened().read() as session:
        return [*_promises(session, today), *_visits(session, today), *_facts(session, today)]


def _promises(session: Session, today: date) -> list[Due]:
    near = [c for c in open_commitments(session) if c.due <= today + timedelta(days=SOON)]
    return [Due("late" if c.due < today else "soon", c.due, (c.due - today).days, c.text, c.owner) for c in near]


def _visits(session: Session, today: date) -> list[Due]:
    query = sa.select(Visit).where(Visit.status.in_(PENDING), Visit.day <= today + WEEK).order_by(Visit.day, Visit.id)
    rows = [(v.day, v.target.name if v.target else v.name) for v in session.scalars(query)]
    past = [Due("no_minutes", day, (day - today).days, name) for day, name in rows if day < today]
    return [*past, *(Due("visit", day, (day - today).days, name) for day, name in rows if day >= today)]


def _facts(session: Session, today: date) -> list[Due]:
    n = len(facts_to_review(session))
    return [Due("facts", today, 0, "", n=n)] if n else []


def news(region: str, today: date) -> News:
    """What the loads of the last seven days changed in a region, against the last load before them."""
    days = gaps.load_days()
    since = base_day(days, today)
    last = days[-1].isoformat() if days else ""
    if since is None:
        return News("", last, None)
    if since == days[-1]:
        return News(since.isoformat(), last, None)
    return News(since.isoformat(), last, gaps.changes(region, since.isoformat()))


def base_day(days: Sequence[date], today: date) -> date | None:
    """The last load that is at least a week old; None where all are younger."""
    return max((d for d in days if d <= today - WEEK), default=None)
