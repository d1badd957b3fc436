"""市场分布图 as a picture for paper: provinces shaded by what they buy, the largest buyers as numbered points, rings of
hours."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import ImageFont

from outreach.maps.drawing import SCALE, Drawing, Point
from outreach.maps.market.market_words import TOP
from outreach.maps.market.shapes import MarketDocument
from outreach.papers.parts import outlines

WIDTH, HEIGHT = 1500, 1060
SEA_LINE, POINT, HOME, RING = "#8A97A8", "#1E4E8C", "#B04A00", "#5B6776"
SHADES = ("#F6F8FB", "#E4EDF7", "#C9DCF0", "#A6C4E4", "#7DA6D3")  # none, then by share of the sum
STEPS = (0.0, 0.02, 0.05, 0.10)  # of the sum, above which the next shade is taken
LEAST, MOST = 13.0, 40.0  # radius of a point in pixels
TOLERANCE = 0.01  # degrees, under half a pixel


def shade_of(share: float) -> int:
    """Which of `SHADES` a province takes by its share of the sum."""
    return sum(share > s for s in STEPS)


def picture(d: MarketDocument) -> bytes:
    """PNG of the map; points bear the rank of the buyer, rings their hours."""
    drawn = Drawing(outlines.COUNTRY, WIDTH, HEIGHT)
    shares = {p["code"]: p["share"] for p in d["provinces"]}
    for p in outlines.thinned(TOLERANCE):
        for ring in p.rings:
            drawn.land(ring, SHADES[shade_of(shares.get(p.code, 0.0))])
    inset = outlines.inset()
    for ring in inset.land:
        drawn.land(ring, SHADES[0])
    for line in (*outlines.lines(), *inset.lines, inset.frame):
        drawn.line(line, SEA_LINE)
    _points(drawn, d)
    _rings(drawn, d)
    return drawn.png()


def _rings(drawn: Drawing, d: MarketDocument) -> None:
    """The rings around the region, and a mark: here."""
    lng, lat = d["region_lng"], d["region_lat"]
    if lng is None or lat is None:
        return
    for r in d["rings"]:
        drawn.ring((lng, lat), r["km"], r["hours"], RING)
    x, y = drawn.pixel((lng, lat))
    far = 9 * SCALE
    drawn.draw.polygon([(x, y - far), (x + far, y), (x, y + far), (x - far, y)], fill=HOME, outline="white")


def _points(drawn: Drawing, d: MarketDocument) -> None:
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
        x, y = drawn.pixel(spot)
        drawn.draw.ellipse(
            [x - radius, y - radius, x + radius, y + radius], fill=POINT, outline="white", width=2 * SCALE
        )
        label = ranks_label(ranks)
        font = ImageFont.load_default(size=min(26, max(15, radius / SCALE * 1.1)) * SCALE)
        drawn.draw.text((x, y), label, fill="white", font=font, anchor="mm", stroke_width=SCALE, stroke_fill=POINT)


def ranks_label(ranks: Sequence[int]) -> str:
    """The ranks of the buyers of one place: 3, or 3+2 for the third and two more."""
    return str(ranks[0]) if len(ranks) == 1 else f"{ranks[0]}+{len(ranks) - 1}"
