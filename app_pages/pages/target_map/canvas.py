"""The map of targets as an option for ECharts: provinces shaded and counted, cities, firms; rings of hours; groups.

Three layers of points stand on one map: a circle a province, a circle a city, a mark a firm. Which one is seen goes by
how far one has zoomed in (`events.py`), so that a cluster opens without asking the server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from app_pages.draw import china
from app_pages.draw.options import BASE, JsonValue, Option
from app_pages.draw.palette import ACCENT, MUTED, TEXT
from app_pages.pages.target_map.texts import TEXTS
from graph.model.place_names import english
from graph.model.words import Lang
from outreach.maps.drawing import circle
from outreach.maps.target_map import sentences
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.placing import apart, spread
from outreach.maps.target_map.sheet import Count, Family, MapTarget, Point, TargetSheet
from outreach.trip.planner.travel import Way

Level = Literal["province", "city", "firm"]
LEVELS: tuple[Level, ...] = ("province", "city", "firm")
WIDTH, HEIGHT = 760, 480  # px, about: of the map on an office screen
NARROWER = 0.75  # a degree of longitude over one of latitude, as ECharts draws it
TINTS = ("#F6F8FB", "#E4EDF7", "#CBDCEF", "#AEC8E4", "#8FB2D8")
HOME, RING, FAMILY = "#D55E00", "#007A5A", "#9C4F7F"
# A mark, its fill and its rim for each grade: told apart without colour, too.
GRADES: Mapping[str, tuple[str, str, str]] = {
    "A": ("diamond", "#1E4E8C", "#FFFFFF"),
    "B": ("circle", "#56B4E9", "#1E4E8C"),
    "C": ("triangle", "#FFFFFF", "#5B6776"),
}
SIZES = {"大型": 16, "中型": 12, "小型": 9, "": 9}  # px; where nobody said, as small
NARROW = (
    500  # px, below which a map of the country begins with its east, where circles have room; the rest is a move away
)
EAST: list[list[float]] = [[98.0, 45.5], [125.0, 18.0]]
STAR_PX = 17
STEP = 0.036  # degrees between firms of one place
WIDEST_STEP, ROOM = 0.1, 0.5  # the same where one city is looked at, within so many degrees
NAME_PX = 5  # room for the names below the circles
NAMED_FIRMS = 80  # in a view of a city, so many have their names beside them
# The ground does not light up under the pointer, and cannot be lost by zooming.
_STILL: Option = {
    "emphasis": {"disabled": True},
    "select": {"disabled": True},
    "selectedMode": False,
    "scaleLimit": {"min": 0.9, "max": 60},
    "top": 4,
    "bottom": 4,
    "left": 4,
    "right": 4,
    "tooltip": {"show": True},
}
BRUSH: Option = {
    "geoIndex": 0,
    "toolbox": ["polygon", "rect", "clear"],
    "transformable": False,
    "removeOnClick": True,
    "seriesIndex": [],  # what is drawn around is listed beside the map and keeps its look
    "brushStyle": {"borderWidth": 2, "color": "rgba(213,94,0,0.10)", "borderColor": HOME},
}
SELECTED: Option = {"borderColor": "#101828", "borderWidth": 3}


@dataclass(frozen=True)
class Layers:
    """What is drawn besides the targets: rings by which way (None: no rings), lines of the groups."""

    rings: Way | None = "rail"
    families: bool = True


@dataclass(frozen=True)
class Spot:
    """A point of a layer: its id (the code of a place, or of a firm) and where it is drawn."""

    id: str
    at: Point


def base_level(place: str, municipality: bool = False) -> Level:
    """What is seen at first where this place is looked at."""
    if not place:
        return "province"
    return "city" if place.endswith("0000") and not municipality else "firm"


def level_of(sheet: TargetSheet) -> Level:
    """What is seen at first of a sheet; a municipality is a city."""
    return base_level(sheet.place, any(t.city == sheet.place for t in sheet.targets))


def view_of(sheet: TargetSheet) -> list[list[float]]:
    """The north-west and south-east corner of what is looked at."""
    if not sheet.place:
        return china.country()
    if level_of(sheet) == "city":
        return china.of_province(sheet.place)
    points = [s.at for s in spots(sheet, "firm")]
    return china.around(points) if points else china.of_province(sheet.place[:2] + "0000")


def spots(sheet: TargetSheet, level: Level) -> list[Spot]:
    """Where the points of a layer stand. Circles that are seen at first are moved apart; firms of one place lie around
    it."""
    if level == "firm":
        placed = _in_families(sheet.placed)
        step = STEP if level_of(sheet) != "firm" else min(WIDEST_STEP, ROOM / (0.6 * sqrt(max(len(placed), 1))))
        return [Spot(t.id, at) for t, at in zip(placed, spread([t.at for t in placed if t.at], step), strict=True)]
    counts = [c for c in _counts(sheet, level) if c.at is not None]
    at = [c.at for c in counts if c.at is not None]
    if level == level_of(sheet):
        (west, north), (east, south) = china.country() if not sheet.place else china.of_province(sheet.place)
        pixels = min(WIDTH / ((east - west) * NARROWER), HEIGHT / (north - south))
        radii = [_across(c, counts) / 2 + NAME_PX for c in counts]
        here = [] if sheet.home_at is None else [sheet.home_at]
        pushed = [(x * NARROWER * pixels, y * pixels) for x, y in (*here, *at)]
        moved = apart(pushed, [*(STAR_PX / 2 for _ in here), *radii], len(here))[len(here) :]
        at = [(x / NARROWER / pixels, y / pixels) for x, y in moved]
    return [Spot(c.code, p) for c, p in zip(counts, at, strict=True)]


def _in_families(targets: Sequence[MapTarget]) -> list[MapTarget]:
    """The targets in their order, members of one group behind each other."""
    first: dict[str, int] = {}
    for i, t in enumerate(targets):
        first.setdefault(t.parent or t.name, i)
    return sorted(targets, key=lambda t: first[t.parent or t.name])


def _counts(sheet: TargetSheet, level: Level) -> list[Count]:
    return maps.by_province(sheet) if level == "province" else maps.by_city(sheet)


def _across(count: Count, counts: Sequence[Count]) -> float:
    """How wide a circle is, in px: its area goes with the number."""
    most = max(c.n for c in counts)
    return 19 + 25 * sqrt(count.n / most)


def option(sheet: TargetSheet, lang: Lang, layers: Layers, outline: Sequence[Point] = ()) -> Option:
    """The map. outline: what was drawn around in the address, which the browser does not show by itself."""
    level = level_of(sheet)
    firms = {s.id: s.at for s in spots(sheet, "firm")}
    lit: dict[str, JsonValue] = {name: name in (level, "ground") for name in (*LEVELS, "ground")}
    drawn: Option = {
        **BASE,
        "tooltip": {
            "trigger": "item",
            "confine": True,
            "formatter": "{b}",
            "textStyle": {"color": TEXT, "fontSize": 13},
        },
        "legend": {"show": False, "selected": lit},
        "toolbox": toolbox(sheet, lang),
        "brush": BRUSH,
        "geo": {**china.geo(view_of(sheet), _regions(sheet, lang), silent=False), **_STILL},
        "series": [
            *_rings(sheet, lang, layers.rings),
            *([_families(maps.families(sheet), firms, lang)] if layers.families else []),
            *_circles(sheet, "province", lang),
            *_circles(sheet, "city", lang),
            *_firms(sheet, firms, lang),
            *_home(sheet, lang),
            *_outline(outline),
        ],
    }
    if sheet.place:
        return drawn
    return {
        "baseOption": drawn,
        "media": [{"query": {"maxWidth": NARROW}, "option": {"geo": {"boundingCoords": EAST}}}],
    }


def toolbox(sheet: TargetSheet, lang: Lang) -> Option:
    en = lang == "en"
    around, box, clear = (TEXTS[k][en] for k in ("tmap.lasso", "tmap.box", "tmap.clear"))
    return {
        "right": 6,
        "top": 2,
        "itemSize": 16,
        "feature": {
            "brush": {
                "type": ["polygon", "rect", "clear"],
                "title": {"polygon": around, "rect": box, "clear": clear},
            },
            "saveAsImage": {"title": TEXTS["tmap.save"][en], "pixelRatio": 4, "name": f"{sheet.chain_name}-目标企业图"},
        },
    }


def _regions(sheet: TargetSheet, lang: Lang) -> list[Option]:
    """The provinces with their tints and what they say under the pointer."""
    counts = maps.by_province(sheet)
    tints, by_code = sentences.shading(counts), {c.code: c for c in counts}
    out: list[Option] = []
    for code, name in china.province_names().items():
        count = by_code.get(code)
        said = _told(name, count, lang)
        out.append(
            {
                "name": name,
                "itemStyle": {"areaColor": TINTS[(1 if sheet.place else tints.step(count.n)) if count else 0]},
                "tooltip": {"formatter": said},
            }
        )
    return out


def _told(name: str, count: Count | None, lang: Lang) -> str:
    """A place with its targets, in words."""
    n, a = (count.n, count.grades["A"]) if count else (0, 0)
    if lang == "zh":
        return f"{name}：目标企业 {n} 家（A 级 {a} 家）" if n else f"{name}：在库未见入选企业"
    return f"{english(name)}: {n} targets ({a} of grade A)" if n else f"{english(name)}: no target on record"


def _circles(sheet: TargetSheet, level: Level, lang: Lang) -> list[Option]:
    """A circle with its number for each place, and the places' names below them where there is room."""
    counts = {c.code: c for c in _counts(sheet, level)}
    every = list(counts.values())
    points: list[Option] = []
    names: list[Option] = []
    for spot in spots(sheet, level):
        c = counts[spot.id]
        wide = round(_across(c, every), 1)
        points.append(
            {"id": f"place:{c.code}", "name": _told(c.name, c, lang), "value": [*spot.at, c.n], "symbolSize": wide}
        )
        short = sheet.shorts.get(c.code, c.name) if lang == "zh" else english(c.name)
        names.append({"name": short, "value": list(spot.at), "symbolSize": wide})
    label: Option = {"show": True, "formatter": "{@[2]}", "color": "#FFFFFF", "fontSize": 12, "fontWeight": "bold"}
    below: Option = {
        "show": True,
        "formatter": "{b}",
        "position": "bottom",
        "distance": 1,
        "color": TEXT,
        "fontSize": 11,
    }
    return [
        {
            **_points(level, names),
            "silent": True,
            "itemStyle": {"color": "rgba(0,0,0,0)", "borderWidth": 0},
            "label": {**below, "textBorderColor": "#FFFFFF", "textBorderWidth": 2},
            "labelLayout": {"hideOverlap": True},
            "z": 5,
        },
        {
            **_points(level, points),
            "itemStyle": {"color": ACCENT, "opacity": 0.92, "borderColor": "#FFFFFF", "borderWidth": 1},
            "label": {**label, "position": "inside"},
            "z": 4,
        },
    ]


