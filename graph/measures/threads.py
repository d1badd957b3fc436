"""Limit the array library (BLAS) to one thread per process.

The arrays of a page are small. A second thread gains nothing on an idle machine and loses much on a busy one, where
each product waits for the slower of the two: a chain page took 217 ms instead of 77 while a load was running
(docs/decisions/2026-11-29-readers.md).
"""

from __future__ import annotations

from functools import lru_cache

from threadpoolctl import threadpool_limits


@lru_cache(maxsize=1)
def one_a_product() -> None:
    """Hold the array library of this process to one thread. PyTorch, which encodes texts, keeps its own."""
    threadpool_limits(limits=1, user_api="blas")
