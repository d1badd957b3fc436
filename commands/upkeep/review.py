"""Pairs of firms that may be one: what waits for a person, what was decided, and taking it back."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.console import Db, Json, err, group_of_commands, line, note, print_json, workspace
from ingest.match.queue import Verdict

review_app = group_of_commands("疑似同一家的企业：待判定的、判定、撤销。Firms that may be one: list, decide, undo.")
Code = Annotated[str, typer.Argument(metavar="CODE", help="`liantu review list` 所列的六位编号 / as `list` shows it")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="判定人 / who decides")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="理由 / why")]


@review_app.command("list")
def list_(
    decided: Annotated[bool, typer.Option("--decided", help="已判定的 / what was decided")] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """列出待判定的企业，把握大的在前。List the pairs that wait, the surest first."""
    space = workspace(db)
    if decided:
        made = space.review_decisions()
        if json_output:
            print_json(made)
            return
        for d in made:
            verdict = "同一家" if d["verdict"] == "same" else "不是同一家"
            state = "（已撤销）" if d["undone_at"] else ""
            line(f"{d['code']}  {d['left']} ↔ {d['right']}  {verdict}{state}  {d['author']} {d['reason']}".rstrip())
        note(f"共 {len(made)} 次判定")
        return
    waiting = space.reviews()
    if json_output:
        print_json(waiting)
        return
    for w in waiting:
        left, right = w["left"], w["right"]
        line(
            f"{w['code']}  {w['score']:.2f}  {left['name']}（{left['place'] or '地区待核'}）↔ "
            f"{right['name']}（{right['place'] or '地区待核'}）  {'，'.join(w['reasons'])}"
        )
    note(f"待判定 {len(waiting)} 对" + ("；用 liantu review same|different CODE 判定" if waiting else ""))


@review_app.command("same")
def same(code: Code, by: By = "", reason: Why = "", db: Db = None, json_output: Json = False) -> None:
    """判定为同一家，两家的资料合并。Declare a pair one firm; what both brought is merged."""
    _decide(code, "same", by, reason, db, json_output)


@review_app.command("different")
def different(code: Code, by: By = "", reason: Why = "", db: Db = None, json_output: Json = False) -> None:
    """判定为两家，不再提示。Declare a pair two firms; it is not asked about again."""
    _decide(code, "different", by, reason, db, json_output)


@review_app.command("undo")
def undo(code: Code, db: Db = None, json_output: Json = False) -> None:
    """撤销判定，合并的企业重新分开。Take a decision back; merged firms stand apart again."""
    made = workspace(db).undo_review(code)
    if json_output:
        print_json(made)
        return
    err().print(f"已撤销：{made['left']} ↔ {made['right']}", markup=False, highlight=False, soft_wrap=True)


def _decide(code: str, verdict: Verdict, by: str, reason: str, db: str | None, json_output: bool) -> None:
    made = workspace(db).review(code, verdict, by, reason)
    if json_output:
        print_json(made)
        return
    said = "同一家" if verdict == "same" else "不是同一家"
    note(f"已判定{said}：{made['left']} ↔ {made['right']}")
