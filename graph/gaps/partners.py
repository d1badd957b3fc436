"""Which local firms would buy what a segment makes, and which could supply it: product against product.

A firm is named only where it is seated here, a product of its own says that it does this (its product list, its name,
or a register's scope that is surely read), it makes rather than sells, and that product takes the input
(`graph.model.goods.product_routes`). Buyers stand by what the input costs them, share × sales, makers before shops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.gaps.kinds_and_scores import FAINT
from graph.measures.formulas import Floats
from graph.model.goods.product_routes import ALL_TAKE, ProductRoutes, Side
from graph.model.records import MICRO, Firm, LinkKind, Membership, MembershipEvidence, Segment
from graph.model.regions import Regions
from graph.model.trade_kinds import shares_of
from graph.region.footprint import Footprint

LEAST_FELT = 0.01  # of a buyer's cost, below which an input is not felt
LEAST_NAMED = 0.05  # below which no firm is named: part of a segment's firms may not take it at all
# What goes into few trades is made for them, and is taken by all their firms from a smaller share on.
FEW_TRADES, LEAST_OF_FEW = 6, 0.02
SURE_SCOPE = 0.8  # confidence from which a register's scope alone says what a firm makes
LONGEST = 12  # characters of a product that is told as the firm writes it; a longer one by the term found in it
HEAD_OFFICE = ("52", "60")  # shops and parcel stations of chains
LESS_THAN_LORRY = ("5431",)  # and the depots of networks of carriers
GOES_INTO = ("原料", "设备", "机械", "配件", "辅料", "包装", "添加剂", "助剂", "模具", "专用")
HOSPITALS = ("841",)  # every one of which buys whatever hospitals buy
FORMS = ("合作社",)  # how a firm is founded, which says nothing of what it does
UTILITIES = ("44", "45", "46")  # divisions of GB/T 4754 that bring power, gas, heat and water
PART = 3  # characters from which a part of a product's name stands for it
BEFORE = 2  # characters of a name that are read before a product in it
BODIES = ("研究所", "研究院", "研究中心", "设计院", "检验院", "检测院", "实验室", "医院", "大学", "学院")
# Words of a name that say for whom a firm works, with the words of a trade that it then supplies.
MADE_FOR = {
    "交通设施": ("交通", "公路", "道路"),
    "车辆": ("车",),
    "汽车": ("车",),
    "汽配": ("车",),
    "石化": ("石化", "石油", "化工", "炼"),
    "矿山": ("矿",),
    "起重": ("起重", "吊"),
    "电力": ("电",),
    "铁路": ("铁路", "轨道"),
    "建筑": ("建筑", "建材", "工程", "施工"),
    "农机": ("农",),
    "医疗": ("医",),
    "纺织": ("纺", "织"),
}
SELLERS = ("trader", "branch", "other")


@dataclass(frozen=True)
class Partner:
    """A local firm on the other side of a link. product: its own, that takes the input or is supplied; yi: what the
    input costs it, or what it sells, 亿元 a year; known: does its revenue stand on record."""

    firm: str
    segment: str
    product: str
    yi: float
    known: bool


@dataclass(frozen=True)
class Linked:
    """A linked local segment: the share of the buyer's cost, what all its firms spend on it a year (or sell), 亿元, and
    those of them that can be named. sought: was anybody to be named? Not where the share is small. known: is it on
    record of any firm there what it makes? taking: the part of a buying segment whose products take the input, 0–1."""

    segment: str
    share: float
    kind: LinkKind
    yi: float
    partners: tuple[Partner, ...]
    sought: bool = True
    known: bool = True
    taking: float = 1.0


@dataclass(frozen=True)
class Knowledge:
    """What is on record of the firms that can be named, and which products take which input."""

    firms: Mapping[str, Firm]
    memberships: Mapping[tuple[str, str], Membership]
    routes: ProductRoutes = ALL_TAKE

    @classmethod
    def of(cls, firms: Iterable[Firm], memberships: Iterable[Membership], routes: ProductRoutes) -> Knowledge:
        return cls({f.id: f for f in firms}, {(m.firm_id, m.segment_id): m for m in memberships}, routes)

    @cached_property
    def surest(self) -> dict[str, int]:
        """The confidence of each firm's surest membership, in micro-units."""
        out: dict[str, int] = {}
        for (firm, _), m in self.memberships.items():
            out[firm] = max(m.confidence, out.get(firm, 0))
        return out

    @cached_property
    def known_by_name(self) -> set[str]:
        """The firms whose name or products, and not a scope alone, say what they do."""
        return {f for (f, _), m in self.memberships.items() if not only_scope(m)}


