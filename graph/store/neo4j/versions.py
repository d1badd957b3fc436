"""Reads of a graph on a server at one version of it, although loads end and are folded in meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import neo4j

from graph.errors import StoreError
from graph.model.specs import Json
from graph.store.neo4j.cypher import store_node
from graph.store.neo4j.server.connect import Line
from graph.store.neo4j.server.presence import Presence

T = TypeVar("T")
TRIES = 20  # a read repeated because a load was being folded in meanwhile


class Newest(NamedTuple):
    """The last load, and when it ended: a graph made anew counts its loads from 1 again."""

    batch: int
    finished: str


class VersionedReads:
    """The line to a server, and the version of the graph that was last seen there."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.presence: Presence | None = None  # told whenever the state is asked for
        self._seen: Newest | None = None  # the newest version when last asked; reads are tried at it first
        self._kept: tuple[Newest | None, dict[str, Any]] = (None, {})

    def at(self, work: Callable[[int], T]) -> T:
        """`at_version` for reads that only ask for the number of the load."""
        return self.at_version(lambda version: work(version.batch))

    def at_version(self, work: Callable[[Newest], T]) -> T:
        """Run reads at the newest version of the graph; again where what they saw was folded away meanwhile.

        The first try is at the version last seen and holds where it is still the newest afterwards: one question to the
        server less than asking for the newest first. Raises `StoreError`.
        """
        guessed = self._seen
        version = guessed or self.newest()
        for _ in range(TRIES):
            result, state = work(version), self.state()
            newest = _newest(state)
            if int(state["settling"]) <= version.batch and (version is not guessed or version == newest):
                return result
            version = newest
        raise StoreError(f"the graph on {self.line.name} changes faster than it can be read; try again")

    def query(self, text: str, **values: Json) -> list[neo4j.Record]:
        """The rows of one query at the newest version, which is its parameter `v`."""
        return self.at(lambda v: self.line.read(text, v=v, **values))

    def kept(self, name: str, work: Callable[[int], T]) -> T:
        """`at` for small answers that every page asks for again: read once for a version of the graph. What is handed
        out is shared: not to be changed."""

        def read(version: Newest) -> T:
            if self._kept[0] != version:
                self._kept = (version, {})
            answers = self._kept[1]
            if name not in answers:
                answers[name] = work(version.batch)
            found: T = answers[name]
            return found

        return self.at_version(read)

    def state(self) -> neo4j.Record:
        """What the store node says. Raises `StoreError` where there is none."""
        state = self.line.read(store_node.STATE)
        if not state:
            raise StoreError(f"the liantu graph on {self.line.name} is gone; run `liantu graph push` or `liantu build`")
        self._seen = _newest(state[0])
        if self.presence is not None:
            self.presence.note()
        return state[0]

    def newest(self) -> Newest:
        """The newest version."""
        return _newest(self.state())


def _newest(state: neo4j.Record) -> Newest:
    return Newest(int(state["committed"]), str(state["finished"]))
