"""Two hundred and twenty kills, full disks, a clock that jumps, flipped bits: nothing committed is lost, nothing
half-written is seen, and the doctor says the truth each time.

One command runs all of it and tells what it did: `python -m pytest -m slow tests/campaigns/test_faults.py`.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from commands.upkeep.care import Care
from graph.errors import LiantuError, StoreFault
from graph.store.base.clock import local_time
from graph.store.base.protocol import GraphStore
from graph.store.copy import copy, fingerprints
from graph.store.embedded.care import check
from graph.upkeep.restore import read_manifest
from outreach.casework.models import Target
from tests.support.bolt_graph import Bolt
from tests.support.bolt_server import BoltServer
from tests.support.office import at, found

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kills by signal")]
KILLS = {"load": 60, "build": 40, "edit": 60, "backup": 40, "push": 20}
FLIPS = 200
# Days and hours by which the clock is put forward and back, one load after each.
JUMPS = (0, 2 / 24, -2 / 24, 30, -30, -3_650, 900, -900, 1, -1, 0.5, -400, 40_000 / 24, 0)
TOLD: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def told_at_the_end(pytestconfig: pytest.Config) -> Iterator[None]:
    """What the campaign did, in one line a kind."""
    yield
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\n" + "\n".join(f"faults: {n:4} × {what}" for what, n in sorted(TOLD.items())))


ROWS = 250


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = found(tmp_path_factory.mktemp("office"), "甲")
    rows = "".join(f"新乡第{i}隔膜有限公司,锂电池隔膜{i},新乡市\n" for i in range(ROWS))
    (home / "名单.csv").write_text("企业名称,主要产品,城市\n" + rows, encoding="utf-8")
    return home


def load(home: Path) -> None:
    at(home).ingest(home / "名单.csv", region="410700")


def build(home: Path) -> None:
    at(home).build(force=True)


def edit(home: Path) -> None:
    """Write target after target; each that is committed is told in a file first come, first written."""
    casework = at(home).casework
    with (home / "told").open("a", encoding="utf-8") as told:
        for i in range(10_000):
            with casework.write("专班") as session:
                session.add(Target(kind="firm", name=f"t{i}", home="410700"))
            told.write(f"t{i}\n")
            told.flush()


def backup(home: Path) -> None:
    for i in range(50):
        Care(at(home)).backup(home / f"b{i}.zip")


WORK: dict[str, Callable[[Path], None]] = {"load": load, "build": build, "edit": edit, "backup": backup}


def killed(work: Callable[[Path], None], home: Path, after: float) -> None:
    """Do something in a process of its own, which is killed after so many seconds."""
    process = multiprocessing.get_context("fork").Process(target=work, args=(home,))
    process.start()
    process.join(after)
    if process.is_alive():
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def faults(home: Path) -> list[str]:
    return [f["what"] for f in Care(at(home)).doctor() if f["state"] == "fault" and f["what"] != "disk"]


def firms(home: Path) -> int:
    space = at(home)
    try:
        return len(space.store.firms())
    finally:
        space.store.engine.dispose()


@pytest.mark.parametrize("name", WORK)
def test_kills(founded: Path, tmp_path: Path, name: str) -> None:
    home = tmp_path / "o"
    shutil.copytree(founded, home)
    before, seen = firms(home), set()
    chance = random.Random(name)
    begun = time.monotonic()
    WORK["load" if name == "edit" else name](home) if name != "edit" else None
    longest = max(0.3, time.monotonic() - begun) * 1.1 if name != "edit" else 1.0
    if name == "backup":
        longest = 1.5
    after = firms(home)
    for n in range(KILLS[name]):
        shutil.rmtree(home)
        shutil.copytree(founded, home)
        if name == "build":
            (home / "liantu.db").unlink()
            (home / "liantu.db.sum").unlink(missing_ok=True)
        killed(WORK[name], home, chance.uniform(0.02, longest))
        TOLD[f"killed during {name}"] += 1
        found = faults(home)
        if name == "build" and found:
            assert found in (["graph"], ["graph.loads"]), n  # there is none, or a build was broken off: both are told
            with pytest.raises(StoreFault, match="run `liantu build`"):
                _ = at(home).store
            seen.add(0)
            continue
        assert found == [], (n, found)
        assert check.damages(home / "liantu-casework.db") == []
        seen.add(firms(home))
        with at(home).casework.read() as session:
            kept = {t.name for t in session.query(Target)}
        told = (home / "told").read_text("utf-8").split() if (home / "told").exists() else []
        assert kept >= {"甲", *told}
        for file in home.glob("b*.zip"):
            Care(at(home)).restore(file, force=True)
    assert seen <= {0, before, after}
    assert name != "load" or len(seen) == 2, "no kill came both before and after the commit"


def test_kills_during_a_push(founded: Path, tmp_path: Path) -> None:
    """The server shows what it showed before or all of the new, and the next push goes on to the same end."""
    home = tmp_path / "o"
    shutil.copytree(founded, home)
    load(home)
    server = BoltServer(tmp_path / "server").start()
    graph = Bolt.to(server)
    (home / "server").write_text(server.url, encoding="utf-8")
    try:
        old, new = at(founded).store, at(home).store
        copy(old, graph.fresh(), "push")
        begun = time.monotonic()
        push(home)
        longest = time.monotonic() - begun
        before, after = shown(old), shown(new)
        assert shown(graph.open()) == after != before
        chance, seen = random.Random("push"), Counter[str]()
        for n in range(KILLS["push"]):
            copy(old, graph.fresh(), "push")
            killed(push, home, chance.uniform(0.05, longest))
            TOLD["killed during push"] += 1
            now = shown(graph.open())
            while (again := shown(graph.open())) != now:  # the server may still be at what it was last told
                now = again
            new = {k for k, v in now.items() if v != before[k]}
            assert now in (before, after), f"kill {n}: only {sorted(new)} are new"
            seen["old" if now == before else "new"] += 1
        graph.run("MATCH (g:LiantuStore) SET g.writer_until = 0")
        push(home)
        assert shown(graph.open()) == after
        assert seen["old"] >= KILLS["push"] // 4
    finally:
        graph.driver.close()
        server.kill()


def push(home: Path) -> None:
    graph = Bolt((home / "server").read_text("utf-8"), BoltServer.user, BoltServer.password, BoltServer.database)
    copy(at(home).store, graph.open(), "push")
    graph.driver.close()


def shown(store: GraphStore) -> dict[str, object]:
    """What a reader of the store sees: number and hash of the records of each type, and of the firms' keys."""
    return {name: f.as_dict() for name, f in fingerprints(store).items()}


