"""The shapes of what is said about need, precedent and red lines. Keys stand in the order in which they are written."""

from __future__ import annotations

from typing import Literal, TypedDict

Group = Literal["attack", "task_force", "advantage", "reserve", "check", "nearby", "careful", "barred"]
PrecedentLevel = Literal["precedent", "few", "none"]


class Said(TypedDict):
    """A sentence in both languages."""

    zh: str
    en: str


class RedLineDocument(TypedDict):
    """A red line that bears on a segment; `route`: product words it is about, [] for the whole segment; `verified`:
    was the text of the document read; `read`: what was opened."""

    level: Literal["forbidden", "warned"]
    route: list[str]
    what: str
    what_en: str
    document: str
    date: str
    until: str
    source: str
    verified: bool
    read: Literal["text", "report", "none"]
    sentence: str
    sentence_en: str


class ProvinceCount(TypedDict):
    """What one province drew."""

    code: str
    name: str
    name_en: str
    projects: int
    bases: int


class GroundFeature(TypedDict):
    """One feature: where the region stands against what is usual where projects fell; `part`: what it adds to the
    order against the usual."""

    value: float
    usual: float
    part: float


class NeedDocument(TypedDict):
    """What the gap score says; 0 where it is no gap."""

    value: float


class ChanceDocument(TypedDict):
    """How much precedent and ground there is. `value` places it among the segments of other cities, in 0–1; it is no
    probability and is not shown as one. Counts are of other provinces; `provinces`: the first by number."""

    value: float
    level: PrecedentLevel
    projects: int
    bases: int
    years: list[int]
    provinces_count: int
    provinces: list[ProvinceCount]
    ground: dict[str, GroundFeature]
    red_lines: list[RedLineDocument]
    sentence: str
    sentence_en: str


class PriorityDocument(TypedDict):
    """Need and chance by the declared rule, and the group; `reasons`: why it is there, or what would decide it."""

    value: float
    need: float
    chance: float
    group: Group
    caught: bool
    reasons: list[Said]
    sentence: str
    sentence_en: str
