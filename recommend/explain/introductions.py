"""以商招商: which local firm can introduce the target, and through which tie; several, so that none is asked too
often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model.records import Firm, Institution, Relation
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.model.words import UNKNOWN
from graph.region.footprint import Footprint
from recommend.rank.firm_facts import FirmFacts

if TYPE_CHECKING:
    from recommend.explain.shapes import IntroductionDocument

WAYS = 3  # introducers named for one target
TRADE = ("customer", "supplier")
CAPITAL = "11"  # Beijing: associations seated there serve the whole country
# How surely such a firm can introduce the target: a named tie before what the chain only suggests.
STRENGTH = {
    "group": 1.0,
    "parent": 1.0,
    "subsidiary": 1.0,
    "customer": 0.9,
    "supplier": 0.85,
    "joint_venture": 0.85,
    "investor": 0.8,
    "investee": 0.8,
    "partner": 0.7,
    "shared_customer": 0.5,
    "buyer_segment": 0.4,
    "supplier_segment": 0.35,
    "association": 0.3,
}
WORDS = {
    "group": ("同一集团", "same group"),
    "parent": ("母公司", "its parent"),
    "subsidiary": ("其子公司", "its subsidiary"),
    "customer": ("其客户", "its customer"),
    "supplier": ("其供应商", "its supplier"),
    "joint_venture": ("合资伙伴", "joint venture"),
    "investor": ("其股东", "its shareholder"),
    "investee": ("被其参股", "held by it"),
    "partner": ("合作伙伴", "partner"),
    "shared_customer": ("有共同客户或供应商", "shares a customer or supplier"),
    "buyer_segment": ("同链下游企业，可能采购其产品", "buys such goods"),
    "supplier_segment": ("同链上游企业，可能向其供货", "supplies such firms"),
    "association": ("行业协会，可请其牵线", "industry association"),
}
# The role of `from` as seen from `to`: when a local firm's own report names the target.
_TURNED = {
    "customer": "supplier",
    "supplier": "customer",
    "subsidiary": "parent",
    "parent": "subsidiary",
    "investor": "investee",
    "investee": "investor",
}
_NAMED = frozenset(STRENGTH) - {"shared_customer", "buyer_segment", "supplier_segment"}


@dataclass(frozen=True, slots=True)
class BusinessTie:
    """How a local firm is tied to a target. rests: what says so, in Chinese and in English."""

    role: str
    rests: str
    rests_en: str
    source: str


class Introductions:
    """The ways from a region's firms to any target. One object a list: it remembers whom it has named, and names
    somebody else where there is a choice."""

    def __init__(
        self,
        foot: Footprint,
        firms: Mapping[str, Firm],
        facts: Mapping[str, FirmFacts],
        groups: Mapping[str, Sequence[str]],
        associations: Sequence[Institution] = (),
    ) -> None:
        """groups: name of a group or a firm → its firms."""
        self._foot, self._firms, self._facts, self._groups = foot, firms, facts, groups
        present = {m.firm_id for m in foot.local}
        self._local = {i for i in present if i in firms and Regions.within(firms[i].region, foot.region)}
        self._naming: dict[str, list[Relation]] = {}  # target → relations in which a local firm names it
        self._partners: dict[str, set[str]] = {}  # counterparty → local firms that trade with it
        for i in sorted(self._local):
            for r in facts[i].relations if i in facts else ():
                self._naming.setdefault(r.to_id, []).append(r)
                if r.kind in TRADE:
                    self._partners.setdefault(r.to_id, set()).add(i)
        self._national: list[Institution] = []
        self._provincial: dict[str, list[Institution]] = {}
        for a in associations:
            if a.kind == "association":
                national = a.region[:2] in ("", CAPITAL)
                (self._national if national else self._provincial.setdefault(a.region[:2], [])).append(a)
        # segment → its local firms one link away, as (id, role, the linked segment)
        self._linked: dict[str, list[tuple[str, str, str]]] = {}
        self._used: Counter[str] = Counter()

    def to(self, target: Firm, segment: str, segments: Sequence[str]) -> list[IntroductionDocument]:
        """Up to `WAYS` introducers, the surest first; among equals the one named least so far. Then an association."""
        best: dict[str, BusinessTie] = {}
        for firm, tie in (*self._by_relation(target), *self._by_group(target), *self._by_chain(segment)):
            if firm == target.id or firm not in self._local:
                continue
            if firm not in best or STRENGTH[tie.role] > STRENGTH[best[firm].role]:
                best[firm] = tie
        order = sorted(best, key=lambda f: (-STRENGTH[best[f].role], self._used[f], -self._firms[f].size, f))[:WAYS]
        self._used.update(order)
        return [self._document(f, best[f]) for f in order] + self._association(target, segment, segments)

    def _by_relation(self, target: Firm) -> Iterator[tuple[str, BusinessTie]]:
        """Relations that the target's report or a local firm's report names, and partners that both trade with."""
        for r in self._facts[target.id].relations if target.id in self._facts else ():
            rests = r.to_name or r.detail
            if r.kind in _NAMED:
                yield r.to_id, BusinessTie(r.kind, rests, rests, r.source)
            if r.kind in TRADE:
                for other in sorted(self._partners.get(r.to_id, ())):
                    yield other, BusinessTie("shared_customer", rests, rests, r.source)
        for r in self._naming.get(target.id, ()):
            role, rests = _TURNED.get(r.kind, r.kind), r.to_name or r.detail
            if role in _NAMED:
                yield r.from_id, BusinessTie(role, rests, rests, r.source)

    def _by_group(self, target: Firm) -> Iterator[tuple[str, BusinessTie]]:
        """Firms of the same group."""
        rests = target.parent or target.name
        for name in {target.parent, target.name} - {""}:
            for other in self._groups.get(name, ()):
                yield other, BusinessTie("group", rests, rests, target.source)

    def _by_chain(self, segment: str) -> Iterator[tuple[str, BusinessTie]]:
        """Local firms one link away, the largest few of each side: they meet such firms as buyers or suppliers."""
        for firm, role, linked in self._one_link_away(segment):
            named = self._foot.network.segments[linked]
            yield firm, BusinessTie(role, named.name, named.name_en, "产业链目录")

    def _association(self, target: Firm, segment: str, segments: Sequence[str]) -> list[IntroductionDocument]:
        """The association that fits best: of the firm's own segments before the chain, of its own province before the
        capital; at most one, none of another province."""
        mine, chain, home = {segment, *segments}, segment.split(".")[0], target.region[:2]
        fit = [
            (mine.isdisjoint(a.segments), a.region[:2] != home, self._used[a.id], a.id, a)
            for a in (*self._national, *self._provincial.get(home, ()))
            if chain in a.chains or not mine.isdisjoint(a.segments)
        ]
        if not fit:
            return []
        best = min(fit, key=lambda f: f[:4])[4]
        self._used[best.id] += 1
        zh, en = WORDS["association"]
        return [
            {
                "firm": "",
                "name": best.name,
                "short": best.name,
                "role": "association",
                "text": f"{best.name}：{zh}。",
                "text_en": f"{best.name_en or best.name}: {en}.",
                "strength": STRENGTH["association"],
                "named": False,
                "source": best.website or "机构名录",
                "load": self._used[best.id],
            }
        ]

    def _one_link_away(self, segment: str) -> list[tuple[str, str, str]]:
        """Worked out once a segment: it is the same for every target of a list."""
        if segment not in self._linked:
            net = self._foot.network
            row = net.row[segment]
            self._linked[segment] = [
                (firm, role, net.ids[int(j)])
                for linked, role in ((net.using[row], "buyer_segment"), (net.adjacent[:, row], "supplier_segment"))
                for j in linked.nonzero()[0]
                for firm, _ in self._foot.by_segment.get(net.ids[int(j)], ())[: 2 * WAYS]
            ]
        return self._linked[segment]

    def _document(self, firm_id: str, tie: BusinessTie) -> IntroductionDocument:
        firm = self._firms[firm_id]
        zh, en = WORDS[tie.role]
        return {
            "firm": firm_id,
            "name": firm.name,
            "short": short_name(firm),
            "role": tie.role,
            "text": f"{short_name(firm)}：{zh}（{tie.rests}）。",
            "text_en": f"{short_name(firm)}: {en} ({tie.rests_en or tie.rests}).",
            "strength": STRENGTH[tie.role],
            "named": tie.role in _NAMED,
            "source": tie.source or UNKNOWN["zh"],
            "load": self._used[firm_id],
        }
