"""Large tables of firms: rows are read into facts and assigned by helper processes, a chunk at a time.

What a chunk gives (facts and memberships) waits in a spool file until all rows are known, so that memory stays flat
and the store's lock is held for the writing alone. Small tables take the same way without helpers. Rows that the store
holds exactly so (`known_rows`) are not read: what they say is asked of the store, where anybody wants to know.
"""

from __future__ import annotations

import gc
import os
import pickle
import tempfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from multiprocessing import get_context
from operator import attrgetter
from typing import IO, NamedTuple

from graph.errors import StoreError
from graph.model.records import FirmRecord, Membership, Segment, StatedFacts
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.model.specs import record_hash
from graph.store.base.abilities import reopener
from graph.store.base.protocol import GraphStore
from ingest.assign.assigner import Assigner
from ingest.assign.learned.learned_assigner import LearnedAssigner, teach
from ingest.assign.learned.model_file import Model
from ingest.assign.lexicon import GeneralTerms
from ingest.load.identity.sketch import Sketch, sketch
from ingest.load.known_rows.known import Piece
from ingest.load.load_report import RejectedRow, rejected_rows
from ingest.load.resolve import keys
from ingest.read.firm_rows import Parsed
from ingest.read.tables import Table

ParseRows = Callable[[Table, Regions], Parsed]


class Part(NamedTuple):
    """What a chunk gives. rows: keys by row; sketches: what matching needs of each row; doubtful: facts the encoder
    must be asked about; packed: the rows; rejected: rows that were not used, as they stand; label: what messages call
    the table."""

    problems: list[RowProblem]
    rows: list[tuple[int, list[str]]]
    sketches: list[Sketch]
    doubtful: list[StatedFacts]
    packed: bytes
    rejected: list[RejectedRow]
    label: str


CHUNK = 2_000  # rows handed out at once
HELPERS_FROM = 12_000  # below this many rows, starting helpers costs more than they save
# Rows and what is made of them hold no cycles; looking for some after every 700 objects takes a fifth of a load's time.
RARELY = (200_000, 20, 20)
IN_FLIGHT = 3  # chunks a helper may have waiting, so that results do not pile up


class Seen(NamedTuple):
    """One row as read: its facts, and what the terms make of it. `known`: the store holds exactly this already."""

    row: int
    facts: StatedFacts
    memberships: tuple[Membership, ...] = ()
    known: bool = False
    doubtful: bool = False


