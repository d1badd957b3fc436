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
from recommend.explain.neighbours import SHOPS
from recommend.rank.firm_facts import FirmFacts

if TYPE_CHECKING:
    from recommend.explain.shapes import IntroductionDocument

NO_GO_BETWEEN = (
    "医院",
    "卫生院",
    "学校",
    "学院",
    "大学",
    "石油分公司",
    "销售",
)  # public buyers, who must not speak for one supplier
WAYS = 3  # introducers named for one target
TRADE = ("customer", "supplier")
TRADE_BODIES = ("协会", "商会", "联合会", "分会", "促进会", "委员会")  # of firms, not of scholars
CAPITAL = "11"  # Beijing: associations seated there serve the whole country
# How surely such a firm can introduce the target: a named tie before a partner in common.
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
_NAMED = frozenset(STRENGTH) - {"shared_customer"}


def may_speak(firm: Firm) -> bool:
    """May a firm be asked to introduce another: no public buyer, no shop, no sales branch?"""
    if any(word in firm.name for word in NO_GO_BETWEEN) or firm.name.endswith(SHOPS):
        return False
    return "分支机构" not in firm.tags and "医院" not in firm.tags


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
        self._used: Counter[str] = Counter()

    def to(self, target: Firm, segment: str) -> list[IntroductionDocument]:
        """Up to `WAYS` introducers, the surest first; among equals the one named least so far. Then an association.

        Only ties on record count. That somebody here takes such goods holds for every firm of a list and stands above
        it (`reasons.shared_reasons`): whether this firm's suit him nobody knows.
        """
        best: dict[str, BusinessTie] = {}
        for firm, tie in (*self._by_relation(target), *self._by_group(target)):
            if firm == target.id or firm not in self._local:
                continue
            if firm not in best or STRENGTH[tie.role] > STRENGTH[best[firm].role]:
                best[firm] = tie
        order = sorted(best, key=lambda f: (-STRENGTH[best[f].role], self._used[f], -self._firms[f].size, f))[:WAYS]
        self._used.update(order)
        here = any(Regions.within(s, self._foot.region) for s in target.sites)  # nobody need introduce it
        return [self._document(f, best[f]) for f in order] + ([] if here else self._association(target, segment))

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
                if other in self._firms and may_speak(self._firms[other]):
                    yield other, BusinessTie("group", rests, rests, target.source)

    def _association(self, target: Firm, segment: str) -> list[IntroductionDocument]:
        """The association that fits best: of the very segment before one of the whole chain, a body of firms before one
        of scholars, of its own province before the capital, one that names the segment early; at most one, none of
        another trade or another province."""
        chain, home = segment.split(".")[0], target.region[:2]
        fit = [
            (
                segment not in a.segments,
                not a.name.endswith(TRADE_BODIES),
                a.region[:2] != home,
                (*a.segments, segment).index(segment),
                a.id,
                a,
            )
            for a in (*self._national, *self._provincial.get(home, ()))
            if segment in a.segments or (chain in a.chains and not a.segments)
        ]
        if not fit:
            return []
        best = min(fit, key=lambda f: f[:5])[5]
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

    def _document(self, firm_id: str, tie: BusinessTie) -> IntroductionDocument:
        firm = self._firms[firm_id]
        zh, en = WORDS[tie.role]
        name = short_name(firm)
        text, text_en = f"{name}：{zh}（{tie.rests}）。", f"{name}: {en} ({tie.rests_en or tie.rests})."
        return {
            "firm": firm_id,
            "name": firm.name,
            "short": short_name(firm),
            "role": tie.role,
            "text": text,
            "text_en": text_en,
            "strength": STRENGTH[tie.role],
            "named": tie.role in _NAMED,
            "source": tie.source or UNKNOWN["zh"],
            "load": self._used[firm_id],
        }
