"""Makes `data/precedents.csv`: counts of projects and bases by segment, province and year.

    python -m benchmarks.precedents --landings FILE --store STORE [--year 2025] [--out FILE]

projects: distinct (firm, city) pairs of a table of real projects outside the firm's own city. bases: the
subsidiaries in another province that firms' reports name. A firm counts for its most confident segment, as in the
back-test. Counts only: no firm and no project is written.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from graph import settings
from graph.chance.precedents import COLUMNS, FILE
from graph.measures.network import Network
from graph.model.records import Site
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from graph.store.embedded.store import EmbeddedStore

OUTSIDE = ("71", "81", "82")  # a subsidiary there is mostly one for trade or shares
Cell = tuple[str, str]  # segment, province (two digits)
SOURCE = "counted from annual reports {year} read in extracts: projects with a known city; subsidiaries by their name"


def main_segments(store: GraphStore, network: Network) -> dict[str, str]:
    """The most confident segment of every firm, equals by id."""
    best: dict[str, tuple[int, str]] = {}
    for m in store.members():
        if m.segment_id in network.row:
            key = (-m.confidence, m.segment_id)
            best[m.firm_id] = min(key, best.get(m.firm_id, key))
    return {firm: segment for firm, (_, segment) in best.items()}


def projects(landings: Path, segment_of: dict[str, str], firm_of: dict[str, str], regions: Regions) -> Counter[Cell]:
    """Distinct (firm, city) pairs by the firm's segment and the city's province. firm_of: stock code → firm."""
    pairs: set[tuple[str, str]] = set()
    with landings.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            city = regions.city_of(row["dest_adcode"])
            if city and row["ts_code"] in firm_of and row.get("local") != "1":
                pairs.add((firm_of[row["ts_code"]], city))
    return Counter((segment_of[f], city[:2]) for f, city in pairs if f in segment_of)


def bases(store: GraphStore, segment_of: dict[str, str], seat_of: dict[str, str]) -> Counter[Cell]:
    """Subsidiaries that reports name, in a province other than that of the firm's seat."""
    out: Counter[Cell] = Counter()
    for site in store.rows(Site):
        seat = seat_of.get(site.firm_id, "")
        if site.kind != "plant" and site.region and seat and site.region[:2] not in (seat[:2], *OUTSIDE):
            segment = segment_of.get(site.firm_id)
            if segment:
                out[segment, site.region[:2]] += 1
    return out


def main() -> None:
    """Count and write."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--landings", type=Path, required=True)
    ask.add_argument("--store", required=True, help="a store with the listed firms and their reports")
    ask.add_argument("--year", type=int, default=2025)
    ask.add_argument("--out", type=Path)
    given = ask.parse_args()
    chosen = settings.load(given.store)
    store = EmbeddedStore.open(chosen.url)
    network, regions = Network(tuple(store.chains())), Regions.load(chosen.data / "regions.csv")
    segment_of = main_segments(store, network)
    firms = list(store.firms())
    drew = projects(given.landings, segment_of, {f.stock_code: f.id for f in firms if f.stock_code}, regions)
    there = bases(store, segment_of, {f.id: f.region for f in firms})
    source = SOURCE.format(year=given.year)
    out = given.out or chosen.data / FILE
    with out.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        for segment, province in sorted(drew.keys() | there.keys()):
            cell = (segment, province)
            writer.writerow([segment, f"{province}0000", given.year, drew[cell], there[cell], source])
    print(f"{sum(drew.values())} projects and {sum(there.values())} bases in {len(drew.keys() | there.keys())} rows")


if __name__ == "__main__":
    main()
