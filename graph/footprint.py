"""What a region has: the arrays that gap-finding reads, made once from a store's memberships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np

from graph import measures
from graph.catalogue import as_digraph
from graph.measures import SITE_SHARE, Floats
from graph.regions import Regions
from graph.store import GraphStore
from graph.types import MICRO, Chain, Link, LinkKind, Member, Segment

# How much of a link's share counts as demand or supply: what goes into a product draws its maker near, machines are
# bought once in years, and a shop that sells cars does not draw a car maker.
KIND_DRAW: dict[LinkKind, float] = {"material": 1.0, "component": 1.0, "service": 0.8, "equipment": 0.5, "channel": 0.2}
# What a user's hypothetical landing weighs: a medium firm, surely in the segment.
WHAT_IF_SIZE = 2 * MICRO


@dataclass(frozen=True)
class Network:
    """The chains as one graph with everything about it that does not depend on a region."""

    chains: tuple[Chain, ...]

    @cached_property
    def segments(self) -> dict[str, Segment]:
        return {s.id: s for c in self.chains for s in c.segments}

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
    def shares(self) -> Floats:
        """(S, S) share of the buyer's cost, weighed by what the kind of link draws (`KIND_DRAW`)."""
        return measures.share_matrix(
            [(k.source_id, k.target_id, k.share * KIND_DRAW[k.kind]) for k in self.links], self.ids
        )

    @cached_property
    def adjacent(self) -> Floats:
        """(S, S) 1 where a link runs from row to column."""
        return measures.share_matrix([(k.source_id, k.target_id, 1.0) for k in self.links], self.ids).clip(0, 1)

    @cached_property
    def using(self) -> Floats:
        """(S, S) 1 where the column takes what the row makes into its own work; a channel only passes it on."""
        kinds = [(k.source_id, k.target_id, 1.0) for k in self.links if k.kind != "channel"]
        return measures.share_matrix(kinds, self.ids).clip(0, 1)

    @cached_property
    def digraph(self) -> nx.DiGraph[str]:
        graph = as_digraph(self.links)
        graph.add_nodes_from(self.ids)
        return graph

    @cached_property
    def position(self) -> Floats:
        """(S,) betweenness within the segment's own chain, over the largest there."""
        raw = np.zeros(len(self.ids))
        for rows in self.chain_rows.values():
            between = measures.betweenness(self.digraph.subgraph(self.ids[i] for i in rows))
            raw[rows] = [between[self.ids[i]] for i in rows]
        return self._relative_to_chain(raw)

    @cached_property
    def value(self) -> Floats:
        """(S,) value weight over the largest in the same chain."""
        return self._relative_to_chain(np.array([self.segments[s].value_weight for s in self.ids]))

    @cached_property
    def upstreamness(self) -> Floats:
        return measures.upstreamness(self.shares)

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


@dataclass(frozen=True)
class Coverage:
    """How much of what really exists our data is thought to hold in a region.

    estimate: in 0–1, or None where one source alone says nothing about it.
    firms: distinct firms; sources: their number by source; method: how the estimate came about.
    """

    estimate: float | None
    firms: int
    sources: dict[str, int]
    method: str


def coverage(origins: Mapping[str, Collection[str]]) -> Coverage:
    """Capture–recapture over the two largest sources: N̂ = (n₁+1)(n₂+1)/(m+1) − 1, Chapman (1951).

    `origins` maps each firm of the region to the sources that list it. Sources that list the same well-known
    firms overlap more than chance, so the estimate is rather too high than too low. It is None with one source
    or fewer than 5 firms in common.
    """
    lists: dict[str, set[str]] = defaultdict(set)
    for firm, names in origins.items():
        for name in names:
            lists[name.split(":")[0]].add(firm)
    sources = {k: len(v) for k, v in sorted(lists.items())}
    largest = sorted(lists, key=lambda k: (-len(lists[k]), k))[:2]
    if len(largest) < 2:
        return Coverage(None, len(origins), sources, "one_source")
    a, b = (lists[k] for k in largest)
    both = len(a & b)
    if both < 5:
        return Coverage(None, len(origins), sources, "too_few_in_common")
    total = (len(a) + 1) * (len(b) + 1) / (both + 1) - 1
    return Coverage(min(1.0, len(a | b) / total), len(origins), sources, "chapman")


