"""Getting the firms of a store read by the encoder, a few at a time, while lists are already asked for.

A store of ten thousand new firms takes minutes to read. Meanwhile a list names the members of the segment (assigned at
load, no encoder needed) and what the search finds among the firms read so far.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from time import monotonic

from recommend.encode.encoder import CachedEncoder
from recommend.retrieve.index import Document, HybridIndex

FIRST, MOST = 4, 64  # texts of the first turn, and of any
SHORT, LONG = 0.25, 0.6  # seconds: a turn that took less doubles the next one, one that took more halves it
PARTS = 4  # how often the index is made anew on the way, each time over more firms
Progress = Callable[[int, int], None]
Turn = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Read:
    """How many of the texts that were new have been read."""

    done: int
    total: int

    @property
    def finished(self) -> bool:
        return self.done >= self.total


class Reader:
    """The index over the firms read so far, and the way to read the rest."""

    def __init__(
        self,
        documents: Sequence[Document],
        encoder: CachedEncoder,
        make: Callable[[Sequence[Document]], HybridIndex],
        touch: Callable[[HybridIndex], object] = lambda _: None,
    ) -> None:
        """make: an index over documents; touch: a first search in it, so that whoever asks next need not wait for what
        an index works out on first use. All documents are searched at first: what is unread is then read when first
        needed.
        """
        self._documents, self._encoder, self._make, self._touch = list(documents), encoder, make, touch
        self.index = make(self._documents)
        self.state = Read(0, 0)
        self.round = 0  # rises with every new index, for the keys of caches

    def missing(self) -> list[str]:
        """The distinct texts of firms that the encoder has not read."""
        return self._encoder.missing([d.text for d in self._documents])

    def begin(self) -> int:
        """From now on search only what has been read, so that nobody waits; returns how many texts are left to read."""
        left = self.missing()
        if left:
            self.state = Read(0, len(left))
            self._renew(set(left))
        return len(left)

    def read(self, progress: Progress | None = None, gate: Turn = nullcontext) -> None:
        """Read what is missing, a few texts under each turn of the gate."""
        left = self.missing()

        def took(start: int, done: int) -> None:
            self.state = Read(done, len(left))
            behind = len(self.index.documents) < len(self._documents)
            if behind and done * PARTS // len(left) > start * PARTS // len(left):
                self._renew(set(left[done:]))

        in_turns(self._encoder, left, progress=progress, gate=gate, after=took)

    def _renew(self, unread: set[str]) -> None:
        self.index = self._make([d for d in self._documents if d.text not in unread])
        if self.index.documents:
            self._touch(self.index)
        self.round += 1


def in_turns(
    encoder: CachedEncoder,
    texts: Sequence[str],
    query: bool = False,
    progress: Progress | None = None,
    gate: Turn = nullcontext,
    after: Callable[[int, int], None] = lambda _start, _done: None,
) -> None:
    """Read what is missing of these texts, a few under each turn of the gate (a lock shared with those who search): as
    many as the machine reads in about half a second, so that nobody waits long, however busy it is. `after` is called
    within the turn with the bounds of what was read."""
    left = encoder.missing(texts, query)
    start, step = 0, FIRST
    while start < len(left):
        done = min(start + step, len(left))
        with gate():
            began = monotonic()
            encoder.warm(left[start:done], query)
            spent = monotonic() - began
            after(start, done)
        if progress:
            progress(done, len(left))
        start = done
        step = min(step * 2, MOST) if spent < SHORT else max(step // 2, 1) if spent > LONG else step
