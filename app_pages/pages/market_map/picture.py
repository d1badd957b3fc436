"""市场分布图 as an option for ECharts: provinces shaded by what they buy, buyers as points, rings of hours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from app_pages.draw import china
from app_pages.draw.options import BASE, Option
from app_pages.draw.palette import ACCENT, MUTED, TEXT
from app_pages.texts import language
from graph.gaps.wording.amounts import about
from graph.model.words import Lang
from outreach.maps.drawing import circle
from outreach.maps.market import market_words as words
from outreach.maps.market.market_picture import SHADES, STEPS, ranks_label
from outreach.maps.market.shapes import Buyer, MarketDocument

HOME = "#B04A00"
LEAST, MOST = 18.0, 46.0  # diameter of a point in pixels
ASPECT = 0.75  # a degree of longitude beside one of latitude, as ECharts draws them
WIDEST = 1.3  # of the height of the canvas, which is at least so much wider than high
SAVE = {"zh": "存为图片", "en": "Save as picture"}
SHADE = {"zh": "占在库合计", "en": "Share of the sum"}
NONE = {"zh": "在库未见", "en": "none on record"}
CLICK = "function(p) { return p.data ? p.data.focus : undefined; }"


def option(d: MarketDocument, shown: Sequence[Buyer], view: list[list[float]], focus: str, lang: Lang) -> Option:
    """The map. shown: the buyers drawn as points; view: its corners, see `china.around`; focus: the place looked at."""
    return {
        **BASE,
        "tooltip": {"confine": True, "textStyle": {"color": TEXT, "fontSize": 13}},
        "toolbox": {
            "right": 2,
            "bottom": 0,
            "itemSize": 13,
            "feature": {"saveAsImage": {"title": SAVE[lang], "pixelRatio": 4, "name": f"{d['name']}市场分布图"}},
        },
        "geo": {
            **china.geo(view, silent=False),
            "layoutCenter": ["50%", "50%"],
            "layoutSize": _size(view),
        },
        "visualMap": _legend(lang),
        "series": [_provinces(d, focus, lang), *_rings(d, lang), _points(shown, lang), _home(d)],
    }


def _size(view: list[list[float]]) -> str:
    """How wide the map may be drawn, of the canvas's height, so that all of the view is seen."""
    (west, north), (east, south) = view
    wide = (east - west) * ASPECT / max(north - south, 0.1)
    return f"{100 * min(max(wide, 1.0), WIDEST):.0f}%"


def _legend(lang: Lang) -> Option:
    """The shades with the shares they stand for."""
    ends = [*STEPS[1:], 1.0]
    pieces: list[Option] = [{"value": 0, "label": NONE[lang], "color": SHADES[0]}]
    for i, (low, high) in enumerate(zip(STEPS, ends, strict=True)):
        name = f">{low:.0%}" if high == 1.0 else f"{low:.0%}–{high:.0%}"
        pieces.append({"gt": low, "lte": high, "label": name, "color": SHADES[i + 1]})
    return {
        "type": "piecewise",
        "seriesIndex": 0,
        "dimension": 0,
        "pieces": pieces[::-1],
        "left": 4,
        "bottom": 4,
        "itemWidth": 14,
        "itemHeight": 11,
        "itemGap": 4,
        "text": [SHADE[lang], ""],
        "textStyle": {"color": MUTED, "fontSize": 12},
        "showLabel": True,
        "backgroundColor": "rgba(255,255,255,0.85)",
        "padding": 4,
        "hoverLink": False,
        "selectedMode": False,
    }


