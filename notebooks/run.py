"""Executes the notebooks and keeps what they show in them (`make notebooks`), so that they can be read where they lie.

A cell's outputs are what it prints and the value of its last line, as text: small, and the same from any Python.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from pprint import pformat
from typing import Any

HERE = Path(__file__).resolve().parent
MOST = 4_000  # characters of one output: a notebook is read, not scrolled


def execute(notebook: dict[str, Any]) -> dict[str, Any]:
    """Run all code cells in one namespace, from the first to the last, and put their outputs into them. Returns the
    namespace. Raises what a cell raises."""
    names: dict[str, Any] = {}
    count = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        count += 1
        cell["execution_count"], cell["outputs"] = count, _outputs("".join(cell["source"]), cell["id"], names, count)
    return names


def _outputs(source: str, where: str, names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    tree = ast.parse(source, where)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, where, "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), where, "eval"), names)
    out: list[dict[str, Any]] = []
    if text := printed.getvalue():
        out.append({"name": "stdout", "output_type": "stream", "text": _lines(text)})
    if value is not None:
        data = {"text/plain": _lines(pformat(value, width=110))}
        out.append({"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    return out


def _lines(text: str) -> list[str]:
    cut = text if len(text) <= MOST else text[:MOST] + "\n…"
    return cut.splitlines(keepends=True)


def main() -> None:
    """Execute every notebook of this folder on the store that `liantu build` made, and write it back."""
    root = HERE.parent
    os.chdir(root)
    sys.path.insert(0, str(root))
    for file in sorted(HERE.glob("*.ipynb")):
        notebook = json.loads(file.read_text(encoding="utf-8"))
        execute(notebook)
        text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        file.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{file.name}: {len(text) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
