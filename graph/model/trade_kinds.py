"""Does a segment grow, make, trade or serve? Told by its codes of GB/T 4754."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from graph.model.records import Role, Segment

Trade = Literal["grow", "make", "serve"]  # `serve` also stands for trading: what is done with others' goods
REPAIR, WHOLESALE, RETAIL = 43, 51, 52
HELPS = "051"  # support of farming: a service


class Shares(NamedTuple):
    """Shares of a segment's codes by what they stand for; all 0 where it has none."""

    grow: float
    make: float
    trade: float
    serve: float


def is_field(codes: Sequence[str]) -> bool:
    """Is it farming, forestry, fishing or what serves them in the field: divisions 01–05?"""
    return bool(codes) and all(code[:2] <= "05" for code in codes)


def makes(segment: Segment) -> bool:
    """Does it make or grow something, as most of its codes say or where it has none? Else it trades or serves."""
    kinds = shares_of(segment)
    return kinds.trade + kinds.serve < 0.5 or kinds.make + kinds.grow > 0.5


def shares_of(segment: Segment) -> Shares:
    """Growing is divisions 01–05 without the support of farming, making 06–46 without repair, trading 51 and 52,
    serving all else (GB/T 4754-2017)."""
    count = dict.fromkeys(Shares._fields, 0)
    for code in segment.gbt4754:
        if not code[:2].isdigit():
            continue  # the catalogue's own check names such a code
        division = int(code[:2])
        if division in (WHOLESALE, RETAIL):
            kind = "trade"
        elif division == REPAIR or division > 46 or code.startswith(HELPS):
            kind = "serve"
        else:
            kind = "grow" if division <= 5 else "make"
        count[kind] += 1
    whole = max(sum(count.values()), 1)
    return Shares(*(count[k] / whole for k in Shares._fields))


def usual_role(segment: Segment) -> Role:
    """What a firm of the segment usually is."""
    trade = trade_of(segment)
    if trade == "serve":
        shares = shares_of(segment)
        return "trader" if shares.trade > shares.serve else "service"
    return "grower" if trade == "grow" else "maker"


def trade_of(segment: Segment) -> Trade:
    """What the segment mostly does; in doubt it makes, so that nobody is taken for a maker by a single code of trade.
    A segment without codes makes."""
    shares = shares_of(segment)
    if shares.trade + shares.serve > 0.5:
        return "serve"
    return "grow" if shares.grow > shares.make else "make"
