"""The picture 本地需要 × 落地先例与条件: segments as dots, by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app_pages.draw.options import BASE, JsonValue, Option
from app_pages.draw.palette import MUTED, RULE, TEXT
from graph.chance.shapes import Group
from graph.gaps.priorities.group_words import GROUP
from graph.gaps.priorities.groups import CHANCE_HIGH, NEED_HIGH
from graph.gaps.priorities.shapes import PriorityRow
from graph.model.words import Lang

# group → (colour, symbol, size); safe for the colour-blind, and never without the symbol.
MARKS: dict[Group, tuple[str, str, int]] = {
    "attack": ("#D55E00", "circle", 15),
    "task_force": ("#CC79A7", "triangle", 13),
    "advantage": ("#009E73", "diamond", 12),
    "reserve": ("#56B4E9", "circle", 8),
    "check": ("#BBBBBB", "emptyCircle", 7),
    "nearby": ("#E69F00", "rect", 9),
    "careful": ("#F0E442", "pin", 10),
    "barred": ("#7A7A7A", "pin", 11),
}
NAMED: tuple[Group, ...] = ("attack", "task_force")  # groups whose dots carry their names
AXES: dict[str, dict[Lang, str]] = {
    "need": {"zh": "本地需要 →", "en": "local need →"},
    "chance": {"zh": "落地先例与条件 →", "en": "precedent and ground →"},
}


def first_option(groups: Mapping[Group, Sequence[PriorityRow]], lang: Lang, opened: str = "") -> Option:
    """Need across, precedent and ground up, both without figures: they order and are no probability. The lines are the
    thresholds of the groups. opened: the segment that is shown beside it."""
    series = [_dots(group, rows, lang, opened) for group, rows in groups.items() if rows]
    if series:
        series[0] = {**series[0], "markLine": _thresholds()}
    return {
        **BASE,
        "legend": {
            "top": 0,
            "left": 0,
            "data": [GROUP[g][lang] for g, rows in groups.items() if rows],
            "textStyle": {"color": TEXT, "fontSize": 12},
            "itemHeight": 10,
        },
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "grid": {"left": 30, "right": 24, "top": 34, "bottom": 34},
        "xAxis": _axis("need", lang, 1.0),
        "yAxis": _axis("chance", lang, 1.0),
        "series": series,
    }


def _axis(key: str, lang: Lang, top: float) -> Option:
    return {
        "type": "value",
        "min": 0,
        "max": top,
        "name": AXES[key][lang],
        "nameLocation": "middle",
        "nameGap": 14,
        "nameTextStyle": {"color": MUTED, "fontSize": 12},
        "axisLabel": {"show": False},
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": RULE}},
        "splitLine": {"show": False},
    }


def _thresholds() -> Option:
    return {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": RULE, "type": "dashed"},
        "data": [{"xAxis": NEED_HIGH}, {"yAxis": CHANCE_HIGH}],
    }


def _dots(group: Group, rows: Sequence[PriorityRow], lang: Lang, opened: str) -> dict[str, JsonValue]:
    colour, symbol, size = MARKS[group]
    data: list[Option] = [
        {
            "id": r["segment"],
            "name": r["name"] if lang == "zh" else r["name_en"],
            "value": [round(r["need"]["value"], 3), round(r["chance"]["value"], 3)],
            "symbolSize": size + 6 if r["segment"] == opened else size,
            "itemStyle": {"color": colour, "borderColor": TEXT, "borderWidth": 2 if r["segment"] == opened else 0},
        }
        for r in rows
    ]
    return {
        "type": "scatter",
        "name": GROUP[group][lang],
        "symbol": symbol,
        "itemStyle": {"color": colour},
        "data": data,
        "label": {
            "show": group in NAMED,
            "position": "right",
            "formatter": "{b}",
            "color": TEXT,
            "fontSize": 11,
        },
        "labelLayout": {"hideOverlap": True},
        "z": 3 if group in NAMED else 2,
    }
