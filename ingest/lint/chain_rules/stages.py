"""Lint of segments by themselves: codes, siting, lanes, and segments that only buy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model.row_problems import Arg, RowProblem
from ingest.lint.chain_rules.chain_files import ChainFile, ChainFiles, file_of
from ingest.lint.chain_rules.trade_codes import LAST_DIVISION, division
from ingest.lint.findings import finding

GOODS = ("material", "component")
_CODE = re.compile(r"\d{3,4}")


def lint_codes(chain: ChainFile) -> Iterator[RowProblem]:
    """Codes that are none, that name a division as a whole, or that lie outside the classification."""
    for segment in chain.raw_segments:
        codes = segment.get("gbt4754") or []
        for code in codes if isinstance(codes, list) else [codes]:
            kind = _fault(code)
            if kind:
                yield finding(kind, chain.file, id=f"{chain.id}.{segment.get('id')}", value=_shown(code))


def _fault(code: object) -> str:
    if isinstance(code, str) and len(code) == 2 and code.isdecimal():
        return "coarse_gbt4754"
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        return "bad_gbt4754"
    return "" if 1 <= division(code) <= LAST_DIVISION else "unknown_gbt4754"


def _shown(value: object) -> Arg:
    return value if isinstance(value, str | int | float) else str(value)


def lint_siting(chain: ChainFile) -> Iterator[RowProblem]:
    """Segments that can be recruited and do not say what a project needs: nothing can be held against a park."""
    for segment, entry in chain.segments.items():
        if not entry.demand and not entry.siting.record():
            yield finding("no_siting", chain.file, id=segment, name=entry.name)


def lint_lanes(chain: ChainFile) -> Iterator[RowProblem]:
    """Where a chain has lanes, each segment stands in one and each lane holds one."""
    if not chain.lanes:
        return
    for segment, entry in chain.segments.items():
        if not entry.lane:
            yield finding("no_lane", chain.file, id=segment, name=entry.name)
    used = {entry.lane for entry in chain.segments.values()}
    for lane in chain.lanes:
        if lane not in used:
            yield finding("lane_empty", chain.file, id=chain.id, lane=lane)


def lint_demand(chains: ChainFiles) -> Iterator[RowProblem]:
    """A segment that only buys sells nothing, and buys no goods of which a share of cost could be told."""
    segments = chains.segments
    for link in chains.links:
        if segments[link.supplier].demand:
            yield finding(
                "demand_sells", file_of(link.buyer), id=link.name, name=segments[link.supplier].name, kind=link.kind
            )
        if segments[link.buyer].demand and link.kind in GOODS:
            yield finding(
                "demand_buys_goods", file_of(link.buyer), id=link.name, name=segments[link.buyer].name, kind=link.kind
            )
