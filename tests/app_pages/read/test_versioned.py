"""Cached reads: the version of the data and every argument are part of the key; each state is read once."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from app_pages.read import base, chains, loads, record, regions
from app_pages.read.base import Data, versioned
from graph.settings import Settings
from recommend.rank import learning
from tests.support.app_store import OUTSIDE_SEPARATORS, UPLOAD


class Counted:
    """A read that counts its calls, and whose version of the data a test can change."""

    def __init__(self, shared: bool = False) -> None:
        self.version, self.calls = "1", 0
        settings = Settings(Path("data"), "sqlite://", "hash", Path("vectors"), 150)
        counter = self

        @versioned(lambda: Data(settings, counter.version), max_entries=8, shared=shared)
        def read(data: Data, name: str, number: int = 0) -> list[str]:
            counter.calls += 1
            time.sleep(0.05)
            return [data.version, name, str(number)]

        self.read = read


def test_a_new_version_of_the_data_is_read_anew_and_the_old_one_is_kept() -> None:
    counted = Counted()
    assert counted.read("a") == ["1", "a", "0"]
    assert counted.read("a") == ["1", "a", "0"]
    assert counted.calls == 1
    counted.version = "2"
    assert counted.read("a") == ["2", "a", "0"]
    assert counted.calls == 2
    counted.version = "1"
    assert counted.read("a") == ["1", "a", "0"]
    assert counted.calls == 2


def test_every_argument_is_part_of_the_key() -> None:
    counted = Counted()
    assert [counted.read("a")[1:], counted.read("b")[1:]] == [["a", "0"], ["b", "0"]]
    assert [counted.read("a", 1)[2], counted.read("a", number=2)[2]] == ["1", "2"]
    assert counted.calls == 4


def test_two_reads_of_one_shape_do_not_share_a_cache() -> None:
    """Streamlit tells functions apart by module, name and source; the reads of the app are told apart by name."""
    names = [f.__qualname__ for f in (chains.chain, chains.segment, loads.loaded, record.outcomes, regions.labels)]
    assert len(set(names)) == len(names)


def test_a_read_as_of_a_state_does_not_ask_for_the_present() -> None:
    counted = Counted()
    counted.version = "2"
    old = Data(Settings(Path("data"), "sqlite://", "hash", Path("vectors"), 150), "1")
    assert counted.read.at(old, "a") == ["1", "a", "0"]


@pytest.mark.parametrize("shared", [False, True])
def test_callers_get_a_copy_or_where_shared_the_same_object(shared: bool) -> None:
    counted = Counted(shared)
    first = counted.read("a")
    first.append("changed")
    assert (counted.read("a") is first) == shared
    assert (counted.read("a")[-1] == "changed") == shared


@pytest.mark.parametrize("shared", [False, True])
def test_callers_at_the_same_time_wait_for_one_computation(shared: bool) -> None:
    counted = Counted(shared)
    threads = [threading.Thread(target=counted.read, args=("a",)) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert counted.calls == 1


def test_a_load_makes_a_new_version_and_new_results(home: Path) -> None:
    before, firms = base.version(), loads.loaded()["counts"]["firm"]
    assert len(chains.segment("battery_ev.separator", "410700")["local"]) == 0
    loads.ingest("new.csv", UPLOAD, "410700", lambda what, done, total: None)
    assert base.version() != before
    assert loads.loaded()["counts"]["firm"] == firms + 1
    assert [f["name"] for f in chains.segment("battery_ev.separator", "410700")["local"]] == ["新乡新隔膜有限公司"]


def test_a_decision_is_seen_at_once_and_is_no_new_version_of_the_data(home: Path) -> None:
    """It is a new version of the store, and none of the data that graph and lists are made of."""
    present, newest = base.present(), base.newest_version()
    firm = next(f for f in base.space().store.firms() if f.name == OUTSIDE_SEPARATORS[0])
    segment = "battery_ev.separator"
    assert record.outcome_of(firm.id, segment) is None
    record.decide(learning.decision(firm.id, firm.name, segment, "410700", "contacted"))
    noted = record.outcome_of(firm.id, segment)
    assert noted is not None
    assert noted.outcome == "contacted"
    assert base.newest_version() != newest
    assert base.present() == present  # the key on which the recommender hangs
