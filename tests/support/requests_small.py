"""Requests made up for the planner: places on a small map, so that nothing depends on what ships."""

from __future__ import annotations

import random
from datetime import date

from outreach.trip.planner.problem import WORTH, Candidate, Leg, PlannedParty, TripProblem
from outreach.trip.planner.travel import estimate

HOURS = (((540, 720), (840, 1050)), ((540, 720),), ((840, 1020),))
TUESDAY = date(2026, 12, 1)
# place → (x, y) in kilometres; "h" is home
MAP = {
    "h": (0, 0),
    "a": (80, 0),
    "b": (150, 60),
    "c": (500, 100),
    "d": (520, 180),
    "e": (-300, 400),
    "f": (900, -700),
    "g": (60, -600),
}


def legs(places: dict[str, tuple[int, int]] = MAP) -> dict[tuple[str, str], Leg]:
    out = {}
    for a, (x, y) in places.items():
        for b, (u, v) in places.items():
            out[a, b] = Leg(40, "local") if a == b else estimate(((x - u) ** 2 + (y - v) ** 2) ** 0.5)
    return out


def request(seed: int, n: int, days: int, parties: int = 1, musts: int = 0, start: date = TUESDAY) -> TripProblem:
    """A request at random, the same for the same seed."""
    dice = random.Random(seed)
    candidates = []
    for i in range(n):
        days_open = None if dice.random() < 0.8 else tuple(sorted(dice.sample(range(days), min(days, 2))))
        candidates.append(
            Candidate(
                f"k{i}",
                f"第{i}家",
                dice.choice(["firm", "firm", "institute", "association"]),
                dice.choice(list(MAP)[1:]),
                WORTH[dice.choice("AABBC")],
                dice.choice([60, 90, 120]),
                dice.choice(HOURS),
                days_open,
                i < musts,
            )
        )
    own = tuple(PlannedParty(i + 1, f"第{i + 1}组", "h", "h") for i in range(parties))
    return TripProblem(start, days, own, tuple(candidates), legs())


def one(
    key: str = "x",
    place: str = "a",
    windows: tuple[tuple[int, int], ...] = HOURS[0],
    minutes: int = 60,
    days: tuple[int, ...] | None = None,
    must: bool = False,
    parties: tuple[int, ...] | None = None,
    kind: str = "firm",
) -> Candidate:
    """One candidate with the fields a test is about."""
    return Candidate(key, f"“{key}”", kind, place, WORTH["B"], minutes, windows, days, must, parties)


def small(
    *candidates: Candidate, days: int = 2, parties: int = 1, start: date = TUESDAY, **more: object
) -> TripProblem:
    own = tuple(PlannedParty(i + 1, f"第{i + 1}组", "h", "h") for i in range(parties))
    return TripProblem(start, days, own, candidates, legs(), **more)  # type: ignore[arg-type]
