"""What every table of the casework shares, and the words its columns may hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# 四个拜访: whom one visits. An expert is known by office only.
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
    type_annotation_map = {dict[str, Any]: sa.JSON, list[Any]: sa.JSON, str: sa.Text}  # noqa: RUF012


class Row(Base):
    """A numbered row that knows when it was written and by whom (an office or a team)."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[datetime] = mapped_column(default=datetime.now)
    created_by: Mapped[str] = mapped_column(default="")
