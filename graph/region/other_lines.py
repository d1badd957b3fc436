"""What the firms of a place let expect by their other lines: how many of them should also work in a segment.

A firm that works in A is met in s as often as the firms elsewhere that work in A are: P(s|A) = Σ c_A · c_s /
(Σ c_A + `FEW`) over the firms elsewhere, c being the confidences. A place lets expect the sum of P(s|A) over the lines
A other than s of its firms, by confidence, a plant as `SITE_SHARE` of one. Nothing that a firm does in s itself is
read, so that an absence stays surprising: makers of A are here who elsewhere make s as well, and here none does. A sum,
and no mean over the lines of a firm: so less of one line never means more of another.

This is co-occurrence within firms, as relatedness density is co-occurrence within cities (Teece et al. 1994, J. Econ.
Behav. Organ. 23, who measure how related two trades are by the firms active in both). There are some twenty times as
many firms as cities, so that it is known where little else is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.measures.columns import ranges
from graph.measures.formulas import Floats
from graph.model.records import MICRO
from graph.region.country import Country

FEW = 2.0  # firms in A elsewhere by which its shares are drawn to 0, so that one firm proves no habit
MILLI = 1000  # confidences are counted in thousandths: sums of products stay whole numbers that a double holds exactly

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class _Cells:
    """Memberships in R places: row of the membership, place, and the part of the firm that counts there (0–1). All
    memberships of a firm that is left out of what is elsewhere must be among them, with the part 0 if need be."""

    member: Rows
    place: Rows
    part: Floats
    places: int


def other_lines(country: Country, region: str) -> Floats:
    """(S,) firms expected in each segment of one region."""
    part = country.part(region)
    city = country.regions.city_of(region)
    near = (part > 0) | (country.part(city) > 0) if city else part > 0
    firms = np.flatnonzero(near)
    member = ranges(country.columns.start, firms)
    share = part[country.columns.firm[member]] / MICRO
    return _expected(country, _Cells(member, np.zeros(len(member), dtype=np.int64), share, 1))[:, 0]


def other_lines_everywhere(country: Country) -> Floats:
    """(S, R) the same for every city of the country."""
    member, city, part = country.cells
    return _expected(country, _Cells(member, city, part / MICRO, len(country.cities)))


def _expected(country: Country, here: _Cells) -> Floats:
    """(S, R) firms expected in each segment of each place."""
    segment, size = country.segment, len(country.network.ids)
    sure = country.sure * MILLI // MICRO
    everyone, partner = _pairs(country, np.arange(len(segment)))
    both = np.bincount(
        segment[everyone] * size + segment[partner], weights=sure[everyone] * sure[partner], minlength=size * size
    ).reshape(size, size)
    alone = np.bincount(segment, weights=sure * MILLI, minlength=size)
    # What is here leaves the country: of each segment, and of each pair of segments that one firm here works in.
    cell = segment[here.member] * here.places + here.place
    gone = np.bincount(cell, weights=sure[here.member] * MILLI, minlength=size * here.places).reshape(size, -1)
    base = (alone[:, None] - gone) / MILLI**2 + FEW
    amount = sure[here.member] * here.part / MILLI
    weight = np.bincount(cell, weights=amount, minlength=size * here.places).reshape(size, -1) / base
    out = both.T @ weight / MILLI**2
    first, second = _pairs(country, here.member)  # row of `here`, and the membership beside it
    keys, pair = np.unique(
        (here.place[first] * size + segment[here.member[first]]) * size + segment[second], return_inverse=True
    )
    taken = np.bincount(pair, weights=sure[here.member[first]] * sure[second], minlength=len(keys)) / MILLI**2
    place, segments = np.divmod(keys, size * size)
    a, s = np.divmod(segments, size)
    lost = weight[a, place] * taken
    out -= np.bincount(s * here.places + place, weights=lost, minlength=out.size).reshape(out.shape)
    return np.asarray(np.maximum(np.round(out, 12), 0.0))


def _pairs(country: Country, members: Rows) -> tuple[Rows, Rows]:
    """Of each of these memberships, (its place in `members`, another membership of the same firm)."""
    start, firm = country.columns.start, country.columns.firm[members].astype(np.int64)
    one = np.repeat(np.arange(len(members)), start[firm + 1] - start[firm])
    other = ranges(start, firm)
    apart = members[one] != other
    return one[apart], other[apart]
