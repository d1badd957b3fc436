"""The table of commands, and the app that imports a command's module only when the command is called.

What one command needs may take a second to import, so the texts of `liantu --help` stand here; a test holds them
against the docstrings of the functions.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from commands.console import group_of_commands
from liantu_program import __version__


class Entry(NamedTuple):
    """One line of `liantu --help`: `target` is a function, or the Typer of a group of commands, in `module`."""

    module: str
    target: str
    help: str
    group: bool = False


# In the order in which `liantu --help` lists them.
COMMANDS = {
    "app": Entry(
        "program.open_app", "app", "打开应用，没有图谱时先建立。Open the app, building the graph first where needed."
    ),
    "build": Entry("store", "build", "从 data/ 建立或更新图谱。Build or update the store from data/."),
    "ingest": Entry("loads.ingest", "ingest", "导入表格（CSV、XLSX、XLS 等），可先预览。Load tables, or preview them."),
    "firm": Entry("loads.firm", "firm", "一家企业及每项信息的来源。One firm, with the source of every field."),
    "batches": Entry("loads.batches", "batches", "列出导入批次，最新的在前。The loads, newest first."),
    "rollback": Entry("loads.batches", "rollback", "整批撤回一次导入。Take a load back whole."),
    "check": Entry("store", "check", "检查 data/ 的全部内容，有错误则退出码为 1。Lint everything that ships in data/."),
    "vectors": Entry(
        "program.vectors",
        "vectors",
        "随附向量：data/ 有变动后重做，只编码有变动的文字。Vectors of what ships, made again after a change of data/.",
    ),
    "encoder": Entry(
        "program.encoder",
        "encoder",
        "语义模型：有没有，从哪里取。The encoder: whether there is one here, and how to get it on Windows.",
    ),
    "bench": Entry(
        "store",
        "bench",
        "测速：每项与一个公开的对照方法同场比较。Benchmarks, each beside a named peer in the same run.",
    ),
    "chains": Entry("chains", "chains", "列出产业链。List the chains."),
    "chain": Entry("chains", "chain", "一条链的环节、本地与全国企业数。One chain with its segments."),
    "gaps": Entry("gaps", "gaps", "缺口，最要紧的在前。Gaps of a region, best first."),
    "portfolio": Entry(
        "gap_tools",
        "portfolio",
        "组合引进：限额内最值得引进的几个项目。The best landings under limits, with an upper bound.",
    ),
    "across": Entry(
        "gap_tools", "across", "跨链：能同时补两条以上产业链的环节和企业。What closes gaps in two or more chains."
    ),
    "roles": Entry(
        "gap_tools",
        "roles",
        "链主、头部企业、核心节点企业，各附理由。Three kinds of firm, each with its reason.",
    ),
    "changes": Entry(
        "gap_tools", "changes", "变化：某日以来的缺口和企业变动。What changed since a day, as a list of facts."
    ),
    "recommend": Entry("targets", "recommend", "为一个缺口推荐目标企业。Target firms for a gap, best first."),
    "demand": Entry(
        "targets",
        "demand",
        "本地需求优先：谁能供给本地企业正在找的东西。Targets that local firms are looking for, most wanted first.",
    ),
    "plan": Entry("visits", "plan", "排行程并写出全部文件。Plan a trip: itineraries, briefs, calendar, workbook."),
    "fair": Entry(
        "visits",
        "fair",
        "公平竞争审查：检查文件中的承诺，有禁止内容则退出码为 1。Fair-competition lint of promises in papers.",
    ),
    "report": Entry(
        "reports",
        "report",
        "周动态、月通报、季排名、半年观摩、年终总结。Periodic reports from the casework and the graph.",
    ),
    "rank": Entry("evaluation", "rank", "检索评测：为每个查询排列企业。Pure retrieval, for evaluation."),
    "backtest": Entry(
        "evaluation",
        "backtest",
        "回测：真正落地的企业和环节，名单会排第几。Where the list would have named what really came.",
    ),
    "classify": Entry(
        "evaluation",
        "classify",
        "归链评测：企业名称和经营范围 → 产业链、环节、角色。Pure assignment, for evaluation.",
    ),
    "train": Entry(
        "evaluation",
        "train",
        "重新学习归类模型：标注过的企业和本单位的更正 → 环节和角色。Learn the model of assignment anew.",
    ),
    "register": Entry(
        "registers",
        "registers_app",
        "招商大使和驻外联络处名册。Registers of ambassadors and liaison offices.",
        group=True,
    ),
    "correct": Entry(
        "corrections",
        "correct",
        "更正一家企业。Put right what the graph says of a firm; it stays through every later load.",
    ),
    "checks": Entry(
        "corrections",
        "checks",
        "先核什么。What to check next; the form comes back in with `liantu ingest`.",
    ),
    "corrections": Entry(
        "corrections",
        "corrections",
        "更正清单。List corrections; take them back; export them. A table of them comes in with `liantu ingest`.",
    ),
    "review": Entry(
        "upkeep.review",
        "review_app",
        "疑似同一家的企业：待判定的、判定、撤销。Firms that may be one: list, decide, undo.",
        group=True,
    ),
    "backup": Entry(
        "upkeep.keeping",
        "backup",
        "备份图谱、台账、向量和本单位的设置，不影响使用。A safe copy of all data, made while people work.",
    ),
    "restore": Entry(
        "upkeep.keeping",
        "restore",
        "从备份恢复，原有文件另存在旁边。Take a backup back; what stood there is kept beside it.",
    ),
    "doctor": Entry(
        "upkeep.keeping",
        "doctor",
        "检查图谱、台账、向量、磁盘和时钟，有问题则退出码为 1。Examine all data; exit 1 where something is wrong.",
    ),
    "graph": Entry("graph", "graph_app", "图谱的复制与导出。Copies between stores, and exports.", group=True),
}


class LazyCommand(TyperCommand):
    """A command that is known by its name and help; the rest is imported when it is called."""

    def make_context(self, *args: Any, **options: Any) -> Any:
        return command_of(COMMANDS[str(self.name)]).make_context(*args, **options)


def command_of(entry: Entry) -> Any:
    """The command (or group of commands) of an entry, its module imported now."""
    target = getattr(import_module(f"commands.{entry.module}"), entry.target)
    if entry.group:
        return typer.main.get_command(target)
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    single.command()(target)
    return typer.main.get_command(single)


app = group_of_commands(
    "链图 liantu：产业链图谱与目标企业推荐。Industry-chain graph and target-enterprise recommender."
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"liantu {__version__}")
        raise typer.Exit()


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 / version")
    ] = False,
) -> None:
    """What can be asked of liantu as a whole."""


for name, entry in COMMANDS.items():
    app.command(name, cls=LazyCommand, help=entry.help)(lambda: None)