NOTHING_KNOWN = Knowledge({}, {})


class Partners:
    """Buyers and suppliers of a region's segments."""

    def __init__(self, footprint: Footprint, knowledge: Knowledge):
        self.footprint, self.knowledge = footprint, knowledge
        self._known: dict[str, list[tuple[Firm, str, float]]] = {}
        self._made: dict[tuple[str, str], str] = {}
        self._taken: dict[tuple[str, str], float] = {}

    def buyers(self, segment: str) -> list[Linked]:
        """The local segments that feel what this one costs, the largest spender first. Only products that take the
        input spend on it (`taking`)."""
        net, foot = self.footprint.network, self.footprint
        shares = net.spent[net.row[segment]]
        rows = np.flatnonzero((shares >= LEAST_FELT) & (foot.x >= FAINT))
        linked = [
            Linked(
                net.ids[j],
                float(shares[j]),
                net.edges[segment, net.ids[j]][1],
                float(shares[j] * foot.revenue[j]) * part,
                self._partners(net.ids[j], float(shares[j]), segment)
                if shares[j] >= self._least(segment, net.ids[j])
                else (),
                bool(shares[j] >= self._least(segment, net.ids[j])) and not self._bought_by_head_office(net.ids[j]),
                bool(self._makers(net.ids[j])) or self._everywhere(net.ids[j]),
                part,
            )
            for j in rows.tolist()
            if (part := self.taking(segment, net.ids[j])) > 0
        ]
        return sorted(linked, key=lambda b: (-b.yi, b.segment))

    def taking(self, segment: str, buyer: str) -> float:
        """The part of what local firms of a buying segment sell whose product takes the input, 0–1, by the firms whose
        product is known; 1 where every product of the segment takes it, or none is known. A product that is itself the
        input takes none: a gin does not buy what it gins from another gin."""
        if (segment, buyer) not in self._taken:
            self._taken[segment, buyer] = self._taking(segment, buyer)
        return self._taken[segment, buyer]

    def _taking(self, segment: str, buyer: str) -> float:
        routes, foot = self.knowledge.routes, self.footprint
        makers, goods, ends = self._makers(buyer), foot.network.segments[buyer], (segment, buyer)
        if not routes.restricts(segment, buyer) and not any(self._makes_it(f, made, ends) for f, made, _ in makers):
            return 1.0
        known = sum(sold for _, _, sold in makers)
        fits = sum(sold for firm, made, sold in makers if self._fitting(firm, made, goods, ends, "buyer"))
        return fits / known if known else 1.0

    def _makers(self, segment: str) -> list[tuple[Firm, str, float]]:
        """The firms seated here whose product in a segment is known, with that product and what they sell."""
        if segment not in self._known:
            here = [
                (self.knowledge.firms[f], sold)
                for f, sold in self.footprint.sold_by.get(segment, {}).items()
                if f in self.knowledge.firms and Regions.within(self.knowledge.firms[f].region, self.footprint.region)
            ]
            self._known[segment] = [(f, made, sold) for f, sold in here if (made := self._by(f, segment))]
        return self._known[segment]

    def untaken_yi(self, segment: str) -> float:
        """What the shares of cost would have local buyers spend on a segment, 亿元 a year, although their products do
        not take it."""
        net, foot = self.footprint.network, self.footprint
        spent = net.spent[net.row[segment]] * foot.revenue
        return float(sum(spent[j] * (1.0 - self.taking(segment, net.ids[j])) for j in np.flatnonzero(spent).tolist()))

    def spending(self, segment: str) -> dict[str, float]:
        """What the local firms of each buying segment spend on a segment, 亿元 a year, of what their products take."""
        net = self.footprint.network
        spent = net.spent[net.row[segment]] * self.footprint.revenue
        return {net.ids[j]: float(spent[j]) * self.taking(segment, net.ids[j]) for j in np.flatnonzero(spent).tolist()}

    def bought_yi(self, segment: str, demand: Floats) -> float:
        """What local firms buy of a segment, 亿元 a year: of `demand`, (S,) of `recruitability.demand_yi`, only what
        their products take."""
        return max(0.0, float(demand[self.footprint.network.row[segment]]) - self.untaken_yi(segment))

    def suppliers(self, segment: str) -> list[Linked]:
        """The local segments that this one spends on, the largest share first.

        Power and water, and machines and services of every trade, are aside: that a city has carriers and repair shops
        is no ground for one segment."""
        net, foot = self.footprint.network, self.footprint
        shares = net.spent[:, net.row[segment]]
        rows = np.flatnonzero((shares >= LEAST_OF_FEW) & (foot.x >= FAINT))
        linked = [
            Linked(
                net.ids[j],
                float(shares[j]),
                net.edges[net.ids[j], segment][1],
                float(foot.revenue[j]),
                self._partners(net.ids[j], 1.0, supplied=segment),
            )
            for j in rows.tolist()
            if shares[j] >= self._least(net.ids[j]) and self._is_ground(net.ids[j], segment)
        ]
        return sorted(linked, key=lambda b: (-b.share, b.segment))

    def sellers(self, segment: str) -> list[Linked]:
        """The local segments that sell on what this one makes, the largest first; a channel is no buyer."""
        net, foot = self.footprint.network, self.footprint
        out = []
        for other in net.channels.get(segment, ()):
            sold = foot.sold_by.get(other, {})
            if not shares_of(net.segments[other]).trade:
                continue
            named = [
                Partner(f, other, product, yi, bool(self.knowledge.firms[f].revenue_yi))
                for f, yi in sold.items()
                if f in self.knowledge.firms
                and Regions.within(self.knowledge.firms[f].region, foot.region)
                and (found := self.knowledge.memberships.get((f, other)))
                and (product := told_by(self.knowledge.firms[f], found, net.segments[other]))
                and self.knowledge.routes.takes(segment, other, product)
            ]
            if sold:
                partners = tuple(sorted(named, key=lambda p: (-p.yi, p.firm)))
                out.append(Linked(other, net.edges[segment, other][0], "channel", sum(sold.values()), partners))
        return sorted(out, key=lambda b: (-b.yi, b.segment))

    def _least(self, segment: str, other: str = "") -> float:
        """The share of a buyer's cost from which its firms are named as ones that take what the segment makes. A
        service of few trades is bought by part of their firms all the same; what hospitals buy all of them do."""
        codes = self.footprint.network.segments[other].gbt4754 if other else ()
        if codes and all(code.startswith(HOSPITALS) for code in codes):
            return LEAST_FELT
        goods = not other or self.footprint.network.edges[segment, other][1] != "service"
        return LEAST_OF_FEW if goods and self._trades(segment) <= FEW_TRADES else LEAST_NAMED

    def _everywhere(self, segment: str) -> bool:
        return bool(self.footprint.network.segments[segment].siting.get("everywhere", False))

    def _bought_by_head_office(self, segment: str) -> bool:
        codes = self.footprint.network.segments[segment].gbt4754
        return any(code.startswith(HEAD_OFFICE) for code in codes) or codes == LESS_THAN_LORRY

    def _trades(self, segment: str) -> int:
        """Into how many segments does it go?"""
        net = self.footprint.network
        return int((net.spent[net.row[segment]] > 0).sum())

    def _is_ground(self, supplier: str, segment: str) -> bool:
        net = self.footprint.network
        if is_utility(net.segments[supplier].gbt4754):
            return False
        goods = net.edges[supplier, segment][1] in ("material", "component")
        return goods or self._trades(supplier) <= FEW_TRADES

    def known_share(self, buyers: Iterable[Linked]) -> float:
        """The part of what local buyers spend that rests on a revenue on record, 0–1; 0 where they spend nothing."""
        known = total = 0.0
        for one in buyers:
            for firm, sold in self.footprint.sold_by.get(one.segment, {}).items():
                found = self.knowledge.firms.get(firm)
                total += one.share * sold
                here = found is not None and Regions.within(found.region, self.footprint.region)
                known += one.share * sold if here and found and found.revenue_yi else 0.0
        return known / total if total else 0.0

    def _partners(self, segment: str, share: float, taken: str = "", supplied: str = "") -> tuple[Partner, ...]:
        """The firms of a linked segment that can be named, by what they spend or sell. Only firms seated here: what the
        plant of an outside firm makes is not on record."""
        ends: tuple[str, str] = (taken, segment) if taken else (segment, supplied)
        goods, out = self.footprint.network.segments[segment], []
        for firm, made, sold in self._makers(segment):
            if taken and firm.id in self.footprint.sold_by.get(taken, {}) and self._by(firm, taken):
                continue  # who makes it itself is nobody to sell it to
            product = self._fitting(firm, made, goods, ends, "buyer" if taken else "supplier")
            if product and supplied and (self._scope_alone(firm.id, segment) or self._made_for_others(firm, supplied)):
                continue
            if product:
                out.append(Partner(firm.id, segment, product, share * sold, bool(firm.revenue_yi)))
        return tuple(sorted(out, key=lambda p: (-p.yi, p.firm)))

    def _scope_alone(self, firm: str, segment: str) -> bool:
        """Does nothing but a register's scope say that the firm works there? Such a one is no supplier to name."""
        return only_scope(self.knowledge.memberships[firm, segment])

    def _made_for_others(self, firm: Firm, supplied: str) -> bool:
        """Does the firm's name say that it works for another trade than the one supplied?"""
        spec = self.footprint.network.segments[supplied]
        text = "".join((spec.name, spec.description, *spec.products))
        return any(w in firm.name and not any(k in text for k in kin) for w, kin in MADE_FOR.items())

    def _by(self, firm: Firm, segment: str) -> str:
        """The product by which a firm works in a segment, '' where none says so. A register's scope alone says it of
        the segment that the firm is surest in, and of no firm whose name or products speak of another; in a trade of
        branches that buy through their head office, a register names those that happen to be in it: nobody to go to.
        """
        ends = (firm.id, segment)
        if ends not in self._made:
            membership = self.knowledge.memberships.get(ends)
            goods = self.footprint.network.segments[segment]
            made = made_by(firm, membership, goods) if membership else ""
            if made and membership and only_scope(membership):
                known = self.knowledge
                sure = membership.confidence >= known.surest[firm.id] and firm.id not in known.known_by_name
                made = made if sure else ""
            if made.endswith(FORMS):
                made = ""
            if not firm.products and self._bought_by_head_office(segment):
                made = ""
            self._made[ends] = made
        return self._made[ends]

    def _fitting(self, firm: Firm, product: str, goods: Segment, ends: tuple[str, str], whose: Side) -> str:
        """The product of the firm that the link is about: the one it is known by, else another of its list that is of
        the segment `goods` and fits; '' where none does."""
        allowed = self.knowledge.routes.takes if whose == "buyer" else self.knowledge.routes.supplies
        if not product:
            return ""
        others = [p for p in firm.products if len(p) <= LONGEST and _is_product(p, goods)]
        mine = (p for p in (product, *others) if whose == "supplier" or not self._makes_it(firm, p, ends))
        return next((p for p in mine if allowed(*ends, in_name(firm.name, p))), "")

    def name(self, firm: str) -> str:
        """The full name of a firm, '' where it is not known."""
        return self.knowledge.firms[firm].name if firm in self.knowledge.firms else ""

    def _makes_it(self, firm: Firm, product: str, ends: tuple[str, str]) -> bool:
        """Does the firm make with this very product what it would buy? ends: supplier and buyer."""
        made = firm.id in self.footprint.sold_by.get(ends[0], {})
        return made and product in self.footprint.network.segments[ends[0]].products

    def own(self, segment: str) -> list[Partner]:
        """The firms seated here that by their own product work in a segment, the largest first."""
        return list(self._partners(segment, 1.0))

    def growing(self, segment: str) -> list[Partner]:
        """Those of `own` whose products or name say so: nobody is advised to extend what only a scope mentions."""
        known = self.knowledge.memberships
        return [p for p in self.own(segment) if not only_scope(known[p.firm, segment])]