@dataclass
class Survey:
    """All rows of a table: keys by row (to resolve them), what matching needs of them, problems, texts for
    the encoder, and the spooled rest.

    sketches: None for a row that was not read; digests: of the cells of a row that may be known to the next load, b''
    where not; told: what the store holds of rows that were not read, by where they stand among all (`tell`).
    """

    spool: IO[bytes]
    store: GraphStore
    origin: str
    sizes: list[tuple[int, int]] = field(default_factory=list)  # of each chunk: bytes in the spool, rows
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    sketches: list[Sketch | None] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    told: dict[int, StatedFacts] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    doubtful: list[StatedFacts] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)  # from which row on, which table

    def label(self, at: int) -> str:
        """What messages call the table of the row at this position."""
        return self.labels[bisect_right(self.labels, at, key=lambda told: told[0]) - 1][1]

    def add(self, piece: Piece, part: Part | None) -> None:
        """Take in a chunk. part: of those of its rows that had to be read, None where there were none."""
        before = len(self.rows)
        self.labels.append((before, piece.table.label))
        read = iter(zip(part.rows, part.sketches, strict=True) if part else ())
        faulty = {p.row for p in part.problems} if part else set()
        waiting = next(read, None)
        for line in piece.lines:
            if line.keys is not None:
                self.rows.append((line.number, line.keys))
                self.sketches.append(None)
                self.digests.append(line.digest)
            elif waiting is not None and waiting[0][0] == line.number:
                self.rows.append(waiting[0])
                self.sketches.append(waiting[1])
                self.digests.append(b"" if line.number in faulty else line.digest)
                waiting = next(read, None)
        self.sizes.append((len(part.packed) if part else 0, len(self.rows) - before))
        if part:
            self.problems += part.problems
            self.doubtful += part.doubtful
            self.rejected += part.rejected
            self.spool.write(part.packed)

    def chunks(self) -> Iterator[list[Seen]]:
        """The rows again, in order, a chunk at a time."""
        self.spool.seek(0)
        at = 0
        for size, n in self.sizes:
            read = iter(unpacked(self.spool.read(size)) if size else ())
            yield [next(read) if self.sketches[i] is not None else self._not_read(i) for i in range(at, at + n)]
            at += n

    def _not_read(self, at: int) -> Seen:
        return Seen(self.rows[at][0], self.told.get(at, NOTHING), known=True)

    def unread(self) -> Iterator[int]:
        """Where the rows stand that were not read."""
        return (at for at, short in enumerate(self.sketches) if short is None)

    def tell(self, wanted: Sequence[int]) -> None:
        """Ask the store what these rows say that were not read: as it was before this load, which may have begun to
        write. Raises `StoreError` where another load wrote meanwhile."""
        asked = {at: self.rows[at][1][0] for at in wanted if at not in self.told}
        if not asked:
            return
        records = self.store.of_firms(FirmRecord, sorted(set(asked.values())))
        held = {r.key: r.data for r in records if r.origin == self.origin and r.key == r.firm_id}
        self.told |= {at: held[key] for at, key in asked.items() if key in held}
        if not asked.keys() <= self.told.keys():
            raise StoreError(f"the store changed while {self.origin!r} was read; load the file again")

    def sketch(self, at: int) -> Sketch:
        """What matching needs of a row; one that was not read must have been told."""
        short = self.sketches[at]
        return short if short is not None else sketch(self.told[at])


NOTHING: StatedFacts = {"name": ""}  # of a row that nobody asks about


def packed(rows: Sequence[Seen]) -> bytes:
    """Rows for the spool. Tuples take a fifth of the time that records take."""
    plain = [(row, facts, [_fields_of(m) for m in own], *rest) for row, facts, own, *rest in rows]
    return zlib.compress(pickle.dumps(plain, pickle.HIGHEST_PROTOCOL), 1)


def unpacked(data: bytes) -> list[Seen]:
    """The rows again."""
    plain = pickle.loads(zlib.decompress(data))
    return [Seen(row, facts, tuple(Membership(*m) for m in own), *rest) for row, facts, own, *rest in plain]


# A membership's fields in their order; `dataclasses.astuple` copies them deeply.
_fields_of = attrgetter(*(f.name for f in fields(Membership)))


class Worker:
    """Reads rows into `Seen`: the same in this process and in a helper."""

    def __init__(
        self,
        origin: str,
        parse_rows: ParseRows,
        regions: Regions,
        assigner: Assigner,
        known: GraphStore | None,
    ) -> None:
        """known: the store whose records of this origin need not be assigned again; None where none is current."""
        self._origin, self._parse, self._regions, self._assigner = origin, parse_rows, regions, assigner
        self._store = known

    def read(self, table: Table) -> Part:
        """A piece of a table, read and assigned."""
        parsed = self._parse(table, self._regions)
        own = [(row, keys(facts)) for row, facts in parsed.firms]
        held = self._held([k[0] for _, k in own])
        seen, doubtful = [], []
        known = [
            bool(held) and held.get(names[0]) == record_hash(self._record(names[0], row, facts), self._origin)
            for (row, facts), (_, names) in zip(parsed.firms, own, strict=True)
        ]
        new = [
            f | {"source": f.get("source") or self._origin}
            for (_, f), k in zip(parsed.firms, known, strict=True)
            if not k
        ]
        found = iter(self._assigner.by_terms_all(new))
        for (row, facts), same in zip(parsed.firms, known, strict=True):
            if same:
                seen.append(Seen(row, facts, known=True))
                continue
            told = next(found)
            if told is None:
                doubtful.append(facts)
            seen.append(Seen(row, facts, told.memberships if told else (), doubtful=told is None))
        short = [sketch(facts) for _, facts in parsed.firms]
        rejected = rejected_rows(table, parsed.problems)
        return Part(parsed.problems, own, short, doubtful, packed(seen), rejected, table.label)

    def _record(self, firm_id: str, row: int, facts: StatedFacts) -> FirmRecord:
        return FirmRecord(self._origin, firm_id, firm_id, row, facts)

    def _held(self, firm_ids: list[str]) -> dict[str, str]:
        return self._store.hashes("firm_record", self._origin, firm_ids) if self._store else {}


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Garbage that only cycles hold is looked for rarely within the block."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


