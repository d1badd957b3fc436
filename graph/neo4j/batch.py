"""A load into the graph server: many small transactions that nobody sees, and a last one that shows them all.

Memory stays constant on both sides however large the load. What a load that died has written is either continued
(same name, `resume`) or swept away by the next one. One load at a time: who loads holds a lease on the store node.
"""

from __future__ import annotations

import json
import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from neo4j import ManagedTransaction
from neo4j.exceptions import ConstraintError

from graph import schema
from graph.errors import EndsMissing, LiantuError, StoreError
from graph.neo4j import cypher as q
from graph.neo4j import tidy
from graph.neo4j.codec import PROPERTIES, anchor, place, short_key
from graph.neo4j.connect import Line
from graph.sql import CODECS, chunks, content_hash, rid
from graph.store import Counts

ROWS = 2_000  # rows in a transaction; measured in docs/decisions/2026-11-24-neo4j.md
LEASE_MS = 20_000
BEAT = 5.0  # seconds between signs of life while nothing is written
PATIENCE = 30.0  # seconds to wait for another load to end
AHEAD = 2  # chunks prepared while one is on its way


@dataclass(frozen=True)
class _Old:
    """What is stored under a key."""

    hash: str
    batch: int
    until: int | None


class Neo4jBatch:
    """See `graph.store.WriteBatch`."""

    def __init__(self, line: Line, token: str, batch_id: int, source: str, touched: Sequence[str]) -> None:
        self.id = batch_id
        self.totals: dict[str, Counts] = {}
        self._line, self._token, self._source = line, token, source
        self._today = date.today().isoformat()
        self._touched = set(touched)  # records of which something was replaced or retired
        self._empty: dict[str, bool] = {}
        self._meta: dict[str, str] = {}
        self._lock = threading.Lock()
        self._jobs: queue.Queue[Callable[[], None] | None] = queue.Queue(AHEAD)
        self._failure: BaseException | None = None
        self._last = time.monotonic()
        self._done = threading.Event()
        self._threads = [threading.Thread(target=w, daemon=True, name="graph-load") for w in (self._work, self._beat)]

    # -- beginning and end -----------------------------------------------------------------------

    @classmethod
    @contextmanager
    def begin(cls, line: Line, kind: str, source: str, file: str, resume: str) -> Iterator[Neo4jBatch]:
        """Take the lease, clean up or continue what was left, hand out the batch, show it or sweep it away."""
        token, started = uuid.uuid4().hex, _now()
        store = _take(line, token)
        name = json.dumps([kind, source, file, resume], ensure_ascii=False)
        try:
            left = json.loads(store["open"]) if store["open"] else None
            noted = list(store["touched"]) if left is None else None
            tidy.settle(line, token, int(store["committed"]), int(store["settled"]), noted)
            keep = left is not None and resume != "" and left["name"] == name
            if left is not None and not keep:
                tidy.sweep(line, token, int(left["batch"]))
            batch_id = int(left["batch"]) if left is not None and keep else int(store["next"])
            touched = list(store["touched"]) if keep else []
            open_text = json.dumps({"batch": batch_id, "name": name}, ensure_ascii=False)
            _fenced(line, token, q.BEGIN, batch=batch_id, open=open_text, touched=touched)
            batch = cls(line, token, batch_id, source, touched)
        except BaseException:
            _release(line, token)
            raise
        for thread in batch._threads:
            thread.start()
        try:
            yield batch
            batch.flush()
            batch._commit(kind, source, file, started)
        except BaseException as error:
            batch._stop()
            # A resumable load that lost its server keeps what it wrote; the next run goes on from there.
            if not (resume and isinstance(error, StoreError | KeyboardInterrupt)):
                _quietly(lambda: tidy.sweep(line, token, batch_id))
            _release(line, token)
            raise
        batch._stop()
        try:
            if batch._touched:
                _quietly(lambda: tidy.settle(line, token, batch_id, batch_id - 1, sorted(batch._touched)))
        finally:
            _release(line, token)

    def _commit(self, kind: str, source: str, file: str, started: str) -> None:
        counts = {f"{name}.{field}": n for name, c in sorted(self.totals.items()) for field, n in vars(c).items() if n}
        values = {
            "batch": self.id, "finished": _now(), "superseded": bool(self._touched), "kind": kind, "source": source,
            "file": file, "started": started, "counts": json.dumps(counts), "token": self._token,
        }  # fmt: skip
        meta = [{"key": k, "value": v} for k, v in self._meta.items()]

        def work(tx: ManagedTransaction) -> bool:
            done = tx.run(q.STATE).single(strict=True)["committed"] == self.id  # repeated after a lost answer
            if not done and tx.run(q.COMMIT, values).single() is None:
                return False
            if meta and not done:
                tx.run(q.SET_META, rows=meta, batch=self.id).consume()
            return True

        with self._lock:
            if not self._line.write(work):
                raise StoreError("another load has taken over the graph; nothing was changed, try again")

    def _stop(self) -> None:
        self._done.set()
        while True:  # what waits is not wanted any more, where it failed
            try:
                self._jobs.put(None, timeout=0.05)
                break
            except queue.Full:
                _quietly(lambda: self._jobs.get_nowait() and None)
        self._threads[0].join(self._line.write_limit)

    # -- the writing thread ----------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                if self._failure is None and not self._done.is_set():
                    job()
            except BaseException as error:
                self._failure = error
            finally:
                self._jobs.task_done()
        self._jobs.task_done()

    def _beat(self) -> None:
        """Keep the lease while the program thinks between two writes."""
        while not self._done.wait(BEAT / 4):
            if time.monotonic() - self._last > BEAT:
                with self._lock:
                    _quietly(lambda: _fenced(self._line, self._token, q.HOLD, lease=LEASE_MS))
                    self._last = time.monotonic()

    def _enqueue(self, job: Callable[[], None]) -> None:
        if self._failure is not None:
            self.flush()
        self._jobs.put(job)

    def flush(self) -> None:
        """Wait until all that was handed over is written. Raises what went wrong."""
        self._jobs.join()
        if self._failure is not None:
            raise self._failure

    def _write(self, *statements: tuple[str, dict[str, Any]], expect: int | None = None) -> None:
        """One fenced transaction of statements; with `expect`, the last must report so many rows."""

        def work(tx: ManagedTransaction) -> None:
            if tx.run(q.HOLD, token=self._token, lease=LEASE_MS).single() is None:
                raise StoreError("another load has taken over the graph; nothing was changed, try again")
            for i, (text, values) in enumerate(statements, 1):
                result = tx.run(text, values)
                if expect is not None and i == len(statements):
                    row = result.single()
                    if row is None or row["n"] < expect:
                        raise EndsMissing
                else:
                    result.consume()

        with self._lock:
            self._line.write(work)
            self._last = time.monotonic()

    def _read(self, text: str, **values: Any) -> list[Any]:
        self.flush()
        return self._line.read(text, v=self.id, **values)

    # -- what a load does ------------------------------------------------------------------------

    def upsert(self, rows: Iterable[Any]) -> Counts:
        before = self._snapshot()
        self.stage(rows)
        self.flush()
        return self._since(before)

    def stage(self, rows: Iterable[Any]) -> None:
        """Like `upsert`, without waiting for the server; the counts are in `totals` after `flush`."""
        by_spec: dict[str, dict[str, Any]] = {}
        for row in rows:
            spec = schema.BY_TYPE[type(row)]
            by_spec.setdefault(spec.name, {})[rid(row)] = row
        for name, keyed in by_spec.items():
            for part in chunks(list(keyed.items()), ROWS):
                prepared = [self._prepare(name, key, row) for key, row in part]
                self._enqueue(lambda name=name, prepared=prepared: self._put(name, prepared))  # type: ignore[misc]

    def replace(self, record: str, field: str, owners: Iterable[str], rows: Iterable[Any]) -> Counts:
        keyed = {rid(row): row for row in rows}
        gone: list[str] = []
        tie = q.TIES.get(record)
        ends = (tie.start_field, tie.end_field) if tie else ()
        for part in chunks(sorted(set(owners)), ROWS):
            values = [anchor(o) for o in part] if field in ends else list(part)
            for r in self._read(q.rows_by(record, field), values=values):
                key = rid(PROPERTIES[record].load(r["p"], r["start"], r["end"]))
                if key not in keyed:
                    gone.append(key)
        before = self._snapshot()
        self.stage(keyed.values())
        self.flush()
        self._retire(record, gone)
        return self._since(before)

    def retire(self, record: str, rids: Iterable[str]) -> Counts:
        """End the validity of these records."""
        before = self._snapshot()
        self._retire(record, list(rids))
        return self._since(before)

    def keep_only(self, record: str, rids: Iterable[str], **where: str) -> Counts:
        """Retire every current record of this type (with these column values, where given) that is not in `rids`."""
        kept = set(rids)
        return self.retire(record, sorted(r for r in self.column(record, "rid", **where) if r not in kept))

    def column(self, record: str, name: str, **where: str) -> dict[str, str]:
        """One column of every current record of this type (with these values elsewhere, where given), by key."""
        text = q.column(record, name, tuple(where))
        found = self._read(text, **{f"w_{k}": v for k, v in where.items()})
        default = PROPERTIES[record].defaults.get(name, "")
        return {str(r["rid"]): str(default if r["value"] is None else r["value"]) for r in found}

    def values(self, record: str, column: str) -> set[str]:
        """Distinct values of a column over the current records."""
        default = PROPERTIES[record].defaults.get(column, "")
        return {str(default if r["value"] is None else r["value"]) for r in self._read(q.values(record, column))}

    def meta(self, key: str) -> str:
        """A remembered value, '' if there is none."""
        if key in self._meta:
            return self._meta[key]
        found = self._line.read(q.META, key=key)
        return str(found[0]["value"]) if found else ""

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        self._meta[key] = value

    def keys(self, keys: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in chunks(list(keys), ROWS):
            found.update((r["key"], r["firm_id"]) for r in self._read(q.KEYS, keys=list(part)))
        return found

    def codes_of(self, firm_ids: Iterable[str]) -> dict[str, str]:
        """The credit-code key each of these firms is known under, for those that have one."""
        found: dict[str, str] = {}
        for part in chunks(sorted(set(firm_ids)), ROWS):
            found.update((r["firm_id"], r["key"]) for r in self._read(q.CODES, ids=list(part)))
        return found

    def add_keys(self, keys: dict[str, str]) -> None:
        for part in chunks([{"key": k, "firm_id": f} for k, f in keys.items()], ROWS):
            self._enqueue(lambda part=part: self._write((q.ADD_KEYS, {"rows": list(part), "batch": self.id})))  # type: ignore[misc]

    def records_of(self, firm_ids: Sequence[str]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
        out: dict[str, list[tuple[str, dict[str, Any]]]] = {f: [] for f in firm_ids}
        for part in chunks(sorted(set(firm_ids)), ROWS):
            found = self._read(q.rows_by("firm_record", "firm_id"), values=list(part))
            records = sorted((PROPERTIES["firm_record"].load(r["p"]) for r in found), key=rid)
            for record in records:
                out[record.firm_id].append((record.origin, record.data))
        return out

    # -- one chunk of rows -----------------------------------------------------------------------

    def _prepare(self, record: str, key: str, row: Any) -> dict[str, Any]:
        content = CODECS[record].dump(row)
        source = getattr(row, "source", "") or self._source
        properties = PROPERTIES[record].dump(content) | {
            "key": short_key(key), "source": source, "batch": self.id,
            "hash": content_hash({**content, "source": source}), "valid_from": self._today,
        }  # fmt: skip
        if properties["key"] != key:
            properties["rid"] = key
        tie = q.TIES.get(record)
        if tie is None:
            return properties
        start, end = content[tie.start_field], content[tie.end_field]
        return {"a": anchor(start), "b": anchor(end), "ids": (start, end), "p": properties}

    def _known(self, record: str, places: Sequence[dict[str, str]]) -> dict[str, _Old]:
        """What stands under these keys, and under the keys this load's own versions of them have."""
        if record not in self._empty:
            self._empty[record] = not self._line.read(q.total(record))[0]["n"]
        if self._empty[record]:
            return {}
        asked = self._both(places) if record in self._touched else list(places)
        found = self._line.read(q.known(record), keys=asked)
        return {r["key"]: _Old(r["hash"] or "", r["batch"], r["until"]) for r in found}

    def _both(self, places: Sequence[dict[str, str]]) -> list[dict[str, str]]:
        return [*places, *(p | {"key": self._aside(p["key"])} for p in places)]

    def _aside(self, key: str) -> str:
        return f"{key}@{self.id}"

    def _put(self, record: str, rows: list[dict[str, Any]]) -> None:
        """Write a chunk: what is new is created, what changed gets a version beside the one readers still see."""
        of = _p(record)
        known = self._known(record, [_place(record, r) for r in rows])
        counts = Counts()
        new: list[dict[str, Any]] = []
        over: list[dict[str, Any]] = []
        ended: list[dict[str, str]] = []
        revived: list[dict[str, str]] = []
        for row in rows:
            p = of(row)
            old, mine = known.get(p["key"]), known.get(self._aside(p["key"]))
            if mine is not None:
                if mine.hash == p["hash"]:
                    counts.unchanged += 1
                    continue
                p["key"], p["rid"], p["aside"] = self._aside(p["key"]), p.get("rid", p["key"]), True
                over.append(row)
                counts.changed += 1
            elif old is None:
                new.append(row)
                counts.added += 1
            elif old.batch == q.GHOST or old.batch == self.id:
                if old.batch == self.id and old.hash == p["hash"]:
                    counts.added += 1  # written before this load broke off, or twice in it
                    continue
                over.append(row)
                counts.added += 1
            elif old.hash == p["hash"]:
                if old.until is not None:
                    revived.append(_place(record, row))
                    counts.changed += 1
                else:
                    counts.unchanged += 1
            else:
                ended.append(_place(record, row))
                p["key"], p["rid"], p["aside"] = self._aside(p["key"]), p.get("rid", p["key"]), True
                new.append(row)
                counts.changed += 1
        self._touch(record, bool(ended))
        statements: list[tuple[str, dict[str, Any]]] = []
        if ended:
            statements.append((q.supersede(record), {"keys": ended, "batch": self.id}))
        if revived:
            statements.append((q.unsupersede(record), {"keys": revived}))
        if over:
            statements.append((q.overwrite(record), {"rows": over}))
        self._create(record, statements, new)
        self._count(record, counts)
        if new or over:
            self._empty[record] = False

    def _create(self, record: str, statements: list[tuple[str, dict[str, Any]]], new: list[dict[str, Any]]) -> None:
        if not new and not statements:
            return
        if not new:
            self._write(*statements)
            return
        tie = q.TIES.get(record)
        create = (q.create(record), {"rows": new})
        try:
            self._write(*statements, create, expect=len(new))
        except EndsMissing:
            assert tie is not None
            held: list[tuple[str, dict[str, Any]]] = []
            for label, key, k in ((tie.start, "a", 0), (tie.end, "b", 1)):
                nodes = {r[key]: r["ids"][k] for r in new}
                held.append((q.ghosts(label), {"rows": [{"key": a, "id": i} for a, i in nodes.items()]}))
            self._write(*statements, *held, create, expect=len(new))
        except ConstraintError:
            # The server had written this chunk although its answer was lost: what is missing is found out row by row.
            of = _p(record)
            there = self._line.read(q.known(record), keys=[_place(record, r) for r in new])
            done = {r["key"] for r in there if r["batch"] == self.id}
            rest = [r for r in new if of(r)["key"] not in done]
            if len(rest) == len(new):
                raise
            self._create(record, statements, rest)

    def _retire(self, record: str, rids: Sequence[str]) -> None:
        """End what is current under these keys; what this load itself wrote is taken back."""
        counts = Counts()
        for part in chunks(sorted(set(rids)), ROWS):
            self.flush()
            places = self._both([place(r, record in q.TIES) for r in part])
            found = self._line.read(q.current_of(record), keys=places, v=self.id)
            old = [{"a": r["a"], "key": r["key"]} for r in found if r["batch"] != self.id]
            mine = [{"a": r["a"], "key": r["key"]} for r in found if r["batch"] == self.id]
            counts.retired += len(found)
            self._touch(record, bool(old))
            statements = []
            if old:
                statements.append((q.supersede(record), {"keys": old, "batch": self.id}))
            if mine:
                statements.append((q.remove(record), {"keys": mine}))
                if record not in q.TIES:
                    statements.append((q.make_ghosts(record), {"keys": mine}))
            if statements:
                self._write(*statements)
        self._count(record, counts)

    def _touch(self, record: str, ended: bool) -> None:
        """Note on the store node, before anything of a record is ended, that there will be something to fold."""
        if ended and record not in self._touched:
            self._touched.add(record)
            self._write((q.TOUCH, {"touched": sorted(self._touched)}))

    def _count(self, record: str, counts: Counts) -> None:
        total = self.totals.setdefault(record, Counts())
        total += counts

    def _snapshot(self) -> Counts:
        total = Counts()
        for c in self.totals.values():
            total += c
        return total

    def _since(self, before: Counts) -> Counts:
        now = self._snapshot()
        return Counts(*(getattr(now, f) - getattr(before, f) for f in vars(now)))


def _p(record: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The properties in a prepared row."""
    return (lambda r: r["p"]) if record in q.TIES else (lambda r: r)


def _place(record: str, row: dict[str, Any]) -> dict[str, str]:
    if record in q.TIES:
        return {"a": row["a"], "key": row["p"]["key"]}
    return {"key": row["key"]}


# -- the lease -------------------------------------------------------------------------------------


def _take(line: Line, token: str) -> Any:
    """Take the lease, waiting for another load to end or to be given up. Raises `StoreError`."""
    waited = time.monotonic() + PATIENCE
    while True:
        row = line.write(lambda tx: tx.run(q.TAKE, token=token, lease=LEASE_MS).single())
        if row is not None:
            return row
        if time.monotonic() > waited:
            raise StoreError(
                f"the graph on {line.name} is being loaded by someone else; nothing was changed, try again later"
            )
        time.sleep(0.5)


def _fenced(line: Line, token: str, text: str, **values: Any) -> None:
    row = line.write(lambda tx: tx.run(text, token=token, **values).single())
    if row is None:
        raise StoreError("another load has taken over the graph; nothing was changed, try again")


def _release(line: Line, token: str) -> None:
    _quietly(lambda: line.write(lambda tx: tx.run(q.RELEASE, token=token).consume()))


def _quietly(work: Callable[[], Any]) -> None:
    """What cannot be done now (the server is gone) is done by the next load."""
    try:
        work()
    except (LiantuError, ConstraintError, queue.Empty):
        return


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
