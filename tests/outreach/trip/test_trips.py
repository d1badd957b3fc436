"""From a request to the files of a trip: the document, the calendar, the workbook, `liantu plan`, bad input."""

from __future__ import annotations

import io
import itertools
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from graph.errors import InvalidArgument
from graph.measures.network import Network
from graph.model.regions import Regions
from graph.settings import Settings
from ingest.read.table_specs import native
from liantu import app
from outreach.casework.db import Casework
from outreach.casework.models import Visit
from outreach.papers.parts.context import PaperContext
from outreach.papers.trip_folder import trip_papers
from outreach.papers.trip_workbook import trip_workbook
from outreach.targets import claims, find, target_table
from outreach.targets.shapes import VisitTarget
from outreach.trip import planning
from outreach.trip.calendar import calendar
from outreach.trip.holidays import Holidays
from outreach.trip.request import asked, trip_problem
from outreach.trip.shapes import TripDocument
from tests.support.case_small import TODAY, document
from tests.support.small import Country, write_csv
from workspace import Workspace

HOME, START = "410700", date(2026, 12, 1)


def three() -> list[VisitTarget]:
    return [
        document("深圳甲公司", region="440300", office="投资部"),
        document("郑州乙学院", "institute", "410100"),
        document("上海丙协会", "association", "310000"),
    ]


def trip(regions: Regions, **more: Any) -> TripDocument:
    return planning.plan_trip(asked(home=HOME, start=START, days=4, **more), three(), regions, Holidays())


def test_four_kinds_go_on_one_trip_and_the_lines_join(regions: Regions) -> None:
    targets = [*three(), document("北京丁专家", "expert", "110000")]
    made = planning.plan_trip(asked(home=HOME, start=START, days=5), targets, regions, Holidays())
    assert {t["kind"] for t in made["targets"].values()} == {"firm", "institute", "association", "expert"}
    lines = made["parties"][0]["lines"]
    assert all(a["end"] <= b["start"] for a, b in itertools.pairwise(lines))
    assert (lines[0]["from"], lines[-1]["place"]) == (HOME, HOME)
    assert made["dropped"] == []


def test_the_calendar_is_in_shanghai_time_without_overlaps(regions: Regions) -> None:
    made = trip(regions)
    parsed = Calendar.from_ical(calendar(made, made["parties"][0]))
    events = sorted(parsed.walk("VEVENT"), key=lambda e: e["dtstart"].dt)
    visits = [e for e in events if str(e["summary"]).startswith("拜访")]
    assert len(visits) == 3
    assert {e["dtstart"].dt.tzinfo.key for e in events} == {"Asia/Shanghai"}
    assert all(a["dtend"].dt <= b["dtstart"].dt for a, b in itertools.pairwise(events))
    line = next(x for x in made["parties"][0]["lines"] if x["kind"] == "visit")
    expected = datetime.fromisoformat(line["start"]) - timedelta(hours=8)
    assert visits[0]["dtstart"].dt.astimezone(UTC).replace(tzinfo=None) == expected
    assert len({str(e["uid"]) for e in events}) == len(events)
    assert calendar(made, made["parties"][0]) == calendar(made, made["parties"][0])


def test_the_workbook_holds_days_targets_and_who_is_left_out(regions: Regions) -> None:
    far = document("拉萨戊公司", region="540100")
    made = planning.plan_trip(asked(home=HOME, start=START, days=2), [*three(), far], regions, Holidays())
    book = openpyxl.load_workbook(io.BytesIO(trip_workbook(made)))
    assert book.sheetnames == ["日程", "拜访对象", "未排入", "会后台账", "说明"]
    cells = [[c.value for c in r] for s in book for r in s.iter_rows()]
    assert not {"None", "nan", ""} & {str(c) for r in cells for c in r if c is not None}
    left = {r[1]: r[2] for r in book["未排入"].iter_rows(min_row=3, values_only=True)}
    assert "增加天数" in left["拉萨戊公司"]
    rows = list(book["日程"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == len(made["parties"][0]["lines"])


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"days": 0}, "行程天数应不小于 1"),
        ({"days": 40}, "行程天数应不大于 31"),
        ({"wake": "20:00", "late": "08:00"}, "自相矛盾"),
        ({"least": {"firm": 3}, "most": {"firm": 1}}, "最少 3 家多于最多 1 家"),
        ({"most": {"plant": 1}}, "名额只能按"),
    ],
)
def test_a_request_that_contradicts_itself_is_one_sentence(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidArgument, match=says):
        asked(**({"home": HOME, "start": START, "days": 3} | fields))


