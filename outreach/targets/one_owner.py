"""去重: the target lists of all chains with every group once, each with the team that courts it already or that should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.measures.network import Network
from outreach.targets.claims import Claim
from recommend.lists.diversity import by_group


def team_name(network: Network, chain: str) -> str:
    """What the team of a chain is called."""
    return next((f"{c.name}专班" for c in network.chains if c.id == chain), "专班")


def claim_of(target: Mapping[str, Any], claims: Mapping[str, Claim]) -> Claim | None:
    """Who holds a recommended firm: itself or its group."""
    firm = target["firm"]
    return claims.get(firm["name"]) or claims.get(firm["parent"] or firm["name"])


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


def with_claims(rows: Sequence[Mapping[str, Any]], claims: Mapping[str, Claim]) -> list[dict[str, Any]]:
    """The same rows with `claims`: {team, since, name, home} of the team that courts the group already, or None."""
    out = []
    for row in rows:
        claim = claims.get(row["group"]) or claim_of(row, claims)
        since = claim.since.isoformat() if claim and claim.since else ""
        document = {"team": claim.team, "since": since, "name": claim.name, "home": claim.home} if claim else None
        out.append(dict(row) | {"held": document})
    return out
