"""A load into the graph server: many small transactions that nobody sees, and a last one that shows them all.

Memory stays constant on both sides however large the load. What a load that died has written is either continued
(same name, `resume`) or swept away by the next one. One load at a time: who loads holds a lease on the store node.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from neo4j import ManagedTransaction
from neo4j import Record as NeoRecord

from graph.errors import StoreError
from graph.model import specs
from graph.model.records import Firm, FirmRecord, StatedFacts
from graph.model.specs import CODECS, Json, R, Record, content_hash, name_of, rid
from graph.store.base.assemble import chunks
from graph.store.base.clock import Clock, local_time, stamp, today
from graph.store.base.protocol import Content, Counts
from graph.store.neo4j.codec import PROPERTIES, anchor, load
from graph.store.neo4j.cypher import labels, reading, store_node, writing
from graph.store.neo4j.load import tidy
from graph.store.neo4j.load.chunks import ROWS, ChunkWriter
from graph.store.neo4j.load.lease import LOST, fenced, quietly, release, take
from graph.store.neo4j.load.plan import prepare
from graph.store.neo4j.load.writer import FULL, Pace, Writer
from graph.store.neo4j.server.connect import Line

COLUMN = 20_000  # values of a column read at once


class OwnLoads:
    """How many loads of this process have ended, whole or not: what it wrote itself it sees at once."""

    ended = 0


own_loads = OwnLoads()


class Neo4jBatch:
    """See `graph.store.base.protocol.WriteBatch`."""

    def __init__(
        self,
        line: Line,
        token: str,
        batch_id: int,
        source: str,
        touched: Sequence[str],
        pace: Pace = FULL,
        clock: Clock = local_time,
    ) -> None:
        self.id = batch_id
        self._line, self._token, self._source, self._clock = line, token, source, clock
        self._today = today(clock)
        self._meta: dict[str, str] = {}
        self._sums = ""
        self._writer = Writer(line, token, pace)
        self._chunks = ChunkWriter(line, self._writer, batch_id, touched)
        self.totals = self._chunks.totals

    # -- beginning and end -----------------------------------------------------------------------

    @classmethod
    @contextmanager
    def begin(
        cls,
        line: Line,
        kind: str,
        source: str,
        file: str,
        resume: str,
        pace: Pace = FULL,
        clock: Clock = local_time,
    ) -> Iterator[Neo4jBatch]:
        """Take the lease, clean up or continue what was left, hand out the batch, show it or sweep it away."""
        token, started = uuid.uuid4().hex, stamp(clock)
        store = take(line, token)
        name = json.dumps([kind, source, file, resume], ensure_ascii=False)
        try:
            left = json.loads(store["open"]) if store["open"] else None
            noted = list(store["touched"]) if left is None else None
            tidy.settle(line, token, int(store["committed"]), int(store["settled"]), noted, today(clock))
            keep = left is not None and resume != "" and left["name"] == name
            if left is not None and not keep:
                tidy.sweep(line, token, int(left["batch"]))
            batch_id = int(left["batch"]) if left is not None and keep else int(store["next"])
            touched = list(store["touched"]) if keep else []
            open_text = json.dumps({"batch": batch_id, "name": name}, ensure_ascii=False)
            fenced(line, token, store_node.BEGIN, batch=batch_id, open=open_text, touched=touched)
            batch = cls(line, token, batch_id, source, touched, pace, clock)
        except BaseException:
            release(line, token)
            raise
        batch._writer.start()
        try:
            yield batch
            batch.flush()
            batch._commit(kind, source, file, started)
        except BaseException as error:
            batch._writer.stop()
            # A resumable load that lost its server keeps what it wrote; the next run goes on from there.
            if not (resume and isinstance(error, StoreError | KeyboardInterrupt)):
                quietly(lambda: tidy.sweep(line, token, batch_id))
            release(line, token)
            raise
        finally:
            own_loads.ended += 1
        batch._writer.stop()
        try:
            if ended := sorted(batch._chunks.touched):
                quietly(lambda: tidy.settle(line, token, batch_id, batch_id - 1, ended, today(clock)))
        finally:
            release(line, token)

    def _commit(self, kind: str, source: str, file: str, started: str) -> None:
        counts = {f"{name}.{field}": n for name, c in sorted(self.totals.items()) for field, n in vars(c).items() if n}
        values: dict[str, Json] = {
            "batch": self.id,
            "finished": stamp(self._clock),
            "superseded": bool(self._chunks.touched),
            "kind": kind,
            "source": source,
            "file": file,
            "started": started,
            "counts": json.dumps(counts),
            "token": self._token,
            "sums": self._sums,
        }
        meta = [{"key": k, "value": v} for k, v in self._meta.items()]

        def work(tx: ManagedTransaction) -> bool:
            done = tx.run(store_node.STATE).single(strict=True)["committed"] == self.id  # repeated after a lost answer
            if not done and tx.run(store_node.COMMIT, values).single() is None:
                return False
            if meta and not done:
                tx.run(writing.SET_META, rows=meta, batch=self.id).consume()
            return True

        if not self._writer.alone(lambda: self._line.write(work)):
            raise StoreError(LOST)

    def flush(self) -> None:
        """Wait until all that was handed over is written. Raises what went wrong."""
        self._writer.flush()

    def _read(self, text: str, **values: Json) -> list[NeoRecord]:
        self.flush()
        return self._line.read(text, v=self.id, **values)

    # -- what a load does ------------------------------------------------------------------------

    def upsert(self, rows: Iterable[Record]) -> Counts:
        before = self._snapshot()
        self.stage(rows)
        self.flush()
        return self._since(before)

    def speak_for(self, source: str) -> None:
        self._source = source

    def stage(self, rows: Iterable[Record]) -> None:
        """Like `upsert`, without waiting for the server; the counts are in `totals` after `flush`."""
        by_spec: dict[str, dict[str, Record]] = {}
        for row in rows:
            by_spec.setdefault(name_of(type(row)), {})[rid(row)] = row
        for name, keyed in by_spec.items():
            self._stage(name, [self._content(name, key, row) for key, row in keyed.items()], once=False)

    def stage_contents(self, record: str, contents: Sequence[Content]) -> None:
        """Like `stage`, for records of one type as another store holds them; no key may come twice in a load."""
        self._stage(record, contents, once=True)

    def _stage(self, record: str, contents: Sequence[Content], once: bool) -> None:
        done = 0
        while done < len(contents):
            part = contents[done : done + self._writer.pace.rows]
            done += len(part)
            prepared = [prepare(record, c, self.id, self._today) for c in part]
            known = self._chunks.look(record, prepared) if once else None
            self._writer.enqueue(partial(self._chunks.put, record, prepared, known))

    def _content(self, record: str, key: str, row: Record) -> Content:
        values = CODECS[record].dump(row)
        source = getattr(row, "source", "") or self._source
        return Content(key, values, source, content_hash({**values, "source": source}))

    def replace(self, record: str, field: str, owners: Iterable[str], rows: Iterable[Record], **where: str) -> Counts:
        keyed = {rid(row): row for row in rows}
        gone = [
            key
            for old in self._owned(specs.BY_NAME[record].type, field, owners)
            if (key := rid(old)) not in keyed and all(getattr(old, name) == value for name, value in where.items())
        ]
        before = self._snapshot()
        self.stage(keyed.values())
        self.flush()
        self._chunks.retire(record, gone)
        return self._since(before)

    def retire(self, record: str, rids: Iterable[str]) -> Counts:
        """End the validity of these records."""
        before = self._snapshot()
        self._chunks.retire(record, list(rids))
        return self._since(before)

    def keep_only(self, record: str, rids: Iterable[str], **where: str) -> Counts:
        """Retire every current record of this type (with these column values, where given) that is not in `rids`."""
        kept = set(rids)
        return self.retire(record, sorted(r for r in self.column(record, "rid", **where) if r not in kept))

    def column(self, record: str, name: str, **where: str) -> dict[str, str]:
        """One column of every current record of this type (with these values elsewhere, where given), by key."""
        text = reading.column(record, name, tuple(where))
        self.flush()
        pages = self._line.pages(text, COLUMN, 0, v=self.id, **{f"w_{k}": v for k, v in where.items()})
        default = PROPERTIES[record].defaults.get(name, "")
        return {str(key): str(default if value is None else value) for page in pages for _, key, value in page}

    def holds(self, record: str) -> int:
        """How many current records of this type there are."""
        return int(self._read(reading.count(record))[0]["n"])

    def values(self, record: str, column: str) -> set[str]:
        """Distinct values of a column over the current records."""
        default = PROPERTIES[record].defaults.get(column, "")
        return {str(default if r["value"] is None else r["value"]) for r in self._read(reading.values(record, column))}

    def meta(self, key: str) -> str:
        """A remembered value, '' if there is none."""
        if key in self._meta:
            return self._meta[key]
        found = self._line.read(reading.META, key=key)
        return str(found[0]["value"]) if found else ""

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        self._meta[key] = value

    def keys(self, keys: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in chunks(list(keys), ROWS):
            found.update((r["key"], r["firm_id"]) for r in self._read(reading.KEYS, keys=list(part)))
        return found

    def remember_sums(self, sums: Mapping[str, tuple[int, int]]) -> None:
        """Keep these on the store node; the next load that ends takes them away."""
        self._sums = json.dumps({record: [count, f"{total:x}"] for record, (count, total) in sums.items()})

    def codes_of(self, firm_ids: Iterable[str]) -> dict[str, str]:
        """The credit-code key each of these firms is known under, for those that have one."""
        found: dict[str, str] = {}
        for part in chunks(sorted(set(firm_ids)), ROWS):
            found.update((r["firm_id"], r["key"]) for r in self._read(reading.CODES, ids=list(part)))
        return found

    def add_keys(self, keys: dict[str, str]) -> None:
        for part in chunks([{"key": k, "firm_id": f} for k, f in keys.items()], self._writer.pace.rows):
            self._writer.enqueue(
                partial(self._writer.write, (writing.ADD_KEYS, {"rows": list(part), "batch": self.id}))
            )

    def move_keys(self, keys: Mapping[str, str]) -> None:
        """Point firm keys at other firms, known or not; '' forgets a key."""
        for part in chunks([{"key": k, "firm_id": f} for k, f in keys.items()], self._writer.pace.rows):
            self._writer.enqueue(
                partial(self._writer.write, (writing.MOVE_KEYS, {"rows": list(part), "batch": self.id}))
            )
        self.flush()

    def records_of(self, firm_ids: Sequence[str]) -> dict[str, list[tuple[str, StatedFacts]]]:
        out: dict[str, list[tuple[str, StatedFacts]]] = {f: [] for f in firm_ids}
        for part in chunks(sorted(set(firm_ids)), ROWS):
            found = self._read(reading.rows_by("firm_record", "firm_id"), values=list(part))
            for record in sorted((load(FirmRecord, r["p"]) for r in found), key=rid):
                out[record.firm_id].append((record.origin, record.data))
        return out

    def names_of(self, firm_ids: Iterable[str]) -> dict[str, str]:
        """The names of these firms, by id."""
        return {firm.id: firm.name for firm in self._owned(Firm, "id", firm_ids)}

    def held(self, record: str, field: str, owners: Iterable[str]) -> set[str]:
        """Which of these owners (values of `field`) have a current record of this type."""
        return {str(getattr(row, field)) for row in self._owned(specs.BY_NAME[record].type, field, owners)}

    def current(self, record: type[R], field: str, owners: Iterable[str]) -> list[R]:
        """The current records of this type with one of these values in `field`, by key."""
        return sorted(self._owned(record, field, owners), key=rid)

    def count_unchanged(self, record: str, n: int) -> None:
        """Records that were found as they are and so never handed in: they count as if they had been."""
        self.flush()  # the writing thread counts too
        self._chunks.count(record, Counts(unchanged=n))

    def _owned(self, record: type[R], field: str, owners: Iterable[str]) -> Iterator[R]:
        name = name_of(record)
        tie = labels.TIES.get(name)
        is_end = tie is not None and field in (tie.start_field, tie.end_field)
        for part in chunks(sorted(set(owners)), ROWS):
            values = [anchor(o) for o in part] if is_end else list(part)
            for r in self._read(reading.rows_by(name, field), values=values):
                yield load(record, r["p"], r["start"], r["end"])

    def _snapshot(self) -> Counts:
        total = Counts()
        for c in self.totals.values():
            total += c
        return total

    def _since(self, before: Counts) -> Counts:
        now = self._snapshot()
        return Counts(*(getattr(now, f) - getattr(before, f) for f in vars(now)))
