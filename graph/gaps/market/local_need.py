"""What local firms spend on a segment in a year: by whom, which of it is bought centrally, and how far it may be off.

Need is Σ over buying segments of share of cost × Σ over their firms of sales. The share of a segment is one error for
all its firms; the sales of each firm are an error of its own; what of the sales is cost, and prices, one error for all
(`graph.measures.spread`). The widths are declared: a share from an annual report is right within a fifth, one of our
own knowledge within a factor of two, a small one within two and a half; sales on record within a tenth, sales from size
words or capital within a factor of nearly three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from graph.gaps.kinds_and_scores import ARGUMENT
from graph.measures import spread
from graph.model.records import Firm, Link, LinkKind
from graph.region.footprint import Footprint

SHARE_REPORTED, SHARE_KNOWN, SHARE_SMALL = 0.2, 0.55, 0.7
SMALL = 0.05  # share of cost below which it is known worse
SALES_REPORTED, SALES_THOUGHT = 0.1, 0.8
COMMON = 0.25
EQUAL = 0.95  # of the smallest plant, from which local need is said to be as large
MOSTLY = 0.5  # of the need, from which what carries it is told of the whole
# Telecom carriers, power, railways, airlines and parcel networks, which buy machines and services through their group
# or provincial company (GB/T 4754-2017).
CENTRAL = ("631", "441", "442", "53", "561", "601", "602")
Against = Literal["trifle", "below", "maybe", "enough", "unknown"]


@dataclass(frozen=True)
class Range:
    """An estimated amount, 亿元 a year: the middle 80% of what it may be, and the point in it."""

    point: float = 0.0
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class LocalNeed:
    """bought: what is bought here; central_yi: what a group or provincial head office buys for local firms, 亿元 a
    year, which is no need of this place; project: is most of it machines and plant, bought once for many years."""

    bought: Range
    central_yi: float = 0.0
    project: bool = False


def bought_centrally(codes: Sequence[str], kind: LinkKind) -> bool:
    """Does a group or provincial head office buy this for the firms of a trade? Materials each buys itself."""
    return kind != "material" and bool(codes) and codes[0].startswith(CENTRAL)


def against_plant(low: float, high: float, least: float | None) -> Against:
    """The range of a need against the sales of the smallest usual plant: `trifle` where even the high end fills no
    tenth of it, `below` where the high end does not fill it, `enough` where the low end does, else `maybe`."""
    if least is None:
        return "unknown"
    if high < ARGUMENT * least:
        return "trifle"
    if high < EQUAL * least:
        return "below"
    return "enough" if low >= EQUAL * least else "maybe"


def share_sigma(share: float, estimated: bool) -> float:
    """σ of a share of cost by what it rests on."""
    if not estimated:
        return SHARE_REPORTED
    return SHARE_KNOWN if share >= SMALL else SHARE_SMALL


def share_range(share: float, estimated: bool) -> tuple[float, float]:
    """The range of an estimated share of cost, 0–1; one from a report is told as it stands."""
    return spread.share_span(share, share_sigma(share, estimated)) if estimated else (share, share)


@dataclass(frozen=True)
class Needs:
    """The ranges of a region's needs. firms: records of those whose revenue is looked up; sales of others count as
    thought."""

    footprint: Footprint
    firms: Mapping[str, Firm]
    _sales: dict[str, float] = field(default_factory=dict, repr=False)

    def of(self, segment: str, spent: Mapping[str, float]) -> LocalNeed:
        """spent: what the firms of each buying segment spend on this one, 亿元 a year."""
        net, here, central, machines = self.footprint.network, {}, 0.0, 0.0
        for buyer, yi in spent.items():
            kind = net.edges[segment, buyer][1]
            if bought_centrally(net.segments[buyer].gbt4754, kind):
                central += yi
                continue
            here[buyer] = yi
            machines += yi if kind == "equipment" else 0.0
        whole = sum(here.values())
        return LocalNeed(self.summed(segment, here), central, whole > 0 and machines >= MOSTLY * whole)

    def summed(self, segment: str, spent: Mapping[str, float]) -> Range:
        """The range of what several buying segments spend on one together; their errors are independent."""
        buyers = [b for b, yi in spent.items() if yi > 0]
        sigmas = [self._sigma(segment, b) for b in buyers]
        point = sum(spent[b] for b in buyers)
        if point <= 0:
            return Range()
        sigma = spread.of_product(spread.of_sum([spent[b] for b in buyers], sigmas), COMMON)
        return Range(point, *spread.span(point, sigma))

    def _sigma(self, segment: str, buyer: str) -> float:
        """σ of what one buying segment spends on a segment, without the error that all have in common."""
        net = self.footprint.network
        link: Link | None = net.main_links.get((segment, buyer))
        estimated = link is None or link.estimated
        share = float(net.spent[net.row[segment], net.row[buyer]])
        return spread.of_product(share_sigma(share, estimated), self._sales_sigma(buyer))

    def _sales_sigma(self, buyer: str) -> float:
        """σ of what all firms of a segment sell together."""
        if buyer not in self._sales:
            sold = self.footprint.sold_by.get(buyer, {})
            known = [f in self.firms and bool(self.firms[f].revenue_yi) for f in sold]
            sigmas = [SALES_REPORTED if k else SALES_THOUGHT for k in known]
            self._sales[buyer] = spread.of_sum(list(sold.values()), sigmas) if sold else SALES_THOUGHT
        return self._sales[buyer]
