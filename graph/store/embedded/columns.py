"""What the measures read from the embedded store: memberships and sources of the whole country, column by column."""

from __future__ import annotations

import json

import sqlalchemy as sa

from graph.measures.columns import FirmColumns, MemberColumns, OriginColumns
from graph.model.records import Member
from graph.model.regions import Regions
from graph.store.base.assemble import code_prefix
from graph.store.embedded.rows import readable, whole_columns
from graph.store.embedded.tables import TABLES


def members(engine: sa.Engine) -> list[Member]:
    """See `graph.store.base.protocol.GraphStore.members`."""
    m, f = TABLES["membership"], TABLES["firm"]
    query = (
        sa.select(m.c.firm_id, m.c.segment_id, m.c.confidence, f.c.size, f.c.region, f.c.sites)
        # By the firm's key, which is its id with bars and backslashes escaped (`key_part`), since that has an index.
        .join(f, f.c.rid == sa.func.replace(sa.func.replace(m.c.firm_id, "\\", "\\\\"), "|", "\\|"))
        .where(m.c.valid_to == "", f.c.valid_to == "")
        .order_by(m.c.rid)
    )
    with readable(engine) as c:
        return [Member(a, b, conf, size, region, tuple(sites)) for a, b, conf, size, region, sites in c.execute(query)]


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
        .where(f.c.valid_to == "", r.c.valid_to == "")
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
    ids, size, seat, sites = whole_columns(c, "firm", "id", "size", "region", "sites")
    # Most firms have no plant, and decoding half a million empty lists takes longer than the rest.
    return FirmColumns.build(ids, size, seat, {k: json.loads(s) for k, s in enumerate(sites) if s != "[]"})


def _members(c: sa.Connection, firms: FirmColumns) -> MemberColumns:
    return MemberColumns.build(firms, *whole_columns(c, "membership", "firm_id", "segment_id", "confidence"))


def _origins(c: sa.Connection, firms: FirmColumns) -> OriginColumns:
    return OriginColumns.build(firms, *whole_columns(c, "firm_record", "firm_id", "origin"))
