"""Both languages say the same things, and every text a page asks for exists."""

from __future__ import annotations

import ast
import importlib
import re
import string
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from app_pages import correcting
from app_pages.errors import explain
from app_pages.pages.data import tables
from app_pages.pages.gap_list import measures
from app_pages.pages.overview.week import PAIRS
from app_pages.pages.search import by_name
from app_pages.pages.targets import other_lists
from app_pages.read.daily.firm_ties import Told, Way
from app_pages.registry import PAGES
from app_pages.texts import language
from app_pages.texts.merge import merged
from graph.chance.red_lines import LEVELS
from graph.errors import LiantuError, MissingColumn, StoreError, UnknownName, UnreadableFile
from graph.gaps.documents.labels import ROLE
from graph.model.records import CORRECTION_KINDS, DECISION_REASONS, OUTCOMES
from graph.model.vocabulary import Use
from ingest.quality import FIELDS
from outreach.after.facts_learnt import RELATION_WORDS
from outreach.casework.people import CONSENT, RELATIONS, RESULTS
from tests.support.app_store import ROOT

MODULES = sorted(f for f in (ROOT / "app_pages").rglob("*.py") if f.name != "texts.py" and "texts" not in f.parts)
SOURCES = [ROOT / "app.py", *MODULES]
# Keys that a page builds: the template, and the words of the vocabulary that it is filled with.
FAMILIES: dict[str, Collection[str]] = {
    "nav.{}": [p.name for p in PAGES],
    "across.{}": ROLE,
    "portfolio.power_{}": [use.value for use in Use],
    "week.{}": [name for pair in PAIRS for name in pair],
    "map.links_{}": ("main", "all", "none"),
    "firm.way_{}": get_args(Way),
    "firm.tie_{}": get_args(Way),
    "firm.place_{}": ("seat", "plant", "subsidiary", "project"),
    "firm.event_{}": get_args(get_type_hints(Told)["what"]),
    "market.view_{}": ("map", "table"),
    "tmap.rings_{}": ("rail", "road", "none"),
    "record.{}": tables.RECORDS,
    "data.q_field_{}": FIELDS,
    "correct.kind_{}": {*correcting.IN_SEGMENT, *correcting.OF_FIRM},
    "correct.said_{}": CORRECTION_KINDS,
    "targets.list_{}": other_lists.KINDS,
    "targets.other_{}": other_lists.KINDS,
    "targets.outcome_{}": OUTCOMES,
    "targets.reason_{}": DECISION_REASONS,
    "backtest.own_no_{}": ("segment", "region", "firm", "list"),  # what `own_record.unranked` answers
    "search.kind_{}": by_name.KINDS,
    "search.level_{}": LEVELS.values(),
    "visits.rel_{}": RELATION_WORDS,
    "visits.tie_{}": RELATIONS,
    "visits.consent_{}": CONSENT,
    "visits.result_{}": RESULTS,
}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def built(node: ast.JoinedStr) -> str:
    """An f-string as a template: `visits.tie_{}`."""
    return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)


def said(file: Path) -> Iterator[ast.expr]:
    """What a file passes to `say` as a key."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
            yield node.args[0]


def literals() -> set[str]:
    """Every string of the app's code, texts and the parts of f-strings apart."""
    nodes = [n for f in SOURCES for n in ast.walk(ast.parse(f.read_text(encoding="utf-8")))]
    parts = {id(v) for n in nodes if isinstance(n, ast.JoinedStr) for v in n.values}
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in parts}


def members() -> set[str]:
    """Every key of the families."""
    return {template.format(word) for template, words in FAMILIES.items() for word in words}


@pytest.mark.parametrize("key", language.TEXTS)
def test_text_is_there_in_both_languages_with_the_same_fields(key: str) -> None:
    zh, en = language.TEXTS[key]
    assert zh.strip()
    assert en.strip()
    assert fields(zh) == fields(en)
    assert not re.search(r"[\u4e00-\u9fff]", en) or key in ("firm.placeholder",)


def test_every_text_that_is_asked_for_exists() -> None:
    stems = {k.split(".")[0] for k in language.TEXTS if "." in k}
    keys = {k for k in literals() if re.fullmatch(rf"({'|'.join(stems)})\.[a-z0-9_]+", k)}
    keys |= {n.value for f in SOURCES for n in said(f) if isinstance(n, ast.Constant)}
    assert len(keys) > 500
    assert sorted((keys | members()) - language.TEXTS.keys()) == []


def test_every_built_key_is_of_a_family_and_every_family_is_built() -> None:
    templates = {built(n) for f in SOURCES for n in said(f) if isinstance(n, ast.JoinedStr)}
    assert templates <= FAMILIES.keys()
    assert sorted(FAMILIES.keys() - templates) == []


def test_every_text_is_used() -> None:
    assert sorted(language.TEXTS.keys() - literals() - members()) == []


def test_each_page_keeps_its_own_texts() -> None:
    """Its title in the navigation is one of them, so that a page is one folder and one line."""
    for page in PAGES:
        own = importlib.import_module(page.texts).TEXTS
        assert f"nav.{page.name}" in own
        assert own.items() <= language.TEXTS.items()


def test_two_pages_that_claim_one_key_are_told() -> None:
    one, other = {"a.b": ("甲", "A")}, {"a.b": ("乙", "B"), "a.c": ("丙", "C")}
    with pytest.raises(ValueError, match=r"a\.b"):
        merged(one, other)
    assert merged(one, {"a.c": ("丙", "C")}) == {"a.b": ("甲", "A"), "a.c": ("丙", "C")}


# Blanks of each English text that are counted.
COUNTS = {
    key: [name for _, name, spec, _ in string.Formatter().parse(en) if name and spec]
    for key, (_, en) in language.TEXTS.items()
}


@pytest.mark.parametrize("key", [k for k, names in COUNTS.items() if names])
def test_one_of_a_thing_is_said_in_the_singular(key: str) -> None:
    """1 firm, not 1 firms; and 2 firms, not 2 firm."""
    blanks = fields(language.TEXTS[key][1])
    one = language.speaker("en")(key, **{b: 1 if b in COUNTS[key] else "x" for b in blanks})
    two = language.speaker("en")(key, **{b: 2 if b in COUNTS[key] else "x" for b in blanks})
    assert one != two.replace("2", "1")
    for _, name, spec, _ in string.Formatter().parse(language.TEXTS[key][1]):
        if name and spec:
            single, _, many = spec.partition("/")
            assert (single if many else f"1 {single}") in one
            assert (many or f"2 {single}s") in two


def test_no_bare_number_stands_before_a_plural() -> None:
    """A blank without a noun of its own is not followed by one: `{n} firms` would say 1 firms."""
    bare = {
        key: found
        for key, (_, en) in language.TEXTS.items()
        if (found := re.findall(r"\{(?:n|m|a|p|k|\w+s)\} ((?:[a-z-]+ )?[a-z-]+[^su]s)\b", en))
    }
    assert bare == {}


@pytest.mark.parametrize(
    ("n", "words"), [(0, "0 firms"), (1, "1 firm"), (2, "2 firms"), ("1,234", "1,234 firms"), ("1", "1 firm")]
)
def test_a_number_keeps_its_thousands(n: int | str, words: str) -> None:
    assert language.speaker("en")("unit.firms", n=n) == words
    assert language.speaker("zh")("unit.firms", n=n) == f"{n} 家"


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
