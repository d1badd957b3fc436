"""What a trip planner is asked and what it answers. Times are minutes from 00:00 of the first day (day d begins at
1440·d), places are six-digit region codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

DAY = 1440
Window = tuple[int, int]  # minutes of a day, from–to

# What a visit is worth, in minutes of travel: the days are given, so they are filled with visits, the better ones
# first, and travel decides between equals. Three Cs outweigh an A.
WORTH = {"A": 3000, "B": 2000, "C": 1200}
# Worth relative to a firm's: institutes, experts and associations introduce firms and provide technology only.
SHARE = {"firm": 1.0, "institute": 0.6, "expert": 0.6, "association": 0.6}
LENGTH = {"firm": 120, "institute": 90, "expert": 60, "association": 60}  # minutes of a visit, by kind
# Offices close over noon; a visit must lie within one of these.
OFFICE: tuple[Window, ...] = ((540, 720), (840, 1050))  # 09:00–12:00, 14:00–17:30


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone to visit. `days` are the days of the trip on which it may be (None: all working days), `parties` the
    numbers of the parties that may go (None: any)."""

    key: str
    name: str
    kind: str  # firm | institute | expert | association | appointment
    place: str
    worth: int = WORTH["B"]
    minutes: int = 90
    windows: tuple[Window, ...] = OFFICE
    days: tuple[int, ...] | None = None
    must: bool = False
    parties: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class PlannedParty:
    """A team that travels together: where from, where to, under whom. `leave`, `back`: minutes of the trip before which
    it does not leave and by which it is at its end (None: as the request says for all)."""

    number: int
    name: str
    start: str
    end: str
    leader: str = ""
    leave: int | None = None
    back: int | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """How one gets from a place to another: minutes from door to door, and how (rail, road, local, given)."""

    minutes: int
    mode: str


@dataclass(frozen=True)
class TripProblem:
    """One request. `legs[a, b]` holds every ordered pair of the places that occur; `least`, `most` are quotas by kind.

    A day's work lies in [`wake`, `late`]: no party leaves its hotel before or reaches one after; `home_by` is when a
    party must be at its end on the last day. A leg is never broken by a night. `off` names the public holidays, on
    which there are no visits even if weekends are allowed; `on` the weekend days that are worked instead.
    """

    start: date
    days: int
    parties: tuple[PlannedParty, ...]
    candidates: tuple[Candidate, ...]
    legs: Mapping[tuple[str, str], Leg]
    wake: int = 480
    late: int = 1290
    home_by: int = 1290
    weekends: bool = False
    off: Mapping[date, str] = field(default_factory=dict)
    on: Mapping[date, str] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)

    @property
    def working(self) -> tuple[int, ...]:
        """The days of the trip that are working days: no holiday, and no weekend unless it is worked or allowed."""
        dates = [self.start + timedelta(days=d) for d in range(self.days)]
        return tuple(
            i for i, d in enumerate(dates) if d not in self.off and (self.weekends or d.weekday() < 5 or d in self.on)
        )

    def holiday(self, day: int) -> str:
        """The public holiday of a day of the trip, '' on any other."""
        return self.off.get(self.start + timedelta(days=day), "")

    @cached_property
    def by_key(self) -> dict[str, Candidate]:
        """Candidates by key."""
        return {c.key: c for c in self.candidates}

    def leaves(self, party: PlannedParty) -> int:
        """From which minute a party may travel."""
        return self.wake if party.leave is None else party.leave

    def due(self, party: PlannedParty) -> int:
        """By which minute a party must be at its end."""
        return (self.days - 1) * DAY + self.home_by if party.back is None else party.back

    def leg(self, a: str, b: str) -> Leg:
        return self.legs[a, b]

    def moment(self, minute: int) -> datetime:
        """A minute of the trip as date and time."""
        return datetime.combine(self.start, time()) + timedelta(minutes=minute)

    def open_hours(self, c: Candidate) -> list[Window]:
        """When a visit may begin, in minutes of the trip, latest beginnings included; by day, in order.

        A visit cannot start before the first transfer of the day ends, since parties start from their hotel.
        """
        ride = self.leg(c.place, c.place).minutes
        out = []
        days = self.working if c.days is None else [d for d in c.days if c.kind == "appointment" or not self.holiday(d)]
        for d in days:
            for lo, hi in c.windows:
                first, last = max(lo, self.wake + ride), min(hi, self.late) - c.minutes
                if first <= last and 0 <= d < self.days:
                    out.append((d * DAY + first, d * DAY + last))
        return sorted(out)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A candidate that is not visited, and why, as one sentence."""

    key: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Call:
    """A visit or an appointment with its time."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Move:
    """A ride from place to place; `mode` as in `Leg`."""

    origin: str
    place: str
    start: int
    end: int
    mode: str


@dataclass(frozen=True, slots=True)
class Night:
    """A night in a place, from arrival to departure."""

    place: str
    start: int
    end: int


Line = Call | Move | Night


@dataclass(frozen=True, slots=True)
class Route:
    """What one party does, in order of time."""

    party: int
    lines: tuple[Line, ...]

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(x for x in self.lines if isinstance(x, Call))

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(c.key for c in self.calls)


@dataclass(frozen=True, slots=True)
class TripPlan:
    """The answer: one route a party, what was left out, `value` = worth of what is visited less minutes on the way."""

    routes: tuple[Route, ...]
    dropped: tuple[Dropped, ...]
    value: int
