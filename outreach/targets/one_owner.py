"""去重: the target lists of all chains with every group once, each with the team that approaches it or that should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.measures.network import Network
from outreach.targets.claims import Claim
from outreach.targets.shapes import ClaimDocument
from recommend.explain.shapes import TargetDocument
from recommend.lists.diversity import by_group
from recommend.lists.shapes import OneOwnerTarget


class ClaimedTarget(OneOwnerTarget):
    """The best target of a group, with the claim of the team that approaches the group already, or None."""

    held: ClaimDocument | None


def team_name(network: Network, chain: str) -> str:
    """What the team of a chain is called."""
    return next((f"{c.name}专班" for c in network.chains if c.id == chain), "专班")


def claim_of(target: TargetDocument, claims: Mapping[str, Claim]) -> Claim | None:
    """The claim on a recommended firm: on itself or on its group."""
    firm = target["firm"]
    return claims.get(firm["name"]) or claims.get(firm["parent"] or firm["name"])


def groups(network: Network, lists: Mapping[str, Sequence[TargetDocument]]) -> list[OneOwnerTarget]:
    """The targets of these lists (segment → targets) with every group once, in a varied order.

    Each is its document with `group`, `owner` (the chain whose list it suits best, and its team), `wanted_by` (all
    chains whose lists name the group) and `others` (further firms of the group).
    """
    by_chain: dict[str, list[TargetDocument]] = {}
    for segment, targets in lists.items():
        by_chain.setdefault(segment.split(".")[0], []).extend(targets)
    return [
        {
            **row["target"],
            "group": row["group"],
            "owner": {"chain": row["owner"], "name": team_name(network, row["owner"])},
            "wanted_by": row["wanted_by"],
            "others": [{"id": i, "short": n} for i, n in row["others"]],
        }
        for row in by_group(by_chain)
    ]


def with_claims(rows: Sequence[OneOwnerTarget], claims: Mapping[str, Claim]) -> list[ClaimedTarget]:
    """The same rows, each with `held`: the claim of the team that approaches the group already, or None."""
    return [{**row, "held": _claim_document(claims.get(row["group"]) or claim_of(row, claims))} for row in rows]


def _claim_document(claim: Claim | None) -> ClaimDocument | None:
    if claim is None:
        return None
    since = claim.since.isoformat() if claim.since else ""
    return {"team": claim.team, "since": since, "name": claim.name, "home": claim.home}
