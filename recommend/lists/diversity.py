"""Diversify lists across groups and provinces, and give each group one owner (去重)."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence

from recommend.explain.shapes import TargetDocument
from recommend.lists.demand import open_to_visit
from recommend.lists.shapes import GroupRow

GROUP_STEP, PROVINCE_STEP = 0.06, 0.01  # what each earlier target of the same group or province takes off a score


def diversified(targets: Sequence[TargetDocument]) -> list[TargetDocument]:
    """The same targets in an order that does not put one group or province first throughout: each pick takes something off
    the rest of its group and province. What is below the floor or excluded stays last."""
    groups: Counter[str] = Counter()
    provinces: Counter[str] = Counter()

    def key(i: int) -> tuple[bool, bool, float, int]:
        t = targets[i]
        worth = t["score"] - GROUP_STEP * groups[group(t)] - PROVINCE_STEP * provinces[t["firm"]["region"][:2]]
        return t["below_floor"], t["excluded"], -worth, i

    # What a target is worth only falls while others are picked: the first of the heap whose worth still holds is the best.
    left = [key(i) for i in range(len(targets))]
    heapq.heapify(left)
    out: list[TargetDocument] = []
    while left:
        first = heapq.heappop(left)
        now = key(first[-1])
        if now != first:
            heapq.heappush(left, now)
            continue
        chosen = targets[first[-1]]
        groups[group(chosen)] += 1
        provinces[chosen["firm"]["region"][:2]] += 1
        out.append(chosen)
    return out


def group(target: TargetDocument) -> str:
    """The group of a target: its parent's name, else its own."""
    return target["firm"]["parent"] or target["firm"]["name"]


def owners(lists: Mapping[str, Sequence[TargetDocument]]) -> dict[str, str]:
    """去重: which list owns each group, so that one group is approached once. lists: owner (a unit or a chain's team) → its
    targets. The list in which the group scores best owns it; a tie goes to the first by name."""
    best: dict[str, tuple[float, str]] = {}
    for owner in sorted(lists):
        for t in lists[owner]:
            so_far = best.get(group(t))
            if so_far is None or t["score"] > so_far[0]:
                best[group(t)] = (t["score"], owner)
    return {name: owner for name, (_, owner) in best.items()}


def by_group(lists: Mapping[str, Sequence[TargetDocument]]) -> list[GroupRow]:
    """Every group of these lists once, in a varied order, each under its owner.

    lists: owner → its targets. What is below the floor or excluded is no row.
    """
    open_lists = {owner: [t for t in lists[owner] if open_to_visit(t)] for owner in sorted(lists)}
    owner_of = owners(open_lists)
    members: dict[str, dict[str, str]] = {}  # group → firm → short name, in all lists
    wanted_by: dict[str, list[str]] = {}
    best: dict[str, TargetDocument] = {}  # group → its best target on its owner's list
    for owner, targets in open_lists.items():
        for t in targets:
            name = group(t)
            members.setdefault(name, {})[t["firm"]["id"]] = t["firm"]["short"]
            asking = wanted_by.setdefault(name, [])
            if owner not in asking:
                asking.append(owner)
            if owner == owner_of[name] and (name not in best or t["score"] > best[name]["score"]):
                best[name] = t
    order = diversified(sorted(best.values(), key=lambda t: (-t["score"], t["firm"]["id"])))
    return [_row(t, owner_of[group(t)], members[group(t)], wanted_by[group(t)]) for t in order]


def _row(target: TargetDocument, owner: str, members: Mapping[str, str], wanted_by: list[str]) -> GroupRow:
    return {
        "group": group(target),
        "owner": owner,
        "target": target,
        "others": sorted((i, short) for i, short in members.items() if i != target["firm"]["id"]),
        "wanted_by": wanted_by,
    }
