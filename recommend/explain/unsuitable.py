"""Lists for a segment that the place should not recruit at all (不宜招): tea where none grows, a project that no park
here may take.

What holds for the whole list is said once, and no card then argues for the place: no local buyer, supplier or
introducer, no distance, no park.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from graph.gaps.recruitability import demand_yi, recruit, within_reach
from graph.gaps.wording.recruit import said
from graph.model.records import Park
from graph.region.footprint import Footprint
from recommend.explain.apart import UNSUITABLE
from recommend.explain.evidence import catalogue_row

if TYPE_CHECKING:
    from recommend.explain.shapes import Reason, TargetDocument

STATE_RUN = ("railway", "grid")  # run by one body for the whole country, of which nobody is recruited
# Kinds of reasons and counter-arguments that weigh the place for a project, or the way to it.
OF_THE_PLACE = frozenset({"nearness", "same_province", "subsidiary_near", "local_trade", "buyer", "supplier", "park"})
AGAINST_THE_PLACE = frozenset(
    {"no_buyer", "small_need", "tender", "no_supplier", "park_clash", "far", "near", "elsewhere"}
)


def unsuitable(foot: Footprint, segment: str, parks: Collection[Park]) -> Reason | None:
    """Why the segment should not be recruited here, as the certificate says it (`graph.gaps.recruitability`); None
    where it may be. parks: those of the region."""
    answer = recruit(foot, segment, parks, within_reach(foot), demand_yi(foot))
    if answer.answer != "unsuitable" and answer.reason not in STATE_RUN:
        return None
    zh, en = said(answer)
    row = catalogue_row(foot.network.segments[segment])
    return {"kind": UNSUITABLE, "text": zh, "text_en": en, "evidence": [row]}


def without_the_place(document: TargetDocument, why: Reason) -> TargetDocument:
    """The document of a target of such a list: marked, and without what speaks of a project here. The mark is its first
    counter-argument too, so that a saved target keeps it."""
    document["unsuitable"] = why
    document["reasons"] = [r for r in document["reasons"] if r["kind"] not in OF_THE_PLACE and not r.get("shared")]
    document["counter"] = [why, *(c for c in document["counter"] if c["kind"] not in AGAINST_THE_PLACE)]
    document["path"] = [step for step in document["path"] if "role" not in step][:2]
    document["introductions"], document["parks"] = [], []
    return document
