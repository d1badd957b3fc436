"""The migrations end where the tables of the program begin."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from graph.model.records import MICRO, Correction, Firm, FirmRecord, Park, Segment, Source
from graph.model.specs import rid
from graph.store.embedded import migrate, tables
from graph.store.embedded.store import EmbeddedStore
from graph.store.snapshot import as_of


def test_head_is_the_version_the_program_asks_for() -> None:
    assert migrate.head() == tables.SCHEMA_VERSION
    revisions = ScriptDirectory.from_config(migrate.config()).walk_revisions()
    assert tuple(sorted(r.revision for r in revisions)) == (*tables.OLDER_VERSIONS, tables.SCHEMA_VERSION)


def downgraded(store: EmbeddedStore, version: str) -> None:
    """Make the file what a program of that version left, its log of changes included."""
    cfg = migrate.config()
    with store.engine.connect().execution_options(write=True) as connection, connection.begin():
        cfg.attributes["connection"] = connection
        command.downgrade(cfg, version)
        rows = connection.execute(sa.select(tables.change.c.id, tables.change.c.before)).all()
        for number, before in rows:
            old = {k: v for k, v in before.items() if k not in ("lane", "lanes", "demand", "foreign_share")}
            old.pop("weights_source", None)
            connection.execute(tables.change.update().where(tables.change.c.id == number).values(before=old))


def test_an_older_store_is_brought_up_to_date_on_opening(tmp_path: Path, make) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    made, chain = EmbeddedStore.create(url), make.line()
    for version in (chain, replace(chain, description="另一说明")):
        with made.batch("test", "test") as batch:
            batch.upsert([version, *(replace(s, description=version.description) for s in chain.segments)])
    downgraded(made, "0002")
    made.engine.dispose()
    opened = EmbeddedStore.open(url)
    assert opened.rows(Segment) == [replace(s, description="另一说明") for s in sorted(chain.segments, key=rid)]
    assert (opened.chains()[0].lanes, opened.chains()[0].weights_source) == ((), "")
    # What the log wrote down before the fields were invented has their defaults.
    [page] = [page for page in opened.past("segment", 1) if page]
    assert {v.content.values["lane"] for v in page} == {""}
    with opened.engine.connect().execution_options(write=True) as c, c.begin():
        c.execute(sa.update(tables.batch).where(tables.batch.c.id == 1).values(finished="2026-01-05T12:00:00+00:00"))
    first = as_of(opened, date(2026, 1, 5))
    assert first.chains() == [replace(chain, links=())]
    first.close()


def test_an_older_store_may_be_opened_by_many_at_once(tmp_path: Path, make) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    made = EmbeddedStore.create(url)
    with made.batch("test", "test") as batch:
        batch.upsert([make.firm("f1")])
    downgraded(made, "0002")
    made.engine.dispose()
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: EmbeddedStore.open(url), range(8)))
    assert [[f.id for f in store.firms()] for store in opened] == [["f1"]] * 8


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


def test_what_was_verified_before_is_the_identity_also_in_the_past_and_in_what_sources_said(
    tmp_path: Path, make
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    made = EmbeddedStore.create(url)
    park = Park("p", "甲园", verified=True)
    for employees in (1, 2):
        with made.batch("test", "test") as batch:
            told = {"name": "甲", "employees": employees, "verified_identity": True}
            batch.upsert([make.firm("f1", employees=employees, verified_identity=True), make.firm("f2")])
            batch.upsert(
                [FirmRecord("shipped:a", "f1", "f1", 2, told), FirmRecord("shipped:a", "f2", "f2", 3, {"name": "乙"})]
            )
            batch.upsert([replace(park, note=str(employees))])
    cfg = migrate.config()
    with made.engine.connect().execution_options(write=True) as connection, connection.begin():
        cfg.attributes["connection"] = connection
        command.downgrade(cfg, "0003")
        old = connection.execute(sa.text("select id, verified from firm order by id")).all()
        log = connection.execute(sa.text("select before from change order by id")).scalars().all()
    assert [tuple(r) for r in old] == [("f1", 1), ("f2", 0)]
    assert not any("verified_identity" in str(before) for before in log)
    made.engine.dispose()
    opened = EmbeddedStore.open(url)
    assert [(f.verified_identity, f.verified_products) for f in opened.firms()] == [(True, False), (False, False)]
    told = [r.data.get("verified_identity") for r in opened.rows(FirmRecord)]
    assert told == [True, None]
    assert [p.verified for p in opened.rows(Park)] == [True]  # of a park there is one fact to verify
    past = {v.content.key: v.content.values for page in opened.past("firm", 1) for v in page}
    assert (past["f1"]["employees"], past["f1"]["verified_identity"], past["f1"]["verified_products"]) == (
        1,
        True,
        False,
    )
    said = {v.content.key: v.content.values["data"] for page in opened.past("firm_record", 1) for v in page}
    assert said["shipped:a|f1"] == {"name": "甲", "employees": 1, "verified_identity": True}
    [before] = [v for page in opened.past("park", 1) for v in page]
    assert (before.content.values["verified"], before.content.values["note"]) == (True, "1")


def test_a_store_of_before_roles_has_unknown_ones_also_in_the_past(tmp_path: Path, make) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    made = EmbeddedStore.create(url)
    make.fill(made, [make.line()], [make.member("f1", "toy.cell"), make.member("f2", "toy.cell", size=3.0)])
    with made.batch("test", "test") as batch:
        batch.upsert([make.firm("f1", employees=7), make.membership("f1", "toy.cell", 0.5)])
    cfg = migrate.config()
    with made.engine.connect().execution_options(write=True) as connection, connection.begin():
        cfg.attributes["connection"] = connection
        command.downgrade(cfg, "0004")
        for number, before in connection.execute(sa.select(tables.change.c.id, tables.change.c.before)).all():
            old = {k: v for k, v in before.items() if k not in ("role", "status", "status_date", "branch_of")}
            connection.execute(tables.change.update().where(tables.change.c.id == number).values(before=old))
        assert "correction" not in sa.inspect(connection).get_table_names()
    made.engine.dispose()
    opened = EmbeddedStore.open(url)
    assert [m.role for m in opened.memberships(["f1", "f2"])] == ["", ""]
    assert [(f.status, f.status_date, f.branch_of) for f in opened.firms()] == [("unknown", "", "")] * 2
    assert (opened.rows(Correction), opened.rows(Source)) == ([], [])
    # An unknown role counts as before, so that the measures of an old store stay what they were.
    assert opened.chain_firms() == {"toy": 2}
    before = {v.content.key: v.content.values for page in opened.past("membership", 1) for v in page}
    assert (before["f1|toy.cell"]["confidence"], before["f1|toy.cell"]["role"]) == (MICRO, "")
    firms = {v.content.key: v.content.values for page in opened.past("firm", 1) for v in page}
    assert (firms["f1"]["employees"], firms["f1"]["status"]) == (None, "unknown")
