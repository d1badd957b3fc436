"""Trips and receptions: who goes when, stop by stop; a visit is a stop at a target."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.casework.base import Row
from outreach.casework.people import Leader, Team
from outreach.casework.shapes import JsonValue
from outreach.casework.target import Target

VISIT_STATUSES = {"planned": "已安排", "confirmed": "对方已确认", "done": "已完成", "cancelled": "已取消"}


class Trip(Row):
    """外出招商 (`outward`) or 接待来访 (`reception`). `request` is what was asked of the planner, `dropped` what did
    not fit and why."""

    __tablename__ = "trip"

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="outward")
    home: Mapped[str] = mapped_column(default="")
    start: Mapped[date]
    days: Mapped[int]
    start_region: Mapped[str] = mapped_column(default="")
    end_region: Mapped[str] = mapped_column(default="")
    guest: Mapped[str] = mapped_column(default="")  # of a reception: the delegation
    request: Mapped[dict[str, JsonValue]] = mapped_column(default=dict)
    dropped: Mapped[list[dict[str, str]]] = mapped_column(default=list)  # [{key, name, reason}]
    status: Mapped[str] = mapped_column(default="planned")
    parties: Mapped[list[Party]] = relationship(
        back_populates="trip", order_by="Party.number", cascade="all, delete-orphan"
    )


class Party(Row):
    """一路人马: one of the teams that travel, with its leader."""

    __tablename__ = "party"

    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("leader.id"), index=True)
    trip: Mapped[Trip] = relationship(back_populates="parties")
    team: Mapped[Team | None] = relationship()
    leader: Mapped[Leader | None] = relationship()
    stops: Mapped[list[Stop]] = relationship(
        back_populates="party", order_by="Stop.position", cascade="all, delete-orphan"
    )


class Stop(Row):
    """One line of a party's itinerary: `travel`, `visit`, `appointment` or `night`; times are local (Asia/Shanghai)."""

    __tablename__ = "stop"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")  # where it is, or where a leg leads
    from_region: Mapped[str] = mapped_column(default="")
    mode: Mapped[str] = mapped_column(default="")  # of a leg: rail | road | local | given
    start: Mapped[datetime]
    end: Mapped[datetime]
    party: Mapped[Party] = relationship(back_populates="stops")
    visit: Mapped[Visit | None] = relationship(back_populates="stop", cascade="all, delete-orphan", single_parent=True)


class Visit(Row):
    """拜访: a stop at a target, and what state it is in."""

    __tablename__ = "visit"

    stop_id: Mapped[int | None] = mapped_column(ForeignKey("stop.id"), unique=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    day: Mapped[date]
    status: Mapped[str] = mapped_column(default="planned")
    why_cancelled: Mapped[str] = mapped_column(default="")
    stop: Mapped[Stop | None] = relationship(back_populates="visit")
    target: Mapped[Target | None] = relationship()
