"""How much of a segment's trade our data hold, by chain and size of firm, and how easily all of its firms are missed.

Two sources tell how much both together hold by what they have in common (Chapman 1951). Where the chance of being
listed differs from firm to firm, and it does, such an estimate of the total is a lower bound (Chao 1987, Biometrics
43), so the coverage is an upper one: "at most". Of several pairs of sources the one that finds most firms is taken, and
a chain's large firms are never thought to be better covered than the chain as a whole, since a register knows no
revenue and makes large firms look small.

Whether all firms of a segment can have been missed follows from how many firms the chain's other segments have here:
with n firms on record of a trade that is covered to the part c, some n / c exist, and all are missed with the chance
(1 − c)^(n / c). The mean over those segments is `missed`.

A trade that is rare in the country has few firms here too, whatever its chain has, and few are easily missed. A segment
is thought to have its share of the chain's large firms here (the share it has of the chain in the country, over the
firms that can be compared), often less than one; the chance that these are all missed is `few`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from graph.measures.columns import ranges
from graph.measures.formulas import Floats
from graph.measures.network import Network
from graph.region.country import Country
from graph.region.coverage import COMMON
from graph.region.scopes import Listing

LARGE = 2**0.5 * 1_000_000  # micro-units of size: the root of 2 亿元, the yearly sales of a plant of 2 亿元
FEW_SEGMENTS = 3  # segments of a chain with firms here, below which nothing is said of what could be missed
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class SegmentCoverage:
    """estimate: (S,) or (S, R) at most this part of the trade is on record, not a number where it cannot be told;
    missed: chance that none of a segment's firms is on record although there are some, not a number likewise; few: the
    same of as many firms as so rare a trade would have here."""

    estimate: Floats
    missed: Floats
    few: Floats


@dataclass(frozen=True)
class Seated:
    """Memberships of firms with their seat in one of R places: firm, segment (rows of the network), place."""

    firm: Rows
    segment: Rows
    place: Rows
    places: int


def seated_in(country: Country, region: str) -> Seated:
    """The memberships of the firms seated in one region."""
    firms = np.flatnonzero(country.seated(region))
    rows = ranges(country.columns.start, firms)
    return Seated(
        country.columns.firm[rows].astype(np.int64), country.segment[rows], np.zeros(len(rows), dtype=np.int64), 1
    )


def seated_in_cities(country: Country) -> Seated:
    """The memberships of all firms by the city of their seat."""
    at = {c: j for j, c in enumerate(country.cities)}
    codes = country.columns.regions
    city = np.array([at.get(country.regions.city_of(c), -1) for c in codes] + [-1], dtype=np.int64)
    place = city[country.columns.seat[country.columns.firm]]
    known = place >= 0
    return Seated(
        country.columns.firm[known].astype(np.int64), country.segment[known], place[known], len(country.cities)
    )


def segment_coverage(country: Country, seated: Seated, small: NDArray[np.bool_], otherwise: Floats) -> SegmentCoverage:
    """Coverage of every segment (S, R) in every place. small: (S,) does even a usual project of the segment cost
    little, so that small firms are what it is about; the others are judged by large firms. otherwise: (R,) the coverage
    of all firms of a place, for what cannot be told apart."""
    net, large = country.network, country.columns.size >= LARGE
    listing = country.listing or Listing({}, {})
    chains = _chain_of(net)
    n = int(chains.max(initial=-1)) + 1
    names = sorted(listing.sources)
    listed = _listed(country, listing, names, seated)
    cell = seated.place * n + chains[seated.segment]
    by_chain = _estimates(cell, seated.firm, listed, seated.places * n).reshape(seated.places, n)
    by_class = _estimates(cell * 2 + large[seated.firm], seated.firm, listed, seated.places * n * 2)
    by_class = by_class.reshape(seated.places, n, 2)
    whole = np.fmin(_estimates(seated.place, seated.firm, listed, seated.places), otherwise)
    chosen = by_class[:, chains, np.where(small, 0, 1)].T  # (S, R)
    estimate = np.fmin(chosen, by_chain[:, chains].T)
    estimate = np.where(np.isnan(estimate), whole[None, :], estimate)
    return SegmentCoverage(
        estimate, _missed(country, small, large, seated, estimate), _few(country, chains, large, seated, estimate)
    )


def _few(country: Country, chains: Rows, large: NDArray[np.bool_], seated: Seated, estimate: Floats) -> Floats:
    """(S, R), see `SegmentCoverage`."""
    net = country.network
    firms = country.compared.firms_by_segment.astype(np.float64)
    share = firms / np.maximum(np.bincount(chains, weights=firms)[chains], 1e-9)
    big = large[seated.firm]
    shape = (int(chains.max(initial=-1)) + 1, seated.places)
    here = np.bincount(chains[seated.segment[big]] * seated.places + seated.place[big], minlength=shape[0] * shape[1])
    usual = here.reshape(shape)[chains] * share[:, None] if net.ids else np.zeros(estimate.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((1 - estimate) ** (usual / estimate))


def _listed(country: Country, listing: Listing, names: list[str], seated: Seated) -> NDArray[np.bool_]:
    """(F, G) which source lists which of the seated firms; of the other firms of the country nothing is asked."""
    out = np.zeros((len(country.columns.firms), len(names)), dtype=bool)
    column = {name: g for g, name in enumerate(names)}
    for f in np.unique(seated.firm).tolist():
        for source in listing.of.get(country.columns.firms[f], ()):
            out[f, column[source]] = True
    return out


def _chain_of(net: Network) -> Rows:
    """(S,) the chain of each segment as a number."""
    out = np.zeros(len(net.ids), dtype=np.int64)
    for k, rows in enumerate(net.chain_rows.values()):
        out[rows] = k
    return out


def _estimates(cell: Rows, firm: Rows, listed: NDArray[np.bool_], n: int) -> Floats:
    """(n,) the part of the firms of each cell that is on record, by the pair of sources that finds most; not a number
    where no pair has enough in common. A firm counts once a cell."""
    if not len(cell):
        return np.full(n, np.nan)
    pairs = np.unique(cell.astype(np.int64) * len(listed) + firm)
    where, rows = np.divmod(pairs, len(listed))
    known = np.bincount(where[listed[rows].any(axis=1)], minlength=n)
    total = np.full(n, np.nan)
    for g, h in combinations(range(listed.shape[1]), 2):
        one, two = listed[rows, g], listed[rows, h]
        a, b, both = (np.bincount(where[k], minlength=n) for k in (one, two, one & two))
        total = np.fmax(total, np.where(both >= COMMON, (a + 1) * (b + 1) / (both + 1) - 1, np.nan))
    return np.asarray(np.minimum(1.0, known / np.maximum(total, 1e-9)))


def _missed(
    country: Country, small: NDArray[np.bool_], large: NDArray[np.bool_], seated: Seated, estimate: Floats
) -> Floats:
    """(S, R), see `SegmentCoverage`."""
    n = len(country.network.ids)
    index = seated.segment * seated.places + seated.place
    everyone = np.bincount(index, minlength=n * seated.places).reshape(n, -1)
    big = np.bincount(index[large[seated.firm]], minlength=n * seated.places).reshape(n, -1)
    out = np.full(estimate.shape, np.nan)
    for rows in country.network.chain_rows.values():
        at = np.array(rows)
        for small_trade, counts in ((True, everyone[at]), (False, big[at])):
            chosen = at[small[at] == small_trade]
            if not len(chosen):
                continue
            present = (counts > 0).sum(axis=0)
            for c in np.unique(estimate[chosen], axis=0):  # the segments of a chain and class share their estimate
                with np.errstate(invalid="ignore", divide="ignore"):
                    chance = np.where(counts > 0, (1 - c)[None, :] ** (counts / c[None, :]), 0.0)
                mean = np.where(present >= FEW_SEGMENTS, chance.sum(axis=0) / np.maximum(present, 1), np.nan)
                same = np.all((estimate[chosen] == c) | (np.isnan(estimate[chosen]) & np.isnan(c)), axis=1)
                out[chosen[same]] = np.where(np.isnan(c), np.nan, mean)
    return out
