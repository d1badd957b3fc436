"""The map of a chain as an option for ECharts: tiles at fixed places, states as colours and marks, links on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from app_pages.draw.labels import shortened, width
from app_pages.draw.options import BASE, JsonValue, Option
from app_pages.draw.palette import ACCENT, DARK_RIM, MUTED, STATES, TEXT
from app_pages.pages.chain_map.layout import UNIT_PX, WIDTH, Band, Layout
from app_pages.pages.chain_map.texts import TEXTS
from app_pages.read.shapes import ChainView, RimEnd
from graph.chance.shapes import Group
from graph.gaps.documents.shapes import LinkDocument, SegmentDocument, State
from graph.gaps.priorities.group_words import GROUP
from graph.model.records.sources import basis
from graph.model.words import LINK, STATE, Lang
from outreach.maps.chain_map import STARS

BUYER_MARK = "◇"  # who only buys has no state: nothing is missing there, and nobody to recruit
DIMMED = 0.35  # what is not linked with the selected segment
STRONG_SHARE = 0.2  # of the buyer's cost: drawn at rest
MOST_AT_REST = 24  # links
TINT = "2E"  # how much of a state's colour its tile has (hexadecimal, of FF)
CLICKED = "_rim:"  # before the id of a tile of the rim, which may stand there twice
LinksShown = Literal["main", "all", "none"]
SAVE = {"zh": "存为图片", "en": "Save as picture"}


@dataclass(frozen=True)
class Marks:
    """What the tiles say besides the state here: the group of what to do first; the firms here and in another city,
    over the sources that cover both; the state before what is supposed to land."""

    groups: Mapping[str, Group] = field(default_factory=dict)
    beside: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    before: Mapping[str, State] = field(default_factory=dict)


def label(segment: SegmentDocument, units: int, lang: Lang, marks: Marks) -> str:
    """What stands on a tile: the mark of its state, its name as much as fits, then the firms here and in the other
    city, else the group and the number of local firms."""
    name = segment["name"] if lang == "zh" else segment["name_en"]
    mark = BUYER_MARK if segment["demand"] else STATES[segment["state"]][1]
    before, counts = marks.before.get(segment["id"]), marks.beside.get(segment["id"])
    if before is not None:
        mark = f"{STATES[before][1]}→{mark}"
    group = marks.groups.get(segment["id"])
    star = STARS.get(group, "") if group else ""
    firms = f" {segment['firms_local']}" if segment["firms_local"] and not segment["demand"] else ""
    if counts is not None and not segment["demand"]:
        star, firms = f" {counts[0]:.0f}｜{counts[1]:.0f}", ""
    room = units - 2 * len(mark) - 1 - width(star) - bool(star)  # a mark takes two places
    if width(name) + width(firms) > room:
        firms = ""  # the name comes first; the number stands in the tooltip
    return f"{mark} {shortened(name, room - width(firms))}{star}{firms}"


def graph_option(
    document: ChainView,
    place: Layout,
    lang: Lang,
    selected: str = "",
    marks: Marks | None = None,
    shown: LinksShown = "main",
    rim: Sequence[RimEnd] = (),
) -> Option:
    """The map for ECharts: tiles at their places, the selected one ringed, its links and those that are asked for."""
    marks = marks or Marks()
    names = {s["id"]: s["name"] if lang == "zh" else s["name_en"] for s in document["segments"]}
    near = {end for k in document["links"] if selected in (k["from"], k["to"]) for end in (k["from"], k["to"])}
    lit = near | {selected} if selected in names else set(names)
    nodes = [_node(s, place, lang, s["id"] == selected, s["id"] in lit, marks) for s in document["segments"]]
    links = [_edge(k, names, lang, selected) for k in _drawn(document["links"], names, selected, shown)]
    outer, ties = _rim(rim, place, lang, names)
    axis: Option = {"type": "value", "show": False, "min": 0}
    bands = [_band(b, lang, i) for i, b in enumerate(place.bands)]
    return {
        **BASE,
        "tooltip": {"confine": True, "enterable": False, "textStyle": {"color": TEXT, "fontSize": 13}},
        "toolbox": {
            "right": 2,
            "bottom": 0,
            "itemSize": 13,
            "feature": {"saveAsImage": {"title": SAVE[lang], "pixelRatio": 4, "name": document["name"]}},
        },
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": {**axis, "max": WIDTH},
        "yAxis": {**axis, "max": place.height, "inverse": True},
        "series": [
            {"type": "scatter", "data": [], "silent": True, "z": 0, "markArea": {"silent": True, "data": bands}},
            _graph_series([*nodes, *outer], [*links, *(ties if selected else ())]),
        ],
    }


def _drawn(
    links: Sequence[LinkDocument], names: Mapping[str, str], selected: str, shown: LinksShown
) -> list[LinkDocument]:
    """The links to draw, those of the selected segment last and so on top. At rest the strong ones only, the largest
    shares first; beside a selected segment none but its own."""
    inside = [k for k in links if k["from"] in names and k["to"] in names and k["from"] != k["to"]]
    own = [k for k in inside if selected in (k["from"], k["to"])]
    if shown == "none":
        return own
    rest = [k for k in inside if selected not in (k["from"], k["to"])]
    if shown == "main":
        strong = sorted(
            (k for k in rest if k["share"] >= STRONG_SHARE), key=lambda k: (-k["share"], k["from"], k["to"])
        )
        rest = [] if selected in names else strong[:MOST_AT_REST]
    return [*rest, *own]


def _graph_series(nodes: list[Option], links: list[Option]) -> Option:
    """Nodes and links; neighbours are lit on hover, all else fades."""
    return {
        "type": "graph",
        "coordinateSystem": "cartesian2d",
        "data": nodes,
        "links": links,
        "z": 2,
        "cursor": "pointer",
        "lineStyle": {"curveness": 0.18},
        "emphasis": {
            "focus": "adjacency",
            "scale": False,
            "label": {"fontWeight": "bold"},
            "lineStyle": {"opacity": 0.9, "color": ACCENT, "width": 2},
        },
        "blur": {"itemStyle": {"opacity": 0.15}, "label": {"opacity": 0.2}, "lineStyle": {"opacity": 0.02}},
    }


def _node(segment: SegmentDocument, place: Layout, lang: Lang, chosen: bool, lit: bool, marks: Marks) -> Option:
    state, group = segment["state"], marks.groups.get(segment["id"])
    fill, mark = ("#FFFFFF", BUYER_MARK) if segment["demand"] else STATES[state]
    rim = MUTED if segment["demand"] else DARK_RIM.get(state, fill)
    style: dict[str, JsonValue] = {
        "color": "#FFFFFF" if fill == "#FFFFFF" else _tinted(fill),
        "borderColor": rim,
        "borderWidth": 1.5,
        "opacity": 1.0 if lit else DIMMED,
    }
    if state in ("missing", "no_data") and not segment["demand"]:
        style |= {"borderType": [3, 2], "borderWidth": 2}
    if segment["id"] in marks.before:
        style |= {"borderColor": ACCENT, "borderType": "dotted", "borderWidth": 3}
    if chosen:
        style |= {"borderColor": ACCENT, "borderType": "solid", "borderWidth": 4}
    faded = state == "absent" and not segment["demand"]
    name = segment["name"] if lang == "zh" else segment["name_en"]
    return {
        "id": segment["id"],
        "name": segment["id"],
        "value": list(place.positions[segment["id"]]),
        "symbol": "rect",
        "symbolSize": list(place.tile),
        "itemStyle": style,
        "label": _label(
            label(segment, place.label_units, lang, marks),
            ACCENT if chosen else MUTED if faded else TEXT,
            chosen or group == "attack",
            1.0 if lit else DIMMED + 0.15,
        ),
        "tooltip": {"formatter": f"<b>{escape(name)}</b> {mark} {_said(segment, group, lang)}"},
    }


def _label(text: str, colour: str, bold: bool, opacity: float) -> Option:
    return {
        "show": True,
        "position": "inside",
        "formatter": text,
        "fontSize": 2 * UNIT_PX,
        "color": colour,
        "fontWeight": "bold" if bold else "normal",
        "opacity": opacity,
    }


def _tinted(colour: str) -> str:
    """A state's colour thinned with white, so that dark letters stand on it."""
    part = int(TINT, 16) / 255
    mixed = (round(int(colour[i : i + 2], 16) * part + 255 * (1 - part)) for i in (1, 3, 5))
    return "#" + "".join(f"{c:02X}" for c in mixed)


