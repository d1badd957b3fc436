"""The tables of the embedded store, derived from the record types, so that a record is declared once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from graph.model.specs import SPECS, Spec, stored_fields, stored_kind

# The newest migration, and those before it. A test holds them against alembic's own.
SCHEMA_VERSION = "0005"
OLDER_VERSIONS = ("0001", "0002", "0003", "0004")

metadata = sa.MetaData()


_SQL: dict[type, type[sa.types.TypeEngine[Any]]] = {
    list: sa.JSON,
    bool: sa.Boolean,
    int: sa.BigInteger,
    float: sa.Float,
    str: sa.Text,
}


def _table(spec: Spec) -> sa.Table:
    columns: list[sa.Column[Any]] = [sa.Column("rid", sa.Text(), primary_key=True)]
    for name in stored_fields(spec):
        kind, nullable = stored_kind(spec, name)
        columns.append(sa.Column(name, _SQL[kind](), nullable=nullable, index=name in spec.indexed))
    columns += [
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False, index=True),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False, default=""),
        sa.Column("hash", sa.Text(), nullable=False),
    ]
    return sa.Table(spec.name, metadata, *columns)


TABLES: dict[str, sa.Table] = {spec.name: _table(spec) for spec in SPECS}

# Small facts about the store itself, such as which rules its firms were assigned by.
meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text(), nullable=False),
)

# Every key a firm has been seen under (credit code, stock code, name and place) → its id.
firm_key = sa.Table(
    "firm_key",
    metadata,
    sa.Column("key", sa.Text(), primary_key=True),
    sa.Column("firm_id", sa.Text(), nullable=False, index=True),
)

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("source", sa.Text(), nullable=False),
    sa.Column("file", sa.Text(), nullable=False),
    sa.Column("started", sa.Text(), nullable=False),
    sa.Column("finished", sa.Text(), nullable=False),
    sa.Column("counts", sa.JSON(), nullable=False),
)

# What a row was before a batch changed or retired it: the ground for undo, history and `--as-of`.
change = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
    sa.Column("batch", sa.Integer(), nullable=False, index=True),
    sa.Column("record", sa.Text(), nullable=False),
    sa.Column("rid", sa.Text(), nullable=False, index=True),
    sa.Column("before", sa.JSON(), nullable=False),
)
