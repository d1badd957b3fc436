"""The technology routes of a chain as an option for ECharts: tiles by age and sub-chain, their trend as colour and
arrow, those with local firms filled and with their number."""

from __future__ import annotations

from html import escape
from math import ceil

from app_pages.draw.labels import shortened, width
from app_pages.draw.options import BASE, JsonValue, Option
from app_pages.draw.palette import ACCENT, MUTED, TEXT
from app_pages.pages.tech_map.layout import HEAD, SIDE, UNIT_PX, WIDTH, Layout, Row, column
from graph.model.words import TREND_ARROW, Lang
from graph.routes import route_sentences
from graph.routes.shapes import MATURITIES, Maturity, RouteDocument, TechMap, Trend
from outreach.maps.tech_map import heading, local

# Safe for the colour-blind, and never without the arrow.
INKS: dict[Trend, str] = {"rising": "#009E73", "stable": "#56B4E9", "falling": "#D55E00"}
FILLS: dict[Trend, str] = {"rising": "#CCECE3", "stable": "#DDEFFA", "falling": "#F7DFCC"}
OPEN_ROW, OPEN_ROUTE = "_row:", "_route:"  # before the id of what is clicked
REST = "/"  # before the age, in the id of how many more there are
DIMMED = 0.5
AGES: dict[Maturity, tuple[str, str]] = {
    "emerging": ("实验室、试产", "laboratory, pilot"),
    "growing": ("放量", "scaling up"),
    "mature": ("主流", "mainstream"),
    "declining": ("退出", "on the way out"),
}
SAVE = {"zh": "存为图片", "en": "Save as picture"}


def picture(found: TechMap, place: Layout, lang: Lang, segment: str = "", route: str = "") -> Option:
    """The picture for ECharts. segment: whose routes are lit; route: the id of the one that is ringed."""
    routes = [r for r in found["routes"] if r["id"] in place.places]
    tiles = [_tile(r, place, lang, r["id"] == route, segment in ("", r["segment"])) for r in routes]
    names = [_name(r, place, lang) for r in place.rows]
    axis: Option = {"type": "value", "show": False, "min": 0}
    drawn: Option = {
        "type": "graph",
        "coordinateSystem": "cartesian2d",
        "links": [],
        "cursor": "pointer",
        "emphasis": {"scale": False, "label": {"fontWeight": "bold"}},
    }
    return {
        **BASE,
        "tooltip": {"confine": True, "enterable": False, "textStyle": {"color": TEXT, "fontSize": 13}},
        "toolbox": {
            "right": 2,
            "bottom": 0,
            "itemSize": 13,
            "feature": {
                "saveAsImage": {"title": SAVE[lang], "pixelRatio": 4, "name": f"{found['chain_name']}技术路线图"}
            },
        },
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": {**axis, "max": WIDTH},
        "yAxis": {**axis, "max": place.height, "inverse": True},
        "series": [
            {
                "type": "scatter",
                "data": [],
                "silent": True,
                "z": 0,
                "markArea": {"silent": True, "data": [*_grounds(place), *_heads(found, place.lane, lang)]},
            },
            {**drawn, "z": 3, "data": tiles},
            {**drawn, "z": 3, "data": [*names, *_rest(place, lang)]},
        ],
    }


def label(route: RouteDocument, units: int) -> str:
    """What stands on a tile: the arrow of its trend, as much of its name as fits, the number of local firms."""
    n = local(route)
    number = f" {n}" if n else ""
    arrow = TREND_ARROW[route["trend"]]
    broad = sum(c.isascii() and c.isupper() for c in route["name"])  # capitals take more than half a character
    return f"{arrow}{shortened(route['name'], units - 2 - width(number) - ceil(broad / 3) - bool(n))}{number}"


def _tile(route: RouteDocument, place: Layout, lang: Lang, chosen: bool, lit: bool) -> Option:
    n, trend = local(route), route["trend"]
    wide, high = place.tile
    # The box of a label is drawn to the pixel; the rim of a symbol is stretched with it, thicker at its sides.
    box: dict[str, JsonValue] = {
        "width": wide - 4,
        "height": high - 3,
        "lineHeight": high - 3,
        "overflow": "truncate",
        "backgroundColor": FILLS[trend] if n else "#FFFFFF",
        "borderColor": ACCENT if chosen else INKS[trend],
        "borderWidth": 3 if chosen else 2 if n else 1,
        "borderType": "dashed" if trend == "falling" and not chosen else "solid",
    }
    return {
        "id": f"{OPEN_ROUTE}{route['id']}",
        "name": route["id"],
        "value": list(place.places[route["id"]]),
        "symbol": "rect",
        "symbolSize": list(place.tile),
        "itemStyle": {"color": "transparent"},
        "label": {**_label(label(route, place.label_units), TEXT, bool(n) or chosen, 1.0 if lit else DIMMED), **box},
        "tooltip": {"formatter": _tip(route, lang)},
    }


