"""Where things are drawn: circles beside each other, firms of one place around it."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]  # degrees east, degrees north
ROUNDS = 60  # of pushing circles apart
GOLDEN = math.pi * (3 - math.sqrt(5))


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
