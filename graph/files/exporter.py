"""Who takes a file out of liantu, and when: it stands in the file's properties and at the foot of its sheets."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from graph.files.inert import defused

_NAMED: ContextVar[str] = ContextVar("exporter", default="")
LONGEST = 60  # characters of a name in a footer; Excel takes 255 in all


@dataclass(frozen=True)
class Export:
    """who: the user that was named, else the user of this machine; at: the minute."""

    who: str
    at: datetime

    @property
    def line(self) -> str:
        """As it stands in a footer: 导出：王工 · 2026-11-30 15:20."""
        return f"导出：{self.who} · {self.at:%Y-%m-%d %H:%M}"


@contextmanager
def exporting_as(who: str) -> Iterator[None]:
    """Files made in this block are this person's."""
    before = _NAMED.set(who)
    try:
        yield
    finally:
        _NAMED.reset(before)


def export() -> Export:
    """Who exports now, and when."""
    who = " ".join(defused(_NAMED.get() or _machine_user()).split())[:LONGEST]
    return Export(who or "未具名", datetime.now().replace(second=0, microsecond=0))


def _machine_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user: a container that runs under a bare number
        return ""
