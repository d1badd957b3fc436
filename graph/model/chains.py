"""Chains as they are used once they have been read and checked: in their order, by name, as a graph.

Apart from `graph.model.catalogue`, which reads the files: most commands get their chains from a store, and what
checks the files (pydantic, YAML) takes longer to import than many a command to run.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from graph.errors import LONGEST_NAME, UnknownName
from graph.model.records import Chain, Link, Segment

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
    """All chains of one set, valid as a whole."""

    chains: tuple[Chain, ...]

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

    def segment(self, segment_id: str) -> Segment:
        """The segment with this full id, or this Chinese or English name or product if only one has it. Raises
        `UnknownName`."""
        if segment_id in self.segments:
            return self.segments[segment_id]
        asked = " ".join(segment_id.split()).casefold()
        known = [(s, ((s.name,), (s.name_en,), s.products)) for s in self.segments.values()]
        for kind in range(3):
            named = [s for s, names in known if asked in (n.casefold() for n in names[kind])]
            if len(named) == 1:
                return named[0]
            if named:
                break
        near = nearest(segment_id[:LONGEST_NAME], {s.id: s.name for s in self.segments.values()})
        raise UnknownName("segment", segment_id, near)


def nearest(given: str, names: dict[str, str], n: int = 3) -> list[str]:
    """The ids closest to `given`, by id, by its last part and by name; best first, each shown as `id (name)`.

    Codes nest by prefix, so the closest code is the one that begins alike.
    """

    def likeness(key: str, name: str) -> float:
        if given.isdigit():
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(given, key, strict=False)))
            return same / max(len(given), len(key))
        forms = (key, key.split(".")[-1], name)
        return max(difflib.SequenceMatcher(None, given.lower(), form.lower()).ratio() for form in forms)

    scored = sorted(
        ((likeness(key, name), key) for key, name in names.items()),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return [f"{key} ({names[key]})" for score, key in scored[:n] if score >= 0.4]


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
