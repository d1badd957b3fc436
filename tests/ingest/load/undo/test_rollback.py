"""A load taken back is as if it had never been: the graph equals, record by record, that of a store without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InvalidArgument, UnknownName
from graph.model.specs import BY_NAME
from graph.store.base.protocol import GraphStore
from graph.store.copy import copy
from ingest.load.files import ingest_file
from ingest.load.undo.rollback import rollback, undone
from tests.support.bolt_graph import Bolt
from tests.support.small import Country, code

FIRST, SECOND, THIRD = (code("410721", f"MA4AAAAA{i}") for i in (1, 2, 3))
HEAD = "企业名称,统一社会信用代码,所属城市,主要产品,登记状态\n"
EARLIER = HEAD + f"新乡甲起重机有限公司,{FIRST},新乡市,桥式起重机,\n新乡乙起重机有限公司,{SECOND},新乡市,门式起重机,\n"
TAKEN_BACK = HEAD + f"新乡甲起重机有限公司,{FIRST},新乡市,面粉,注销\n新乡丙起重机有限公司,{THIRD},新乡市,桥式起重机,\n"
LATER = HEAD + f"新乡甲起重机有限公司,{FIRST},新乡市,挂面,\n新乡丙起重机有限公司,{THIRD},新乡市,面粉,\n"
PROJECTS = "企业名称,项目名称,状态,投资额（亿元）\n新乡甲起重机有限公司,智能工厂,在建,3\n"


def load(country: Country, folder: Path, name: str, text: str, store: GraphStore | None = None) -> int:
    file = folder / f"{name}.csv"
    file.write_text(text, encoding="utf-8")
    return ingest_file(store or country.store, file, country.regions, country.assigner()).batches[-1]


def content(of: Country | GraphStore) -> dict[str, dict[str, str]]:
    """Every current record by its hash, and what else the store remembers of firms: keys, pairs, decisions."""
    store = of.store if isinstance(of, Country) else of
    told = {r: {c.key: c.hash for page in store.contents(r) for c in page} for r in BY_NAME}
    keys = {k: f for page in store.firm_keys() for k, f in page.items()}
    metas = {k: v for k, v in store.metas().items() if v and (k.startswith("match") or k == "report_year")}
    return {**told, "keys": keys, "metas": metas}


def take_back(country: Country, number: int, store: GraphStore | None = None) -> None:
    rollback(store or country.store, number, country.regions, country.assigner())


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


# A table without codes; one that tells a code and a former name, and so ties two of its firms together; a list that
# resembles a firm of it, so that a person is asked.
NAMES = "企业名称,所属城市,主要产品\n新乡丁起重机有限公司,新乡市,桥式起重机\n新乡老丁起重机厂,新乡市,门式起重机\n"
CODES = (
    "企业名称,统一社会信用代码,曾用名,所属城市,从业人数\n"
    f"新乡丁起重机有限公司,{FIRST},新乡老丁起重机厂,新乡市,80\n新乡戊特种起重机有限公司,{SECOND},,新乡市,10\n"
)
LIKE = "企业名称,所属城市,主要产品\n新乡戊特种起重有限公司,新乡市,面粉\n新乡老丁起重机厂,新乡市,挂面\n"
ONE_NAME = "".join(NAMES.splitlines(keepends=True)[::2])  # 老丁起重机厂
TIES = "企业名称,counterpart,relation_type\n新乡丁起重机有限公司,新乡戊特种起重机有限公司,supplier\n"


@pytest.mark.parametrize("others", ["12", "2", "1", "3", "13", "123", "14"])
def test_ids_keys_and_pairs_are_those_of_a_store_without_the_load(built: Country, tmp_path: Path, others: str) -> None:
    """1: before it, a table of names; 2: after it, one that resembles its firms; 3: after it, one of the names from
    another source; 4: after it, another firm's tie to one of its firms."""
    with_it, without = built.copy_to(tmp_path / "a"), built.copy_to(tmp_path / "b")
    for country in (with_it, without):
        if "1" in others:
            load(country, tmp_path, "名单", NAMES)
        if country is with_it:
            number = load(country, tmp_path, "代码", CODES)
        if "2" in others:
            load(country, tmp_path, "相似", LIKE)
        if "3" in others:
            load(country, tmp_path, "又一名单", ONE_NAME)
        if "4" in others:
            load(country, tmp_path, "供应", TIES)
    take_back(with_it, number)
    assert content(with_it) == content(without)


def test_on_a_graph_server(built: Country, tmp_path: Path, bolt: Callable[[str], Bolt]) -> None:
    """Ids, keys and pairs as on the embedded store, and the keys as they were where the load breaks off."""
    server = bolt("bolt").fresh()
    copy(built.store, server, "push")
    load(built, tmp_path, "名单", NAMES, server)
    before = content(server)

    class Broken(Exception):
        pass

    def break_off() -> None:
        kept, forgotten = "n:新乡丁起重机有限公司@4107", "n:新乡老丁起重机厂@4107"
        with server.batch("ingest", "断") as batch:
            batch.move_keys({kept: "u:x", forgotten: ""})
            assert batch.keys([kept, forgotten]) == {kept: "u:x"}
            raise Broken

    with pytest.raises(Broken):
        break_off()
    assert content(server) == before
    number = load(built, tmp_path, "代码", CODES, server)
    assert [f.id for f in server.firms() if f.name == "新乡丁起重机有限公司"] == [f"u:{FIRST}"]
    found = server.firm("n:新乡丁起重机有限公司@4107")
    assert found is not None
    assert found.uscc == FIRST
    load(built, tmp_path, "供应", TIES, server)
    take_back(built, number, server)
    without = built.copy_to(tmp_path / "b")
    load(without, tmp_path, "名单", NAMES)
    load(without, tmp_path, "供应", TIES)
    assert content(server) == content(without)


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