def test_a_target_without_city_or_with_bad_hours_is_named(regions: Regions) -> None:
    request = asked(home=HOME, start=START, days=3)
    with pytest.raises(InvalidArgument, match="“无城公司”没有所在城市"):
        trip_problem(request, [document("无城公司", region="")], regions)
    with pytest.raises(InvalidArgument, match=r"“反了公司”：接待时间.*自相矛盾"):
        trip_problem(request, [document("反了公司", hours="15:00-09:00")], regions)


def test_an_appointment_outside_the_trip_is_refused(regions: Regions) -> None:
    request = asked(
        home=HOME,
        start=START,
        days=2,
        appointments=[{"name": "市委会议", "place": HOME, "day": date(2026, 12, 9), "start": "9:00"}],
    )
    with pytest.raises(InvalidArgument, match=r"市委会议.*不在行程"):
        trip_problem(request, three(), regions)


def test_quotas_and_appointments_are_read_as_people_write_them() -> None:
    assert planning.quotas(["association=1..2", "企业≥3", "协会≤4", "institute=2"]) == {
        "least": {"association": 1, "firm": 3, "institute": 2},
        "most": {"association": 4, "institute": 2},
    }
    read = planning.appointment("2026-12-02 14:30 60 新乡市 市委会议 2")
    assert read == {
        "day": date(2026, 12, 2),
        "start": "14:30",
        "minutes": 60,
        "place": "新乡市",
        "name": "市委会议",
        "party": 2,
    }
    for wrong in ("协会两家", "=3"):
        with pytest.raises(InvalidArgument, match="名额应写成"):
            planning.quotas([wrong])
    with pytest.raises(InvalidArgument, match="固定安排应写成"):
        planning.appointment("明天下午开会")


def test_a_trip_keeps_the_leaders_appointment(regions: Regions) -> None:
    fixed = planning.appointment("2026-12-02 14:30 60 郑州市 座谈会")
    made = trip(regions, appointments=[fixed])
    line = next(x for x in made["parties"][0]["lines"] if x["kind"] == "appointment")
    assert (line["start"], line["place"], line["name"]) == ("2026-12-02T14:30", "410100", "座谈会")


def test_given_travel_times_go_before_estimates(regions: Regions) -> None:
    rows = [(2, {"出发地": "新乡市", "到达地": "深圳市", "分钟": "203"})]
    given = planning.matrix("m.csv", rows, regions, native().spec("travel_times"))
    asked_for = trip_problem(asked(home=HOME, start=START, days=3), three(), regions, given)
    assert asked_for.leg(HOME, "440300").minutes == 205  # rounded up to five minutes
    assert asked_for.leg("440300", HOME).mode == "given"
    with pytest.raises(InvalidArgument, match="第 3 行：没有“月球”这个地区"):
        planning.matrix(
            "m.csv",
            [*rows, (3, {"出发地": "月球", "到达地": "深圳市", "分钟": "9"})],
            regions,
            native().spec("travel_times"),
        )


def test_a_leader_is_not_on_two_trips_at_once(casework: Casework, regions: Regions) -> None:
    first = trip(regions, leaders=["分管副市长"])
    assert planning.keep_trip(casework, first) == 1
    later = first | {"start": "2026-12-04", "name": "第二次"}
    with pytest.raises(InvalidArgument, match=r"“分管副市长”2026-12-01 至 2026-12-04 已在.*重叠"):
        planning.keep_trip(casework, later)
    assert planning.keep_trip(casework, first | {"start": "2026-12-05"}) == 2


