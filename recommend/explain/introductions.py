"""以商招商: which local firm knows the target, through which role; several ways, so that no introducer is worn out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.records import Firm, Institution, Relation
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.region.footprint import Footprint
from recommend.rank.firm_facts import FirmFacts

WAYS = 3  # introducers named for one target
# How surely such a firm can open the door: a named tie before what the chain only suggests.
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
        self._foot, self._firms, self._facts, self._groups = foot, firms, facts, groups
        seated = {m.firm_id for m in foot.local}
        self._local = {i for i in seated if i in firms and Regions.within(firms[i].region, foot.region)}
        self._told: dict[str, list[Relation]] = {}  # target → relations in which a local firm names it
        self._partners: dict[str, set[str]] = {}  # counterparty → local firms that trade with it
        for i in sorted(self._local):
            for r in facts[i].relations if i in facts else ():
                self._told.setdefault(r.to_id, []).append(r)
                if r.kind in ("customer", "supplier"):
                    self._partners.setdefault(r.to_id, set()).add(i)
        self._associations = [a for a in associations if a.kind == "association" and a.region[:2] in ("", "11")]
        self._provincial: dict[str, list[Institution]] = {}
        for a in associations:
            if a.kind == "association" and a.region[:2] not in ("", "11"):
                self._provincial.setdefault(a.region[:2], []).append(a)
        self._linked: dict[
            str, list[tuple[str, str, str]]
        ] = {}  # segment → its local firms as (id, role, the linked segment)
        self._used: Counter[str] = Counter()

    def to(self, target: Firm, segment: str, segments: Sequence[str]) -> list[dict[str, Any]]:
        """Up to `WAYS` introducers, the surest first; among equals the one named least so far."""
        found: dict[str, tuple[str, str, str, str]] = {}  # introducer → (role, what it rests on, in English, source)

        def add(firm: str, role: str, rests: str, source: str, english: str = "") -> None:
            if (
                firm != target.id
                and firm in self._local
                and (firm not in found or STRENGTH[role] > STRENGTH[found[firm][0]])
            ):
                found[firm] = (role, rests, english or rests, source)

        for r in self._facts[target.id].relations if target.id in self._facts else ():
            if r.kind in _NAMED:
                add(r.to_id, r.kind, r.to_name or r.detail, r.source)
            if r.kind in ("customer", "supplier"):
                for other in sorted(self._partners.get(r.to_id, ())):
                    add(other, "shared_customer", r.to_name or r.detail, r.source)
        for r in self._told.get(target.id, ()):
            role = _TURNED.get(r.kind, r.kind)
            if role in _NAMED:
                add(r.from_id, role, r.to_name or r.detail, r.source)
        for name in {target.parent, target.name} - {""}:
            for other in self._groups.get(name, ()):
                add(other, "group", target.parent or target.name, target.source)
        self._by_chain(segment, add)
        order = sorted(found, key=lambda f: (-STRENGTH[found[f][0]], self._used[f], -self._firms[f].size, f))[:WAYS]
        self._used.update(order)
        return [self._document(f, *found[f]) for f in order] + self._association(target, segment, segments)

    def _association(self, target: Firm, segment: str, segments: Sequence[str]) -> list[dict[str, Any]]:
        """The association that fits best: of the firm's own segments before the chain, of its own province before the
        capital; at most one, none of another province."""
        mine, chain, home = {segment, *segments}, segment.split(".")[0], target.region[:2]
        fit = [
            (mine.isdisjoint(a.segments), a.region[:2] != home, self._used[a.id], a.id, a)
            for a in (*self._associations, *self._provincial.get(home, ()))
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

    def _by_chain(self, segment: str, add: Any) -> None:
        """Local firms one link away, the largest few of each side: they meet such firms as buyers or suppliers."""
        for firm, role, other in self._one_link_away(segment):
            named = self._foot.network.segments[other]
            add(firm, role, named.name, "产业链目录", named.name_en)

    def _one_link_away(self, segment: str) -> list[tuple[str, str, str]]:
        """Found once a segment: it is the same for every target of a list."""
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

    def _document(self, firm_id: str, role: str, rests: str, english: str, source: str) -> dict[str, Any]:
        firm = self._firms[firm_id]
        zh, en = WORDS[role]
        return {
            "firm": firm_id,
            "name": firm.name,
            "short": short_name(firm),
            "role": role,
            "text": f"{short_name(firm)}：{zh}（{rests}）。",
            "text_en": f"{short_name(firm)}: {en} ({english}).",
            "strength": STRENGTH[role],
            "named": role in _NAMED,
            "source": source or "待核",
            "load": self._used[firm_id],
        }


def load(lists: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How often each introducer is named over a list of targets, the busiest first."""
    n = Counter(w["name"] for t in lists for w in t["introductions"])
    return dict(n.most_common())
