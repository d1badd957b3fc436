"""The time that a load writes down. A store is handed its clock, so that a test need not wait for midnight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]  # gives the time with its zone


def local_time() -> datetime:
    """Now, in the zone of this machine."""
    return datetime.now().astimezone()


def stamp(clock: Clock) -> str:
    """Now in UTC, to the second: when a load began or ended."""
    return clock().astimezone(UTC).isoformat(timespec="seconds")


def today(clock: Clock) -> str:
    """The day in the clock's own zone, since which a record holds."""
    return clock().date().isoformat()


def never_back(clock: Clock, newest: str) -> Clock:
    """The clock, or the end of the newest load where the clock stands before it: a clock that was set back must not
    date a load before what it builds on. newest: of `stamp`, '' where there is no load."""
    if not newest or stamp(clock) >= newest:
        return clock
    zone = clock().tzinfo
    return lambda: datetime.fromisoformat(newest).astimezone(zone)
