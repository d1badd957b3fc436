"""What the classes of GB/T 4754-2017 say about a segment: does it make things, win raw material, or serve?"""

from __future__ import annotations

from collections.abc import Collection

from graph.model.catalogue import SegmentEntry
from graph.model.vocabulary import NaturalResource

LAST_DIVISION = 97  # divisions run from 01 to 97 without a hole
_RAW = range(1, 13)
_MAKERS = range(13, 42)  # manufacture; 42 takes waste apart and 43 repairs, which live on labour
# What stands for an input that no segment sells: ore, crude, land.
_GIVEN = {
    NaturalResource.DEPOSIT,
    NaturalResource.REFINERY,
    NaturalResource.FARMLAND,
    NaturalResource.GRASSLAND,
    NaturalResource.FOREST,
    NaturalResource.WATERS,
}


def division(code: str) -> int:
    """The two-digit division of a code; 0 where it has none."""
    return int(code[:2]) if len(code) >= 2 and code[:2].isdecimal() else 0


def of_family(codes: Collection[str], prefixes: Collection[str]) -> bool:
    """Do at least half of a segment's codes begin with one of these?"""
    inside = sum(code.startswith(tuple(prefixes)) for code in codes)
    return bool(inside) and 2 * inside >= len(codes)


def is_maker(segment: SegmentEntry) -> bool:
    """Does it make things? Most of its codes are manufacture; a segment that only buys makes nothing."""
    making = sum(division(c) in _MAKERS for c in segment.gbt4754)
    return not segment.demand and 2 * making > len(segment.gbt4754)


def is_raw(segment: SegmentEntry) -> bool:
    """Does it live on what nature gives, so that no other segment need sell it anything?"""
    return any(division(c) in _RAW for c in segment.gbt4754) or any(r in _GIVEN for r in segment.siting.resource)
