"""Which firms elsewhere stand for a segment: those whose main product is of it, not all that also make some."""

from __future__ import annotations

from collections.abc import Sequence

from graph.gaps.find import Gap
from graph.gaps.partners import Partner
from graph.model.records import Firm, Membership, Segment
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore

LOOKED_AT = 40  # candidates by size; the largest of a trade are among them
NAMED = 5


def main_makers(store: GraphStore, footprint: Footprint, gaps: Sequence[Gap]) -> dict[str, list[Partner]]:
    """By segment, up to five firms elsewhere whose main product is of it, each with that product; first those whose
    product bears the segment's name, then by size. Empty where the products of none say so."""
    ids = sorted({f for gap in gaps for f in gap.candidates[:LOOKED_AT]})
    firms = {f.id: f for f in store.firms(ids)}
    kept: dict[str, list[Membership]] = {}
    for m in store.memberships(ids):
        kept.setdefault(m.firm_id, []).append(m)
    out: dict[str, list[Partner]] = {}
    for gap in gaps:
        goods = footprint.network.segments[gap.segment]
        found: list[tuple[bool, Partner]] = []
        for f in gap.candidates[:LOOKED_AT]:
            product = main_product(firms[f], kept.get(f, ()), gap.segment) if f in firms else ""
            if product:
                found.append((not names_it(product, goods), Partner(f, gap.segment, product, 0.0, True)))
        out[gap.segment] = [p for _, p in sorted(found, key=lambda one: one[0])[:NAMED]]
    return out


def main_product(firm: Firm, memberships: Sequence[Membership], segment: str) -> str:
    """The first of a firm's products, where it is of this segment and the firm is in no other more surely; else ''.

    Tables name the main product first.
    """
    here = next((m for m in memberships if m.segment_id == segment), None)
    if here is None or not firm.products or here.confidence < max(m.confidence for m in memberships):
        return ""
    first = firm.products[0]
    return first if any(e["kind"] == "product" and e["text"] == first for e in here.evidence) else ""


def names_it(product: str, segment: Segment) -> bool:
    """Has a product two characters in a row of the segment's name?"""
    return any(product[i : i + 2] in segment.name for i in range(len(product) - 1))
