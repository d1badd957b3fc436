"""The outline of China for maps in the browser, made of plain data: all provinces, the boundary lines, the inset of the
South China Sea. No tiles, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypedDict

from app_pages.draw.options import JsonValue, Option
from app_pages.draw.palette import RULE
from graph.model.regions import Regions
from outreach.papers.parts import outlines as shipped

MAP_NAME = "provinces"
LAND, SEA_LINE = "#F3F6FA", "#8A97A8"
TOLERANCE = 0.02  # degrees: less than a pixel on a map of the country, two on one of a province
LEAST = 1.2  # degrees a map shows at least
STAR = "path://M0 -10 L2.6 -3.1 10 -3.1 4.2 1.4 6.2 8.4 0 4.4 -6.2 8.4 -4.2 1.4 -10 -3.1 -2.6 -3.1 Z"  # here
LINES, INSET, FRAME = "境界线", "南海诸岛", "南海诸岛附图"  # features that are no province

Point = tuple[float, float]  # degrees east, degrees north


class Geometry(TypedDict):
    """The outline of a province, or several lines."""

    type: str
    coordinates: JsonValue


class MapFeature(TypedDict):
    """A province with its name, the boundary lines, or the inset."""

    type: str
    properties: dict[str, JsonValue]
    geometry: Geometry


class Outlines(TypedDict):
    """The map as GeoJSON."""

    type: str
    features: list[MapFeature]


@lru_cache(maxsize=1)
def outlines() -> Outlines:
    """Provinces by their full names, the boundary lines and the inset, with fewer points. One object for all: not to be
    changed."""
    inset = shipped.inset()
    features = [_feature(p.name, p.code, "MultiPolygon", [[_line(r)] for r in p.rings]) for p in shipped.provinces()]
    features.append(_feature(LINES, "", "MultiLineString", [_line(x) for x in shipped.lines()]))
    features.append(_feature(INSET, "", "MultiPolygon", [[_line(r)] for r in inset.land]))
    features.append(_feature(FRAME, "", "MultiLineString", [_line(x) for x in (*inset.lines, inset.frame)]))
    return {"type": "FeatureCollection", "features": features}


def _feature(name: str, code: str, kind: str, coordinates: JsonValue) -> MapFeature:
    properties: dict[str, JsonValue] = {"name": name, "code": code}
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def _line(points: Sequence[Point]) -> list[JsonValue]:
    return [[round(x, 2), round(y, 2)] for x, y in shipped.simplified(points, TOLERANCE)]


def province_names() -> dict[str, str]:
    """The name that the outline of each province bears, by its code."""
    return {p.code: p.name for p in shipped.provinces()}


def geo(view: list[list[float]], regions: Sequence[Option] = (), silent: bool = True) -> Option:
    """The coordinates and the ground of a map. view: its north-west and south-east corner; regions: what single
    provinces look like."""
    drawn: Option = {"borderColor": SEA_LINE, "borderWidth": 1}
    lines: list[Option] = [{"name": name, "silent": True, "itemStyle": drawn} for name in (LINES, INSET, FRAME)]
    return {
        "map": MAP_NAME,
        "roam": True,
        "silent": silent,
        "boundingCoords": view,
        "itemStyle": {"areaColor": LAND, "borderColor": RULE},
        "label": {"show": False},
        "regions": [*lines, *regions],
    }


def inset_name_at() -> Point:
    """Where the name of the inset stands: at its foot."""
    (west, south), (east, _) = shipped.inset().frame[:2]
    return (west + east) / 2, south + 0.8


def position(code: str, regions: Regions) -> Point | None:
    """Where a region lies; None where that is not known."""
    region = regions.by_code.get(regions.canonical(code)) if code else None
    if region is None or region.lng is None or region.lat is None:
        return None
    return region.lng, region.lat


def country() -> list[list[float]]:
    """The view of the whole country: its north-west and south-east corner."""
    west, south, east, north = shipped.COUNTRY
    return [[west, north], [east, south]]


def around(points: Iterable[Point]) -> list[list[float]]:
    """North-west and south-east corner around these points with a margin; all of China where there are none."""
    points = list(points)
    if not points:
        return country()
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    wide, high = max((east - west) * 0.2, LEAST / 2), max((north - south) * 0.2, LEAST / 2)
    return [[west - wide, north + high], [east + wide, south - high]]


def of_province(code: str) -> list[list[float]]:
    """The view of one province, by its code; all of China where there is none. Islands far from the rest, such as those
    of the South China Sea, are left out of the view and stay on the map."""
    rings = next((p.rings for p in shipped.provinces() if p.code == code), ())
    if not rings:
        return country()
    largest = max(rings, key=_extent)
    near = [r for r in rings if _extent(r) > _extent(largest) / 50]
    return [
        [min(x for r in near for x, _ in r) - 0.2, max(y for r in near for _, y in r) + 0.2],
        [max(x for r in near for x, _ in r) + 0.2, min(y for r in near for _, y in r) - 0.2],
    ]


def _extent(ring: Sequence[Point]) -> float:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
