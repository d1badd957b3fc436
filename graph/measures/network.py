"""The chains as one graph, with everything about it that does not depend on a region."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.measures import formulas
from graph.measures.formulas import Floats
from graph.measures.wording import alike_by_words
from graph.model.records import Chain, Link, LinkKind, Segment
from graph.model.retired import NONE, Retired

if TYPE_CHECKING:
    import networkx as nx

# How much of a link's share counts as demand or supply: what goes into a product draws its maker near, machines are
# bought once in years, and a shop that sells cars does not draw a car maker.
KIND_DRAW: dict[LinkKind, float] = {"material": 1.0, "component": 1.0, "service": 0.8, "equipment": 0.5, "channel": 0.2}

LEAST_INDIRECT = 0.01  # of a buyer's cost, below which a supplier's supplier is not felt
TURNOVER = 1.0  # yearly sales of a new plant per yuan invested, usual in industry


def turnover(segment: Segment) -> float:
    """Yearly sales of a new plant or undertaking of the segment per yuan invested."""
    return float(segment.siting.get("turnover", TURNOVER))


def least_sales(segment: Segment) -> float | None:
    """Yearly sales of the smallest usual plant of a segment, 亿元; None where the catalogue names none."""
    smallest = segment.siting.get("investment_yi")
    return float(smallest[0]) * turnover(segment) if smallest else None


@dataclass(frozen=True)
class Network:
    """The chains as one graph with everything about it that does not depend on a region.

    retired: the ids that ended before these chains, for those who come with an old one."""

    chains: tuple[Chain, ...]
    retired: Retired = NONE

    @cached_property
    def segments(self) -> dict[str, Segment]:
        return {s.id: s for c in self.chains for s in c.segments}

    @cached_property
    def makers(self) -> dict[str, Segment]:
        """The segments in which firms work: all but the demand nodes."""
        return {s.id: s for s in self.segments.values() if not s.demand}

    def heir(self, segment: str) -> str:
        """The segment that took the place of one that ended, the best of several; '' where there is none."""
        return next((s for s in self.retired.heirs(segment) if s in self.segments), "")

    @cached_property
    def main_links(self) -> dict[tuple[str, str], Link]:
        """The largest link between two segments."""
        links = sorted(self.links, key=lambda k: (k.share, k.kind))
        return {(k.source_id, k.target_id): k for k in links}

    @cached_property
    def demand(self) -> NDArray[np.bool_]:
        """(S,) is it a demand node."""
        return np.array([self.segments[s].demand for s in self.ids], dtype=bool)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(sorted(self.segments))

    @cached_property
    def row(self) -> dict[str, int]:
        return {s: i for i, s in enumerate(self.ids)}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for c in self.chains for link in c.links)

    @cached_property
    def channels(self) -> dict[str, tuple[str, ...]]:
        """By segment, the segments that sell on what it makes."""
        out: dict[str, set[str]] = {}
        for k in self.links:
            if k.kind == "channel":
                out.setdefault(k.source_id, set()).add(k.target_id)
        return {s: tuple(sorted(ends)) for s, ends in out.items()}

    @cached_property
    def shares(self) -> Floats:
        """(S, S) share of the buyer's cost, weighed by what the kind of link draws (`KIND_DRAW`)."""
        return formulas.share_matrix(
            [(k.source_id, k.target_id, k.share * KIND_DRAW[k.kind]) for k in self.links], self.ids
        )

    @cached_property
    def adjacent(self) -> Floats:
        """(S, S) 1 where a link runs from row to column."""
        return formulas.share_matrix([(k.source_id, k.target_id, 1.0) for k in self.links], self.ids).clip(0, 1)

    @cached_property
    def goods(self) -> Floats:
        """(S, S) 1 where a material or a component of a row's segment goes into a column's product."""
        kinds = [(k.source_id, k.target_id, 1.0) for k in self.links if k.kind in ("material", "component")]
        return formulas.share_matrix(kinds, self.ids).clip(0, 1)

    @cached_property
    def using(self) -> Floats:
        """(S, S) 1 where the column takes what the row makes into its own work; a channel only passes it on."""
        kinds = [(k.source_id, k.target_id, 1.0) for k in self.links if k.kind != "channel"]
        return formulas.share_matrix(kinds, self.ids).clip(0, 1)

    @cached_property
    def spent(self) -> Floats:
        """(S, S) share of the buyer's cost that goes to each segment, as it stands; a channel buys nothing for its own
        work. The measure of what somebody pays, where `shares` is one of what draws a maker near."""
        return formulas.share_matrix(
            [(k.source_id, k.target_id, k.share) for k in self.links if k.kind != "channel"], self.ids
        )

    @cached_property
    def spent_indirectly(self) -> Floats:
        """(S, S) share of the buyer's cost that hangs on each segment through one supplier between them: the shares
        multiplied, summed over such suppliers; below `LEAST_INDIRECT` it is none."""
        out = self.spent @ self.spent
        np.fill_diagonal(out, 0.0)
        return np.where(out >= LEAST_INDIRECT, out, 0.0)

    @cached_property
    def least_sales(self) -> Floats:
        """(S,) yearly sales of the smallest usual plant, 亿元; not a number where the catalogue names none."""
        smallest = [least_sales(self.segments[s]) for s in self.ids]
        return np.array([np.nan if v is None else v for v in smallest], dtype=np.float64)

    @cached_property
    def alike(self) -> Floats:
        """(S, S) how alike segments are by their names and products, see `graph.measures.wording`."""
        return alike_by_words([(self.segments[s].name, *self.segments[s].products) for s in self.ids])

    @cached_property
    def digraph(self) -> nx.DiGraph[str]:
        from graph.model.chains import as_digraph

        graph = as_digraph(self.links)
        graph.add_nodes_from(self.ids)
        return graph

    @cached_property
    def edges(self) -> dict[tuple[str, str], tuple[float, LinkKind]]:
        """Share and kind of each link by its ends; parallel kinds add their shares under the first one's kind."""
        out: dict[tuple[str, str], tuple[float, LinkKind]] = {}
        for k in self.links:
            share, kind = out.get((k.source_id, k.target_id), (0.0, k.kind))
            out[k.source_id, k.target_id] = (share + k.share, kind)
        return out

    @cached_property
    def users(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the suppliers and of the buyers of every link in `using`."""
        one, two = np.nonzero(self.using)
        return one, two

    @cached_property
    def suppliers(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the suppliers and of the buyers of every link in `adjacent`."""
        one, two = np.nonzero(self.adjacent)
        return one, two

    @cached_property
    def cut_off(self) -> dict[str, frozenset[str]]:
        """Per segment, those of its chain that no supply path reaches without it."""
        out: dict[str, frozenset[str]] = {}
        for rows in self.chain_rows.values():
            falls = formulas.cut_off(self.adjacent[np.ix_(rows, rows)] > 0)
            for row, fallen in zip(rows, falls, strict=True):
                out[self.ids[row]] = frozenset(self.ids[rows[j]] for j in np.flatnonzero(fallen))
        return out

    @cached_property
    def position(self) -> Floats:
        """(S,) betweenness within the segment's own chain, over the largest there."""
        raw = np.zeros(len(self.ids))
        for rows in self.chain_rows.values():
            raw[rows] = formulas.betweenness(self.adjacent[np.ix_(rows, rows)] > 0)
        return self._relative_to_chain(raw)

    @cached_property
    def value(self) -> Floats:
        """(S,) value weight over the largest in the same chain."""
        return self._relative_to_chain(np.array([self.segments[s].value_weight for s in self.ids]))

    @cached_property
    def imports(self) -> Floats:
        """(S,) part of the country's need that comes from abroad."""
        return np.array([self.segments[s].import_dependence for s in self.ids])

    def small_projects(self, big_yi: float) -> NDArray[np.bool_]:
        """(S,) `is_small_project` of every segment."""
        return np.array([self.is_small_project(s, big_yi) for s in self.ids])

    def is_small_project(self, segment: str, big_yi: float) -> bool:
        """Does the smallest usual project of a segment cost less than this (亿元), or is that not known?"""
        return self.segments[segment].siting.get("investment_yi", (0.0,))[0] < big_yi

    @cached_property
    def upstreamness(self) -> Floats:
        return formulas.upstreamness(self.shares)

    @cached_property
    def chain_rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = defaultdict(list)
        for i, s in enumerate(self.ids):
            rows[self.segments[s].chain].append(i)
        return dict(rows)

    @cached_property
    def reach(self) -> Floats:
        """(S, S): 1 for a direct buyer, 0.5 for a buyer's buyer, diagonal 0: how near a segment feels a failure."""
        one = self.adjacent
        two = ((one @ one) > 0) * 0.5
        out = np.maximum(one, two)
        np.fill_diagonal(out, 0.0)
        return np.asarray(out)

    def _relative_to_chain(self, values: Floats) -> Floats:
        out = np.zeros(len(values))
        for rows in self.chain_rows.values():
            top = values[rows].max()
            if top > 0:
                out[rows] = values[rows] / top
        return out
