"""Who may import whom, who may read the environment, where errors live. Reads the source, imports nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "ingest", "recommend", "outreach", "app_pages", "commands")
OURS = {*PACKAGES, "liantu", "app"}
# DESIGN, "The path of the data": what each place may import of ours.
MAY_IMPORT = {
    "graph": ("graph",),
    "ingest": ("ingest", "graph", "recommend.encode.encoder"),
    "recommend": ("recommend", "graph"),
    "outreach": ("outreach", "graph", "recommend"),
}
SOURCES = sorted(
    file
    for place in (*PACKAGES, "liantu.py", "app.py")
    for file in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    if file.is_file() and "versions" not in file.parts
)


def rel(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    """Every dotted name a file imports, imports inside functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def trees() -> tuple[tuple[str, ast.AST], ...]:
    return tuple((rel(file), ast.parse(file.read_text(encoding="utf-8"))) for file in SOURCES)


def under(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


def test_there_is_something_to_read() -> None:
    places = {rel(f).split("/")[0] for f in SOURCES}
    assert {"graph", "ingest", "recommend", "liantu.py"} <= places


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_import_directions(package: str) -> None:
    wrong = [
        f"{file} imports {name}"
        for file, tree in trees()
        if file.startswith(package + "/")
        for name in imports(tree)
        if name.split(".")[0] in OURS and not any(under(name, ok) for ok in MAY_IMPORT[package])
    ]
    assert wrong == []


def test_only_the_pages_and_the_command_line_stand_above_the_commands() -> None:
    wrong = [
        f"{file} imports {name}"
        for file, tree in trees()
        if not file.startswith(("commands/", "app_pages/")) and file not in ("liantu.py", "app.py")
        for name in imports(tree)
        if under(name, "commands") or under(name, "liantu")
    ]
    assert wrong == []


def test_no_relative_imports() -> None:
    """They would slip past the test above."""
    wrong = [file for file, tree in trees() if any(isinstance(n, ast.ImportFrom) and n.level for n in ast.walk(tree))]
    assert wrong == []


def test_only_the_pages_import_streamlit() -> None:
    with_streamlit = {
        file for file, tree in trees() for name in imports(tree) if name.split(".")[0].startswith("streamlit")
    }
    assert {f for f in with_streamlit if f != "app.py" and not f.startswith("app_pages/")} == set()


def test_scoring_knows_no_database() -> None:
    """STYLE 5: measures, footprints, gaps and their documents import neither a database nor a user interface."""
    pure = ("types", "size", "regions", "catalogue", "measures", "footprint", "gaps", "report", "words", "store")
    wrong = [
        f"{file} imports {name}"
        for file, tree in trees()
        if file in {f"graph/{p}.py" for p in pure}
        for name in imports(tree)
        if any(
            under(name, db)
            for db in ("sqlalchemy", "sqlite3", "neo4j", "graph.store.embedded.store", "graph.store.embedded.tables")
        )
    ]
    assert wrong == []


def test_one_module_reads_the_environment() -> None:
    """`graph/settings.py`; `recommend/encode/encoder.py` may only default HF_HUB_OFFLINE."""
    readers: dict[str, list[str]] = {}
    for file, tree in trees():
        for node in ast.walk(tree):
            attribute = isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv")
            bare = isinstance(node, ast.ImportFrom) and node.module == "os"
            if attribute or (bare and any(a.name in ("environ", "getenv", "putenv") for a in node.names)):
                readers.setdefault(file, []).append(ast.unparse(node))
    readers.pop("graph/settings.py")
    encode = ast.parse((ROOT / "recommend" / "encode.py").read_text(encoding="utf-8"))
    calls = [ast.unparse(n) for n in ast.walk(encode) if isinstance(n, ast.Call) and "environ" in ast.unparse(n.func)]
    assert readers == {"recommend/encode/encoder.py": ["os.environ"]}
    assert calls == ["os.environ.setdefault('HF_HUB_OFFLINE', '1')"]


def test_errors_live_in_one_file() -> None:
    """An exception is a class whose bases lead to Exception, by name, over all files."""
    classes = [
        (file, node.name, [ast.unparse(b).split(".")[-1] for b in node.bases])
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    errors = {"Exception", "BaseException", "ValueError", "RuntimeError", "KeyError", "OSError", "TypeError"}
    while more := {name for _, name, bases in classes if set(bases) & errors} - errors:
        errors |= more
    found = {(file, name) for file, name, bases in classes if set(bases) & errors}
    assert ("graph/errors.py", "LiantuError") in found
    elsewhere = {pair for pair in found if pair[0] != "graph/errors.py"}
    assert elsewhere <= {("ingest/load/build.py", "InvalidData")}  # to be moved; nothing may join it
