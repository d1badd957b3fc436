"""What people put right: made, listed, taken back, handed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Db, Json, RegionOption, bar, note, print_json, table, takes, workspace
from commands.files import ends_in, write_file
from graph.errors import InvalidArgument

if TYPE_CHECKING:
    from graph.corrections.documents import CorrectionDocument
    from graph.corrections.made import Draft
    from workspace import Workspace

Words = list[str] | None


@dataclass(frozen=True)
class Said:
    """The options of `liantu correct`."""

    firm: Annotated[str, typer.Argument(metavar="FIRM", help="企业名称、信用代码或股票代码 / name or code")]
    not_: Annotated[Words, typer.Option("--not", help="不从事该环节 / does not work in it")] = None
    does: Annotated[Words, typer.Option("--does", help="从事该环节 / works in it")] = None
    trader: Annotated[Words, typer.Option("--trader", help="在该环节只是经销商 / only sells there")] = None
    role: Annotated[str, typer.Option("--role", help="与 --does 同用：企业在该环节的角色 / its role, with --does")] = ""
    closed: Annotated[bool, typer.Option("--closed", help="已停业 / it has closed")] = False
    alias: Annotated[Words, typer.Option("--alias", help="另有名称 / it is also called")] = None
    reason: Annotated[str, typer.Option("--reason", help="理由（必填）/ why, needed")] = ""
    by: Annotated[str, typer.Option("--by", help="提出人（必填）/ who says so, needed")] = ""
    db: Db = None
    json_output: Json = False


@takes(Said)
def correct(given: Said) -> None:
    """更正一家企业。Put right what the graph says of a firm; it stays through every later load."""
    from graph.gaps.scenario import resolver

    space = workspace(given.db)
    firm = resolver(space.store)(given.firm)
    done = space.correct(firm, _drafts(space, given), given.reason, given.by)
    for known in done.known:
        note(f"同一人已作过同样的更正：{known.id} / the same person said so before")
    for other in done.others:
        names = space.store.names_of([other])
        note(f"“{names.get(other, other)}”在图谱中是另一家企业（{other}），两家未合并 / another firm, not merged")
    numbers = {c.id for c in (*done.made, *done.known)}
    listed = [c for c in space.corrections() if c["id"] in numbers]
    for c in listed:
        if c["note"]:
            note(f"{c['id']}：{c['note']} {c['note_en']}")
    if given.json_output:
        print_json(listed)
    else:
        _show(listed)


def _drafts(space: Workspace, given: Said) -> list[Draft]:
    from graph.corrections.made import Draft
    from graph.model.records import ROLES

    role = next((r for r in ROLES if r == given.role), None)
    if given.role and (role is None or not given.does):
        why = f"没有“{given.role}”这种角色；可用：{'、'.join(ROLES)}" if role is None else "--role 与 --does 同用"
        raise InvalidArgument(f"{why} / give one of these roles together with --does")
    out = [Draft("not", space.segment(s)) for s in given.not_ or ()]
    out += [Draft("does", space.segment(s), role or "") for s in given.does or ()]
    out += [Draft("role", space.segment(s), "trader") for s in given.trader or ()]
    out += [Draft("closed")] if given.closed else []
    out += [Draft("alias", alias=a) for a in given.alias or ()]
    if not out:
        raise InvalidArgument(
            "没有写更正什么；可用 --not、--does、--trader、--closed、--alias / say what to correct with one of these"
        )
    return out


def corrections(
    undo: Annotated[
        list[str] | None, typer.Option("--undo", metavar="ID", help="撤销该条 / take this one back")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="谁撤销 / who takes it back")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="导出 .csv 或 .xlsx / export")] = None,
    labels: Annotated[
        Path | None, typer.Option("--labels", help="导出训练用标签 .csv / export labels for `liantu train`")
    ] = None,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """更正清单。List corrections; take them back; export them. A table of them comes in with `liantu ingest`."""
    space = workspace(db)
    maker = _writer(space, out) if out else None  # a wrong ending is said before anything is done
    for number in undo or ():
        taken = space.undo_correction(number, by)
        note(f"已撤销 {taken.id}（{taken.firm_name}）/ taken back")
    listed = space.corrections()
    if out and maker:
        write_file(out, maker(listed))
        note(f"已写入 {out.name}：{len(listed)} 条")
    if labels:
        from ingest.load.corrections import labels as of_corrections

        rows = of_corrections.labels(space.store, listed, space.network.segments)
        write_file(labels, of_corrections.as_csv(rows))
        note(f"已写入 {labels.name}：{len(rows)} 家")
    if json_output:
        print_json(listed)
    elif not (out or labels):
        _show(listed)


def _writer(space: Workspace, file: Path) -> Callable[[list[CorrectionDocument]], bytes]:
    """What makes the file's content, by its ending. Raises `InvalidArgument` for another ending."""
    from graph.corrections import as_rows as tabled
    from outreach.targets import plain_tables

    spec = space.table_spec("corrections")
    if file.suffix.lower() == ".csv":
        return lambda listed: plain_tables.as_csv(tabled.headings(spec), tabled.rows(listed, spec))
    if file.suffix.lower() == ".xlsx":
        return lambda listed: plain_tables.as_xlsx(tabled.headings(spec), tabled.rows(listed, spec), "更正")
    raise InvalidArgument(f"“{file.name}”应以 .xlsx 或 .csv 结尾 / name a .xlsx or .csv file")


def checks(
    region: RegionOption = "410700",
    top: Annotated[int, typer.Option("--top", min=1, help="几项 / how many")] = 20,
    out: Annotated[Path | None, typer.Option("--out", help="可填写的表 .xlsx / a form to fill in")] = None,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """先核什么。What to check next; the form comes back in with `liantu ingest`."""
    from graph.corrections import as_rows
    from graph.gaps.documents.checks import asked
    from outreach.targets import plain_tables

    space = workspace(db)
    if out is not None:
        ends_in(out, ".xlsx")
    with bar(json_output) as step:
        found = space.check_next(region, top, step)
    if out is not None:
        spec = space.table_spec("corrections")
        rows = as_rows.form(asked(found), spec)
        write_file(out, plain_tables.as_xlsx(as_rows.headings(spec), rows, "待核"))
        note(f"已写入 {out.name}：{len(rows)} 行")
    if json_output:
        print_json(found)
    elif out is None:
        table(("序号", "要核什么", "预计变化"), [(c["rank"], c["sentence"], f"{c['change']:.3f}") for c in found])


def _show(listed: list[CorrectionDocument]) -> None:
    from graph.model.words import CORRECTION_STATE

    table(
        ("编号", "企业", "更正", "环节", "理由", "提出人", "日期", "状态"),
        [
            (
                c["id"],
                c["firm"]["name"],
                c["said"],
                "；".join(name for _, name in c["segments"]) or c["segment"],
                c["reason"],
                c["by"],
                c["day"],
                CORRECTION_STATE[c["state"]]["zh"],
            )
            for c in listed
        ],
    )
