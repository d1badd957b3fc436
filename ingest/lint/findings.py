"""Faults of `data/`, as a lint states them; their sentences stand in `graph.model.row_sentences`."""

from __future__ import annotations

from graph.model.row_problems import Arg, RowProblem


def finding(code: str, file: str, row: int | None = None, id: str = "", **args: Arg) -> RowProblem:
    """The finding of this kind; `args` fill its sentences. `id`: of the record or segment that has the fault."""
    return RowProblem(
        file, row, str(args.get("column", "")), code, str(args.get("value", "")), id, tuple(args.items()), "in_data"
    )
