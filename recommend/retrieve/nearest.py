"""Firms whose products are nearest in meaning to a segment, found where the graph is: by the server's vectors or here.

This is recall by meaning alone. The list of targets goes on weighing words and meaning of all firms beside the program,
since it must be the same for every store and an approximate index may miss one; see docs/neo4j.md.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from graph.measures.network import Network
from graph.model.records import Firm
from graph.model.text import short_name
from graph.store.base.abilities import VectorStore
from graph.store.base.protocol import GraphStore
from recommend.encode.encoder import CachedEncoder
from recommend.retrieve.index import Document, HybridIndex

PLACES = 5  # of a cosine: what a server adds up in another order differs behind these


def firm_text(firm: Firm) -> str:
    """A firm as the encoder reads it: its products, '' where none is known."""
    return Document(firm.id, firm.name, tuple((p, 1.0) for p in firm.products)).text


def _segment_text(network: Network, segment: str) -> str:
    seg = network.segments[segment]
    return HybridIndex.query_text(seg.name, seg.products)


def send(
    store: VectorStore, network: Network, encoder: CachedEncoder, progress: Callable[[str, int, int], None]
) -> dict[str, dict[str, Any]]:
    """Bring the vectors on a graph server up to date; returns, by record, what was written, and whether by an index
    they are found."""
    sides = (
        ("segment", {s: _segment_text(network, s) for s in network.makers}, True, "环节向量"),
        ("firm", {f.id: text for f in store.firms() if (text := firm_text(f))}, False, "企业向量"),
    )
    out: dict[str, dict[str, Any]] = {}
    for record, texts, query, what in sides:
        encode, step = partial(encoder.encode, query=query), partial(progress, what)
        done = store.vectors.write(record, texts, encode, encoder.model_id, encoder.dim, step)
        out[record] = vars(done)
    return out


def nearest(
    store: GraphStore, network: Network, encoder: CachedEncoder, segment: str, top: int
) -> list[dict[str, Any]]:
    """The `top` firms nearest to a segment: `{firm: {id, name, short, region}, segment, cosine}`, nearest first."""
    query = encoder.encode([_segment_text(network, segment)], query=True)[0]
    found: list[tuple[str, float]]
    if isinstance(store, VectorStore):
        found = store.nearest("firm", query, encoder.model_id, top)
        firms = {f.id: f for f in store.firms([i for i, _ in found])}
    else:
        firms = {f.id: f for f in store.firms() if f.products}
        ids = sorted(firms)
        dense = encoder.encode([firm_text(firms[i]) for i in ids]) if ids else np.zeros((0, encoder.dim), np.float32)
        cosine = dense.astype(np.float64) @ query.astype(np.float64)
        found = [(ids[k], float(cosine[k])) for k in np.argsort(-cosine, kind="stable")[:top]]
    rows = [(round(score, PLACES), firms[i]) for i, score in found if i in firms]
    return [
        {
            "firm": {"id": f.id, "name": f.name, "short": short_name(f), "region": f.region},
            "segment": segment,
            "cosine": score,
        }
        for score, f in sorted(rows, key=lambda r: (-r[0], r[1].id))
    ]
