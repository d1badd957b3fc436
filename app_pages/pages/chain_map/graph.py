"""The graph of a chain as an option for ECharts: fixed positions, states as colours and marks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import sqrt

from app_pages.draw.options import BASE, JsonValue, Option
from app_pages.draw.palette import ACCENT, DARK_RIM, MUTED, STATES, TEXT
from app_pages.pages.chain_map.layout import BUYERS, LARGEST_NODE, WIDTH, Band, Layout
from app_pages.pages.chain_map.texts import TEXTS
from app_pages.read.shapes import ChainView
from graph.gaps.documents.shapes import LinkDocument, SegmentDocument
from graph.model.records.sources import basis
from graph.model.words import LINK, STATE, TIER, Lang

SMALLEST_NODE = 9  # px
FAINT_SHARE = 0.05
BUYER_MARK = "◇"  # who only buys has no state: nothing is missing there, and nobody to recruit
BUYER_SIZE = 14.0
DIMMED = 0.35  # what is not linked with the selected segment


def shortened(text: str, units: int) -> str:
    """`text` cut to `units` half-width places, with an ellipsis where something was cut."""
    if width(text) <= units:
        return text
    out, used = "", 0
    for c in text:
        used += 2 if ord(c) > 0x2E7F else 1
        if used > units - 1:
            break
        out += c
    return out.rstrip() + "…"


def width(text: str) -> int:
    """Half-width places a text takes: a Chinese character takes two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def label(segment: SegmentDocument, units: int, lang: Lang) -> str:
    """What stands beside a node: its name, as much as fits, and the mark of its state."""
    mark = BUYER_MARK if segment["demand"] else STATES[segment["state"]][1]
    name = segment["name"] if lang == "zh" else segment["name_en"]
    return f"{shortened(name, units - 3)} {mark}"


def node_size(segment: SegmentDocument) -> float:
    """Diameter in px: grows with the root of local strength; gaps are never too small to be seen."""
    if segment["demand"]:
        return BUYER_SIZE
    least = 15.0 if segment["state"] in ("missing", "break", "no_data", "extension") else SMALLEST_NODE
    grown = SMALLEST_NODE + (LARGEST_NODE - SMALLEST_NODE) * sqrt(min(segment["strength"], 30.0) / 30.0)
    return round(max(least, grown), 1)


def graph_option(document: ChainView, place: Layout, lang: Lang, selected: str = "") -> Option:
    """The chain graph for ECharts: fixed positions, neighbours lit on hover, the selected segment ringed."""
    names = {s["id"]: s["name"] if lang == "zh" else s["name_en"] for s in document["segments"]}
    near = {end for k in document["links"] if selected in (k["from"], k["to"]) for end in (k["from"], k["to"])}
    lit = near | {selected} if selected in names else set(names)
    nodes = [_node(s, place, lang, s["id"] == selected, s["id"] in lit) for s in document["segments"]]
    links = [
        _edge(k, names, lang, selected)
        for k in sorted(document["links"], key=lambda k: selected in (k["from"], k["to"]))
        if k["from"] in names and k["to"] in names
    ]
    bands = [_band(b, lang, i) for i, b in enumerate(place.bands)]
    axis: Option = {"type": "value", "show": False, "min": 0}
    return {
        **BASE,
        "tooltip": {"confine": True, "enterable": False, "textStyle": {"color": TEXT, "fontSize": 13}},
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": {**axis, "max": WIDTH},
        "yAxis": {**axis, "max": place.height, "inverse": True},
        "series": [
            {"type": "scatter", "data": [], "silent": True, "z": 0, "markArea": {"silent": True, "data": bands}},
            _graph_series(nodes, links),
        ],
    }


def _graph_series(nodes: list[Option], links: list[Option]) -> Option:
    """Nodes and links; neighbours are lit on hover, all else fades."""
    return {
        "type": "graph",
        "coordinateSystem": "cartesian2d",
        "data": nodes,
        "links": links,
        "z": 2,
        "cursor": "pointer",
        "labelLayout": {"hideOverlap": True},
        "lineStyle": {"curveness": 0.18},
        "emphasis": {
            "focus": "adjacency",
            "scale": 1.15,
            "label": {"fontWeight": "bold"},
            "lineStyle": {"opacity": 0.9, "color": ACCENT, "width": 2},
        },
        "blur": {"itemStyle": {"opacity": 0.12}, "label": {"opacity": 0.15}, "lineStyle": {"opacity": 0.02}},
    }


