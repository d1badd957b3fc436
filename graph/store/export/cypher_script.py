"""A Cypher script that fills an empty database; `liantu build` then adds the indexes."""

from __future__ import annotations

from pathlib import Path

from graph.files.whole import whole
from graph.model.specs import Json
from graph.store.base.protocol import Content, GraphStore
from graph.store.copy import Progress
from graph.store.export.stored import BATCH, MEND, STORE, ends, pages, stored
from graph.store.neo4j.codec import anchor
from graph.store.neo4j.cypher import labels, script


def cypher_script(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """Write `graph.cypher`; returns the number by type."""
    counts: dict[str, int] = {}
    with whole(folder / "graph.cypher", MEND) as half, half.open("w", encoding="utf-8", newline="\n") as out:
        out.write(script.begin(STORE))
        for record, page in pages(store, progress, counts):
            out.write(script.records(record, [_row(record, content) for content in page]))
        for keys in store.firm_keys():
            out.write(script.firm_keys([{"key": k, "firm_id": f, "batch": BATCH} for k, f in keys.items()]))
    return counts


def _row(record: str, content: Content) -> Json:
    if record not in labels.TIES:
        return stored(record, content)
    a, b = ends(record, content)
    return {"a": anchor(a), "b": anchor(b), "p": stored(record, content)}
