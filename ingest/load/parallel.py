"""Large tables of firms: rows are read into facts and assigned by helper processes, a chunk at a time.

What a chunk gives (facts and memberships) waits in a spool file until all rows are known, so that memory stays flat
and the store's lock is held for the writing alone. Small tables take the same way without helpers.
"""

from __future__ import annotations

import gc
import os
import pickle
import tempfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from multiprocessing import get_context
from operator import attrgetter
from typing import IO, NamedTuple

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
    the encoder, and the spooled rest."""

    spool: IO[bytes]
    sizes: list[int] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    sketches: list[Sketch] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    doubtful: list[StatedFacts] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)  # from which row on, which table

    def label(self, at: int) -> str:
        """What messages call the table of the row at this position."""
        return self.labels[bisect_right(self.labels, at, key=lambda told: told[0]) - 1][1]

    def chunks(self) -> Iterator[list[Seen]]:
        """The rows again, in order, a chunk at a time."""
        self.spool.seek(0)
        for size in self.sizes:
            yield unpacked(self.spool.read(size))


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
    tables: Iterable[Table],
    rows: int,
    parse_rows: ParseRows,
    regions: Regions,
    assigner: Assigner,
    current: bool,
    progress: Callable[[int, int], None],
) -> Iterator[Survey]:
    """Read all `rows` rows of these partial tables; the spool lives as long as the block.

    current: the store's firms were assigned by this assigner's rules, so that unchanged rows need no second look.
    """
    with tempfile.TemporaryFile(prefix="liantu-") as spool:
        out = Survey(spool)
        done = 0
        for part in _results(origin, tables, rows, parse_rows, regions, assigner, store if current else None):
            out.labels.append((len(out.rows), part.label))
            out.problems += part.problems
            out.rows += part.rows
            out.sketches += part.sketches
            out.doubtful += part.doubtful
            out.rejected += part.rejected
            out.sizes.append(len(part.packed))
            spool.write(part.packed)
            done = min(done + CHUNK, rows)
            progress(done, rows)
        yield out


def _results(
    origin: str,
    tables: Iterable[Table],
    rows: int,
    parse_rows: ParseRows,
    regions: Regions,
    assigner: Assigner,
    known: GraphStore | None,
) -> Iterator[Part]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if rows < HELPERS_FROM or cores < 2 or type(assigner) is not Assigner:
        worker = Worker(origin, parse_rows, regions, assigner, known)
        yield from map(worker.read, tables)
        return
    segments = [assigner.segments[s] for s in assigner.segments]
    # A helper opens the store for itself, be it a file or on a server.
    model = assigner.learned.model if isinstance(assigner.learned, LearnedAssigner) else None
    again = reopener(known) if known else None
    given = (origin, parse_rows, regions, segments, assigner.general, assigner.asks, model, again)
    # Started anew instead of forked: a process that holds an encoder's threads or a page's must not be forked.
    with ProcessPoolExecutor(min(cores, 4), get_context("spawn"), _start, given) as pool:
        waiting: list[Future[Part]] = []
        for table in tables:
            waiting.append(pool.submit(_read, table))
            while len(waiting) >= min(cores, 4) * IN_FLIGHT:
                if not waiting[0].done():
                    wait(waiting[:1], return_when=FIRST_COMPLETED)
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
