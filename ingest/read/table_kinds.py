"""What a table is about, and whose: told from its headings, from the lines above it, and where those leave it open
from its cells. Its file name says nothing about the kind.

The columns of each kind, each under several headings, stand in `sources/native.yaml`; what is special to a source in a
file of its own beside it. A table that is none of these is a table of firms (`ingest.read.firm_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.read.layout.wording import meant
from ingest.read.outcome_words import outcome_of
from ingest.read.table_specs import NATIVE, Source, known_headings, shipped

# Kinds that only a reader asks for who knows what he is given.
ASKED_FOR = ("needs", "targets", "ambassador", "liaison", "travel_times", "revenue", "holidays", "policies")


@dataclass(frozen=True)
class TableLayout:
    """A table's kind and which of its columns hold which field (`code`, `uscc`, `firm` and the kind's own).

    fields: all columns of each field; source: by whose declaration it is read.
    """

    kind: str
    columns: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]] | None = None
    source: str = NATIVE


def layout(
    columns: Sequence[str],
    titles: Sequence[str] = (),
    sample: Sequence[Mapping[str, str]] = (),
    sources: Mapping[str, Source] | None = None,
) -> TableLayout:
    """The kind of a table with these columns; `firms` where no other fits.

    titles: the lines above it and its sheet's name; sample: some of its rows; sources: those known, all shipped ones
    where none are given.
    """
    known = shipped() if sources is None else sources
    words = meant(columns, sample, known[NATIVE].wordings, known[NATIVE].tables, known_headings(known, ASKED_FOR))
    if words:
        shape = _layout([words.get(c, c) for c in columns], titles, _renamed(sample, words), known)
        return _as_written(shape, {words.get(c, c): c for c in columns})
    return _layout(columns, titles, sample, known)


def _renamed(sample: Sequence[Mapping[str, str]], words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{words.get(c, c): v for c, v in row.items()} for row in sample]


def _as_written(shape: TableLayout, written: Mapping[str, str]) -> TableLayout:
    """The same with the headings that the file has."""
    fields = {f: tuple(written[c] for c in columns) for f, columns in (shape.fields or {}).items()}
    return TableLayout(shape.kind, {f: written[c] for f, c in shape.columns.items()}, fields or None, shape.source)


def _layout(
    columns: Sequence[str], titles: Sequence[str], sample: Sequence[Mapping[str, str]], known: Mapping[str, Source]
) -> TableLayout:
    vendors = [s for s in known.values() if s.name != NATIVE]
    found = []
    for source in vendors:
        count, named = source.marked(columns), source.named(titles)
        shape = _of(source, columns, sample) if count or named else None
        if shape is not None:
            # A table that is more than a list of firms is told by what it has more.
            found.append(((shape.kind == "firms", -count, not named, source.name), shape))
    if found:
        return min(found, key=lambda f: f[0])[1]
    return _of(known[NATIVE], columns, sample) or TableLayout("firms", {})


def _of(source: Source, columns: Sequence[str], sample: Sequence[Mapping[str, str]]) -> TableLayout | None:
    """The first kind of the source that a table with these columns is of."""
    for kind, spec in source.tables.items():
        if kind in ASKED_FOR:
            continue
        fits = spec.fits(columns) if spec.recognised_by else kind == "firms" and spec.holds(columns)
        if not fits:
            continue
        fields = spec.match_all(columns)
        if kind == "decisions" and not _has_outcomes(fields, sample):
            continue
        return TableLayout(kind, {f: c[0] for f, c in fields.items()}, fields, source.name)
    return None


def _has_outcomes(fields: Mapping[str, Sequence[str]], sample: Sequence[Mapping[str, str]]) -> bool:
    """Are the results those of courting firms? 结果 and 日期 also head lists of inspections."""
    told = [v for row in sample if (v := row.get(fields["outcome"][0], "").strip())]
    if not told or "uscc" not in fields:
        return True
    return any(outcome_of(v) for v in told)
