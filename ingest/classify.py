"""Registered name and scope → chains, segments and role. For evaluation and for a look at one firm.

By the learned model, where there is one; else segments and chains by the rules of assignment, and no role.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from graph.errors import MissingColumn
from graph.files import whole
from graph.model.records import MICRO, Membership, StatedFacts
from ingest.assign.assigner import Assigner
from ingest.assign.learned.learned_assigner import LearnedAssigner
from ingest.read.understand.outside import agreed_table

AT_ONCE = 200  # firms between two steps of the progress bar
MOST_CHAINS = 2
SECOND = 0.85  # a second chain must be nearly as sure as the first


def chains_of(memberships: Sequence[Membership]) -> list[str]:
    """At most two chains, most relevant first: a chain is as sure as its surest segment."""
    best: dict[str, int] = {}
    for m in memberships:
        chain = m.segment_id.split(".")[0]
        best[chain] = max(best.get(chain, 0), m.confidence)
    order = sorted(best, key=lambda c: (-best[c], c))
    return [c for i, c in enumerate(order[:MOST_CHAINS]) if i == 0 or best[c] >= SECOND * best[order[0]]]


class ClassifyDocument(TypedDict):
    """A firm's chains, its final segments, each as [id, chance 0–1], and its role; '' where no model tells it."""

    id: str
    chains: list[str]
    segments: list[tuple[str, float]]
    role: str


def classify_rows(
    rows: Sequence[Mapping[str, str]], assigner: Assigner, learned: LearnedAssigner | None = None
) -> list[ClassifyDocument]:
    """One document a row with `id`, `name` and `scope`."""
    if learned:
        verdicts = learned.verdicts([learned.read(row["name"], row["scope"]) for row in rows])
        return [
            {"id": row["id"], "chains": list(v.chains), "segments": list(v.segments), "role": v.role}
            for row, v in zip(rows, verdicts, strict=True)
        ]
    out: list[ClassifyDocument] = []
    for row in rows:
        memberships = assigner.assign({"name": row["name"], "scope": row["scope"]}).memberships
        segments = [(m.segment_id, m.confidence / MICRO) for m in memberships]
        out.append({"id": row["id"], "chains": chains_of(memberships), "segments": segments, "role": ""})
    return out


def classify_file(
    firms: Path,
    out: Path,
    assigner: Assigner,
    progress: Callable[[str, int, int], None],
    learned: LearnedAssigner | None = None,
) -> int:
    """Read `id, name, scope`, write one JSON line a firm; returns how many. Raises `MissingColumn`."""
    csv.field_size_limit(10_000_000)
    table = agreed_table(firms, 500)
    for column in ("id", "name", "scope"):
        if column not in table.columns:
            raise MissingColumn(table.file, column, table.columns)
    rows = [dict.fromkeys(table.columns, "") | cells for _, cells in table.rows]
    if learned:
        read = [learned.read(row["name"], row["scope"]) for row in rows]
        learned.warm(read, lambda done, total: progress("比对语义", done, total))
    else:
        facts: list[StatedFacts] = [{"name": row["name"], "scope": row["scope"]} for row in rows]
        assigner.warm(facts, lambda done, total: progress("比对语义", done, total))
    documents: list[ClassifyDocument] = []
    for start in range(0, len(rows), AT_ONCE):
        documents += classify_rows(rows[start : start + AT_ONCE], assigner, learned)
        progress("归入环节", len(documents), len(rows))
    text = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)
    whole.put_result(out, text)
    return len(documents)
