"""Every export is run on a graph full of hostile names, and what comes out is opened: nothing in it runs, fetches or
breaks out. Which functions are exports is found by reading the source; one that is not run here fails the test."""

from __future__ import annotations

import ast
import csv
import os
import re
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from icalendar import Calendar

from graph.model.records import MICRO, Firm, Membership
from graph.store.embedded.store import EmbeddedStore
from outreach.trip import planning
from outreach.trip.calendar import calendar
from outreach.trip.holidays import Holidays
from outreach.trip.request import asked
from tests.support.case_small import document
from tests.support.cli import InProcess
from tests.support.live_content import LOOK, live_in, of_calendar, of_csv, of_office
from tests.support.small import ROOT
from tests.test_architecture import trees

NAMES = (
    "=cmd|' /C calc'!A0有限公司",
    '=HYPERLINK("http://out.example","点")有限公司',
    "@SUM(1+1)*cmd有限公司",
    "+1+1有限公司",
    "-2+3有限公司",
    "\t=1+1有限公司",
    "＝1+1有限公司",
    "![a](http://out.example/x.png)<img src=//out.example/y>有限公司",
    "<script>alert(1)</script>]]>&lt;&e;有限公司",
    "甲\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:a@out.example\r\n有限公司",
    "\u202e司公限有\u2066乙",
    "../../../etc/passwd",
    "CON",
    "C:\\Windows\\a有限公司",
    "𠮷野家🔋有限公司",
    "a\x00b\x0b有限公司",
    "'; MATCH (n) DETACH DELETE n //有限公司",
    "{{ 7*7 }}{% raw %}有限公司",
    "甲" * 300 + "有限公司",
)
SEGMENT = "battery_ev.separator"
MAKERS = frozenset(("as_csv", "as_xlsx", "CsvOut", "RawCsv", "workbook", "content_of", "to_ical"))
# Makers that only pages call; `tests/app_pages` runs them.
OF_PAGES = {
    ("outreach/papers/priority_page.py", "document"),
    ("outreach/maps/chain_map.py", "paper"),
    ("outreach/maps/market/market_paper.py", "paper"),
    ("outreach/maps/market/market_book.py", "book"),
    ("outreach/maps/target_map/papers.py", "paper"),
    ("outreach/maps/target_map/papers.py", "book"),
    ("outreach/maps/tech_map.py", "paper"),
    ("outreach/maps/map_book.py", "map_book"),
}


def exports(files: Iterator[tuple[str, ast.AST]]) -> set[tuple[str, str]]:
    """(file, function) of all that make the content of a file for people; pages only call these."""
    found = set()
    for file, tree in files:
        if file.startswith(("graph/files/", "app_pages/")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
                names = {c.attr if isinstance(c, ast.Attribute) else getattr(c, "id", "") for c in calls}
                if names & MAKERS or (file.startswith("graph/store/export/") and names & {"whole", "put_text"}):
                    found.add((file, node.name))
    return found


def fill(store: EmbeddedStore) -> None:
    """Firms by all of the names, in whatever a firm is described by."""
    with store.batch("test", "test") as batch:
        for n, name in enumerate(NAMES):
            firm = Firm(
                f"h:{n}",
                name,
                region="320500",
                size=9 * MICRO,
                aliases=(name, f"别名{name}"),
                products=("锂电隔膜", name),
                scope=name,
                address=name,
                source=name,
                tags=("大型",),
            )
            batch.upsert([firm, Membership(firm.id, SEGMENT, round(0.9 * MICRO))])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[tuple[str, str]]]:
    """The folder of all exports, and the functions that ran."""
    home = tmp_path_factory.mktemp("hostile")
    cli, out = InProcess(home / "c"), home / "out"
    cli.country.build()
    fill(cli.country.store)
    codes: set[CodeType] = set()

    def watch(frame: FrameType, event: str, _: Any) -> None:
        codes.add(frame.f_code)

    register = home / "大使.csv"
    table(register, ("名称", "所在单位", "所在地", "联系方式", "备注"), *((n, n, "新乡市", n, n) for n in NAMES))
    firms = home / "=名单+1.csv"
    table(firms, ("企业名称", "主要产品", "城市", "成立日期", "状态"), *((n, n, n, n, n) for n in NAMES))
    targets = home / "拜访.csv"
    table(targets, ("企业名称", "备注"), *((n, n) for n in NAMES), ("苏州涂覆科技有限公司", "=1"))
    at = ("--region", "410700")
    commands = [
        ("ingest", firms, *at, "--report", out / "ingest"),
        ("register", "import", "ambassador", register),
        ("register", "export", "ambassador", out / "大使.csv"),
        ("register", "export", "ambassador", out / "大使.xlsx"),
        ("recommend", *at, "--segment", SEGMENT, "--top", 30, "--out", out / "名单.xlsx"),
        ("plan", *at, "--segment", SEGMENT, "--days", 5, "--start", "2026-12-07", "--out", out / "plan", "--keep"),
        ("plan", *at, "--targets", targets, "--days", 2, "--start", "2026-12-14", "--out", out / "plan2"),
        ("report", "--period", "year", *at, "--out", out / "report"),
        ("gaps", *at, "--certificate", SEGMENT, "--out", out / "gaps"),
        ("checks", *at, "--out", out / "待核.xlsx"),
        *(("correct", f"h:{n}", "--not", SEGMENT, "--reason", NAMES[n], "--by", NAMES[0]) for n in (0, 9)),
        ("correct", NAMES[4], "--closed", "--reason", NAMES[1], "--by", NAMES[0]),
        ("corrections", "--out", out / "更正.csv", "--labels", out / "标签.csv"),
        ("corrections", "--out", out / "更正.xlsx"),
        *(("graph", "export", "--out", out / f"g-{f}", "--format", f) for f in ("csv", "graphml", "cypher")),
        ("graph", "export", "--out", home / "import", "--format", "neo4j-admin"),
    ]
    told: dict[str, tuple[int, str]] = {}
    sys.setprofile(watch)
    threading.setprofile(watch)
    try:
        for command in commands:
            done = cli(*command)
            told[" ".join(map(str, command[:2]))] = (done.returncode, done.stderr[-300:])
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    assert {k: v for k, v in told.items() if v[0] and not k.startswith("correct ")} == {}
    ours = [c for c in codes if c.co_filename.startswith(f"{ROOT}{os.sep}")]
    return out, {(Path(c.co_filename).relative_to(ROOT).as_posix(), c.co_name) for c in ours}


