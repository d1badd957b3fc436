"""What can be called by its name: segments, firms, institutions, parks, policies and red lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from app_pages.read.base import Data, present, space, versioned
from graph.chance.red_lines import RedLine
from graph.model.records import Institution, Park
from graph.model.regions import Regions
from outreach.papers.parts.policies import Policy
from outreach.papers.parts.shipped import policies
from recommend.retrieve.by_name import HAN, Entry, NameIndex
from workspace import Workspace

MOST = 200  # of a kind; more are not read
LEAST_FIRM_LETTERS = 3  # of a firm's first letters: fewer name hundreds


@dataclass(frozen=True)
class Named:
    """Ids and rows found by name, the best first in each kind. Segments and firms are given by their ids."""

    segments: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    institutions: tuple[Institution, ...] = ()
    parks: tuple[Park, ...] = ()
    policies: tuple[Policy, ...] = ()
    red_lines: tuple[RedLine, ...] = ()

    def __len__(self) -> int:
        kinds = (self.segments, self.firms, self.institutions, self.parks, self.policies, self.red_lines)
        return sum(map(len, kinds))


class Names:
    """The names of one version of the data, each kind read when first asked for."""

    def __init__(self, work: Workspace) -> None:
        self._work = work

    def find(self, query: str, region: str) -> Named:
        """What is called so. Firms with a seat in the region come first among those found alike."""
        known, lines = self._policies, self._red_lines
        return Named(
            tuple(self._segments.find(query)[:MOST]),
            tuple(self._firms(query, region)[:MOST]),
            tuple(self._institutions[i] for i in self._institution_names.find(query)[:MOST]),
            tuple(self._parks[i] for i in self._park_names.find(query)[:MOST]),
            tuple(known[i] for i in self._policy_names.find(query)),
            tuple(lines[int(i)] for i in self._line_names.find(query)),
        )

    def _firms(self, query: str, region: str) -> list[str]:
        """By the text of their names and codes as the store looks for it, else by the first letters of their pinyin."""
        found = self._work.store.firms_named(query, MOST)
        found.sort(key=lambda f: not Regions.within(f.region, region))  # stable: the store's order stays
        if found or HAN.search(query) or len(query.strip()) < LEAST_FIRM_LETTERS:
            return [f.id for f in found]
        ids = self._firm_names.find(query)[:MOST]
        near = {f.id for f in self._work.store.firms(ids) if Regions.within(f.region, region)}
        return sorted(ids, key=lambda i: i not in near)

    @cached_property
    def _firm_names(self) -> NameIndex:
        rows = sorted(self._work.store.columns("firm", "id", "name", "aliases"), key=lambda r: (len(r[1]), r[1]))
        return NameIndex((Entry(i, (name, *(aliases or ()))) for i, name, aliases in rows), whole=False)

    @cached_property
    def _segments(self) -> NameIndex:
        net = self._work.network
        return NameIndex(
            Entry(i, (net.segments[i].name, net.segments[i].name_en, *net.segments[i].products))
            for i in net.ids
            if not net.segments[i].demand
        )

    @cached_property
    def _institutions(self) -> dict[str, Institution]:
        return {i.id: i for i in sorted(self._work.store.rows(Institution), key=lambda i: i.name)}

    @cached_property
    def _institution_names(self) -> NameIndex:
        return NameIndex(Entry(i.id, (i.name, i.name_en, i.city)) for i in self._institutions.values())

    @cached_property
    def _parks(self) -> dict[str, Park]:
        return {p.id: p for p in sorted(self._work.store.rows(Park), key=lambda p: p.name)}

    @cached_property
    def _park_names(self) -> NameIndex:
        return NameIndex(
            Entry(p.id, (p.name, p.unit, *self._segment_names(p.lead_segments))) for p in self._parks.values()
        )

    @cached_property
    def _policies(self) -> dict[str, Policy]:
        work = self._work
        return {p.id: p for p in policies(work.settings.data, work.table_spec("policies"), work.network)}

    @cached_property
    def _policy_names(self) -> NameIndex:
        return NameIndex(
            Entry(p.id, (p.name, p.number, p.issuer, p.gives, *self._segment_names(p.segments)))
            for p in self._policies.values()
        )

    @cached_property
    def _red_lines(self) -> tuple[RedLine, ...]:
        return self._work.chance_data.red_lines.rows

    @cached_property
    def _line_names(self) -> NameIndex:
        return NameIndex(
            Entry(str(n), (r.document, r.what, r.what_en, *r.route, *self._segment_names((r.segment,))))
            for n, r in enumerate(self._red_lines)
        )

    def _segment_names(self, ids: Iterable[str]) -> list[str]:
        known = self._work.network.segments
        return [known[i].name for i in ids if i in known]


@versioned(present, max_entries=2, shared=True)
def _names(data: Data) -> Names:
    return Names(space.at(data))


@versioned(present, max_entries=128, shared=True)
def find(data: Data, query: str, region: str) -> Named:
    """What is called so, see `Names.find`."""
    return _names.at(data).find(query, region)
