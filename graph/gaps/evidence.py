"""The evidence of a gap: four tests with outcome, figures and firms; 可招性; peer cities; what would change it.

All of it is computed before the score and does not read it. An outcome is True (成立), False (不成立) or None (待核).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar

import numpy as np

from graph.gaps import evidence_words as say
from graph.gaps.comparison import NO_YARDSTICK, Comparison, Yardstick
from graph.gaps.find import FEW_FIRMS, GOOD_COVERAGE, POOR_COVERAGE, Gap
from graph.gaps.kinds_and_scores import ARGUMENT, FAINT, FEW_SUPPLIERS, STRONG, WEAK_COVER
from graph.gaps.market.local_need import LocalNeed, Needs, against_plant, bought_centrally
from graph.gaps.partners import NOTHING_KNOWN, Knowledge, Linked, Partner, Partners, first, is_body
from graph.gaps.recruitability import (
    RAILWAY,
    REACH_KM,
    Recruit,
    demand_yi,
    is_grown,
    is_recovery,
    is_service,
    recruit,
    within_reach,
)
from graph.gaps.wording.amounts import LEAST_YI, Both, by_all_trades
from graph.gaps.wording.recruit import NOTHING_ELSE, Here, said
from graph.measures.formulas import Floats
from graph.model.records import Park
from graph.model.records import Scope as Kind
from graph.model.text import short_name
from graph.region.footprint import BIG_PROJECT_YI, Footprint

if TYPE_CHECKING:
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

MAIN_BUYER = 0.25  # of the need, from which a buying segment is told where no firm can be
LEAST_HANGS = 0.02  # of a cost farther down, below which an indirect effect is none that anybody feels
LEAST_PATH = 0.05  # of a cost, below which no way of an effect is told: two estimates multiplied say no more
LEAST_TOLD_YI = 0.05  # 亿元 a year, below which no indirect effect is told
WEAK_BELOW = 1.0  # upper bound of the shrunk quotient below which the region is thin against the country
SHOWN = 5
HEALTH = "84"  # division of GB/T 4754: hospitals
STORES = ("51", "52", "59")  # divisions of GB/T 4754 that sell or store
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

    buyers: list[Linked]
    suppliers: list[Linked]
    sellers: list[Linked]
    own: list[Partner]
    tests: Results
    recruit: RecruitDocument
    peers: list[PeerDocument]
    peers_by: Both
    changes: list[VerdictChange]


class Proof:
    """Makes the proof of each gap of a region; what all gaps share is computed once."""

    def __init__(
        self,
        footprint: Footprint,
        parks: Sequence[Park],
        plans: Mapping[str, Sequence[str]] | None = None,
        yardstick: Yardstick = NO_YARDSTICK,
        knowledge: Knowledge = NOTHING_KNOWN,
        houses: Collection[str] = (),
    ):
        """parks: those of the region; plans: per segment, firms with a project here that will need it; yardstick: what
        cities are compared by; knowledge: of the firms that can be named; houses: names of groups of which a firm is
        seated here."""
        self.comparison = Comparison(footprint, yardstick)
        self.partners = Partners(footprint, knowledge)
        self.needs = Needs(footprint, knowledge.firms)
        self.houses = frozenset(houses)
        self.footprint, self.parks, self.plans = footprint, parks, plans or {}
        self.reach: Floats = within_reach(footprint)
        self.demand: Floats = demand_yi(footprint)
        self.small = footprint.network.small_projects(BIG_PROJECT_YI)

    def of(self, gap: Gap) -> GapProof:
        """The proof of one gap, with a sentence for each part in both languages."""
        buyers, suppliers = self.partners.buyers(gap.segment), self.partners.suppliers(gap.segment)
        local_need = self.needs.of(gap.segment, self.partners.spending(gap.segment))
        need, own = self.need(gap, buyers, local_need), self.partners.own(gap.segment)
        wanted = need["figures"]["demand_high_yi"] >= LEAST_YI
        presence = self.presence(gap, own, wanted)
        return {
            "buyers": buyers,
            "suppliers": suppliers,
            "sellers": self.partners.sellers(gap.segment),
            "own": self.partners.growing(gap.segment),
            "tests": {
                "need": need,
                "presence": presence,
                "coverage": self.coverage(gap, unchecked=self._unchecked(presence)),
                "consequence": self.consequence(gap),
            },
            "recruit": self.recruit(gap, buyers, local_need, need, presence),
            "peers": self.comparison.of(gap),
            "peers_by": self.comparison.grounds(),
            "changes": verdict_changes(
                self.footprint,
                gap,
                self._main_names(buyers) if need["passed"] else (),
                unchecked=self._unchecked(presence),
                absent=say.seen_elsewhere(presence["figures"]),
                wanted=wanted,
            ),
        }

    @staticmethod
    def _unchecked(presence: Result[PresenceFigures]) -> bool:
        """Are there local firms, of none of which it is known by its product that it does this?"""
        f = presence["figures"]
        return f["local"] > f["elsewhere"] and not f["by_product"]

    def _main_names(self, buyers: Sequence[Linked]) -> tuple[str, ...]:
        """The first two buyers of the segments that make up the need, by the names people use."""
        known, whole = self.partners.knowledge.firms, sum(b.yi for b in buyers)
        segments = self.footprint.network.segments
        main = first(b for b in buyers if b.yi >= MAIN_BUYER * whole)[:2]
        if any(segments[p.segment].gbt4754[:1] and segments[p.segment].gbt4754[0].startswith(HEALTH) for p in main):
            return ()  # a hospital goes on buying what hospitals buy
        if sum(p.yi for p in main) < whole / 2:
            return ()  # where there are many, none decides
        return tuple(short_name(known[p.firm]) for p in main if p.firm in known)

    def recruit(
        self,
        gap: Gap,
        buyers: Sequence[Linked],
        local_need: LocalNeed,
        need: Result[NeedFigures],
        presence: Result[PresenceFigures],
    ) -> RecruitDocument:
        """可招性 by what is bought here, with who buys most of it, what there is of it, and who makes it nearby."""
        demand = self.demand.copy()
        demand[self.footprint.network.row[gap.segment]] = local_need.bought.point
        answer = recruit(self.footprint, gap.segment, self.parks, self.reach, demand)
        f, whole = presence["figures"], sum(b.yi for b in buyers)
        answer.figures["local_demand_low_yi"] = local_need.bought.low
        answer.figures["local_demand_high_yi"] = local_need.bought.high
        answer.figures["supplied"] = f["by_product"] > 0 and (f["covers"] or 0.0) >= WEAK_COVER
        main = [b for b in buyers if b.yi >= MAIN_BUYER * whole][:2]
        where = tuple(self._names(b.segment) for b in main)
        near = self.footprint.country.strongest_near(self.footprint.region, gap.segment, REACH_KM)
        local = 0 if f["outside"] >= f["local"] or f["faint"] else f["local"]
        return recruit_document(answer, bool(need["firms"]), Here(where, local, f["by_product"], near))

    def need(self, gap: Gap, buyers: Sequence[Linked], local_need: LocalNeed) -> Result[NeedFigures]:
        """Local need: what local buyers spend on it would fill a good part of the smallest usual plant, and some of
        them can be named; or firms have plans here. None where no buyer can be named product against product, where
        people buy it beside firms and what firms buy is little, where every trade of every city buys it, or where the
        range of the need does not decide. A segment that spends little of its cost on it has no
        firms named, but counts where it is known what its firms make and such segments are half of the need."""
        net = self.footprint.network
        named = first(b for b in buyers if not bought_centrally(net.segments[b.segment].gbt4754, b.kind))
        planned = list(self.plans.get(gap.segment, ()))
        row = self.footprint.network.row[gap.segment]
        bought = local_need.bought
        demand, least = bought.point, None if np.isnan(net.least_sales[row]) else float(net.least_sales[row])
        argument = demand > 0 and demand >= ARGUMENT * (least or 0.0)
        passed: bool | None = bool(planned)
        known = sum(b.yi for b in buyers if b.known) >= demand / 2
        siting = net.segments[gap.segment].siting
        market, everywhere = list(siting.get("market", [])), bool(siting.get("everywhere", False))
        settled = bought.low >= ARGUMENT * (least or 0.0) or bought.high < ARGUMENT * (least or 0.0)
        by_waste = demand < ARGUMENT * (least or 0.0) and is_recovery(net.segments[gap.segment].gbt4754)
        if not planned and (
            everywhere or by_waste or by_all_trades(market) or (market and not demand >= (least or np.inf))
        ):
            passed = None  # what firms buy is a part of the market and says nothing of the rest
        elif not planned and demand > 0 and against_plant(bought.low, bought.high, least) != "trifle":
            passed = True if settled and (named or known) else None
        figures: NeedFigures = {
            "buyers": len(named),
            "segments": len(buyers),
            "pull": gap.measures["pull"],
            "demand_yi": demand,
            "plans": len(planned),
            "least_sales_yi": least,
            "argument": argument,
            "market": market,
            "known": known,
            "known_share": self.partners.known_share(buyers),
            "service": is_service(net.segments[gap.segment]),
            "demand_low_yi": bought.low,
            "demand_high_yi": bought.high,
            "central_yi": local_need.central_yi,
            "project": local_need.project,
            "everywhere": everywhere,
            "settled": settled,
            "by_waste": by_waste,
        }
        firms = [p.firm for p in named]
        firms += [f for f in planned if f not in firms]
        return _result(passed, figures, firms, say.need(figures, self._names(gap.segment)))

    def presence(self, gap: Gap, own: Sequence[Partner] = (), wanted: bool = True) -> Result[PresenceFigures]:
        """Weak presence: none on record, fewer than 1.5 effective suppliers, less than half of what local buyers pull,
        or an upper bound of the shrunk quotient below 1; None where there are several, enough for the buyers, and they
        cannot be compared with the country. own: those of the local
        firms whose own product is of the segment, which are named; all local firms where there are none. wanted: do
        local firms buy more than next to nothing? Else nobody falls short of them."""
        m = gap.measures
        high = m.get("quotient_high")
        covers = m["strength"] / m["pull"] if m["pull"] > 0 and wanted else None
        short = covers is not None and covers < WEAK_COVER
        everywhere = bool(self.footprint.network.segments[gap.segment].siting.get("everywhere", False))
        passed: bool | None = not gap.local or m["effective_suppliers"] < FEW_SUPPLIERS or short
        if not passed:
            passed = None if high is None else high < WEAK_BELOW
        elif gap.local and not own and not short and m["strength"] >= FAINT:
            passed = None  # a firm that nobody has checked proves neither supply nor its lack
        if everywhere:
            passed = None
        elsewhere = {f for f in gap.local if f in self._outside and self.partners.name(f) in self.houses}
        figures: PresenceFigures = {
            "local": len(gap.local),
            "quotient_high": high,
            "effective_suppliers": m["effective_suppliers"],
            "largest_share": m["largest_share"],
            "by_product": len(own),
            "covers": covers,
            "everywhere": everywhere,
            "outside": sum(f in self._outside for f in gap.local),
            "faint": m["strength"] < FAINT,
            "elsewhere": len(elsewhere),
            "bodies": sum(is_body(self.partners.name(p.firm)) for p in own),
        }
        shown = [p.firm for p in own] or [f for f in gap.local if f not in elsewhere]
        return _result(passed, figures, shown, say.presence(figures))

    def coverage(self, gap: Gap, unchecked: bool = False) -> Result[CoverageFigures]:
        """Is the data coverage sufficient? False where it is too low to say anything, None where it is unknown, or
        where the list is full but of no local firm in it is it checked what it makes (`unchecked`)."""
        cover, row = self.footprint.coverage, self.footprint.network.row[gap.segment]
        estimate = float(self.footprint.cover.estimate[row])
        passed: bool | None = None
        if gap.verdict == "insufficient_data":
            passed = False
        elif gap.verdict == "confirmed" and not unchecked:
            passed = True
        figures: CoverageFigures = {
            "estimate": None if np.isnan(estimate) else estimate,
            "firms": cover.firms,
            "sources": len(cover.sources),
            "named": self._sources,
            "small": bool(self.small[row]),
            "reason": gap.verdict_reason,
            "chance": gap.measures.get("chance"),
            "unchecked": unchecked,
        }
        return _result(passed, figures, [], say.coverage(figures))

    def consequence(self, gap: Gap) -> Result[ConsequenceFigures]:
        """Does it reach farther down: local segments at least 2% of whose cost hangs on it through a local buyer of it,
        the shares multiplied. What is spent on it directly is the need, not this. Only goods carry what they hold: a
        carrier's lorry is in no flour."""
        net, x = self.footprint.network, self.footprint.x
        i = net.row[gap.segment]
        through = net.spent[i] * net.goods[i] * self._met
        makers = [j for j in np.flatnonzero(through).tolist() if x[j] >= FAINT and not self._mixes(net.ids[j])]
        through *= np.isin(np.arange(len(through)), makers)
        via = np.array(makers, dtype=np.int64)
        taking = np.array([self.partners.taking(gap.segment, net.ids[j]) for j in via.tolist()])
        through[via] *= taking
        steps = through[via, None] * (net.spent * net.goods)[via]  # (V, S) share of the buyer's cost by way of each
        shares = steps.sum(axis=0)
        shares[i] = 0.0
        felt = [int(j) for j in np.flatnonzero((shares >= LEAST_HANGS) & (x >= FAINT))]
        indirect = float((shares[felt] * self.footprint.revenue[felt]).sum())
        if indirect < LEAST_TOLD_YI:
            felt = []
        felt.sort(key=lambda j: (-shares[j] * self.footprint.revenue[j], net.ids[j]))
        cut = sorted(s for s in net.cut_off.get(gap.segment, ()) if x[net.row[s]] >= FAINT)
        firms = {f for j in felt for f, _ in self.footprint.by_segment.get(net.ids[j], [])}
        paths = []
        for j in felt:
            best = int(via[steps[:, j].argmax()])
            # The share of a product's cost is told as it stands, wherever what is between comes from.
            share = float(net.spent[i, best] * net.spent[best, j])
            if share >= LEAST_PATH:
                paths.append((self._names(net.ids[best]), self._names(net.ids[j]), share))
        paths.sort(key=lambda path: -path[2])
        names = [self._names(s) for s in cut[:SHOWN]]
        figures: ConsequenceFigures = {
            "segments": len(felt),
            "felt": [net.ids[j] for j in felt],
            "strength": float((shares[felt] * x[felt]).sum()),
            "indirect_yi": indirect,
            "firms": len(firms),
            "cut_off": cut,
            "cut_off_names": [zh for zh, _ in names],
            "cut_off_names_en": [en for _, en in names],
        }
        return _result(bool(paths), figures, [], say.consequence(figures, paths))

    def _mixes(self, segment: str) -> bool:
        """Does a segment store or sell goods of many kinds, so that what goes in is not what its buyer takes out?"""
        codes = self.footprint.network.segments[segment].gbt4754
        return bool(codes) and all(code.startswith(STORES) for code in codes)

    @cached_property
    def _met(self) -> Floats:
        """(S,) the part of what local firms buy of each segment that its local firms could make, at most 1: the rest
        comes from elsewhere, whatever is missing here."""
        foot = self.footprint
        bought = np.maximum(self.demand, 1e-9)
        return np.asarray(np.where(foot.x >= FAINT, np.minimum(1.0, foot.revenue / bought), 0.0))

    @cached_property
    def _outside(self) -> set[str]:
        """The firms that count here by a site or branch alone."""
        columns = self.footprint.country.columns
        seated = {columns.firms[f] for f in columns.firm[self.footprint.seated].tolist()}
        return {columns.firms[f] for f in self.footprint.touching.tolist()} - seated

    @cached_property
    def _sources(self) -> dict[str, Kind]:
        """The sources of the region's firms by name, with what each could have listed."""
        listing = self.footprint.country.listing
        known = listing.sources if listing else {}
        return {s: known[s].kind if s in known else "" for s in self.footprint.coverage.sources}

    def _names(self, segment: str) -> Both:
        s = self.footprint.network.segments[segment]
        return s.name, s.name_en


