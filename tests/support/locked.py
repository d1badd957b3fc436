"""One process at a time, by a file that all of them can see."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STALE = 600.0  # seconds after which the file of a process that died counts no more


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Wait for this file to go, hold it, remove it."""
    while True:
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            try:
                if time.time() - file.stat().st_mtime > STALE:
                    file.unlink(missing_ok=True)
            except FileNotFoundError:
                continue
            time.sleep(0.2)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