def test_a_clock_that_jumps(founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each load is dated no earlier than the one before; none is lost; a load in the future is told as that."""
    home = tmp_path / "o"
    shutil.copytree(founded, home)
    times = [b.finished for b in at(home).store.batches()]
    shift = timedelta()
    for n, days in enumerate(JUMPS):
        shift += timedelta(days=days)

        def clock(shift: timedelta = shift) -> datetime:
            return local_time() + shift

        (home / "名单.csv").write_text(f"企业名称,主要产品,城市\n新乡跳{n}隔膜有限公司,隔膜,新乡市\n", encoding="utf-8")
        space = at(home)
        held = space.store
        monkeypatch.setattr(type(held), "open", classmethod(lambda cls, url, c=clock, h=held: cls(h.engine, c)))
        load(home)
        monkeypatch.undo()
        monkeypatch.setattr("commands.upkeep.care.local_time", clock)
        newest = at(home).store.batches()[0].finished
        assert newest >= max(times), "dated before what it builds on"
        times.append(newest)
        ahead = datetime.fromisoformat(newest) - clock() > timedelta(hours=1)
        assert faults(home) == (["clock"] if ahead else []), n
        TOLD["loads after a jump of the clock"] += 1
        TOLD["clocks told as wrong by the doctor"] += ahead
    names = {f.name for f in at(home).store.firms()}
    assert {f"新乡跳{n}隔膜有限公司" for n in range(len(JUMPS))} <= names
    assert 0 < TOLD["clocks told as wrong by the doctor"] < len(JUMPS)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts a disk of so many KB; skipped where that is not allowed."""
    places: list[Path] = []

    def mount(kb: int) -> Path:
        # Each under a path of its own: SQLite deletes the log of a file that it closes by its path, and must not find
        # there that of another disk.
        place = tmp_path / f"disk{len(places)}"
        place.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kb}k", "tmpfs", str(place)], capture_output=True)
        if done.returncode:
            pytest.skip("no disk can be mounted here")
        places.append(place)
        return place

    yield mount
    for place in places:
        subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