_worker: Worker | None = None  # this helper's own


def _start(
    origin: str,
    parse_rows: ParseRows,
    regions: Regions,
    segments: list[Segment],
    general: GeneralTerms,
    asks: bool,
    model: Model | None,
    known: Callable[[], GraphStore] | None,
) -> None:
    global _worker
    gc.freeze()  # what is loaded by now stays
    gc.set_threshold(*RARELY)
    store = known() if known else None
    assigner = Assigner(segments, None, general, asks)
    _worker = Worker(origin, parse_rows, regions, teach(assigner, model) if model else assigner, store)


def _read(table: Table) -> Part:
    assert _worker is not None
    return _worker.read(table)


@contextmanager
def survey(
    store: GraphStore,
    origin: str,
    pieces: Iterable[Piece],
    unread: int,
    parse_rows: ParseRows,
    regions: Regions,
    assigner: Assigner,
    current: bool,
    progress: Callable[[int], None],
) -> Iterator[Survey]:
    """Read the `unread` rows of these pieces that must be read; the spool lives as long as the block.

    current: the store's firms were assigned by this assigner's rules, so that unchanged rows need no second look.
    progress: told how many rows are done.
    """
    with tempfile.TemporaryFile(prefix="liantu-") as spool:
        out = Survey(spool, store, origin)
        done = 0
        for piece, part in _results(origin, pieces, unread, parse_rows, regions, assigner, store if current else None):
            out.add(piece, part)
            done += len(piece.lines)
            progress(done)
        yield out


def _results(
    origin: str,
    pieces: Iterable[Piece],
    unread: int,
    parse_rows: ParseRows,
    regions: Regions,
    assigner: Assigner,
    known: GraphStore | None,
) -> Iterator[tuple[Piece, Part | None]]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if unread < HELPERS_FROM or cores < 2 or type(assigner) is not Assigner:
        worker = Worker(origin, parse_rows, regions, assigner, known)
        for piece in pieces:
            yield piece, worker.read(piece.table) if piece.table.rows else None
        return
    segments = [assigner.segments[s] for s in assigner.segments]
    # A helper opens the store for itself, be it a file or on a server.
    model = assigner.learned.model if isinstance(assigner.learned, LearnedAssigner) else None
    again = reopener(known) if known else None
    given = (origin, parse_rows, regions, segments, assigner.general, assigner.asks, model, again)
    # Started anew instead of forked: a process that holds an encoder's threads or a page's must not be forked.
    with ProcessPoolExecutor(min(cores, 4), get_context("spawn"), _start, given) as pool:
        waiting: list[tuple[Piece, Future[Part] | None]] = []
        for piece in pieces:
            waiting.append((_lines_alone(piece), pool.submit(_read, piece.table) if piece.table.rows else None))
            while len(waiting) >= min(cores, 4) * IN_FLIGHT:
                yield _done(*waiting.pop(0))
        while waiting:
            yield _done(*waiting.pop(0))


def _lines_alone(piece: Piece) -> Piece:
    """A piece whose rows were handed out: its lines are still wanted."""
    return piece._replace(table=replace(piece.table, rows=[]))


def _done(piece: Piece, part: Future[Part] | None) -> tuple[Piece, Part | None]:
    return piece, part.result() if part else None
