"""The local neighbours of a segment: linked segments that have firms here, and the first of those firms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.gaps.kinds_and_scores import FAINT
from graph.measures.network import Network
from graph.model.records import Firm
from graph.region.footprint import Footprint

NAMED = 3  # firms of a linked segment that are named


@dataclass(frozen=True)
class Linked:
    """A linked segment, how many local firms work in it, and the first of them that are known by name."""

    segment: str
    count: int
    firms: tuple[Firm, ...]


@dataclass(frozen=True)
class Neighbours:
    """A segment's neighbours in a region, the same for every target of a list: the linked segments with local firms
    that buy from it and those that supply it, the most weighty first."""

    network: Network
    buyers: tuple[Linked, ...]
    suppliers: tuple[Linked, ...]

    @classmethod
    def of(cls, foot: Footprint, segment: str, firms: Mapping[str, Firm]) -> Neighbours:
        """firms: those that can be named, by id."""

        def side(outgoing: bool) -> tuple[Linked, ...]:
            return tuple(
                Linked(s, len(ids), tuple(firms[i] for i in ids if i in firms)[:NAMED])
                for s, ids in local_neighbours(foot, segment, outgoing)
            )

        return cls(foot.network, side(True), side(False))


def local_neighbours(footprint: Footprint, segment: str, outgoing: bool) -> list[tuple[str, list[str]]]:
    """Linked segments with local firms, the most weighty first, as (segment id, firm ids).

    A channel is no buyer; who supplies power or a service supplies no goods.
    """
    net = footprint.network
    row = net.row[segment]
    shares = net.shares[row] if outgoing else net.shares[:, row]
    linked = net.using[row] if outgoing else net.goods[:, row]
    rows = np.flatnonzero(np.asarray(linked, dtype=bool) & (footprint.x >= FAINT))
    ordered = sorted((-float(shares[j] * footprint.x[j]), net.ids[j]) for j in rows)
    return [(s, [f for f, _ in footprint.by_segment[s]]) for _, s in ordered]
