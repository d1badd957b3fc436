"""Rows that no key ties to a firm: linked, left apart or put to a person, in whatever order they stand."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from graph.errors import InvalidArgument, UnknownName
from ingest.load.files import ingest_file
from ingest.load.identity import merging, reviews
from ingest.load.load_report import LoadReport
from ingest.match import queue
from tests.support.small import Country, code

HEADER = "企业名称,统一社会信用代码,所属城市,注册资本,主要产品\n"
A, B = code("410702", "MA40AAAA1"), code("410702", "MA40BBBB2")


def load(country: Country, place: Path, rows: str, name: str = "名单.csv", header: str = HEADER) -> LoadReport:
    file = place / name
    file.write_text(header + rows, encoding="utf-8")
    return ingest_file(country.store, file, country.regions, assigner=country.assigner())


def firms(country: Country, word: str) -> dict[str, Any]:
    return {f.name: f for f in country.store.firms() if word in f.name}


def test_a_list_of_names_meets_the_firms_of_a_register(country: Country, tmp_path: Path) -> None:
    """繁体, （已注销）, 有限责任公司, the city's 市, and a short name of a stock company."""
    load(
        country,
        tmp_path,
        f"新乡青禾食品有限公司,{A},新乡市,500万元,\n新乡白鹭化纤股份有限公司,{B},新乡市,,\n",
        "库.csv",
    )
    told = "新鄉青禾食品有限公司,,新乡市,,面粉\n新乡市青禾食品有限责任公司（已注销）,,,,\n新乡白鹭,,新乡市,,粘胶长丝\n"
    report = load(country, tmp_path, told)
    assert (report.firms, report.new_firms, report.matched_firms, report.to_review) == (2, 0, 2, 0)
    firm = country.store.firm(f"u:{A}")
    assert firm is not None
    assert firm.products == ("面粉",)
    assert {"新鄉青禾食品有限公司", "新乡市青禾食品有限责任公司"} <= {firm.name, *firm.aliases}
    white = country.store.firm(f"u:{B}")
    assert white is not None
    assert white.products == ("粘胶长丝",)


def test_a_second_load_changes_nothing(country: Country, tmp_path: Path) -> None:
    load(country, tmp_path, f"新乡青禾食品有限公司,{A},新乡市,500万元,\n", "库.csv")
    rows = "新乡市青禾食品有限责任公司,,新乡市,,面粉\n新乡青禾食品股份有限公司,,新乡市,,面粉\n"
    load(country, tmp_path, rows)
    before = (country.store.counts(), country.store.firms(), queue.pairs(country.store))
    load(country, tmp_path, rows)
    assert (country.store.counts(), country.store.firms(), queue.pairs(country.store)) == before


def test_a_register_meets_the_firms_of_a_list(country: Country, tmp_path: Path) -> None:
    """The other way round: the list came first, and its firm now has a code."""
    load(country, tmp_path, "新乡市青禾食品有限责任公司,,新乡市,,面粉\n")
    report = load(country, tmp_path, f"新乡青禾食品有限公司,{A},新乡市,500万元,\n", "库.csv")
    assert (report.new_firms, report.matched_firms, report.linked) == (0, 1, 1)
    (firm,) = firms(country, "青禾食品").values()
    assert (firm.uscc, firm.products, firm.capital_wan) == (A, ("面粉",), 500.0)


def test_a_full_name_without_a_place_is_the_firm_that_alone_bears_it(country: Country, tmp_path: Path) -> None:
    load(country, tmp_path, f"新乡青禾食品有限公司,{A},新乡市,,\n", "库.csv")
    assert load(country, tmp_path, "新乡青禾食品有限公司,,,,面粉\n").new_firms == 0


def test_a_name_that_two_firms_bear_is_put_to_a_person(country: Country, tmp_path: Path) -> None:
    rows = f"同名机械有限公司,{A},新乡市,,\n同名机械有限公司,,郑州市,,\n"
    load(country, tmp_path, rows, "库.csv")
    report = load(country, tmp_path, "同名机械有限公司,,,,起重机\n")
    assert (report.new_firms, report.linked, report.to_review) == (1, 0, 2)