def _points(name: str, data: Sequence[Option]) -> dict[str, JsonValue]:
    return {"type": "scatter", "coordinateSystem": "geo", "name": name, "data": list(data), "cursor": "pointer"}


def _firms(sheet: TargetSheet, at: Mapping[str, Point], lang: Lang) -> list[Option]:
    """A mark a firm: by its grade, as large as the firm; with names where few are looked at."""
    named = level_of(sheet) == "firm" and len(at) <= NAMED_FIRMS
    label: Option = {"show": named, "position": "right", "formatter": "{@[2]}", "color": TEXT, "fontSize": 11}
    out: list[Option] = []
    for grade, (symbol, fill, rim) in GRADES.items():
        points: list[Option] = [
            {
                "id": f"firm:{t.id}",
                "name": _firm_said(t, sheet, lang),
                "value": [*at[t.id], t.document["firm"]["short"]],
                "symbolSize": SIZES[t.size],
            }
            for t in sheet.targets
            if t.grade == grade and t.id in at
        ]
        out.append(
            {
                **_points("firm", points),
                "symbol": symbol,
                "itemStyle": {"color": fill, "borderColor": rim, "borderWidth": 1.2},
                "label": label,
                "labelLayout": {"hideOverlap": True},
                "emphasis": {"scale": 1.3, "label": {"show": named}},
                "selectedMode": "single",
                "select": {"itemStyle": SELECTED},
                "progressive": 0,
                "z": 6 + "CBA".index(grade),
            }
        )
    return out


