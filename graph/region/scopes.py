"""What each source of firms could have listed, and which firms may therefore be counted in one city and in another.

A count compares two cities only where one and the same source covers both: a register of one city says nothing about
another, and a table of listed firms says nothing about workshops. `Listing` holds which source lists which firm;
`graph.region.country.Country.compared` is the country by what its sources cover everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.measures.columns import MemberColumns, OriginColumns
from graph.model.records import Scope as ScopeKind
from graph.model.records import Source
from graph.model.regions import Regions

if TYPE_CHECKING:
    from graph.store.base.protocol import GraphStore

SHIPPED = "shipped"  # our own tables: the listed firms of the country, beside them some local ones
NATIONAL = ""
KNOWN_FROM = 30  # firms from which it can be told where a source's firms sit, and that it is a register
ONE_PLACE = 0.9  # share of a source's firms in one place from which it is taken to be about that place
LISTED_SHARE = 0.6  # share of firms with a stock code from which a source is taken to be of listed firms
DEEPER = 5.0  # times as many firms without a stock code to one with one as in the country: there it goes deeper
SMALL, SMALL_SHARE = 1_000_000, 0.5  # micro-units: a source in which most firms are smaller than this is a register


@dataclass(frozen=True)
class Scope:
    """Which firms a source could have listed. kind: '' where nobody said; region: '' is the whole country."""

    kind: ScopeKind
    region: str = NATIONAL

    def covers(self, region: str) -> bool:
        """Could the source have listed firms of every part of the region?"""
        return not self.region or Regions.within(region, self.region)


@dataclass(frozen=True)
class Listing:
    """Which source lists which firm. sources: by name; of: the sources of each firm; aside: firms that a source names
    beyond its scope.

    A firm that no source lists is one of a store without records: it counts everywhere.
    """

    sources: Mapping[str, Scope]
    of: Mapping[str, Collection[str]]
    aside: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def read(
        cls,
        origins: OriginColumns,
        members: MemberColumns,
        codes: Iterable[tuple[str, str]],
        declared: Iterable[Source] = (),
    ) -> Listing:
        """From the records of a store. codes: (firm, stock code); declared: what the loads say of their sources."""
        public = frozenset(firm for firm, code in codes if code)
        of: dict[str, set[str]] = defaultdict(set)
        for f, o in zip(origins.firm.tolist(), origins.origin.tolist(), strict=True):
            of[origins.firms[f]].add(group(origins.origins[o]))
        sizes = dict(zip(members.firms, members.size.tolist(), strict=True))
        rows = _rows(origins)
        sources = {name: _scope_of(origins, name, found, sizes, public) for name, found in rows.items()}
        for d in declared:
            name = group(d.name)
            if d.scope and name != SHIPPED:
                sources[name] = Scope(d.scope, _place(origins, rows.get(name, []), d.region, least=1))
        return cls(sources, dict(of), _beyond(origins, sources, public))

    def comparable(self, firm: str, *regions: str) -> bool:
        """May the firm be counted when these regions (none: all cities of the country) are held against each other?

        A source of listed firms covers these and the best known others; where it goes much deeper in one city than
        elsewhere, what it adds there says nothing about other cities.
        """
        listed_by = self.of.get(firm)
        if not listed_by:
            return True
        return any(self._speaks(self.sources[s], firm, regions) for s in listed_by)

    @cached_property
    def apart(self) -> frozenset[str]:
        """The firms that cannot be counted in all cities of the country."""
        return frozenset(f for f in self.of if not self.comparable(f))

    def _speaks(self, scope: Scope, firm: str, regions: Collection[str]) -> bool:
        if scope.kind == "roll" or not all(scope.covers(r) for r in (regions or (NATIONAL,))):
            return False
        return scope.kind != "listed" or firm not in self.aside

    def between(self, one: str, other: str) -> list[ScopeKind]:
        """The kinds of scope over which two regions may be compared, the widest first; [] where none covers both."""
        found = {s.kind for s in self.sources.values() if s.kind != "roll" and s.covers(one) and s.covers(other)}
        return sorted(found, key=WIDEST.index)

    def covering(self, region: str) -> list[ScopeKind]:
        """The kinds of scope of the sources that cover a region, the widest first."""
        return sorted({s.kind for s in self.sources.values() if s.covers(region)}, key=WIDEST.index)


WIDEST: tuple[ScopeKind, ...] = ("register", "above_scale", "", "listed", "roll")


def listing_of(store: GraphStore) -> Listing:
    """The listing of a store."""
    members, origins = store.country_columns()
    return Listing.read(origins, members, stock_codes(store), store.rows(Source))


def stock_codes(store: GraphStore) -> list[tuple[str, str]]:
    """(firm, stock code) of every firm of a store, '' for a firm that is not listed."""
    return [(str(firm), str(code or "")) for firm, code in store.columns("firm", "id", "stock_code")]


def group(origin: str) -> str:
    """The source of an origin: `shipped:textile` and `shipped:equipment` are the same hand."""
    return origin.split(":")[0]


def _rows(origins: OriginColumns) -> dict[str, list[int]]:
    """The firms of each source, as rows of the columns."""
    names = [group(o) for o in origins.origins]
    rows: dict[str, set[int]] = defaultdict(set)
    for f, o in zip(origins.firm.tolist(), origins.origin.tolist(), strict=True):
        rows[names[o]].add(f)
    return {name: sorted(found) for name, found in rows.items()}


def _beyond(origins: OriginColumns, scopes: Mapping[str, Scope], public: frozenset[str]) -> frozenset[str]:
    """The firms without a stock code in the cities where a source of listed firms goes much deeper than elsewhere."""
    out: set[str] = set()
    for name, scope in scopes.items():
        if scope.kind != "listed":
            continue
        own = np.array([group(o) == name for o in origins.origins], dtype=bool)
        rows = np.unique(origins.firm[own[origins.origin]])
        seats = origins.seat[rows]
        city = np.array([int(c[:4]) if c[:4].isdigit() else -1 for c in origins.regions] + [-1], dtype=np.int64)[seats]
        listed = np.array([origins.firms[f] in public for f in rows.tolist()], dtype=bool)
        usual = (~listed).sum() / max(int(listed.sum()), 1)
        for code in np.unique(city[city >= 0]).tolist():
            others = (city == code) & ~listed
            if others.sum() >= KNOWN_FROM and others.sum() > DEEPER * usual * max(
                int((listed & (city == code)).sum()), 1
            ):
                out.update(origins.firms[f] for f in rows[others].tolist())
    return frozenset(out)


def _scope_of(
    origins: OriginColumns, name: str, rows: list[int], sizes: Mapping[str, int], public: frozenset[str]
) -> Scope:
    ids = [origins.firms[f] for f in rows]
    if name == SHIPPED or (len(ids) >= KNOWN_FROM and sum(i in public for i in ids) >= LISTED_SHARE * len(ids)):
        return Scope("listed")
    known = [sizes[i] for i in ids if i in sizes]
    register = len(ids) >= KNOWN_FROM and sum(s < SMALL for s in known) >= SMALL_SHARE * len(known) > 0
    return Scope("register" if register else "", _place(origins, rows))


def _place(origins: OriginColumns, rows: list[int], said: str = NATIONAL, least: int = KNOWN_FROM) -> str:
    """What place a source is about: what is said of it where nearly all of its firms sit there, else the city or the
    province in which they do; '' where they sit all over. With fewer firms than `least`, what is said.

    The firms have the last word: the region that is named at a load is for rows without one, whoever else they list.
    """
    if len(rows) < least:
        return said
    seats: list[str] = [origins.regions[k] for k in origins.seat[rows].tolist() if k >= 0]
    if said and sum(Regions.within(s, said) for s in seats) >= ONE_PLACE * len(rows):
        return said
    for digits in (4, 2):
        for place, n in Counter(s[:digits] for s in seats).most_common(1):
            if n >= ONE_PLACE * len(rows):
                return f"{place:0<6}"
    return NATIONAL
