"""English and pinyin: what they mean in Chinese, and that noise means nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidCatalogue
from graph.model.records import Segment
from recommend.encode.encoder import CachedEncoder, HashEncoder
from recommend.retrieve.index import Document, HybridIndex
from recommend.retrieve.latin import Glossary, load_english
from recommend.retrieve.trades import Trade, load_book
from tests.support.small import ROOT, calm

SEGMENTS = (
    Segment("c.s", "c", "隔膜", "Battery separators", "midstream", "", ("锂电池隔膜", "湿法隔膜", "涂覆隔膜")),
    Segment("c.l", "c", "起重机械", "Cranes and hoists", "midstream", "", ("桥式起重机", "电动葫芦", "门式起重机")),
)
TRADES = (
    Trade(("电池隔膜",), ("锂电池隔膜", "湿法隔膜", "振动筛")),
    Trade(("起重机械",), ("桥式起重机", "吊车", "行车")),
    Trade(("线路板", "PCB"), ("电路板", "PCB", "覆铜板")),
)
FIRMS = [
    Document("film", "甲", (("湿法隔膜", 0.9), ("涂覆隔膜", 0.1))),
    Document("crane", "乙", (("桥式起重机", 1.0),)),
    Document("sieve", "丙", (("振动筛", 1.0),)),
    Document("board", "丁", (("PCB", 0.5), ("覆铜板", 0.5))),
]
GLOSSARY = Glossary.of(SEGMENTS, TRADES, {"dairy milk": ("乳品",), "elevators lifts": ("电梯", "自动扶梯")})


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Battery separators", "隔膜"),
        ("lithium battery separator", "隔膜"),
        ("battery seperators", "隔膜"),
        ("crane", "起重机械"),
        ("milk", "乳品"),
        ("zhendongshai", "振动筛"),
        ("Zhen Dong Shai", "振动筛"),
        ("gemo", "隔膜"),
        ("qiaoshiqizhongji", "桥式起重机"),
    ],
)
def test_what_it_means(query: str, first: str) -> None:
    assert GLOSSARY.chinese(query)[0] == first


def test_pinyin_word_after_word() -> None:
    assert GLOSSARY.chinese("gemo zhendongshai") == ("隔膜", "振动筛")
    assert GLOSSARY.chinese("gemo qqq") == ()  # half a reading is a guess


@pytest.mark.parametrize(
    "query",
    [
        "hello how are you",
        "the weather is nice",
        "asdfgh qwerty",
        "john smith",
        "PCB",
        "pcb",
        "隔膜",
        "gemo隔膜",
        "",
        "ab",
        "1234",
        "🙂",
        "x" * 10_000,
    ],
)
def test_noise_and_chinese_stay_as_they_are(query: str) -> None:
    assert GLOSSARY.chinese(query) == ()


def test_empty_glossary() -> None:
    assert Glossary({}, ()).chinese("battery") == ()


@pytest.mark.parametrize(
    ("query", "first"),
    [("lithium battery separator", "film"), ("zhendongshai", "sieve"), ("CRANES", "crane"), ("PCB", "board")],
)
def test_the_firms_are_found(tmp_path: Path, query: str, first: str) -> None:
    """In Latin letters as in Chinese: the same order to the last firm, and clear."""
    index = HybridIndex(FIRMS, CachedEncoder(HashEncoder(), tmp_path), TRADES, GLOSSARY)
    found = index.search(query)
    assert FIRMS[int(np.argmax(found))].id == first
    assert np.array_equal(found, index.search(index.read(query)))
    assert index.clear(query)
    assert not index.clear("hello how are you")


@calm
@given(st.text("abgemozhndsiqj aeiou", max_size=20))
def test_only_words_that_exist(query: str) -> None:
    known = {w for s in SEGMENTS for w in (s.name, *s.products)} | {w for t in TRADES for w in (*t.names, *t.makes)}
    assert set(GLOSSARY.chinese(query)) <= known | {"乳品", "电梯", "自动扶梯"}


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"a: [", "not YAML"), (b"- a\n", "one name a line"), (b"milk:\n", "'milk' needs a Chinese term")],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "english.yaml"
    file.write_bytes(content)
    with pytest.raises(InvalidCatalogue, match=why):
        load_english(file)
    assert load_english(tmp_path / "none.yaml") == {}


def test_english_that_ships_leads_to_words_of_the_book() -> None:
    """An English name whose first Chinese word neither a trade nor a class uses would lead nowhere."""
    words = {w for t in load_book(ROOT / "data") for w in (*t.names, *t.makes)}
    english = load_english(ROOT / "data" / "english.yaml")
    assert len(english) > 150
    assert [k for k, v in english.items() if not set(v) & words] == []
