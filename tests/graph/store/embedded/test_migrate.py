"""The migrations end where the tables of the program begin."""

from __future__ import annotations

from dataclasses import fields

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from graph.model.records import MICRO, Firm
from graph.store.embedded import migrate, tables
from graph.store.embedded.store import EmbeddedStore


def test_head_is_the_version_the_program_asks_for() -> None:
    assert migrate.head() == tables.SCHEMA_VERSION


def test_migrated_tables_equal_the_declared_ones(embedded: EmbeddedStore) -> None:
    with embedded.engine.connect() as c:
        context = MigrationContext.configure(c, opts={"compare_type": True})
        assert context.get_current_revision() == tables.SCHEMA_VERSION
        assert compare_metadata(context, tables.metadata) == []
        names = set(sa.inspect(c).get_table_names())
    assert names - {"alembic_version"} == set(tables.metadata.tables)


def test_upgrade_is_idempotent(embedded: EmbeddedStore, make) -> None:
    with embedded.batch("test", "test") as batch:
        batch.upsert([make.firm("f1")])
    migrate.upgrade(embedded.engine)
    assert [f.id for f in embedded.firms()] == ["f1"]


def test_every_record_of_the_design_has_a_table() -> None:
    wanted = {
        "segment",
        "link",
        "firm",
        "membership",
        "relation",
        "site",
        "project",
        "capacity",
        "technology",
        "institution",
        "park",
        "unit",
    }
    assert wanted <= set(tables.TABLES)
    for table in tables.TABLES.values():
        assert {"source", "batch", "valid_from", "valid_to"} <= set(table.c.keys())


def test_columns_follow_the_record() -> None:
    """Every field of a firm is a column, whole numbers that are summed are integers, optional ones may be null."""
    table = tables.TABLES["firm"]
    assert {f.name for f in fields(Firm)} <= set(table.c.keys())
    assert isinstance(table.c.size.type, sa.BigInteger)
    assert isinstance(table.c.sites.type, sa.JSON)
    assert (table.c.employees.nullable, table.c.name.nullable) == (True, False)
    assert Firm("f", "n").size == MICRO
