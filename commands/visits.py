"""Trips and their papers, and the lint of what they promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Db, Json, RegionOption, Step, bar, err, note, out, print_json, takes, workspace
from graph import settings as settings_module
from graph.errors import InvalidArgument

if TYPE_CHECKING:
    from graph.model.row_problems import RowProblem
    from outreach.targets.shapes import VisitTarget
    from outreach.trip.request import TripRequest
    from outreach.trip.shapes import TripDocument
    from workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class PlanOptions:
    """What `liantu plan` is asked."""

    region: RegionOption
    days: Annotated[int, typer.Option("--days", help="行程天数 / days", min=1, max=31)]
    out_dir: Annotated[Path, typer.Option("--out", help="输出文件夹 / folder for all files")]
    start: Annotated[str, typer.Option("--start", help="出发日期，如 2026-12-01 / first day")]
    segment: Annotated[list[str] | None, typer.Option("--segment", help="环节，可重复 / segment, may be repeated")] = (
        None
    )
    targets: Annotated[Path | None, typer.Option("--targets", help="拜访名单 CSV、XLSX / table of targets")] = None
    saved: Annotated[bool, typer.Option("--saved", help="用已存的名单 / the saved targets")] = False
    teams: Annotated[int, typer.Option("--teams", help="几个组 / parties", min=1, max=6)] = 1
    leader: Annotated[list[str] | None, typer.Option("--leader", help="各组带队领导 / leader by office")] = None
    start_place: Annotated[str, typer.Option("--from", help="出发地 / where it begins")] = ""
    end_place: Annotated[str, typer.Option("--to", help="返回地 / where it ends")] = ""
    matrix: Annotated[Path | None, typer.Option("--matrix", help="路程表 / table of travel times")] = None
    weekends: Annotated[bool, typer.Option("--weekends", help="周末也拜访 / visit at weekends")] = False
    per_kind: Annotated[list[str] | None, typer.Option("--quota", help="名额，如 association=1..2 / quota by kind")] = (
        None
    )
    fixed: Annotated[
        list[str] | None,
        typer.Option("--fixed", help='固定安排，如 "2026-12-02 14:30 60 新乡市 市委会议 1" / fixed appointment'),
    ] = None
    templates: Annotated[Path | None, typer.Option("--templates", help="自备模板文件夹 / own templates")] = None
    keep: Annotated[bool, typer.Option("--keep", help="存入拜访台账 / keep in the casework")] = False
    seed: Annotated[int, typer.Option("--seed")] = 0
    date_: Annotated[str, typer.Option("--date", help="文件日期，默认今天 / date of the papers")] = ""
    db: Db = None
    json_output: Json = False


@takes(PlanOptions)
def plan(asked: PlanOptions) -> None:
    """排行程并写出全部文件。Plan a trip: itineraries, briefs, calendar, workbook."""
    from outreach.papers.trip_folder import write_files
    from outreach.trip import planning

    if sum((bool(asked.segment), asked.targets is not None, asked.saved)) != 1:
        raise InvalidArgument(
            "请给出 --segment、--targets 或 --saved 中的一种 / give one of --segment, --targets, --saved"
        )
    space = workspace(asked.db)
    home = space.regions.get(asked.region).code
    request = _request(asked, home)
    with bar(asked.json_output) as step:
        chosen, bad = _plan_targets(space, asked, home, step)
        times = _travel_times(space, asked.matrix)
        step("排行程", 0, 1)
        trip = planning.plan_trip(request, chosen, space.regions, space.holidays, times)
        step("排行程", 1, 1)
        today = planning.day(asked.date_, "--date") if asked.date_ else None
        context = space.planning_context(home, today, asked.templates)
        files = write_files(asked.out_dir, trip, context, bad, step, space.casework if asked.keep else None)
    if asked.json_output:
        names = [f.relative_to(asked.out_dir).as_posix() for f in files]
        print_json(trip | {"files": names, "rejected": [b.as_row() for b in bad]})
    else:
        _tell(trip, bad, len(files), asked.out_dir)


def _request(asked: PlanOptions, home: str) -> TripRequest:
    """The trip as the planner is asked for it; what cannot be read raises `InvalidArgument`."""
    from outreach.trip import planning

    return planning.asked(
        home=home,
        start=planning.day(asked.start, "--start"),
        days=asked.days,
        parties=asked.teams,
        leaders=asked.leader or [],
        start_place=asked.start_place,
        end_place=asked.end_place,
        weekends=asked.weekends,
        seed=asked.seed,
        appointments=[planning.appointment(f) for f in asked.fixed or []],
        **planning.quotas(asked.per_kind or []),
    )


def _travel_times(space: Workspace, file: Path | None) -> dict[tuple[str, str], int] | None:
    """The office's own table of travel times, None where there is none."""
    from outreach.trip import planning

    if file is None:
        return None
    return planning.matrix(file.name, _rows(space, file), space.regions, space.table_spec("travel_times"))