def is_body(name: str) -> bool:
    """Is it by its name an institute, which takes no shareholders and builds no plant?"""
    return name.endswith(BODIES)


def in_name(name: str, product: str) -> str:
    """The product, with the word before it where a firm's name holds it: 美容服务 of 汽车美容服务有限公司 is no beauty
    trade."""
    at = name.find(product)
    return product if at < 0 else name[max(0, at - BEFORE) : at + len(product)]


def goes_on(name: str, product: str) -> bool:
    """Does a name go on behind a product so that it means what goes into it? 啤酒原料 is no beer."""
    at = name.find(product)
    return at >= 0 and name[at + len(product) :].startswith(GOES_INTO)


def made_by(firm: Firm, membership: Membership, segment: Segment) -> str:
    """The product by which a firm works in a segment as one who makes, grows or serves; '' where none says so."""
    return "" if membership.role in SELLERS else told_by(firm, membership, segment)


def only_scope(membership: Membership) -> bool:
    """Does neither a product nor a name say that the firm works there?"""
    return not any(e["kind"] in ("product", "name") for e in membership.evidence)


def told_by(firm: Firm, membership: Membership, segment: Segment) -> str:
    """The word by which a firm is in a segment, '' where none says surely that it is.

    Its own product list speaks before its name, its name before a register's scope. A word of a name or a scope must be
    a product of the segment: 通信 in a name says neither what is made nor that anything is.
    """
    told: dict[str, list[MembershipEvidence]] = {}
    for e in membership.evidence:
        told.setdefault(e["kind"], []).append(e)
    if "product" in told:
        best = max(told["product"], key=_says_most)
        own = best["text"] if best["text"] in firm.products else ""
        return own if 0 < len(own) <= LONGEST else best["term"]
    for kind in ("name", "scope"):
        words = [e["term"] for e in told.get(kind, ()) if _is_product(e["term"], segment)]
        if kind == "name":
            words = [w for w in words if not goes_on(firm.name, w)]
        if words and (kind == "name" or "name" in told or membership.confidence >= SURE_SCOPE * MICRO):
            return max(words, key=lambda w: (len(w) <= LONGEST, len(w), w))
    return ""


def _is_product(word: str, segment: Segment) -> bool:
    """Is a word one of the segment's products, or part of its name or of one, or longer than one?"""
    goods = (*segment.products, segment.name)
    return word in goods or (len(word) >= PART and any(word in g or g in word for g in goods))


def _says_most(e: MembershipEvidence) -> tuple[float, int, str]:
    return e["weight"], len(e["term"]), e["term"]


def is_utility(codes: Sequence[str]) -> bool:
    """Does a segment bring power, gas, heat or water, which every trade buys?"""
    return bool(codes) and all(c.startswith(UTILITIES) for c in codes)


def first(linked: Iterable[Linked]) -> list[Partner]:
    """The partners of all linked segments, each firm once with all that it spends, the largest first."""
    by_firm: dict[str, list[Partner]] = {}
    for one in linked:
        for p in one.partners:
            by_firm.setdefault(p.firm, []).append(p)
    merged = [
        Partner(
            f,
            max(ps, key=lambda p: p.yi).segment,
            max(ps, key=lambda p: p.yi).product,
            sum(p.yi for p in ps),
            ps[0].known,
        )
        for f, ps in by_firm.items()
    ]
    return sorted(merged, key=lambda p: (-p.yi, p.firm))
