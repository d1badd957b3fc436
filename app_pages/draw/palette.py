"""Colours, the font and the marks of states, shared by charts and HTML snippets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.gaps.documents.shapes import SegmentDocument

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


def state_counts(segments: Sequence[SegmentDocument]) -> dict[str, int]:
    """Segments by state, in the order of the legend, states without segments left out."""
    n = Counter[str](s["state"] for s in segments)
    return {state: n[state] for state in STATES if n[state]}
