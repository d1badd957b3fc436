"""Shares of revenue put to memberships: the products that speak for a segment bring it theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model.records import MICRO, Membership
from ingest.assign.lexicon import OUTSIDE, Lexicon
from ingest.read.report_products import overlaps


def with_shares(
    memberships: Sequence[Membership], shares: Mapping[str, int], lexicon: Lexicon
) -> list[tuple[str, int]]:
    """(segment, share) for each membership that has one.

    The share of revenue, in micro-units, is that of the products that speak for the segment.

    A product that speaks for several of the firm's segments counts for each in equal parts. Where the shares of a
    firm overlap, a segment takes the largest of its products instead of their sum: a lower bound, never above 1.
    """
    mine = {m.segment_id for m in memberships}
    total: dict[str, list[int]] = {}
    for name, share in shares.items():
        exact = lexicon.exact(name)
        hits = exact or tuple(s for h in _last(lexicon, name) for s in h)
        segments = sorted({s for s in hits if s != OUTSIDE} & mine)
        for s in segments:
            total.setdefault(s, []).append(share // len(segments))
    most = max if overlaps(shares.values()) else sum
    return [(m.segment_id, min(most(total[m.segment_id]), MICRO)) for m in memberships if m.segment_id in total]


def _last(lexicon: Lexicon, name: str) -> list[tuple[str, ...]]:
    """A product is named by its last term; earlier ones only where nothing ends later."""
    hits = lexicon.find(name)
    end = max((h.end for h in hits), default=0)
    return [h.segments for h in hits if h.end == end]