def table(file: Path, *rows: tuple[str, ...]) -> None:
    """A table from outside, its cells as they are."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([c.replace("\x00", "") for c in row] for row in rows)


def test_every_export_was_run(made: tuple[Path, set[tuple[str, str]]]) -> None:
    found = exports((f, t) for f, t in trees() if f.split("/")[0] in ("graph", "ingest", "outreach", "commands"))
    assert len(found) > 12
    assert found - made[1] - OF_PAGES == set()


def test_nothing_in_them_runs_or_fetches(made: tuple[Path, set[tuple[str, str]]]) -> None:
    files = [p for p in made[0].rglob("*") if p.is_file()]
    assert {p.suffix for p in files} >= {".csv", ".xlsx", ".docx", ".ics", ".graphml", ".cypher"}
    live = live_in(made[0])
    assert not live, [(file, found[:3]) for file, found in live.items()]
    names = "".join(p.read_text("utf-8") for p in files if p.suffix in (".csv", ".graphml"))
    assert "cmd|" in names  # they are in there, as letters
    assert not list(made[0].parent.rglob("passwd*"))


def test_a_new_export_is_found() -> None:
    added = ast.parse("def brochure(rows):\n    return as_csv(['甲'], rows)\n")
    assert exports(iter([("outreach/papers/new.py", added)])) == {("outreach/papers/new.py", "brochure")}


@pytest.mark.parametrize("name", NAMES)
def test_a_calendar_says_what_was_said_and_no_more(name: str, regions: Any) -> None:
    """Read back by another's reader, the entry is one, and its text is the name's."""
    plain = planning.plan_trip(
        asked(home="410700", start=date(2026, 12, 1), days=2), [document("甲", region="440300")], regions, Holidays()
    )
    made = planning.plan_trip(
        asked(home="410700", start=date(2026, 12, 1), days=2), [document(name, region="440300")], regions, Holidays()
    )
    raw = calendar(made, made["parties"][0])
    assert of_calendar(raw) == []
    events = Calendar.from_ical(raw).walk("VEVENT")
    assert len(events) == len(Calendar.from_ical(calendar(plain, plain["parties"][0])).walk("VEVENT"))
    (visit,) = [e for e in events if str(e["SUMMARY"]).startswith("拜访")]
    told = str(visit["SUMMARY"]).removeprefix("拜访：")
    assert "".join(told.split()) == "".join(re.sub("[\x00\x0b\u202e\u2066]", "", name).split())


def test_the_second_opinion_sees_what_is_live() -> None:
    """A formula, a link and an injected line, each in a file made without our writers."""
    assert of_csv(b"a,=1+1\n") == ["=1+1"]
    assert of_csv(b"a,-3.5,+2%,-\n") == []
    raw = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nATTENDEE:mailto:a@b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert of_calendar(raw) == ["ATTENDEE"]
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write_formula("A1", "=1+1")
    book.close()
    assert of_office(out.getvalue())
    assert LOOK[".cypher"](b"CREATE (n {a: 'x; DROP y'});\nMATCH (n) DETACH DELETE n;")
