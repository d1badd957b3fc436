"""Which of a segment's products take an input, where not all of them do. Read from `data/rules/product_routes.csv`.

A segment holds products of several routes: a maker of zinc cells and one of lithium cells both make batteries, and only
the second buys a lithium separator. One row says for which inputs and buyers a product must name one of the words in
`only`, or none of those in `never`; what has no row is taken by every product of the segment. `whose` says whose
product is meant: the buyer's, or the supplier's (plain steel holds coated sheet, of which no crane is made).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from graph.errors import InvalidData
from graph.model.headings.csv_rows import rows_of

COLUMNS = ("input", "buyer", "whose", "only", "never", "reason", "source")
LISTS = ("input", "buyer", "only", "never")  # columns of lists, separated by ;
ANY = "*"
Side = Literal["buyer", "supplier"]
SIDES: tuple[Side, ...] = ("buyer", "supplier")


@dataclass(frozen=True, slots=True)
class Route:
    """One row: these inputs go into those products of the buyers that the words allow."""

    inputs: tuple[str, ...]
    buyers: tuple[str, ...]
    whose: Side
    only: tuple[str, ...]
    never: tuple[str, ...]

    def allows(self, made: str) -> bool:
        """Does a product, or a list of them, take the input? A word of `only` outweighs one of `never`."""
        if any(word in made for word in self.only):
            return True
        return not self.only and not any(word in made for word in self.never)


@dataclass(frozen=True)
class ProductRoutes:
    """All rows, by input and buyer."""

    rows: Sequence[Route] = ()

    @cached_property
    def _by_ends(self) -> Mapping[tuple[str, str], list[Route]]:
        out: dict[tuple[str, str], list[Route]] = {}
        for row in self.rows:
            for i in row.inputs:
                for b in row.buyers:
                    out.setdefault((i, b), []).append(row)
        return out

    def restricts(self, taken: str, buyer: str) -> bool:
        """Is there a row that says which products of the segment `buyer` take what the segment `taken` makes?"""
        ends = self._by_ends
        pairs = ((taken, buyer), (taken, ANY), (ANY, buyer))
        return any(row.whose == "buyer" for pair in pairs for row in ends.get(pair, ()))

    def takes(self, taken: str, buyer: str, made: str) -> bool:
        """Does a firm of the segment `buyer` that makes `made` take what the segment `taken` makes?"""
        return self._allowed(taken, buyer, made, "buyer")

    def supplies(self, taken: str, buyer: str, made: str) -> bool:
        """Is `made`, of a firm of the segment `taken`, what the segment `buyer` takes of it?"""
        return self._allowed(taken, buyer, made, "supplier")

    def _allowed(self, taken: str, buyer: str, made: str, whose: Side) -> bool:
        ends = self._by_ends
        rows = [*ends.get((taken, buyer), ()), *ends.get((taken, ANY), ()), *ends.get((ANY, buyer), ())]
        return all(row.allows(made) for row in rows if row.whose == whose)


ALL_TAKE = ProductRoutes()


def load(file: Path, segments: Collection[str] | None = None) -> ProductRoutes:
    """The rows of the file; segments: the ids there are, None where ids of another catalogue are not minded (a store
    may be of an earlier one; such a row then speaks of nobody). Raises `UnreadableFile`, `MissingColumn`, or
    `InvalidData` with every row that names a segment that does not exist, or no word at all."""
    problems, rows = [], []
    for number, row in rows_of(file, COLUMNS):
        cells = {c: tuple(w.strip() for w in row[c].split(";") if w.strip()) for c in LISTS}
        whose = next((w for w in SIDES if w == row["whose"]), None)
        if whose is None:
            problems.append(f"{file.name} row {number}, column whose: {row['whose']!r}; write buyer or supplier")
        for column in ("input", "buyer"):
            problems += [
                f"{file.name} row {number}, column {column}: {s!r} is no segment; name it as in data/chains"
                for s in cells[column] or ("",)
                if s != ANY and (not s or (segments is not None and s not in segments))
            ]
        if not cells["only"] and not cells["never"]:
            problems.append(f"{file.name} row {number}, column only: no word given; fill in `only` or `never`")
        rows.append(Route(cells["input"], cells["buyer"], whose or "buyer", cells["only"], cells["never"]))
    if problems:
        raise InvalidData(problems)
    return ProductRoutes(tuple(rows))
