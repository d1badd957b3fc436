"""Labels of registered firms: which segments a reader says a firm works in, and as what.

A label names the firm by its credit code; name and scope are read from registers, which are not kept beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import MissingColumn
from graph.model.records import FirmRecord
from graph.model.retired import NONE, Retired
from graph.store.base.protocol import GraphStore
from ingest.assign.learned.role_model import ROLES
from ingest.read.normalise import items
from ingest.read.tables import Table, read_table

HELD_OUT = 5  # one firm in so many is kept for measuring
HEADINGS = {
    "uscc": ("uscc", "统一社会信用代码"),
    "name": ("name", "企业名称"),
    "scope": ("scope", "business_scope", "经营范围"),
}


@dataclass(frozen=True)
class Label:
    """What a reader says of a firm."""

    uscc: str
    segments: tuple[str, ...]
    role: str
    chains: tuple[str, ...] | None = None  # as a reader gave them; None where they were not asked for or stay open
    follows: bool = True  # where they were not asked for: do they follow from the segments?


@dataclass
class Labels:
    """Labels that can be used, and a sentence for each that cannot."""

    used: list[Label] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def held_out(uscc: str) -> bool:
    """Is this firm kept for measuring, whatever the file and its order? Such firms are never trained or tuned on."""
    return int(hashlib.sha256(uscc.encode()).hexdigest(), 16) % HELD_OUT == 0


def read_labels(file: Path, known: Collection[str], retired: Retired = NONE, max_mb: int = 150) -> Labels:
    """The rows of a table with `uscc`, `segments` (`;` between them, empty for none) and `role`.

    A column `chains` may stand beside them: what a reader says (`none` where the firm is in no chain, `?` where that
    stays open), empty where the chains follow from the segments. A row with an unknown segment, chain or role or a
    second word about one firm is told and left out; the rest is taken. Raises `UnreadableFile` and `MissingColumn`.
    """
    table = read_table(file, max_mb)
    for column in ("uscc", "segments", "role"):
        if column not in table.columns:
            raise MissingColumn(table.file, column, table.columns)
    out, seen = Labels(), set[str]()
    for number, row in table.rows:
        chains, follows = _chains(row.get("chains", "").strip())
        label = Label(row["uscc"].strip(), tuple(items(row["segments"])), row["role"].strip(), chains, follows)
        strange = sorted(set(chains or ()) - {s.split(".")[0] for s in known})
        unknown = unknown_segments(label.segments, known, retired)
        why = (
            f"no segment {', '.join(unknown)}"
            if unknown
            else f"no chain {', '.join(strange)}"
            if strange
            else f"no role {label.role!r}; roles are {', '.join(ROLES)}"
            if label.role not in ROLES
            else "no credit code"
            if not label.uscc
            else f"{label.uscc} stands here twice, the first row counts"
            if label.uscc in seen
            else ""
        )
        if why:
            out.problems.append(f"{table.file}: row {number}: {why}")
            continue
        seen.add(label.uscc)
        out.used.append(label)
    return out


def unknown_segments(segments: Iterable[str], known: Collection[str], retired: Retired = NONE) -> list[str]:
    """Those of these segments that neither stand in the catalogue nor have an heir there."""
    return [s for s in segments if not set(retired.now(s)) & set(known)]


def _chains(told: str) -> tuple[tuple[str, ...] | None, bool]:
    """The cell `chains` → the chains as read, and whether they follow from the segments where nobody read them."""
    if told in ("", "?"):
        return None, not told
    return (() if told == "none" else tuple(items(told))), False


def texts_of(files: Sequence[Path], wanted: Iterable[str], max_mb: int = 150) -> dict[str, tuple[str, str]]:
    """Name and scope of these firms as registers hold them; of several rows of one firm the first counts."""
    left, found = set(wanted), dict[str, tuple[str, str]]()
    for file in files:
        table = read_table(file, max_mb)
        uscc, name, scope = (_heading(table, field) for field in HEADINGS)
        for _, row in table.rows:
            code = row.get(uscc, "").strip()
            if code in left and code not in found:
                found[code] = row.get(name, "").strip(), row.get(scope, "").strip()
    return found


def texts_in_store(store: GraphStore, wanted: Collection[str]) -> dict[str, tuple[str, str]]:
    """Name and scope of these firms as the store's sources hold them; of several the longest scope counts."""
    found: dict[str, tuple[str, str]] = {}
    for record in store.rows(FirmRecord):
        code, scope = record.data.get("uscc", ""), record.data.get("scope", "")
        if scope and code in wanted:
            told = record.data.get("name", ""), scope
            found[code] = max(found.get(code, ("", "")), told, key=lambda t: (len(t[1]), t))
    return found


def _heading(table: Table, field: str) -> str:
    for heading in HEADINGS[field]:
        if heading in table.columns:
            return heading
    raise MissingColumn(table.file, field, table.columns)
