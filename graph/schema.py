"""The tables of the embedded store, derived from the record types, so that a record is declared once."""

from __future__ import annotations

import types as pytypes
from dataclasses import dataclass, fields
from typing import Any, get_args, get_origin, get_type_hints

import sqlalchemy as sa

from graph import types as t

# The newest migration. A test holds it against alembic's own head.
SCHEMA_VERSION = "0002"

metadata = sa.MetaData()


@dataclass(frozen=True)
class Spec:
    """How a record type is stored: its table's name, the fields that make its key, the fields worth an index."""

    name: str
    type: type[Any]
    key: tuple[str, ...]
    indexed: tuple[str, ...] = ()


SPECS = (
    Spec("chain", t.Chain, ("id",)),
    Spec("segment", t.Segment, ("id",), ("chain",)),
    Spec("link", t.Link, ("source_id", "target_id", "kind"), ("source_id", "target_id")),
    Spec("firm", t.Firm, ("id",), ("name", "region")),
    Spec("firm_record", t.FirmRecord, ("origin", "key"), ("firm_id",)),
    Spec("membership", t.Membership, ("firm_id", "segment_id"), ("firm_id", "segment_id")),
    Spec("relation", t.Relation, ("from_id", "kind", "to_id"), ("from_id", "to_id")),
    Spec("site", t.Site, ("firm_id", "region", "kind", "name"), ("firm_id", "region")),
    Spec("project", t.Project, ("firm_id", "name", "region"), ("firm_id", "region")),
    Spec("capacity", t.Capacity, ("firm_id", "product", "metric", "period"), ("firm_id",)),
    Spec("technology", t.FirmTechnology, ("firm_id", "name", "kind"), ("firm_id",)),
    Spec("product", t.FirmProduct, ("firm_id", "name"), ("firm_id",)),
    Spec("material", t.FirmMaterial, ("firm_id", "name", "product"), ("firm_id", "name")),
    Spec("decision", t.Decision, ("firm_id", "segment_id", "region", "date", "outcome"), ("firm_id", "region")),
    Spec("institution", t.Institution, ("id",), ("region",)),
    Spec("park", t.Park, ("id",), ("region",)),
    Spec("unit", t.Unit, ("id",), ("region",)),
    Spec("zone", t.Zone, ("id",), ("region",)),
    Spec("event", t.Event, ("id",)),
)
BY_NAME = {s.name: s for s in SPECS}
BY_TYPE = {s.type: s for s in SPECS}
# Kept out of the table: chains are read together with the segments and links they own.
LEFT_OUT = {t.Chain: {"segments", "links"}}


def stored_fields(spec: Spec) -> list[str]:
    """The fields of a record that are columns, in order; `source` is a column of every table already."""
    left = LEFT_OUT.get(spec.type, set()) | {"source"}
    return [f.name for f in fields(spec.type) if f.name not in left]


def _column_type(hint: Any) -> tuple[sa.types.TypeEngine[Any], bool]:
    """SQL type and nullability for a field's annotation."""
    origin = get_origin(hint)
    if origin in (pytypes.UnionType,) or (origin is not None and type(None) in get_args(hint)):
        inner = next(a for a in get_args(hint) if a is not type(None))
        return _column_type(inner)[0], True
    if origin in (tuple, dict, list):
        return sa.JSON(), False
    if hint is bool:
        return sa.Boolean(), False
    if hint is int:
        return sa.BigInteger(), False
    if hint is float:
        return sa.Float(), False
    return sa.Text(), False


def _table(spec: Spec) -> sa.Table:
    hints = get_type_hints(spec.type)
    columns: list[sa.Column[Any]] = [sa.Column("rid", sa.Text(), primary_key=True)]
    for name in stored_fields(spec):
        kind, nullable = _column_type(hints[name])
        columns.append(sa.Column(name, kind, nullable=nullable, index=name in spec.indexed))
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
