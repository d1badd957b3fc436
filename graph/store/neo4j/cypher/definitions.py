"""Constraints and indexes. Labels, fields and types come from our own code; a server has no parameters for them."""

from __future__ import annotations

STORE_IS_ONE = "CREATE CONSTRAINT liantu_store IF NOT EXISTS FOR (g:LiantuStore) REQUIRE g.id IS UNIQUE"
READER_IS_ONE = "CREATE CONSTRAINT liantu_reader IF NOT EXISTS FOR (r:LiantuReader) REQUIRE r.id IS UNIQUE"
# A text index finds any part of a text by its runs of three characters; a full-text index finds words only, and Chinese
# has no spaces between them.
FIRM_NAMES = "CREATE TEXT INDEX liantu_firm_found_by IF NOT EXISTS FOR (n:Firm) ON (n.found_by)"
# Graphs of before and imported ones; as `graph.store.base.by_name.found_by`.
FOUND_BY = (
    "MATCH (n:Firm) WHERE n.found_by IS NULL AND n.name IS NOT NULL WITH n LIMIT $limit "
    "SET n.found_by = substring(toLower(n.name + ' ' + "
    "reduce(s = '', a IN coalesce(n.aliases, []) | CASE WHEN s = '' THEN a ELSE s + ' ' + a END) + ' ' + "
    "coalesce(n.uscc, '') + ' ' + coalesce(n.stock_code, '')), 0, 2000) RETURN count(n) AS n"
)
# `verified` of firms became `verified_identity`. Within texts of JSON a quote is escaped, so only a key is found.
VERIFIED_FIRMS = "MATCH (n:Firm) WHERE n.verified IS NOT NULL SET n.verified_identity = n.verified REMOVE n.verified"
VERIFIED_RECORDS = (
    "MATCH (n:FirmRecord) WHERE n.data CONTAINS '\"verified\":' "
    "SET n.data = replace(n.data, '\"verified\":', '\"verified_identity\":')"
)
VERIFIED_LOG = (
    "MATCH (c:Change) WHERE c.record IN ['firm', 'firm_record'] AND c.before CONTAINS '\"verified\":' "
    "SET c.before = replace(c.before, '\"verified\":', '\"verified_identity\":')"
)


def unique_key(label: str) -> str:
    """No two nodes of a label share a key."""
    return f"CREATE CONSTRAINT liantu_{label.lower()}_key IF NOT EXISTS FOR (n:{label}) REQUIRE n.key IS UNIQUE"


def unique_tie(type_: str) -> str:
    """No two relationships of a type share a key."""
    return f"CREATE CONSTRAINT liantu_{type_.lower()}_key IF NOT EXISTS FOR ()-[n:{type_}]-() REQUIRE n.key IS UNIQUE"


def index(label: str, field: str) -> str:
    """Nodes of a label are found by a field."""
    return f"CREATE INDEX liantu_{label.lower()}_{field} IF NOT EXISTS FOR (n:{label}) ON (n.{field})"


def tie_index(type_: str) -> str:
    """Relationships of a type are found by their key."""
    return f"CREATE INDEX liantu_{type_.lower()}_key IF NOT EXISTS FOR ()-[n:{type_}]-() ON (n.key)"


def drop_index(name: str) -> str:
    """Remove an index of an earlier version."""
    return f"DROP INDEX {name} IF EXISTS"
