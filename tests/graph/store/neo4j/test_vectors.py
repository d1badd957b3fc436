"""Vectors on the graph server: found there as numpy finds them, brought up to date, never in the way of the records."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from graph.errors import StoreError
from graph.measures.network import Network
from graph.store.copy import fingerprints
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.store import Neo4jStore
from recommend.encode.encoder import CachedEncoder, HashEncoder
from recommend.retrieve.nearest import nearest, send
from tests.support.bolt_graph import put

TEXTS = {"f1": "电解液", "f2": "隔膜", "f3": "湿法隔膜", "a|b": "整车"}


def encode(texts: Sequence[str]) -> np.ndarray:
    return HashEncoder().encode(texts)


@pytest.fixture
def filled(shared_graph: Neo4jStore, make) -> Neo4jStore:
    put(shared_graph, *(make.firm(i, products=(t,)) for i, t in TEXTS.items()))
    return shared_graph


def write(store: Neo4jStore, texts: dict[str, str], model: str = "hash-256") -> tuple[int, int, int]:
    done = store.vectors.write("firm", texts, encode, model, 256)
    return done.written, done.unchanged, done.removed


def test_the_server_finds_what_numpy_finds(filled: Neo4jStore) -> None:
    assert write(filled, TEXTS) == (4, 0, 0)
    asked = encode(["隔膜材料"])[0]
    found = filled.nearest("firm", asked, "hash-256", 3)
    cosines = {i: float(v @ asked) for i, v in zip(TEXTS, encode(list(TEXTS.values())), strict=True)}
    best = sorted(cosines, key=lambda i: (-cosines[i], i))[:3]
    assert [i for i, _ in found] == best
    assert [c for _, c in found] == pytest.approx([cosines[i] for i in best], abs=1e-6)


def test_only_what_changed_is_written(filled: Neo4jStore) -> None:
    write(filled, TEXTS)
    assert write(filled, TEXTS) == (0, 4, 0)
    changed = {k: v for k, v in TEXTS.items() if k != "f3"} | {"f1": "正极材料"}
    assert write(filled, changed) == (1, 2, 1)
    assert write(filled, changed, model="another") == (3, 0, 0)
    with pytest.raises(StoreError, match="run `liantu graph embed` first"):
        filled.nearest("firm", encode(["隔膜"])[0], "hash-256", 3)


def test_a_firm_that_has_gone_is_not_found(filled: Neo4jStore) -> None:
    """Its vector stays until the next time they are written; the answer is about firms that are there."""
    write(filled, TEXTS)
    with filled.batch("test", "test") as batch:
        batch.retire("firm", ["f2"])
    assert [i for i, _ in filled.nearest("firm", encode(["隔膜"])[0], "hash-256", 1)] == ["f3"]


def test_vectors_are_no_part_of_the_records(filled: Neo4jStore, make) -> None:
    before, version = fingerprints(filled), filled.data_version()
    write(filled, TEXTS)
    assert (fingerprints(filled), filled.data_version()) == (before, version)
    put(filled, make.firm("f1", products=("电解液",), employees=9))
    assert [i for i, _ in filled.nearest("firm", encode(["电解液"])[0], "hash-256", 1)] == ["f1"]


def test_what_the_server_does_instead_is_said(filled: Neo4jStore) -> None:
    write(filled, TEXTS)
    lacks = filled.lacks()
    assert ("vector.firm" in lacks) != filled.vectors.indexed("firm")


def test_both_stores_give_one_document(filled: Neo4jStore, fresh, make, tmp_path) -> None:
    chain = make.line()
    encoder = CachedEncoder(HashEncoder(), tmp_path)
    file: EmbeddedStore = fresh()
    for store in (filled, file):
        put(store, chain, *chain.segments, *chain.links, *(make.firm(i, products=(t,)) for i, t in TEXTS.items()))
    network = Network((chain,))
    done = send(filled, network, encoder, lambda *_: None)
    assert (done["firm"]["written"], done["segment"]["written"]) == (4, len(chain.segments))
    documents = [nearest(store, network, encoder, "toy.cell", 4) for store in (file, filled)]
    assert documents[0] == documents[1]
    assert {d["firm"]["id"] for d in documents[0]} == set(TEXTS)