def _said(segment: SegmentDocument, group: Group | None, lang: Lang) -> str:
    """State, firms and group; of who only buys, just that."""
    if segment["demand"]:
        return TEXTS["map.only_buys"][lang == "en"]
    firms = (
        f"本地企业 {segment['firms_local']} 家 · 全国 {segment['firms_national']} 家"
        if lang == "zh"
        else f"{segment['firms_local']} local firms · {segment['firms_national']} in the country"
    )
    first = f"<br/>{STARS.get(group, '')}{escape(GROUP[group][lang])}" if group else ""
    return f"{STATE[segment['state']][lang]}{first}<br/>{firms}"


def _edge(link: LinkDocument, names: Mapping[str, str], lang: Lang, selected: str) -> Option:
    share = link["share"]
    near = bool(selected) and selected in (link["from"], link["to"])
    style: Option = {"color": "#8896A8", "opacity": min(0.5, 0.12 + 0.7 * share), "width": round(0.7 + 4 * share, 2)}
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
        "symbol": ["none", "arrow"],
        "symbolSize": 8 if near else 6,
        "tooltip": {"formatter": f"{ends}<br/>{LINK[link['kind']][lang]} · {zh if lang == 'zh' else en}"},
    }


def _rim(
    ends: Sequence[RimEnd], place: Layout, lang: Lang, names: Mapping[str, str]
) -> tuple[list[Option], list[Option]]:
    """The neighbours of other chains as tiles at the foot, and their links into the chain."""
    nodes: list[Option] = []
    ties: list[Option] = []
    units = int((WIDTH / len(place.suppliers) - 12) // UNIT_PX)
    spots = {"supplier": iter(place.suppliers), "buyer": iter(place.buyers)}
    for end in ends:
        spot = next(spots[end["side"]], None)
        if spot is None:
            continue
        name = end["name"] if lang == "zh" else end["name_en"]
        chain = end["chain_name"] if lang == "zh" else end["chain_name_en"]
        key = f"{CLICKED}{end['side']}:{end['id']}"
        arrow = "→" if end["side"] == "supplier" else "←"
        nodes.append(
            {
                "id": key,
                "name": key,
                "value": list(spot),
                "symbol": "rect",
                "symbolSize": [WIDTH / len(place.suppliers) - 8, place.tile[1]],
                "itemStyle": {"color": "#FFFFFF", "borderColor": MUTED, "borderWidth": 1},
                "label": _label(f"{arrow} {shortened(name, units - 3)}", TEXT, False, 1.0),
                "tooltip": {"formatter": f"<b>{escape(name)}</b><br/>{escape(chain)} · {end['share']:.0%}"},
            }
        )
        if end["inside"] in names:
            pair = (key, end["inside"]) if end["side"] == "supplier" else (end["inside"], key)
            style: Option = {"color": ACCENT, "opacity": 0.5, "width": round(1 + 4 * end["share"], 2), "type": "dashed"}
            ties.append({"source": pair[0], "target": pair[1], "lineStyle": style, "symbol": ["none", "arrow"]})
    return nodes, ties


def _band(band: Band, lang: Lang, number: int) -> list[Option]:
    ground = "#F3F6FA" if number % 2 == 0 else "#F8FAFC"
    title: Option = {
        "show": True,
        "position": "insideTopLeft",
        "color": MUTED,
        "fontSize": 12,
        "fontWeight": "bold",
        "formatter": band.name[lang == "en"],
        "distance": 5,
    }
    return [
        {"xAxis": band.left, "yAxis": band.top, "itemStyle": {"color": ground}, "label": title},
        {"xAxis": band.right, "yAxis": band.bottom},
    ]
