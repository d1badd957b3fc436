"""Files that somebody names: told apart from what is none before they are opened, and texts read within limits.

Tables and papers are opened by `ingest/read/files` in a process of its own. What is left for here are texts in a form
that was agreed on (JSON lines and CSV of an evaluation, a mapping in YAML), read line by line.
"""

from __future__ import annotations

import gzip
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

from graph.errors import UnreadableFile

MB = 1024 * 1024
LONGEST_LINE = 16 * MB
MOST_UNPACKED = 4_000 * MB
RATIO = 60  # what a packed text may unpack to, as a multiple of its size
SURE = 64 * MB  # what it may unpack to whatever the ratio


def size_of(path: Path, mend: str = "check the path") -> int:
    """Bytes of an ordinary file. Raises `UnreadableFile` where there is none, where it is a folder, a pipe or a device,
    where its name is none, or where it may not be looked at."""
    name = path.name[:80] or str(path)[:80]
    try:
        told = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UnreadableFile(name, "no such file", mend) from error
    except OSError as error:
        raise UnreadableFile(name, f"it cannot be opened ({error.strerror})", mend) from error
    if stat.S_ISDIR(told.st_mode):
        raise UnreadableFile(name, "it is a folder", "name a file in it")
    if not stat.S_ISREG(told.st_mode):
        raise UnreadableFile(name, "it is a device or a pipe, not a file", "save it as a file first")
    return told.st_size


def lines(path: Path, mend: str = "save it as UTF-8") -> Iterator[str]:
    """The lines of a text in UTF-8 with their ends, packed by gzip or not. Raises `UnreadableFile`, also where it
    unpacks to far more than its size, or a line has no end."""
    size = size_of(path)
    most = min(MOST_UNPACKED, max(SURE, size * RATIO)) if path.suffix == ".gz" else size + 1
    taken = number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as handle:
            while line := handle.readline(LONGEST_LINE + 1):
                number += 1
                taken += len(line)
                if len(line) > LONGEST_LINE:
                    raise UnreadableFile(path.name, f"line {number} has more than {LONGEST_LINE // MB} MB", mend)
                if taken > most:
                    raise UnreadableFile(path.name, f"unpacks to more than {most // MB} MB", "split it")
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path.name, f"line {number} is not in UTF-8", mend) from error
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise UnreadableFile(path.name, "the gzip file is damaged", "copy it again") from error
    except OSError as error:
        raise UnreadableFile(
            path.name, f"it cannot be read ({error.strerror})", "check the disk and the rights"
        ) from error


def text(path: Path, most_mb: int, mend: str = "save it as UTF-8") -> str:
    """All of a small text in UTF-8. Raises `UnreadableFile`."""
    if size_of(path) > most_mb * MB:
        raise UnreadableFile(path.name, f"it is larger than {most_mb} MB", mend)
    return "".join(lines(path, mend))
