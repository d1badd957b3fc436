"""Which segments each firm of a register might work in: `candidates.by_words` for many firms at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.candidates import QUICK_LEAST, QUICK_NAMED, QUICK_TAUGHT
from ingest.assign.learned.registers.ragged import Groups, Indices
from ingest.assign.learned.registers.read_firms import Told


def best_of(firm: Indices, segment: Indices, score: NDArray[np.floating], most: int) -> NDArray[np.bool_]:
    """Which pairs are among their firm's `most` highest; equal ones in order of the segments. firm: ascending."""
    order = np.lexsort((segment, -score, firm))
    out = np.zeros(len(firm), np.bool_)
    out[order] = Groups(firm[order]).rank < most
    return out


def candidates(told: Told, taught: NDArray[np.float32], outside: int) -> Indices:
    """Pairs as firm · (outside + 1) + segment, ascending."""
    width = outside + 1
    firm, segment = np.divmod(told.groups.keys, width)
    inside = segment != outside
    firm, segment, sure = firm[inside], segment[inside], told.sure[inside]
    named = best_of(firm, segment, sure, QUICK_NAMED)
    few = min(QUICK_TAUGHT, taught.shape[1])
    least = np.partition(taught, -few, axis=1)[:, -few, None]  # of each firm's best few, equal ones among them
    liked, by = np.nonzero(taught >= np.maximum(least, np.float32(QUICK_LEAST)))
    likely = best_of(liked, by, taught[liked, by], QUICK_TAUGHT)
    return np.unique(np.concatenate([(firm * width + segment)[named], (liked * width + by)[likely]]))
