"""The graph: build it, load into it, check what ships, time it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Db, Json, bar, err, note, out, print_json, table, workspace
from graph.errors import InvalidArgument

if TYPE_CHECKING:
    from ingest.lint.against import Agreement

# What a build counts, as an office calls it.
SHOWN = {
    "chain": "产业链",
    "segment": "环节",
    "link": "供需关系",
    "firm": "企业",
    "membership": "企业所在环节",
    "institution": "机构",
    "park": "园区",
    "unit": "责任主体",
}


def build(
    force: Annotated[bool, typer.Option("--force", help="即使数据未变也重建 / even if nothing changed")] = False,
    db: Db = None,
    json_output: Json = False,
) -> None:
    """从 data/ 建立或更新图谱。Build or update the store from data/."""
    space = workspace(db)
    with bar(json_output) as step:
        report = space.build(step, force)
    if json_output:
        print_json({"counts": report.counts, "refreshed": report.refreshed})
        return
    note("图谱已就绪：" + "，".join(f"{word} {report.counts[kind]}" for kind, word in SHOWN.items()))


def check(
    against: Annotated[
        Path | None, typer.Option("--against", help="与外部上市公司表核对 / compare with an outside table")
    ] = None,
    warnings: Annotated[bool, typer.Option("--warnings", help="逐条列出提示 / list the warnings too")] = False,
    json_output: Json = False,
) -> None:
    """检查 data/ 的全部内容，有错误则退出码为 1。Lint everything that ships in data/."""
    from ingest.lint.against import compare
    from ingest.lint.run import lint

    space = workspace(None)
    data = space.settings.data
    findings = lint(data)
    if not any(f.code == "catalogue" for f in findings):
        _ = space.catalogue  # the chain sets, held against the chains
    errors = [f for f in findings if f.severity == "error"]
    agreement = compare(data, against) if against else None
    if json_output:
        print_json(
            {
                "errors": len(errors),
                "warnings": len(findings) - len(errors),
                "findings": [f.as_finding() for f in findings],
                "agreement": asdict(agreement) if agreement else None,
            }
        )
    else:
        for f in findings if warnings else errors:
            out().print(f"{f.severity} {f.code} {f.where}：{f.zh}", markup=False, highlight=False, soft_wrap=True)
        if agreement:
            _show(agreement)
        err().print(f"错误 {len(errors)} 项，提示 {len(findings) - len(errors)} 项")
    if errors:
        raise typer.Exit(1)


def _show(agreement: Agreement) -> None:
    """Every disagreement, the shares that agree, and what of the outside table we have, by industry."""
    for d in agreement.disagreements:
        out().print(
            f"{d.field} {d.stock_code} {d.file}:{d.row}：本表“{d.ours}”，对照表“{d.theirs}”",
            markup=False,
            soft_wrap=True,
        )
    from ingest.lint.firms.coverage import overall

    if rows := agreement.coverage:
        whole = [("九链行业合计", overall(rows, wanted=True)), ("全部上市公司", overall(rows, wanted=False))]
        shown = [*((r.industry, r) for r in rows if r.wanted), *whole]
        table(
            ("行业", "上市公司", "在库", "覆盖"),
            [(name, str(r.total), str(r.present), f"{r.rate:.0%}") for name, r in shown],
        )
    err().print(
        f"上市公司 {agreement.listed} 家，对照 {agreement.compared} 家：名称一致 {agreement.name_rate:.1%}，"
        f"城市一致 {agreement.city_rate:.1%}，信用代码一致 {agreement.uscc_rate:.1%}，"
        f"所有制一致 {agreement.owner_rate:.1%}，年报产品与环节一致 {agreement.products_rate:.1%}；"
        f"对照表未收录 {len(agreement.not_in_table)} 家"
    )


def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]")] = None,
    db: Db = None,
) -> None:
    """测速：每项与一个公开的对照方法同场比较。Benchmarks, each beside a named peer in the same run."""
    try:
        from benchmarks.speed import CASES, run
    except ModuleNotFoundError as error:
        if error.name not in ("benchmarks", "benchmarks.speed"):
            raise
        raise InvalidArgument(
            "测速只随源代码提供 / benchmarks come with the source of liantu, not with what is installed"
        ) from error

    unknown = [n for n in names or () if n not in CASES]
    if unknown:
        raise InvalidArgument(f"no benchmark {unknown[0]!r}; there are {', '.join(CASES)}")
    rows = [run(name, workspace(db)) for name in names or CASES]
    table(("", "做什么", "本程序", "对照", "对照方法", "倍数"), rows)
