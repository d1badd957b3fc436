"""Charts of the back-test: documents in, option dicts out, no streamlit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from app_pages.draw.options import BASE, JsonValue, Option, name_axis
from app_pages.draw.palette import ACCENT, FONT, MUTED, RULE, TEXT
from app_pages.texts import language
from graph.model.words import Lang
from recommend.evaluate.backtest_report import NAMES
from recommend.evaluate.shapes import BacktestReport
from recommend.rank.training import ChartPoint

GREY = "#9AA5B1"
FIRST = "#D55E00"


MARKS = (("circle", ACCENT), ("diamond", FIRST))
BAR_LABEL: Option = {"show": True, "position": "insideLeft", "color": "#FFFFFF", "fontSize": 12, "formatter": "{c}"}
TEXT_STYLE: Option = {"fontFamily": FONT, "color": TEXT}
GRID_LINES: Option = {"lineStyle": {"color": RULE}}


def model_name(model: str, lang: Lang) -> str:
    """What a list of the comparison is called."""
    return language.pick(NAMES[model], lang)


def models_option(report: BacktestReport, lang: Lang) -> Option:
    """Our list and the simple ones as bars from zero (peers beaten), the 95% interval as a line over each; best at the
    top."""
    found = {m: v["auc"] for m, v in report["models"].items()}
    return lists_option(found, {m: model_name(m, lang) for m in found}, "liantu")


def lists_option(lists: Mapping[str, Sequence[float]], titles: Mapping[str, str], ours: str) -> Option:
    """Lists as bars from zero, each [mean, low, high], the interval as a line over each; best at the top, ours in the
    accent."""
    rows = sorted(lists.items(), key=lambda row: row[1][0])
    names = [titles[m] for m, _ in rows]
    bars: list[Option] = [
        {"value": round(mean, 3), "itemStyle": {"color": ACCENT if m == ours else GREY}} for m, (mean, *_) in rows
    ]
    return {
        **BASE,
        "textStyle": TEXT_STYLE,
        "grid": {"left": 12, "right": 60, "top": 6, "bottom": 20, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "max": 1, "axisLabel": {"color": MUTED}, "splitLine": GRID_LINES},
        "yAxis": name_axis(names, {"fontSize": 13}),
        "series": [
            {"type": "bar", "barWidth": 14, "data": bars, "label": BAR_LABEL},
            *(_interval(low, high, names[i]) for i, (_, (_, low, high)) in enumerate(rows)),
        ],
    }


def _interval(low: float, high: float, name: str) -> Option:
    """A line from the low to the high end of an interval, over the bar of this name."""
    return {
        "type": "line",
        "data": [[round(low, 3), name], [round(high, 3), name]],
        "symbol": "rect",
        "symbolSize": [2, 9],
        "lineStyle": {"color": TEXT, "width": 1.5},
        "itemStyle": {"color": TEXT},
        "silent": True,
    }


def calibration_option(charts: Mapping[str, Sequence[ChartPoint]], said: str, came: str) -> Option:
    """Chance said against share that came, with the line on which both agree.

    charts: by their names, up to two; with one there is no legend. said, came: names of the axes.
    """
    series = [[[round(b["predicted"], 4), round(b["came"], 4)] for b in chart] for chart in charts.values()]
    most = max(v for points in [*series, [[0.05]]] for p in points for v in p)
    # A round end of the axis, so that its last label does not run into the one before.
    top = round(min(1.0, math.ceil(most * 10) / 10) if most > 0.1 else math.ceil(most * 50) / 50, 2)
    axis: Option = {
        "type": "value",
        "min": 0,
        "max": top,
        "axisLabel": {"color": MUTED},
        "splitLine": GRID_LINES,
    }
    legend: Option = {"data": list(charts), "right": 24, "top": 0, "textStyle": {"color": TEXT}}
    agree: Option = {
        "type": "line",
        "data": [[0, 0], [top, top]],
        "symbol": "none",
        "silent": True,
        "lineStyle": {"color": GREY, "type": "dashed"},
    }
    points = [_points(name, data, *MARKS[i]) for i, (name, data) in enumerate(zip(charts, series, strict=True))]
    return {
        **BASE,
        "textStyle": TEXT_STYLE,
        "grid": {"left": 8, "right": 24, "top": 26, "bottom": 32, "containLabel": True},
        **({"legend": legend} if len(charts) > 1 else {}),
        "xAxis": {**axis, "name": said, "nameLocation": "middle", "nameGap": 24},
        "yAxis": {**axis, "name": came, "nameTextStyle": {"align": "left"}},
        "series": [agree, *points],
    }


def _points(name: str, data: JsonValue, symbol: str, colour: str) -> Option:
    return {
        "type": "line",
        "name": name,
        "data": data,
        "symbol": symbol,
        "symbolSize": 8,
        "lineStyle": {"color": colour},
        "itemStyle": {"color": colour},
    }
