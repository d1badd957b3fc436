"""What every command shares: the two consoles, the bar, the options."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from graph import settings as settings_module
from workspace import Workspace

err = Console(stderr=True)
out = Console(width=None if sys.stdout.isatty() else 200)  # piped, a table must not be cut at 80 columns

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="链图 liantu：产业链图谱与目标企业推荐。Industry-chain graph and target-enterprise recommender.",
)


@contextmanager
def bar(json_output: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr, one task for each thing that is being done."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=json_output and not err.is_terminal) as shown:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=total)
            shown.update(tasks[what], completed=done, total=total)

        yield step


def print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")


def workspace(db: str | None) -> Workspace:
    return Workspace(settings_module.load(db))


Db = Annotated[str | None, typer.Option("--db", help="存储文件或地址 / store path or URL")]
Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 文档 / print one JSON document")]
RegionOption = Annotated[str, typer.Option("--region", help="地区代码或名称 / region code or name")]
ChainOption = Annotated[str, typer.Option("--chain", help="只看一条链 / one chain only")]


def table(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    shown = Table(*header, box=None, pad_edge=False)
    for row in rows:
        shown.add_row(*(str(c) for c in row))
    out.print(shown)
