"""Who holds which target: one team for a firm and its group. A second team sees who, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import HeldByOthers, InvalidArgument
from outreach.casework.models import KINDS, Target
from outreach.casework.teams import team_of

MUNICIPALITIES = ("11", "12", "31", "50")  # cities whose counties share only the province's two digits


def city_of(home: str) -> str:
    """What the codes of a city and its counties begin with: all desks of one city court a group once."""
    if home[:2] in MUNICIPALITIES or home[2:4] == "00":
        return home[:2]
    return home[:4]


def claimed_targets(session: Session, document: Mapping[str, Any], home: str) -> list[Target]:
    """The saved targets that hold this one anywhere in the city: the same one, or for a firm one of its group; dropped ones
    hold nothing."""
    same = [Target.name == document["name"]]
    if document.get("ref"):
        same.append(sa.and_(Target.ref == document["ref"], Target.kind == document["kind"]))
    if document["kind"] == "firm":
        group = str(document.get("group") or document["name"])
        # A parent and its child are one group, whichever was saved first.
        same += [
            sa.and_(Target.kind == "firm", Target.group.in_({group, document["name"]})),
            sa.and_(Target.kind == "firm", Target.name == group),
        ]
    query = sa.select(Target).where(
        sa.or_(*same), Target.home.startswith(city_of(home)), Target.status != "dropped", Target.owner_id.is_not(None)
    )
    return list(session.scalars(query.order_by(Target.id)).unique())


def save(session: Session, document: Mapping[str, Any], home: str, team: str, today: date) -> Target:
    """Save a target under a team.

    The same target by the same team again only refreshes what was known. Raises `HeldByOthers` where another team of the
    city holds it or its group.
    """
    if document["kind"] not in KINDS:
        raise InvalidArgument(f"类型“{document['kind']}”不认识。")
    owner = team_of(session, team)
    found = claimed_targets(session, document, home)
    other = next((t for t in found if t.owner_id != owner.id), None)
    if other is not None:
        raise HeldByOthers(
            str(document["name"]), other.name, other.owner.name if other.owner else "", other.owner_since
        )
    same = sa.select(Target).where(
        Target.name == document["name"],
        Target.kind == document["kind"],
        Target.home == home,
        Target.status != "dropped",
    )
    target = session.scalars(same).first() or Target(kind=document["kind"], name=document["name"], home=home)
    for field in ("office", "ref", "group", "region", "segment", "gap_kind", "grade"):
        setattr(target, field, str(document.get(field) or ""))
    target.city, target.gap_sentence = str(document.get("place") or ""), str(document.get("gap") or "")
    target.score = document.get("score")
    target.reasons, target.counter = list(document.get("reasons") or []), list(document.get("counter") or [])
    target.unknown = list(document.get("unknown") or [])
    target.snapshot = dict(document.get("facts") or {}) | {
        "path": list(document.get("path") or []),
        "source": document.get("source") or "",
        "as_of": document.get("as_of") or "",
        "verified": bool(document.get("verified")),
    }
    if target.owner_id is None:
        target.owner, target.owner_since = owner, today
    session.add(target)
    session.flush()
    return target


def hand_over(session: Session, target: Target, team: str, today: date) -> None:
    """Give a target to another team; the whole group goes with it."""
    owner = team_of(session, team)
    rows = [target]
    if target.kind == "firm" and target.group:
        query = sa.select(Target).where(
            Target.kind == "firm",
            Target.group == target.group,
            Target.home.startswith(city_of(target.home)),
            Target.id != target.id,
        )
        rows += list(session.scalars(query))
    for row in rows:
        row.owner, row.owner_since = owner, today


def release(session: Session, group: str, home: str, team: str) -> int:
    """Give a group back: the team's targets of it leave the list, and anybody in the city may take it up; how many left.

    Raises `HeldByOthers` where another team holds it, `InvalidArgument` where nobody does.
    """
    owner = team_of(session, team)
    rows = claimed_targets(session, {"kind": "firm", "name": group, "group": group}, home)
    if not rows:
        raise InvalidArgument(f"“{group}”现在没有专班对接。")
    other = next((t for t in rows if t.owner_id != owner.id), None)
    if other is not None:
        raise HeldByOthers(group, other.name, other.owner.name if other.owner else "", other.owner_since)
    for row in rows:
        row.owner, row.owner_since, row.status = None, None, "dropped"
    return len(rows)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who holds a group, since when, through which firm and for which region."""

    team: str
    since: date | None
    name: str
    home: str


def claims_by_name(session: Session, home: str) -> dict[str, Claim]:
    """Every group that is held in the city (by the group's name and by its firms' names) → who holds it."""
    query = sa.select(Target).where(
        Target.kind == "firm",
        Target.home.startswith(city_of(home)),
        Target.status != "dropped",
        Target.owner_id.is_not(None),
    )
    out: dict[str, Claim] = {}
    for t in session.scalars(query.order_by(Target.id)).unique():
        claim = Claim(t.owner.name if t.owner else "", t.owner_since, t.name, t.home)
        for name in (t.group, t.name):
            if name:
                out.setdefault(name, claim)
    return out


def open_targets(session: Session, home: str) -> list[Target]:
    """Targets of a region that are still open, the newest last."""
    query = sa.select(Target).where(Target.home == home, Target.status != "dropped").order_by(Target.id)
    return list(session.scalars(query).unique())
