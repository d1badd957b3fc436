"""Recipes of docs/architecture.md as a reader follows them: edits of files and commands, on a copy of the checkout.

A recipe is a section `### …`. Before a fenced block stands what to do with it, as a comment that the page does not
show: `<!-- create: PATH -->`, `<!-- append: PATH -->`, `<!-- replace: PATH | LINE -->`, `<!-- before: PATH | LINE -->`,
`<!-- after: PATH | LINE -->` (LINE is the beginning of a line of the file), or `<!-- run -->`; after a run,
`<!-- expect: TEXT -->` names what its output holds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"<!-- (create|append|replace|before|after|run)(?:: (.+?))? -->\n```\w*\n(.*?)```\n(?:<!-- expect: (.+?) -->)?",
    re.S,
)


@dataclass(frozen=True)
class Step:
    """One step: `action` as in the module's docstring, `place` its argument, `text` the block, `expect` after a run."""

    action: str
    place: str
    text: str
    expect: str


def recipes(page: str) -> dict[str, list[Step]]:
    """The recipes of a Markdown page by title, each with its steps in order."""
    parts = re.split(r"^### (.+)$", page.split("## Recipes", 1)[1], flags=re.M)[1:]
    titles, bodies = parts[::2], parts[1::2]
    return {
        title.strip(): [Step(a, p or "", text, expect or "") for a, p, text, expect in _BLOCK.findall(body)]
        for title, body in zip(titles, bodies, strict=True)
    }


def copy_checkout(root: Path, to: Path) -> Path:
    """What git tracks or would track, without the history; `.venv` leads to the environment that runs the tests."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        source = root / name
        if source.is_file() and not source.is_symlink():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, to / name)
    (to / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    return to


def follow(checkout: Path, step: Step) -> str:
    """Do one step; returns what a command printed. Raises `AssertionError` where it cannot be done as written."""
    if step.action == "run":
        return _run(checkout, step.text)
    path, _, line = (part.strip() for part in step.place.partition("|"))
    file = checkout / path
    if step.action == "create":
        assert not file.exists(), f"{path} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(step.text, encoding="utf-8")
        return ""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    if step.action == "append":
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        at = len(lines)
    else:
        hits = [i for i, text in enumerate(lines) if text.strip().startswith(line)]
        assert len(hits) == 1, f"{path} has {len(hits)} lines that begin with {line!r}"
        at = hits[0] + (step.action == "after")
    lines[at : at + (step.action == "replace")] = [step.text]
    file.write_text("".join(lines), encoding="utf-8")
    return ""


def _run(checkout: Path, commands: str) -> str:
    """Run the commands as they stand, in the copy; the cheap encoder and a store in the copy keep it quick and
    apart."""
    given = {
        "PYTHONPATH": str(checkout),
        "LIANTU_MODEL": "hash",
        "LIANTU_DB": str(checkout / "var" / "liantu.db"),
        "LIANTU_DATA": "",
        "LIANTU_VECTORS": "",
        "NO_COLOR": "1",
        "COLUMNS": "200",
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=checkout,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, f"{commands}\n{output}"
    return output
