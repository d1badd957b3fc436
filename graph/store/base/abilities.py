"""What some stores can do and others cannot. Ask with `isinstance`, or with the function beside the protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from graph.store.base.protocol import GraphStore

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
Reopener = Callable[[], GraphStore]


@dataclass(frozen=True)
class Written:
    """What `TextVectors.write` did. index: does the store find nearest vectors by an index?"""

    written: int
    unchanged: int
    removed: int
    index: bool


class TextVectors(Protocol):
    """The vectors of firms and segments that a store keeps beside its records."""

    def write(
        self,
        record: str,
        texts: Mapping[str, str],
        encode: Encode,
        model: str,
        dimensions: int,
        progress: Callable[[int, int], None] | None = None,
    ) -> Written:
        """Make the store hold the vectors of these texts (by record id) and of no others; what is there is kept."""

    def indexed(self, record: str) -> bool:
        """Has the store a vector index of these records?"""


@runtime_checkable
class VectorStore(GraphStore, Protocol):
    """A store that keeps vectors of texts and finds the nearest ones itself."""

    @property
    def vectors(self) -> TextVectors:
        """The vectors of firms and segments in this store."""

    def nearest(self, record: str, vector: Vectors, model: str, limit: int) -> list[tuple[str, float]]:
        """(id, cosine) of the current records whose texts are nearest to a vector of length 1, nearest first.

        Raises `StoreError` where the store holds no vectors of this encoder.
        """


@runtime_checkable
class AnnouncesReaders(Protocol):
    """A store that several programs share, and whose loads go slower while somebody reads."""

    def announce(self) -> None:
        """From now on, tell the store with each read that somebody reads."""


@runtime_checkable
class Reopens(Protocol):
    """A store that can be opened again in another process."""

    def reopener(self) -> Reopener | None:
        """A picklable function that opens this store in another process; None where its address is not known."""


def reopener(store: GraphStore) -> Reopener | None:
    """A picklable function that opens this store in another process, or None where that cannot be done."""
    return store.reopener() if isinstance(store, Reopens) else None