def test_a_kept_trip_can_be_read_stop_by_stop(casework: Casework, regions: Regions) -> None:
    with casework.write() as session:
        claims.save(session, document("深圳甲公司"), HOME, "电池专班", TODAY)
    with casework.read() as session:
        saved = [find.from_saved(t, regions, "") for t in claims.open_targets(session, HOME)]
    made = planning.plan_trip(asked(home=HOME, start=START, days=4), saved, regions, Holidays())
    planning.keep_trip(casework, made)
    with casework.read() as session:
        visit = session.query(Visit).one()
        assert (visit.name, visit.target_id) == ("深圳甲公司", 1)
        assert visit.stop is not None
        stops = [(s.kind, s.name, s.start.isoformat(timespec="minutes")) for s in visit.stop.party.stops]
    assert stops == [(x["kind"], x["name"], x["start"]) for x in made["parties"][0]["lines"]]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Country:
    land = Country(tmp_path_factory.mktemp("plan"))
    institution = {
        "name": "郑州电池研究院",
        "kind": "institute",
        "chains": "battery_ev",
        "segments": "battery_ev.separator",
        "region_code": "410100",
        "contact_office": "科研处",
        "source": "test",
        "as_of": "2025",
        "verified": "true",
    }
    body = institution | {
        "name": "上海电池协会",
        "kind": "association",
        "region_code": "310000",
        "contact_office": "秘书处",
    }
    lab = institution | {
        "name": "苏州电池实验室",
        "kind": "key_laboratory",
        "region_code": "320500",
        "contact_office": "学术带头人",
    }
    columns = (
        "name",
        "name_en",
        "kind",
        "chains",
        "segments",
        "region_code",
        "province",
        "city",
        "website",
        "contact_office",
        "source",
        "as_of",
        "verified",
    )
    write_csv(land.data / "institutions" / "battery_ev.csv", [institution, body, lab], columns)
    land.build()
    return land


def space_of(country: Country) -> Workspace:
    return Workspace(Settings(country.data, country.url.removeprefix("sqlite:///"), "hash", country.vectors, 150))


def test_a_gap_gives_targets_of_all_four_kinds(country: Country) -> None:
    space = space_of(country)
    found = find.for_segment(space.recommender, HOME, "battery_ev.separator", None)
    by_kind = {k: [t["name"] for t in found if t["kind"] == k] for k in ("firm", "institute", "expert", "association")}
    assert "深圳薄膜先锋有限公司" in by_kind["firm"]
    assert by_kind["institute"] == ["郑州电池研究院"]
    assert by_kind["expert"] == ["苏州电池实验室（学术带头人）"]
    assert by_kind["association"] == ["上海电池协会"]
    assert all(r["evidence"] for t in found for r in t["reasons"])


def test_a_list_of_targets_is_read_and_bad_rows_say_why(country: Country) -> None:
    space = space_of(country)
    rows = [
        {"名称": "深圳薄膜先锋有限公司", "必访": "是"},
        {"名称": "郑州电池研究院"},
        {"名称": "不知名公司"},
        {"名称": "外地公司", "城市": "深圳市", "接待时间": "17:00-09:00"},
        {"名称": ""},
        {"名称": "新面孔公司", "城市": "苏州市", "时长": "50"},
        {"名称": "郑州电池研究院"},
        {"名称": "乙", "城市": "月球市"},
    ]
    heads = ["名称", "必访", "城市", "接待时间", "时长"]
    numbered = [(i, {h: r.get(h, "") for h in heads}) for i, r in enumerate(rows, 2)]
    good, bad = target_table.read(
        "a.csv", numbered, space.table_spec("targets"), space.store, space.regions, space.network
    )
    assert [(t["name"], t["kind"], t["region"]) for t in good] == [
        ("深圳薄膜先锋有限公司", "firm", "440300"),
        ("郑州电池研究院", "institute", "410100"),
        ("新面孔公司", "firm", "320500"),
    ]
    assert good[0]["must"]
    assert good[2]["minutes"] == 50
    assert {b.row: b.zh[:5] for b in bad} == {
        4: "没有城市，",
        5: "接待时间“",
        6: "没有名称，",
        8: "与第 3 ",
        9: "没有“月球",
    }


def test_the_segment_of_a_target_is_found_as_everywhere_and_never_guessed(country: Country) -> None:
    space = space_of(country)
    food = country.catalogue.by_id["green_food"]
    noodles = replace(country.catalogue.segments["green_food.noodles"], id="farm.noodles", chain="farm")
    network = Network((*space.network.chains, replace(food, id="farm", name="现代农业", segments=(noodles,), links=())))
    texts = ["Separator", "湿法隔膜", "面制品", "飞船"]
    rows = [(i, {"名称": f"第{i}公司", "城市": "苏州市", "环节": text}) for i, text in enumerate(texts, 2)]
    good, bad = target_table.read("a.csv", rows, space.table_spec("targets"), space.store, space.regions, network)
    assert [(t["name"], t["segment"]) for t in good] == [
        ("第2公司", "battery_ev.separator"),
        ("第3公司", "battery_ev.separator"),
    ]
    told = {b.row: b.zh for b in bad}
    assert told[4] == "“面制品”见于 2 个环节（绿色食品·面制品、现代农业·面制品），请写明是哪一个。"
    assert told[5] == "没有“飞船”这个环节，请改用图谱里的环节名称或留空。"