def _firm_said(target: MapTarget, sheet: TargetSheet, lang: Lang) -> str:
    city = sheet.places.get(target.city) or sheet.places.get(target.province, "")
    if lang == "zh":
        return f"{target.name}（{target.grade} 级，{city}）"
    return f"{target.name} (grade {target.grade}, {english(city)})"


def _rings(sheet: TargetSheet, lang: Lang, way: Way | None) -> list[Option]:
    """The rings of a way: solid by rail, dashed by road, each with its hours and what lies within."""
    rings = maps.rings(sheet, way) if way is not None else []
    if not rings or sheet.home_at is None:
        return []
    data: list[Option] = []
    labels: list[Option] = []
    for r in rings:
        points = circle(sheet.home_at, r.km)
        west = min(points, key=lambda p: p[0])
        data.append({"coords": [[round(x, 3), round(y, 3)] for x, y in points]})
        labels.append({"name": TEXTS["tmap.about_hours"][lang == "en"].format(h=r.hours), "value": list(west)})
    style: Option = {"color": RING, "width": 1.5, "opacity": 0.8, "type": "solid" if way == "rail" else "dashed"}
    return [
        {
            "type": "lines",
            "coordinateSystem": "geo",
            "polyline": True,
            "silent": True,
            "name": "ground",
            "data": data,
            "lineStyle": style,
            "z": 2,
        },
        {
            **_points("ground", labels),
            "silent": True,
            "symbolSize": 1,
            "label": {
                "show": True,
                "formatter": "{b}",
                "color": RING,
                "fontSize": 11,
                "backgroundColor": "rgba(255,255,255,0.85)",
                "padding": [1, 3],
            },
            "z": 3,
        },
    ]


