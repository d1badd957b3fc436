"""季排名: teams by the results of their work. The order is declared, ties share a place, every figure counts rows."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.reports.ledger import NOBODY, Ledger
from outreach.reports.shapes import TeamPlace

# What decides, in this order: what came of it before what was done. A promise overdue weighs before mere activity.
ORDER = (
    ("signed", "新签约项目", -1),
    ("leads", "新增线索", -1),
    ("overdue", "逾期未办", 1),
    ("visits", "完成拜访", -1),
    ("targets", "新增目标", -1),
)


def ranking(ledger: Ledger) -> list[TeamPlace]:
    """One row a team: its place (1 is first; equal figures share it), its name, its figures. Idle teams come last."""
    names = dict.fromkeys([*ledger.teams, *(r["team"] for f, _, _ in ORDER for r in ledger.rows[f])])
    names.pop(NOBODY, None)
    figures = {n: {f: sum(r["team"] == n for r in ledger.rows[f]) for f, _, _ in ORDER} for n in names}
    keys = {n: tuple(sign * figures[n][f] for f, _, sign in ORDER) for n in names}
    ordered = sorted(names, key=lambda n: (keys[n], n))
    return [
        {
            "place": 1 + _ahead(keys[n], [*keys.values()]),
            "team": n,
            "signed": figures[n]["signed"],
            "leads": figures[n]["leads"],
            "overdue": figures[n]["overdue"],
            "visits": figures[n]["visits"],
            "targets": figures[n]["targets"],
        }
        for n in ordered
    ]


def _ahead(key: tuple[int, ...], keys: Sequence[tuple[int, ...]]) -> int:
    return sum(k < key for k in keys)
