"""The firm tables of `data/` without a store: their rows, the firms they make, and the segments these reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.model.records import MergedFacts, StatedFacts
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from ingest.assign.assigner import Assigner
from ingest.load.resolve import SHIPPED, Resolver, merge
from ingest.read.firm_rows import parse
from ingest.read.tables import read_table

MAX_MB = 150


@dataclass(frozen=True)
class ShippedRow:
    """One row of a firm table: its cells as written and the facts read from them."""

    file: str  # relative to data/: firms/textile.csv
    row: int
    cells: dict[str, str]
    facts: StatedFacts


def read_firms(file: Path, regions: Regions) -> tuple[list[ShippedRow], list[RowProblem]]:
    """The usable rows of one table, and what was wrong. Raises `UnreadableFile`, `MissingColumn`."""
    table = read_table(file, MAX_MB)
    parsed = parse(table, regions)
    cells = dict(table.rows)
    label = f"{file.parent.name}/{file.name}"
    return [ShippedRow(label, row, cells[row], facts) for row, facts in parsed.firms], parsed.problems


def merged_firms(rows: Iterable[ShippedRow]) -> list[MergedFacts]:
    """The firms behind the rows, merged as a build merges them, in the order they first stand."""
    resolver = Resolver({})
    records: dict[str, dict[str, StatedFacts]] = defaultdict(dict)
    for r in rows:
        # Within a file the later row wins, as when a store is built.
        records[resolver.resolve(r.facts)][f"{SHIPPED}:{Path(r.file).stem}"] = r.facts
    return [merge(firm_id, list(by_origin.items())) for firm_id, by_origin in records.items()]


def reach(firms: Iterable[StatedFacts], assigner: Assigner) -> dict[str, list[str]]:
    """Segment id → names of the firms assigned to it; segments nobody reaches are there, empty."""
    reached: dict[str, list[str]] = {s: [] for s in assigner.segments}
    for facts in firms:
        for m in assigner.assign(facts).memberships:
            reached[m.segment_id].append(facts["name"])
    return reached
