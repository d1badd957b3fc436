"""本地企业招商需求: what local firms look for."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from outreach.casework.base import Row

NEED_STATUSES = {"open": "待解决", "met": "已解决", "dropped": "已撤回"}


class LocalNeed(Row):
    """One need of one local firm: which segment it seeks, in its own words. `source` is the file it came from, empty
    where it was typed in; `ref` the firm's id in the graph, empty where it is not there."""

    __tablename__ = "local_need"

    firm: Mapped[str] = mapped_column(index=True)
    ref: Mapped[str] = mapped_column(default="")
    home: Mapped[str] = mapped_column(default="", index=True)
    segment: Mapped[str] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    status: Mapped[str] = mapped_column(default="open")
    closed: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="")
