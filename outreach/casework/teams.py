"""Teams of the casework by name."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from outreach.casework.models import Team


def team_of(session: Session, name: str) -> Team:
    """The team of this name, made where there is none yet."""
    name = name.strip()
    if not name:
        raise InvalidArgument("请填写专班或小组的名称。")
    found = session.scalars(sa.select(Team).where(Team.name == name)).first()
    if found is None:
        found = Team(name=name)
        session.add(found)
        session.flush()
    return found
