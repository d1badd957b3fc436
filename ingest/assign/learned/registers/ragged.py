"""Lists of different lengths, one after the other in one array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


class Ragged:
    """List `i` is `columns[…][starts[i]:starts[i + 1]]`; lists can be added at the end, room doubling as needed."""

    def __init__(self, *kinds: type[np.generic]) -> None:
        self._starts = np.zeros(1, np.int64)
        self._columns: list[NDArray[Any]] = [np.zeros(0, kind) for kind in kinds]
        self._lists = 0

    def add(self, sizes: Indices, *columns: NDArray[Any]) -> None:
        """Add lists of these sizes; each column holds their members, one list after the other."""
        used = int(self._starts[self._lists])
        ends = used + np.cumsum(sizes)
        self._starts = _with_room(self._starts, self._lists + 1, len(sizes))
        self._starts[self._lists + 1 : self._lists + 1 + len(sizes)] = ends
        self._lists += len(sizes)
        for i, members in enumerate(columns):
            self._columns[i] = _with_room(self._columns[i], used, len(members))
            self._columns[i][used : used + len(members)] = members

    def of(self, which: Indices) -> tuple[Indices, list[NDArray[Any]]]:
        """(whose, columns): the members of these lists one after the other, and the place of each one's list in
        `which`."""
        starts = self._starts[which]
        sizes = self._starts[which + 1] - starts
        before = np.cumsum(sizes) - sizes
        at = np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
        return np.repeat(np.arange(len(which)), sizes), [column[at] for column in self._columns]


def _with_room(held: NDArray[Any], used: int, more: int) -> NDArray[Any]:
    """The same array, or a longer copy of it, with room for so many more behind what is used."""
    if used + more <= len(held):
        return held
    longer = np.zeros(max(2 * len(held), used + more), held.dtype)
    longer[:used] = held[:used]
    return longer


class Groups:
    """Equal keys that stand together: values of each group made one."""

    def __init__(self, keys: Indices) -> None:
        """keys: ascending."""
        self.starts = np.flatnonzero(np.diff(keys, prepend=-1))
        self.keys = keys[self.starts]
        self.number = np.cumsum(np.diff(keys, prepend=-1) != 0) - 1  # of each member's group
        self.rank = np.arange(len(keys)) - self.starts[self.number] if len(keys) else keys

    def made_one(self, how: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        """`how` (maximum, minimum, add …) over the values of each group."""
        return how.reduceat(values, self.starts) if len(self.starts) else values[:0]

    def at(self, keys: Indices) -> tuple[Indices, NDArray[np.bool_]]:
        """(number of each key's group, whether there is one); where there is none the number says nothing."""
        if not len(self.keys):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.bool_)
        number = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return number, self.keys[number] == keys
