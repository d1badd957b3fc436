"""The map drawn for paper: provinces shaded by their targets, a circle with the number for each, the rings of hours.
The table beside the picture names the places."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import ImageFont

from outreach.maps.drawing import SCALE, Drawing, Extent
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.placing import apart
from outreach.maps.target_map.sentences import shading
from outreach.maps.target_map.sheet import Count, Point, TargetSheet
from outreach.papers.parts import outlines

WIDTH, HEIGHT = 1640, 1180
TINTS = ("#F3F6FA", "#E4EDF7", "#CBDCEF", "#AEC8E4", "#8FB2D8")
SEA, MARK, HOME, RING = "#5B6776", "#1E4E8C", "#D55E00", "#007A5A"
STAR = 18  # px from its middle to a point
TOLERANCE = 0.01  # degrees
MARGIN = 0.3  # degrees around a province


def picture(sheet: TargetSheet) -> bytes:
    """PNG of the map, of the country or of the province that is looked at."""
    province = sheet.place[:2] + "0000" if sheet.place else ""
    drawn = Drawing(_extent(province), WIDTH, HEIGHT)
    counts = maps.by_province(sheet)
    tints, n = shading(counts), {c.code: c.n for c in counts}
    for p in outlines.thinned(TOLERANCE):
        for ring in p.rings:
            drawn.land(ring, TINTS[min(n.get(p.code, 0), 1) if province else tints.step(n.get(p.code, 0))])
    for line in outlines.lines():
        drawn.line(line, SEA)
    if not province:
        inset = outlines.inset()
        for ring in inset.land:
            drawn.land(ring, TINTS[0])
        for line in (*inset.lines, inset.frame):
            drawn.line(line, SEA)
    if sheet.home_at is not None:
        for r in maps.rings(sheet, "rail"):
            drawn.ring(sheet.home_at, r.km, r.hours, RING)
    _marks(drawn, sheet, maps.by_city(sheet) if province else counts)
    if sheet.home_at is not None:
        _home(drawn, sheet.home_at)
    return drawn.png()


def _extent(province: str) -> Extent:
    rings = next((p.rings for p in outlines.provinces() if p.code == province), ())
    if not rings:
        return outlines.COUNTRY
    ring = max(rings, key=len)
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN


def _marks(drawn: Drawing, sheet: TargetSheet, counts: Sequence[Count]) -> None:
    """A circle with its number for each place, moved apart where they would cover each other."""
    known = [(c, drawn.pixel(c.at)) for c in counts if c.at is not None]
    most = max((c.n for c, _ in known), default=1)
    radii = [(15 + 22 * math.sqrt(c.n / most)) * SCALE for c, _ in known]
    here = [] if sheet.home_at is None else [drawn.pixel(sheet.home_at)]
    placed = apart([*here, *(at for _, at in known)], [*(STAR * SCALE for _ in here), *radii], len(here))[len(here) :]
    for (c, _), r, (x, y) in zip(known, radii, placed, strict=True):
        drawn.draw.ellipse([x - r, y - r, x + r, y + r], fill=MARK, outline="white", width=2 * SCALE)
        font = ImageFont.load_default(size=(24 if r > 30 * SCALE else 18) * SCALE)
        drawn.draw.text((x, y), str(c.n), fill="white", font=font, anchor="mm")


def _home(drawn: Drawing, home: Point) -> None:
    """A star: here."""
    at, points = drawn.pixel(home), []
    for i in range(10):
        r = (STAR if i % 2 == 0 else 0.4 * STAR) * SCALE
        angle = math.pi / 5 * i - math.pi / 2
        points.append((at[0] + r * math.cos(angle), at[1] + r * math.sin(angle)))
    drawn.draw.polygon(points, fill=HOME, outline="white", width=SCALE)
