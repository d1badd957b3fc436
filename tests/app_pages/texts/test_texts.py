"""Both languages say the same things, and every text a page asks for exists."""

from __future__ import annotations

import re
import string

import pytest

from app_pages.errors import explain
from app_pages.pages.data import tables
from app_pages.pages.gap_list import measures
from app_pages.texts import language
from graph.errors import LiantuError, MissingColumn, StoreError, UnknownName, UnreadableFile
from tests.support.app_store import ROOT

PAGES = [*sorted((ROOT / "app_pages").rglob("*.py")), ROOT / "app.py"]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", language.TEXTS)
def test_text_is_there_in_both_languages_with_the_same_fields(key: str) -> None:
    zh, en = language.TEXTS[key]
    assert zh.strip()
    assert en.strip()
    assert fields(zh) == fields(en)
    assert not re.search(r"[\u4e00-\u9fff]", en) or key in ("firm.placeholder",)


def test_every_text_a_page_names_exists() -> None:
    asked = {k for f in PAGES for k in re.findall(r'say\(\s*"([a-z_.]+)"', f.read_text(encoding="utf-8"))}
    assert asked
    assert asked <= language.TEXTS.keys()


def test_every_text_is_used() -> None:
    source = "".join(f.read_text(encoding="utf-8") for f in PAGES if f.name != "texts.py" and "texts" not in f.parts)
    source += "".join(tables.STEPS.values())
    built = (
        "nav.",
        "match.",
        "record.",
        "targets.",
        "gaps.",
        "data.",
        "firm.",
        "sandbox.",
        "portfolio.power_",
        "across.",
        "visits.",
        "backtest.own_",
        "search.where_",
    )
    unused = [k for k in language.TEXTS if f'"{k}"' not in source and k not in source and not k.startswith(built)]
    assert not unused


def test_measures_are_explained_in_both_languages() -> None:
    for zh, en in measures.MEASURES.values():
        assert all(zh)
        assert all(en)
    rows = measures.measure_rows({"pull": 2.0, "density": 0.25}, "zh")
    assert [r[:2] for r in rows] == [("本地需求拉动", "2.00 规模单位"), ("关联密度", "0.25")]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MissingColumn("a.csv", "name", ["x"]), "缺少企业名称列"),
        (UnreadableFile("a.csv", "the file is empty", "export it again"), "文件是空的"),
        (UnreadableFile("a.csv", "200 MB is over the limit of 150 MB", "split it"), "文件太大"),
        (UnreadableFile("a.csv", "the text is neither UTF-8 nor GBK", "save it"), "文字编码无法识别"),
        (UnreadableFile("a.csv", "something new", "mend it"), "未能读取"),
        (StoreError("locked"), "暂时无法写入"),
        (UnknownName("region", "北平"), "没有找到“北平”"),
        (LiantuError("x"), "操作未能完成"),
    ],
)
def test_errors_are_one_chinese_sentence_and_what_to_do(error: LiantuError, said: str) -> None:
    what, todo = explain(error, "zh")
    assert said in what
    assert todo.endswith("。")
    assert all(explain(error, "en"))
