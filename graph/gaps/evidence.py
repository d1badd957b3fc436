"""The proof of a gap: four tests, each with its outcome, figures and firms; 可招性; peer cities; what would change it.

Everything here stands before the score and does not read it. An outcome is True (成立), False (不成立) or None (待核).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graph.gaps import evidence_words as say
from graph.gaps.find import FEW_FIRMS, GOOD_COVERAGE, POOR_COVERAGE, Gap
from graph.gaps.kinds_and_scores import FAINT, FEW_SUPPLIERS, STRONG, WEAK_COVER
from graph.gaps.recruitability import demand_yi, recruit, within_reach
from graph.measures.formulas import Floats
from graph.model.records import MICRO, Park
from graph.region.footprint import Footprint

WEAK_BELOW = 1.0  # upper bound of the shrunk quotient below which the region is thin against the country
SHOWN = 5


class Proof:
    """Makes the proof of each gap of a region; what all gaps share is made once."""

    def __init__(self, footprint: Footprint, parks: Sequence[Park], plans: Mapping[str, Sequence[str]] | None = None):
        """parks: those of the region; plans: per segment, firms with a project here that will need it."""
        self.footprint, self.parks, self.plans = footprint, parks, plans or {}
        self.reach: Floats = within_reach(footprint)
        self.demand: Floats = demand_yi(footprint)

    def of(self, gap: Gap) -> dict[str, Any]:
        """`tests`, `recruit`, `peers`, `changes` of one gap, with a sentence each in both languages."""
        tests = {
            "need": self.need(gap),
            "presence": self.presence(gap),
            "coverage": self.coverage(gap),
            "consequence": self.consequence(gap),
        }
        name = self.footprint.network.segments[gap.segment]
        for key, test in tests.items():
            test["sentence"], test["sentence_en"] = say.test(key, test, (name.name, name.name_en))
        found = recruit(self.footprint, gap.segment, self.parks, self.reach, self.demand)
        zh, en = say.recruit(found)
        return {
            "tests": tests,
            "recruit": {
                "answer": found.answer,
                "reason": found.reason,
                "figures": found.figures,
                "sentence": zh,
                "sentence_en": en,
            },
            "peers": self.peers(gap),
            "changes": self.changes(gap),
        }

    def need(self, gap: Gap) -> dict[str, Any]:
        """Local need: named local buyers of some size, or firms with plans here."""
        buyers = [n for n in gap.buyers if n.kind != "channel" and n.strength >= FAINT]
        firms = list(dict.fromkeys(f for n in buyers for f in n.firms))
        planned = list(self.plans.get(gap.segment, ()))
        return {
            "passed": bool(firms or planned),
            "figures": {
                "buyers": len(firms),
                "segments": len(buyers),
                "pull": gap.measures["pull"],
                "demand_yi": float(self.demand[self.footprint.network.row[gap.segment]]),
                "plans": len(planned),
            },
            "firms": firms + [f for f in planned if f not in firms],
        }

    def presence(self, gap: Gap) -> dict[str, Any]:
        """Weak presence: upper bound of the shrunk quotient below 1, or fewer than 1.5 effective suppliers."""
        m = gap.measures
        thin, single = m["quotient_high"] < WEAK_BELOW, m["effective_suppliers"] < FEW_SUPPLIERS
        return {
            "passed": bool(thin or single),
            "figures": {
                "local": len(gap.local),
                "quotient_high": m["quotient_high"],
                "effective_suppliers": m["effective_suppliers"],
                "largest_share": m["largest_share"],
            },
            "firms": list(gap.local),
        }

    def coverage(self, gap: Gap) -> dict[str, Any]:
        """Does our data reach: False where it is too low to say anything, None where it cannot be told."""
        cover = self.footprint.coverage
        passed: bool | None
        if gap.verdict == "insufficient_data":
            passed = False
        elif cover.estimate is None:
            passed = None
        else:
            passed = cover.estimate >= GOOD_COVERAGE or None
        return {
            "passed": passed,
            "figures": {
                "estimate": cover.estimate,
                "firms": cover.firms,
                "sources": len(cover.sources),
                "reason": gap.verdict_reason,
                "chance": gap.measures["chance"],
            },
            "firms": [],
        }

    def consequence(self, gap: Gap) -> dict[str, Any]:
        """Knock-out: the local segments within two links downstream that feel it, and those that nothing else feeds."""
        net, x = self.footprint.network, self.footprint.x
        i = net.row[gap.segment]
        felt = [int(j) for j in np.flatnonzero((net.reach[i] > 0) & (x >= FAINT))]
        cut = sorted(s for s in net.cut_off.get(gap.segment, ()) if x[net.row[s]] >= FAINT)
        lost = float((net.reach[i, felt] * x[felt]).sum())
        firms = list(dict.fromkeys(f for j in felt for f, _ in self.footprint.by_segment.get(net.ids[j], [])))
        named = [(net.segments[s].name, net.segments[s].name_en) for s in cut[:SHOWN]]
        return {
            "passed": lost >= FAINT,
            "figures": {
                "segments": len(felt),
                "felt": [net.ids[j] for j in felt],
                "strength": lost,
                "firms": len(firms),
                "cut_off": cut,
                "cut_off_names": [n for n, _ in named],
                "cut_off_names_en": [n for _, n in named],
            },
            "firms": firms,
        }

    def peers(self, gap: Gap) -> list[dict[str, Any]]:
        """The cities most alike in make-up: what they have in this segment; for an extension, also what they built on.

        `base` is what they have in the strong local supplier on which the extension rests.
        """
        country, i = self.footprint.country, self.footprint.network.row[gap.segment]
        below = gap.suppliers[0].segment if gap.kind == "extension" and gap.suppliers else ""
        out = []
        for j, likeness in self.footprint.expected.peers:
            row: dict[str, Any] = {
                "region": country.cities[j],
                "name": country.regions.name(country.cities[j]),
                "name_en": country.regions.name_en(country.cities[j]),
                "likeness": likeness,
                "firms": float(country.counts[i, j]),
                "strength": float(country.strength[i, j] / MICRO),
                "base": float(country.strength[self.footprint.network.row[below], j] / MICRO) if below else None,
            }
            base = self.footprint.network.segments[below] if below else None
            row["sentence"], row["sentence_en"] = say.peer(row, (base.name, base.name_en) if base else None)
            out.append(row)
        return out

    def changes(self, gap: Gap) -> list[dict[str, Any]]:
        """What would change the verdict or the kind, as the rule that made it, with the figure to be reached."""
        out: list[tuple[str, dict[str, Any]]] = []
        cover = self.footprint.coverage
        if gap.verdict_reason == "few_firms":
            out.append(("more_firms", {"now": cover.firms, "needed": FEW_FIRMS}))
        elif gap.verdict_reason in ("poor_coverage", "partial_coverage"):
            needed = POOR_COVERAGE if gap.verdict_reason == "poor_coverage" else GOOD_COVERAGE
            out.append(("more_coverage", {"now": cover.estimate, "needed": needed}))
        elif gap.verdict_reason in ("one_source", "too_few_in_common", "small_trades"):
            out.append(("second_source", {"now": len(cover.sources), "chance": gap.measures["chance"]}))
        elif gap.verdict_reason == "nobody_in_country":
            out.append(("one_firm_anywhere", {}))
        if gap.kind in ("missing", "break", "extension"):
            out.append(("one_local_firm", {}))
            if gap.buyers:
                out.append(("buyers_leave", {"buyers": len({f for n in gap.buyers for f in n.firms})}))
        elif gap.kind == "weak":
            out.append(
                (
                    "grow",
                    {
                        "now": gap.measures["strength"],
                        "needed": min(STRONG, max(WEAK_COVER * gap.measures["pull"], FAINT)),
                    },
                )
            )
        elif gap.kind == "single_point":
            out.append(("second_supplier", {"largest_share": gap.measures["largest_share"]}))
        documents = []
        for code, figures in out:
            zh, en = say.change(code, figures)
            documents.append({"code": code, "figures": figures, "sentence": zh, "sentence_en": en})
        return documents
