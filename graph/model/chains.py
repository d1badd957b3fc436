"""Chains as they are used once they have been read and checked: in their order, by name, as a graph.

Apart from `graph.model.catalogue`, which reads the files: most commands get their chains from a store, and what checks
the files (pydantic, YAML) takes longer to import than many a command to run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.errors import UnknownName
from graph.model.nearest import nearest
from graph.model.records import Chain, Link, Segment
from graph.model.retired import NONE, Retired
from graph.model.segment_names import SegmentNames, Suggest

if TYPE_CHECKING:
    import networkx as nx

# Chains in the order of the policy (新政办〔2020〕42号, item 六), which is the order on screen.
ORDER = (
    "battery_ev",
    "equipment",
    "electronics",
    "biomedicine",
    "green_food",
    "textile",
    "logistics",
    "tourism_health",
    "agriculture",
)


@dataclass(frozen=True)
class Catalogue:
    """All chains of one set, valid as a whole, and the ids of segments that ended."""

    chains: tuple[Chain, ...]
    retired: Retired = NONE

    @cached_property
    def segments(self) -> dict[str, Segment]:
        """Segments by full id, in the order of the files."""
        return {s.id: s for c in self.chains for s in c.segments}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for c in self.chains for link in c.links)

    @cached_property
    def by_id(self) -> dict[str, Chain]:
        return {c.id: c for c in self.chains}

    def chain(self, chain_id: str) -> Chain:
        """The chain with this id or Chinese name. Raises `UnknownName` with the nearest ids."""
        for chain in self.chains:
            if chain_id in (chain.id, chain.name):
                return chain
        raise UnknownName("chain", chain_id, nearest(chain_id, {c.id: c.name for c in self.chains}))

    @cached_property
    def names(self) -> SegmentNames:
        """Finds segments by what a person calls them."""
        return SegmentNames(self.chains, self.retired)

    def segment(self, text: str, suggest: Suggest | None = None) -> Segment:
        """The segment with this full id, or this Chinese or English name or product if only one has it.

        An id that ended means its heir where it has one. Raises `UnknownName`, with the choices where several have it.
        suggest: see `SegmentNames.get`.
        """
        return self.segments[text] if text in self.segments else self.names.get(text, suggest)


def as_digraph(links: Iterable[Link], kinds: tuple[str, ...] | None = None) -> nx.DiGraph[str]:
    """The links as a networkx graph, supplier → buyer; parallel kinds add their shares."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for link in links:
        if kinds and link.kind not in kinds:
            continue
        if graph.has_edge(link.source_id, link.target_id):
            graph[link.source_id][link.target_id]["share"] += link.share
        else:
            graph.add_edge(link.source_id, link.target_id, share=link.share, kind=link.kind)
    return graph
