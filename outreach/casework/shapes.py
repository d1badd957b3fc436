"""Types of the JSON columns of the casework."""

from __future__ import annotations

from typing import TypedDict

from recommend.explain.shapes import PathStep, SiteDocument

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]


class TargetFacts(TypedDict, total=False):
    """What the graph knows of a target. A firm has the first group of fields, an institution the second."""

    id: str
    name: str
    short: str
    uscc: str
    stock_code: str
    region: str
    place: str
    products: list[str]
    tags: list[str]
    parent: str
    sites: list[SiteDocument]
    revenue_yi: float | None
    revenue_year: int | None
    size: float
    source: str
    as_of: str
    verified_identity: bool
    verified_products: bool
    verified: bool  # of a target saved before the two were told apart: its identity

    name_en: str
    website: str
    city: str
    kind: str


class TargetSnapshot(TargetFacts, total=False):
    """The facts about a target on the day it was saved, with its path in the graph."""

    path: list[PathStep]


def identity_verified(facts: TargetFacts) -> bool:
    """Does a second source confirm who and where the target is?"""
    return facts.get("verified_identity", facts.get("verified", False))
