"""The shapes of gaps with their priority, and of the rows of the list of priorities."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from graph.chance.shapes import ChanceDocument, NeedDocument, PriorityDocument
from graph.gaps.documents.shapes import GapDocument
from graph.model.records import Action, GapKind, Verdict


class PrioritisedGap(GapDocument):
    """A gap document with need, chance and priority, as `liantu gaps --json` prints it."""

    need: NeedDocument
    chance: ChanceDocument
    priority: PriorityDocument


class PriorityRow(TypedDict):
    """A segment in the list of priorities. kind, verdict: None where the region is strong in it and it is no gap; its
    action is then 强链."""

    segment: str
    name: str
    name_en: str
    chain: str
    kind: GapKind | None
    verdict: Verdict | None
    action: Action
    strength: float
    need: NeedDocument
    chance: ChanceDocument
    priority: PriorityDocument
    gap: NotRequired[PrioritisedGap]
