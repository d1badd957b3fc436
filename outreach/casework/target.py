"""Saved targets of all four kinds, each claimed by one team."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.casework.base import Row
from outreach.casework.people import Team
from outreach.casework.shapes import TargetSnapshot
from recommend.explain.shapes import CounterArgument, OpenQuestion, Reason

STATUSES = {
    "saved": "已入名单",
    "contacted": "已联系",
    "visited": "已拜访",
    "negotiating": "洽谈中",
    "signed": "已签约",
    "dropped": "已放弃",
}


class Target(Row):
    """名单中的一家: a firm, institute, association, or an expert by office, and the gap it answers.

    `ref` is the firm's or institution's id in the graph ('' where it is not there). `reasons`, `counter`, `unknown`
    are statements as `Recommender.recommend` makes them, kept as they were when the target was saved, with their
    evidence; `snapshot` holds the facts about the target of that day.
    """

    __tablename__ = "target"

    kind: Mapped[str]  # a key of base.KINDS
    name: Mapped[str] = mapped_column(index=True)
    office: Mapped[str] = mapped_column(default="")  # that receives: 秘书处, 科研管理处, 投资部
    ref: Mapped[str] = mapped_column(default="", index=True)
    group: Mapped[str] = mapped_column(default="", index=True)  # parent company, or its own name where it is one
    region: Mapped[str] = mapped_column(default="")  # where it sits, six digits
    city: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    home: Mapped[str] = mapped_column(default="", index=True)  # for which region it was saved
    segment: Mapped[str] = mapped_column(default="", index=True)
    gap_kind: Mapped[str] = mapped_column(default="")
    gap_sentence: Mapped[str] = mapped_column(default="")
    grade: Mapped[str] = mapped_column(default="B")
    score: Mapped[float | None]
    reasons: Mapped[list[Reason]] = mapped_column(default=list)
    counter: Mapped[list[CounterArgument]] = mapped_column(default=list)
    unknown: Mapped[list[OpenQuestion]] = mapped_column(default=list)
    snapshot: Mapped[TargetSnapshot] = mapped_column(default=dict)
    must: Mapped[bool] = mapped_column(default=False)
    hours: Mapped[str] = mapped_column(default="")  # opening hours, e.g. 09:00-11:30;14:00-17:00; '' is the standard
    minutes: Mapped[int | None]  # length of a visit, None is the standard of its kind
    status: Mapped[str] = mapped_column(default="saved")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    owner_since: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    owner: Mapped[Team | None] = relationship()
