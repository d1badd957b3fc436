"""What was drawn around on the map: as the address holds it, and which targets it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app_pages.pages.target_map.canvas import LEVELS, Level, spots
from outreach.maps.target_map.sheet import MapTarget, Point, TargetSheet


@dataclass(frozen=True)
class Area:
    """A polygon (degrees) and the layer that was seen when it was drawn."""

    level: Level
    corners: tuple[Point, ...]


def read(text: str) -> Area | None:
    """`city:113.1,22.5;114.2,22.6;…` as an area; None where it is none."""
    word, _, rest = text.partition(":")
    level = next((v for v in LEVELS if v == word), None)
    try:
        corners = tuple((float(x), float(y)) for x, y in (p.split(",") for p in rest.split(";")))
    except ValueError:
        return None
    return Area(level, corners) if level and len(corners) > 2 else None


def chosen(sheet: TargetSheet, area: Area) -> list[MapTarget]:
    """The targets whose point, or whose circle's middle, lies inside."""
    inside = {s.id for s in spots(sheet, area.level) if holds(area.corners, s.at)}
    if area.level == "firm":
        return [t for t in sheet.targets if t.id in inside]
    return [t for t in sheet.targets if (t.province if area.level == "province" else t.city) in inside]


def holds(corners: Sequence[Point], at: Point) -> bool:
    """Does a polygon hold a point? (Even–odd rule.)"""
    x, y = at
    odd = False
    for i, (ax, ay) in enumerate(corners):
        bx, by = corners[i - 1]
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd
