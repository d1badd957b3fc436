"""A load taken back is as if it had never been: the graph equals, record by record, that of a store without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidArgument, UnknownName
from graph.model.specs import BY_NAME
from ingest.load.files import ingest_file
from ingest.load.undo.rollback import rollback, undone
from tests.support.small import Country, code

FIRST, SECOND, THIRD = (code("410721", f"MA4AAAAA{i}") for i in (1, 2, 3))
HEAD = "企业名称,统一社会信用代码,所属城市,主要产品,登记状态\n"
EARLIER = HEAD + f"新乡甲起重机有限公司,{FIRST},新乡市,桥式起重机,\n新乡乙起重机有限公司,{SECOND},新乡市,门式起重机,\n"
TAKEN_BACK = HEAD + f"新乡甲起重机有限公司,{FIRST},新乡市,面粉,注销\n新乡丙起重机有限公司,{THIRD},新乡市,桥式起重机,\n"
LATER = HEAD + f"新乡甲起重机有限公司,{FIRST},新乡市,挂面,\n新乡丙起重机有限公司,{THIRD},新乡市,面粉,\n"
PROJECTS = "企业名称,项目名称,状态,投资额（亿元）\n新乡甲起重机有限公司,智能工厂,在建,3\n"


def load(country: Country, folder: Path, name: str, text: str) -> int:
    file = folder / f"{name}.csv"
    file.write_text(text, encoding="utf-8")
    return ingest_file(country.store, file, country.regions, country.assigner()).batches[-1]


def content(country: Country) -> dict[str, dict[str, str]]:
    """Every current record by its hash."""
    return {r: {c.key: c.hash for page in country.store.contents(r) for c in page} for r in BY_NAME}


def take_back(country: Country, number: int) -> None:
    rollback(country.store, number, country.regions, country.assigner())


@pytest.mark.parametrize("others", [["earlier"], ["later"], ["earlier", "later"], []])
def test_after_a_rollback_the_graph_is_that_of_a_store_without_the_load(
    built: Country, tmp_path: Path, others: list[str]
) -> None:
    with_it, without = built.copy_to(tmp_path / "a"), built.copy_to(tmp_path / "b")
    texts = {"earlier": EARLIER, "later": LATER}
    for country in (with_it, without):
        if "earlier" in others:
            load(country, tmp_path, "先", texts["earlier"])
        if country is with_it:
            number = load(country, tmp_path, "撤", TAKEN_BACK)
        if "later" in others:
            load(country, tmp_path, "后", texts["later"])
    assert content(with_it) != content(without)
    take_back(with_it, number)
    assert content(with_it) == content(without)
    assert undone(with_it.store.batches()) == {number: number + 1 + ("later" in others)}


def test_facts_of_a_load_go_with_it(built: Country, tmp_path: Path) -> None:
    country = built.copy_to(tmp_path / "a")
    load(country, tmp_path, "先", EARLIER)
    before = content(country)
    number = load(country, tmp_path, "项目", PROJECTS)
    assert country.store.counts()["project"] == 1
    take_back(country, number)
    assert content(country) == before


def test_an_older_version_of_the_same_source_comes_back(built: Country, tmp_path: Path) -> None:
    country = built.copy_to(tmp_path / "a")
    first = load(country, tmp_path, "名单", EARLIER)
    before = content(country)
    second = load(country, tmp_path, "名单", EARLIER.replace("桥式起重机", "面粉"))
    with pytest.raises(InvalidArgument, match=f"roll back batch {second} first"):
        take_back(country, first)
    take_back(country, second)
    assert content(country) == before
    with pytest.raises(InvalidArgument, match="rolled back before"):
        take_back(country, second)
    take_back(country, first)
    assert content(country) == content(built)


def test_what_cannot_be_taken_back_is_refused(built: Country, tmp_path: Path) -> None:
    country = built.copy_to(tmp_path / "a")
    with pytest.raises(UnknownName):
        take_back(country, 999)
    with pytest.raises(InvalidArgument, match="no load of a file"):
        take_back(country, country.store.batches()[-1].id)
