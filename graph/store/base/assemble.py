"""What every store makes of the records it has read, in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from graph.measures.columns import MemberColumns
from graph.measures.counting import weights
from graph.measures.formulas import strength
from graph.model.chains import ORDER, as_digraph
from graph.model.records import COUNTED_STATUSES, MICRO, Chain, Firm, Link, Membership, Segment, Source
from graph.model.regions import Regions
from graph.store.base.protocol import LoadedSource, StrengthMatrix

T = TypeVar("T")


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in lists of at most `size`."""
    for i in range(0, len(items), size):
        yield items[i : i + size]


def whole_chains(chains: Iterable[Chain], segments: Iterable[Segment], links: Iterable[Link]) -> list[Chain]:
    """Chains with the segments and links they own, in the order of the catalogue. A link belongs to its buyer's
    chain."""
    own: dict[str, list[Segment]] = {}
    for s in sorted(segments, key=lambda s: s.position):
        own.setdefault(s.chain, []).append(s)
    into: dict[str, list[Link]] = {}
    for link in links:
        into.setdefault(link.target_id.split(".")[0], []).append(link)
    rank = {c: i for i, c in enumerate(ORDER)}
    whole = [replace(c, segments=tuple(own.get(c.id, ())), links=tuple(into.get(c.id, ()))) for c in chains]
    return sorted(whole, key=lambda c: (rank.get(c.id, len(rank)), c.id))


def simple_paths(links: Sequence[Link], source_id: str, target_id: str, longest: int) -> list[list[str]]:
    """Simple paths along links from one segment to another, shortest first."""
    import networkx as nx  # slow to import, and only asked for here

    graph = as_digraph(links)
    if source_id not in graph or target_id not in graph:
        return []
    return sorted(nx.all_simple_paths(graph, source_id, target_id, cutoff=longest), key=lambda p: (len(p), p))


def strongest_in(pairs: Iterable[tuple[Firm, Membership]], region: str, closed: bool) -> list[tuple[Firm, Membership]]:
    """Those with a seat or a site in the region (all where it is empty) whose status counts (`closed`: does not),
    strongest first, then by id."""
    there = [
        (f, m)
        for f, m in pairs
        if (f.status in COUNTED_STATUSES) != closed
        and (not region or any(Regions.within(code, region) for code in (f.region, *f.sites)))
    ]
    return sorted(there, key=lambda p: (-p[1].confidence * p[0].size, p[0].id))


def firms_by_chain(columns: MemberColumns, segments: Sequence[Segment]) -> dict[str, int]:
    """How many firms count in each chain that has any."""
    rows = np.flatnonzero(weights(columns, {s.id: s for s in segments}) > 0)
    chains: dict[str, set[int]] = {}
    for firm, segment in zip(columns.firm[rows].tolist(), columns.segment[rows].tolist(), strict=True):
        chains.setdefault(columns.segments[segment].split(".")[0], set()).add(firm)
    return {chain: len(firms) for chain, firms in chains.items()}


def strength_matrix(columns: MemberColumns, segments: Sequence[Segment], regions: Regions) -> StrengthMatrix:
    """Strength of every segment in every city, by what each membership counts for."""
    weight = weights(columns, {s.id: s for s in segments})
    counted = replace(columns, confidence=columns.confidence * weight // MICRO)
    ids, cities = tuple(s.id for s in segments), tuple(regions.cities())
    return StrengthMatrix(ids, cities, strength(list(counted.members()), ids, cities, regions.city_of))


def with_scopes(rows: Iterable[tuple[str, int, int, str]], told: Iterable[Source]) -> list[LoadedSource]:
    """Sources as (name, firms, batch, loaded), with what is told of their scope, by name."""
    known = {s.name: s for s in told}
    out: list[LoadedSource] = []
    for name, firms, batch, loaded in rows:
        source = known.get(name, Source(name))
        out.append(
            {
                "source": name,
                "firms": firms,
                "batch": batch,
                "loaded": loaded,
                "scope": source.scope,
                "region": source.region,
                "as_of": source.as_of,
            }
        )
    return sorted(out, key=lambda s: s["source"])


def houses(ids: Sequence[str], heads: Sequence[str], named: Mapping[str, str]) -> dict[int, str]:
    """The house of each firm that belongs to one, by its place in `ids`: a branch to that of the firm it is a branch
    of (`heads`, '' for none), and that firm (`named`: name by id) to its own."""
    out = {k: head for k, head in enumerate(heads) if head}
    return out | {k: named[f] for k, f in enumerate(ids) if f in named and k not in out}


def code_prefix(region: str) -> str:
    """What the codes in a region begin with; codes nest."""
    return region[:2] if region[2:] == "0000" else region[:4] if region[4:] == "00" else region
