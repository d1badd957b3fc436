"""Who here needs what a segment makes, in one sentence."""

from __future__ import annotations

from app_pages.read import base
from app_pages.texts import language
from graph.gaps.priorities.shapes import PriorityRow
from graph.gaps.wording.amounts import between
from graph.model.words import Lang
from outreach.papers.priority_lines import buyers


def wanted(row: PriorityRow, lang: Lang) -> str:
    """What the place needs of it a year, and the local firms that want it most, by product; '' where the place is
    strong in it."""
    say, gap = language.speaker(lang), row.get("gap")
    if gap is None:
        return ""
    need = gap["tests"]["need"]["figures"]
    spent = language.pick(between(need["demand_low_yi"], need["demand_high_yi"]), lang)
    named = [f"{name}（{product}）" for name, product in buyers(row, base.space().store)]
    if not named:
        return say("first.wanted_unnamed", yi=spent) if need["demand_yi"] else say("first.unwanted")
    return say("first.wanted", yi=spent, firms=("、" if lang == "zh" else ", ").join(named))
