"""What the measures read from the embedded store: memberships and sources of the whole country, column by column."""

from __future__ import annotations

import json

import sqlalchemy as sa

from graph.measures.columns import FirmColumns, MemberColumns, OriginColumns
from graph.model.records import COUNTED_STATUSES, Member, Membership
from graph.model.regions import Regions
from graph.model.specs import rid
from graph.store.base.assemble import code_prefix, houses
from graph.store.embedded.rows import chunks, readable, whole_columns
from graph.store.embedded.tables import TABLES


def members(engine: sa.Engine) -> list[Member]:
    """See `graph.store.base.protocol.GraphStore.members`."""
    rows = member_columns(engine).members()
    return sorted(rows, key=lambda m: rid(Membership(m.firm_id, m.segment_id, 0)))


def member_columns(engine: sa.Engine) -> MemberColumns:
    """See `graph.store.base.protocol.GraphStore.member_columns`."""
    with readable(engine) as c:
        return _members(c, _firms(c))


def origin_columns(engine: sa.Engine) -> OriginColumns:
    """See `graph.store.base.protocol.GraphStore.origin_columns`."""
    with readable(engine) as c:
        return _origins(c, _firms(c))


def country_columns(engine: sa.Engine) -> tuple[MemberColumns, OriginColumns]:
    """See `graph.store.base.protocol.GraphStore.country_columns`."""
    with readable(engine) as c:
        firms = _firms(c)
        return _members(c, firms), _origins(c, firms)


def origins(engine: sa.Engine, region: str) -> dict[str, set[str]]:
    """See `graph.store.base.protocol.GraphStore.origins`."""
    f, r = TABLES["firm"], TABLES["firm_record"]
    query = (
        sa.select(f.c.id, f.c.region, f.c.sites, r.c.origin)
        .join(r, r.c.firm_id == f.c.id)
        .where(f.c.valid_to == "", r.c.valid_to == "", f.c.status.in_(COUNTED_STATUSES))
        # Codes nest by prefix: most firms of the country need not be decoded to see that they are elsewhere.
        .where(sa.or_(f.c.region.startswith(code_prefix(region)), sa.cast(f.c.sites, sa.Text) != "[]"))
    )
    out: dict[str, set[str]] = {}
    with readable(engine) as c:
        for firm_id, seat, sites, origin in c.execute(query):
            if any(Regions.within(code, region) for code in (seat, *sites)):
                out.setdefault(firm_id, set()).add(origin)
    return out


def _firms(c: sa.Connection) -> FirmColumns:
    """The firms that count, by their status."""
    counted = TABLES["firm"].c.status.in_(COUNTED_STATUSES)
    names = ("id", "size", "region", "sites", "branch_of")
    ids, size, seat, sites, heads = whole_columns(c, "firm", *names, where=[counted])
    # Most firms have no plant, and decoding half a million empty lists takes longer than the rest.
    plants = {k: json.loads(s) for k, s in enumerate(sites) if s != "[]"}
    return FirmColumns.build(ids, size, seat, plants, houses(ids, heads, _named(c, {h for h in heads if h})))


def _named(c: sa.Connection, names: set[str]) -> dict[str, str]:
    """The firms that bear one of these names, by id."""
    table = TABLES["firm"]
    found: dict[str, str] = {}
    for part in chunks(sorted(names)):
        query = sa.select(table.c.id, table.c.name).where(table.c.name.in_(part), table.c.valid_to == "")
        found.update((firm, name) for firm, name in c.execute(query))
    return found


def _members(c: sa.Connection, firms: FirmColumns) -> MemberColumns:
    return MemberColumns.build(firms, *whole_columns(c, "membership", "firm_id", "segment_id", "confidence", "role"))


def _origins(c: sa.Connection, firms: FirmColumns) -> OriginColumns:
    return OriginColumns.build(firms, *whole_columns(c, "firm_record", "firm_id", "origin"))
