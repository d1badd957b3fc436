"""本地需求优先: from what local firms look for to who could supply it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recommend.explain.shapes import TargetDocument
from recommend.lists.shapes import DemandRow, SupplyRow

SHOWN = 5  # local suppliers named


@dataclass(frozen=True, slots=True)
class Need:
    """A local firm's need from the library of needs: what it seeks, as a segment."""

    firm: str
    segment: str
    words: str = ""


def demand_first(needs: Sequence[Need], targets: Mapping[str, Sequence[TargetDocument]]) -> list[DemandRow]:
    """Targets of the segments that local firms seek, those sought by most first; each says who seeks it.

    targets: segment → its list, best first. A firm that several needs name stands once, with all of them. What is below
    the floor or excluded is left out.
    """
    rows: dict[str, DemandRow] = {}
    for segment, asked in _by_segment(needs).items():
        for target in targets.get(segment, ()):
            if open_to_visit(target):
                row = rows.setdefault(target["firm"]["id"], {"target": target, "needs": []})
                row["needs"] += [{"firm": n.firm, "segment": segment, "words": n.words} for n in asked]
    return sorted(
        rows.values(),
        key=lambda r: (-len({n["firm"] for n in r["needs"]}), -r["target"]["score"], r["target"]["firm"]["id"]),
    )


def supply(
    needs: Sequence[Need],
    local: Mapping[str, Sequence[tuple[str, str]]],
    targets: Mapping[str, Sequence[TargetDocument]],
) -> list[SupplyRow]:
    """Segments that local firms seek, as missing suppliers: who seeks it, who produces it here, how many could come.

    local: segment → local firms in it as (id, name), the strongest first; the seeker itself is no supplier of its own.
    What nobody here produces stands first, then what most seek.
    """
    rows: list[SupplyRow] = []
    for segment, asked in _by_segment(needs).items():
        seekers = {n.firm for n in asked}
        here = [(i, name) for i, name in local.get(segment, ()) if name not in seekers]
        come = [t for t in targets.get(segment, ()) if open_to_visit(t)]
        rows.append(
            {
                "segment": segment,
                "needs": [{"firm": n.firm, "words": n.words} for n in asked],
                "local": len(here),
                "suppliers": [{"id": i, "name": name} for i, name in here[:SHOWN]],
                "targets": len(come),
                "first_class": sum(t["grade"] == "A" for t in come),
            }
        )
    return sorted(rows, key=lambda r: (r["local"] > 0, -len({n["firm"] for n in r["needs"]}), r["segment"]))


def _by_segment(needs: Sequence[Need]) -> dict[str, list[Need]]:
    out: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        out[need.segment].append(need)
    return out


def open_to_visit(target: TargetDocument) -> bool:
    """Is the target neither below the floor nor excluded by a limit?"""
    return not (target["below_floor"] or target["excluded"])
