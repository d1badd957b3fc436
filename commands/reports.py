"""周动态、月通报、季排名、半年观摩、年终总结."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Db, Json, RegionOption, err, print_json, workspace
from graph.errors import InvalidArgument
from graph.files import whole

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import ChangesDocument
    from outreach.reports.shapes import Priorities
    from workspace import Workspace


def report(
    period: Annotated[str, typer.Option("--period", help="week | month | quarter | half | year")],
    region: RegionOption,
    out_dir: Annotated[Path, typer.Option("--out", help="输出文件夹 / folder for the files")],
    date_: Annotated[str, typer.Option("--date", help="报告日期，默认今天 / day of the report")] = "",
    templates: Annotated[Path | None, typer.Option("--templates", help="自备模板文件夹 / own templates")] = None,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """周动态、月通报、季排名、半年观摩、年终总结。Periodic reports from the casework and the graph."""
    from outreach.reports import ledger, report_paper
    from outreach.reports.period import Period
    from outreach.trip.planning import day

    today = day(date_, "--date") if date_ else date.today()
    asked = Period.of(period, today)
    space = workspace(db)
    home = space.regions.get(region).code
    segments = space.network.segments
    with space.casework.read() as session:
        now, then = (
            ledger.read_ledger(session, home, p, lambda s: segments[s].name if s in segments else "")
            for p in (asked, asked.before())
        )
    changes = _changes(space, home, asked.start)
    document = report_paper.report_document(now, then, asked, changes, home, _priorities(space, home))
    name = f"{space.regions.name(home)}{document['title']}-{asked.name}"
    files = {
        f"{name}.docx": report_paper.report_docx(document, asked, space.planning_context(home, today, templates)),
        f"{name}.xlsx": report_paper.report_xlsx(document),
    }
    for file, content in files.items():
        whole.put_bytes(out_dir / file, content, "name another folder with --out")
    if json_output:
        print_json(document | {"files": list(files)})
        return
    err().print(
        f"{document['title']}（{asked.name}）已写入 {out_dir}：" + "、".join(files),
        soft_wrap=True,
        markup=False,
        highlight=False,
    )
    if document["empty"]:
        err().print("本期台账没有记录。nothing is on record for this period")


def _priorities(space: Workspace, home: str) -> Priorities:
    """The groups of the list of priorities as they stand now."""
    from graph.gaps.priorities.prioritiser import grouped, rows_of

    gaps = space.gaps(home)
    groups = grouped([*rows_of(gaps), *space.prioritiser(space.footprint(home)).strong(gaps)])
    return {"groups": {g: len(rows) for g, rows in groups.items()}, "attack": [r["name"] for r in groups["attack"]]}


def _changes(space: Workspace, home: str, start: date) -> ChangesDocument | None:
    """What changed in the graph since the day before the period; None where its history does not reach back."""
    from graph.gaps.documents import plans

    try:
        past = space.as_of((start - timedelta(days=1)).isoformat())
        return plans.changes_document(space.store, past.snapshot.last, past.found(home), space.found(home), past.day)
    except InvalidArgument:  # the first load came later
        return None
