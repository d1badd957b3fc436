"""Claims of teams on targets: one team for a firm and its group. A second team sees whose it is, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import HeldByOthers, InvalidArgument
from outreach.casework.models import KINDS, Target, Team
from outreach.casework.teams import team_of
from outreach.targets.shapes import VisitTarget

MUNICIPALITIES = ("11", "12", "31", "50")  # cities whose counties share only the province's two digits


def city_of(home: str) -> str:
    """What the codes of a city and its counties begin with: all desks of one city court a group once."""
    if home[:2] in MUNICIPALITIES or home[2:4] == "00":
        return home[:2]
    return home[:4]


def claimed_targets(session: Session, home: str, kind: str, name: str, group: str = "", ref: str = "") -> list[Target]:
    """The saved targets through which a team of the city claims this one: the same one, or for a firm one of its group;
    dropped ones claim nothing."""
    same = [Target.name == name]
    if ref:
        same.append(sa.and_(Target.ref == ref, Target.kind == kind))
    if kind == "firm":
        own_group = group or name
        # A parent and its child are one group, whichever was saved first.
        same += [
            sa.and_(Target.kind == "firm", Target.group.in_({own_group, name})),
            sa.and_(Target.kind == "firm", Target.name == own_group),
        ]
    query = sa.select(Target).where(
        sa.or_(*same), Target.home.startswith(city_of(home)), Target.status != "dropped", Target.owner_id.is_not(None)
    )
    return list(session.scalars(query.order_by(Target.id)).unique())


def save(session: Session, document: VisitTarget, home: str, team: str, today: date) -> Target:
    """Save a target under a team.

    The same target by the same team again only refreshes what was known. Raises `HeldByOthers` where another team of
    the city claims it or its group.
    """
    name, kind = document["name"], document["kind"]
    if kind not in KINDS:
        raise InvalidArgument(f"类型“{kind}”不认识。")
    owner = team_of(session, team)
    _refuse_others(name, claimed_targets(session, home, kind, name, document["group"], document["ref"]), owner)
    same = sa.select(Target).where(
        Target.name == name, Target.kind == kind, Target.home == home, Target.status != "dropped"
    )
    target = session.scalars(same).first() or Target(kind=kind, name=name, home=home)
    target.office, target.ref, target.group = document["office"], document["ref"], document["group"]
    target.region, target.city = document["region"], document["place"]
    target.segment, target.grade = document["segment"], document["grade"]
    target.gap_kind, target.gap_sentence = document["gap_kind"], document["gap"]
    target.score = document["score"]
    target.reasons, target.counter = list(document["reasons"]), list(document["counter"])
    target.unknown = list(document["unknown"])
    target.snapshot = {
        **document["facts"],
        "path": list(document["path"]),
        "source": document["source"],
        "as_of": document["as_of"],
        "verified_identity": document["verified_identity"],
        "verified_products": document["verified_products"],
    }
    if target.owner_id is None:
        target.owner, target.owner_since = owner, today
    session.add(target)
    session.flush()
    return target


def _refuse_others(name: str, claimed: Sequence[Target], team: Team) -> None:
    """Raises `HeldByOthers` where another team than this one has a claim."""
    other = next((t for t in claimed if t.owner_id != team.id), None)
    if other is not None:
        raise HeldByOthers(name, other.name, other.owner.name if other.owner else "", other.owner_since)


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
    """Give a group back: the team's targets of it leave the list, and any team of the city may claim it; how many left.

    Raises `HeldByOthers` where another team claims it, `InvalidArgument` where nobody does.
    """
    owner = team_of(session, team)
    rows = claimed_targets(session, home, "firm", group, group)
    if not rows:
        raise InvalidArgument(f"“{group}”现在没有专班对接。")
    _refuse_others(group, rows, owner)
    for row in rows:
        row.owner, row.owner_since, row.status = None, None, "dropped"
    return len(rows)


@dataclass(frozen=True, slots=True)
class Claim:
    """A team's claim on a group: since when, through which firm and for which region."""

    team: str
    since: date | None
    name: str
    home: str


def claims_by_name(session: Session, home: str) -> dict[str, Claim]:
    """Every claim in the city, by the name of the group and by the names of its firms."""
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
