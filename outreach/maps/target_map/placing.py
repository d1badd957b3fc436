"""Where things are drawn: a ring of a given distance, circles beside each other, firms of one place around it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from graph.model.regions import EARTH_KM

Point = tuple[float, float]  # degrees east, degrees north
STEPS = 120  # points of a ring
ROUNDS = 60  # of pushing circles apart
GOLDEN = math.pi * (3 - math.sqrt(5))


def circle(middle: Point, km: float) -> list[Point]:
    """The points at a great-circle distance from a place, in order and closed (direct problem on a sphere)."""
    x, y = math.radians(middle[0]), math.radians(middle[1])
    far = km / EARTH_KM
    out = []
    for i in range(STEPS + 1):
        way = 2 * math.pi * (i % STEPS) / STEPS
        north = math.asin(math.sin(y) * math.cos(far) + math.cos(y) * math.sin(far) * math.cos(way))
        east = x + math.atan2(
            math.sin(way) * math.sin(far) * math.cos(y), math.cos(far) - math.sin(y) * math.sin(north)
        )
        out.append((math.degrees(east), math.degrees(north)))
    return out


def spread(places: Sequence[Point], step: float) -> list[Point]:
    """Each place moved so that those alike lie around their common place as the seeds of a sunflower do (Vogel 1979),
    the first in the middle. step: degrees between neighbours, about."""
    seen: dict[Point, int] = {}
    out = []
    for x, y in places:
        i = seen[x, y] = seen.get((x, y), -1) + 1
        r, angle = step * 0.6 * math.sqrt(i), GOLDEN * i
        out.append((x + r * math.cos(angle) / max(0.2, math.cos(math.radians(y))), y + r * math.sin(angle)))
    return out


def apart(places: Sequence[Point], radii: Sequence[float], fixed: int = 0) -> list[Point]:
    """Circles moved a little so that they overlap as little as can be, the smaller more than the larger. Places and
    radii are in one unit; the result is the same every time. fixed: so many of the first stay where they are."""
    at = [list(p) for p in places]
    for _ in range(ROUNDS):
        moved = False
        for i in range(fixed, len(at)):
            for k in range(i):
                dx, dy = at[i][0] - at[k][0], at[i][1] - at[k][1]
                far = math.hypot(dx, dy) or 1e-6
                short = radii[i] + radii[k] - far
                if short <= 1e-6:
                    continue
                moved = True
                if far <= 1e-6:
                    dx, dy, far = 1.0, 0.0, 1.0
                mine = 1.0 if k < fixed else radii[k] / (radii[i] + radii[k])
                for which, part in ((i, mine), (k, mine - 1)):
                    at[which][0] += dx / far * short * part
                    at[which][1] += dy / far * short * part
        if not moved:
            break
    return [(x, y) for x, y in at]