def run(country: Country, monkeypatch: pytest.MonkeyPatch, *args: str) -> Any:
    monkeypatch.setenv("LIANTU_DATA", str(country.data))
    monkeypatch.setenv("LIANTU_MODEL", "hash")
    return CliRunner().invoke(app, [*args, "--db", country.url.removeprefix("sqlite:///")])


def test_liantu_plan_writes_every_paper_and_one_document(
    country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "deep" / "out"
    result = run(
        country,
        monkeypatch,
        "plan",
        "--region",
        HOME,
        "--segment",
        "battery_ev.separator",
        "--days",
        "4",
        "--start",
        "2026-12-01",
        "--out",
        str(out),
        "--json",
    )
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    written = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert written == set(made["files"])
    visits = [x["name"] for p in made["parties"] for x in p["lines"] if x["kind"] == "visit"]
    assert "深圳薄膜先锋有限公司" in visits
    assert sum(f.endswith("拜访简报.docx") for f in written) == len(visits)
    assert {f.rsplit(".", 1)[1] for f in written} == {"docx", "xlsx", "ics"}


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("--days", "2", "--start", "2026-12-05"), 2, "都是周末"),
        (("--days", "2", "--start", "12月5日"), 2, "2026-12-01"),
        (("--days", "2", "--start", "2026-12-01", "--quota", "plant=2"), 2, "名额"),
    ],
)
def test_liantu_plan_says_what_is_wrong_and_writes_nothing(
    country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], code: int, says: str
) -> None:
    out = tmp_path / "out"
    result = run(
        country, monkeypatch, "plan", "--region", HOME, "--segment", "battery_ev.separator", "--out", str(out), *args
    )
    assert isinstance(result.exception, InvalidArgument)
    assert result.exception.exit_code == code
    assert says in str(result.exception)
    assert not out.exists()


def test_a_reception_takes_local_stops_and_has_a_plan(country: Country) -> None:
    space = space_of(country)
    stops = find.local_stops(space.network, space.store, space.regions, HOME, ["battery_ev.separator"])
    assert [s["name"] for s in stops] == ["新乡市明日电芯有限公司"]  # it buys what the guests make
    request = asked(home=HOME, start=START, days=1, leaders=["市长"])
    made = planning.prepare(request, stops, space.regions, space.holidays, None, "reception", "某隔膜公司").document(
        space.regions
    )
    context = PaperContext(space.store, space.regions, space.network, HOME, TODAY)
    names = [name for name, _ in trip_papers(made, context)]
    assert [n.rsplit("-", 1)[-1] for n in names if n.endswith("docx")] == ["接待方案.docx"]
    assert made["parties"][0]["lines"][0]["mode"] == "local"


def test_a_party_sets_out_and_is_due_where_and_when_it_says(regions: Regions) -> None:
    way = {
        "party": 2,
        "start_place": "郑州市",
        "start_day": START + timedelta(days=1),
        "start": "10:30",
        "end": "18:00",
    }
    request = asked(home=HOME, start=START, days=3, parties=2, ways=[way])
    first, second = trip_problem(request, three(), regions).parties
    assert (first.start, first.leave, first.back) == (HOME, None, None)
    assert (second.start, second.end) == ("410100", HOME)
    assert (second.leave, second.back) == (1440 + 630, 2 * 1440 + 1080)
    read_back = asked(**request.model_dump(mode="json"))
    assert trip_problem(read_back, three(), regions).parties == (first, second)


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ({"start_day": START + timedelta(days=5)}, "第一组出发日期 .* 不在行程"),
        ({"end_day": START - timedelta(days=1)}, "第一组返回日期 .* 不在行程"),
        ({"start": "19:00", "end": "18:00", "end_day": START}, "第一组.*19:00 出发.*18:00 前返回，时间自相矛盾"),
        ({"start": "7点"}, "第一组.*时间应写成 08:30 的样子"),
    ],
)
def test_a_way_that_cannot_be_is_said_plainly(way: dict[str, object], says: str, regions: Regions) -> None:
    request = asked(home=HOME, start=START, days=2, ways=[{"party": 1} | way])
    with pytest.raises(InvalidArgument, match=says):
        trip_problem(request, three(), regions)
