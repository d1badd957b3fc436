"""Headings that no source names, known by their words and by the cells below them: 拳头产品, 厂区地址, 主体登记状态.

The rules stand in `sources/native.yaml` (`wordings`): a heading that a rule fits means the same as the heading that the
rule names, where the table has no column for that yet and most of the cells are such. Both must agree, since words
alone mislead: 责任单位 holds an authority, 企业类型 a size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from graph.model.headings.forms import forms, plain
from graph.model.tables import TableSpec
from ingest.read.layout.cell_kinds import Kind, fits


class Wording(BaseModel):
    """heading: what is meant; like: a regular expression that the whole heading fits, in one of its forms; unlike: one
    that it must not hold; cells: what most cells below it are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: str
    like: str
    unlike: str = ""
    cells: Kind


def meant(
    columns: Sequence[str],
    sample: Sequence[Mapping[str, str]],
    rules: Sequence[Wording],
    tables: Mapping[str, TableSpec],
    known: frozenset[str],
) -> dict[str, str]:
    """Column → the heading that it means, for columns whose own heading nobody names.

    tables: the kinds of tables, by which it is told whether a column for that is there already; known: every heading
    that somebody names.
    """
    open_columns = [c for c in columns if not any(f in known for f in forms(c))]
    out: dict[str, str] = {}
    for rule in rules if open_columns else ():
        if _held(rule.heading, columns, tables):
            continue
        for column in open_columns:
            if column in out or not _says(rule, column):
                continue
            if fits(rule.cells, (v for row in sample if (v := row.get(column, "").strip()))):
                out[column] = rule.heading
                break
    return out


def _held(heading: str, columns: Sequence[str], tables: Mapping[str, TableSpec]) -> bool:
    """Has the table a column for what this heading names, in any kind of table that knows the heading?"""
    key = plain(heading)
    for spec in tables.values():
        field = next((f for f, c in spec.columns.items() if key in map(plain, c.headings)), "")
        if field and field in spec.match(columns):
            return True
    return False


def _says(rule: Wording, column: str) -> bool:
    like, unlike = _compiled(rule.like), _compiled(rule.unlike) if rule.unlike else None
    whole = plain(column)
    if unlike is not None and unlike.search(whole):
        return False
    return any(like.fullmatch(f) for f in forms(column))


@lru_cache(maxsize=200)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