def _tip(route: RouteDocument, lang: Lang) -> str:
    segment = route["segment_name"] if lang == "zh" else route["segment_name_en"]
    going = route_sentences.going(route)[lang == "en"]
    n, all_of_them = local(route), len(route["standing"])
    firms = (
        f"点明走这条路线的企业：本地 {n} 家，在库共 {all_of_them} 家"
        if lang == "zh"
        else f"firms that name it: {n} local, {all_of_them} on record"
    )
    return f"<b>{escape(route['name'])}</b> {TREND_ARROW[route['trend']]}<br/>{escape(segment)} · {going}<br/>{firms}"


def _label(text: str, colour: str, bold: bool, opacity: float = 1.0) -> Option:
    return {
        "show": True,
        "position": "inside",
        "align": "center",
        "verticalAlign": "middle",
        "formatter": text,
        "fontSize": 2 * UNIT_PX,
        "color": colour,
        "fontWeight": "bold" if bold else "normal",
        "opacity": opacity,
    }


def _name(row: Row, place: Layout, lang: Lang) -> Option:
    """The name of a row at its left, on two lines where it is long; a click opens it."""
    text = row.name[lang == "en"]
    units = int((SIDE - 8) // UNIT_PX)
    lines = _lines(text, units)[: 1 if row.bottom - row.top < 40 else 2]
    return {
        "id": f"{OPEN_ROW}{row.id}",
        "name": row.id,
        "value": [SIDE / 2, (row.top + row.bottom) / 2],
        "symbol": "rect",
        "symbolSize": [SIDE - 4, row.bottom - row.top - 4],
        "itemStyle": {"color": "transparent"},
        "label": {**_label("\n".join(lines), ACCENT, True), "lineHeight": 16, "fontSize": 12 if lang == "zh" else 11},
        "tooltip": {"formatter": escape(text)},
    }


def _lines(text: str, units: int) -> list[str]:
    """A name on at most two lines: English broken between words, Chinese where the line is full."""
    if width(text) <= units:
        return [text]
    if " " in text and text.isascii():
        head = ""
        words = text.split()
        while words and width(f"{head} {words[0]}".strip()) <= units:
            head = f"{head} {words.pop(0)}".strip()
        return [head or shortened(text, units), shortened(" ".join(words), units)] if words else [head]
    head = text[: units // 2]
    return [head, shortened(text[len(head) :], units)]


def _rest(place: Layout, lang: Lang) -> list[Option]:
    """How many more there are, each leading to all of its sub-chain."""
    return [
        {
            "id": f"{OPEN_ROW}{r.row}{REST}{r.age}",  # ids are unique in a picture
            "name": f"{r.row} {r.age}",
            "value": [r.x, r.y],
            "symbol": "rect",
            "symbolSize": list(place.tile),
            "itemStyle": {"color": "transparent"},
            "label": _label(f"另 {r.n} 条 ›" if lang == "zh" else f"{r.n} more ›", ACCENT, False),
            "tooltip": {"show": False},
        }
        for r in place.rest
    ]


def _grounds(place: Layout) -> list[list[Option]]:
    return [
        [
            {
                "xAxis": 0,
                "yAxis": row.top - 2,
                "itemStyle": {"color": "#F3F6FA" if i % 2 == 0 else "#FAFBFD"},
                "label": {"show": False},
            },
            {"xAxis": WIDTH, "yAxis": row.bottom + 2},
        ]
        for i, row in enumerate(place.rows)
    ]


def _heads(found: TechMap, lane: str, lang: Lang) -> list[list[Option]]:
    """The time line: an age a column, with the number of its routes, of one sub-chain where that is opened."""
    out: list[list[Option]] = []
    for i, age in enumerate(MATURITIES):
        left, right = column(age)
        zh, en = heading(found, age, lane)
        said = AGES[age][lang == "en"]
        arrow = "" if age == MATURITIES[-1] else " ▸"
        wide = right - left > 200
        if lang == "zh":
            text = f"{zh}（{said}）{arrow}" if wide else f"{zh}{arrow}"
        else:
            text = f"{en} ({said}){arrow}" if wide else f"{en}{arrow}"
        out.append(
            [
                {
                    "xAxis": left + 1,
                    "yAxis": 0,
                    "itemStyle": {"color": ("#E6EBF1", "#D6E4F5", "#C5D5EA", "#E6EBF1")[i]},
                    "label": {
                        "show": True,
                        "position": "inside",
                        "color": TEXT if wide else MUTED,
                        "fontSize": 12,
                        "fontWeight": "bold",
                        "formatter": text,
                    },
                },
                {"xAxis": right - 1, "yAxis": HEAD},
            ]
        )
    return out
