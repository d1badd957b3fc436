"""A safe copy, its way back, and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Db, Json, bar, line, note, print_json, workspace

if TYPE_CHECKING:
    from commands.upkeep.care import Care

MARKS = {"ok": "✓", "note": "·", "fault": "✗"}


def _care(db: str | None) -> Care:
    from commands.upkeep.care import Care  # reads all rooms: not for `--help`

    return Care(workspace(db))


def backup(
    out: Annotated[
        Path | None, typer.Option("--out", help="备份文件 .zip 或所在文件夹，默认与图谱同处 / file or folder")
    ] = None,
    vectors: Annotated[
        bool, typer.Option("--vectors/--no-vectors", help="是否含向量，可重算 / vectors too; they can be made again")
    ] = True,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """备份图谱、台账、向量和本单位的设置，不影响使用。A safe copy of all data, made while people work."""
    with bar(json_output) as step:
        done = _care(db).backup(out, step, vectors=vectors)
    if json_output:
        print_json(done)
        return
    note(f"已备份：{done['file']}（{done['size'] / 1_000_000:.1f} MB，图谱截至 {done['data_version']}）")
    if "casework.db" not in done["files"]:
        note("台账不在其中：还没有，或在服务器上（由服务器备份） / the casework is not in it: none yet, or on a server")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 / a backup")],
    force: Annotated[
        bool, typer.Option("--force", help="即使现有图谱更新 / even where the store here is newer")
    ] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """从备份恢复，原有文件另存在旁边。Take a backup back; what stood there is kept beside it."""
    with bar(json_output) as step:
        done = _care(db).restore(file, force, step)
    if json_output:
        print_json(done)
        return
    note(f"已恢复 {len(done['files'])} 个文件，图谱截至 {done['data_version']}（备份于 {done['made'][:16]}）")
    for kept in done["kept"]:
        note(f"原有文件另存为 {kept}")


def doctor(db: Db = None, json_output: Json = False) -> None:
    """检查图谱、台账、向量、磁盘和时钟，有问题则退出码为 1。Examine all data; exit 1 where something is wrong."""
    with bar(json_output) as step:
        found = _care(db).doctor(step)
    if json_output:
        print_json(found)
    else:
        for f in found:
            line(f"{MARKS[f['state']]} {f['said']} / {f['said_en']}")
            if f["next"]:
                line(f"  → {f['next']} / {f['next_en']}")
    if any(f["state"] == "fault" for f in found):
        raise typer.Exit(1)
