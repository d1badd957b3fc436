"""People's corrections: they win over the tables, stay through every load and rebuild, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.corrections import as_rows as tabled
from graph.corrections.documents import CorrectionDocument, corrections
from graph.corrections.made import Draft
from graph.errors import InvalidArgument, UnknownName
from graph.measures.network import Network
from graph.model.records import Correction, Firm
from graph.region.footprint import footprint
from graph.store.base.protocol import GraphStore
from graph.store.copy import copy
from graph.store.embedded.store import EmbeddedStore
from ingest.load.corrections.labels import labels
from ingest.load.corrections.write import Corrected, correct, undo
from ingest.load.files import ingest_file
from ingest.load.load_report import LoadReport
from ingest.load.refresh import META_ASSIGNER
from ingest.read.table_specs import native
from outreach.targets import plain_tables
from tests.support.bolt_graph import Bolt
from tests.support.small import Country, code, write_csv
from tests.support.split import ACCUMULATOR, CELL, DRY, SEPARATOR, WET, revise

CRANE, MOTOR, FLOUR = "equipment.crane", "equipment.motor", "green_food.flour"
NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
USCC = code("410721")
FIRM = {"name": "新乡市甲起重机械有限公司", "uscc": USCC, "city": "新乡市", "products": "桥式起重机;面粉"}


@pytest.fixture
def country(built: Country, tmp_path: Path) -> Country:
    """The small country with one firm of a user's, in two segments."""
    made = built.copy_to(tmp_path / "country")
    load(made, [FIRM])
    assert segments(made.store, f"u:{USCC}") == {CRANE: "maker", FLOUR: "maker"}
    return made


def load(country: Country, rows: list[dict[str, str]], source: str = "名录") -> LoadReport:
    file = write_csv(country.data.parent / f"{source}.csv", rows, list(rows[0]))
    return ingest_file(country.store, file, country.regions, country.assigner(), source)


def say(country: Country, *drafts: Draft, by: str = "产业办", after: int = 0, firm: str = f"u:{USCC}") -> Corrected:
    store = country.store
    found = store.firm(firm)
    assert found is not None
    at = NOON + timedelta(hours=after)
    return correct(store, country.regions, country.assigner(), found, drafts, "实地看过", by, at)


def segments(store: GraphStore, firm: str) -> dict[str, str]:
    """Segment → role of a firm."""
    return {m.segment_id: m.role for m in store.memberships([firm])}


def listed(country: Country) -> list[CorrectionDocument]:
    return corrections(country.store, country.catalogue.segments)


def test_a_firm_is_what_people_say(country: Country) -> None:
    say(country, Draft("not", FLOUR), Draft("does", MOTOR), Draft("role", CRANE, "trader"))
    assert segments(country.store, f"u:{USCC}") == {CRANE: "trader", MOTOR: "maker"}
    by_segment = {m.segment_id: m for m in country.store.memberships([f"u:{USCC}"])}
    assert by_segment[MOTOR].confidence == 950_000
    first = by_segment[MOTOR].evidence[0]
    assert (first["kind"], first["term"], first["text"]) == ("correction", "从事", "实地看过")
    assert first["source"] == "人工更正：产业办，2026-11-30"
    assert by_segment[CRANE].evidence[0]["term"] == "是经销商"
    assert len(by_segment[CRANE].evidence) > 1  # what the words said stays beside it


def test_a_trader_is_no_strength(country: Country) -> None:
    def cranes() -> tuple[float, tuple[str, ...]]:
        foot = footprint(country.store, country.regions, "410700", Network(tuple(country.store.chains())))
        return foot.x[foot.network.row[CRANE]], tuple(f for f, _ in foot.by_segment.get(CRANE, ()))

    before, firms = cranes()
    assert f"u:{USCC}" in firms
    say(country, Draft("role", CRANE, "trader"))
    after, firms = cranes()
    assert f"u:{USCC}" not in firms
    assert after < before


def test_a_closed_firm_is_out_and_stays_as_history(country: Country) -> None:
    say(country, Draft("closed"))
    firm = country.store.firm(f"u:{USCC}")
    assert firm is not None
    assert (firm.status, firm.status_date) == ("suspended", "2026-11-30")
    assert f"u:{USCC}" not in {m.firm_id for m in country.store.members()}
    assert f"u:{USCC}" not in country.store.origins("410700")
    assert [f.id for f, _ in country.store.firms_of(CRANE, "410700", closed=True)] == [f"u:{USCC}"]


