"""How large a file from outside may be, and what it may cost to open it."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024
UNPACKED_FACTOR = 10  # a packed file may unpack to this many times the limit on its size, not more
LEAST_MEMORY_MB = 900  # what the process that opens a file may take; a large file gets more
MEMORY_FACTOR = 12  # bytes of memory for a byte of the file
LEAST_SECONDS = 7.0  # of computing
SECONDS_PER_MB = 3.0  # packed
PLAIN = 4  # text takes this many times less
RATIO = 60  # what a packed file may unpack to, as a multiple of its size: registers have 5 to 30, bombs 1,000
SURE_UNPACKED = 64 * MB  # what it may unpack to whatever the ratio
LONGEST_LINE = 4 * MB  # bytes of a line of text with separators
WIDE = 200  # columns beyond which a table may not be long as well
WIDE_CELLS = 10_000_000
MOST_ALIKE = 10_000  # rows in a row that say the same: a sheet writes them once with a count, and no register has them
MOST_TABLES = (
    200  # sheets of a workbook, tables of a page or an archive: what each is about is told before any is loaded
)
WAITING = 6  # a busy machine may take this many times as long on the clock


@dataclass(frozen=True)
class Limits:
    """max_mb: size on disk; rows, columns: of one sheet; cell: characters of one cell; cells: of one sheet of a
    workbook, empty ones between them counted."""

    max_mb: int
    rows: int = 2_000_000
    columns: int = 2_000
    cell: int = 32_767  # what a cell of a workbook can hold in Excel
    cells: int = 60_000_000

    @property
    def unpacked(self) -> int:
        """Bytes to which any packed file may unpack."""
        return self.max_mb * MB * UNPACKED_FACTOR

    def unpacked_of(self, size: int) -> int:
        """Bytes to which a packed file of this many bytes may unpack."""
        return min(self.unpacked, max(SURE_UNPACKED, size * RATIO))

    @staticmethod
    def memory_mb(size: int) -> int:
        """Memory for opening a file of this many bytes."""
        return LEAST_MEMORY_MB + size * MEMORY_FACTOR // MB

    @staticmethod
    def seconds(size: int) -> float:
        """Computing time for opening a file of this many bytes."""
        return LEAST_SECONDS + SECONDS_PER_MB * size / MB