def _provinces(d: MarketDocument, focus: str, lang: Lang) -> Option:
    names = china.province_names()
    found = {p["code"]: p for p in d["provinces"]}
    rows: list[Option] = []
    for code, name in names.items():
        p = found.get(code)
        told = language.pick(about(p["yi"]), lang) if p else NONE[lang]
        shown = (p["name"] if lang == "zh" else p["name_en"]) if p else name
        share = f" · {words.percent(p['share'])}" if p else ""
        row: dict[str, object] = {
            "name": name,
            "value": p["share"] if p else 0.0,
            "tooltip": {"formatter": f"{escape(shown)}<br>{escape(told)}{share}"},
        }
        if p:
            row["focus"] = code
        if focus.isdigit() and code[:2] == focus[:2]:
            row["itemStyle"] = {"borderColor": ACCENT, "borderWidth": 2}
        rows.append(row)  # type: ignore[arg-type]
    return {
        "type": "map",
        "map": china.MAP_NAME,
        "geoIndex": 0,
        "name": SHADE[lang],
        "data": rows,
        "label": {"show": False},
        "selectedMode": False,
        "emphasis": {"label": {"show": False}, "itemStyle": {"areaColor": "#F7D9B5"}},
    }


def _rings(d: MarketDocument, lang: Lang) -> list[Option]:
    """Dashed circles around the region, each with its hours."""
    lng, lat = d["region_lng"], d["region_lat"]
    if lng is None or lat is None or not d["rings"]:
        return []
    hour = "小时" if lang == "zh" else "h"
    ways = [[[round(x, 3), round(y, 3)] for x, y in circle((lng, lat), r["km"])] for r in d["rings"]]
    tops: list[Option] = [
        {
            "value": way[0],
            "label": {"show": True, "formatter": f"{r['hours']} {hour}", "color": TEXT, "fontSize": 11},
        }
        for way, r in zip(ways, d["rings"], strict=True)
    ]
    return [
        {
            "type": "lines",
            "coordinateSystem": "geo",
            "polyline": True,
            "silent": True,
            "z": 4,
            "data": [{"coords": way} for way in ways],
            "lineStyle": {"color": MUTED, "width": 1.4, "type": "dashed", "opacity": 0.9},
        },
        {
            "type": "scatter",
            "coordinateSystem": "geo",
            "silent": True,
            "symbolSize": 1,
            "z": 6,
            "data": tops,
            "label": {"position": "top", "distance": 1, "textBorderColor": "#fff", "textBorderWidth": 3},
            "itemStyle": {"color": MUTED},
        },
    ]


def _points(shown: Sequence[Buyer], lang: Lang) -> Option:
    """The buyers, those of one city as one point, small ones on top."""
    spots: dict[tuple[float, float], list[Buyer]] = {}
    for b in shown:
        if b["lng"] is not None and b["lat"] is not None:
            spots.setdefault((b["lng"], b["lat"]), []).append(b)
    sums = {spot: sum(b["yi"] for b in found) for spot, found in spots.items()}
    largest = max(sums.values(), default=1.0) or 1.0
    data: list[Option] = []
    for spot in sorted(spots, key=lambda s: -sums[s]):
        found = spots[spot]
        lines = [f"{b['rank']}. {b['short']} {words.bought(b, lang)}" for b in found]
        city = found[0]["city_name"] if lang == "zh" else found[0]["city_name_en"]
        size = max(LEAST, MOST * math.sqrt(sums[spot] / largest))
        label = ranks_label([b["rank"] for b in found])
        data.append(
            {
                "value": list(spot),
                "name": city,
                "focus": found[0]["city"],
                "symbolSize": round(size, 1),
                "tooltip": {"formatter": "<br>".join(escape(x) for x in (city, *lines))},
                "label": {
                    "show": True,
                    "formatter": label,
                    "fontSize": 13 if size > 24 else 10 if len(label) > 2 else 11,
                },
            }
        )
    return {
        "type": "scatter",
        "coordinateSystem": "geo",
        "z": 5,
        "data": data,
        "itemStyle": {"color": ACCENT, "opacity": 0.9, "borderColor": "#fff", "borderWidth": 1},
        "label": {"color": "#fff", "textBorderColor": ACCENT, "textBorderWidth": 2},
    }


def _home(d: MarketDocument) -> Option:
    at = [] if d["region_lng"] is None or d["region_lat"] is None else [{"value": [d["region_lng"], d["region_lat"]]}]
    return {
        "type": "scatter",
        "coordinateSystem": "geo",
        "silent": True,
        "z": 7,
        "symbol": "pin",
        "symbolSize": 24,
        "itemStyle": {"color": HOME, "borderColor": "#fff", "borderWidth": 1},
        "data": at,
    }