def test_another_name_that_people_told_is_found(country: Country) -> None:
    """A table that calls the firm by that name speaks of the same firm."""
    other = [{"name": "新乡乙重工有限公司", "city": "新乡市", "products": "门式起重机"}]
    say(country, Draft("alias", alias="新乡乙重工有限公司"))
    load(country, other, "二表")
    firm = country.store.firm(f"u:{USCC}")
    assert firm is not None
    assert firm.aliases == ("新乡乙重工有限公司",)
    assert {"桥式起重机", "门式起重机"} <= set(firm.products)


def test_a_name_taken_back_is_that_of_another_firm(country: Country) -> None:
    made = say(country, Draft("alias", alias="新乡乙重工有限公司")).made
    undo(country.store, country.regions, country.assigner(), made[0].id, "产业办")
    firm = country.store.firm(f"u:{USCC}")
    assert firm is not None
    assert firm.aliases == ()
    load(country, [{"name": "新乡乙重工有限公司", "city": "新乡市", "products": "门式起重机"}], "二表")
    assert country.store.firm("n:新乡乙重工有限公司@4107") is not None
    assert country.store.firm(f"u:{USCC}") == firm


def test_a_name_that_another_firm_bears_is_told(country: Country) -> None:
    load(country, [{"name": "新乡乙重工有限公司", "city": "新乡市", "products": "门式起重机"}], "二表")
    done = say(country, Draft("alias", alias="新乡乙重工有限公司"))
    assert done.others == ["n:新乡乙重工有限公司@4107"]


def test_they_stay_through_rebuild_reload_and_new_rules(country: Country) -> None:
    say(country, Draft("not", FLOUR), Draft("does", MOTOR), Draft("closed"))
    expected = {CRANE: "maker", MOTOR: "maker"}

    def holds() -> bool:
        firm = country.store.firm(f"u:{USCC}")
        return firm is not None and firm.status == "suspended" and segments(country.store, firm.id) == expected

    assert holds()
    with country.store.batch("test", "test") as batch:
        batch.set_meta(META_ASSIGNER, "older rules")
    assert country.build().refreshed >= 11
    assert holds()
    load(country, [FIRM | {"employees": "30"}])
    assert holds()
    load(country, [FIRM | {"products": "面粉"}], "另一名录")
    assert holds()


def test_the_order_of_loading_does_not_matter(country: Country, built: Country, tmp_path: Path) -> None:
    """The firm known by name first goes by its code as soon as one is told; the correction finds it by either."""
    say(country, Draft("not", FLOUR), Draft("does", MOTOR))
    other = built.copy_to(tmp_path / "other")
    by_name = {k: v for k, v in FIRM.items() if k != "uscc"}
    load(other, [by_name], "先按名称")
    with other.store.batch("test", "test") as batch:
        batch.upsert(country.store.rows(Correction))
    load(other, [FIRM])
    [firm] = [f for f in other.store.firms() if f.name == FIRM["name"]]
    assert firm.id == f"u:{FIRM['uscc']}"
    assert segments(other.store, firm.id) == {CRANE: "maker", MOTOR: "maker"}
    # And one that comes before its firm waits for it.
    third = built.copy_to(tmp_path / "third")
    with third.store.batch("test", "test") as batch:
        batch.upsert(country.store.rows(Correction))
    assert {c["state"] for c in listed(third)} == {"firm_gone"}
    load(third, [FIRM])
    assert segments(third.store, f"u:{USCC}") == {CRANE: "maker", MOTOR: "maker"}
    assert {c["state"] for c in listed(third)} == {"counts"}


def test_taken_back_the_firm_is_what_it_was(country: Country) -> None:
    before = (country.store.firm(f"u:{USCC}"), country.store.memberships([f"u:{USCC}"]))
    made = say(country, Draft("not", FLOUR), Draft("does", MOTOR), Draft("role", CRANE, "trader"), Draft("closed")).made
    for c in made:
        undo(country.store, country.regions, country.assigner(), c.id, "招商局", NOON)
    assert (country.store.firm(f"u:{USCC}"), country.store.memberships([f"u:{USCC}"])) == before
    assert {(c["state"], c["undone_by"]) for c in listed(country)} == {("undone", "招商局")}
    with pytest.raises(InvalidArgument, match="已由招商局撤销"):
        undo(country.store, country.regions, country.assigner(), made[0].id, "招商局")
    with pytest.raises(UnknownName, match="unknown correction 'c0'"):
        undo(country.store, country.regions, country.assigner(), "c0", "招商局")


