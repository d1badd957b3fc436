"""The library of open policies (开放政策库): what we can lawfully offer, each with clause and validity."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graph.errors import InvalidData, MissingColumn

_COLUMNS = (
    "id",
    "name",
    "number",
    "clause",
    "issuer",
    "level",
    "gives",
    "kinds",
    "chains",
    "segments",
    "valid_from",
    "valid_to",
    "validity",
    "source",
    "as_of",
    "verified",
)
VALIDITY = ("standing", "dated", "unknown")


@dataclass(frozen=True, slots=True)
class Policy:
    """One clause of a published policy. `kinds` are the kinds of target it is for; no chains means any chain.

    `validity`: standing (law in force without an end), dated (until `valid_to`), unknown (to be checked).
    """

    id: str
    name: str
    number: str
    clause: str
    issuer: str
    level: str
    gives: str
    kinds: tuple[str, ...]
    chains: tuple[str, ...]
    segments: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    validity: str
    source: str
    as_of: str
    verified: bool

    def term(self) -> str:
        """How long it holds, in words."""
        if self.validity == "standing":
            return "现行有效"
        if self.valid_to is not None:
            return f"有效期至{self.valid_to.year}年{self.valid_to.month}月{self.valid_to.day}日"
        return "有效期待核"


def load_policies(file: Path) -> tuple[Policy, ...]:
    """Read the table. Raises `MissingColumn`, or `InvalidData` naming every row that is wrong."""
    out, bad = [], []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        for column in _COLUMNS:
            if column not in (reader.fieldnames or ()):
                raise MissingColumn(file.name, column, list(reader.fieldnames or ()))
        for number, row in enumerate(reader, 2):
            try:
                out.append(_policy(row))
            except ValueError as error:
                bad.append(f"{file.name} row {number}: {error}")
    if bad:
        raise InvalidData(bad)
    return tuple(out)


def in_force(
    policies: Sequence[Policy], day: date, kind: str = "firm", chain: str = "", segment: str = ""
) -> list[Policy]:
    """Policies that hold on a day for a kind of target, those for its segment and chain first, then by id."""
    found = []
    for p in policies:
        if kind not in p.kinds or p.valid_from > day or (p.valid_to is not None and p.valid_to < day):
            continue
        if (p.segments and segment not in p.segments) or (p.chains and chain not in p.chains):
            continue
        found.append((not p.segments, not p.chains, p.level == "national", p.id, p))
    return [p for *_, p in sorted(found, key=lambda f: f[:4])]


def _policy(row: dict[str, str]) -> Policy:
    if row["validity"] not in VALIDITY:
        raise ValueError(f"column validity: {row['validity']!r} is none of {', '.join(VALIDITY)}")
    if (row["validity"] == "dated") != bool(row["valid_to"]):
        raise ValueError("column valid_to: a date exactly where validity is `dated`")
    kinds, chains, segments = (tuple(filter(None, row[c].split(";"))) for c in ("kinds", "chains", "segments"))
    return Policy(
        row["id"],
        row["name"],
        row["number"],
        row["clause"],
        row["issuer"],
        row["level"],
        row["gives"],
        kinds,
        chains,
        segments,
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        row["validity"],
        row["source"],
        row["as_of"],
        row["verified"].strip().lower() == "true",
    )
