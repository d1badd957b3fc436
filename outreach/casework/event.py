"""Events: fairs and our own → guests → meetings → leads → projects."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.casework.base import Row


class CaseEvent(Row):
    """展会或自办活动. `ref` is the fair's id in the graph where it is one of those that ship."""

    __tablename__ = "case_event"

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="own")  # fair | own
    ref: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    start: Mapped[date]
    end: Mapped[date]
    guests: Mapped[list[Guest]] = relationship(back_populates="event")


class Guest(Row):
    """An organisation that comes, by the office it sends."""

    __tablename__ = "guest"

    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), index=True)
    name: Mapped[str]
    office: Mapped[str] = mapped_column(default="")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    invited: Mapped[str] = mapped_column(default="invited")  # invited | accepted | came | declined
    event: Mapped[CaseEvent] = relationship(back_populates="guests")
    meetings: Mapped[list[Meeting]] = relationship(back_populates="guest")


class Meeting(Row):
    """A talk with a guest."""

    __tablename__ = "meeting"

    guest_id: Mapped[int] = mapped_column(ForeignKey("guest.id"), index=True)
    day: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    guest: Mapped[Guest] = relationship(back_populates="meetings")
    leads: Mapped[list[Lead]] = relationship(back_populates="meeting")


class Lead(Row):
    """线索: what might become a project; from a meeting at an event or from a visit."""

    __tablename__ = "lead"

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"), index=True)
    text: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="open")  # open | project | dropped
    meeting: Mapped[Meeting | None] = relationship(back_populates="leads")
    projects: Mapped[list[CaseProject]] = relationship(back_populates="lead")


class CaseProject(Row):
    """项目: what a lead became."""

    __tablename__ = "case_project"

    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"), index=True)
    name: Mapped[str]
    segment: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    investment_yi: Mapped[float | None]
    status: Mapped[str] = mapped_column(default="negotiating")  # negotiating | signed | started | producing | stopped
    signed_on: Mapped[date | None]
    lead: Mapped[Lead | None] = relationship(back_populates="projects")
