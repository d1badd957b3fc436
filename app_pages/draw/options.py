"""The type of chart options for ECharts, and the parts that most charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from app_pages.draw.palette import FONT, RULE, TEXT

JsonValue: TypeAlias = "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
Option: TypeAlias = Mapping[str, JsonValue]

BASE: Option = {"animation": False, "textStyle": {"fontFamily": FONT}}
RULED: Option = {"lineStyle": {"color": RULE}}
HIDDEN_VALUES: Option = {"type": "value", "min": 0, "show": False}


def named(option: Option, words: str) -> Option:
    """The chart with a name for those who do not see it: a screen reader says it in place of the canvas."""
    aria: Option = {"enabled": True, "label": {"enabled": True, "description": words}}
    if "baseOption" in option:  # one that is drawn otherwise on a phone
        base = option["baseOption"]
        assert isinstance(base, Mapping)
        return {**option, "baseOption": {**base, "aria": aria}}
    return {**option, "aria": aria}


def name_axis(names: Sequence[str], label: Option | None = None) -> Option:
    """An axis of names, without ticks; `label` adds to the style of the names."""
    return {
        "type": "category",
        "data": names,
        "axisTick": {"show": False},
        "axisLine": RULED,
        "axisLabel": {"color": TEXT, "fontSize": 12, **(label or {})},
    }
