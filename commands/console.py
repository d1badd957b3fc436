"""What every command shares: the two consoles, the progress bar, the common options."""

from __future__ import annotations

import inspect
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from graph import settings as settings_module

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from rich.console import Console
    from rich.progress import TaskID

    from workspace import Workspace

Step = Callable[[str, int, int], None]  # what is being done, how much of it is done, how much there is
Options = TypeVar("Options", bound="DataclassInstance")


def group_of_commands(help_text: str) -> typer.Typer:
    """An empty group: without arguments it shows its help, and errors that nobody foresaw keep their plain form."""
    return typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=help_text)


@cache
def err() -> Console:
    """Where everything goes that is not the result."""
    from rich.console import Console  # a run that prints one JSON document needs no console

    return Console(stderr=True)


@cache
def out() -> Console:
    """Where tables and lines of text go; piped, a table must not be cut at 80 columns."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 200)


def note(text: str) -> None:
    """One line on stderr, as it is."""
    err().print(text, markup=False, highlight=False, soft_wrap=True)


def line(text: str) -> None:
    """One line on stdout, as it is."""
    out().print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def bar(json_output: bool = False) -> Iterator[Step]:
    """A progress bar on stderr, one task for each thing that is being done; none where only a program is watching."""
    if json_output and not err().is_terminal:
        yield lambda what, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err(), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=total)
            shown.update(tasks[what], completed=done, total=total)

        yield step


def any_code_page() -> None:
    """Let no character stop a line: what the console's code page lacks (𠮷 in GBK, all of Chinese in cp1252) is shown
    as a substitute. An office's choice in PYTHONIOENCODING stands."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def print_json(document: object) -> None:
    """The one JSON document of a run, on one line. Where the console's code page lacks a character the document is
    written with escapes (`\\ud842\\udfb7`), so that nothing is lost."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document, separators=(",", ":"))
    sys.stdout.write(text + "\n")


def workspace(db: str | None) -> Workspace:
    """The workspace of a command: the settings of the environment, with the store that `--db` names; what it has to
    tell goes to stderr."""
    from workspace import Workspace

    space = Workspace(settings_module.load(db))
    space.told = note
    return space


Db = Annotated[str | None, typer.Option("--db", help="存储文件或地址 / store path or URL")]
Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 文档 / print one JSON document")]
RegionOption = Annotated[str, typer.Option("--region", help="地区代码或名称 / region code or name")]
ChainOption = Annotated[str, typer.Option("--chain", help="只看一条链 / one chain only")]


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on stdout."""
    from rich.table import Table

    shown = Table(*header, box=None, pad_edge=False)
    for row in rows:
        shown.add_row(*(str(c) for c in row))
    out().print(shown)


def takes(kind: type[Options]) -> Callable[[Callable[[Options], None]], Callable[..., None]]:
    """Decorate a function of `kind` so that Typer reads its options from the fields, in their order.

    A field is written as a parameter would be, `Annotated[str, typer.Option(...)]`, with its default.
    """
    hints = get_type_hints(kind, include_extras=True)
    parameters = [
        inspect.Parameter(
            f.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if f.default is MISSING else f.default,
            annotation=hints[f.name],
        )
        for f in fields(kind)
    ]

    def decorate(function: Callable[[Options], None]) -> Callable[..., None]:
        def command(**given: Any) -> None:
            function(kind(**given))

        command.__name__, command.__doc__ = function.__name__, function.__doc__
        command.__annotations__ = {f.name: hints[f.name] for f in fields(kind)}
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return command

    return decorate
