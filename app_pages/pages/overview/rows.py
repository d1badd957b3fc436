"""What an office has before it in a week: what the loads since a day brought, and what is due in its casework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import sqlalchemy as sa

from app_pages.read import casework, gaps
from app_pages.read.base import space
from app_pages.read.shapes import FirmLink
from graph.gaps.documents.plan_shapes import ChangesDocument
from graph.model.records import Batch
from graph.model.regions import Regions
from graph.model.text import short_name
from outreach.after import commitments
from outreach.casework.models import Target, Visit
from recommend.rank import learning

AHEAD = timedelta(days=commitments.SOON)  # from today on, how far a visit or a promise is called due


@dataclass(frozen=True, slots=True)
class Due:
    """A visit or a promise. who: the firm visited, or who is to keep the promise; text: what was promised, '' of a
    visit; firm: its id in the graph, '' where it has none."""

    kind: Literal["visit", "promise"]
    day: date
    who: str
    text: str
    firm: str


def loads_since(day: date) -> list[Batch]:
    """The loads of data after a day, the newest first; the office's own decisions are none."""
    found = [b for b in space().store.batches() if b.kind != learning.KIND and b.loaded_on > day]
    return sorted(found, key=lambda b: -b.id)


def changed(region: str, day: date) -> ChangesDocument | None:
    """What changed since a day, None where nothing was loaded since. Raises `LiantuError`."""
    return gaps.changes(region, day.isoformat()) if loads_since(day) else None


def came(document: ChangesDocument, segment: str = "") -> list[FirmLink]:
    """The firms that came since, each once; of one segment where it is given."""
    ids = {
        f["firm"] for f in document["facts"] if f["what"] == "firm_came" and f["firm"] and segment in ("", f["segment"])
    }
    firms = sorted(space().store.firms(sorted(ids)), key=lambda f: f.name) if ids else []
    return [{"id": f.id, "name": f.name, "short": short_name(f)} for f in firms]


def due(region: str, today: date) -> list[Due]:
    """Visits that are planned and promises that are open, past their day or within the days ahead, the oldest first.

    What was saved for another city is left out; what is of no target counts everywhere, as in the reports.
    """
    with casework.opened().read() as session:
        planned = sa.select(Visit).where(Visit.status.in_(("planned", "confirmed"))).where(Visit.day <= today + AHEAD)
        visits = [
            Due("visit", v.day, v.name or (v.target.name if v.target else ""), "", v.target.ref if v.target else "")
            for v in session.scalars(planned)
            if _ours(v.target, region)
        ]
        promises = []
        for c in commitments.open_commitments(session):
            target = session.get(Target, c.minutes.target_id) if c.minutes.target_id else None
            if c.due <= today + AHEAD and _ours(target, region):
                promises.append(Due("promise", c.due, c.owner, c.text, target.ref if target else ""))
    return sorted([*visits, *promises], key=lambda d: (d.day, d.kind, d.who))


def _ours(target: Target | None, region: str) -> bool:
    return target is None or not target.home or Regions.within(target.home, region)
