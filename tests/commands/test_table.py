"""The table of commands agrees with the modules behind it, and nothing is imported before it is needed."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module

import pytest
import typer

from commands.cli import COMMANDS, command_of
from tests.support.small import ROOT

MODULES = sorted({entry.module for entry in COMMANDS.values()})


def run(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_module_says(name: str) -> None:
    entry = COMMANDS[name]
    assert command_of(entry).help == entry.help
    target = getattr(import_module(f"commands.{entry.module}"), entry.target)
    if entry.group:
        assert isinstance(target, typer.Typer)
    else:
        assert inspect.getdoc(target) == entry.help
        assert entry.target == name


@pytest.mark.parametrize("module", MODULES)
def test_every_command_of_a_module_is_in_the_table(module: str) -> None:
    """A function of a command's module that takes options as Typer reads them is a command."""
    source = ast.parse((ROOT / "commands" / f"{module.replace(chr(46), chr(47))}.py").read_text(encoding="utf-8"))
    commands = {
        node.name
        for node in source.body
        if isinstance(node, ast.FunctionDef)
        and (
            any(ast.unparse(d).startswith("takes(") for d in node.decorator_list)
            or (
                not node.decorator_list
                and any(word in ast.unparse(node.args) for word in ("typer.Option", "typer.Argument", ": Db", ": Json"))
            )
        )
    }
    assert commands == {e.target for e in COMMANDS.values() if e.module == module and not e.group}


def test_help_lists_every_command_in_the_order_of_the_table() -> None:
    done = run("import liantu; liantu.main()", "--help")
    assert done.returncode == 0
    shown = [line.split()[1] for line in done.stdout.split("Commands")[1].splitlines() if line.startswith("│ ")]
    assert [word for word in shown if word in COMMANDS] == list(COMMANDS)


SHOW = """
import sys, liantu
try:
    liantu.main()
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize("args", [("--help",), ("gaps", "--help"), ("recommend", "--help")], ids=" ".join)
def test_help_imports_nothing_that_a_command_computes_with(args: tuple[str, ...]) -> None:
    done = run(SHOW, *args)
    loaded = set(done.stderr.split())
    assert {"typer", "commands.cli"} <= loaded
    assert ("commands.gaps" in loaded) == (args[0] == "gaps")
    assert loaded & {"numpy", "sqlalchemy", "workspace", "graph.gaps.find", "yaml"} == set()


def test_a_name_nobody_knows_suggests_the_nearest() -> None:
    done = run("import liantu; liantu.main()", "recomend")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'recommend'" in done.stderr
