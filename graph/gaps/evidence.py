"""The evidence of a gap: four tests with outcome, figures and firms; 可招性; peer cities; what would change it.

All of it is computed before the score and does not read it. An outcome is True (成立), False (不成立) or None (待核).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypedDict, TypeVar

import numpy as np

from graph.gaps import evidence_words as say
from graph.gaps.documents.shapes import (
    ConsequenceFigures,
    CoverageFigures,
    NeedFigures,
    PeerDocument,
    PresenceFigures,
    RecruitDocument,
    VerdictChange,
    VerdictChangeFigures,
)
from graph.gaps.find import FEW_FIRMS, GOOD_COVERAGE, POOR_COVERAGE, Gap
from graph.gaps.kinds_and_scores import FAINT, FEW_SUPPLIERS, STRONG, WEAK_COVER
from graph.gaps.recruitability import Recruit, demand_yi, recruit, within_reach
from graph.measures.formulas import Floats
from graph.model.records import MICRO, Park
from graph.region.footprint import Footprint

WEAK_BELOW = 1.0  # upper bound of the shrunk quotient below which the region is thin against the country
SHOWN = 5
Figures = TypeVar("Figures")


class Result(TypedDict, Generic[Figures]):
    """Outcome of one test; `firms` are ids."""

    passed: bool | None
    figures: Figures
    firms: list[str]
    sentence: str
    sentence_en: str


class Results(TypedDict):
    """The four tests of a gap."""

    need: Result[NeedFigures]
    presence: Result[PresenceFigures]
    coverage: Result[CoverageFigures]
    consequence: Result[ConsequenceFigures]


class GapProof(TypedDict):
    """The proof of one gap, firms as ids."""

    tests: Results
    recruit: RecruitDocument
    peers: list[PeerDocument]
    changes: list[VerdictChange]


class Proof:
    """Makes the proof of each gap of a region; what all gaps share is computed once."""

    def __init__(self, footprint: Footprint, parks: Sequence[Park], plans: Mapping[str, Sequence[str]] | None = None):
        """parks: those of the region; plans: per segment, firms with a project here that will need it."""
        self.footprint, self.parks, self.plans = footprint, parks, plans or {}
        self.reach: Floats = within_reach(footprint)
        self.demand: Floats = demand_yi(footprint)

    def of(self, gap: Gap) -> GapProof:
        """The proof of one gap, with a sentence for each part in both languages."""
        return {
            "tests": {
                "need": self.need(gap),
                "presence": self.presence(gap),
                "coverage": self.coverage(gap),
                "consequence": self.consequence(gap),
            },
            "recruit": recruit_document(
                recruit(self.footprint, gap.segment, self.parks, self.reach, self.demand),
            ),
            "peers": self.peers(gap),
            "changes": verdict_changes(self.footprint, gap),
        }

    def need(self, gap: Gap) -> Result[NeedFigures]:
        """Local need: named local buyers of some size, or firms with plans here."""
        buyers = [n for n in gap.buyers if n.kind != "channel" and n.strength >= FAINT]
        firms = list(dict.fromkeys(f for n in buyers for f in n.firms))
        planned = list(self.plans.get(gap.segment, ()))
        passed = bool(firms or planned)
        figures: NeedFigures = {
            "buyers": len(firms),
            "segments": len(buyers),
            "pull": gap.measures["pull"],
            "demand_yi": float(self.demand[self.footprint.network.row[gap.segment]]),
            "plans": len(planned),
        }
        firms += [f for f in planned if f not in firms]
        return _result(passed, figures, firms, say.need(figures, passed, self._names(gap.segment)))

    def presence(self, gap: Gap) -> Result[PresenceFigures]:
        """Weak presence: upper bound of the shrunk quotient below 1, or fewer than 1.5 effective suppliers."""
        m = gap.measures
        thin, single = m["quotient_high"] < WEAK_BELOW, m["effective_suppliers"] < FEW_SUPPLIERS
        figures: PresenceFigures = {
            "local": len(gap.local),
            "quotient_high": m["quotient_high"],
            "effective_suppliers": m["effective_suppliers"],
            "largest_share": m["largest_share"],
        }
        return _result(bool(thin or single), figures, list(gap.local), say.presence(figures))

    def coverage(self, gap: Gap) -> Result[CoverageFigures]:
        """Is the data coverage sufficient? False where it is too low to say anything, None where it is unknown."""
        cover = self.footprint.coverage
        passed: bool | None
        if gap.verdict == "insufficient_data":
            passed = False
        elif cover.estimate is None:
            passed = None
        else:
            passed = cover.estimate >= GOOD_COVERAGE or None
        figures: CoverageFigures = {
            "estimate": cover.estimate,
            "firms": cover.firms,
            "sources": len(cover.sources),
            "reason": gap.verdict_reason,
            "chance": gap.measures["chance"],
        }
        return _result(passed, figures, [], say.coverage(figures))

    def consequence(self, gap: Gap) -> Result[ConsequenceFigures]:
        """Local segments within two links downstream that would feel its loss, and those with no other supply."""
        net, x = self.footprint.network, self.footprint.x
        i = net.row[gap.segment]
        felt = [int(j) for j in np.flatnonzero((net.reach[i] > 0) & (x >= FAINT))]
        cut = sorted(s for s in net.cut_off.get(gap.segment, ()) if x[net.row[s]] >= FAINT)
        lost = float((net.reach[i, felt] * x[felt]).sum())
        firms = list(dict.fromkeys(f for j in felt for f, _ in self.footprint.by_segment.get(net.ids[j], [])))
        names = [self._names(s) for s in cut[:SHOWN]]
        figures: ConsequenceFigures = {
            "segments": len(felt),
            "felt": [net.ids[j] for j in felt],
            "strength": lost,
            "firms": len(firms),
            "cut_off": cut,
            "cut_off_names": [zh for zh, _ in names],
            "cut_off_names_en": [en for _, en in names],
        }
        return _result(lost >= FAINT, figures, firms, say.consequence(figures))

    def peers(self, gap: Gap) -> list[PeerDocument]:
        """The cities most alike in make-up: what they have in this segment; for an extension, also what they built on.

        `base` is what they have in the strong local supplier on which the extension rests.
        """
        country, net = self.footprint.country, self.footprint.network
        i = net.row[gap.segment]
        below = gap.suppliers[0].segment if gap.kind == "extension" and gap.suppliers else ""
        out: list[PeerDocument] = []
        for j, likeness in self.footprint.expected.peers:
            city = country.cities[j]
            name, name_en = country.regions.name(city), country.regions.name_en(city)
            firms = float(country.counts[i, j])
            base = float(country.strength[net.row[below], j] / MICRO) if below else None
            zh, en = say.peer((name, name_en), firms, base, self._names(below) if below else None)
            out.append(
                {
                    "region": city,
                    "name": name,
                    "name_en": name_en,
                    "likeness": likeness,
                    "firms": firms,
                    "strength": float(country.strength[i, j] / MICRO),
                    "base": base,
                    "sentence": zh,
                    "sentence_en": en,
                }
            )
        return out

    def _names(self, segment: str) -> say.Both:
        s = self.footprint.network.segments[segment]
        return s.name, s.name_en


def recruit_document(answer: Recruit) -> RecruitDocument:
    """An answer on 可招性 with its sentences."""
    zh, en = say.recruit(answer)
    return {
        "answer": answer.answer,
        "reason": answer.reason,
        "figures": answer.figures,
        "sentence": zh,
        "sentence_en": en,
    }


def verdict_changes(footprint: Footprint, gap: Gap) -> list[VerdictChange]:
    """What would change the verdict or the kind, by the rule that made it, with the figure to be reached."""
    out: list[tuple[str, VerdictChangeFigures]] = []
    cover, measures = footprint.coverage, gap.measures
    if gap.verdict_reason == "few_firms":
        out.append(("more_firms", {"now": cover.firms, "needed": FEW_FIRMS}))
    elif gap.verdict_reason in ("poor_coverage", "partial_coverage"):
        needed = POOR_COVERAGE if gap.verdict_reason == "poor_coverage" else GOOD_COVERAGE
        out.append(("more_coverage", {"now": cover.estimate, "needed": needed}))
    elif gap.verdict_reason in ("one_source", "too_few_in_common", "small_trades"):
        out.append(("second_source", {"now": len(cover.sources), "chance": measures["chance"]}))
    elif gap.verdict_reason == "nobody_in_country":
        out.append(("one_firm_anywhere", {}))
    if gap.kind in ("missing", "break", "extension"):
        out.append(("one_local_firm", {}))
        if gap.buyers:
            out.append(("buyers_leave", {"buyers": len({f for n in gap.buyers for f in n.firms})}))
    elif gap.kind == "weak":
        enough = min(STRONG, max(WEAK_COVER * measures["pull"], FAINT))
        out.append(("grow", {"now": measures["strength"], "needed": enough}))
    elif gap.kind == "single_point":
        out.append(("second_supplier", {"largest_share": measures["largest_share"]}))
    documents: list[VerdictChange] = []
    for code, figures in out:
        zh, en = say.change(code, figures)
        documents.append({"code": code, "figures": figures, "sentence": zh, "sentence_en": en})
    return documents


def _result(passed: bool | None, figures: Figures, firms: list[str], said: say.Both) -> Result[Figures]:
    return {"passed": passed, "figures": figures, "firms": firms, "sentence": said[0], "sentence_en": said[1]}
