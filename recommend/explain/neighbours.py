"""The local neighbours of a segment: linked segments with local firms, and those of them whose own product takes what
the segment makes, or is what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from graph.gaps.kinds_and_scores import FAINT
from graph.gaps.partners import Knowledge, Partners
from graph.gaps.partners import Linked as LinkedSegment
from graph.measures.network import Network
from graph.model.goods.product_routes import ALL_TAKE, ProductRoutes
from graph.model.records import Firm, LinkKind, Membership
from graph.region.footprint import Footprint

NAMED = 3  # firms of a linked segment that are named


@dataclass(frozen=True)
class Linked:
    """A linked segment. yi: what its local firms spend on it (or sell) a year, 亿元; count: how many of them
    have a product that fits; firms, products: the first of these with that product."""

    segment: str
    kind: LinkKind
    yi: float
    count: int
    firms: tuple[Firm, ...]
    products: tuple[str, ...]


@dataclass(frozen=True)
class Neighbours:
    """A segment's neighbours in a region, the same for every target of a list: the linked segments with local firms
    that buy from it and those that supply it, the most weighty first. routes: which products take which input."""

    network: Network
    buyers: tuple[Linked, ...]
    suppliers: tuple[Linked, ...]
    routes: ProductRoutes = ALL_TAKE

    @classmethod
    def of(
        cls,
        foot: Footprint,
        segment: str,
        firms: Mapping[str, Firm],
        memberships: Iterable[Membership] = (),
        routes: ProductRoutes = ALL_TAKE,
    ) -> Neighbours:
        """firms: those that can be named, by id; memberships: of the local ones, from which their products are read."""
        partners = Partners(foot, Knowledge(firms, {(m.firm_id, m.segment_id): m for m in memberships}, routes))

        def side(linked: Iterable[LinkedSegment]) -> tuple[Linked, ...]:
            return tuple(
                Linked(
                    one.segment,
                    one.kind,
                    one.yi,
                    len(one.partners),
                    tuple(firms[p.firm] for p in one.partners[:NAMED]),
                    tuple(p.product for p in one.partners[:NAMED]),
                )
                for one in linked
            )

        return cls(foot.network, side(partners.buyers(segment)), side(partners.suppliers(segment)), routes)


def local_firms_around(foot: Footprint, segment: str) -> list[str]:
    """The local firms of all segments that buy from a segment or supply it, by id."""
    net = foot.network
    row = net.row[segment]
    linked = np.flatnonzero(((net.spent[row] > 0) | (net.spent[:, row] > 0)) & (foot.x >= FAINT))
    return sorted({f for j in linked.tolist() for f, _ in foot.by_segment.get(net.ids[j], ())})
