"""Is the segment the firm's own trade, or a side line of a firm that lives on something else?"""

from __future__ import annotations

from graph.model.records import MICRO
from recommend.rank.features.base import Case, Value
from recommend.rank.firm_facts import of_segment

HALF = 0.5  # share of revenue from which a line of products is the firm's main one
# What stands first in a firm's own list of products is what it lives on; each later place says less.
PLACES = (1.0, 0.7, 0.4, 0.2)
UNKNOWN = 0.5  # where neither shares nor products tell: about what a member has on average


def revenue_share(case: Case) -> float | None:
    """The share of revenue, 0–1, that the segment's products bring by their names in the firm's reports, else as the
    store has it for the membership; None where neither tells."""
    terms = terms_of(case)
    mine = [p.share for p in case.facts.products if p.share and of_segment(p.name, terms, case.place.terms)]
    if mine:
        return min(1.0, sum(mine) / MICRO)
    return case.revenue_share / MICRO if case.revenue_share else None


def main_trade(case: Case) -> Value:
    """Whether the firm lives on this segment: the share of its revenue, full from a half; where no share is on record,
    the place of the product in the firm's own list, the first being the main one."""
    share = revenue_share(case)
    if share is not None:
        return Value(
            min(1.0, share / HALF), f"该类产品约占营业收入 {share:.0%}", f"it brings about {share:.0%} of its revenue"
        )
    terms = terms_of(case)
    at = next((i for i, p in enumerate(case.firm.products) if of_segment(p, terms, case.place.terms)), None)
    if at is None:
        return Value(UNKNOWN, "是否为主业待核", "whether it is the main trade is unverified", False)
    value = PLACES[min(at, len(PLACES) - 1)]
    if at == 0:
        return Value(value, "为其首列产品", "it is the first product listed")
    return Value(value, f"在其产品中列第 {at + 1} 位", f"it is product {at + 1} on its list", False)


def products_of(case: Case) -> list[str]:
    """The firm's products that are of the case's segment, in its own order."""
    terms = terms_of(case)
    return [p for p in case.firm.products if of_segment(p, terms, case.place.terms)]


def terms_of(case: Case) -> tuple[str, ...]:
    """The words by which a product is of the case's segment: its terms and its name."""
    segment = case.place.network.segments[case.segment]
    return tuple(t for t in (*segment.products, segment.name) if len(t) >= 2)