def test_of_two_that_contradict_the_later_counts_and_both_are_listed(country: Country) -> None:
    [no] = say(country, Draft("not", CRANE), by="甲科").made
    [yes] = say(country, Draft("does", CRANE), by="乙科", after=1).made
    assert CRANE in segments(country.store, f"u:{USCC}")
    state = {c["id"]: (c["state"], c["contradicts"], c["note"]) for c in listed(country)}
    assert state[no.id] == ("overruled", [yes.id], f"与乙科（{yes.id}）的更正相反，以后者为准，本条不起作用。")
    assert state[yes.id] == ("counts", [no.id], f"与甲科（{no.id}）的更正相反，以本条为准。")
    undo(country.store, country.regions, country.assigner(), yes.id, "乙科")
    assert CRANE not in segments(country.store, f"u:{USCC}")


def test_the_same_word_twice_is_one(country: Country) -> None:
    one, two = say(country, Draft("not", FLOUR)), say(country, Draft("not", FLOUR), after=3)
    assert (len(one.made), two.made, two.known) == (1, [], one.made)


def test_said_again_after_anothers_word_it_is_the_last_word(country: Country) -> None:
    say(country, Draft("not", CRANE), by="甲科")
    say(country, Draft("does", CRANE), by="乙科", after=1)
    again = say(country, Draft("not", CRANE), by="甲科", after=2)
    assert (len(again.made), again.known) == (1, [])
    assert CRANE not in segments(country.store, f"u:{USCC}")
    assert say(country, Draft("not", CRANE), by="甲科", after=3).known == again.made


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (Draft("does"), "请写明环节"),
        (Draft("role", CRANE), "请写明角色"),
        (Draft("does", CRANE, "maker "), "没有“maker ”这种角色"),  # type: ignore[arg-type]
        (Draft("alias", alias=FIRM["name"]), "另一个名称"),
    ],
)
def test_what_lacks_something_is_refused_whole(country: Country, draft: Draft, why: str) -> None:
    with pytest.raises(InvalidArgument, match=why):
        say(country, Draft("closed"), draft)
    assert country.store.rows(Correction) == []
    assert {m.segment_id for m in country.store.memberships([f"u:{USCC}"])} == {CRANE, FLOUR}


def test_an_id_that_ended_means_its_heirs(country: Country) -> None:
    """Nobody is in a segment that was split after somebody denied it, and one heir of another is affirmed."""
    film = "s:300999.SZ"
    say(country, Draft("not", SEPARATOR), Draft("does", CELL), firm=film)
    assert SEPARATOR not in segments(country.store, film)
    revise(country)
    country.build()
    assert segments(country.store, film) == {ACCUMULATOR: "maker"}
    notes = {c["said"]: (c["state"], [s for s, _ in c["segments"]], c["note"]) for c in listed(country)}
    assert notes["不从事"] == ("counts", [WET, DRY], "原环节已停用，按“湿法隔膜、干法隔膜”处理。")
    assert notes["从事"][1] == [ACCUMULATOR]


def test_a_segment_that_is_gone_is_said_and_waits(country: Country) -> None:
    say(country, Draft("does", "equipment.nowhere"), Draft("not", FLOUR))
    assert segments(country.store, f"u:{USCC}") == {CRANE: "maker"}
    notes = {c["said"]: (c["state"], c["note"]) for c in listed(country)}
    assert notes["从事"] == ("segment_gone", "环节 equipment.nowhere 已不在产业链中，暂不起作用。")
    assert notes["不从事"][0] == "counts"


def test_a_correction_survives_push_and_pull(country: Country, bolt: Callable[[str], Bolt], tmp_path: Path) -> None:
    made = say(country, Draft("not", FLOUR), Draft("does", MOTOR)).made
    server = bolt("bolt").fresh()
    copy(country.store, server, "push")
    assert server.rows(Correction) == sorted(made, key=lambda c: c.id)
    # On the server the firm is loaded anew and another correction is made.
    file = write_csv(tmp_path / "名录.csv", [FIRM | {"employees": "80"}], [*FIRM, "employees"])
    ingest_file(server, file, country.regions, country.assigner(), "名录")
    assert segments(server, f"u:{USCC}") == {CRANE: "maker", MOTOR: "maker"}
    firm = server.firm(f"u:{USCC}")
    assert firm is not None
    correct(server, country.regions, country.assigner(), firm, [Draft("closed")], "厂门已封", "县区")
    assert f"u:{USCC}" not in {m.firm_id for m in server.members()}
    back = EmbeddedStore.create(f"sqlite:///{tmp_path / 'back.db'}")
    copy(server, back, "pull")
    assert [f.status for f in back.firms([f"u:{USCC}"])] == ["suspended"]
    assert segments(back, f"u:{USCC}") == {CRANE: "maker", MOTOR: "maker"}
    assert back.rows(Correction) == server.rows(Correction)


