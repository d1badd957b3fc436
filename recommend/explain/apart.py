"""What sets the firms of a list apart: no two cards with the same first reasons, why each stands before the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recommend.explain.shapes import CounterArgument, Reason, TargetDocument

UNSUITABLE = "unsuitable"  # kind of the counter-argument that holds for a whole list: the place cannot have this
PAIR = 2  # reasons by which a reader tells cards apart
# What an order can be told by: what is known of both firms as a fact that a reader can check. What is on record of a
# firm's plants, routes and ties is never all there is, so that fewer of them say nothing of the firm.
TOLD = ("presence", "main_trade", "nearness", "same_province", "scale")
SAME = ("nearness", "same_province")  # say the same of two firms: only the first is told
LEAST_AHEAD = 0.005  # of the score, below which a feature does not explain an order
LEAST_LEAD = 0.2  # of a feature, below which two firms are alike in it: 743 km against 834 tells nobody anything
CHIEFLY = 0.4  # of all that speaks for the order, which the features told must make up


def set_apart(documents: Sequence[TargetDocument], makes: bool = True) -> list[TargetDocument]:
    """The documents of a list with their reasons ordered so that pairs differ, and with `before_next`.

    Nothing is made up for a card that has no other fact of its own. makes: does the segment make something? Of a
    service the distance says little.
    """
    seen: set[tuple[str, ...]] = set()
    for document in documents:
        own = [r for r in document["reasons"] if not r.get("shared")]
        shared = [r for r in document["reasons"] if r.get("shared")]
        own = _other_pair(own, seen)
        seen.add(_pair(own))
        document["reasons"] = [*own, *shared]
    for first, second in pairwise(documents):
        if (ahead := before(first, second, makes)) is not None:
            first["before_next"] = ahead
    return list(documents)


def own_reasons(document: Mapping[str, Any]) -> list[Reason]:
    """The reasons that are this firm's own."""
    return [r for r in document["reasons"] if not r.get("shared")]


def own_counter(document: Mapping[str, Any]) -> list[CounterArgument]:
    """What speaks against this firm: without what holds for the whole list and stands above it."""
    return [c for c in against(document) if not c.get("shared")]


def against(document: Mapping[str, Any]) -> list[CounterArgument]:
    """What speaks against a project of this firm here, for a paper on it alone; not that the place should not recruit
    the segment at all, which is told apart."""
    return [c for c in document["counter"] if c["kind"] != UNSUITABLE]


def shared_of(documents: Sequence[TargetDocument]) -> list[Reason]:
    """What holds for every firm of a list, for and against: it stands once above the cards."""
    if not documents:
        return []
    first = documents[0]
    return [r for r in (*first["reasons"], *first["counter"]) if r.get("shared") and r["kind"] != UNSUITABLE]


def _pair(reasons: Sequence[Reason]) -> tuple[str, ...]:
    return tuple(r["text"] for r in reasons[:PAIR])


def _other_pair(own: list[Reason], seen: set[tuple[str, ...]]) -> list[Reason]:
    """The reasons with another second one where the pair is taken. Where there is none, it stays: that nothing more is
    known, or how far off the firm sits, is no reason to ask it."""
    if _pair(own) in seen:
        for k in range(PAIR, len(own)):
            changed = [own[0], own[k], *own[1:k], *own[k + 1 :]]
            if _pair(changed) not in seen:
                return changed
    return own


def before(first: TargetDocument, second: TargetDocument, makes: bool = True) -> Reason | None:
    """Why one target stands before another: the features that count most for it, in their own words; None where the
    order has another ground (a limit, the floor) or none worth naming. What is not known of either is no ground, nor is
    a ground told that makes up a small part of the order."""
    if first["excluded"] != second["excluded"] or first["below_floor"] != second["below_floor"]:
        return None
    ahead, whole = [], 0.0
    # Who has a plant in our province is near, wherever it has its seat; of services the distance says little.
    near = any(r["kind"] in ("subsidiary_near", "presence") for r in second["reasons"])
    # Nor is it a merit to be so near that nothing need be built here.
    near = near or any(c["kind"] == "near" for c in first["counter"])
    untold = SAME if near or not makes else ()
    for name, one in first["features"].items():
        other = second["features"][name]
        lead = one["value"] - other["value"]
        whole += max(0.0, one["weight"] * lead)
        enough = one["weight"] * lead >= LEAST_AHEAD and lead >= LEAST_LEAD
        if enough and one["known"] and other["known"] and name in TOLD and name not in untold:
            ahead.append((-one["weight"] * lead, name))
    told = [name for _, name in sorted(ahead)]
    if all(name in told for name in SAME):
        told.remove(SAME[1])
    told = told[:PAIR]
    if not told or sum(-part for part, name in ahead if name in (*told, *SAME)) < CHIEFLY * whole:
        return None
    zh, en = [], []
    for name in told:
        one, other = first["features"][name], second["features"][name]
        zh.append(f"{one['label']}（{one['detail']}；后者{other['detail']}）")
        en.append(f"{one['label_en']} ({one['detail_en']}; the other: {other['detail_en']})")
    return {
        "kind": "before_next",
        "text": f"排在{second['firm']['short']}之前，主要因为{'、'.join(zh)}。",
        "text_en": f"It stands before {second['firm']['short']} chiefly for {' and '.join(en)}.",
        "evidence": [],
    }
