"""Vectors of texts on the server: written beside the records, searched there by its vector index or, without one, in
full."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from graph.errors import StoreError
from graph.model.specs import Json
from graph.store.base.abilities import Encode, Vectors, Written
from graph.store.base.assemble import chunks
from graph.store.neo4j.codec import anchor
from graph.store.neo4j.cypher import labels, nearness, store_node
from graph.store.neo4j.server.connect import Line
from graph.store.neo4j.server.migrations import offers

ROWS = 500  # vectors in a transaction: half a megabyte
# An index finds nearly the nearest, in eight bits, and knows records that are gone: so many times as many as wanted are
# asked for, and no fewer than `AT_LEAST`; measured in docs/neo4j.md.
ROOM, AT_LEAST = 3, 200
INSTEAD = "likeness of texts is worked out by going through all vectors on the server"


def text_digest(text: str) -> str:
    """Under which a vector's text is remembered."""
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


class ServerVectors:
    """Vectors of `firm` and `segment` records. They are worked out from the records and are no part of them: a load, a
    copy and a content hash leave them alone, and `write` brings them up to date."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def write(
        self,
        record: str,
        texts: Mapping[str, str],
        encode: Encode,
        model: str,
        dimensions: int,
        progress: Callable[[int, int], None] | None = None,
    ) -> Written:
        """Make the server hold the vectors of these texts (by record id) and of no others; what is there is kept."""
        held = {r["id"]: r for r in self._line.read(nearness.vectors_held(record))}
        if any(r["dimensions"] != dimensions for r in held.values()):
            offers(self._line, nearness.drop_vector_index(record))
        index = offers(self._line, nearness.vector_index(record, dimensions))
        digests = {i: text_digest(t) for i, t in texts.items()}
        todo = [i for i in sorted(texts) if i not in held or (held[i]["model"], held[i]["text"]) != (model, digests[i])]
        gone = sorted(held.keys() - texts.keys())
        for part in chunks(gone, ROWS):
            self._run(nearness.drop_vectors(record), {"keys": [anchor(i) for i in part]})
        for done, part in enumerate(chunks(todo, ROWS)):
            vectors = encode([texts[i] for i in part])
            rows = [
                {"key": anchor(i), "id": i, "text": digests[i], "embedding": v.astype(float).tolist()}
                for i, v in zip(part, vectors, strict=True)
            ]
            self._run(nearness.set_vectors(record), {"rows": rows, "model": model})
            if progress:
                progress(min((done + 1) * ROWS, len(todo)), len(todo))
        return Written(len(todo), len(texts) - len(todo), len(gone), index)

    def nearest(self, record: str, vector: Vectors, model: str, limit: int, version: int) -> list[tuple[str, float]]:
        """(id, cosine) of the records whose texts are nearest to a vector of length 1, nearest first.

        By the vector index where the server has one, else by going through all vectors; scored from the vectors either
        way. Raises `StoreError` where the server holds no vectors of this encoder.
        """
        values = {
            "vector": vector.astype(float).tolist(),
            "model": model,
            "limit": limit,
            "asked": max(ROOM * limit, AT_LEAST),
            "v": version,
        }
        if self.indexed(record):
            found = self._line.read(nearness.nearest(record), **values)
        else:
            found = self._line.read(nearness.nearest_plain(record), **values)
        if not found:
            raise StoreError(
                f"there are no vectors of this encoder on {self._line.name}; run `liantu graph embed` first"
            )
        return [(str(r["id"]), float(r["cosine"])) for r in found]

    def indexed(self, record: str) -> bool:
        """Has the server a vector index of these records?"""
        found = self._line.read(store_node.INDEXES)
        return any(r["name"] == f"liantu_{labels.VECTORS[record].lower()}" and r["type"] == "VECTOR" for r in found)

    def _run(self, text: str, values: dict[str, Json]) -> None:
        self._line.write(lambda tx: tx.run(text, values).consume())
