"""A batch of writes to the embedded store: one transaction, with what each row was before kept in the change log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from graph.model.records import StatedFacts
from graph.model.specs import CODECS, Json, R, Record, codec, content_hash, key_part, name_of, rid
from graph.store.base.protocol import Content, Counts
from graph.store.embedded import tables
from graph.store.embedded.rows import among, chunks, insert_all


class EmbeddedBatch:
    """See `graph.store.base.protocol.WriteBatch`."""

    def __init__(self, connection: sa.Connection, batch_id: int, source: str, today: str) -> None:
        self.id = batch_id
        self.totals: dict[str, Counts] = {}
        self._connection = connection
        self._source = source
        self._today = today

    def upsert(self, rows: Iterable[Record]) -> Counts:
        total = Counts()
        by_spec: dict[str, dict[str, Content]] = {}
        for row in rows:
            content = self._content(row)
            by_spec.setdefault(name_of(type(row)), {})[content.key] = content
        for name, keyed in by_spec.items():
            total += self._write(name, keyed)
        return total

    def stage_contents(self, record: str, contents: Sequence[Content]) -> None:
        """Like `stage`, for records of one type as another store holds them."""
        self._write(record, {c.key: c for c in contents})

    def speak_for(self, source: str) -> None:
        self._source = source

    def stage(self, rows: Iterable[Record]) -> None:
        """Like `upsert`; what it did is in `totals`."""
        self.upsert(rows)

    def flush(self) -> None:
        """All is written already."""

    def replace(self, record: str, field: str, owners: Iterable[str], rows: Iterable[Record], **where: str) -> Counts:
        table = tables.TABLES[record]
        keyed = {content.key: content for content in map(self._content, rows)}
        gone: list[str] = []
        for part in chunks(sorted(set(owners))):
            query = sa.select(table.c.rid).where(table.c[field].in_(part), table.c.valid_to == "")
            for column, value in where.items():
                query = query.where(table.c[column] == value)
            gone += [key for (key,) in self._connection.execute(query) if key not in keyed]
        total = self._write(record, keyed)
        total += self._retire(record, gone)
        return total

    def retire(self, record: str, rids: Iterable[str]) -> Counts:
        """End the validity of these records; they stay in the store."""
        return self._retire(record, list(rids))

    def keep_only(self, record: str, rids: Iterable[str], **where: str) -> Counts:
        """Retire every current record of this type (with these column values, where given) that is not in `rids`."""
        kept = set(rids)
        return self._retire(record, sorted(r for r in self.column(record, "rid", **where) if r not in kept))

    def column(self, record: str, name: str, **where: str) -> dict[str, str]:
        """One column of every current record of this type (with these values elsewhere, where given), by key."""
        table = tables.TABLES[record]
        query = sa.select(table.c.rid, table.c[name]).where(table.c.valid_to == "")
        for column, value in where.items():
            query = query.where(table.c[column] == value)
        return {str(key): str(value) for key, value in self._connection.execute(query)}

    def holds(self, record: str) -> int:
        """How many current records of this type there are."""
        table = tables.TABLES[record]
        query = sa.select(sa.func.count()).select_from(table).where(table.c.valid_to == "")
        return int(self._connection.execute(query).scalar() or 0)

    def values(self, record: str, column: str) -> set[str]:
        """Distinct values of a column over the current records."""
        table = tables.TABLES[record]
        query = sa.select(table.c[column]).distinct().where(table.c.valid_to == "")
        return {str(v) for (v,) in self._connection.execute(query)}

    def meta(self, key: str) -> str:
        """A remembered value, '' if there is none."""
        query = sa.select(tables.meta.c.value).where(tables.meta.c.key == key)
        return str(self._connection.execute(query).scalar() or "")

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        self._connection.execute(tables.meta.delete().where(tables.meta.c.key == key))
        self._connection.execute(tables.meta.insert().values(key=key, value=value))

    def keys(self, keys: Sequence[str]) -> dict[str, str]:
        table = tables.firm_key
        query = sa.select(table.c.key, table.c.firm_id)
        return {str(row.key): str(row.firm_id) for row in among(self._connection, query, table.c.key, keys)}

    def names_of(self, firm_ids: Iterable[str]) -> dict[str, str]:
        """The names of these firms, by id."""
        found: dict[str, str] = {}
        table = tables.TABLES["firm"]
        for part in chunks(sorted(set(firm_ids))):
            query = sa.select(table.c.id, table.c.name).where(table.c.rid.in_([key_part(i) for i in part]))
            found.update((firm, name) for firm, name in self._connection.execute(query))
        return found

    def held(self, record: str, field: str, owners: Iterable[str]) -> set[str]:
        """Which of these owners (values of `field`) have a current record of this type."""
        table = tables.TABLES[record]
        query = sa.select(table.c[field]).distinct().where(table.c.valid_to == "")
        return {str(owner) for (owner,) in among(self._connection, query, table.c[field], sorted(set(owners)))}

    def current(self, record: type[R], field: str, owners: Iterable[str]) -> list[R]:
        """The current records of this type with one of these values in `field`, by key."""
        table, load = tables.TABLES[name_of(record)], codec(record).load
        out: list[R] = []
        for part in chunks(sorted(set(owners))):
            query = sa.select(table).where(table.c[field].in_(part), table.c.valid_to == "").order_by(table.c.rid)
            out += [load(row) for row in self._connection.execute(query).mappings()]
        return out

    def count_unchanged(self, record: str, n: int) -> None:
        """Records that were found as they are and so never handed in: they count as if they had been."""
        self._count(record, Counts(unchanged=n))

    def remember_sums(self, sums: Mapping[str, tuple[int, int]]) -> None:
        """Asking a file costs less than keeping them right."""

    def codes_of(self, firm_ids: Iterable[str]) -> dict[str, str]:
        """The credit-code key each of these firms is known under, for those that have one."""
        table = tables.firm_key
        query = sa.select(table.c.firm_id, table.c.key).where(table.c.key.like("u:%"))
        found = among(self._connection, query, table.c.firm_id, sorted(set(firm_ids)))
        return {str(row.firm_id): str(row.key) for row in found}

    def add_keys(self, keys: dict[str, str]) -> None:
        known = self.keys(list(keys))
        new = [{"key": k, "firm_id": f} for k, f in keys.items() if k not in known]
        insert_all(self._connection, tables.firm_key, new)

    def move_keys(self, keys: Mapping[str, str]) -> None:
        """Point firm keys at other firms, known or not; '' forgets a key."""
        for part in chunks(list(keys)):
            self._connection.execute(tables.firm_key.delete().where(tables.firm_key.c.key.in_(part)))
        self.add_keys({k: f for k, f in keys.items() if f})

    def records_of(self, firm_ids: Sequence[str]) -> dict[str, list[tuple[str, StatedFacts]]]:
        table = tables.TABLES["firm_record"]
        out: dict[str, list[tuple[str, StatedFacts]]] = {f: [] for f in firm_ids}
        for part in chunks(sorted(set(firm_ids))):
            query = (
                sa.select(table.c.firm_id, table.c.origin, table.c.data)
                .where(table.c.firm_id.in_(part), table.c.valid_to == "")
                .order_by(table.c.rid)
            )
            for firm_id, origin, data in self._connection.execute(query):
                out[firm_id].append((origin, data))
        return out

    def _content(self, row: Record) -> Content:
        values = CODECS[name_of(type(row))].dump(row)
        source = getattr(row, "source", "") or self._source
        return Content(rid(row), values, source, content_hash({**values, "source": source}))

    def _write(self, record: str, keyed: dict[str, Content]) -> Counts:
        table, counts = tables.TABLES[record], Counts()
        insert: list[dict[str, Json]] = []
        changed: list[tuple[str, dict[str, Json]]] = []
        query = sa.select(table.c.rid, table.c.hash, table.c.valid_to)
        known = {key: (h, end) for key, h, end in among(self._connection, query, table.c.rid, list(keyed))}
        for key, content in keyed.items():
            if known.get(key) == (content.hash, ""):
                counts.unchanged += 1
                continue
            row: dict[str, Json] = {
                **content.values,
                "rid": key,
                "source": content.source,
                "batch": self.id,
                "hash": content.hash,
                "valid_from": self._today,
                "valid_to": "",
            }
            if key in known:
                changed.append((key, row))
            else:
                insert.append(row)
        insert_all(self._connection, table, insert)
        self._remember(record, [key for key, _ in changed])
        if changed:
            # One statement for all of them: compiling one a row costs more than the writing.
            mine: dict[str, sa.BindParameter[Json]] = {c: sa.bindparam(f"to_{c}") for c in changed[0][1]}
            update = table.update().where(table.c.rid == sa.bindparam("the_rid")).values(mine)
            self._connection.execute(
                update, [{"the_rid": key} | {f"to_{c}": v for c, v in values.items()} for key, values in changed]
            )
        counts.added, counts.changed = len(insert), len(changed)
        self._count(record, counts)
        return counts

    def _retire(self, record: str, rids: Sequence[str]) -> Counts:
        table = tables.TABLES[record]
        current: list[str] = []
        for part in chunks(sorted(set(rids))):
            query = sa.select(table.c.rid).where(table.c.rid.in_(part), table.c.valid_to == "")
            current += [key for (key,) in self._connection.execute(query)]
        self._remember(record, current)
        for part in chunks(current):
            where = table.update().where(table.c.rid.in_(part))
            self._connection.execute(where.values(valid_to=self._today, batch=self.id))
        counts = Counts(retired=len(current))
        self._count(record, counts)
        return counts

    def _remember(self, record: str, rids: Sequence[str]) -> None:
        """Write what these rows are now into the change log, before they become something else."""
        table = tables.TABLES[record]
        for part in chunks(rids):
            rows = self._connection.execute(sa.select(table).where(table.c.rid.in_(part))).mappings().all()
            log = [{"batch": self.id, "record": record, "rid": r["rid"], "before": dict(r)} for r in rows]
            if log:
                self._connection.execute(tables.change.insert(), log)

    def _count(self, record: str, counts: Counts) -> None:
        total = self.totals.setdefault(record, Counts())
        total += counts
