"""The local neighbours of a segment: linked segments with local firms, and those of them whose own product takes what
the segment makes, or is what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from graph.gaps.kinds_and_scores import ARGUMENT, FAINT
from graph.gaps.market.local_need import Needs, Range, bought_centrally
from graph.gaps.partners import Knowledge, Partner, Partners
from graph.gaps.partners import Linked as LinkedSegment
from graph.gaps.wording.amounts import about, between
from graph.measures.network import Network, least_sales
from graph.model.goods.product_routes import ALL_TAKE, ProductRoutes
from graph.model.records import MICRO, Firm, LinkKind, Membership, Segment
from graph.model.trade_kinds import makes, shares_of
from graph.model.words import SUPPLY, Lang
from graph.region.footprint import Footprint

NAMED = 3  # firms of a linked segment that are named
LEAST_BUYER_YI = 0.3  # 亿元 a year of all local buyers, below which need is no argument for any firm
LARGE_PART = 0.4  # of all local need, below which the firms of a segment are not the ones to name
LEAST_SUPPLIED = 0.12  # share of the cost from which who could supply it is worth naming
LEAST_SERVED = 0.05  # share of the cost from which a buyer of machines or services is named
SHOPS = ("店", "分公司", "营业部", "门市", "经营部", "服务部", "门诊部")  # how the names of shops and branches end
# Who is no partner to name to a firm from outside: institutes and public bodies, which buy little or by tender, and
# holdings of a family.
NOT_NAMED = (
    "研究所",
    "研究院",
    "医院",
    "卫生院",
    "学校",
    "学院",
    "大学",
    "博物馆",
    "浆站",
    "合作社",
    "养殖场",
    "养殖户",
    "家庭农场",
)
NAMED_BY_NAME = 0.9  # size from which a firm is named whose product only its name tells
# What follows a product in the name of a firm that makes something else: 啤酒原料, 纺织机械配件.
OTHER_TRADE = ("原料", "设备", "机械", "配件", "材料", "销售", "贸易", "商贸", "包装", "工程", "租赁", "服务", "技术")
PROCESSING = ("印染", "加工", "整理", "热处理", "表面处理", "电镀")  # done with others' goods, not supplied
HEALTH = "84"  # division of GB/T 4754: hospitals, which buy by tender
HOSPITALS = ("医院", "医疗机构", "卫生院")  # words of the catalogue's buyers
# How a product of a supplier ends that is work and no goods: who buys up grain for its own mill sells none.
DEALING = ("收购", "储备", "收储", "仓储", "批发", "零售", "销售", "贸易", "购销", "经营", "运输", "服务")
MAIN_PRODUCTS = 3  # of a firm's list, behind which a product is a side line that no supplier is named for
WORK: dict[Lang, str] = {"zh": "提供加工", "en": "do processing for"}
GOODS: dict[Lang, str] = {"zh": "供货", "en": "supply goods"}  # where the buyer builds nothing of it into a product


@dataclass(frozen=True)
class Linked:
    """A linked segment. yi: what its local firms spend on it (or sell) a year, 亿元; share: of the buyer's cost; count:
    how many of them have a product that fits; firms, products: the first of these with that product; spent: the range
    of what they spend."""

    segment: str
    kind: LinkKind
    yi: float
    count: int
    firms: tuple[Firm, ...]
    products: tuple[str, ...]
    share: float = 1.0
    spent: Range = field(default_factory=Range)


@dataclass(frozen=True)
class Neighbours:
    """A segment's neighbours in a region, the same for every target of a list: the linked segments with local firms
    that buy from it and those that supply it, the most weighty first. routes: which products take which input; need:
    what the buyers spend together, without what head offices buy for them."""

    network: Network
    buyers: tuple[Linked, ...]
    suppliers: tuple[Linked, ...]
    routes: ProductRoutes = ALL_TAKE
    segment: str = ""
    need: Range | None = None

    @classmethod
    def of(
        cls,
        foot: Footprint,
        segment: str,
        firms: Mapping[str, Firm],
        memberships: Iterable[Membership] = (),
        routes: ProductRoutes = ALL_TAKE,
    ) -> Neighbours:
        """firms: those that can be named, by id; memberships: of the local ones, from which their products are read."""
        partners = Partners(foot, Knowledge(firms, {(m.firm_id, m.segment_id): m for m in memberships}, routes))

        def side(linked: Iterable[LinkedSegment], supplier: bool) -> tuple[Linked, ...]:
            return tuple(
                _linked(one, [p for p in one.partners if repeatable(firms[p.firm], p.product, supplier)], firms)
                for one in linked
            )

        needs, spent = Needs(foot, firms), partners.spending(segment)
        buyers, suppliers = side(partners.buyers(segment), False), side(partners.suppliers(segment), True)
        own = [b for b in buyers if not bought_centrally(foot.network.segments[b.segment].gbt4754, b.kind)]
        ranged = tuple(replace(b, spent=needs.summed(segment, {b.segment: b.yi})) for b in own)
        felt = {b.segment: spent[b.segment] for b in own}
        return cls(foot.network, ranged, suppliers, routes, segment, needs.summed(segment, felt))

    @property
    def need_yi(self) -> float:
        """What all local buyers spend on it a year, 亿元."""
        return sum(one.yi for one in self.buyers)

    @property
    def need_words(self) -> tuple[str, str]:
        """The same as a range in round figures, in Chinese and English."""
        return between(self.need.low, self.need.high) if self.need else about(self.need_yi)

    @property
    def may_bear(self) -> bool:
        """May the need be as large as what the smallest usual plant sells, by the high end of its range?"""
        smallest = least_sales(self.network.segments[self.segment]) if self.segment else None
        return self.need is not None and smallest is not None and self.need.high >= smallest

    @property
    def everywhere(self) -> bool:
        """Is it a trade that every city has and every trade buys, of which no figure is told?"""
        segment = self.network.segments.get(self.segment)
        return segment is not None and bool(segment.siting.get("everywhere", False))

    @property
    def argument(self) -> bool:
        """Is the local need a ground to come: at least a tenth of what the smallest usual plant sells, as the
        certificate reckons (`graph.gaps.recruitability`)?"""
        smallest = least_sales(self.network.segments[self.segment]) if self.segment else None
        least = ARGUMENT * (smallest or 0.0)
        return self.need_yi >= max(LEAST_BUYER_YI, least)

    @property
    def first_buyer(self) -> Linked | None:
        """The buying segment of which firms can be named and that spends something to speak of, the largest spender
        first."""
        for one in self.buyers:
            felt = one.kind in ("material", "component") or one.share >= LEAST_SERVED
            codes = self.network.segments[one.segment].gbt4754
            public = bool(codes) and codes[0].startswith(HEALTH)
            if one.firms and felt and not public and one.yi >= max(LEAST_BUYER_YI, LARGE_PART * self.need_yi):
                return one
        return None

    @property
    def by_tender(self) -> bool:
        """Are the largest buyers hospitals? Where no link leads to a buyer here, goods are bought by whom the catalogue
        names first."""
        if not self.buyers:
            spec = self.network.segments.get(self.segment)
            first = spec.buyers[0] if spec is not None and spec.buyers and makes(spec) else ""
            return any(word in first for word in HOSPITALS)
        codes = self.network.segments[self.buyers[0].segment].gbt4754
        return bool(codes) and codes[0].startswith(HEALTH)

    @property
    def market(self) -> list[str]:
        """Who buys it beside firms (`graph.model.vocabulary.Market`)."""
        segment = self.network.segments.get(self.segment)
        return list(segment.siting.get("market", ())) if segment is not None else []

    @property
    def for_households(self) -> bool:
        """Is it sold to consumers, through shops or straight: a channel takes it, or nobody builds it in?"""
        segment = self.network.segments.get(self.segment)
        links = [k.kind for k in self.network.links if k.source_id == self.segment]
        ends = segment is not None and segment.tier == "downstream" and not {"material", "component"} & set(links)
        return ends or "channel" in links

    @property
    def wares(self) -> Mapping[Lang, str]:
        """What is sold, in a word: goods or services. Who makes and trades a good, as of hydrogen, serves nobody."""
        segment = self.network.segments[self.segment]
        kinds = shares_of(segment)
        goods = makes(segment) or (kinds.make + kinds.grow > 0 and kinds.serve == 0)
        return {"zh": "产品", "en": "goods"} if goods else {"zh": "服务", "en": "services"}

    @property
    def first_supplier(self) -> Linked | None:
        """The supplying segment of which firms can be named and whose goods make up much of the cost."""
        for one in self.suppliers:
            goods = one.kind in ("material", "component") and one.share >= LEAST_SUPPLIED
            if goods and one.firms and not any(p.endswith(PROCESSING) for p in one.products):
                return one
        return None

    def verb(self, linked: Linked, supplier: str, buyer: str) -> Mapping[Lang, str]:
        """How the goods reach the buyer: 供料 what becomes part of a product as material, 供件 as a part, else 供货 (a
        restaurant builds nothing). What most of its buyers take as a material is one for all of them."""
        if linked.kind not in ("material", "component"):
            return SUPPLY[linked.kind]
        if any(word in self.network.segments[supplier].name for word in PROCESSING):
            return WORK
        if not makes(self.network.segments[buyer]) or _finished(self.network.segments[supplier]):
            return GOODS
        taken = [k.kind for k in self.network.links if k.source_id == supplier]
        as_material = taken.count("material") >= taken.count("component")
        return SUPPLY["material" if as_material else "component"]


def _finished(segment: Segment) -> bool:
    """Is what the segment makes a finished good, which nobody builds in: drugs, food, garments by their tier?"""
    return segment.tier == "downstream"


def _linked(one: LinkedSegment, told: list[Partner], firms: Mapping[str, Firm]) -> Linked:
    return Linked(
        one.segment,
        one.kind,
        one.yi,
        len(told),
        tuple(firms[p.firm] for p in told[:NAMED]),
        tuple(p.product for p in told[:NAMED]),
        one.share,
    )


def repeatable(firm: Firm, product: str, supplier: bool = False) -> bool:
    """May a leader repeat the name? The firm's own list of products tells the product; of a buyer also its name, where
    it is of some size and the name is of that trade. What a register's scope alone says is left to the certificate, and
    so are shops, branches, institutes, public bodies and family holdings."""
    name = firm.name
    if name.endswith(SHOPS) or len(product) < 2 or any(word in name or word in product for word in NOT_NAMED):
        return False
    if supplier and (product.endswith(DEALING) or product not in firm.products[:MAIN_PRODUCTS]):
        return False
    if product in firm.products or (not supplier and any(product in p or p in product for p in firm.products)):
        return True
    if supplier or firm.size < NAMED_BY_NAME * MICRO or name.endswith("厂") or product not in name:
        return False
    return not name[name.find(product) + len(product) :].startswith(OTHER_TRADE)


def local_firms_around(foot: Footprint, segment: str) -> list[str]:
    """The local firms of all segments that buy from a segment or supply it, by id."""
    net = foot.network
    row = net.row[segment]
    linked = np.flatnonzero(((net.spent[row] > 0) | (net.spent[:, row] > 0)) & (foot.x >= FAINT))
    return sorted({f for j in linked.tolist() for f, _ in foot.by_segment.get(net.ids[j], ())})
