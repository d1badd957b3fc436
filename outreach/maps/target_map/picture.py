"""The map drawn for paper: provinces shaded by their targets, a circle with the number for each, the rings of hours.

Labels are figures only, since a machine may have no Chinese font; the table beside the picture names the places.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.placing import apart, circle
from outreach.maps.target_map.sentences import shading
from outreach.maps.target_map.sheet import Count, Point, TargetSheet
from outreach.papers.parts import outlines

WIDTH, HEIGHT = 1640, 1180
SCALE = 2  # drawn larger and reduced, so that lines are smooth
TINTS = ("#F3F6FA", "#E4EDF7", "#CBDCEF", "#AEC8E4", "#8FB2D8")
EDGE, SEA, MARK, INK, HOME, RING = "#A9B4C2", "#5B6776", "#1E4E8C", "#1F2A37", "#D55E00", "#007A5A"
STAR = 18  # px from its middle to a point
TOLERANCE = 0.01  # degrees
MARGIN = 0.3  # degrees around a province


def picture(sheet: TargetSheet) -> bytes:
    """PNG of the map, of the country or of the province that is looked at."""
    province = sheet.place[:2] + "0000" if sheet.place else ""
    view = _View(_extent(province))
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "white")
    draw = ImageDraw.Draw(image)
    counts = maps.by_province(sheet)
    tints, n = shading(counts), {c.code: c.n for c in counts}
    for p in outlines.thinned(TOLERANCE):
        for ring in p.rings:
            _land(draw, view, ring, TINTS[min(n.get(p.code, 0), 1) if province else tints.step(n.get(p.code, 0))])
    for line in outlines.lines():
        _line(draw, view, line, SEA, 2)
    if not province:
        inset = outlines.inset()
        for ring in inset.land:
            _land(draw, view, ring, TINTS[0])
        for line in (*inset.lines, inset.frame):
            _line(draw, view, line, SEA, 2)
    _rings(draw, view, sheet)
    _marks(draw, view, sheet, maps.by_city(sheet) if province else counts)
    if sheet.home_at is not None:
        _home(draw, view.pixel(sheet.home_at))
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", dpi=(260, 260))
    return out.getvalue()


class _View:
    """From degrees to pixels: an area in the middle of the picture, true in its middle latitude."""

    def __init__(self, extent: tuple[float, float, float, float]) -> None:
        west, south, east, north = extent
        self.x, self.y = (west + east) / 2, (south + north) / 2
        self.flat = math.cos(math.radians(self.y))
        self.pixels = SCALE * min(WIDTH / (east - west), HEIGHT * self.flat / (north - south))  # a degree of longitude

    def pixel(self, at: Point) -> Point:
        return (
            WIDTH * SCALE / 2 + (at[0] - self.x) * self.pixels,
            HEIGHT * SCALE / 2 - (at[1] - self.y) * self.pixels / self.flat,
        )


def _extent(province: str) -> tuple[float, float, float, float]:
    rings = next((p.rings for p in outlines.provinces() if p.code == province), ())
    if not rings:
        return outlines.COUNTRY
    ring = max(rings, key=len)
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN


def _land(draw: ImageDraw.ImageDraw, view: _View, ring: Sequence[Point], fill: str) -> None:
    points = [view.pixel(p) for p in ring]
    if len(points) > 2 and _seen(points):
        draw.polygon(points, fill=fill, outline=EDGE, width=SCALE)


def _line(draw: ImageDraw.ImageDraw, view: _View, line: Sequence[Point], ink: str, wide: int) -> None:
    points = [view.pixel(p) for p in line]
    if _seen(points):
        draw.line(points, fill=ink, width=wide * SCALE)


def _seen(points: Sequence[Point]) -> bool:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return max(xs) >= 0 and max(ys) >= 0 and min(xs) <= WIDTH * SCALE and min(ys) <= HEIGHT * SCALE


def _rings(draw: ImageDraw.ImageDraw, view: _View, sheet: TargetSheet) -> None:
    """The rings by rail, each with its hours at its northern end and at its southern one."""
    font = ImageFont.load_default(size=22 * SCALE)
    for ring in maps.rings(sheet, "rail") if sheet.home_at else ():
        assert sheet.home_at is not None
        points = [view.pixel(p) for p in circle(sheet.home_at, ring.km)]
        for a, b in list(pairwise(points))[::2]:  # dashed
            draw.line([a, b], fill=RING, width=2 * SCALE)
        for x, y in (min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1])):
            box = draw.textbbox((x, y), f"{ring.hours} h", font=font, anchor="mm")
            draw.rectangle([box[0] - 6, box[1] - 4, box[2] + 6, box[3] + 4], fill="white")
            draw.text((x, y), f"{ring.hours} h", fill=RING, font=font, anchor="mm")


def _marks(draw: ImageDraw.ImageDraw, view: _View, sheet: TargetSheet, counts: Sequence[Count]) -> None:
    """A circle with its number for each place, moved apart where they would cover each other."""
    known = [(c, view.pixel(c.at)) for c in counts if c.at is not None]
    most = max((c.n for c, _ in known), default=1)
    radii = [(15 + 22 * math.sqrt(c.n / most)) * SCALE for c, _ in known]
    here = [] if sheet.home_at is None else [view.pixel(sheet.home_at)]
    placed = apart([*here, *(at for _, at in known)], [*(STAR * SCALE for _ in here), *radii], len(here))[len(here) :]
    for (c, _), r, (x, y) in zip(known, radii, placed, strict=True):
        draw.ellipse([x - r, y - r, x + r, y + r], fill=MARK, outline="white", width=2 * SCALE)
        font = ImageFont.load_default(size=(24 if r > 30 * SCALE else 18) * SCALE)
        draw.text((x, y), str(c.n), fill="white", font=font, anchor="mm")


def _home(draw: ImageDraw.ImageDraw, at: Point) -> None:
    """A star: here."""
    points = []
    for i in range(10):
        r = (STAR if i % 2 == 0 else 0.4 * STAR) * SCALE
        angle = math.pi / 5 * i - math.pi / 2
        points.append((at[0] + r * math.cos(angle), at[1] + r * math.sin(angle)))
    draw.polygon(points, fill=HOME, outline="white", width=SCALE)
