"""What sets the firms of a list apart: no two cards with the same first reasons, why each stands before the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graph.model.words import UNKNOWN
from recommend.rank.features import FEATURES

if TYPE_CHECKING:
    from recommend.explain.shapes import EvidenceRow, Reason, TargetDocument, TargetFirm

PAIR = 2  # reasons by which a reader tells cards apart
UNTOLD = ("certainty",)  # how well a firm is documented sets the order of equals and is no merit of the firm
LEAST_AHEAD = 0.005  # of the score, below which a feature does not explain an order
LEAST_LEAD = 0.05  # of a feature, below which two firms are alike in it: 98% against 95% tells nobody anything


def set_apart(documents: Sequence[TargetDocument]) -> list[TargetDocument]:
    """The documents of a list with their reasons ordered so that pairs differ, and with `before_next`.

    Where a card's first reasons are another's and it has no other fact of its own, it says so.
    """
    seen: set[tuple[str, ...]] = set()
    for document in documents:
        own = [r for r in document["reasons"] if not r.get("shared")]
        shared = [r for r in document["reasons"] if r.get("shared")]
        own = _other_pair(own, seen, document["firm"])
        seen.add(_pair(own))
        document["reasons"] = [*own, *shared]
    for first, second in pairwise(documents):
        if (ahead := before(first, second)) is not None:
            first["before_next"] = ahead
    return list(documents)


def own_reasons(document: Mapping[str, Any]) -> list[Reason]:
    """The reasons that are this firm's own."""
    return [r for r in document["reasons"] if not r.get("shared")]


def shared_of(documents: Sequence[TargetDocument]) -> list[Reason]:
    """What holds for every firm of a list: it stands once above the cards."""
    return [r for r in documents[0]["reasons"] if r.get("shared")] if documents else []


def _pair(reasons: Sequence[Reason]) -> tuple[str, ...]:
    return tuple(r["text"] for r in reasons[:PAIR])


def _other_pair(own: list[Reason], seen: set[tuple[str, ...]], firm: TargetFirm) -> list[Reason]:
    """The reasons with another second one where the pair is taken; that nothing more is known where there is none."""
    if len(own) == 1 or _pair(own) in seen:
        for k in range(PAIR, len(own)):
            changed = [own[0], own[k], *own[1:k], *own[k + 1 :]]
            if _pair(changed) not in seen:
                return changed
        return [own[0], _nothing_more(firm), *own[1:]]
    return own


def _nothing_more(firm: TargetFirm) -> Reason:
    row: EvidenceRow = {
        "what": "、".join(firm["products"]) or firm["name"],
        "firm": firm["id"],
        "name": firm["name"],
        "source": firm["source"] or UNKNOWN["zh"],
        "as_of": firm["as_of"] or UNKNOWN["zh"],
        "verified": False,
    }
    return {
        "kind": "nothing_more",
        "text": "在库资料中没有更多能区别于同类企业的信息，待核。",
        "text_en": "Nothing on record sets it apart from firms of its kind; unverified.",
        "evidence": [row],
    }


def before(first: TargetDocument, second: TargetDocument) -> Reason | None:
    """Why one target stands before another: the features that count most for it, in their own words; None where the
    order has another ground (a limit, the floor) or none worth naming. What is not known of the other is no ground."""
    if first["excluded"] != second["excluded"] or first["below_floor"] != second["below_floor"]:
        return None
    ahead = []
    for name, one in first["features"].items():
        other = second["features"][name]
        lead = one["value"] - other["value"]
        enough = one["weight"] * lead >= LEAST_AHEAD and lead >= LEAST_LEAD
        if enough and one["known"] and other["known"] and name in FEATURES and name not in UNTOLD:
            ahead.append((-one["weight"] * lead, name))
    if not ahead:
        return None
    zh, en = [], []
    for _, name in sorted(ahead)[:PAIR]:
        one, other = first["features"][name], second["features"][name]
        zh.append(f"{one['label']}（{one['detail']}；后者{other['detail']}）")
        en.append(f"{one['label_en']} ({one['detail_en']}; the other: {other['detail_en']})")
    return {
        "kind": "before_next",
        "text": f"排在{second['firm']['short']}之前，主要因为{'、'.join(zh)}。",
        "text_en": f"It stands before {second['firm']['short']} chiefly for {' and '.join(en)}.",
        "evidence": [],
    }
