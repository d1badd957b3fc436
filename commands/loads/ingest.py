"""Loading of tables: understood first, then loaded; the loads listed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Db, Json, bar, line, note, print_json, workspace

if TYPE_CHECKING:
    from ingest.load.load_report import LoadReport
    from ingest.read.understand.preview import PreviewDocument, TableDocument

Mapping = Annotated[
    Path | None,
    typer.Option("--mapping", help="列对应表：表头: 字段（YAML 或 JSON） / which column is what, heading: field"),
]


def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    source: Annotated[str, typer.Option("--source", help="数据来源名称 / name of the source")] = "",
    region: Annotated[
        str, typer.Option("--region", help="行内看不出地区时按此地区 / region of rows that tell none")
    ] = "",
    report: Annotated[
        Path, typer.Option("--report", help="问题行报告的文件夹 / folder for the report of rejected rows")
    ] = Path("var/reports"),
    mapping: Mapping = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="只看怎样理解，不导入 / show how it is understood, load nothing")
    ] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """导入表格（CSV、XLSX、XLS 等），可先预览。Load tables, or preview them."""
    from ingest.read.understand.confirmed import read_mapping

    space = workspace(db)
    columns = read_mapping(mapping) if mapping else None
    if preview:
        seen = [space.preview(file, columns) for file in files]
        if json_output:
            print_json(seen)
        else:
            for document in seen:
                _show_preview(document)
        return
    done = []
    for file in files:
        with bar(json_output) as step:
            result = space.ingest(file, source, region, report, step, columns)
        done.append(result)
        if not json_output:
            _show_report(result)
    if json_output:
        print_json([r.as_dict() for r in done])


def _show_report(result: LoadReport) -> None:
    """What a load did, in a few lines: what was understood, what was not used, what was not taken."""
    if len(result.tables) > 1 or any(t["heading_rows"] != [1] or t["source"] != "native" for t in result.tables):
        for table in result.tables:
            note(_understood(table))
    for label, columns in result.unused.items():
        note(f"{label}：未使用的列：{'、'.join(columns)}")
    if result.skipped:
        note(f"{result.file}：未读取的工作表：{'、'.join(result.skipped)}")
    note(
        f"{result.file}：{result.rows} 行，企业 {result.firms} 家"
        f"（新增 {result.new_firms}，已有 {result.matched_firms}），"
        f"归入环节 {result.assigned} 家；未入库 {result.rejected} 行，提示 {result.notes} 条"
        + (f"，见 {result.report_file}" if result.report_file else "")
    )
    if result.report_missing:
        note(f"{result.file}：已导入，但问题行未能写出 / loaded; its problems are not written: {result.report_missing}")
    if assumed := result.reasons.get("region_assumed", 0):
        note(f"{result.file}：{assumed} 行看不出地区，按 --region 计")
    if result.rejected_file:
        note(f"{result.file}：未入库的行可在 {result.rejected_file} 中改好后再导入")


def _understood(table: TableDocument) -> str:
    rows = table["heading_rows"]
    if not rows:
        where = "没有表头"
    elif rows[-1] < 1:  # records with names of their own, as in JSON
        where = "每条记录自带字段名"
    else:
        where = f"第 {'–'.join(map(str, dict.fromkeys((rows[0], rows[-1]))))} 行为表头"
    by = f"，按“{table['source_title']}”读取" if table["source"] != "native" and table["source_title"] else ""
    return f"{table['label']}：{where}{by}"


def _show_preview(document: PreviewDocument) -> None:
    """Which sheet, which heading row, which column is what, which are not used."""
    line(f"{document['file']}（{document['encoding']}）")
    for table in document["tables"]:
        line(f"  {_understood(table)}；种类 {table['kind']}")
        _show_columns(table)
    for sheet in document["skipped"]:
        line(f"  未读取 {sheet['sheet'] or document['file']}：{sheet['why']}")


def _show_columns(table: TableDocument) -> None:
    for column in table["columns"]:
        if column["field"]:
            unit = f"（{column['unit']}）" if column["unit"] else ""
            line(f"    {column['heading']} → {column['title']}{unit}  {_sample(column['sample'])}")
    if table["unused"]:
        line(f"    未使用的列：{'、'.join(table['unused'])}")
    for heading, field in table["suggested"].items():
        line(f"    建议：{heading} → {field}（请在 --mapping 文件中确认）")


def _sample(values: Sequence[str]) -> str:
    return "｜".join(v.replace("\n", " ")[:16] for v in values)
