"""What `chance` and the red lines rest on beside the store: two tables of the data folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from graph.chance import precedents as precedent_table
from graph.chance import red_lines as red_line_table
from graph.chance.precedents import Precedents
from graph.chance.red_lines import RedLines
from graph.errors import LiantuError
from graph.measures.network import Network
from graph.model.row_problems import RowProblem


@dataclass(frozen=True)
class ChanceData:
    """problems: rows that could not be used; unreadable: what is wrong with a table as such. Both are shown, and the
    rest holds."""

    precedents: Precedents = field(default_factory=Precedents)
    red_lines: RedLines = field(default_factory=RedLines)
    problems: tuple[RowProblem, ...] = ()
    unreadable: tuple[str, ...] = ()

    @classmethod
    def load(cls, data: Path, network: Network, today: date | None = None) -> ChanceData:
        """Both tables of a data folder. A table that is not there is empty; one that cannot be read is told."""
        known = {*network.segments, *network.retired}
        problems: list[RowProblem] = []
        unreadable: list[str] = []
        counts, lines = Precedents(), RedLines()
        if (data / precedent_table.FILE).is_file():
            try:
                rows, found = precedent_table.read(data / precedent_table.FILE, known)
                counts = Precedents(list(rows.values()))
                problems += found
            except LiantuError as error:
                unreadable.append(str(error))
        if (data / red_line_table.FILE).is_file():
            try:
                lines, found = red_line_table.read(data / red_line_table.FILE, known, today)
                problems += found
            except LiantuError as error:
                unreadable.append(str(error))
        return cls(counts, lines, tuple(problems), tuple(unreadable))