def recruit_document(answer: Recruit, buyers_known: bool = True, here: Here = NOTHING_ELSE) -> RecruitDocument:
    """An answer on 可招性 with its sentences. buyers_known: can firms be named that take it? here: what else the
    sentences say of the region."""
    zh, en = said(answer, buyers_known, here)
    return {
        "answer": answer.answer,
        "reason": answer.reason,
        "figures": answer.figures,
        "sentence": zh,
        "sentence_en": en,
    }


def verdict_changes(
    footprint: Footprint,
    gap: Gap,
    buyers: Sequence[str] = (),
    unchecked: bool = False,
    absent: bool = False,
    wanted: bool = True,
) -> list[VerdictChange]:
    """What would change the verdict or the kind, by the rule that made it, with the figure to be reached. buyers: names
    of the first, where they make the need; unchecked: of no local firm is it checked what it makes; absent: are those
    on record only sites of firms that stand here already? wanted: do local firms buy more than next to nothing?"""
    out: list[tuple[str, VerdictChangeFigures]] = []
    cover, measures = footprint.coverage, gap.measures
    if gap.verdict_reason == "few_firms":
        out.append(("more_firms", {"now": cover.firms, "needed": FEW_FIRMS}))
    elif gap.verdict_reason in ("poor_coverage", "partial_coverage"):
        needed = POOR_COVERAGE if gap.verdict_reason == "poor_coverage" else GOOD_COVERAGE
        now = float(footprint.cover.estimate[footprint.network.row[gap.segment]])
        out.append(("more_coverage", {"now": now, "needed": needed}))
    elif gap.verdict_reason in ("one_source", "too_few_in_common", "small_trades", "narrow_scope"):
        out.append(("second_source", {"now": len(cover.sources)}))
    elif gap.verdict_reason == "may_be_missed":
        out.append(("ask_around", {}))
    elif gap.verdict_reason == "branches_unlisted":
        out.append(("ask_counties", {}))
    elif gap.verdict_reason == "nobody_in_country":
        out.append(("one_firm_anywhere", {}))
    if gap.verdict_reason == "branches_unlisted":
        pass  # it is here surely; whether there is enough of it is what nobody knows
    elif unchecked:
        out.append(("check_products", {}))
    elif absent or gap.kind in ("missing", "break", "extension"):
        if gap.verdict_reason != "may_be_missed":  # to ask around says the same
            out.append(("one_local_firm", {}))
        if buyers:
            out.append(("buyers_leave", {}))
    elif gap.kind == "weak":
        grown = is_grown(footprint.network.segments[gap.segment].gbt4754)
        enough = min(STRONG, max(WEAK_COVER * measures["pull"], FAINT))
        short = measures["strength"] < WEAK_COVER * measures["pull"]
        code = "grow_fields" if grown else "grow" if short else "grow_share"
        if wanted or code == "grow_share":  # to supply half of next to nothing changes nothing
            out.append((code, {"now": measures["strength"], "needed": enough}))
    elif gap.kind == "single_point":
        codes = footprint.network.segments[gap.segment].gbt4754
        state = bool(codes) and codes[0].startswith(RAILWAY)
        out.append(("more_capacity" if state else "second_supplier", {"largest_share": measures["largest_share"]}))
    documents: list[VerdictChange] = []
    for code, figures in out:
        zh, en = say.change(code, figures, is_service(footprint.network.segments[gap.segment]), buyers)
        documents.append({"code": code, "figures": figures, "sentence": zh, "sentence_en": en})
    return documents


def _result(passed: bool | None, figures: Figures, firms: list[str], said: Both) -> Result[Figures]:
    return {"passed": passed, "figures": figures, "firms": firms, "sentence": said[0], "sentence_en": said[1]}
