"""What an office's Windows asks of liantu, as far as it can be shown on another system: nothing of POSIX is imported,
files are opened in an encoding that is named, every name of a file is one that Windows takes, and no code page of a
console ends in a traceback. docs/install.md says which systems were really run.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.model.text import LONGEST_FILE_NAME, file_stem
from tests.support.cli import Cli
from tests.support.small import ROOT, calm

SHIPPED = ("graph", "ingest", "recommend", "outreach", "app_pages", "commands", "liantu_program", "docs")
POSIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix", "syslog", "readline", "crypt"}
POSIX_NAMES = {
    *("os.fork", "os.forkpty", "os.getuid", "os.geteuid", "os.getgid", "os.uname", "os.mkfifo", "os.chown", "os.nice"),
    *("os.sysconf", "os.getloadavg", "os.killpg", "os.setsid", "os.wait", "time.tzset"),
    *("signal.SIGKILL", "signal.SIGALRM", "signal.SIGSTOP", "signal.SIGHUP", "signal.alarm"),
}
LAST_NAMES = {name.split(".")[1] for name in POSIX_NAMES}
OPENS = {"open", "read_text", "write_text"}


@cache
def trees() -> tuple[tuple[str, ast.AST], ...]:
    files = [f for place in SHIPPED for f in sorted((ROOT / place).rglob("*.py"))] + sorted(ROOT.glob("*.py"))
    return tuple((f.relative_to(ROOT).as_posix(), ast.parse(f.read_text(encoding="utf-8"))) for f in files)


def _goes_on_without(block: ast.Try) -> bool:
    """Is it prepared for a module that is not there?"""
    return any(isinstance(h.type, ast.Name) and h.type.id == "ImportError" for h in block.handlers)


def posix_only(tree: ast.AST) -> Iterator[str]:
    """What a file takes from modules and names that Windows lacks; an import that it can do without is none."""
    spared = {id(n) for t in ast.walk(tree) if isinstance(t, ast.Try) and _goes_on_without(t) for n in t.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            if id(node) in spared:
                continue
            yield from (a.name for a in node.names if a.name.split(".")[0] in POSIX_MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module.split(".")[0] in POSIX_MODULES:
                yield node.module
            yield from (n for a in node.names if (n := f"{node.module}.{a.name}") in POSIX_NAMES)
        elif isinstance(node, ast.Attribute) and node.attr in LAST_NAMES and ast.unparse(node) in POSIX_NAMES:
            yield ast.unparse(node)
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            forks = called in ("get_context", "set_start_method") and "fork" in texts
            if forks or (called == "strftime" and any("%-" in str(t) for t in texts)):
                yield ast.unparse(node)
            yield from ("shell=True" for k in node.keywords if k.arg == "shell")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.match(r"/(tmp|dev)/", node.value):
            yield node.value


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "from resource import getrusage",
        "import os\nos.fork()",
        "from os import geteuid",
        "import multiprocessing\nmultiprocessing.get_context('fork')",
        "open('/tmp/x')",
        "d.strftime('%-d')",
        "import subprocess\nsubprocess.run('ls', shell=True)",
    ],
)
def test_what_only_posix_has_is_seen(source: str) -> None:
    assert list(posix_only(ast.parse(source)))


def test_an_import_that_may_fail_is_no_need_of_it() -> None:
    guarded = "try:\n    import resource\nexcept ImportError:\n    pass"
    assert list(posix_only(ast.parse(guarded))) == []
    assert list(posix_only(ast.parse(guarded + "\nimport fcntl"))) == ["fcntl"]


def test_nothing_of_posix_is_used() -> None:
    assert {"liantu.py", "app.py", "workspace.py"} < {file for file, _ in trees()}
    assert [f"{file}: {name}" for file, tree in trees() for name in posix_only(tree)] == []


def without_encoding(tree: ast.AST) -> Iterator[str]:
    """Texts opened in the encoding of the system, which is GBK on a Chinese Windows."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        bare = isinstance(node.func, ast.Name) and node.func.id == "open"
        method = isinstance(node.func, ast.Attribute) and node.func.attr in OPENS
        named = any(k.arg in ("encoding", None) for k in node.keywords)
        if not (bare or method) or named:
            continue
        given = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        # Of paths only: `store.open(url)`, `archive.open(member)` and `webbrowser.open` open no text.
        mode = next((g for g in given if re.fullmatch(r"[rwxab+t]{1,3}", g)), "")
        text_call = method and node.func.attr != "open"
        path_call = len(node.args) == 1 if mode and method else bare or not (node.args or node.keywords)
        if (text_call and "utf-8" not in given) or (path_call and not text_call and "b" not in mode):
            yield ast.unparse(node)


