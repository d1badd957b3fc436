"""After the visit: minutes, commitments with owner and date, supervision slips, facts on their way to the graph."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.casework.base import Row
from outreach.casework.shapes import JsonValue
from outreach.casework.trip import Visit


class Minutes(Row):
    """会谈纪要 of a visit."""

    __tablename__ = "minutes"

    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"), index=True)
    title: Mapped[str] = mapped_column(default="")
    day: Mapped[date]
    text: Mapped[str] = mapped_column(default="")
    ours: Mapped[str] = mapped_column(default="")  # who took part, by office, separated by ;
    theirs: Mapped[str] = mapped_column(default="")
    visit: Mapped[Visit | None] = relationship()
    commitments: Mapped[list[Commitment]] = relationship(back_populates="minutes", order_by="Commitment.due")
    facts: Mapped[list[Fact]] = relationship(back_populates="minutes")


class Commitment(Row):
    """承诺事项: what was promised, by which side, who answers for it, until when."""

    __tablename__ = "commitment"

    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    text: Mapped[str]
    side: Mapped[str] = mapped_column(default="ours")  # ours | theirs
    owner: Mapped[str]  # office or unit
    due: Mapped[date] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(default="open")  # open | done | cancelled
    done_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")
    minutes: Mapped[Minutes] = relationship(back_populates="commitments")
    slips: Mapped[list[Supervision]] = relationship(back_populates="commitment")


class Supervision(Row):
    """督办单: a numbered slip to the unit that owes an answer."""

    __tablename__ = "supervision"

    number: Mapped[str] = mapped_column(unique=True)  # 督〔2026〕1号
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    unit: Mapped[str]
    issued: Mapped[date]
    due: Mapped[date]
    status: Mapped[str] = mapped_column(default="issued")  # issued | answered | closed
    reply: Mapped[str] = mapped_column(default="")
    commitment: Mapped[Commitment] = relationship(back_populates="slips")


class Fact(Row):
    """A fact learnt on a visit: proposed, reviewed, then an edge of the graph, or rejected with a reason.

    `kind` is `relation` (from, kind, to) or `membership` (firm, segment, confidence); `payload` has its fields.
    `contradicts` says what the graph has against it, empty where nothing does.
    """

    __tablename__ = "fact"

    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, JsonValue]] = mapped_column(default=dict)
    sentence: Mapped[str] = mapped_column(default="")
    contradicts: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="proposed")  # proposed | accepted | rejected
    reviewer: Mapped[str] = mapped_column(default="")
    decided: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="")
    batch: Mapped[int | None]  # the graph's batch that carries it
    minutes: Mapped[Minutes] = relationship(back_populates="facts")
