"""How far the verdict 可信 of an absence can be trusted, in a city with a register loaded.

    python -m benchmarks.gaps_verdicts STORE [REGION] [SEEDS]

Planted absences: a segment that the city has is hidden whole; of those whose trade is well covered, how many read
confirmed. Hidden presences: three firms in ten of those that the register alone lists are taken away at random, as if
it had missed them; of the segments that vanish so, though they are there, how many read confirmed as absent. The second
is told over what vanished and over all presences.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

import numpy as np

from graph.gaps.find import GOOD_COVERAGE, REASONS, VERDICT, data_of, reasons
from graph.region.coverage import coverage
from graph.region.footprint import Footprint

PART = 0.3  # of the register's own firms that are taken away
SHIPPED = "shipped"


@dataclass(frozen=True)
class Told:
    """present: segments with a firm; of some planted absences, how many are well covered, and confirmed; of the
    presences that vanished, how many are confirmed as absent, over all draws."""

    present: int
    well_covered: int
    confirmed: int
    draws: int
    vanished: int
    confirmed_wrongly: int


def present_rows(foot: Footprint) -> list[int]:
    """Rows of the segments with a local firm."""
    return np.flatnonzero((foot.x > 0) & ~foot.network.demand).tolist()


def confirmed(foot: Footprint, row: int) -> bool:
    """Does a claim about this segment read 可信?"""
    code = int(reasons(data_of(foot), foot.candidate_counts[[row]], np.array([row]))[0])
    return VERDICT[REASONS[code]] == "confirmed"


def planted(foot: Footprint, rows: list[int]) -> tuple[int, int]:
    """Of these segments, each hidden whole: how many are well covered, and how many of those read confirmed."""
    well = sure = 0
    for row in rows:
        country = foot.country.without(foot.region, [foot.network.ids[row]])
        without = Footprint(foot.network, foot.region, country, foot.coverage, foot.listed)
        covered = bool(without.cover.estimate[row] >= GOOD_COVERAGE)
        well += covered
        sure += covered and confirmed(without, row)
    return well, sure


def hidden(foot: Footprint, register: str, seed: int) -> tuple[int, int]:
    """Segments that vanish when a part of the register's own firms is taken away, and how many read confirmed."""
    rng = np.random.default_rng(seed)
    only = sorted(f for f, names in foot.listed.items() if {n.split(":")[0] for n in names} == {register})
    gone = {f for f in only if rng.random() < PART}
    given = foot.country.given
    kept = np.array([f not in gone for f in given.firms], dtype=bool)
    country = replace(foot.country, given=given.where(kept[given.firm]))
    listed = {f: names for f, names in foot.listed.items() if f not in gone}
    thin = Footprint(foot.network, foot.region, country, coverage(listed), listed)
    rows = [i for i in present_rows(foot) if thin.x[i] <= 0]
    return len(rows), sum(confirmed(thin, i) for i in rows)


def campaign(foot: Footprint, register: str, seeds: range, sample: int = 0) -> Told:
    """Both, over some draws. sample: how many of the planted absences, 0 for all."""
    rows = present_rows(foot)
    chosen = rows if not sample else np.random.default_rng(0).permutation(rows)[:sample].tolist()
    well, sure = planted(foot, chosen)
    found = [hidden(foot, register, seed) for seed in seeds]
    return Told(len(rows), well, sure, len(found), sum(n for n, _ in found), sum(k for _, k in found))


def main(url: str, region: str, draws: int) -> None:
    """Prints both for one region of a store."""
    from benchmarks.gaps_planted import footprint_of
    from benchmarks.gaps_store import country_of, origins_of

    foot = footprint_of(country_of(url), origins_of(url), region)
    names = {n.split(":")[0] for of in foot.listed.values() for n in of} - {SHIPPED}
    for register in sorted(names):
        told = campaign(foot, register, range(draws))
        print(
            f"{register}: planted absences {told.confirmed} of {told.well_covered} well covered read confirmed; "
            f"hidden presences {told.confirmed_wrongly} of {told.vanished} that vanished, "
            f"of {told.present * told.draws} in all, read confirmed"
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0], given[1] if len(given) > 1 else "410700", int(given[2]) if len(given) > 2 else 6)
