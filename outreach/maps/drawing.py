"""A map of China drawn for paper, without tiles: land, lines, dashed rings with their hours.

Labels are figures only, since a machine may have no Chinese font.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from graph.model.regions import EARTH_KM

SCALE = 2  # drawn larger and reduced, so that lines are smooth
EDGE = "#B0BAC7"  # between provinces
STEPS = 120  # points of a ring
Point = tuple[float, float]  # degrees east and north, or pixels of the large picture
Extent = tuple[float, float, float, float]  # west, south, east, north


class Drawing:
    """A picture of an area in its middle, true in its middle latitude. Sizes are in pixels of the finished picture."""

    def __init__(self, extent: Extent, width: int, height: int) -> None:
        west, south, east, north = extent
        self.size = (width, height)
        self._middle = ((west + east) / 2, (south + north) / 2)
        self._flat = math.cos(math.radians(self._middle[1]))
        self._degree = SCALE * min(width / (east - west), height * self._flat / (north - south))  # of longitude
        self._image = Image.new("RGB", (width * SCALE, height * SCALE), "white")
        self.draw = ImageDraw.Draw(self._image)

    def pixel(self, at: Point) -> Point:
        """Where a place lies in the large picture."""
        x, y = self.size[0] * SCALE / 2, self.size[1] * SCALE / 2
        return (
            x + (at[0] - self._middle[0]) * self._degree,
            y - (at[1] - self._middle[1]) * self._degree / self._flat,
        )

    def land(self, ring: Sequence[Point], fill: str) -> None:
        """The outline of a province or an island, filled."""
        points = [self.pixel(p) for p in ring]
        if len(points) > 2 and self._seen(points):
            self.draw.polygon(points, fill=fill, outline=EDGE, width=SCALE)

    def line(self, places: Sequence[Point], ink: str, wide: int = 2) -> None:
        """A boundary line."""
        points = [self.pixel(p) for p in places]
        if self._seen(points):
            self.draw.line(points, fill=ink, width=wide * SCALE)

    def ring(self, middle: Point, km: float, hours: int, ink: str) -> None:
        """A dashed ring with its hours at its northern and its southern end."""
        font = ImageFont.load_default(size=22 * SCALE)
        points = [self.pixel(p) for p in circle(middle, km)]
        for a, b in list(pairwise(points))[::2]:
            self.draw.line([a, b], fill=ink, width=2 * SCALE)
        for x, y in (min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1])):
            box = self.draw.textbbox((x, y), f"{hours} h", font=font, anchor="mm")
            self.draw.rectangle([box[0] - 6, box[1] - 4, box[2] + 6, box[3] + 4], fill="white")
            self.draw.text((x, y), f"{hours} h", fill=ink, font=font, anchor="mm")

    def png(self) -> bytes:
        """The finished picture, in print quality."""
        out = io.BytesIO()
        self._image.resize(self.size, Image.Resampling.LANCZOS).save(out, "PNG", dpi=(260, 260))
        return out.getvalue()

    def _seen(self, points: Sequence[Point]) -> bool:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        wide, high = self._image.size
        return max(xs) >= 0 and max(ys) >= 0 and min(xs) <= wide and min(ys) <= high


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
