"""Targets as documents: what the command line prints and the screen shows, made for one list at a time.

What all targets of a list share (local neighbours of the segment, parks that fit, who may introduce) is worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.records import MICRO, Firm, Membership
from graph.model.regions import Regions
from graph.model.text import rounded, short_name
from graph.region.footprint import Footprint
from recommend.explain import reasons
from recommend.explain.introductions import Introductions
from recommend.rank.exclusions import ParkFit, failed
from recommend.rank.features import LABELS
from recommend.rank.weighed import SURE, Weighed

GRADE_A, GRADE_B = 0.60, 0.52  # of the shipped lists about one firm in six is an A, a third a C


class Documents:
    """Writes the documents of one list of a region and a segment."""

    def __init__(
        self,
        foot: Footprint,
        segment: str,
        firms: Mapping[str, Firm],
        regions: Regions,
        shares: Mapping[str, float],
        parks: Sequence[ParkFit],
        ways: Introductions,
    ) -> None:
        """shares: weight of each feature; parks: those that fit the segment, the best first; ways: shared by the list, so
        that no introducer is worn out."""
        self.foot, self.segment, self.firms, self.regions = foot, segment, firms, regions
        self.shares, self.parks, self.ways = shares, parks, ways
        self.around = reasons.Around.of(foot, segment, firms)
        self._park_documents = [p.document() for p in parks[:3]]

    def write(self, weighed: Weighed, membership: Membership | None) -> dict[str, Any]:
        """One target: the firm, its score and grade, features, reasons, what speaks against, path, gates, parks, ways."""
        case, values = weighed.case, weighed.values
        document: dict[str, Any] = rounded(
            {
                "firm": self._firm(case.firm),
                "segment": case.segment,
                "score": weighed.total,
                "grade": grade(weighed),
                "below_floor": weighed.below,
                "features": {
                    name: {
                        "value": values[name].value,
                        "weight": weight,
                        "label": LABELS[name][0],
                        "label_en": LABELS[name][1],
                        "detail": values[name].zh,
                        "detail_en": values[name].en,
                        "known": values[name].known,
                    }
                    for name, weight in self.shares.items()
                },
                "reasons": reasons.reasons(case, self.around, values, membership, self.parks, self.regions.full_name),
                "counter": reasons.counter_arguments(case, self.around, self.regions.full_name, self.parks),
                "unknown": reasons.unknowns(case.firm, values),
                "path": reasons.path(case, self.around),
                "excluded": failed(weighed.gates),
                "gates": [g.document() for g in weighed.gates],
                "parks": [dict(p) for p in self._park_documents],
                "introductions": self.ways.to(case.firm, case.segment, case.segments),
            }
        )
        return document

    def _firm(self, firm: Firm) -> dict[str, Any]:
        return {
            "id": firm.id,
            "name": firm.name,
            "short": short_name(firm),
            "uscc": firm.uscc,
            "stock_code": firm.stock_code,
            "region": firm.region,
            "place": self.regions.full_name(firm.region),
            "products": list(firm.products),
            "tags": list(firm.tags),
            "parent": firm.parent,
            "sites": [{"region": s, "name": self.regions.full_name(s)} for s in firm.sites],
            "revenue_yi": firm.revenue_yi,
            "revenue_year": firm.revenue_year,
            "size": firm.size / MICRO,
            "source": firm.source,
            "as_of": firm.as_of,
            "verified": firm.verified,
        }


def grade(weighed: Weighed) -> str:
    """A, B or C: by the score, an A only where the firm surely does it, never for what a limit excludes."""
    if weighed.below or failed(weighed.gates):
        return "C"
    if weighed.total >= GRADE_A and weighed.case.capability >= SURE:
        return "A"
    return "B" if weighed.total >= GRADE_B else "C"
