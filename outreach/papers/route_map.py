"""The route of a trip as a picture: province outlines, numbered stops, the way between them. Needs no map tiles.

Labels are figures only, since a machine may have no Chinese font; the figures are those of the stops in order.
"""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from graph.model.regions import Regions
from outreach.papers.parts import outlines

WIDTH, HEIGHT = 1200, 900
SCALE = 2  # drawn larger and reduced, so that lines are smooth
LAND, EDGE, ROUTE, STOP, HOME = "#EEF1F5", "#B8C0CC", "#1E4E8C", "#1E4E8C", "#009E73"
LEAST_DEGREES = 3.0  # a trip within a city still shows the province around it
Point = tuple[float, float]


def route_map(places: Sequence[str], regions: Regions) -> bytes:
    """PNG of the way through these places (region codes, the first is where it begins); b'' where none has a position.

    The same place is drawn once, with all its figures.
    """
    points = [(p, _position(p, regions)) for p in places]
    known = [(p, xy) for p, xy in points if xy is not None]
    if not known:
        return b""
    view = _view([xy for _, xy in known])
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "white")
    draw = ImageDraw.Draw(image)
    for ring in (r for p in outlines.provinces() for r in p.rings):
        if _touches(ring, view):
            draw.polygon([_to_pixel(p, view) for p in ring], fill=LAND, outline=EDGE, width=SCALE)
    for line in outlines.lines():
        if _touches(line, view):
            draw.line([_to_pixel(p, view) for p in line], fill=EDGE, width=2 * SCALE)
    way = [_to_pixel(xy, view) for _, xy in known]
    for a, b in itertools.pairwise(way):
        if a != b:
            draw.line([a, b], fill=ROUTE, width=3 * SCALE)
    labels: dict[str, list[int]] = {}
    number = 0
    for place, _ in known:
        if place == places[0]:
            labels.setdefault(place, [])
            continue
        if number == 0 or labels.get(place, [])[-1:] != [number]:
            number += 1
        labels.setdefault(place, []).append(number)
    font = ImageFont.load_default(size=30 * SCALE)
    for place, numbers in labels.items():
        x, y = _to_pixel(next(xy for p, xy in known if p == place), view)
        r = 24 * SCALE
        draw.ellipse([x - r, y - r, x + r, y + r], fill=STOP if numbers else HOME, outline="white", width=2 * SCALE)
        text = str(numbers[0]) if numbers else ""
        draw.text((x, y), text, fill="white", font=font, anchor="mm")
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _position(code: str, regions: Regions) -> Point | None:
    region = regions.get(code)
    if region.lng is None or region.lat is None:
        return None
    return float(region.lng), float(region.lat)


def _view(points: Sequence[Point]) -> tuple[float, float, float]:
    """(west, north, degrees of longitude across), the route in the middle with a margin."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    flat = math.cos(math.radians(middle[1]))
    across = max(max(xs) - min(xs), (max(ys) - min(ys)) / flat * WIDTH / HEIGHT, LEAST_DEGREES) * 1.25
    return middle[0] - across / 2, middle[1] + across * flat * HEIGHT / WIDTH / 2, across


def _to_pixel(point: Point, view: tuple[float, float, float]) -> Point:
    west, north, across = view
    middle = north - across * HEIGHT / WIDTH / 2
    pixels = WIDTH * SCALE / across
    return (point[0] - west) * pixels, (north - point[1]) * pixels / math.cos(math.radians(middle))


def _touches(ring: Sequence[Point], view: tuple[float, float, float]) -> bool:
    west, north, across = view
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return max(xs) >= west and min(xs) <= west + across and max(ys) >= north - across and min(ys) <= north
