"""What is wrong is told as what it is, and nothing is written into a damaged store."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from commands.upkeep.care import Care
from graph.errors import StoreFault
from graph.store.base.clock import local_time
from graph.store.embedded.care import check
from graph.store.embedded.store import EmbeddedStore
from graph.store.opening import open_store
from tests.graph.upkeep.conftest import Office
from tests.graph.upkeep.test_backup import add
from workspace import Workspace


def faults(space: Workspace) -> list[str]:
    return [f["what"] for f in Care(space).doctor() if f["state"] == "fault" and f["what"] != "disk"]


def store_file(office: Office) -> Path:
    file = office().settings.db_file
    assert file is not None
    return file


def test_a_sound_office(office: Office) -> None:
    assert faults(office()) == []
    assert {f["what"] for f in Care(office()).doctor()} == {"graph", "graph.loads", "casework", "vectors", "disk"}


@pytest.mark.parametrize("seed", range(6))
def test_flipped_bits_are_found_and_stop_the_next_load(office: Office, seed: int) -> None:
    file = store_file(office)
    raw = bytearray(file.read_bytes())
    place = random.Random(seed).randrange(200, len(raw))
    raw[place] ^= 1 << seed
    file.write_bytes(raw)
    check._looked.clear()
    assert any(w.startswith("graph") for w in faults(office()))
    with pytest.raises(StoreFault, match=r"damaged|not a liantu store|cannot be used") as told:
        add(office())
    assert "liantu build" not in str(told.value)


def test_a_changed_letter_is_found_without_the_digest(office: Office) -> None:
    """A store of before there were digests: each row has its own."""
    file = store_file(office)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update firm set name = '改名有限公司' where rowid = 3")
    file.with_name("liantu.db.sum").unlink(missing_ok=True)
    assert faults(office()) == ["graph.content"]


def test_kinds_are_told_apart(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "letter.db"
    other.write_text("关于开展招商工作的通知" * 100, encoding="utf-8")
    with pytest.raises(StoreFault) as told:
        EmbeddedStore.open(f"sqlite:///{other}")
    assert told.value.kind == "foreign"
    with pytest.raises(StoreFault) as told:
        EmbeddedStore.open(f"sqlite:///{tmp_path / 'none.db'}")
    assert told.value.kind == "absent"
    file = store_file(office)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(StoreFault, match="newer liantu; update the program") as told:
        open_store(office().settings)
    assert told.value.kind == "newer"
    assert "graph" in faults(office())


def test_a_store_without_a_load_is_no_store(office: Office) -> None:
    file = store_file(office)
    file.unlink()
    EmbeddedStore.create(f"sqlite:///{file}")
    with pytest.raises(StoreFault, match="a build was broken off; run `liantu build`") as told:
        open_store(office().settings)
    assert told.value.kind == "empty"
    assert "graph.loads" in faults(office())


def test_a_head_that_is_lost_is_damage_not_another_file(office: Office) -> None:
    file = store_file(office)
    raw = bytearray(file.read_bytes())
    raw[:512] = b"\xff" * 512
    file.write_bytes(raw)
    with pytest.raises(StoreFault) as told:
        open_store(office().settings)
    assert told.value.kind == "damaged"


def test_a_clock_set_back_dates_nothing_before_what_it_builds_on(office: Office) -> None:
    space = office()
    newest = space.store.batches()[0].finished
    store = EmbeddedStore(space.store.engine, lambda: local_time() - timedelta(days=2_000))
    with store.batch("ingest", "测试") as batch:
        batch.set_meta("a", "b")
    last = store.batches()[0]
    assert (last.started, last.finished) == (newest, newest)
    ahead = EmbeddedStore(space.store.engine, lambda: local_time() + timedelta(days=900))
    with ahead.batch("ingest", "测试") as batch:
        batch.set_meta("a", "c")
    assert faults(office()) == ["clock"]
    assert datetime.fromisoformat(ahead.batches()[0].finished) > local_time()


def test_spoiled_vectors_are_counted(office: Office) -> None:
    space = office()
    space.encoder.encode(["隔膜材料", "一种新材料"])
    data = next(space.settings.vectors.glob("*.f32"))
    raw = bytearray(data.read_bytes())
    raw[-1024:] = bytes(1024)
    data.write_bytes(raw)
    assert faults(office()) == ["vectors"]
    assert len(office().encoder.encode(["隔膜材料", "一种新材料"])) == 2


def test_casework_survives_a_power_cut(office: Office) -> None:
    """`synchronous=FULL`: 2 in SQLite's numbers."""
    with office().casework.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    with office().store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
