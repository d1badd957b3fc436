"""What the tables say that firms make: a cell copied from firm to firm, or a word for a whole class, says nothing of
the firm itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LiantuError
from graph.model.row_problems import RowProblem
from ingest.lint.findings import finding
from ingest.lint.shipped_rows import MAX_MB, ShippedRow
from ingest.read import normalise as n
from ingest.read.tables import read_table

IDENTICAL = 5  # firms with the same products
CLASS_WORDS = "rules/class_words.csv"
NAMED = 3  # of the firms with the same products
HOSPITAL = "医院"  # the tag of what is no target, and of which its kind is all there is to say


@dataclass(frozen=True)
class ClassWord:
    """A word for a whole class of goods, and what to write instead."""

    word: str
    instead: str
    instead_en: str


def class_words(data: Path, found: list[RowProblem]) -> dict[str, ClassWord]:
    """The declared words; what is wrong with their table adds to `found`. An absent table holds none."""
    file = data / CLASS_WORDS
    if not file.exists():
        return {}
    try:
        table = read_table(file, MAX_MB)
    except LiantuError as error:
        found.append(finding("unreadable", CLASS_WORDS, why=str(error)))
        return {}
    columns = ("word", "instead", "instead_en")
    for column in columns:
        if column not in table.columns:
            found.append(finding("no_column", CLASS_WORDS, 1, column=column))
            return {}
    rows = [ClassWord(*(n.blank(cells[c]) for c in columns)) for _, cells in table.rows]
    return {r.word: r for r in rows if r.word}


def lint_products(rows: Sequence[ShippedRow], words: Mapping[str, ClassWord]) -> Iterator[RowProblem]:
    """Products identical in five firms or more, each of them named; class words as only product. General hospitals do
    the same everywhere, and are not asked."""
    same: dict[frozenset[str], list[ShippedRow]] = defaultdict(list)
    for r in rows:
        products = r.facts.get("products", [])
        if products and HOSPITAL not in r.facts.get("tags", []):
            same[frozenset(products)].append(r)
        if products and all(p in words for p in products):
            word = words[products[0]]
            yield _of(r, "class_word_only", value=word.word, instead=word.instead, instead_en=word.instead_en)
    for group in same.values():
        names = list(dict.fromkeys(r.facts["name"] for r in group))
        if len(names) < IDENTICAL:
            continue
        for r in group:
            others = [name for name in names if name != r.facts["name"]][:NAMED]
            shown = ";".join(r.facts.get("products", []))
            yield _of(r, "products_identical", n=len(names), value=shown, others="、".join(others))


def _of(r: ShippedRow, code: str, **args: str | int) -> RowProblem:
    return finding(code, r.file, r.row, r.facts["name"], name=r.facts["name"], column="products", **args)
