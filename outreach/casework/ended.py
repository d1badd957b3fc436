"""Moves casework that names a segment which ended to the segment that took its place, when the casework is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.model.retired import Retired
from outreach.casework.audit import Audit
from outreach.casework.db import Casework
from outreach.casework.models import CaseProject, Fact, LocalNeed, Target

WHO = "liantu"  # whose name the log carries
MOVED = "moved"  # what the log calls it where there were several heirs: `after` has all of them
# firm's id in the graph ('' where unknown), heirs → the heir that is meant
Choose = Callable[[str, Sequence[str]], str]
Named = Target | LocalNeed | CaseProject | Fact  # rows that name a segment
InColumn = TypeVar("InColumn", Target, LocalNeed, CaseProject)


def _first(_firm: str, heirs: Sequence[str]) -> str:
    return heirs[0]


def move(casework: Casework, retired: Retired, choose: Choose = _first) -> int:
    """Move targets, needs, projects and facts of ended segments; returns how many rows. Nothing else is touched.

    Where a segment has several heirs, the one that `choose` names is taken, all of them stand in the log, and a target
    says so in its note. Nothing is written where no row names an ended id.
    """
    if not retired:
        return 0
    with casework.read() as session:
        if not _ended(session, retired):
            return 0
    with casework.write(WHO) as session:
        return sum(_move(session, row, old, retired, choose) for row, old in _ended(session, retired))


def _ended(session: Session, retired: Retired) -> list[tuple[Named, str]]:
    """Rows that name an ended segment, with its id."""
    facts = session.scalars(sa.select(Fact).where(Fact.kind == "membership").order_by(Fact.id))
    rows: list[Named] = [
        *_under(session, Target, retired),
        *_under(session, LocalNeed, retired),
        *_under(session, CaseProject, retired),
        *facts,
    ]
    return [(row, old) for row in rows if (old := _segment(row)) in retired]


def _under(session: Session, table: type[InColumn], retired: Retired) -> list[InColumn]:
    """The rows of a table whose segment has ended."""
    here = sorted(set(session.scalars(sa.select(table.segment).distinct())) & set(retired))
    return list(session.scalars(sa.select(table).where(table.segment.in_(here)).order_by(table.id))) if here else []


def _segment(row: Named) -> str:
    return str(row.payload.get("segment", "")) if isinstance(row, Fact) else row.segment


def _move(session: Session, row: Named, old: str, retired: Retired, choose: Choose) -> int:
    heirs = retired.heirs(old)
    new = choose(_firm(row), heirs)
    if isinstance(row, Fact):
        row.payload = {**row.payload, "segment": new}
    else:
        row.segment = new
    if len(heirs) > 1:
        if isinstance(row, Target):
            said = f"原环节 {old} 已分为 {'、'.join(heirs)}，现记于 {new}。"
            row.note = f"{row.note}\n{said}" if row.note else said
        session.add(_log(row, old, new, heirs))
    return 1


def _firm(row: Named) -> str:
    """The id of the firm whose work tells which heir is meant; a need is about what others make."""
    if isinstance(row, Target):
        return row.ref
    return str(row.payload.get("firm", "")) if isinstance(row, Fact) else ""


def _log(row: Named, old: str, new: str, heirs: Sequence[str]) -> Audit:
    after = {"segment": new, "heirs": list(heirs)}
    return Audit(
        who=WHO, action=MOVED, record=row.__tablename__, record_id=row.id, before={"segment": old}, after=after
    )
