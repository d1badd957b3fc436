"""The loads: listed, and taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.console import Db, Json, bar, note, print_json, table, workspace


def batches(db: Db = None, json_output: Json = False) -> None:
    """列出导入批次，最新的在前。The loads, newest first."""
    from ingest.load.undo.rollback import as_documents, undone

    listed = workspace(db).store.batches()
    if json_output:
        print_json(as_documents(listed))
        return
    back = undone(listed)
    rows = [
        (b.id, b.kind, b.source, b.file, b.finished[:16], f"已由批次 {back[b.id]} 撤回" if b.id in back else "")
        for b in listed
    ]
    table(("批次", "方式", "来源", "文件", "时间", ""), rows)


def rollback(
    batch: Annotated[int, typer.Argument(metavar="BATCH", help="批次号 / number of the load")],
    db: Db = None,
    json_output: Json = False,
) -> None:
    """整批撤回一次导入。Take a load back whole."""
    space = workspace(db)
    with bar(json_output) as step:
        done = space.rollback(batch, step)
    if json_output:
        print_json({"batch": batch, "restored": done.restored, "retired": done.retired, "firms": done.firms})
        return
    note(
        f"已撤回批次 {batch}（{done.batch.source}）：恢复记录 {sum(done.restored.values())} 条，"
        f"撤下 {sum(done.retired.values())} 条，重算企业 {done.firms} 家"
    )
