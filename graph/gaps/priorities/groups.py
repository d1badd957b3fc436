"""The groups of the list of priorities: a declared rule over need, chance and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from graph.chance.red_lines import RedLine
from graph.chance.shapes import Group
from graph.gaps.documents.shapes import Answer
from graph.model.records import Verdict

NEED_HIGH = 0.35  # gap score from which local need can be strong
FILLED = 1 / 3  # of the smallest usual plant, which local buyers must fill: the score also says what like cities have,
# and what they have is no need of ours
CHANCE_HIGH = 0.7  # place from which precedent and ground are strong
RANKED: tuple[Group, ...] = ("attack", "task_force", "advantage", "reserve")
BESIDE: tuple[Group, ...] = ("check", "nearby", "careful", "barred")
GROUPS: tuple[Group, ...] = (*RANKED, *BESIDE)


@dataclass(frozen=True)
class Standing:
    """What a segment's group follows from. verdict, answer: None where it is no gap; caught, unverified: red lines
    about the whole segment; strong: is the region strong in it; precedent: did other provinces draw a project or a
    plant of it; filled: what local buyers spend on it a year over the sales of the smallest usual plant, None where
    either is not known."""

    need: float
    chance: float
    verdict: Verdict | None
    answer: Answer | None
    caught: tuple[RedLine, ...] = ()
    unverified: tuple[RedLine, ...] = ()
    strong: bool = False
    precedent: bool = True
    filled: float | None = None

    @property
    def needed(self) -> bool:
        """Is local need strong: by the score, and large enough for a good part of a plant?"""
        return self.need >= NEED_HIGH and (self.filled is None or self.filled >= FILLED)


def group_of(s: Standing) -> Group:
    """The group, the plainest reason first: red line, then 可招性, then what is not known, then need and chance."""
    if s.answer == "unsuitable" or any(r.level == "forbidden" for r in s.caught):
        return "barred"
    if s.caught:
        return "careful"
    if s.answer == "nearby":
        return "nearby"
    if s.verdict == "insufficient_data" or s.answer == "check" or s.unverified:
        return "check"
    if s.needed:
        return "attack" if s.chance >= CHANCE_HIGH and s.precedent else "task_force"
    return "advantage" if s.chance >= CHANCE_HIGH else "reserve"