def test_a_table_of_them_goes_out_and_comes_in_again(country: Country, built: Country, tmp_path: Path) -> None:
    made = say(country, Draft("not", FLOUR), Draft("role", CRANE, "trader"), Draft("alias", alias="甲重机")).made
    undo(country.store, country.regions, country.assigner(), made[2].id, "产业办", NOON)
    spec = native().spec("corrections")
    rows, headings = tabled.rows(listed(country), spec), tabled.headings(spec)
    for name, content in (
        ("更正.csv", plain_tables.as_csv(headings, rows)),
        ("更正.xlsx", plain_tables.as_xlsx(headings, rows, "更正")),
    ):
        other = built.copy_to(tmp_path / name.replace(".", "-"))
        (tmp_path / name).write_bytes(content)
        load(other, [FIRM])
        report = ingest_file(other.store, tmp_path / name, other.regions, other.assigner(), "更正表")
        assert (report.kind, report.rows, report.problems) == ("corrections", 3, [])
        assert other.store.rows(Correction) == country.store.rows(Correction)
        assert segments(other.store, f"u:{USCC}") == segments(country.store, f"u:{USCC}") == {CRANE: "trader"}


def test_bad_rows_are_told_and_the_rest_is_taken(country: Country) -> None:
    head = ("企业名称", "统一社会信用代码", "更正", "环节", "角色", "另一名称", "理由", "提出人")
    rows = [
        (FIRM["name"], "", "不从事", "面粉加工", "", "", "现场核实", "甲科"),
        ("没有这家公司", "", "已停业", "", "", "", "听说", "甲科"),
        (FIRM["name"], "", "是否从事", CRANE, "", "", "听说", "甲科"),
        (FIRM["name"], "", "从事", "equipment.nowhere", "", "", "听说", "甲科"),
        (FIRM["name"], "", "角色", CRANE, "老板", "", "听说", "甲科"),
        (FIRM["name"], "", "另有名称", "", "", "", "听说", "甲科"),
        (FIRM["name"], "", "从事", MOTOR, "", "", "", "甲科"),
        ("未入库有限公司", code("410783"), "已停业", "", "", "", "已封门", "乙科"),
        (FIRM["name"], "", "从事", "面粉加工", "", "", "有照片", "乙科"),
    ]
    report = load(country, [dict(zip(head, r, strict=True)) for r in rows], "更正")
    assert {p.row: p.code for p in report.problems if p.rejected} == {
        3: "unknown_firm",
        4: "correction_kind",
        5: "correction_segment",
        6: "correction_role",
        7: "correction_alias",
        8: "correction_reason",
    }
    assert {(p.row, p.code) for p in report.problems if not p.rejected} == {
        (2, "correction_against"),
        (9, "correction_waits"),
        (10, "correction_against"),
    }
    assert all(p.zh and p.en for p in report.problems)
    assert report.facts == {"correction": 3}
    waiting = next(c for c in listed(country) if c["state"] == "firm_gone")
    assert (waiting["firm"]["name"], waiting["note"]) == ("未入库有限公司", "图谱中没有这家企业，企业导入后起作用。")
    load(country, [{"name": "未入库有限公司", "uscc": code("410783"), "city": "长垣市", "products": "面粉"}], "后来")
    assert [f.status for f in country.store.firms([f"u:{code('410783')}"])] == ["suspended"]


def test_labels_for_training(country: Country) -> None:
    say(country, Draft("not", FLOUR), Draft("does", MOTOR))
    say(country, Draft("not", SEPARATOR), firm="s:300999.SZ")  # has no credit code, so no register tells its scope
    rows = labels(country.store, listed(country), country.catalogue.segments)
    assert rows == [{"uscc": USCC, "segments": f"{MOTOR};{CRANE}", "role": "maker"}]
    say(country, Draft("not", MOTOR), Draft("not", CRANE), after=2)
    rows = labels(country.store, listed(country), country.catalogue.segments)
    assert rows == [{"uscc": USCC, "segments": "", "role": "maker"}]


def test_a_firm_that_no_table_tells_of_is_corrected_as_it_stands(country: Country) -> None:
    """A firm that a visit brought has no record to be assigned from."""
    with country.store.batch("visit", "t") as batch:
        batch.upsert([Firm("v:1", "丁有限公司", region="410700")])
    say(country, Draft("does", CRANE), Draft("closed"), firm="v:1")
    assert segments(country.store, "v:1") == {CRANE: "maker"}
    assert [f.status for f in country.store.firms(["v:1"])] == ["suspended"]