def _tell(trip: TripDocument, bad: Sequence[RowProblem], files: int, folder: Path) -> None:
    """What was planned, what was not and why, on stderr."""
    for row in bad:
        note(str(row))
    visits = sum(line["kind"] == "visit" for p in trip["parties"] for line in p["lines"])
    err().print(f"排入拜访 {visits} 家，未排入 {len(trip['dropped'])} 家；文件 {files} 个，在 {folder}", soft_wrap=True)
    for text in trip["notes"]:
        note(text)
    for d in trip["dropped"]:
        note(f"未排入 {d['name']}：{d['reason']}")


def _plan_targets(
    space: Workspace, asked: PlanOptions, home: str, step: Step
) -> tuple[list[VisitTarget], list[RowProblem]]:
    """Targets as the command names them, and the rows of a file that could not be used."""
    from outreach.trip import planning

    if asked.saved:
        return planning.saved_targets(space.casework, home, space.regions, space.network), []
    if asked.targets is not None:
        file = asked.targets
        spec = space.table_spec("targets")
        return planning.from_file(file.name, _rows(space, file), spec, space.store, space.regions, space.network)
    wanted = list(dict.fromkeys(space.recruitable(s) for s in asked.segment or []))
    by_segment = {g["segment"]: g for g in space.gaps(home)}
    found = []
    for i, s in enumerate(wanted):
        step("挑选目标", i, len(wanted))
        found.append(planning.for_segment(space.recommender, home, s, by_segment.get(s)))
    step("挑选目标", len(wanted), len(wanted))
    return planning.mixed(found), []


def _rows(space: Workspace, file: Path) -> list[tuple[int, dict[str, str]]]:
    from ingest.read.understand.outside import one_table

    return one_table(file, space.settings.max_file_mb, space.table_spec("targets")).rows


def fair(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    json_output: Json = False,
) -> None:
    """公平竞争审查：检查文件中的承诺，有禁止内容则退出码为 1。Fair-competition lint of promises in papers."""
    from ingest.read.papers import read_text
    from outreach.fairness.lint import lint as fairness
    from outreach.fairness.rules import load_rules

    rules = load_rules(settings_module.load(None).data / "rules" / "fair_competition.yaml")
    found = {file: fairness(read_text(file), rules) for file in files}
    if json_output:
        print_json(
            [
                {
                    "file": f.name,
                    "rule": x.rule.id,
                    "level": x.rule.level,
                    "wording": x.wording,
                    "sentence": x.sentence,
                    "line": x.line,
                    "article": x.rule.article,
                    "measures": x.rule.measures,
                    "why": x.rule.why,
                    "instead": x.rule.instead,
                }
                for f, rows in found.items()
                for x in rows
            ]
        )
    else:
        for f, rows in found.items():
            for x in rows:
                out().print(
                    f"{f.name} 第 {x.line} 行“{x.wording}”：{x.rule.why}（{x.rule.basis}）建议：{x.rule.instead}",
                    markup=False,
                    highlight=False,
                    soft_wrap=True,
                )
            err().print(f"{f.name}：{len(rows)} 处提示" if rows else f"{f.name}：未发现提示，仍须按程序审查")
    if any(x.rule.level == "forbidden" for rows in found.values() for x in rows):
        raise typer.Exit(1)
