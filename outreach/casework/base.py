"""The base of every table of the casework, and the kinds of target."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from outreach.casework.shapes import JsonValue, TargetSnapshot
from recommend.explain.shapes import CounterArgument, OpenQuestion, Reason

# 四个拜访: the kinds of target. An expert is known by office only.
KINDS: dict[str, tuple[str, str]] = {
    "firm": ("企业", "firm"),
    "institute": ("科研院所", "institute"),
    "expert": ("专家", "expert"),
    "association": ("行业协会", "association"),
}


class Base(DeclarativeBase):
    """Declarative base. Names of constraints are fixed, so that a migration can name them on every database."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: sa.Text,
        dict[str, JsonValue]: sa.JSON,
        list[dict[str, str]]: sa.JSON,
        list[Reason]: sa.JSON,
        list[CounterArgument]: sa.JSON,
        list[OpenQuestion]: sa.JSON,
        TargetSnapshot: sa.JSON,
    }


class Row(Base):
    """A numbered row that knows when it was written and by whom (an office or a team)."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[datetime] = mapped_column(default=datetime.now)
    created_by: Mapped[str] = mapped_column(default="")
