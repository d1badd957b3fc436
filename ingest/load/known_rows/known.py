"""Which rows of a table the store holds exactly so already, found without reading them.

What a row comes to is a function of its cells and of what `fingerprint` names. It is kept beside the store, row by row,
with the hash of the record that it became. A row is known where its digest was kept *and* the store still holds that
record under that hash: whatever happened to the record since (another load, a merge, a load taken back, a store
restored), the row is then read like any other. Rows about which there was anything to say are never kept: it is said
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import orjson

from graph.model.regions import Regions
from graph.model.specs import key_part
from graph.store.base.protocol import GraphStore, WriteBatch
from ingest.load.known_rows import fingerprint, kept
from ingest.read.firm_rows import Parsed
from ingest.read.tables import Table

KEPT_FROM = 1_000  # rows; fewer are read in less time than it takes to look what was kept of them
AT_ONCE = 20_000  # rows whose records are looked up together


class Line(NamedTuple):
    """A row of a piece. digest: of its cells, b'' where nothing is kept of it; keys: of a row that is known, None for
    one that must be read."""

    number: int
    digest: bytes
    keys: list[str] | None


class Piece(NamedTuple):
    """A part of a table. lines: all its rows in order; table: those of them that must be read."""

    lines: list[Line]
    table: Table


@dataclass
class _Marked:
    table: Table
    digests: list[bytes]
    keys: list[list[str] | None]


class KnownRows:
    """What was kept of a source's rows, held against its tables of today."""

    def __init__(
        self,
        folder: Path | None,
        origin: str,
        tables: Sequence[Table],
        parse_rows: Callable[[Table, Regions], Parsed],
        regions: Regions,
        store: GraphStore | None,
    ) -> None:
        """folder: where rows are kept, None to keep none. store: whose records may be known; None where its firms were
        assigned by other rules, so that every row needs a look."""
        self._origin, self._tables, self._parse = origin, tables, parse_rows
        self._file = kept.file_of(folder, origin) if folder and self.rows >= KEPT_FROM else None
        self._day = date.today().isoformat()
        self._reader = fingerprint.reader(regions, int(self._day[:4])) if self._file else b""
        self._marked = [self._of(table) for table in tables]
        if self._file and store is not None:
            self._find(kept.load(self._file, self._reader, self._day), store)

    @property
    def rows(self) -> int:
        """All rows of the tables."""
        return sum(len(t.rows) for t in self._tables)

    @property
    def unread(self) -> int:
        """Rows that must be read."""
        return sum(keys is None for marked in self._marked for keys in marked.keys)

    def _of(self, table: Table) -> _Marked:
        around = fingerprint.around(table, self._parse) if self._file else b""
        digests = [_digest(around, row) for row in table.rows] if around else [b""] * len(table.rows)
        return _Marked(table, digests, [None] * len(table.rows))

    def _find(self, told: Mapping[bytes, tuple[str, str]], store: GraphStore) -> None:
        """Mark the rows of which the store holds the record that was kept."""
        if not told:
            return
        for marked in self._marked:
            found = [(at, *told[d]) for at, d in enumerate(marked.digests) if d in told]
            for start in range(0, len(found), AT_ONCE):
                part = [(at, was, kept.keys_of(text)) for at, was, text in found[start : start + AT_ONCE]]
                held = store.hashes("firm_record", self._origin, [keys[0] for _, _, keys in part])
                for at, was, keys in part:
                    if held.get(keys[0]) == was:
                        marked.keys[at] = keys

    def pieces(self, size: int) -> Iterator[Piece]:
        """The tables in pieces of so many rows, each let go of once it is handed out."""
        for marked in self._marked:
            rows = marked.table.rows
            for start in range(0, len(rows), size):
                part = slice(start, start + size)
                numbers = [number for number, _ in rows[part]]
                lines = list(map(Line, numbers, marked.digests[part], marked.keys[part]))
                unread = [row for row, line in zip(rows[part], lines, strict=True) if line.keys is None]
                rows[part] = [(0, {})] * len(lines)
                yield Piece(lines, replace(marked.table, rows=unread, left=()))

    def hashes(self, batch: WriteBatch) -> Mapping[str, str]:
        """The hash of each record of the source as this load leaves it, by first key; empty where nothing is kept."""
        if not self._file:
            return {}
        before = len(key_part(self._origin)) + 1
        return {key[before:]: now for key, now in batch.column("firm_record", "hash", origin=self._origin).items()}

    def keep(self, rows: Iterable[tuple[bytes, Sequence[str]]], hashes: Mapping[str, str]) -> None:
        """Keep these rows for the next load, once this one stands. rows: digest and keys of each that is, as read, what
        the store holds of its firm; hashes: see there."""
        if self._file:
            told = ((digest, hashes.get(key_part(keys[0]), ""), list(keys)) for digest, keys in rows if digest)
            kept.save(self._file, self._reader, self._day, [kept.KeptRow(*row) for row in told])


def _digest(around: bytes, row: tuple[int, Mapping[str, str]]) -> bytes:
    try:
        told = orjson.dumps(row)
    except TypeError:  # half of a surrogate pair
        return b""
    return blake2b(told, key=around, digest_size=kept.DIGEST).digest()
