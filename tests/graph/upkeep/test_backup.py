"""A safe copy is made while people work, comes back whole, and nothing is lost where it cannot."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import threading
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from commands.upkeep.care import Care
from graph.errors import StoreFault, UnreadableFile, UnwritableFile
from graph.model.records import Firm
from graph.store.embedded.store import EmbeddedStore
from graph.upkeep.restore import _order
from outreach.casework.models import Target
from tests.graph.upkeep.conftest import Office
from workspace import Workspace

NEW = Firm("f-new", "新乡新来有限公司", region="410700")


def firms(space: Workspace) -> int:
    return len(space.store.firms())


def add(space: Workspace, firm: Firm = NEW) -> None:
    with space.store.batch("ingest", "测试") as batch:
        batch.upsert([firm])


def targets(space: Workspace) -> list[str]:
    with space.casework.read() as session:
        return [t.name for t in session.query(Target)]


def test_what_was_backed_up_comes_back(office: Office, tmp_path: Path) -> None:
    space = office()
    before = firms(space)
    done = Care(space).backup(tmp_path / "b.zip")
    add(space)
    with space.casework.write("专班") as session:
        session.query(Target).delete()
    with pytest.raises(StoreFault, match="loaded later") as told:
        Care(office()).restore(tmp_path / "b.zip")
    assert (told.value.kind, firms(office()), targets(office())) == ("newer", before + 1, [])

    restored = Care(office()).restore(tmp_path / "b.zip", force=True)
    assert (firms(office()), targets(office())) == (before, ["宁德隔膜科技有限公司"])
    assert restored["data_version"] == done["data_version"]
    kept = next(Path(k) for k in restored["kept"] if "liantu.db" in k and "casework" not in k)
    assert len(EmbeddedStore.open(f"sqlite:///{kept}").firms()) == before + 1
    assert all(f["state"] != "fault" or f["what"] == "disk" for f in Care(office()).doctor())


def test_a_backup_while_others_write_is_of_one_moment(office: Office, tmp_path: Path) -> None:
    """A firm and its batch are both in it or neither, however many loads run meanwhile."""
    stop = threading.Event()

    def work() -> None:
        space = office()
        for i in range(1_000):
            if stop.is_set():
                return
            add(space, Firm(f"f{i}", f"新乡第{i}有限公司", region="410700"))

    first = firms(office())
    thread = threading.Thread(target=work)
    thread.start()
    try:
        for i in range(3):
            done = Care(office()).backup(tmp_path / f"{i}.zip")
            with zipfile.ZipFile(done["file"]) as archive:
                archive.extract("graph.db", tmp_path / str(i))
            with closing(sqlite3.connect(tmp_path / str(i) / "graph.db")) as copy:
                n = copy.execute("select count(*) from firm").fetchone()[0]
                loads = copy.execute("select count(*) from batch where kind='ingest'").fetchone()[0]
            assert n == first + loads
    finally:
        stop.set()
        thread.join()


def test_a_damaged_store_is_replaced_and_kept_aside(office: Office, tmp_path: Path) -> None:
    space = office()
    before = firms(space)
    Care(space).backup(tmp_path / "b.zip")
    space.store.engine.dispose()
    file = space.settings.db_file
    assert file is not None
    raw = bytearray(file.read_bytes())
    raw[4096:40_960] = bytes(36_864)
    file.write_bytes(raw)
    assert [f["what"] for f in Care(office()).doctor() if f["state"] == "fault" and f["what"] != "disk"] == ["graph"]
    with pytest.raises(StoreFault, match=r"damaged.*doctor.*restore"):
        Care(office()).backup(tmp_path / "c.zip")
    assert not (tmp_path / "c.zip").exists()
    restored = Care(office()).restore(tmp_path / "b.zip")
    assert firms(office()) == before
    assert any("liantu.db.before-" in k for k in restored["kept"])


def changed(file: Path, out: Path, **values: object) -> Path:
    """The backup with other values in its manifest."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name == "manifest.json":
                raw = json.dumps(json.loads(raw) | values).encode()
            new.writestr(name, raw)
    return out


def test_a_backup_that_does_not_fit_changes_nothing(office: Office, tmp_path: Path) -> None:
    space = office()
    good = Path(Care(space).backup(tmp_path / "b.zip")["file"])
    before = space.store.data_version()
    with pytest.raises(StoreFault, match=r"newer liantu.*update the program"):
        Care(space).restore(changed(good, tmp_path / "1.zip", graph_schema="9999"))
    with pytest.raises(UnreadableFile, match="form 7"):
        Care(space).restore(changed(good, tmp_path / "2.zip", format=7))
    raw = bytearray(good.read_bytes())
    raw[len(raw) // 3] ^= 0xFF
    (tmp_path / "3.zip").write_bytes(raw)
    with pytest.raises(UnreadableFile, match=r"damaged|not what was backed up|no backup"):
        Care(space).restore(tmp_path / "3.zip")
    (tmp_path / "4.zip").write_bytes(good.read_bytes()[:500])
    with pytest.raises(UnreadableFile, match="no backup"):
        Care(space).restore(tmp_path / "4.zip")
    evil = changed(good, tmp_path / "5.zip", files={"beside/../../../evil.txt": "0", "/etc/evil": "0"})
    assert Care(space).restore(evil)["files"] == []
    assert space.store.data_version() == before
    assert not [p for p in tmp_path.rglob("*") if "before-" in p.name]


def test_a_backup_is_named_after_its_minute(office: Office, tmp_path: Path) -> None:
    done = Care(office()).backup(tmp_path, now=datetime(2026, 11, 30, 15, 20))
    assert Path(done["file"]).name == "链图备份-20261130-1520.zip"
    assert {"graph.db", "casework.db"} <= set(done["files"])


def test_of_two_loads_in_one_second_the_later_one_counts() -> None:
    assert _order("12@2026-11-30T18:00:00") > _order("9@2026-11-30T18:00:00")
    assert _order("9@2026-11-30T18:00:01") > _order("12@2026-11-30T18:00:00")
    assert _order("0@") < _order("1@2026-11-30T18:00:00")


def test_two_restores_in_one_second_keep_what_each_replaced(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second must not write what it kept over what the first kept: that would lose the later load."""
    before = firms(office())
    Care(office()).backup(tmp_path / "b.zip")
    add(office())
    now = datetime(2026, 11, 30, 15, 20, 1)
    monkeypatch.setattr("commands.upkeep.care.local_time", lambda: now)
    kept = [Care(office()).restore(tmp_path / "b.zip", force=True)["kept"] for _ in range(2)]
    files = [Path(k) for done in kept for k in done if Path(k).name.startswith("liantu.db.before")]
    assert len(set(files)) == 2
    assert [len(EmbeddedStore.open(f"sqlite:///{f}").firms()) for f in files] == [before + 1, before]


@pytest.mark.skipif(os.name == "nt", reason="needs a disk of its own size")
def test_a_disk_that_fills_while_a_backup_runs(office: Office, tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        with pytest.raises(UnwritableFile, match=r"b\.zip: the disk is full; free some space") as told:
            Care(office()).backup(place / "b.zip")
        assert "tmp" not in Path(told.value.file).name
        assert list(place.iterdir()) == []
        assert all(f["state"] != "fault" or f["what"] == "disk" for f in Care(office()).doctor())
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)
