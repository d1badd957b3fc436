"""What every store promises of its transactions: all or nothing, and readers who are not held up."""

from __future__ import annotations

import threading

import pytest

from graph.store.base.protocol import Counts
from tests.support.bolt_graph import put


def test_an_exception_undoes_the_whole_batch(store, make) -> None:
    put(store, make.firm("f1"))
    before = store.data_version()

    def fail() -> None:
        with store.batch("test", "test") as batch:
            batch.upsert([make.firm("f1", employees=9), make.firm("f2")])
            batch.add_keys({"k": "f2"})
            batch.replace("firm", "id", ["f1"], [])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.firms() == [make.firm("f1")]
    assert store.data_version() == before
    assert len(store.batches()) == 1
    with store.batch("test", "test") as batch:
        assert batch.keys(["k"]) == {}


def test_readers_never_see_half_a_batch(store, kind, tmp_path, make) -> None:
    """Another handle on the same store sees nothing of an open batch, and all of it afterwards."""
    put(store, make.firm("f0"))
    other = kind.reopen(tmp_path)
    with store.batch("test", "test") as batch:
        batch.upsert([make.firm("f1")])
        assert [f.id for f in other.firms()] == ["f0"]
        batch.upsert([make.membership("f1", "toy.ore")])
        batch.replace("firm", "id", ["f0"], [])
        assert ([f.id for f in other.firms()], other.members()) == (["f0"], [])
    assert [f.id for f in other.firms()] == ["f1"]
    assert [m.firm_id for m in other.members()] == ["f1"]


def test_two_readers_during_a_write(store, kind, tmp_path, make) -> None:
    """Batches add firms five at a time, while two threads read: every count they see is a whole number of batches."""
    seen: list[list[int]] = [[], []]
    errors: list[BaseException] = []
    done = threading.Event()
    started = threading.Barrier(3)

    def read(into: list[int]) -> None:
        try:
            mine = kind.reopen(tmp_path)
            started.wait(20)
            while not done.is_set():
                into.append(len(mine.firms()))
            into.append(len(mine.firms()))
        except BaseException as error:
            errors.append(error)
            started.abort()

    threads = [threading.Thread(target=read, args=(into,)) for into in seen]
    for thread in threads:
        thread.start()
    try:
        started.wait(20)
        for b in range(8):
            with store.batch("test", "test") as batch:
                for i in range(5):
                    batch.upsert([make.firm(f"f{b}-{i}")])
    finally:
        done.set()
        for thread in threads:
            thread.join(30)
    assert errors == []
    for counts in seen:
        assert counts == sorted(counts)
        assert {n % 5 for n in counts} == {0}
        assert counts[-1] == 40


def test_reopening(store, kind, tmp_path, make) -> None:
    make.fill(store, [make.line()], [make.member("f1", "toy.cell")], {"名录": ["f1"]})
    again = kind.reopen(tmp_path)
    assert again.firms() == store.firms()
    assert again.chains() == store.chains()
    assert again.data_version() == store.data_version()
    assert again.origins("410700") == {"f1": {"名录"}}
    with again.batch("test", "test") as batch:
        assert batch.upsert(again.firms()) == Counts(unchanged=1)


def test_batches_and_version(store, make) -> None:
    empty = store.data_version()
    with store.batch("ingest", "名录", "a.csv") as batch:
        batch.upsert([make.firm("f1"), make.firm("f2")])
    one = store.data_version()
    put(store, make.firm("f2", employees=3))
    two = store.data_version()
    assert len({empty, one, two}) == 3
    newest, oldest = store.batches()
    assert (oldest.kind, oldest.source, oldest.file, oldest.counts) == ("ingest", "名录", "a.csv", {"firm.added": 2})
    assert newest.counts == {"firm.changed": 1}
    assert newest.id > oldest.id
    assert oldest.started <= oldest.finished


def test_sources(store, make) -> None:
    put(store, *make.listed("甲表", ["f1", "f2"]))
    put(store, *make.listed("乙表", ["f2"]))
    by_name = {s["source"]: (s["firms"], s["batch"]) for s in store.sources()}
    newest, oldest = (b.id for b in store.batches())
    assert by_name == {"甲表": (2, oldest), "乙表": (1, newest)}
