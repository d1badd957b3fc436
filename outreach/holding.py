"""Who holds which target: one team for a firm and its group. A second team sees who, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import HeldByOthers, InvalidArgument
from outreach.casework.models import KINDS, Target
from outreach.trips import team_of


def holder(session: Session, document: Mapping[str, Any], home: str) -> Target | None:
    """The saved target that holds this one: the same one, or for a firm one of its group; dropped ones hold nothing."""
    same = [Target.name == document["name"]]
    if document.get("ref"):
        same.append(sa.and_(Target.ref == document["ref"], Target.kind == document["kind"]))
    if document["kind"] == "firm":
        group = str(document.get("group") or document["name"])
        # A parent and its child are one group, whichever was saved first.
        same += [sa.and_(Target.kind == "firm", Target.group.in_({group, document["name"]})), sa.and_(Target.kind == "firm", Target.name == group)]  # fmt: skip
    query = sa.select(Target).where(sa.or_(*same), Target.home == home, Target.status != "dropped").order_by(Target.id)
    return session.scalars(query).first()


def save(session: Session, document: Mapping[str, Any], home: str, team: str, today: date) -> Target:
    """Save a target under a team.

    The same target by the same team again only refreshes what was known. Raises `HeldByOthers` where another team holds
    it or its group.
    """
    if document["kind"] not in KINDS:
        raise InvalidArgument(f"类型“{document['kind']}”不认识。")
    owner = team_of(session, team)
    found = holder(session, document, home)
    if found is not None and found.owner_id not in (None, owner.id):
        raise HeldByOthers(
            str(document["name"]), found.name, found.owner.name if found.owner else "", found.owner_since
        )
    own = found if found is not None and found.name == document["name"] and found.kind == document["kind"] else None
    target = own or Target(kind=document["kind"], name=document["name"], home=home)
    for field in ("office", "ref", "group", "region", "segment", "gap_kind", "grade"):
        setattr(target, field, str(document.get(field) or ""))
    target.city, target.gap_sentence = str(document.get("place") or ""), str(document.get("gap") or "")
    target.score = document.get("score")
    target.reasons, target.counter = list(document.get("reasons") or []), list(document.get("counter") or [])
    target.unknown = list(document.get("unknown") or [])
    target.snapshot = dict(document.get("facts") or {}) | {
        "path": list(document.get("path") or []), "source": document.get("source") or "", "as_of": document.get("as_of") or "",
        "verified": bool(document.get("verified")),
    }  # fmt: skip
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
            Target.kind == "firm", Target.group == target.group, Target.home == target.home, Target.id != target.id
        )
        rows += list(session.scalars(query))
    for row in rows:
        row.owner, row.owner_since = owner, today


def held(session: Session, home: str) -> list[Target]:
    """Targets of a region that are still open, the newest last."""
    query = sa.select(Target).where(Target.home == home, Target.status != "dropped").order_by(Target.id)
    return list(session.scalars(query).unique())
