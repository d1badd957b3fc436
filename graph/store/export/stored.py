"""The records of a store page by page, with the properties that they would have on a server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from graph.model import specs
from graph.model.specs import Json
from graph.store.base.protocol import Content, GraphStore
from graph.store.copy import ORDER, Progress
from graph.store.neo4j.codec import PROPERTIES, PropertyMap, short_key
from graph.store.neo4j.cypher import labels

PAGE = 2_000
MEND = "name another folder with --out"
BATCH = 1  # the load an exported graph consists of
STORE: PropertyMap = {
    "id": "liantu",
    "version": "0000",
    "committed": BATCH,
    "settled": BATCH,
    "settling": BATCH,
    "next": BATCH + 1,
    "finished": "",
    "writer": "",
    "writer_until": 0,
    "open": "",
    "touched": [],
    "lacks": [],
}
_ADMIN_TYPE = {int: "long", float: "double", bool: "boolean", list: "string[]", str: "string"}


def pages(store: GraphStore, progress: Progress | None, counts: dict[str, int]) -> Iterator[tuple[str, list[Content]]]:
    """All current records, nodes before relationships, as (type, records); `counts` grows with them."""
    total, done = sum(store.counts().values()), 0
    for record in ORDER:
        counts[record] = 0
        for page in store.contents(record, PAGE):
            yield record, page
            counts[record] += len(page)
            done += len(page)
            if progress:
                progress("导出", done, total)


def stored(record: str, content: Content) -> PropertyMap:
    """The properties a record has on a server (see `graph.store.neo4j.codec`)."""
    p = PROPERTIES[record].dump(content.values) | {
        "key": short_key(content.key),
        "source": content.source,
        "batch": BATCH,
        "hash": content.hash,
        "valid_from": "",
    }
    return p if p["key"] == content.key else p | {"rid": content.key}


def ends(record: str, content: Content) -> tuple[str, str]:
    """The ids of a relationship's ends."""
    tie = labels.TIES[record]
    return str(content.values[tie.start_field]), str(content.values[tie.end_field])


@cache
def typed_properties(record: str) -> tuple[tuple[str, str], ...]:
    """The properties that a record can have, each with its type as the bulk import names it."""
    out = []
    for name in specs.stored_fields(specs.BY_NAME[record]):
        if name in PROPERTIES[record].ends:
            continue
        kind = _ADMIN_TYPE[specs.stored_kind(specs.BY_NAME[record], name)[0]]
        out.append((labels.RENAMED.get(name, name), "string" if name in PROPERTIES[record].text else kind))
    return (
        *out,
        ("key", "string"),
        ("source", "string"),
        ("batch", "long"),
        ("hash", "string"),
        ("valid_from", "string"),
        ("rid", "string"),
    )


def cell(value: Json) -> str | int | float | bool:
    """A value in one cell of a table: texts joined by `;`, anything nested as JSON, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ";".join(str(v) for v in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str | int | float) else str(value)
