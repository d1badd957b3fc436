"""One region taken out of the country: the arrays that gap-finding reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.measures import formulas
from graph.measures.columns import MemberColumns, OriginColumns, ranges
from graph.measures.formulas import SITE_SHARE, Floats, Ints
from graph.measures.network import Network
from graph.model.records import MICRO, ROLE_CODES, Member, Role
from graph.model.records import Scope as Kind
from graph.model.regions import Regions
from graph.region.country import Country, sold
from graph.region.coverage import Coverage, coverage, region_origins
from graph.region.expected import LINES, Expected, expected, log_lines, with_own
from graph.region.other_lines import other_lines
from graph.region.scopes import listing_of
from graph.region.segment_coverage import SegmentCoverage, seated_in, segment_coverage
from graph.store.base.protocol import GraphStore

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What a user's hypothetical landing weighs: a medium firm, surely in the segment.
WHAT_IF_SIZE = 2 * MICRO
MEDIUM_YI = (WHAT_IF_SIZE / MICRO) ** 2  # 亿元 a year that such a firm sells: size is the root of sales
BIG_PROJECT_YI = 2.0  # 亿元: where even a small plant costs this much, one list can hardly have missed it
FEW_COMPARED = 3  # firms here of a source that covers the country, below which nothing is compared


@dataclass(frozen=True)
class Footprint:
    """A region's presence in every segment, against the rest of the country. Arrays follow `network.ids`."""

    network: Network
    region: str
    country: Country = field(repr=False, compare=False)
    coverage: Coverage
    listed: Mapping[str, Collection[str]] = field(default_factory=dict, repr=False)  # the sources of each local firm

    # -- memberships -----------------------------------------------------------------------------

    @cached_property
    def part(self) -> Ints:
        """(F,) micro-units of each firm of the country that count here."""
        return self.country.part(self.region)

    @cached_property
    def _touched(self) -> NDArray[np.int64]:
        """Memberships of firms with a seat or a site in the region, by firm and segment."""
        return ranges(self.country.columns.start, np.flatnonzero(self.part))

    @cached_property
    def _brought(self) -> Ints:
        """Micro-units that each of `_touched` brings to the region."""
        firm = self.country.columns.firm[self._touched]
        return self.country.whole[self._touched] * self.part[firm] // MICRO

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """(L,) memberships that count in the region, by firm and segment."""
        return self._touched[self._brought > 0]

    @cached_property
    def amounts(self) -> Ints:
        """(L,) micro-units each of them brings to the region."""
        return self._brought[self._brought > 0]

    @cached_property
    def seated(self) -> NDArray[np.int64]:
        """Memberships of firms that have their seat here."""
        whole = self.part[self.country.columns.firm[self._touched]] == MICRO
        return np.asarray(self._touched[whole])

    @cached_property
    def _away(self) -> NDArray[np.bool_]:
        """(M,) memberships of firms that are not seated here."""
        out = np.ones(len(self.country.segment), dtype=bool)
        out[self.seated] = False
        return out

    @cached_property
    def local(self) -> tuple[Member, ...]:
        """Members with a seat or site in the region."""
        return tuple(self.country.columns.members(self.rows))

    @property
    def weights(self) -> tuple[int, ...]:
        """Micro-units each member of `local` brings to the region."""
        return tuple(self.amounts.tolist())

    @cached_property
    def national(self) -> tuple[Member, ...]:
        """Members seated elsewhere."""
        return tuple(self.country.columns.members(np.flatnonzero(self._away)))

    # -- strength --------------------------------------------------------------------------------

    @cached_property
    def x(self) -> Floats:
        """(S,) local strength in units."""
        return self._by_segment(self.rows, self.amounts) / MICRO

    @cached_property
    def elsewhere(self) -> Floats:
        """(S,) strength of firms seated elsewhere, in units."""
        here = self._by_segment(self.seated, self.country.whole[self.seated])
        return np.asarray((self.country.whole_by_segment - here) / MICRO)

    @cached_property
    def firms(self) -> Floats:
        """(S,) local firms, each with its confidence, a plant as `SITE_SHARE` of one."""
        columns = self.country.columns
        part = self.part[columns.firm[self.rows]]
        return self._by_segment(self.rows, self.country.sure[self.rows] * part // MICRO) / MICRO

    @cached_property
    def revenue(self) -> Floats:
        """(S,) estimated yearly sales of the local firms in the segment, 亿元; see `Country.sales`."""
        part = self.part[self.country.columns.firm[self.rows]]
        return (
            self._by_segment(self.rows, sold(self.country.sales[self.rows], part, self.country.site_sales[self.rows]))
            / MICRO
        )

    @cached_property
    def sold_by(self) -> dict[str, dict[str, float]]:
        """Estimated yearly sales of each local firm by segment, 亿元."""
        columns = self.country.columns
        part = self.part[columns.firm[self.rows]]
        out: dict[str, dict[str, float]] = {}
        amounts = sold(self.country.sales[self.rows], part, self.country.site_sales[self.rows]) / MICRO
        firms, segments = columns.firm[self.rows].tolist(), self.country.segment[self.rows].tolist()
        for f, s, v in zip(firms, segments, amounts.tolist(), strict=True):
            out.setdefault(self.network.ids[s], {})[columns.firms[f]] = v
        return out

    @cached_property
    def density(self) -> Floats:
        """(S,) relatedness density."""
        return formulas.relatedness_density(self.country.phi, (self.x > 0).astype(float))

    @cached_property
    def expected(self) -> Expected:
        """Expected presence of each segment, inferred from the other cities, over the sources that cover them all; of
        what the city's own sources add see `graph.region.expected.with_own`."""
        seen = self.compared
        found = expected(seen.country, self.region, seen.firms, seen.density)
        if seen is self or len(np.unique(self.touching)) == len(np.unique(seen.touching)):
            return found
        more = np.asarray(float((self.x > 0).sum() - (seen.x > 0).sum()))
        own = log_lines(other_lines(self.country, self.region))
        return replace(found, odds=with_own(found.odds, found.signals[:, LINES], own, more))

    @cached_property
    def cover(self) -> SegmentCoverage:
        """(S,) how much of each segment's trade is on record here, see `graph.region.segment_coverage`."""
        whole = np.array([np.nan if self.coverage.estimate is None else self.coverage.estimate])
        small = self.network.small_projects(BIG_PROJECT_YI)
        found = segment_coverage(self.country, seated_in(self.country, self.region), small, whole)
        return SegmentCoverage(found.estimate[:, 0], found.missed[:, 0], found.few[:, 0])

    @property
    def scopes(self) -> list[Kind]:
        """The scopes of the sources that cover the region, the widest first."""
        return self.country.listing.covering(self.region) if self.country.listing else []

    @cached_property
    def compared(self) -> Footprint:
        """The same by the firms that can be counted in every city alike, see `Country.compared`."""
        country = self.country.compared
        return self if country is self.country else replace(self, country=country)

    @property
    def comparable(self) -> bool:
        """Can the region be held against other cities at all: does a source that covers them all list a few firms
        here?"""
        return self.compared is self or bool(len(np.unique(self.compared.touching)) >= FEW_COMPARED)

    @property
    def touching(self) -> NDArray[np.int64]:
        """Rows of the firms whose memberships count here."""
        return np.asarray(self.country.columns.firm[self.rows])

    @cached_property
    def by_segment(self) -> dict[str, list[tuple[str, int]]]:
        """Local firms of each segment as (firm id, micro-units), strongest first."""
        columns, segment = self.country.columns, self.country.segment[self.rows]
        order = np.lexsort((columns.firm[self.rows], -self.amounts, segment))
        out: dict[str, list[tuple[str, int]]] = {}
        for s, f, w in zip(
            segment[order].tolist(), columns.firm[self.rows][order].tolist(), self.amounts[order].tolist(), strict=True
        ):
            out.setdefault(self.network.ids[s], []).append((columns.firms[f], w))
        return out

    @cached_property
    def roles(self) -> dict[str, dict[str, Role]]:
        """What each local firm is in each segment, also where it counts for nothing there."""
        given = self.country.given
        out: dict[str, dict[str, Role]] = {}
        for i in np.flatnonzero(self.part[given.firm] > 0).tolist():
            role = ROLE_CODES[given.role[i]]
            out.setdefault(given.segments[given.segment[i]], {})[given.firms[given.firm[i]]] = role
        return out

    @cached_property
    def candidates(self) -> Mapping[str, list[tuple[str, int]]]:
        """Firms elsewhere of each segment that are not in it here, as (firm id, micro-units), strongest first."""
        columns = self.country.columns
        chosen = self.country.ranked[self._open[self.country.ranked]]
        out: dict[str, list[tuple[str, int]]] = {}
        for s, f, w in zip(
            self.country.segment[chosen].tolist(),
            columns.firm[chosen].tolist(),
            self.country.whole[chosen].tolist(),
            strict=True,
        ):
            out.setdefault(self.network.ids[s], []).append((columns.firms[f], w))
        return out

    @cached_property
    def _open(self) -> NDArray[np.bool_]:
        """(M,) memberships of firms elsewhere that bring nothing here yet."""
        out = self._away.copy()
        out[self.rows] = False
        return out

    @cached_property
    def candidate_counts(self) -> NDArray[np.int64]:
        """(S,) number of `candidates`."""
        taken = np.union1d(self.seated, self.rows)
        here = np.bincount(self.country.segment[taken], minlength=len(self.network.ids))
        return np.asarray(self.country.members_by_segment - here)

    def _by_segment(self, rows: NDArray[np.int64], values: Ints) -> Ints:
        """Integer sums by segment; exact, see `graph.region.country`."""
        return np.bincount(self.country.segment[rows], weights=values, minlength=len(self.network.ids)).astype(np.int64)

    @cached_property
    def quotient(self) -> tuple[Floats, Floats, Floats]:
        """Shrunk location quotient (mean, low, high), each chain against the same chain elsewhere, over the firms that
        can be counted everywhere alike; not a number in a chain of which such firms are hardly known here."""
        seen = self.compared
        if seen is not self:
            unknown = unknown_chains(self.network, seen.firms)
            mean, low, high = (np.where(unknown, np.nan, v) for v in seen.quotient)
            return mean, low, high
        confidence = self.country.sure
        here = self._by_segment(self.rows, confidence[self.rows]) / MICRO
        seated = self._by_segment(self.seated, confidence[self.seated])
        there = (self.country.firms_by_segment - seated) / MICRO
        shape, rate = np.ones(len(here)), np.full(len(here), np.inf)  # of a chain that nobody has anywhere: 0
        for rows in self.network.chain_rows.values():
            total, local = there[rows].sum(), here[rows].sum()
            if total > 0 and local > 0:
                shape[rows], rate[rows] = formulas.quotient_posterior(here[rows], local * there[rows] / total)
        return formulas.quotient_interval(shape, rate)


def unknown_chains(net: Network, firms: Floats) -> NDArray[np.bool_]:
    """Of each segment: are too few firms of its chain known here to say what share of them works in it? firms: (S,), or
    (S, R) for many regions, of the sources that cover the country."""
    out = np.ones(firms.shape, dtype=bool)
    for rows in net.chain_rows.values():
        out[rows] = firms[rows].sum(axis=0) < FEW_COMPARED
    return out


def local_weight(member: Member, region: str) -> int:
    """Micro-units a member brings to the region, if its role counts in full: whole with its seat there, `SITE_SHARE`
    with only a site, else 0."""
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
    country: Country | None = None,
    origins: OriginColumns | None = None,
) -> Footprint:
    """The region's footprint from a store.

    `without` hides the local memberships in these segments before anything is computed; the firms stay, and so
    does the coverage. `country`, `members` and `origins` spare a read where the caller has it: with `country` the
    memberships are not read again, with `origins` the store is not read at all.
    """
    if country is None:
        network = network or Network(tuple(store.chains()))
        columns = store.member_columns() if members is None else MemberColumns.of(members)
        country = Country.of(columns, network, regions, listing_of(store))
    if without:
        country = country.without(region, without)
    listed = store.origins(region) if origins is None else region_origins(origins, region)
    return Footprint(country.network, region, country, coverage(listed), listed)