@dataclass(frozen=True)
class Footprint:
    """A region's presence in every segment, against the rest of the country. Arrays follow `network.ids`."""

    network: Network
    region: str
    local: tuple[Member, ...]  # members with a seat or site in the region
    weights: tuple[int, ...]  # micro-units each of them brings to the region
    national: tuple[Member, ...]  # members seated elsewhere
    density: Floats  # (S,) relatedness density
    coverage: Coverage

    @cached_property
    def x(self) -> Floats:
        """(S,) local strength in units."""
        out = np.zeros(len(self.network.ids), dtype=np.int64)
        for m, w in zip(self.local, self.weights, strict=True):
            out[self.network.row[m.segment_id]] += w
        return out / MICRO

    @cached_property
    def elsewhere(self) -> Floats:
        """(S,) strength of firms seated elsewhere, in units."""
        out = np.zeros(len(self.network.ids), dtype=np.int64)
        for m in self.national:
            out[self.network.row[m.segment_id]] += m.confidence * m.size // MICRO
        return out / MICRO

    @cached_property
    def by_segment(self) -> dict[str, list[tuple[str, int]]]:
        """Local firms of each segment as (firm id, micro-units), strongest first."""
        out: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for m, w in zip(self.local, self.weights, strict=True):
            out[m.segment_id].append((m.firm_id, w))
        return {s: sorted(v, key=lambda p: (-p[1], p[0])) for s, v in out.items()}

    @cached_property
    def candidates(self) -> dict[str, list[tuple[str, int]]]:
        """Firms seated elsewhere of each segment as (firm id, micro-units), strongest first."""
        out: dict[str, list[tuple[str, int]]] = defaultdict(list)
        here = {(m.firm_id, m.segment_id) for m in self.local}
        for m in self.national:
            if (m.firm_id, m.segment_id) not in here:
                out[m.segment_id].append((m.firm_id, m.confidence * m.size // MICRO))
        return {s: sorted(v, key=lambda p: (-p[1], p[0])) for s, v in out.items()}

    def counts(self, members: Sequence[Member]) -> Floats:
        """(S,) firms by segment, each with its confidence."""
        out = np.zeros(len(self.network.ids), dtype=np.int64)
        for m in members:
            out[self.network.row[m.segment_id]] += m.confidence
        return out / MICRO

    @cached_property
    def quotient(self) -> tuple[Floats, Floats, Floats]:
        """Shrunk location quotient (mean, low, high), each chain against the same chain elsewhere."""
        here, there = self.counts(self.local), self.counts(self.national)
        out = tuple(np.zeros(len(here)) for _ in range(3))
        for rows in self.network.chain_rows.values():
            total = there[rows].sum()
            expected = here[rows].sum() * there[rows] / total if total > 0 else np.zeros(len(rows))
            for target, values in zip(out, measures.shrunk_quotient(here[rows], expected), strict=True):
                target[rows] = values
        return out[0], out[1], out[2]


def local_weight(member: Member, region: str) -> int:
    """Micro-units a member brings to the region: whole with its seat there, `SITE_SHARE` with only a site, else 0."""
    whole = member.confidence * member.size // MICRO
    if Regions.within(member.region, region):
        return whole
    if any(Regions.within(s, region) for s in member.sites):
        return whole * SITE_SHARE // MICRO
    return 0


def footprint(
    store: GraphStore,
    regions: Regions,
    region: str,
    network: Network | None = None,
    without: Collection[str] = (),
    members: Sequence[Member] | None = None,
) -> Footprint:
    """The region's footprint from a store.

    `without` hides the local memberships in these segments before anything is computed; the firms stay, and so
    does the coverage. `members` spares the read where the caller has it.
    """
    network = network or Network(tuple(store.chains()))
    known = network.row
    everyone = [m for m in (store.members() if members is None else members) if m.segment_id in known]
    if without:
        everyone = [m for m in everyone if m.segment_id not in without or not local_weight(m, region)]
    local: list[Member] = []
    weights: list[int] = []
    national: list[Member] = []
    for m in everyone:
        weight = local_weight(m, region)
        if weight:
            local.append(m)
            weights.append(weight)
        if not Regions.within(m.region, region):
            national.append(m)
    cities = regions.cities()
    matrix = measures.strength(everyone, network.ids, cities, regions.city_of) / MICRO
    presence = measures.specialised(matrix)
    here = np.zeros(len(network.ids))
    for m, w in zip(local, weights, strict=True):
        here[known[m.segment_id]] += w
    density = measures.relatedness_density(measures.proximity(presence), (here > 0).astype(float))
    return Footprint(
        network, region, tuple(local), tuple(weights), tuple(national), density, coverage(store.origins(region))
    )