def test_a_full_disk(founded: Path, small_disk: Callable[[int], Path]) -> None:
    """At twenty sizes between "nothing fits" and "all fits": a load, a saved target and a backup."""
    used = sum(f.stat().st_size for f in founded.rglob("*") if f.is_file()) // 1024
    before = firms(founded)
    outcomes: list[str] = []
    for i in range(20):
        home = small_disk(used + 200 + 90 * i) / "o"
        shutil.copytree(founded, home)
        check._looked.clear()
        for work in (load, save, lambda h: Care(at(h)).backup(h / "b.zip")):
            outcomes.append(tried(work, home))
            TOLD[f"at a small disk: {outcomes[-1]}"] += 1
        TOLD["sizes of a full disk"] += 1
        assert check.damages(home / "liantu-casework.db") == []
        assert firms(home) in (before, before + ROWS)
        assert check.damages(home / "liantu.db") == []
        assert faults(home) == []
        assert not list(home.glob("*.part"))
        if (home / "b.zip").exists():  # whole, or not there
            assert read_manifest(home / "b.zip")["files"]
    assert set(outcomes) == {"done", "full"}


def save(home: Path) -> None:
    """Fifty targets with long notes, each on its own; each that is told as saved is there."""
    casework = at(home).casework
    saved = 0
    try:
        for i in range(50):
            with casework.write("专班") as session:
                session.add(Target(kind="firm", name=f"f{i}" + "备" * 1_000, home="410700"))
            saved += 1
    finally:
        with casework.read() as session:
            assert session.query(Target).filter(Target.name.startswith("f")).count() == saved


def tried(work: Callable[[Path], None], home: Path) -> str:
    """Done, or why not: `full` where it is the disk."""
    try:
        work(home)
    except LiantuError as error:
        return "full" if "full" in str(error) else str(error)
    return "done"


def test_a_read_only_disk(founded: Path, small_disk: Callable[[int], Path]) -> None:
    """Everything is read, nothing can be written, and that is what is said."""
    place = small_disk(20_000)
    shutil.copytree(founded, place / "o")
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    home = place / "o"
    assert firms(home) == firms(founded)
    with at(home).casework.read() as session:
        assert [t.name for t in session.query(Target)] == ["甲"]
    with pytest.raises(StoreFault, match="can only be read") as told:
        load(home)
    assert told.value.kind == "read_only"
    assert faults(home) == []
    assert any(f["state"] == "note" and "只读" in f["said"] for f in Care(at(home)).doctor())
    TOLD["read-only disk"] += 1


def content(home: Path) -> object:
    space = at(home)
    try:
        return [list(space.store.contents(r)) for r in ("firm", "membership", "segment", "link")], space.store.batches()
    finally:
        space.store.engine.dispose()


def test_flipped_bits(founded: Path, tmp_path: Path) -> None:
    """One bit anywhere in the store, in the vectors or in the files beside them. Each is told, or changes nothing that
    is read."""
    chance = random.Random(7)
    home = tmp_path / "o"
    before = content(founded)
    texts = [f"锂电池隔膜{i}" for i in range(40)]
    at(founded).encoder.encode(texts)
    vectors = at(founded).encoder.encode(texts)
    places = ("liantu.db", "liantu.db", "liantu.db", "*.f32", "*.keys", "*.crc")
    missed = []
    for n in range(FLIPS):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(founded, home)
        place = places[n % len(places)]
        file = home / place if place == "liantu.db" else next((home / "vectors").glob(place))
        raw = bytearray(file.read_bytes())
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        file.write_bytes(raw)
        found = faults(home)
        TOLD[f"bits flipped in {place}, {'told by the doctor' if found else 'without effect'}"] += 1
        if found:
            assert found[0].startswith("graph" if place == "liantu.db" else "vectors")
        elif place == "*.f32":
            missed.append((n, place))
        if place == "liantu.db":
            try:
                same = bool(found) or content(home) == before
            except LiantuError:
                same = False
        else:  # what is spoiled is made again, whether or not anybody asked the doctor
            same = bool(np.array_equal(at(home).encoder.encode(texts), vectors))
        if not same:
            missed.append((n, place))
    assert missed == []
