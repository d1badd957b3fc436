"""市场分布图 as a picture for paper: provinces shaded by what they buy, the largest buyers as numbered points, rings of
hours. Needs no tiles; labels are figures only, since a machine may have no Chinese font."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from outreach.maps.market.market_words import TOP
from outreach.maps.market.shapes import MarketDocument
from outreach.maps.target_map.placing import circle
from outreach.papers.parts import outlines

WIDTH, HEIGHT = 1500, 1060
SCALE = 2  # drawn larger and reduced, so that lines are smooth
EDGE, SEA_LINE, POINT, HOME, RING = "#B8C0CC", "#8A97A8", "#1E4E8C", "#B04A00", "#5B6776"
SHADES = ("#F6F8FB", "#E4EDF7", "#C9DCF0", "#A6C4E4", "#7DA6D3")  # none, then by share of the sum
STEPS = (0.0, 0.02, 0.05, 0.10)  # of the sum, above which the next shade is taken
LEAST, MOST = 13.0, 40.0  # radius of a point in pixels
TOLERANCE = 0.01  # degrees, under half a pixel
Point = tuple[float, float]


def shade_of(share: float) -> int:
    """Which of `SHADES` a province takes by its share of the sum."""
    return sum(share > s for s in STEPS)


def picture(d: MarketDocument) -> bytes:
    """PNG of the map; points bear the rank of the buyer, rings their hours."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "white")
    draw = ImageDraw.Draw(image)
    shares = {p["code"]: p["share"] for p in d["provinces"]}
    for code, rings in _land():
        fill = SHADES[shade_of(shares.get(code, 0.0))]
        for ring in rings:
            draw.polygon([_at(p) for p in ring], fill=fill, outline=EDGE, width=SCALE)
    inset = outlines.inset()
    for ring in inset.land:
        draw.polygon([_at(p) for p in ring], fill=SHADES[0], outline=EDGE, width=SCALE)
    for line in (*outlines.lines(), *inset.lines, inset.frame):
        draw.line([_at(p) for p in line], fill=SEA_LINE, width=2 * SCALE)
    _points(draw, d)
    _rings(draw, d)
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=1)
def _land() -> list[tuple[str, list[outlines.Line]]]:
    """The provinces by their codes, with as many points as can be seen."""
    return [(p.code, [outlines.simplified(r, TOLERANCE) for r in p.rings]) for p in outlines.provinces()]


def _rings(draw: ImageDraw.ImageDraw, d: MarketDocument) -> None:
    lng, lat = d["region_lng"], d["region_lat"]
    if lng is None or lat is None:
        return
    font = ImageFont.load_default(size=22 * SCALE)
    for r in d["rings"]:
        way = circle((lng, lat), r["km"])
        for i in range(0, len(way) - 1, 2):  # dashed
            draw.line([_at(way[i]), _at(way[i + 1])], fill=RING, width=2 * SCALE)
        x, y = _at(way[0])
        draw.text(
            (x, y), f"{r['hours']} h", fill=RING, font=font, anchor="mb", stroke_width=3 * SCALE, stroke_fill="white"
        )
    x, y = _at((lng, lat))
    r_home = 9 * SCALE
    draw.polygon([(x, y - r_home), (x + r_home, y), (x, y + r_home), (x - r_home, y)], fill=HOME, outline="white")


def _points(draw: ImageDraw.ImageDraw, d: MarketDocument) -> None:
    shown = [b for b in d["buyers"][:TOP] if b["lng"] is not None and b["lat"] is not None]
    spots: dict[Point, list[int]] = {}
    size: dict[Point, float] = {}
    for b in shown:
        spot = (float(b["lng"] or 0), float(b["lat"] or 0))
        spots.setdefault(spot, []).append(b["rank"])
        size[spot] = size.get(spot, 0.0) + b["yi"]
    largest = max(size.values(), default=1.0) or 1.0
    for spot, ranks in sorted(spots.items(), key=lambda s: -size[s[0]]):  # small ones on top
        radius = max(LEAST, min(MOST, MOST * math.sqrt(size[spot] / largest))) * SCALE
        x, y = _at(spot)
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=POINT, outline="white", width=2 * SCALE)
        label = ranks_label(ranks)
        font = ImageFont.load_default(size=min(26, max(15, radius / SCALE * 1.1)) * SCALE)
        draw.text((x, y), label, fill="white", font=font, anchor="mm", stroke_width=SCALE, stroke_fill=POINT)


def ranks_label(ranks: Sequence[int]) -> str:
    """The ranks of the buyers of one place: 3, or 3+2 for the third and two more."""
    return str(ranks[0]) if len(ranks) == 1 else f"{ranks[0]}+{len(ranks) - 1}"


def _at(point: Point) -> Point:
    """Degrees to pixels: longitude straight, latitude stretched as at the middle of the country."""
    west, south, east, north = outlines.COUNTRY
    middle = math.cos(math.radians((south + north) / 2))
    pixels = min(WIDTH / (east - west), HEIGHT * middle / (north - south)) * SCALE
    left = (WIDTH * SCALE - (east - west) * pixels) / 2
    return left + (point[0] - west) * pixels, (north - point[1]) * pixels / middle
