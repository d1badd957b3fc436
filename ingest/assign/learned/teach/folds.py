"""Parts of the labelled firms, so that each is scored by models that saw the others only."""

from __future__ import annotations

import numpy as np


def folds(n: int, k: int, seed: int = 7) -> list[tuple[list[int], list[int]]]:
    """(others, mine) of k parts, by chance but always the same."""
    part = np.random.default_rng(seed).permutation(n) % k
    return [(np.flatnonzero(part != j).tolist(), np.flatnonzero(part == j).tolist()) for j in range(k)]
