"""How many of the listed firms of an outside table stand in ours, trade by trade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LiantuError
from ingest.lint.shipped_rows import MAX_MB
from ingest.read import normalise as n
from ingest.read.tables import read_table

WANTED = (
    "rules/covered_industries.csv"  # column `industry`: the trades of the nine chains, in the outside table's words
)


@dataclass(frozen=True)
class IndustryCoverage:
    """How many listed firms of an industry there are, and how many of them stand in our tables.

    wanted: a trade of our chains, as `data/rules/covered_industries.csv` declares it.
    """

    industry: str
    total: int
    present: int
    wanted: bool

    @property
    def rate(self) -> float:
        return self.present / self.total if self.total else 1.0


def coverage(
    theirs: Mapping[str, Mapping[str, str]], ours: Collection[str], data: Path
) -> tuple[IndustryCoverage, ...]:
    """By industry, the wanted ones first, then by size. theirs: stock code → row; ours: the stock codes of our tables.
    Empty where the outside table names no industry."""
    total: dict[str, int] = defaultdict(int)
    present: dict[str, int] = defaultdict(int)
    for code, cells in theirs.items():
        industry = n.blank(cells.get("industry", ""))
        if industry:
            total[industry] += 1
            present[industry] += code in ours
    wanted = _wanted(data)
    rows = (IndustryCoverage(i, total[i], present[i], i in wanted) for i in total)
    return tuple(sorted(rows, key=lambda r: (not r.wanted, -r.total, r.industry)))


def overall(rows: Collection[IndustryCoverage], wanted: bool) -> IndustryCoverage:
    """All rows together; with `wanted`, those of our chains' trades only."""
    kept = [r for r in rows if r.wanted or not wanted]
    return IndustryCoverage("", sum(r.total for r in kept), sum(r.present for r in kept), wanted)


def _wanted(data: Path) -> frozenset[str]:
    """The declared industries; none where their table is absent or cannot be read, which is said elsewhere."""
    try:
        table = read_table(data / WANTED, MAX_MB)
    except (LiantuError, OSError):
        return frozenset()
    return frozenset(n.blank(cells.get("industry", "")) for _, cells in table.rows)
