"""A load into the graph server: many small transactions that nobody sees, and a last one that shows them all.

Memory stays constant on both sides however large the load. What a load that died has written is either continued
(same name, `resume`) or swept away by the next one. One load at a time: who loads holds a lease on the store node.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from neo4j import ManagedTransaction

from graph.errors import EndsMissing, StoreError
from graph.model import specs
from graph.model.records import FirmFacts
from graph.model.specs import CODECS, content_hash, rid
from graph.store.base.protocol import Content, Counts
from graph.store.embedded.rows import chunks
from graph.store.neo4j import chunk, tidy
from graph.store.neo4j import cypher as q
from graph.store.neo4j.codec import PROPERTIES, anchor, place
from graph.store.neo4j.connect import Line
from graph.store.neo4j.lease import LOST, fenced, quietly, release, take
from graph.store.neo4j.writer import FULL, Pace, Writer

ROWS = 2_000  # keys asked for at once
FEW = 20_000  # as many keys are fetched once and remembered, instead of being asked for with each chunk


class Neo4jBatch:
    """See `graph.store.base.protocol.WriteBatch`."""

    def __init__(
        self, line: Line, token: str, batch_id: int, source: str, touched: Sequence[str], pace: Pace = FULL
    ) -> None:
        self.id = batch_id
        self.totals: dict[str, Counts] = {}
        self._line, self._token, self._source = line, token, source
        self._today = chunk.today()
        self._touched = set(touched)  # records of which something was replaced or retired
        self._there: dict[str, set[str] | None] = {}
        self._meta: dict[str, str] = {}
        self._writer = Writer(line, token, pace)

    # -- beginning and end -----------------------------------------------------------------------

    @classmethod
    @contextmanager
    def begin(
        cls, line: Line, kind: str, source: str, file: str, resume: str, pace: Pace = FULL
    ) -> Iterator[Neo4jBatch]:
        """Take the lease, clean up or continue what was left, hand out the batch, show it or sweep it away."""
        token, started = uuid.uuid4().hex, _now()
        store = take(line, token)
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
            fenced(line, token, q.BEGIN, batch=batch_id, open=open_text, touched=touched)
            batch = cls(line, token, batch_id, source, touched, pace)
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
        batch._writer.stop()
        try:
            if batch._touched:
                quietly(lambda: tidy.settle(line, token, batch_id, batch_id - 1, sorted(batch._touched)))
        finally:
            release(line, token)

    def _commit(self, kind: str, source: str, file: str, started: str) -> None:
        counts = {f"{name}.{field}": n for name, c in sorted(self.totals.items()) for field, n in vars(c).items() if n}
        values = {
            "batch": self.id,
            "finished": _now(),
            "superseded": bool(self._touched),
            "kind": kind,
            "source": source,
            "file": file,
            "started": started,
            "counts": json.dumps(counts),
            "token": self._token,
        }
        meta = [{"key": k, "value": v} for k, v in self._meta.items()]

        def work(tx: ManagedTransaction) -> bool:
            done = tx.run(q.STATE).single(strict=True)["committed"] == self.id  # repeated after a lost answer
            if not done and tx.run(q.COMMIT, values).single() is None:
                return False
            if meta and not done:
                tx.run(q.SET_META, rows=meta, batch=self.id).consume()
            return True

        if not self._writer.alone(lambda: self._line.write(work)):
            raise StoreError(LOST)

    def flush(self) -> None:
        """Wait until all that was handed over is written. Raises what went wrong."""
        self._writer.flush()

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
            spec = specs.BY_TYPE[type(row)]
            by_spec.setdefault(spec.name, {})[rid(row)] = row
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
            prepared = [chunk.prepare(record, c, self.id, self._today) for c in part]
            self._writer.enqueue(partial(self._put, record, prepared, once))

    def _content(self, record: str, key: str, row: Any) -> Content:
        values = CODECS[record].dump(row)
        source = getattr(row, "source", "") or self._source
        return Content(key, values, source, content_hash({**values, "source": source}))

    def replace(self, record: str, field: str, owners: Iterable[str], rows: Iterable[Any], **where: str) -> Counts:
        keyed = {rid(row): row for row in rows}
        gone = [
            key
            for old in self._owned(record, field, owners)
            if (key := rid(old)) not in keyed and all(getattr(old, name) == value for name, value in where.items())
        ]
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
        for part in chunks([{"key": k, "firm_id": f} for k, f in keys.items()], self._writer.pace.rows):
            self._writer.enqueue(partial(self._writer.write, (q.ADD_KEYS, {"rows": list(part), "batch": self.id})))

    def records_of(self, firm_ids: Sequence[str]) -> dict[str, list[tuple[str, FirmFacts]]]:
        out: dict[str, list[tuple[str, FirmFacts]]] = {f: [] for f in firm_ids}
        for part in chunks(sorted(set(firm_ids)), ROWS):
            found = self._read(q.rows_by("firm_record", "firm_id"), values=list(part))
            records = sorted((PROPERTIES["firm_record"].load(r["p"]) for r in found), key=rid)
            for record in records:
                out[record.firm_id].append((record.origin, record.data))
        return out

    def names_of(self, firm_ids: Iterable[str]) -> dict[str, str]:
        """The names of these firms, by id."""
        return {firm.id: firm.name for firm in self._owned("firm", "id", firm_ids)}

    def held(self, record: str, field: str, owners: Iterable[str]) -> set[str]:
        """Which of these owners (values of `field`) have a current record of this type."""
        return {str(getattr(row, field)) for row in self._owned(record, field, owners)}

    def current(self, record: str, field: str, owners: Iterable[str]) -> list[Any]:
        """The current records of this type with one of these values in `field`, by key."""
        return sorted(self._owned(record, field, owners), key=rid)

    def count_unchanged(self, record: str, n: int) -> None:
        """Records that were found as they are and so never handed in: they count as if they had been."""
        self.flush()  # the writing thread counts too
        total = self.totals.setdefault(record, Counts())
        total += Counts(unchanged=n)

    def _owned(self, record: str, field: str, owners: Iterable[str]) -> Iterator[Any]:
        tie = q.TIES.get(record)
        is_end = tie is not None and field in (tie.start_field, tie.end_field)
        for part in chunks(sorted(set(owners)), ROWS):
            values = [anchor(o) for o in part] if is_end else list(part)
            for r in self._read(q.rows_by(record, field), values=values):
                yield PROPERTIES[record].load(r["p"], r["start"], r["end"])

    # -- one chunk of rows -----------------------------------------------------------------------

    def _known(self, record: str, rows: Sequence[chunk.Row], once: bool) -> dict[str, chunk.Old]:
        """What stands under the keys of these rows, and under the keys this load's own versions of them have.

        `once`: no key comes twice, so that what was there before the load is all that need be known.
        """
        if record not in self._there:
            n = self._line.read(q.total(record))[0]["n"]
            few = 0 < n <= FEW and once
            self._there[record] = (
                {r["key"] for r in self._line.read(q.keys_of(record))} if few else None if n else set()
            )
        there = self._there[record]
        places = [chunk.place_of(record, r) for r in rows]
        if there is not None:
            places = [p for p in places if p["key"] in there]
        if not places:
            return {}
        asked = self._both(places) if record in self._touched else places
        found = self._line.read(q.known(record), keys=asked)
        return {r["key"]: chunk.Old(r["hash"] or "", r["batch"], r["until"]) for r in found}

    def _both(self, places: Sequence[dict[str, str]]) -> list[dict[str, str]]:
        return [*places, *(p | {"key": chunk.aside(p["key"], self.id)} for p in places)]

    def _put(self, record: str, rows: list[chunk.Row], once: bool) -> None:
        """Write a chunk: what is new is created, what changed gets a version beside the one readers still see."""
        plan = chunk.plan(record, rows, self._known(record, rows, once), self.id)
        self._touch(record, bool(plan.ended))
        statements: list[tuple[str, dict[str, Any]]] = []
        if plan.ended:
            statements.append((q.supersede(record), {"keys": plan.ended, "batch": self.id}))
        if plan.revived:
            statements.append((q.unsupersede(record), {"keys": plan.revived}))
        if plan.over:
            statements.append((q.overwrite(record), {"rows": plan.over}))
        if plan.new:
            self._create(record, statements, plan.new)
        elif statements:
            self._writer.write(*statements)
        self._count(record, plan.counts)
        if not once and (plan.new or plan.over):
            self._there[record] = None

    def _create(self, record: str, statements: list[tuple[str, dict[str, Any]]], new: list[chunk.Row]) -> None:
        tie = q.TIES.get(record)
        if tie is None:
            self._writer.write(*statements, (q.create(record), {"rows": new}), expect=len(new))
            return
        by, rows = chunk.grouped(new)
        create = (q.create(record, by), {"rows": rows})
        try:
            self._writer.write(*statements, create, expect=len(new))
        except EndsMissing:
            held: list[tuple[str, dict[str, Any]]] = []
            for label, key, k in ((tie.start, "a", 0), (tie.end, "b", 1)):
                nodes = {r[key]: r["ids"][k] for r in new}
                held.append((q.ghosts(label), {"rows": [{"key": a, "id": i} for a, i in nodes.items()]}))
                self._there.update((name, None) for name, its in q.NODES.items() if its == label)
            self._writer.write(*statements, *held, create, expect=len(new))

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
                self._writer.write(*statements)
        self._count(record, counts)

    def _touch(self, record: str, ended: bool) -> None:
        """Note on the store node, before anything of a record is ended, that there will be something to fold."""
        if ended and record not in self._touched:
            self._touched.add(record)
            self._writer.write((q.TOUCH, {"touched": sorted(self._touched)}))

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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
