"""Charts of the page 缺口诊断: the parts of a score, a scenario before and after, what each further landing brings."""

from __future__ import annotations

from collections.abc import Sequence

from app_pages.draw.options import BASE, HIDDEN_VALUES, RULED, JsonValue, Option, name_axis
from app_pages.draw.palette import ACCENT, MUTED, RULE, TEXT
from graph.gaps.documents.plan_shapes import CompletenessChange, FrontierPoint, ScenarioDocument
from graph.gaps.documents.shapes import GapDocument
from graph.gaps.kinds_and_scores import WEIGHTS
from graph.model.words import COMPONENT, Lang

BEFORE, BOUND = "#9AA7B8", "#D55E00"
_WORDS: dict[str, dict[Lang, str]] = {
    "before": {"zh": "现在", "en": "now"},
    "after": {"zh": "之后", "en": "after"},
    "value": {"zh": "累计成效", "en": "worth"},
    "bound": {"zh": "任何组合的上限", "en": "no set can do more"},
    "k": {"zh": "项目数", "en": "landings"},
}
PERCENT: Option = {"show": True, "color": MUTED, "fontSize": 11, "formatter": "{c}%"}


def contributions(gap: GapDocument) -> list[tuple[str, float, float]]:
    """(component, value, part of the score) of a gap, the largest part first; the parts add up to the score."""
    components = gap["components"]
    certainty = components.get("certainty", 1.0)
    parts = [
        (name, components[name], certainty * weight * components[name])
        for name, weight in WEIGHTS[gap["action"]].items()
        if weight > 0
    ]
    return sorted(parts, key=lambda p: (-p[2], p[0]))


def components_option(gap: GapDocument, lang: Lang) -> Option:
    """Where a gap's score comes from, as bars from zero, the largest on top."""
    parts = contributions(gap)
    return {
        **BASE,
        "grid": {"left": 4, "right": 48, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": HIDDEN_VALUES,
        "yAxis": {**name_axis([COMPONENT[name][lang] for name, _, _ in parts]), "inverse": True},
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


def changed_chains(document: ScenarioDocument, chain: str = "") -> list[CompletenessChange]:
    """The chains of a scenario document whose completeness changes, and `chain` in any case, in the order given."""
    return [c for c in document["completeness"] if c["chain"] == chain or abs(c["before"] - c["after"]) > 1e-9]


def completeness_option(rows: Sequence[CompletenessChange], lang: Lang) -> Option:
    """Completeness of chains before and after, as pairs of bars from zero, in percent."""
    series: list[Option] = [
        {
            "type": "bar",
            "name": _WORDS[key][lang],
            "barMaxWidth": 13,
            "barGap": "25%",
            "itemStyle": {"color": colour},
            "data": [round(100 * value, 1) for value in values],
            "label": {**PERCENT, "position": "right"},
        }
        for key, colour, values in (
            ("before", BEFORE, [c["before"] for c in rows]),
            ("after", ACCENT, [c["after"] for c in rows]),
        )
    ]
    return {
        **BASE,
        "legend": {
            "top": 0,
            "right": 0,
            "itemWidth": 12,
            "itemHeight": 8,
            "textStyle": {"color": TEXT, "fontSize": 12},
        },
        "grid": {"left": 4, "right": 56, "top": 24, "bottom": 4, "containLabel": True},
        "xAxis": HIDDEN_VALUES,
        "yAxis": {
            **name_axis(
                [c["name"] if lang == "zh" else c["name_en"] for c in rows],
                {"width": 150 if lang == "zh" else 240, "overflow": "truncate"},
            ),
            "inverse": True,
        },
        "series": series,
    }


def frontier_option(rows: Sequence[FrontierPoint], chosen: int, lang: Lang) -> Option:
    """Worth and its upper bound over the number of landings, in percent; the chosen number is marked."""
    value: Option = {
        **_line("value", [p["value"] for p in rows], lang, ACCENT, "solid"),
        "label": {**PERCENT, "position": "bottom"},
        "markLine": {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": RULE, "type": "dotted"},
            "label": {"show": False},
            "data": [{"xAxis": str(chosen)}],
        },
    }
    return {
        **BASE,
        "legend": {"top": 0, "right": 0, "textStyle": {"color": TEXT, "fontSize": 12}},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 8, "right": 24, "top": 30, "bottom": 22, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [str(r["k"]) for r in rows],
            "name": _WORDS["k"][lang],
            "nameLocation": "middle",
            "nameGap": 24,
            "nameTextStyle": {"color": MUTED},
            "axisLabel": {"color": TEXT},
            "axisLine": RULED,
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "axisLabel": {"color": MUTED, "formatter": "{value}%"},
            "splitLine": {"lineStyle": {"color": "#EDF0F4"}},
        },
        "series": [value, _line("bound", [p["bound"] for p in rows], lang, BOUND, "dashed")],
    }


def _line(key: str, values: Sequence[float], lang: Lang, colour: str, kind: JsonValue) -> Option:
    """Shares of one as a line in percent."""
    return {
        "type": "line",
        "name": _WORDS[key][lang],
        "symbol": "circle",
        "symbolSize": 6,
        "lineStyle": {"color": colour, "type": kind, "width": 2},
        "itemStyle": {"color": colour},
        "data": [round(100 * v, 1) for v in values],
    }
