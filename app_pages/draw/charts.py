"""Chart options and the layout of the chain graph: documents in, plain dicts out, no streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, sqrt
from typing import Any

import networkx as nx

from graph.gaps.kinds_and_scores import WEIGHTS
from graph.model.words import COMPONENT, LINK, STATE, TIER, Lang

FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
TEXT, MUTED, ACCENT, RULE = "#1F2A37", "#5B6776", "#1E4E8C", "#D5DCE5"
# state → (fill, mark); safe for the colour-blind, and never without the mark or the word
STATES: dict[str, tuple[str, str]] = {
    "strong": ("#009E73", "●"),
    "present": ("#56B4E9", "◍"),
    "weak": ("#E69F00", "○"),
    "single_point": ("#F0E442", "◉"),
    "missing": ("#D55E00", "◌"),
    "break": ("#CC79A7", "✕"),
    "extension": ("#0072B2", "▷"),
    "no_data": ("#BBBBBB", "?"),
    "absent": ("#FFFFFF", "·"),
}
DARK_RIM = {"single_point": "#6B6200", "absent": "#9AA5B1", "missing": "#8A3C00", "no_data": "#7A7A7A"}

WIDTH = 800  # nominal px; the canvas stretches with the page, which only adds room
ROW, ROOMY_ROW, HEAD, BAND_GAP = 30, 40, 26, 6
GOOD_HEIGHT = 548  # px that fit an office screen; short chains get roomier rows, never tighter ones
MAX_COLUMNS, MIN_ROWS = 5, 8
NODE_X = 16  # px from the left edge of a column to the middle of its nodes
LARGEST_NODE, SMALLEST_NODE = 24, 9
UNIT_PX = 6  # half a Chinese character at the size of the labels
SWEEPS = 12
FAINT_SHARE = 0.05
DIMMED = 0.35  # what is not linked with the selected segment
MAIN_TIERS = ("upstream", "midstream", "downstream")


@dataclass(frozen=True)
class Band:
    """The ground one tier stands on, in px of the nominal canvas."""

    tier: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """Where every segment stands, in px of a canvas `WIDTH` × `height`, and how long a label may be."""

    positions: Mapping[str, tuple[float, float]]
    bands: tuple[Band, ...]
    height: int
    label_units: int


def layout(segments: Sequence[Mapping[str, Any]], links: Sequence[Mapping[str, Any]]) -> Layout:
    """Columns by tier (several where a tier is long), rows by the barycentre of their neighbours.

    The same catalogue gives the same picture: ties follow the order of the catalogue, nothing is random.
    Links with an end outside the chain are left out of account.
    """
    order = {str(s["id"]): i for i, s in enumerate(segments)}
    by_tier = {t: [str(s["id"]) for s in segments if s["tier"] == t] for t in (*MAIN_TIERS, "support")}
    ties = [
        (str(k["from"]), str(k["to"]), max(float(k["share"]), 0.02), str(k["kind"]))
        for k in links
        if k["from"] in order and k["to"] in order and k["from"] != k["to"]
    ]
    rows = _rows([len(by_tier[t]) for t in MAIN_TIERS])
    columns: list[list[str]] = []
    spans: list[tuple[str, int, int]] = []
    for tier in MAIN_TIERS:
        parts = _columns(by_tier[tier], ties, order, rows)
        if parts:
            spans.append((tier, len(columns), len(columns) + len(parts)))
            columns += parts
    _untangle(columns, ties, order)
    wide = max(len(columns), MAX_COLUMNS)
    if by_tier["support"]:
        wide = max(wide, min(MAX_COLUMNS, len(by_tier["support"])))
    step = WIDTH / wide
    # Tiers share the whole width, also where there are few columns.
    stretch = wide / len(columns) if columns else 1.0
    supports = ceil(len(by_tier["support"]) / wide)
    fixed = HEAD + 2 * BAND_GAP + (HEAD if supports else 0)
    row = min(ROOMY_ROW, max(ROW, (GOOD_HEIGHT - fixed) // ((rows if columns else 0) + supports or 1)))
    tall = rows * row if columns else 0
    positions: dict[str, tuple[float, float]] = {}
    for c, column in enumerate(columns):
        for r, segment in enumerate(column):
            positions[segment] = (c * stretch * step + NODE_X, HEAD + (r + 0.5) * tall / len(column))
    bands = [
        Band(tier, first * stretch * step + 1, 0, last * stretch * step - BAND_GAP, HEAD + tall + 2)
        for tier, first, last in spans
    ]
    height = HEAD + tall + 4 if columns else 0
    if by_tier["support"]:
        top = height + BAND_GAP
        for i, segment in enumerate(by_tier["support"]):
            positions[segment] = (i % wide * step + NODE_X, top + HEAD + (i // wide + 0.5) * row)
        bottom = top + HEAD + supports * row + 2
        bands.append(Band("support", 1, top, WIDTH - BAND_GAP, bottom))
        height = bottom
    room = step - NODE_X - LARGEST_NODE / 2 - BAND_GAP - 8
    return Layout(positions, tuple(bands), int(height + BAND_GAP), int(room // UNIT_PX))


def _rows(counts: Sequence[int]) -> int:
    """Fewest rows that keep the tiers within `MAX_COLUMNS` columns."""
    rows = MIN_ROWS
    while sum(ceil(n / rows) for n in counts) > MAX_COLUMNS:
        rows += 1
    return rows


def _columns(
    ids: Sequence[str], ties: Sequence[tuple[str, str, float, str]], order: Mapping[str, int], rows: int
) -> list[list[str]]:
    """A tier cut into columns of at most `rows`, suppliers left of their buyers."""
    if not ids:
        return []
    inside: nx.DiGraph[str] = nx.DiGraph()
    inside.add_nodes_from(ids)
    inside.add_edges_from((a, b) for a, b, _, _ in ties if a in inside and b in inside)
    knots = nx.condensation(inside)
    depth: dict[int, int] = {}
    for knot in nx.topological_sort(knots):
        depth[knot] = 1 + max((depth[p] for p in knots.predecessors(knot)), default=-1)
    of_node = knots.graph["mapping"]
    ordered = sorted(ids, key=lambda s: (depth[of_node[s]], order[s]))
    n = ceil(len(ordered) / rows)
    cuts = [round(i * len(ordered) / n) for i in range(n + 1)]
    return [ordered[a:b] for a, b in pairwise(cuts)]


def _untangle(columns: list[list[str]], ties: Sequence[tuple[str, str, float, str]], order: Mapping[str, int]) -> None:
    """Order each column by the weighted mean height of its neighbours, forth and back, in place."""
    neighbours: dict[str, list[tuple[str, float]]] = {s: [] for column in columns for s in column}
    for a, b, share, _ in ties:
        if a in neighbours and b in neighbours:
            neighbours[a].append((b, share))
            neighbours[b].append((a, share))
    height = {s: (r + 0.5) / len(column) for column in columns for r, s in enumerate(column)}
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            own = set(column)
            wanted = {}
            for s in column:
                outside = [(height[o], w) for o, w in neighbours[s] if o not in own]
                total = sum(w for _, w in outside)
                wanted[s] = sum(h * w for h, w in outside) / total if total else height[s]
            column.sort(key=lambda s: (wanted[s], order[s]))
            for r, s in enumerate(column):
                height[s] = (r + 0.5) / len(column)


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


def label(segment: Mapping[str, Any], units: int, lang: Lang) -> str:
    """What stands beside a node: its name, as much as fits, and the mark of its state."""
    mark = STATES[segment["state"]][1]
    name = str(segment["name"] if lang == "zh" else segment["name_en"])
    return f"{shortened(name, units - 3)} {mark}"


def node_size(segment: Mapping[str, Any]) -> float:
    """Diameter in px: grows with the root of local strength; gaps are never too small to be seen."""
    least = 15.0 if segment["state"] in ("missing", "break", "no_data", "extension") else SMALLEST_NODE
    grown = SMALLEST_NODE + (LARGEST_NODE - SMALLEST_NODE) * sqrt(min(float(segment["strength"]), 30.0) / 30.0)
    return round(max(least, grown), 1)


def graph_option(document: Mapping[str, Any], place: Layout, lang: Lang, selected: str = "") -> dict[str, Any]:
    """The chain graph for ECharts: fixed positions, neighbours lit on hover, the selected segment ringed."""
    known = {s["id"]: s for s in document["segments"]}
    near = {end for k in document["links"] if selected in (k["from"], k["to"]) for end in (k["from"], k["to"])}
    lit = near | {selected} if selected in known else set(known)
    nodes = [_node(s, place, lang, s["id"] == selected, s["id"] in lit) for s in document["segments"]]
    links = [
        _edge(k, known, lang, selected)
        for k in sorted(document["links"], key=lambda k: selected in (k["from"], k["to"]))
        if k["from"] in known and k["to"] in known
    ]
    bands = [_band(b, lang, i) for i, b in enumerate(place.bands)]
    axis = {"type": "value", "show": False, "min": 0}
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "tooltip": {"confine": True, "enterable": False, "textStyle": {"color": TEXT, "fontSize": 13}},
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": axis | {"max": WIDTH},
        "yAxis": axis | {"max": place.height, "inverse": True},
        "series": [
            {"type": "scatter", "data": [], "silent": True, "z": 0, "markArea": {"silent": True, "data": bands}},
            {
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
            },
        ],
    }


def _node(segment: Mapping[str, Any], place: Layout, lang: Lang, chosen: bool, lit: bool) -> dict[str, Any]:
    state = segment["state"]
    fill, mark = STATES[state]
    rim = DARK_RIM.get(state, fill)
    style: dict[str, Any] = {"color": fill, "borderColor": rim, "borderWidth": 1.5, "opacity": 1.0 if lit else DIMMED}
    if state in ("missing", "no_data"):
        style |= {"borderType": [3, 2], "borderWidth": 2}
    if chosen:
        style |= {"borderColor": ACCENT, "borderType": "solid", "borderWidth": 4}
    faded = state == "absent"
    name = str(segment["name"] if lang == "zh" else segment["name_en"])
    firms = (
        f"本地企业 {segment['firms_local']} 家 · 全国 {segment['firms_national']} 家"
        if lang == "zh"
        else f"{segment['firms_local']} local firms · {segment['firms_national']} in the country"
    )
    return {
        "id": segment["id"],
        "name": segment["id"],
        "value": list(place.positions[segment["id"]]),
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
        "tooltip": {"formatter": f"<b>{escape(name)}</b> {mark} {STATE[state][lang]}<br/>{firms}"},
    }


def _edge(link: Mapping[str, Any], known: Mapping[str, Any], lang: Lang, selected: str) -> dict[str, Any]:
    share = float(link["share"])
    near = bool(selected) and selected in (link["from"], link["to"])
    opacity = 0.03 if share < FAINT_SHARE else min(0.45, 0.1 + 0.8 * share)
    style = {"color": "#8896A8", "opacity": opacity * (0.35 if selected else 1.0), "width": round(0.7 + 4 * share, 2)}
    if near:
        style = {"color": ACCENT, "opacity": 0.85, "width": round(1.2 + 5 * share, 2)}
    field = "name" if lang == "zh" else "name_en"
    ends = f"{escape(known[link['from']][field])} → {escape(known[link['to']][field])}"
    cost = f"占买方成本约 {share:.0%}（估计）" if lang == "zh" else f"about {share:.0%} of the buyer's cost (estimate)"
    return {
        "source": link["from"],
        "target": link["to"],
        "value": share,
        "lineStyle": style,
        "symbol": ["none", "arrow" if near else "none"],
        "symbolSize": 8,
        "tooltip": {"formatter": f"{ends}<br/>{LINK[link['kind']][lang]} · {cost}"},
    }


def _band(band: Band, lang: Lang, number: int) -> list[dict[str, Any]]:
    ground = "#F3F6FA" if number % 2 == 0 else "#F8FAFC"
    title = {
        "show": True,
        "position": "insideTopLeft",
        "color": MUTED,
        "fontSize": 12,
        "fontWeight": "bold",
        "formatter": TIER[band.tier][lang],
        "distance": 6,
    }
    return [
        {"xAxis": band.left, "yAxis": band.top, "itemStyle": {"color": ground}, "label": title},
        {"xAxis": band.right, "yAxis": band.bottom},
    ]


def state_counts(segments: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Segments by state, in the order of the legend, states without segments left out."""
    n = Counter(str(s["state"]) for s in segments)
    return {state: n[state] for state in STATES if n[state]}


def contributions(gap: Mapping[str, Any]) -> list[tuple[str, float, float]]:
    """(component, value, part of the score) of a gap, the largest part first; the parts add up to the score."""
    components = gap["components"]
    kept = float(components.get("certainty", 1.0))
    parts = [
        (name, float(components[name]), kept * weight * float(components[name]))
        for name, weight in WEIGHTS[gap["action"]].items()
        if weight > 0
    ]
    return sorted(parts, key=lambda p: (-p[2], p[0]))


def components_option(gap: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Where a gap's score comes from, as bars from zero, the largest on top."""
    parts = contributions(gap)
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "grid": {"left": 4, "right": 48, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "show": False},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [COMPONENT[name][lang] for name, _, _ in parts],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": RULE}},
            "axisLabel": {"color": TEXT, "fontSize": 12},
        },
        "series": [
            {
                "type": "bar",
                "data": [round(part, 2) for _, _, part in parts],
                "barMaxWidth": 14,
                "itemStyle": {"color": ACCENT},
                "label": {"show": True, "position": "right", "color": MUTED, "formatter": "{c}"},
            }
        ],
    }