ROWS = [
    f"新乡后缀机械有限公司,{A},新乡市,100万元,",
    "新乡后缀机械有限责任公司,,新乡市,,起重机",
    "新乡市后缀机械有限公司,,新乡市,,",
    "新乡后缀机械股份有限公司,,新乡市,,",
    f"甲乙食品有限公司,{B},新乡市,200万元,面粉",
    f"甲乙食品有限公司,{B},新乡市,300万元,面粉",
    "甲乙食品有限公司,,郑州市,,",
    "甲乙食品有限公司,,,,",
]


def _graph(country: Country) -> tuple[Any, ...]:
    store = country.store
    members = [(m.firm_id, m.segment_id, m.confidence) for m in store.memberships([f.id for f in store.firms()])]
    return store.firms(), members, [(p.id, p.score) for p in queue.pairs(store)]


def test_shuffled_rows_give_the_same_graph(built: Country, tmp_path: Path) -> None:
    graphs = []
    for seed in range(4):
        rows = list(ROWS)
        random.Random(seed).shuffle(rows)
        country = built.copy_to(tmp_path / str(seed))
        load(country, tmp_path, "\n".join(rows if seed else ROWS) + "\n")
        graphs.append(_graph(country))
    assert all(one == other for one, other in itertools.pairwise(graphs))


@pytest.fixture
def doubtful(country: Country, tmp_path: Path) -> Country:
    """A firm of a register, and one of a list that may be it before or after it became a stock company."""
    load(country, tmp_path, f"新乡青禾食品有限公司,{A},新乡市,500万元,\n", "库.csv")
    load(country, tmp_path, "新乡青禾食品股份有限公司,,新乡市,,面粉\n")
    return country


def _code(country: Country) -> str:
    (waiting,) = reviews.waiting_documents(country.store, country.regions)
    assert (waiting["left"]["name"], waiting["right"]["name"]) == ("新乡青禾食品股份有限公司", "新乡青禾食品有限公司")
    assert "－一为股份公司，一为有限公司" in waiting["reasons"]
    return waiting["code"]


def _decide(country: Country, verdict: queue.Verdict) -> str:
    pair = _code(country)
    reviews.decide_by_code(country.store, pair, verdict, country.regions, country.assigner(), "张三", "已电话核实")
    return pair


def test_a_merge_joins_both_outlives_a_reload_and_can_be_undone(doubtful: Country, tmp_path: Path) -> None:
    before = firms(doubtful, "青禾食品")
    pair = _decide(doubtful, "same")
    (firm,) = firms(doubtful, "青禾食品").values()
    assert (firm.uscc, firm.products, firm.capital_wan) == (A, ("面粉",), 500.0)
    assert "新乡青禾食品股份有限公司" in {firm.name, *firm.aliases}
    report = load(doubtful, tmp_path, "新乡青禾食品股份有限公司,,新乡市,,面粉;挂面\n")
    assert report.to_review == 0
    (firm,) = firms(doubtful, "青禾食品").values()
    assert firm.products == ("面粉", "挂面")
    (made,) = reviews.decision_documents(doubtful.store)
    assert (made["verdict"], made["author"], made["reason"], made["undone_at"]) == ("same", "张三", "已电话核实", "")
    reviews.undo_by_code(doubtful.store, pair, doubtful.regions, doubtful.assigner())
    after = firms(doubtful, "青禾食品")
    assert after["新乡青禾食品有限公司"] == before["新乡青禾食品有限公司"]
    assert after["新乡青禾食品股份有限公司"].products == ("面粉", "挂面")
    assert _code(doubtful) == pair  # it waits again


