"""What only the embedded store promises: its history, its file, its locks."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from graph.errors import StoreError
from graph.model.records import Firm, Project
from graph.store.base.protocol import Counts
from graph.store.embedded import tables
from graph.store.embedded.rows import MOST_AMONG
from graph.store.embedded.store import EmbeddedStore


def url(file: Path) -> str:
    return f"sqlite:///{file}"


def changes(store: EmbeddedStore) -> list[dict]:
    with store.engine.connect() as c:
        return [dict(r) for r in c.execute(sa.select(tables.change).order_by(tables.change.c.id)).mappings()]


def raw(store: EmbeddedStore, table: str) -> list[dict]:
    with store.engine.connect() as c:
        return [dict(r) for r in c.execute(sa.select(tables.TABLES[table])).mappings()]


def fill(store: EmbeddedStore, *rows: object) -> int:
    with store.batch("test", "test") as batch:
        batch.upsert(rows)
    return batch.id


# -- history ------------------------------------------------------------------------------------


EVE = datetime(2026, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=8)))  # 15:59:59 UTC


@pytest.fixture
def dated(embedded: EmbeddedStore) -> EmbeddedStore:
    """A store whose clock stands still one second before the year ends in Beijing."""
    return EmbeddedStore(embedded.engine, clock=lambda: EVE)


def test_a_load_takes_its_days_from_the_clock_it_was_given(dated: EmbeddedStore, make) -> None:
    fill(dated, make.firm("f1"))
    (load,) = dated.batches()
    assert (load.started, load.finished) == ("2026-12-31T15:59:59+00:00", "2026-12-31T15:59:59+00:00")
    assert [r["valid_from"] for r in raw(dated, "firm")] == ["2026-12-31"]


def test_change_log_holds_the_row_before(dated: EmbeddedStore, make) -> None:
    first = fill(dated, make.firm("f1", employees=5, products=("锂",)), make.firm("f2"))
    assert changes(dated) == []
    second = fill(dated, make.firm("f1", employees=6), make.firm("f2"))
    (entry,) = changes(dated)
    assert (entry["batch"], entry["record"], entry["rid"]) == (second, "firm", "f1")
    before = entry["before"]
    assert (before["employees"], before["products"], before["batch"]) == (5, ["锂"], first)
    assert before["valid_from"] == "2026-12-31"
    assert before["valid_to"] == ""


def test_change_log_holds_the_row_before_retirement(dated: EmbeddedStore, make) -> None:
    fill(dated, make.membership("f1", "toy.ore", 0.5))
    with dated.batch("test", "test") as batch:
        batch.replace("membership", "firm_id", ["f1"], [])
    (entry,) = changes(dated)
    assert (entry["rid"], entry["before"]["confidence"], entry["before"]["valid_to"]) == ("f1|toy.ore", 500_000, "")
    (row,) = raw(dated, "membership")
    assert (row["valid_to"], row["batch"]) == ("2026-12-31", batch.id)


def test_an_unchanged_row_leaves_no_history(embedded, make) -> None:
    first = fill(embedded, make.firm("f1"))
    fill(embedded, make.firm("f1"))
    assert changes(embedded) == []
    assert [r["batch"] for r in raw(embedded, "firm")] == [first]


def test_a_change_of_source_alone_is_a_change(embedded, make) -> None:
    fill(embedded, make.firm("f1", source="甲"))
    fill(embedded, make.firm("f1", source="乙"))
    assert [c["before"]["source"] for c in changes(embedded)] == ["甲"]


def test_rolled_back_history(embedded, make) -> None:
    fill(embedded, make.firm("f1"))

    def fail() -> None:
        with embedded.batch("test", "test") as batch:
            batch.upsert([make.firm("f1", employees=1)])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert changes(embedded) == []


# -- what builds use ----------------------------------------------------------------------------


def test_keep_only(embedded, make) -> None:
    fill(embedded, *make.listed("甲", ["f1", "f2"]), *make.listed("乙", ["f1"]))
    with embedded.batch("test", "test") as batch:
        assert batch.keep_only("firm_record", ["甲|f2"], origin="甲") == Counts(retired=1)
        assert set(batch.column("firm_record", "hash")) == {"甲|f2", "乙|f1"}
        assert batch.values("firm_record", "origin") == {"甲", "乙"}
        assert batch.keep_only("firm_record", []) == Counts(retired=2)
        assert batch.values("firm_record", "origin") == set()


def test_hashes_tell_content_apart(embedded, make) -> None:
    with embedded.batch("test", "test") as batch:
        batch.upsert([make.firm("f1"), make.firm("f2")])
        before = batch.column("firm", "hash")
        batch.upsert([make.firm("f1", employees=1), make.firm("f2")])
        after = batch.column("firm", "hash")
    assert before["f1"] != after["f1"]
    assert before["f2"] == after["f2"]


def test_meta(embedded) -> None:
    with embedded.batch("test", "test") as batch:
        assert batch.meta("assigner") == ""
        batch.set_meta("assigner", "1")
        batch.set_meta("assigner", "2")
        assert batch.meta("assigner") == "2"


def test_retire_keeps_the_row(embedded, make) -> None:
    fill(embedded, make.firm("f1"), make.firm("f2"))
    with embedded.batch("test", "test") as batch:
        assert batch.retire("firm", ["f1"]) == Counts(retired=1)
    assert [f.id for f in embedded.firms()] == ["f2"]
    assert len(raw(embedded, "firm")) == 2


def test_retiring_twice_is_once(embedded, make) -> None:
    fill(embedded, make.firm("f1"))
    with embedded.batch("test", "test") as batch:
        batch.retire("firm", ["f1"])
    with embedded.batch("test", "test") as batch:
        assert batch.retire("firm", ["f1", "nobody"]) == Counts()
    assert len(changes(embedded)) == 1


def test_a_bar_in_a_name_joins_nothing(embedded) -> None:
    a, b = Project("f1", "一期|二期", "410700"), Project("f1", "一期", "二期|410700")
    fill(embedded, a, b)
    assert sorted(p.name for p in embedded.rows(Project)) == ["一期", "一期|二期"]


def test_the_key_is_not_touched_by_case_or_space(embedded, make) -> None:
    fill(embedded, make.firm("f1"), make.firm("F1"), make.firm("f1 "))
    assert sorted(f.id for f in embedded.firms()) == ["F1", "f1", "f1 "]


# -- the file -----------------------------------------------------------------------------------


def test_open_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no store at none\.db; run `liantu build` first"):
        EmbeddedStore.open(url(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", [EmbeddedStore.open, EmbeddedStore.create])
def test_not_a_database(tmp_path: Path, how) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(b"Dear Sir or Madam, this is no database at all. " * 200)
    with pytest.raises(StoreError):
        how(url(file))
    assert file.read_bytes().startswith(b"Dear Sir")


def test_another_programs_database(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as c:
        c.execute("create table notes (id integer)")
    with pytest.raises(StoreError, match="not a liantu store"):
        EmbeddedStore.open(url(file))


def set_version(store: EmbeddedStore, version: str) -> None:
    with store.engine.connect().execution_options(write=True) as c, c.begin():
        c.execute(sa.text("update alembic_version set version_num = :v"), {"v": version})


def test_wrong_version(tmp_path: Path) -> None:
    place = url(tmp_path / "x.db")
    set_version(EmbeddedStore.create(place), "9999")
    with pytest.raises(StoreError, match=f"version 9999, this program needs {tables.SCHEMA_VERSION}"):
        EmbeddedStore.open(place)


def test_create_over_a_newer_version(tmp_path: Path) -> None:
    place = url(tmp_path / "x.db")
    set_version(EmbeddedStore.create(place), "9999")
    with pytest.raises(StoreError):
        EmbeddedStore.create(place)


def test_create_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError):
        EmbeddedStore.create(url(tmp_path / "file" / "x.db"))


def test_create_on_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.db").mkdir()
    with pytest.raises(StoreError, match="cannot create the store"):
        EmbeddedStore.create(url(tmp_path / "x.db"))


def test_create_twice_keeps_the_data(tmp_path: Path, make) -> None:
    place = url(tmp_path / "deep" / "er" / "x.db")
    fill(EmbeddedStore.create(place), make.firm("f1"))
    assert [f.id for f in EmbeddedStore.create(place).firms()] == ["f1"]


def test_a_locked_store(tmp_path: Path, make) -> None:
    """Another program holds the write lock: one plain error, nothing changed, and it works again afterwards."""
    store = EmbeddedStore.create(url(tmp_path / "x.db"))
    fill(store, make.firm("f1"))
    store.engine.dispose()

    @event.listens_for(store.engine, "connect")
    def _impatient(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")  # the store waits 15 s; a test need not

    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreError, match=r"busy.*try again"):
            fill(store, make.firm("f2"))
        assert [f.id for f in store.firms()] == ["f1"]  # readers go on
    finally:
        other.execute("ROLLBACK")
        other.close()
    fill(store, make.firm("f2"))
    assert [f.id for f in store.firms()] == ["f1", "f2"]


def test_one_writer_waits_for_the_other(tmp_path: Path, make) -> None:
    """Two handles write in turn from two threads; batch ids never clash and no firm is lost."""
    place = url(tmp_path / "x.db")
    stores = [EmbeddedStore.create(place), EmbeddedStore.open(place)]
    errors: list[BaseException] = []

    def write(k: int) -> None:
        try:
            for i in range(10):
                fill(stores[k], make.firm(f"f{k}-{i}"))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(k,)) for k in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert len(stores[0].firms()) == 20
    assert sorted(b.id for b in stores[0].batches()) == list(range(1, 21))


def test_a_killed_writer_leaves_the_store_as_it_was(tmp_path: Path, make, root: Path) -> None:
    """A process that dies in the middle of a batch: the next open sees the last committed batch only."""
    place = url(tmp_path / "x.db")
    fill(EmbeddedStore.create(place), make.firm("f1"))
    code = (
        "import os, sys\nfrom graph.store.embedded.store import EmbeddedStore\nfrom graph.model.records import Firm\n"
        "with EmbeddedStore.open(sys.argv[1]).batch('t', 't') as b:\n"
        "    b.upsert([Firm('f1', 'changed'), Firm('f2', 'new')])\n    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, place], cwd=root, check=False).returncode == 9
    store = EmbeddedStore.open(place)
    assert store.firms() == [make.firm("f1")]
    assert fill(store, replace(make.firm("f1"), employees=2)) == 2


@pytest.fixture
def damaged(tmp_path: Path, make) -> EmbeddedStore:
    """A store whose file was overwritten in the middle, as by a failing disk."""
    file = tmp_path / "damaged.db"
    store = EmbeddedStore.create(url(file))
    fill(store, *(make.firm(f"f{i}", scope="一般项目" * 50) for i in range(2000)))
    store.engine.dispose()
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 300_000] = b"\xff" * 300_000
    assert len(content) == file.stat().st_size  # overwritten, not longer
    file.write_bytes(content)
    return EmbeddedStore.open(url(file))


def test_reading_a_damaged_file(damaged: EmbeddedStore) -> None:
    with pytest.raises(StoreError):
        damaged.firms()


def test_writing_to_a_damaged_file(damaged: EmbeddedStore, make) -> None:
    with pytest.raises(StoreError):
        fill(damaged, *(make.firm(f"f{i}", employees=1) for i in range(2000)))


# -- keys and values handed over as one text --------------------------------------------------------

ODD = ('a"b', "a'b", "a\\b", "甲|乙", "𠮷", "null", "1", "", " x ", "line\nbreak")


def test_keys_of_any_characters_are_found_and_those_alone(store: EmbeddedStore) -> None:
    with store.batch("test", "test") as batch:
        batch.add_keys({f"n:{key}": f"firm {i}" for i, key in enumerate(ODD)})
        assert batch.keys([f"n:{key}" for key in ODD]) == {f"n:{key}": f"firm {i}" for i, key in enumerate(ODD)}
        assert batch.keys(["n:ab", "n", ""]) == {}
    assert store.known_keys(['n:a"b', "n:a"]) == {'n:a"b': "firm 0"}


def test_more_keys_than_are_handed_over_at_once(store: EmbeddedStore) -> None:
    keys = {f"n:{i}": str(i) for i in range(2 * MOST_AMONG + 3)}
    with store.batch("test", "test") as batch:
        batch.add_keys(keys)
        assert batch.keys([*keys, "n:none"]) == keys


def test_a_record_reads_as_it_was_written(store: EmbeddedStore) -> None:
    firm = Firm("f", "甲“乙”\\", aliases=ODD, products=(), capital_wan=0.1, verified_identity=True, revenue_year=None)
    fill(store, firm)
    (held,) = store.firms()
    assert replace(held, source="") == firm
