"""Ids of segments that ended and are still used somewhere in `data/`, with the segments that took their place.

What is wrong with the table of ended segments itself the loader of the catalogue says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from graph.model.retired import FILE, Retired
from graph.model.row_problems import RowProblem
from ingest.lint.findings import finding

_TEXT = (".csv", ".yaml", ".yml")


def lint_retired(data: Path, retired: Retired, segments: Collection[str]) -> Iterator[RowProblem]:
    """Every line of `data/` that still names an id that ended; a chain's own file does so where a link names it in
    full."""
    ended = sorted(set(retired) - set(segments), key=len, reverse=True)
    if not ended:
        return
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, ended))})(?![\w.])")
    for file in sorted(p for p in data.rglob("*") if p.suffix in _TEXT and p.name != FILE):
        label = file.relative_to(data).as_posix()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            for old in dict.fromkeys(pattern.findall(line)):
                heirs = "、".join(retired.heirs(old)) or "—"
                yield finding("retired_used", label, number, old, value=old, heirs=heirs)
