"""What is wrong with one row of a table, for every reader of tables, and the one place that says it in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

from graph.errors import BadCell
from graph.model.row_sentences import DATA, TABLES
from graph.model.row_sentences.sentence import Sentence
from graph.model.words import Lang

Arg = str | int | float
_OF_CELL = re.compile(r"“?\{[^{}]*\}”?")


class RowDocument(TypedDict):
    """A row that was not used, for `--json`."""

    row: int | None
    name: str
    why: str


class FindingDocument(TypedDict):
    """A fault of `data/`, for `--json`; `id`: of the record or segment that has it."""

    severity: str
    code: str
    file: str
    row: int | None
    id: str
    zh: str
    en: str


def sentence_of(code: str) -> dict[Lang, str]:
    """What a kind of problem of a table is called, whatever its cell; the code where nobody knows it any more."""
    known = TABLES.get(code)
    if known is None:
        return {"zh": code, "en": code}
    return {"zh": _OF_CELL.sub("…", known.zh), "en": _OF_CELL.sub("…", known.en)}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row.

    row: its number in the file, the header being 1; None for a fault of the file or of a record that has no row.
    column: the file's own heading. value: what stands there. name: whom or what the row is about. args: what else the
    sentence of the code says. found: in a table that was handed in, by the lint of `data/`, or by the reader of a table
    of `data/`, where it is always an error.
    """

    file: str
    row: int | None
    column: str
    code: str
    value: str = ""
    name: str = ""
    args: tuple[tuple[str, Arg], ...] = ()
    found: Literal["in_table", "in_data", "cell_in_data"] = "in_table"

    @property
    def sentence(self) -> Sentence:
        """What this kind of problem is called."""
        return (DATA if self.found == "in_data" else TABLES)[self.code]

    @property
    def rejected(self) -> bool:
        """Was the row not used at all?"""
        return self.sentence.weight == "rejected"

    @property
    def severity(self) -> Literal["error", "warning"]:
        """How much a fault of `data/` weighs."""
        return "warning" if self.sentence.weight == "warning" else "error"

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        text = self._filled(self.sentence.zh)
        return f"“{self.name}”：{self.value!r} {text}" if self.found == "cell_in_data" else text

    @property
    def en(self) -> str:
        """The sentence in English."""
        text = self._filled(self.sentence.en)
        return f"{self.name}: {self.value!r} {text}" if self.found == "cell_in_data" else text

    def _filled(self, text: str) -> str:
        known: dict[str, Arg] = {"id": self.name, "name": self.name, "value": self.value, "column": self.column}
        return text.format_map(known | dict(self.args)) if "{" in text else text

    @property
    def where(self) -> str:
        """`firms/textile.csv:12 某某公司` or `chains/textile.yaml textile.pulp`."""
        place = f"{self.file}:{self.row}" if self.row else self.file
        return f"{place} {self.name}" if self.name else place

    def __str__(self) -> str:
        return f"第 {self.row} 行“{self.name or self.column or '无名称'}”：{self.zh}"

    def as_row(self) -> RowDocument:
        """For `--json`, where a list tells which of its rows were not used."""
        return {"row": self.row, "name": self.name, "why": self.zh}

    def as_finding(self) -> FindingDocument:
        """For `--json`, where `data/` is checked."""
        return {
            "severity": self.severity,
            "code": self.code,
            "file": self.file,
            "row": self.row,
            "id": self.name,
            "zh": self.zh,
            "en": self.en,
        }

    def in_data(self, file: str) -> RowProblem:
        """The same problem of a table of `data/`, under the file's path there."""
        return replace(self, file=file, found="cell_in_data")


def of_cell(error: BadCell, file: str, row: int, columns: Mapping[str, str], name: str = "") -> RowProblem:
    """The problem of a row whose cell could not be used. columns: field → the file's heading."""
    column = columns.get(error.field, "")
    return RowProblem(file, row, column, error.code, error.value, name, tuple(error.args_of_sentence.items()))
