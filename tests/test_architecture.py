"""Who may import whom, who may read the environment, where errors live, how large things grow. Reads the source only.

The rooms' order is import-linter's (pyproject.toml, `make check`); here stands what a layers contract cannot say.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "ingest", "recommend", "outreach", "app_pages", "commands")
MODULES = ("workspace", "liantu", "app")
OURS = {*PACKAGES, *MODULES}
# DESIGN, "The path of the data": what each package may import of ours.
MAY_IMPORT = {
    "graph": ("graph",),
    "ingest": ("ingest", "graph", "recommend.encode"),
    "recommend": ("recommend", "graph"),
    "outreach": ("outreach", "graph", "recommend"),
}
LONGEST_FUNCTION = 60
LARGEST_FOLDER = 15  # Python files beside each other, `__init__.py` not counted
LOOSE_DOCUMENTS = 150  # dictionaries whose keys no type names, in all
ANY_PER_THOUSAND_LINES = 10.0


def python_files(*places: str) -> list[Path]:
    return sorted(
        file
        for place in places
        for file in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
        if file.is_file() and "versions" not in file.parts
    )


SOURCES = python_files(*PACKAGES, *(f"{m}.py" for m in MODULES))


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
    assert {rel(f).split("/")[0] for f in SOURCES} == {*PACKAGES, *(f"{m}.py" for m in MODULES)}


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


def test_only_the_app_and_the_command_line_use_the_workspace() -> None:
    wrong = [
        f"{file} imports {name}"
        for file, tree in trees()
        if not file.startswith(("commands/", "app_pages/")) and file not in ("liantu.py", "app.py")
        for name in imports(tree)
        if any(under(name, top) for top in ("commands", "liantu", "app", "workspace"))
        and not (file == "workspace.py" and name.startswith("workspace"))
    ]
    assert wrong == []


def test_no_relative_imports() -> None:
    """They would slip past the tests above."""
    wrong = [file for file, tree in trees() if any(isinstance(n, ast.ImportFrom) and n.level for n in ast.walk(tree))]
    assert wrong == []


def test_only_the_pages_import_streamlit() -> None:
    with_streamlit = {
        file for file, tree in trees() for name in imports(tree) if name.split(".")[0].startswith("streamlit")
    }
    assert "app.py" in with_streamlit
    assert {f for f in with_streamlit if f != "app.py" and not f.startswith("app_pages/")} == set()


def test_one_module_reads_the_environment() -> None:
    """`graph/settings.py`; the encoder may only default HF_HUB_OFFLINE."""
    encoder = "recommend/encode/encoder.py"
    readers: dict[str, list[str]] = {}
    for file, tree in trees():
        for node in ast.walk(tree):
            attribute = isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv")
            bare = isinstance(node, ast.ImportFrom) and node.module == "os"
            if attribute or (bare and any(a.name in ("environ", "getenv", "putenv") for a in node.names)):
                readers.setdefault(file, []).append(ast.unparse(node))
    readers.pop("graph/settings.py")
    tree = ast.parse((ROOT / encoder).read_text(encoding="utf-8"))
    calls = [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Call) and "environ" in ast.unparse(n.func)]
    assert readers == {encoder: ["os.environ"]}
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
    places = {file for file, name, bases in classes if set(bases) & errors}
    assert places == {"graph/errors.py"}
    assert "LiantuError" in errors


def test_no_name_stands_for_two_files_of_one_package() -> None:
    """Whoever looks for `report` in a package finds one file of that name. A page's parts are told apart by its
    folder."""
    files = [f for f in SOURCES if f.name not in ("__init__.py", "shapes.py") and "app_pages" not in f.parts]
    ends = Counter((rel(f).split("/")[0], f.stem) for f in files if "store" not in f.parts)
    assert {key: n for key, n in ends.items() if n > 1} == {}


def test_folders_stay_small() -> None:
    sizes = Counter(rel(f).rsplit("/", 1)[0] for f in SOURCES if "/" in rel(f) and f.name != "__init__.py")
    assert {folder: n for folder, n in sizes.items() if n > LARGEST_FOLDER} == {}


def test_functions_stay_short() -> None:
    long = [
        f"{rel(file)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for file in python_files(*PACKAGES, *(f"{m}.py" for m in MODULES), "benchmarks", "docs", "tests")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_nothing_is_kept_from_the_formatter() -> None:
    mark = "fmt" + ": "
    assert [rel(f) for f in python_files(".") if ".venv" not in f.parts and mark in f.read_text(encoding="utf-8")] == []


def _loose_alias(node: ast.AST) -> bool:
    """Is this `dict[str, Any]`, `Mapping[str, object]` or the like?"""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return False
    values = node.slice.elts[1:] if isinstance(node.slice, ast.Tuple) else []
    return node.value.id in ("dict", "Mapping", "MutableMapping", "defaultdict") and any(
        isinstance(v, ast.Name) and v.id in ("Any", "object") for v in values
    )


def _annotations(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = node.args
            for a in (
                *arguments.posonlyargs,
                *arguments.args,
                *arguments.kwonlyargs,
                arguments.vararg,
                arguments.kwarg,
            ):
                if a is not None and a.annotation is not None:
                    yield a.annotation
            if node.returns is not None:
                yield node.returns
        elif isinstance(node, ast.AnnAssign):
            yield node.annotation


def loose_documents(tree: ast.AST) -> int:
    """Dictionaries whose keys no type names: `dict[str, Any]` and its kin, each use of an alias of one, a bare `dict`,
    `cast`."""
    aliases = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _loose_alias(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    count = 0
    for node in ast.walk(tree):
        count += _loose_alias(node)
        count += isinstance(node, ast.Name) and node.id in aliases and isinstance(node.ctx, ast.Load)
        count += isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast"
    for annotation in _annotations(tree):
        named = {id(n.value) for n in ast.walk(annotation) if isinstance(n, ast.Subscript)}
        count += sum(isinstance(n, ast.Name) and n.id == "dict" and id(n) not in named for n in ast.walk(annotation))
    return count


def test_the_count_of_loose_documents_counts() -> None:
    source = (
        "D = dict[str, Any]\ndef f(a: D, b: dict, c: Mapping[str, object]) -> dict[str, int]:\n    return cast(D, a)\n"
    )
    assert loose_documents(ast.parse(source)) == 1 + 2 + 1 + 1 + 1  # D itself, its two uses, b, c, the cast


def test_documents_have_types() -> None:
    """Between rooms a document is a type with named keys; what is left is the border to JSON, SQL and ECharts."""
    counts = {file: loose_documents(tree) for file, tree in trees()}
    assert sum(counts.values()) < LOOSE_DOCUMENTS, sorted(counts.items(), key=lambda c: -c[1])[:20]


def test_any_is_rare() -> None:
    uses = {file: sum(isinstance(n, ast.Name) and n.id == "Any" for n in ast.walk(tree)) for file, tree in trees()}
    lines = sum(file.read_text(encoding="utf-8").count("\n") for file in SOURCES)
    assert 1000 * sum(uses.values()) / lines < ANY_PER_THOUSAND_LINES, sorted(uses.items(), key=lambda u: -u[1])[:20]