@pytest.mark.parametrize("source", ["p.read_text()", "p.write_text(x)", "p.open('w')", "open(p, 'r')", "p.open()"])
def test_a_text_without_an_encoding_is_seen(source: str) -> None:
    assert list(without_encoding(ast.parse(source)))
    closed = source[:-1] + ("" if source.endswith("()") else ", ") + "encoding='utf-8')"
    assert not list(without_encoding(ast.parse(closed)))


def test_every_text_is_opened_in_a_named_encoding() -> None:
    ours = {"read_text(file, rules)", "read_text(file)"}  # outreach/fairness reads Word files and texts by a function
    assert [f"{f}: {c}" for f, tree in trees() for c in without_encoding(tree) if c not in ours] == []


def taken(name: str) -> bool:
    """Whether Windows takes this as the name of a file, as its documentation says it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        reserved = PureWindowsPath(name).is_reserved()
    plain = not re.search(r'[\x00-\x1f<>:"/\\|?*]', name) and name == name.rstrip(". ")
    return bool(name) and plain and not reserved and PureWindowsPath(name).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("新乡市-隔膜", "新乡市-隔膜"),
        ("第一组：郑州/新乡?", "第一组：郑州-新乡"),
        ("a:b*c", "a-b-c"),
        ("CON", "_CON"),
        ("nul.2026", "_nul.2026"),
        ("COM1", "_COM1"),
        ("CONSOLE", "CONSOLE"),
        ("纪要. . ", "纪要"),
        ("..", "未命名"),
        ("\t", "未命名"),
    ],
)
def test_names_of_files(text: str, name: str) -> None:
    assert file_stem(text) == name
    assert taken(f"{name}.docx")


@calm
@given(st.text(max_size=200) | st.sampled_from(["aux", "LPT9", "con.x", "com¹", "CONIN$", "prn "]))
@example("x" * 99 + "." + "y")
@example("C:\\windows\\..\\nul")
def test_windows_takes_every_name(text: str) -> None:
    stem = file_stem(text)
    assert taken(stem)
    assert taken(f"{stem}.docx")
    assert len(stem) <= LONGEST_FILE_NAME + 1
    assert file_stem(stem) == stem


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A small country with a chain that is named by a character outside GBK."""
    cli = Cli(tmp_path_factory.mktemp("rare"))
    file = cli.country.data / "chains" / "battery_ev.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"^name: .*$", "name: 𠮷祥电池", text, flags=re.MULTILINE), encoding="utf-8")
    assert cli("build").returncode == 0
    return cli


@pytest.mark.parametrize("page", ["gbk", "cp1252", "ascii"])
def test_any_code_page_of_the_console(rare: Cli, page: str) -> None:
    """A substitute where the page lacks a character; the JSON document loses nothing."""
    shown = rare("chains", PYTHONIOENCODING=page)
    assert shown.returncode == 0
    assert "?" in shown.stdout
    document = json.loads(rare("chains", "--json", PYTHONIOENCODING=page).stdout)
    assert "𠮷祥电池" in [c["name"] for c in document]
    wrong = rare("chain", "没有𠮷", PYTHONIOENCODING=page)
    assert wrong.returncode == 2
    assert "\\U00020bb7" in wrong.stderr
