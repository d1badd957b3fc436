"""Charts of the gap pages: before and after of a scenario, and what each further landing brings. Pure, no browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app_pages.draw.charts import ACCENT, FONT, MUTED, RULE, TEXT
from graph.model.words import Lang

BEFORE, BOUND, MONEY = "#9AA7B8", "#D55E00", "#E69F00"
_WORDS: dict[str, tuple[str, str]] = {
    "before": ("现在", "now"),
    "after": ("之后", "after"),
    "value": ("累计成效", "worth"),
    "bound": ("任何组合的上限", "no set can do more"),
    "k": ("项目数", "landings"),
}


def _word(key: str, lang: Lang) -> str:
    return _WORDS[key][0 if lang == "zh" else 1]


def changed_chains(document: Mapping[str, Any], chain: str = "") -> list[Mapping[str, Any]]:
    """The chains of a scenario document whose completeness changes, and `chain` in any case, in the order given."""
    return [c for c in document["completeness"] if c["chain"] == chain or abs(c["before"] - c["after"]) > 1e-9]


def completeness_option(rows: Sequence[Mapping[str, Any]], lang: Lang) -> dict[str, Any]:
    """Completeness of chains before and after, as pairs of bars from zero, in percent."""
    series = [
        {
            "type": "bar",
            "name": _word(key, lang),
            "barMaxWidth": 13,
            "barGap": "25%",
            "itemStyle": {"color": colour},
            "data": [round(100 * float(c[key]), 1) for c in rows],
            "label": {"show": True, "position": "right", "color": MUTED, "fontSize": 11, "formatter": "{c}%"},
        }
        for key, colour in (("before", BEFORE), ("after", ACCENT))
    ]
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "legend": {
            "top": 0,
            "right": 0,
            "itemWidth": 12,
            "itemHeight": 8,
            "textStyle": {"color": TEXT, "fontSize": 12},
        },
        "grid": {"left": 4, "right": 56, "top": 24, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "show": False},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [c["name"] if lang == "zh" else c["name_en"] for c in rows],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": RULE}},
            "axisLabel": {"color": TEXT, "fontSize": 12, "width": 150 if lang == "zh" else 240, "overflow": "truncate"},
        },
        "series": series,
    }


def frontier_option(rows: Sequence[Mapping[str, Any]], chosen: int, lang: Lang) -> dict[str, Any]:
    """Worth and its upper bound over the number of landings, in percent; the chosen number is marked."""

    def line(key: str, colour: str, kind: str) -> dict[str, Any]:
        return {
            "type": "line",
            "name": _word(key, lang),
            "symbol": "circle",
            "symbolSize": 6,
            "lineStyle": {"color": colour, "type": kind, "width": 2},
            "itemStyle": {"color": colour},
            "data": [round(100 * float(r[key]), 1) for r in rows],
        }

    value = line("value", ACCENT, "solid")
    value["label"] = {"show": True, "position": "bottom", "color": MUTED, "fontSize": 11, "formatter": "{c}%"}
    value["markLine"] = {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": RULE, "type": "dotted"},
        "label": {"show": False},
        "data": [{"xAxis": str(chosen)}],
    }
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "legend": {"top": 0, "right": 0, "textStyle": {"color": TEXT, "fontSize": 12}},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 8, "right": 24, "top": 30, "bottom": 22, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [str(r["k"]) for r in rows],
            "name": _word("k", lang),
            "nameLocation": "middle",
            "nameGap": 24,
            "nameTextStyle": {"color": MUTED},
            "axisLabel": {"color": TEXT},
            "axisLine": {"lineStyle": {"color": RULE}},
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "axisLabel": {"color": MUTED, "formatter": "{value}%"},
            "splitLine": {"lineStyle": {"color": "#EDF0F4"}},
        },
        "series": [value, line("bound", BOUND, "dashed")],
    }
