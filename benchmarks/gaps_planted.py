"""Planted gaps: hide what a city has in a segment, and see whether it comes back as the gap that it then is.

    python benchmarks/gaps_planted.py [STORE] [PAIRS]

Pairs (city, segment) with at least 3 seated firms, drawn at random with a fixed seed, the development half and the
held-back half apart (`gaps_expected.development`). Found: missing or break, among the first three gaps of its chain.
Jumped: another segment, whose firms were not touched, stands above the planted one and was no gap before, or scores
higher than before by more than a page prints (`PRINTED`; the chain's total falls by the hidden firms, so that every
other share of it rises a little). Also the stability of the order when a tenth of all firms is taken away.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.gaps_expected import development
from graph.gaps.find import Gap, certainty, data_of, find_gaps, reasons
from graph.gaps.kinds_and_scores import KINDS, NONE, assess
from graph.measures.columns import OriginColumns
from graph.region.country import Country
from graph.region.coverage import coverage, region_origins
from graph.region.footprint import Footprint

LEAST, FIRST, SEED = 3, 3, 20261124
PRINTED = 0.01  # a score is printed with two decimals
NARROW = 0.1  # width of the interval below which a gap's place should hold
Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Planted:
    """One pair: found among the first three, kind it came back as ('' none), place in its chain, jumped by others."""

    city: str
    segment: str
    found: bool
    kind: str
    place: int
    jumped: bool


def pairs(country: Country, half: bool, n: int) -> list[tuple[str, str]]:
    """`n` pairs (city, segment) of one half, at random."""
    seats = np.stack(
        [
            np.bincount(country.segment[country.seated(c)[country.columns.firm]], minlength=len(country.network.ids))
            for c in country.cities
        ]
    )
    seats[:, country.network.demand] = 0  # nobody works in a demand node
    found = [(int(j), int(i)) for j, i in np.argwhere(seats >= LEAST) if development(country.cities[j]) is half]
    order = np.random.default_rng(SEED).permutation(len(found))[:n]
    return [(country.cities[found[k][0]], country.network.ids[found[k][1]]) for k in order]


def footprint_of(country: Country, origins: OriginColumns, city: str) -> Footprint:
    """A city's footprint from arrays alone."""
    listed = region_origins(origins, city)
    return Footprint(country.network, city, country, coverage(listed), listed)


def scores(foot: Footprint, chain: str) -> dict[str, tuple[float, str]]:
    """Score and kind of the gaps of a chain, best first as `find_gaps` orders them; what the data support included."""
    found, net, data = assess(foot), foot.network, data_of(foot)
    rows = np.array(net.chain_rows[chain])
    kept = certainty(data, reasons(data, foot.candidate_counts[rows], rows))
    out = {}
    for i, part in zip(rows.tolist(), kept.tolist(), strict=True):
        if found.kind[i] != NONE:
            out[net.ids[i]] = (round(part * float(found.score[i]), 9), str(KINDS[found.kind[i]]))
    return dict(sorted(out.items(), key=lambda p: (-p[1][0], p[0])))


def plant(country: Country, origins: OriginColumns, city: str, segment: str) -> Planted:
    """Hide one pair and look."""
    chain = segment.split(".")[0]
    before = scores(footprint_of(country, origins, city), chain)
    after = scores(footprint_of(country.without(city, [segment]), origins, city), chain)
    order = list(after)
    kind = after[segment][1] if segment in after else ""
    place = order.index(segment) + 1 if kind else 0
    above = order[: place - 1] if kind else []
    jumped = any(s not in before or after[s][0] > before[s][0] + PRINTED for s in above)
    return Planted(city, segment, kind in ("missing", "break") and place <= FIRST, kind, place, jumped)


def campaign(country: Country, origins: OriginColumns, half: bool, n: int, step: Step | None = None) -> list[Planted]:
    """`n` pairs of one half."""
    out = []
    chosen = pairs(country, half, n)
    for k, (city, segment) in enumerate(chosen):
        out.append(plant(country, origins, city, segment))
        if step:
            step(k + 1, len(chosen))
    return out


def thinned(country: Country, part: float, seed: int) -> Country:
    """The country with this part of its firms taken away at random."""
    kept = np.random.default_rng(seed).random(len(country.given.firms)) >= part
    return Country.of(country.given.where(kept[country.given.firm]), country.network, country.regions, country.listing)


def stability(country: Country, origins: OriginColumns, cities: list[str], part: float = 0.1) -> dict[str, float]:
    """Per city, Kendall's tau between the order of its gaps before and after; gaps with a narrow interval in both."""
    from scipy.stats import kendalltau

    less, out = thinned(country, part, SEED), {}
    for city in cities:
        one, two = (_narrow(find_gaps(footprint_of(c, origins, city))) for c in (country, less))
        both = sorted(one.keys() & two.keys())
        if len(both) >= 10:
            out[city] = float(kendalltau([one[s] for s in both], [two[s] for s in both]).statistic)
    return out


def _narrow(gaps: list[Gap]) -> dict[str, float]:
    return {g.segment: g.score for g in gaps if g.interval[1] - g.interval[0] < NARROW}


def share(values: list[bool]) -> str:
    """A share with its 95% bootstrap interval."""
    rng = np.random.default_rng(0)
    low, high = np.quantile(rng.choice(values, (2000, len(values))).mean(axis=1), [0.025, 0.975])
    return f"{np.mean(values):.3f} [{low:.3f}, {high:.3f}]"


def main(url: str, n: int) -> None:
    """Prints both halves and the stability over 40 cities."""
    from benchmarks.gaps_store import country_of, origins_of

    country, origins = country_of(url), origins_of(url)
    for name, half in (("development half", True), ("held-back half", False)):
        rows = campaign(country, origins, half, n)
        print(
            f"{name}: {len(rows)} pairs, found among the first {FIRST} {share([r.found for r in rows])}, "
            f"jumped by an untouched segment {share([r.jumped for r in rows])}"
        )
    known = [c for j, c in enumerate(country.cities) if country.counts[:, j].sum() >= 100]
    chosen = [known[k] for k in sorted(np.random.default_rng(SEED).permutation(len(known))[:40])]
    taus = list(stability(country, origins, chosen).values())
    if taus:
        print(
            f"a tenth of the firms away: Kendall's tau over {len(taus)} cities mean {np.mean(taus):.3f}, "
            f"lowest {min(taus):.3f}, at least 0.8 in {np.mean(np.array(taus) >= 0.8):.2f}"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "", int(sys.argv[2]) if len(sys.argv) > 2 else 300)
