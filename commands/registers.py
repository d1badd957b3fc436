"""The registers of ambassadors and liaison offices: in from a table, out as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.console import Db, Json, err, group_of_commands, print_json, workspace
from commands.files import write_file
from graph.errors import InvalidArgument

registers_app = group_of_commands("招商大使和驻外联络处名册。Registers of ambassadors and liaison offices.")
Kind = Annotated[str, typer.Argument(metavar="KIND", help="ambassador 招商大使 | liaison 驻外联络处")]


@registers_app.command("import")
def import_(
    kind: Kind,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV、XLSX")],
    db: Db = None,
    json_output: Json = False,
) -> None:
    """从表格更新名册。Bring a register up to date from a table; rows are found again by name."""
    from ingest.read.understand.outside import one_table
    from outreach.targets import registers
    from outreach.trip.planning import DESK

    registers.check_kind(kind)
    space = workspace(db)
    rows = one_table(file, space.settings.max_file_mb, space.table_spec(kind)).rows
    chains = {c.id: c.name for c in space.catalogue.chains}
    with space.casework.write(DESK) as session:
        taken = registers.take(session, space.table_spec(kind), file.name, rows, space.regions, chains)
    if json_output:
        print_json({"new": taken.new, "known": taken.known, "rejected": [b.as_row() for b in taken.bad]})
        return
    for row in taken.bad:
        err().print(str(row), markup=False, highlight=False, soft_wrap=True)
    err().print(f"新增 {taken.new} 条，更新 {taken.known} 条，未采用 {len(taken.bad)} 行")


@registers_app.command("export")
def export(
    kind: Kind,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx 或 .csv / .xlsx or .csv")],
    db: Db = None,
) -> None:
    """把名册写成表格。Write a register as a table."""
    from outreach.targets import registers

    registers.check_kind(kind)
    makers = {".csv": registers.as_csv, ".xlsx": registers.as_xlsx}
    if file.suffix.lower() not in makers:
        raise InvalidArgument(f"“{file.name}”应以 .xlsx 或 .csv 结尾 / name a .xlsx or .csv file")
    space = workspace(db)
    spec = space.table_spec(kind)
    with space.casework.read() as session:
        listed = registers.rows(session, spec, space.regions, {c.id: c.name for c in space.catalogue.chains})
    write_file(file, makers[file.suffix.lower()](spec, listed))
    err().print(f"已写入 {file.name}：{len(listed)} 条")
