"""Charts of the back-test: documents in, option dicts out, no streamlit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from app_pages.draw.charts import ACCENT, FONT, MUTED, RULE, TEXT
from graph.model.words import Lang
from recommend.evaluate.backtest_report import NAMES

GREY = "#9AA5B1"
FIRST = "#D55E00"


def models_option(report: Mapping[str, Any], lang: Lang, measure: str = "auc") -> dict[str, Any]:
    """Our list and the simple ones as bars from zero, the 95% interval as a line over each; best at the top."""
    side = 0 if lang == "zh" else 1
    held = sorted(report["models"].items(), key=lambda m: m[1][measure][0])
    names = [NAMES[m][side] for m, _ in held]
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "color": TEXT},
        "grid": {"left": 12, "right": 60, "top": 6, "bottom": 20, "containLabel": True},
        "xAxis": {
            "type": "value",
            "min": 0,
            "max": 1,
            "axisLabel": {"color": MUTED},
            "splitLine": {"lineStyle": {"color": RULE}},
        },
        "yAxis": {
            "type": "category",
            "data": names,
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": RULE}},
            "axisLabel": {"color": TEXT, "fontSize": 13},
        },
        "series": [
            {
                "type": "bar",
                "barWidth": 14,
                "data": [
                    {"value": round(v[measure][0], 3), "itemStyle": {"color": ACCENT if m == "liantu" else GREY}}
                    for m, v in held
                ],
                "label": {
                    "show": True,
                    "position": "insideLeft",
                    "color": "#FFFFFF",
                    "fontSize": 12,
                    "formatter": "{c}",
                },
            },
            *(
                {
                    "type": "line",
                    "data": [[round(v[measure][1], 3), names[i]], [round(v[measure][2], 3), names[i]]],
                    "symbol": "rect",
                    "symbolSize": [2, 9],
                    "lineStyle": {"color": TEXT, "width": 1.5},
                    "itemStyle": {"color": TEXT},
                    "silent": True,
                }
                for i, (_, v) in enumerate(held)
            ),
        ],
    }


def calibration_option(
    held: Mapping[str, Any], said: str, came: str, names: tuple[str, str] | None = None
) -> dict[str, Any]:
    """Chance said against share that came, with the line on which both agree.

    held: `chart`, and `chart_of_first` for the first of each list where `names` call both series.
    """
    charts = [held["chart"], *([held["chart_of_first"]] if names and "chart_of_first" in held else [])]
    series = [[[round(b["predicted"], 4), round(b["came"], 4)] for b in chart] for chart in charts]
    most = max(v for points in [*series, [[0.05]]] for p in points for v in p)
    # A round end of the axis, so that its last label does not run into the one before.
    top = min(1.0, math.ceil(most * 10) / 10) if most > 0.1 else math.ceil(most * 50) / 50
    axis = {
        "type": "value",
        "min": 0,
        "max": round(top, 2),
        "axisLabel": {"color": MUTED},
        "splitLine": {"lineStyle": {"color": RULE}},
    }
    marks = (("circle", ACCENT), ("diamond", FIRST))
    legend = (
        {"legend": {"data": list(names), "right": 24, "top": 0, "textStyle": {"color": TEXT}}}
        if names and len(series) > 1
        else {}
    )
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "color": TEXT},
        "grid": {"left": 8, "right": 24, "top": 26, "bottom": 32, "containLabel": True},
        **legend,
        "xAxis": axis | {"name": said, "nameLocation": "middle", "nameGap": 24},
        "yAxis": axis | {"name": came, "nameTextStyle": {"align": "left"}},
        "series": [
            {
                "type": "line",
                "data": [[0, 0], [round(top, 2), round(top, 2)]],
                "symbol": "none",
                "silent": True,
                "lineStyle": {"color": GREY, "type": "dashed"},
            },
            *(
                {
                    "type": "line",
                    "name": names[i] if names else said,
                    "data": points,
                    "symbol": marks[i][0],
                    "symbolSize": 8,
                    "lineStyle": {"color": marks[i][1]},
                    "itemStyle": {"color": marks[i][1]},
                }
                for i, points in enumerate(series)
            ),
        ],
    }
