"""去重: the target lists of all chains with every group once, each with the team that courts it already or that should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.measures.network import Network
from outreach.targets.claims import Hold
from recommend.lists.diversity import by_group


def team_name(network: Network, chain: str) -> str:
    """What the team of a chain is called."""
    return next((f"{c.name}专班" for c in network.chains if c.id == chain), "专班")


def holder_of(target: Mapping[str, Any], held: Mapping[str, Hold]) -> Hold | None:
    """Who holds a recommended firm: itself or its group."""
    firm = target["firm"]
    return held.get(firm["name"]) or held.get(firm["parent"] or firm["name"])


def groups(network: Network, lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The targets of these lists (segment → targets) with every group once, in a varied order.

    Each is its document with `group`, `owner` (the chain whose list it suits best, and its team), `wanted_by` (all chains
    whose lists name the group) and `others` (further firms of the group).
    """
    by_chain: dict[str, list[Mapping[str, Any]]] = {}
    for segment, targets in lists.items():
        by_chain.setdefault(segment.split(".")[0], []).extend(targets)
    return [
        dict(row["target"])
        | {
            "group": row["group"],
            "owner": {"chain": row["owner"], "name": team_name(network, row["owner"])},
            "wanted_by": row["wanted_by"],
            "others": [{"id": i, "short": n} for i, n in row["others"]],
        }
        for row in by_group(by_chain)
    ]


def with_holders(rows: Sequence[Mapping[str, Any]], held: Mapping[str, Hold]) -> list[dict[str, Any]]:
    """The same rows with `held`: {team, since, name, home} of the team that courts the group already, or None."""
    out = []
    for row in rows:
        hold = held.get(row["group"]) or holder_of(row, held)
        since = hold.since.isoformat() if hold and hold.since else ""
        told = {"team": hold.team, "since": since, "name": hold.name, "home": hold.home} if hold else None
        out.append(dict(row) | {"held": told})
    return out
