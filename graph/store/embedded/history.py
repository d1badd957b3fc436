"""What the embedded store remembers: its rows, those retired among them, and its log of what rows were before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from graph.model import specs
from graph.model.specs import Columns, key_part
from graph.store.base.protocol import Content, Version
from graph.store.embedded import tables
from graph.store.embedded.rows import chunks, readable


def past(engine: sa.Engine, record: str, last: int, size: int) -> Iterator[list[Version]]:
    """See `graph.store.base.protocol.GraphStore.past`."""
    table, log = tables.TABLES[record], tables.change
    names, defaults = specs.stored_fields(specs.BY_NAME[record]), specs.DEFAULTS[record]
    later = sa.select(log.c.rid).where(log.c.record == record, log.c.batch > last)
    still = sa.select(table).where(table.c.batch <= last, table.c.valid_to == "", table.c.rid.not_in(later))
    first = sa.select(sa.func.min(log.c.id)).where(log.c.record == record, log.c.batch > last).group_by(log.c.rid)
    before = sa.select(log.c.before).where(log.c.id.in_(first))
    with readable(engine) as c:
        for part in c.execution_options(yield_per=size).execute(still).mappings().partitions(size):
            yield [_version(names, row) for row in part]
        for rows in c.execution_options(yield_per=size).execute(before).scalars().partitions(size):
            # A row may have been written down before some of the fields were invented.
            known = [{**defaults, **(json.loads(row) if isinstance(row, str) else row)} for row in rows]
            # A row that came after `last` and was changed again was not there, nor was one that had been retired.
            yield [_version(names, row) for row in known if row["batch"] <= last and not row["valid_to"]]


def touched(engine: sa.Engine, record: str, rids: Sequence[str], last: int) -> dict[str, int]:
    """See `graph.store.base.protocol.GraphStore.touched`; a retired row carries the batch that retired it."""
    table = tables.TABLES[record]
    out: dict[str, int] = {}
    with readable(engine) as c:
        for part in chunks(sorted(set(rids))):
            query = sa.select(table.c.rid, table.c.batch).where(table.c.rid.in_(part), table.c.batch > last)
            out.update((key, int(batch)) for key, batch in c.execute(query))
    return out


def names_of(engine: sa.Engine, firm_ids: Sequence[str]) -> dict[str, str]:
    """See `graph.store.base.protocol.GraphStore.names_of`."""
    table = tables.TABLES["firm"]
    out: dict[str, str] = {}
    with readable(engine) as c:
        for part in chunks(sorted(set(firm_ids))):
            query = sa.select(table.c.id, table.c.name).where(table.c.rid.in_([key_part(i) for i in part]))
            out.update((firm, name) for firm, name in c.execute(query))
    return out


def _version(names: Sequence[str], row: Columns) -> Version:
    content = Content(row["rid"], {name: row[name] for name in names}, row["source"], row["hash"])
    return Version(content, int(row["batch"]), row["valid_from"])