def _families(families: Sequence[Family], at: Mapping[str, Point], lang: Lang) -> Option:
    """From the first firm of each group a line to each of its others."""
    lines: list[Option] = []
    for family in families:
        placed = [m for m in family.members if m.id in at]
        n = len(family.members)
        said = f"{family.parent}：{n} 家目标企业" if lang == "zh" else f"{family.parent}: {n} targets"
        lines += [{"name": said, "coords": [list(at[placed[0].id]), list(at[m.id])]} for m in placed[1:]]
    return {
        "type": "lines",
        "coordinateSystem": "geo",
        "name": "ground",
        "data": lines,
        "lineStyle": {"color": FAMILY, "width": 1.5, "opacity": 0.5, "curveness": 0.2},
        "emphasis": {"lineStyle": {"width": 3, "opacity": 1}},
        "z": 3,
    }


def _home(sheet: TargetSheet, lang: Lang) -> list[Option]:
    """Where here is, and the name of the inset."""
    west, south = china.inset_name_at()
    label: Option = {"show": True, "formatter": "{b}", "position": "top", "color": HOME, "fontWeight": "bold"}
    sea = "南海诸岛" if lang == "zh" else "South China Sea"
    out: list[Option] = [
        {
            **_points("ground", [{"name": sea, "value": [west, south]}]),
            "silent": True,
            "symbolSize": 1,
            "label": {"show": True, "formatter": "{b}", "color": MUTED, "fontSize": 9},
        }
    ]
    if sheet.home_at is not None:
        name = sheet.home_name if lang == "zh" else english(sheet.home_name)
        out.append(
            {
                **_points("ground", [{"name": name, "value": list(sheet.home_at)}]),
                "silent": True,
                "symbol": china.STAR,
                "symbolSize": STAR_PX,
                "itemStyle": {"color": HOME, "borderColor": "#FFFFFF", "borderWidth": 1},
                "label": {**label, "textBorderColor": "#FFFFFF", "textBorderWidth": 2},
                "z": 9,
            }
        )
    return out


def _outline(points: Sequence[Point]) -> list[Option]:
    if not points:
        return []
    return [
        {
            "type": "lines",
            "coordinateSystem": "geo",
            "polyline": True,
            "silent": True,
            "name": "ground",
            "data": [{"coords": [list(p) for p in (*points, points[0])]}],
            "lineStyle": {"color": HOME, "width": 2, "opacity": 1},
            "z": 8,
        }
    ]


def legend(lang: Lang) -> list[tuple[str, str]]:
    """The marks of the grades with their words, for the line above the map."""
    marks = {"A": "◆", "B": "●", "C": "△"}
    return [(marks[g], f"{g} 级" if lang == "zh" else f"grade {g}") for g in GRADES]
