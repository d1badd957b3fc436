"""Large tables: helpers give what one process gives, memory holds a chunk, a second look finds nothing to do."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UnreadableFile
from graph.model.records import FirmRecord, Membership, Site
from ingest.assign.assigner import ASK_CAPITAL_WAN, Assigner
from ingest.load import firms, parallel
from ingest.load.files import ingest_file
from ingest.load.load_report import LoadReport
from tests.support.small import Country, code

HEADER = "企业名称,统一社会信用代码,注册资本,所属城市,经营范围\n"
TRADES = ("桥式起重机、门式起重机制造", "面粉、小麦粉生产", "锂离子电池生产、销售", "银行业务", "工艺品雕刻")


def register(place: Path, n: int, twice: int = 7) -> Path:
    """A register of n firms; each of so many stands twice (0: none), the second time with another capital."""
    lines = []
    for i in range(n):
        uscc, trade = code("410721", f"MA4{i:06d}"), TRADES[i % len(TRADES)]
        lines.append(f"新乡县{i}号工坊有限公司,{uscc},{100 + i}万元,新乡市,{trade}")
        if twice and i % twice == 0:
            lines.append(f"新乡县{i}号工坊有限公司,{uscc},{5000 + i}万元,新乡市,{trade}")
    file = place / "名册.csv"
    file.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def content(country: Country) -> tuple[Any, ...]:
    store = country.store
    return store.firms(), store.rows(Membership), store.rows(FirmRecord), store.rows(Site)


def load(country: Country, file: Path) -> LoadReport:
    return ingest_file(country.store, file, country.regions, country.assigner())


def test_helpers_give_what_one_process_gives(built: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, helped = built.copy_to(tmp_path / "a"), built.copy_to(tmp_path / "b")
    for module in (parallel, firms):
        monkeypatch.setattr(module, "CHUNK", 16)
    first = load(alone, register(tmp_path, 90))
    monkeypatch.setattr(parallel, "HELPERS_FROM", 1)
    second = load(helped, register(tmp_path, 90))
    assert first.as_dict() == second.as_dict()
    assert (first.rows, first.firms, first.new_firms, first.reasons) == (103, 90, 90, {"duplicate": 13})
    assert content(alone) == content(helped)
    assert alone.store.firm(f"u:{code('410721', 'MA4000007')}").capital_wan == 5007.0  # type: ignore[union-attr]


def test_a_second_look_at_the_same_rows_asks_and_writes_nothing(
    country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = register(tmp_path, 40, twice=0)
    first = load(country, file)
    before = content(country)

    def never(self: Assigner, firm: Any) -> None:
        raise AssertionError(f"assigned anew: {firm['name']}")

    monkeypatch.setattr(Assigner, "by_words", never)
    again = load(country, file)
    assert content(country) == before
    assert country.store.batches()[0].counts == {"firm_record.unchanged": 40}
    assert (again.new_firms, again.matched_firms, again.assigned) == (0, 40, first.assigned)


def test_one_row_changed_is_one_firm_renewed(country: Country, tmp_path: Path) -> None:
    file = register(tmp_path, 30)
    load(country, file)
    text = file.read_text(encoding="utf-8").replace("101万元,新乡市,面粉、小麦粉生产", "101万元,新乡市,锂离子电池生产")
    file.write_text(text, encoding="utf-8")
    load(country, file)
    done = country.store.batches()[0].counts
    assert (done["firm_record.changed"], done["firm_record.unchanged"], done["firm.changed"]) == (1, 29, 1)
    (member,) = country.store.memberships([f"u:{code('410721', 'MA4000001')}"])
    assert member.segment_id == "battery_ev.cell"


def test_rules_that_changed_look_at_every_row_again(country: Country, tmp_path: Path) -> None:
    """After a load by other rules, the store no longer says that all its firms were assigned by one version."""
    file = register(tmp_path, 10)
    load(country, file)
    other = Assigner(list(country.catalogue.segments.values())[:3], None)
    ingest_file(country.store, file, country.regions, other)
    assert {m.segment_id for m in country.store.rows(Membership) if m.firm_id.startswith("u:91410721MA4")} <= {
        "battery_ev.separator",
        "battery_ev.cell",
        "battery_ev.pack",
    }
    report = load(country, file)
    assert report.assigned == 6  # cranes, flour and batteries again, two of each five


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ({}, True),  # from no register: nothing of its size need be told
        ({"uscc": code("410721")}, False),
        ({"uscc": code("410721"), "capital_wan": ASK_CAPITAL_WAN - 1}, False),
        ({"uscc": code("410721"), "capital_wan": ASK_CAPITAL_WAN}, True),
        ({"uscc": code("410721"), "employees": 400}, True),
        ({"uscc": code("410721"), "revenue_yi": 0.1}, False),
        ({"uscc": code("410721"), "products": ["雕件"]}, True),
        ({"branch": True}, False),
    ],
)
def test_whom_the_encoder_is_asked_about(built: Country, more: dict[str, Any], asked: bool) -> None:
    """The firm alone decides, not the file it stands in: stated products, no register behind it, a size that weighs."""
    firm = {"name": "某某工艺有限公司", "scope": "雕刻工艺品制作"} | more
    assert (built.assigner().by_terms_all([firm])[0] is None) is asked


def test_garbage_is_looked_for_as_before_once_a_load_ends() -> None:
    before = gc.get_threshold()
    with suppress(UnreadableFile), parallel.rarely_collected():
        assert gc.get_threshold() == parallel.RARELY != before
        raise UnreadableFile("名册.csv", "gone", "bring it back")
    assert gc.get_threshold() == before