def _node(segment: SegmentDocument, place: Layout, lang: Lang, chosen: bool, lit: bool) -> Option:
    state = segment["state"]
    fill, mark = ("#FFFFFF", BUYER_MARK) if segment["demand"] else STATES[state]
    rim = MUTED if segment["demand"] else DARK_RIM.get(state, fill)
    style: dict[str, JsonValue] = {
        "color": fill,
        "borderColor": rim,
        "borderWidth": 1.5,
        "opacity": 1.0 if lit else DIMMED,
    }
    if state in ("missing", "no_data") and not segment["demand"]:
        style |= {"borderType": [3, 2], "borderWidth": 2}
    if chosen:
        style |= {"borderColor": ACCENT, "borderType": "solid", "borderWidth": 4}
    faded = state == "absent" and not segment["demand"]
    name = segment["name"] if lang == "zh" else segment["name_en"]
    return {
        "id": segment["id"],
        "name": segment["id"],
        "value": list(place.positions[segment["id"]]),
        "symbol": "diamond" if segment["demand"] else "circle",
        "symbolSize": node_size(segment),
        "itemStyle": style,
        "label": {
            "show": True,
            "position": "right",
            "distance": 4,
            "formatter": label(segment, place.label_units, lang),
            "fontSize": 12,
            "color": ACCENT if chosen else (MUTED if faded else TEXT),
            "fontWeight": "bold" if chosen else "normal",
            "textBorderColor": "#FFFFFF",
            "textBorderWidth": 2,
            "opacity": 1.0 if lit else DIMMED + 0.15,
        },
        "tooltip": {"formatter": f"<b>{escape(name)}</b> {mark} {_said(segment, lang)}"},
    }


def _said(segment: SegmentDocument, lang: Lang) -> str:
    """State and firms; of who only buys, just that."""
    if segment["demand"]:
        return TEXTS["map.only_buys"][lang == "en"]
    firms = (
        f"本地企业 {segment['firms_local']} 家 · 全国 {segment['firms_national']} 家"
        if lang == "zh"
        else f"{segment['firms_local']} local firms · {segment['firms_national']} in the country"
    )
    return f"{STATE[segment['state']][lang]}<br/>{firms}"


def _edge(link: LinkDocument, names: Mapping[str, str], lang: Lang, selected: str) -> Option:
    share = link["share"]
    near = bool(selected) and selected in (link["from"], link["to"])
    opacity = 0.03 if share < FAINT_SHARE else min(0.45, 0.1 + 0.8 * share)
    style: Option = {
        "color": "#8896A8",
        "opacity": opacity * (0.35 if selected else 1.0),
        "width": round(0.7 + 4 * share, 2),
    }
    if near:
        style = {"color": ACCENT, "opacity": 0.85, "width": round(1.2 + 5 * share, 2)}
    ends = f"{escape(names[link['from']])} → {escape(names[link['to']])}"
    grounds = escape(basis(link["source"], lang))
    zh, en = f"占买方成本约 {share:.0%}（{grounds}）", f"about {share:.0%} of the buyer's cost ({grounds})"
    return {
        "source": link["from"],
        "target": link["to"],
        "value": share,
        "lineStyle": style,
        "symbol": ["none", "arrow" if near else "none"],
        "symbolSize": 8,
        "tooltip": {"formatter": f"{ends}<br/>{LINK[link['kind']][lang]} · {zh if lang == 'zh' else en}"},
    }


def _band(band: Band, lang: Lang, number: int) -> list[Option]:
    ground = "#F3F6FA" if number % 2 == 0 else "#F8FAFC"
    title: Option = {
        "show": True,
        "position": "insideTopLeft",
        "color": MUTED,
        "fontSize": 12,
        "fontWeight": "bold",
        "formatter": TEXTS["map.buyers_band"][lang == "en"] if band.tier == BUYERS else TIER[band.tier][lang],
        "distance": 6,
    }
    return [
        {"xAxis": band.left, "yAxis": band.top, "itemStyle": {"color": ground}, "label": title},
        {"xAxis": band.right, "yAxis": band.bottom},
    ]