def test_two_firms_are_not_asked_about_again(doubtful: Country, tmp_path: Path) -> None:
    _decide(doubtful, "different")
    assert reviews.waiting_documents(doubtful.store, doubtful.regions) == []
    report = load(doubtful, tmp_path, "新乡青禾食品股份有限公司,,新乡市,,面粉\n", "另一份.csv")
    assert report.to_review == 0
    assert len(firms(doubtful, "青禾食品")) == 2


def test_wrong_decisions_are_refused(doubtful: Country) -> None:
    regions, assigner = doubtful.regions, doubtful.assigner()
    with pytest.raises(UnknownName):
        reviews.decide_by_code(doubtful.store, "000000", "same", regions, assigner)
    with pytest.raises(UnknownName):
        merging.decide(doubtful.store, "n:没有", f"u:{A}", "same", regions, assigner)
    pair = queue.pairs(doubtful.store)[0]
    merging.decide(doubtful.store, pair.left, pair.right, "different", regions, assigner)
    with pytest.raises(InvalidArgument):
        merging.decide(doubtful.store, pair.left, pair.right, "same", regions, assigner)


def test_facts_follow_a_merge_and_come_back(doubtful: Country, tmp_path: Path) -> None:
    load(
        doubtful,
        tmp_path,
        "新乡青禾食品股份有限公司,丰谷面业有限公司,供应商\n",
        "关系.csv",
        "企业名称,对方名称,关系类型\n",
    )
    left = next(f for f in firms(doubtful, "股份").values()).id

    def ties(firm: str) -> int:
        from graph.model.records import Relation

        return len([r for r in doubtful.store.rows(Relation) if r.from_id == firm])

    assert (ties(left), ties(f"u:{A}")) == (1, 0)
    pair = _decide(doubtful, "same")
    assert (ties(left), ties(f"u:{A}")) == (0, 1)
    reviews.undo_by_code(doubtful.store, pair, doubtful.regions, doubtful.assigner())
    assert (ties(left), ties(f"u:{A}")) == (1, 0)


def test_what_was_loaded_and_put_right_under_a_merge_is_undone_with_it(doubtful: Country, tmp_path: Path) -> None:
    """A correction of the merged firm holds for the one that it now is; a load that names it goes back to it."""
    from graph.corrections.made import Draft
    from graph.model.records import Relation
    from ingest.load.corrections.write import correct

    regions, assigner = doubtful.regions, doubtful.assigner()
    stock = next(iter(firms(doubtful, "股份").values()))
    correct(doubtful.store, regions, assigner, stock, [Draft("not", "green_food.flour")], "只卖不产", "县区")
    pair = _decide(doubtful, "same")
    assert doubtful.store.memberships([f"u:{A}"]) == []  # 不从事 follows
    ties = "丰谷面业有限公司,新乡青禾食品股份有限公司,客户\n丰谷面业有限公司,新乡青禾食品有限公司,供应商\n"
    load(doubtful, tmp_path, "丰谷面业有限公司,,新乡市,,面粉\n", "丰谷.csv")
    load(doubtful, tmp_path, ties, "关系.csv", "企业名称,对方名称,关系类型\n")
    load(doubtful, tmp_path, f"新乡青禾食品股份有限公司,{B},新乡市,,面粉\n")  # its own code, told while it is merged
    assert {r.to_id for r in doubtful.store.rows(Relation)} == {f"u:{A}"}
    reviews.undo_by_code(doubtful.store, pair_of(doubtful), regions, doubtful.assigner())
    assert {r.to_id for r in doubtful.store.rows(Relation)} == {f"u:{A}", f"u:{B}"}
    after = firms(doubtful, "青禾食品")
    assert [after[n].id for n in ("新乡青禾食品有限公司", "新乡青禾食品股份有限公司")] == [f"u:{A}", f"u:{B}"]
    assert doubtful.store.memberships([f"u:{B}"]) == []  # 不从事 holds for whom it was said of
    assert pair


def pair_of(country: Country) -> str:
    """The code of the one decision."""
    (made,) = reviews.decision_documents(country.store)
    return made["code"]
