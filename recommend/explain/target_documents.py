"""Targets as documents: what the command line prints and the screen shows, made for one list at a time.

What all targets of a list share (local neighbours of the segment, parks that fit, who may introduce) is worked out
once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.model.records import MICRO, Firm, Membership, Relation
from graph.model.regions import Regions
from graph.model.text import rounded, short_name
from recommend.explain import counter, reasons
from recommend.explain.introductions import Introductions
from recommend.explain.neighbours import Neighbours
from recommend.explain.own_facts import Others
from recommend.explain.siting import SitingWords
from recommend.rank.exclusions import Gate, ParkFit, failed
from recommend.rank.features import FEATURES, Value
from recommend.rank.weighed import Weighed
from recommend.retrieve.recall import SURE

if TYPE_CHECKING:
    from recommend.explain.shapes import FeatureDocument, GateDocument, Grade, ParkDocument, TargetDocument, TargetFirm

GRADE_A, GRADE_B = 0.60, 0.52  # of the shipped lists about one firm in six is an A, a third a C
PARKS = 3  # parks named in a document


class Documents:
    """Writes the documents of one list of a region and a segment."""

    def __init__(
        self,
        firms: Mapping[str, Firm],
        regions: Regions,
        shares: Mapping[str, float],
        parks: Sequence[ParkFit],
        introductions: Introductions,
        naming: Mapping[str, Sequence[Relation]],
        neighbours: Neighbours,
        siting: SitingWords | None = None,
        stated: Mapping[str, Mapping[str, int]] | None = None,
    ) -> None:
        """shares: weight of each feature; parks: those that fit the segment, the best first; introductions: shared by
        the list, so that no introducer is named too often; naming: see `recommend.explain.own_facts.naming_of`;
        neighbours: of the segment, shared likewise; siting: where such a project could stand; stated:
        see `Others`."""
        self.regions, self.shares, self.parks, self.introductions = regions, shares, parks, introductions
        self.others = Others(firms, regions.full_name, naming, stated or {})
        self.neighbours, self.siting = neighbours, siting

    def write(self, weighed: Weighed, membership: Membership | None) -> TargetDocument:
        """One target: the firm, its score and grade, features, reasons, what speaks against, path, gates, parks, and
        who could introduce it."""
        case, values, named = weighed.case, weighed.values, self.regions.full_name
        document: TargetDocument = {
            "firm": self._firm(case.firm),
            "segment": case.segment,
            "role": membership.role if membership else "",
            "score": weighed.total,
            "grade": grade(weighed),
            "below_floor": weighed.below,
            "features": {name: feature_document(name, values[name], weight) for name, weight in self.shares.items()},
            "reasons": reasons.reasons(case, self.neighbours, values, membership, self.siting, self.others),
            "counter": counter.counter_arguments(case, self.neighbours, named, self.parks, values),
            "unknown": counter.unknowns(case.firm, values),
            "path": reasons.path(case, self.neighbours),
            "excluded": failed(weighed.gates),
            "gates": [gate_document(g) for g in weighed.gates],
            "parks": [park_document(p) for p in self.parks[:PARKS]],
            "introductions": self.introductions.to(case.firm, case.segment),
        }
        out: TargetDocument = rounded(document)
        return out

    def _firm(self, firm: Firm) -> TargetFirm:
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
            "verified_identity": firm.verified_identity,
            "verified_products": firm.verified_products,
            "status": firm.status,
            "status_date": firm.status_date,
        }


def feature_document(name: str, value: Value, weight: float) -> FeatureDocument:
    """A feature's value with its share of the score."""
    zh, en = FEATURES[name].labels
    return {
        "value": value.value,
        "weight": weight,
        "label": zh,
        "label_en": en,
        "detail": value.zh,
        "detail_en": value.en,
        "known": value.known,
    }


def gate_document(gate: Gate) -> GateDocument:
    """A limit and how it stands."""
    return {"kind": gate.kind, "state": gate.state, "text": gate.zh, "text_en": gate.en}


def park_document(fit: ParkFit) -> ParkDocument:
    """A park that fits, and what speaks against it."""
    return {
        "id": fit.park.id,
        "name": fit.park.name,
        "lead": fit.lead,
        "unit": fit.park.unit,
        "region": fit.park.region,
        "as_of": fit.park.as_of,
        "verified": fit.park.verified,
        "clashes": [zh for zh, _ in fit.clashes],
        "clashes_en": [en for _, en in fit.clashes],
    }


def grade(weighed: Weighed) -> Grade:
    """A, B or C: by the score, an A only where the firm surely does it, never for what a limit excludes."""
    if weighed.below or failed(weighed.gates):
        return "C"
    if weighed.total >= GRADE_A and weighed.case.capability >= SURE:
        return "A"
    return "B" if weighed.total >= GRADE_B else "C"
