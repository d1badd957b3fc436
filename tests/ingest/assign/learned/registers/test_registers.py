"""Registers read as arrays: the same memberships as firm by firm, whatever stands in the rows and beside them."""

from __future__ import annotations

import csv
import gzip
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.model.records import StatedFacts
from ingest.assign.assigner import Assignment
from ingest.assign.learned.learned_assigner import LearnedAssigner, memberships_of
from ingest.assign.learned.reading import read_firm
from ingest.assign.learned.registers import assign as registers
from ingest.assign.learned.registers import book
from tests.support.labelled import Taught, firms
from tests.support.small import calm
from workspace import Workspace

# Words of segments, verbs, places, separators, brackets and odd characters, put together at will.
PIECES = [
    *[
        "起重机",
        "桥式起重机",
        "电机",
        "面粉",
        "挂面",
        "锂电隔膜",
        "动力电池",
        "银行",
        "早餐工程",
        "百货",
        "五金",
        "制造",
        "生产",
        "销售",
        "维修",
        "安装",
        "种植",
        "服务",
    ],
    *[
        "、",
        "，",
        "。",
        "；",
        ";",
        ":",
        "：",
        ".",
        "（",
        "）",
        "(",
        ")",
        "主营:",
        "一般项目：",
        "凭许可证",
        "本企业自产所需的机械设备及零配件",
        "门市部",
        "有限公司",
    ],
    *["新乡市", "合作社", "3店", "厂", "批发零售", "A", "ａ", "𠮷", "é", "\u3000", "\n", "\x00", "1.5"],
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
ROWS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6)


def one_by_one(assigner: LearnedAssigner, rows: list[StatedFacts]) -> list[Assignment]:
    """As the definition has it: every firm read and weighed by itself."""
    return [Assignment(memberships_of(assigner.verdict(read_firm(f, assigner.words))), False) for f in rows]


def facts(rows: list[tuple[str, str]]) -> list[StatedFacts]:
    return [{"name": name, "scope": scope, "source": f"表{i}"} for i, (name, scope) in enumerate(rows)]


@calm
@given(rows=ROWS)
@example(rows=[("", "")])
@example(rows=[("起重机", ""), ("", "起重机"), ("\x00", "\x00、起重机\x00电机制造")])
def test_any_rows_get_what_each_gets_alone(taught: Taught, rows: list[tuple[str, str]]) -> None:
    assigner = taught.assigner(quick=True)
    assert assigner.assign(facts(rows)) == one_by_one(assigner, facts(rows))


def test_labelled_firms_get_what_each_gets_alone(taught: Taught) -> None:
    assigner = taught.assigner(quick=True)
    rows = facts([(f.name, f.scope) for f in firms()])
    found = assigner.assign(rows)
    assert found == one_by_one(assigner, rows)
    assert {m.segment_id for a in found for m in a.memberships} >= {"equipment.crane", "green_food.flour"}
    assert assigner.assign(rows[::-1]) == found[::-1]


def test_what_was_forgotten_is_learned_anew(taught: Taught, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = facts([(f.name, f.scope) for f in firms()])
    expected = taught.assigner(quick=True).assign(rows)
    monkeypatch.setattr(registers, "MOST", 3)
    monkeypatch.setattr(registers, "AT_ONCE", 7)
    assigner = taught.assigner(quick=True)
    assert assigner.assign(rows) == expected
    assert assigner.registers is not None
    assert len(assigner.registers.book.texts) < 20 < book.MOST


@pytest.mark.shared
def test_a_registers_rows_get_what_each_gets_alone(shipped_space: Workspace, shared: Path) -> None:
    """The shipped model and catalogue on rows of a register, one in a hundred of Xinxiang's."""
    catalogue = shipped_space.catalogue
    words = shipped_space.assigner(list(catalogue.segments.values()), catalogue.retired)
    with gzip.open(shared / "data" / "xinxiang_registrations.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [(r["name"], r["scope"]) for r in islice(csv.DictReader(file), 0, None, 100)]
    assigner = words.learned
    assert isinstance(assigner, LearnedAssigner)
    found = assigner.assign(facts(rows))
    assert found == one_by_one(assigner, facts(rows))
    kinds = {e["kind"] for a in found for m in a.memberships for e in m.evidence}
    assert kinds == {"name", "scope", "learned"}
