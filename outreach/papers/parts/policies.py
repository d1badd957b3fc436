"""The library of open policies (开放政策库): what we can lawfully offer, each with clause and validity."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import BadCell, InvalidData
from graph.model.row_problems import RowProblem, of_cell

if TYPE_CHECKING:
    from graph.model.tables import TableSpec

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


def load_policies(file: Path, spec: TableSpec) -> tuple[Policy, ...]:
    """Read the table. Raises `MissingColumn`, or `InvalidData` naming every row that is wrong."""
    policies: list[Policy] = []
    bad: list[RowProblem] = []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        spec.located(file.name, reader.fieldnames or ())
        for number, row in enumerate(reader, 2):
            try:
                policies.append(_policy(row))
            except BadCell as error:
                bad.append(of_cell(error, file.name, number, {error.field: error.field}))
    if bad:
        raise InvalidData([f"{p.file} row {p.row}: {p.en}" for p in bad])
    return tuple(policies)


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
    """The policy of a row. Raises `BadCell`."""
    if row["validity"] not in VALIDITY:
        raise BadCell("policy_validity", "validity", row["validity"], allowed=", ".join(VALIDITY))
    if (row["validity"] == "dated") != bool(row["valid_to"]):
        raise BadCell("policy_valid_to", "valid_to", row["valid_to"])
    kinds, chains, segments = (tuple(filter(None, row[c].split(";"))) for c in ("kinds", "chains", "segments"))
    return Policy(
        id=row["id"],
        name=row["name"],
        number=row["number"],
        clause=row["clause"],
        issuer=row["issuer"],
        level=row["level"],
        gives=row["gives"],
        kinds=kinds,
        chains=chains,
        segments=segments,
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to") if row["valid_to"] else None,
        validity=row["validity"],
        source=row["source"],
        as_of=row["as_of"],
        verified=row["verified"].strip().lower() == "true",
    )


def _day(row: dict[str, str], column: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError as error:
        raise BadCell("policy_day", column, row[column], why=str(error)) from None
