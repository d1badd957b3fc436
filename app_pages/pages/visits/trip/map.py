"""The route of a trip on a map of the provinces: options for echarts, made without a browser. No tiles, nothing
fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app_pages.draw import china
from app_pages.draw.china import Point
from app_pages.draw.options import Option
from app_pages.draw.palette import ACCENT, MUTED, TEXT
from graph.model.regions import Regions
from outreach.trip.shapes import LineDocument, PartyDocument, TripDocument

COLOURS = (ACCENT, "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # one a party


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
        "geo": china.geo(china.around(seen)),
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "legend": {"show": len(trip["parties"]) > 1, "bottom": 0, "textStyle": {"color": MUTED}},
        "series": series,
        "animation": False,
    }


def _way(lines: Sequence[LineDocument], regions: Regions) -> list[Point]:
    """The places of a party one after another, none twice in a row."""
    way: list[Point] = []
    for line in lines:
        start = china.position(line["from"], regions) if line["kind"] == "travel" else None
        for at in (start, china.position(line["place"], regions)):
            if at is not None and (not way or way[-1] != at):
                way.append(at)
    return way


def _stops(lines: Sequence[LineDocument], regions: Regions) -> dict[Point, MapStop]:
    """Visits and appointments by place, numbered in their order; one whose place is unknown takes a number too."""
    stops: dict[Point, MapStop] = {}
    visits = [line for line in lines if line["kind"] in ("visit", "appointment")]
    for number, line in enumerate(visits, 1):
        here = china.position(line["place"], regions)
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
