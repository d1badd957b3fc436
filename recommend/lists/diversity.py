"""What keeps lists useful: variety over groups and provinces, and one owner a group (去重)."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

GROUP_STEP, PROVINCE_STEP = 0.06, 0.01  # what each earlier target of the same group or province takes off a score


def diversified(targets: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The same targets in an order that does not put one group or province first throughout: each pick takes something off
    the rest of its group and province. What is below the floor or excluded stays last."""
    groups: Counter[str] = Counter()
    provinces: Counter[str] = Counter()

    def key(i: int) -> tuple[bool, bool, float, int]:
        t = targets[i]
        worth = t["score"] - GROUP_STEP * groups[group(t)] - PROVINCE_STEP * provinces[t["firm"]["region"][:2]]
        return t["below_floor"], bool(t.get("excluded", False)), -worth, i

    # What a target is worth only falls while others are picked: the first of the heap whose worth still holds is the best.
    left = [key(i) for i in range(len(targets))]
    heapq.heapify(left)
    out: list[Mapping[str, Any]] = []
    while left:
        held = heapq.heappop(left)
        now = key(held[-1])
        if now != held:
            heapq.heappush(left, now)
            continue
        chosen = targets[held[-1]]
        groups[group(chosen)] += 1
        provinces[chosen["firm"]["region"][:2]] += 1
        out.append(chosen)
    return out


def group(target: Mapping[str, Any]) -> str:
    """The group of a target: its parent's name, else its own."""
    return str(target["firm"].get("parent") or target["firm"]["name"])


def owners(lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, str]:
    """去重: which list owns each group, so that one group is courted once. lists: owner (a unit or a chain's team) → its
    targets. The list in which the group scores best owns it; a tie goes to the first by name."""
    best: dict[str, tuple[float, str]] = {}
    for owner in sorted(lists):
        for t in lists[owner]:
            held = best.get(group(t))
            if held is None or t["score"] > held[0]:
                best[group(t)] = (float(t["score"]), owner)
    return {group: owner for group, (_, owner) in best.items()}


def deconflicted(lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[Mapping[str, Any]]]:
    """The lists with every group on its owner's list only."""
    own = owners(lists)
    return {owner: [t for t in targets if own[group(t)] == owner] for owner, targets in lists.items()}


def by_group(lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Every group of these lists once, in a varied order, each under its owner.

    lists: owner → its targets. A row holds `group`, `owner` (whose list it stands on), `target` (its best there), `others`
    (further firms of the group, on any list, as (id, short name)) and `wanted_by` (all owners whose list names the group).
    What is below the floor or excluded is no row.
    """
    own = owners(
        {o: [t for t in targets if not (t["below_floor"] or t.get("excluded"))] for o, targets in lists.items()}
    )
    rows: dict[str, dict[str, Any]] = {}
    for owner in sorted(lists):
        for t in lists[owner]:
            name = group(t)
            if name not in own or t["below_floor"] or t.get("excluded"):
                continue
            row = rows.setdefault(
                name, {"group": name, "owner": own[name], "target": None, "others": {}, "wanted_by": []}
            )
            if owner not in row["wanted_by"]:
                row["wanted_by"].append(owner)
            row["others"][t["firm"]["id"]] = t["firm"]["short"]
            best = row["target"]
            if owner == own[name] and (best is None or t["score"] > best["score"]):
                row["target"] = t
    for row in rows.values():
        row["others"].pop(row["target"]["firm"]["id"])
        row["others"] = sorted(row["others"].items())
    order = diversified(sorted((r["target"] for r in rows.values()), key=lambda t: (-t["score"], t["firm"]["id"])))
    return [rows[group(t)] for t in order]
