"""What every read stands on: the settings, the version of the data, the workspace, and the cache that hangs on them."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, get_type_hints
from zlib import crc32

import streamlit as st

from graph import office
from graph import settings as settings_module
from graph.errors import StoreError, UnreadableFile
from graph.settings import Settings
from graph.store.base.abilities import AnnouncesReaders
from recommend.rank import learning
from recommend.recommender import Recommender
from workspace import Workspace
from workspace import being_built as _being_built

one_at_a_time = threading.Lock()  # lists are made one at a time


@dataclass(frozen=True)
class Data:
    """One version of the data: part of the key of every cached read."""

    settings: Settings
    version: str


State = TypeVar("State")
Args = ParamSpec("Args")
Result = TypeVar("Result")


class Versioned(Generic[State, Args, Result]):
    """A cached read. Called plainly it reads the present data; `at` reads as of a state that the caller already has, so
    that one read which needs another sees the same version."""

    def __init__(self, cached: Callable[Concatenate[State, Args], Result], now: Callable[[], State]) -> None:
        self._cached, self._now = cached, now
        functools.update_wrapper(self, cached)

    def __call__(self, *args: Args.args, **kwargs: Args.kwargs) -> Result:
        """The result for the present data."""
        return self._cached(self._now(), *args, **kwargs)

    def at(self, state: State, *args: Args.args, **kwargs: Args.kwargs) -> Result:
        """The result for a given state of the data."""
        return self._cached(state, *args, **kwargs)


def versioned(
    now: Callable[[], State], max_entries: int, shared: bool = False
) -> Callable[[Callable[Concatenate[State, Args], Result]], Versioned[State, Args, Result]]:
    """Cache a read whose first argument is a state of the data, which `now` tells.

    The state and all arguments are the key; two sessions that ask for the same wait for one computation. Every
    caller gets a copy, or with `shared` the same object, which it must not change.
    """
    # Streamlit would take the dataclasses apart field by field, which takes longer than most cached reads.
    keys: dict[str | type[Any], Callable[[Any], Any]] = {Data: repr, Settings: repr}
    if (state := get_type_hints(now).get("return")) is not None:
        keys[state] = repr

    def decorate(read: Callable[Concatenate[State, Args], Result]) -> Versioned[State, Args, Result]:
        if shared:
            made = st.cache_resource(show_spinner=False, max_entries=max_entries, hash_funcs=keys)(read)
            return Versioned(made, now)
        return Versioned(st.cache_data(show_spinner=False, max_entries=max_entries, hash_funcs=keys)(read), now)

    return decorate


def settings() -> Settings:
    """The settings of this process."""
    return settings_module.load()


@st.cache_resource(show_spinner=False, max_entries=1, hash_funcs={Settings: repr})
def probe_workspace(settings: Settings) -> Workspace:
    """A workspace that is asked only for the version of the store and for its loads; it lives as long as the process. A
    graph server is told, each time a page asks, that somebody reads."""
    work = Workspace(settings)
    if isinstance(work.store, AnnouncesReaders):
        work.store.announce()
    return work


def being_built() -> bool:
    """Does another program build the store now?"""
    return _being_built(settings().store_file)


def newest_version() -> str:
    """The version of all that the store holds. Raises `StoreError` where there is no store."""
    file = settings().store_file
    if file is not None and not file.is_file():
        raise StoreError(f"no store at {file}")
    return str(probe_workspace(settings()).store.data_version()) + _measured_against(settings())


def newest() -> Data:
    """The state of all that the store holds, the office's own decisions included."""
    return Data(settings(), newest_version())


@versioned(newest, max_entries=4)
def version(newest: Data) -> str:
    """The version of the data that graph and lists are made of. The office's own decisions do not count: recording one
    must not cost a new recommender. Raises `StoreError` where there is no store."""
    loads = [b for b in probe_workspace(newest.settings).store.batches() if b.kind != learning.KIND]
    last = max(loads, key=lambda b: b.id, default=None)
    return (f"{last.id}@{last.finished}" if last else "0@") + _measured_against(newest.settings)


def _measured_against(settings: Settings) -> str:
    """The cities that the office has set, which certificates are made of as well; '' for none."""
    try:
        chosen = office.load(settings.office_file).benchmarks
    except UnreadableFile:  # the page 设置 tells it
        return ""
    return f"#{crc32(repr(chosen).encode()):x}" if chosen else ""


def present() -> Data:
    """The state of the data that graph and lists are made of."""
    return Data(settings(), version())


def as_of() -> str:
    """The month in which the store was last loaded, as 2026-11."""
    return version().split("@")[-1][:7]


@versioned(present, max_entries=2, shared=True)
def space(data: Data) -> Workspace:
    """The workspace of a version of the data; the caches of this version hang on it."""
    return Workspace(data.settings)


@versioned(present, max_entries=1, shared=True)
def recommender(data: Data) -> Recommender:
    """The recommender of a version of the data, begun but not warmed: firms that were never read are left to `warm`."""
    made = space.at(data).recommender
    made.reader.begin()
    return made
