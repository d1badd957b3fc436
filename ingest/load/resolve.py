"""Which rows are the same firm, and what is true of it when several sources speak.

A firm is known by its credit code, else its stock code, else its name and city. What each source says is kept
as given (`firm_record`); the firm is merged from all of it, so that a source can be taken back without loss.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from graph.corrections.apply import firm_of
from graph.corrections.merged import following
from graph.model.firm_size import firm_size
from graph.model.records import Correction, Firm, MergedFacts, StatedFacts
from graph.store.base.protocol import WriteBatch
from ingest.match.name_parts import simplified
from ingest.read.normalise import name_key

_COOPERATIVE = re.compile(r"合作社|合作联社|联合社")
# A branch is registered under its firm's full name, with the place and the word for a branch behind it.
_HEAD = re.compile(
    r"^(.{2,}?(?:有限责任公司|股份公司|集团公司|有限公司|总公司|(?<!分)公司|合作社|合作联社|医院|银行))(?=.)"
)
SHIPPED = "shipped"  # the origin of what `data/` holds; hand-written, so it speaks first


def keys(facts: StatedFacts) -> list[str]:
    """All keys of a row, the surest first."""
    out = []
    if facts.get("uscc"):
        out.append(f"u:{facts['uscc']}")
    if facts.get("stock_code"):
        out.append(f"s:{facts['stock_code']}")
    place = facts.get("region", "")[:4]
    out.append(f"n:{name_key(simplified(facts['name']))}@{place}")
    for alias in facts.get("aliases", ()):
        if len(alias) >= 6 and alias.endswith(("公司", "厂", "集团")):  # a former full name
            out.append(f"n:{name_key(simplified(alias))}@{place}")
    return out


class Resolver:
    """Gives each row its firm id, remembering the rows of this load as it goes."""

    def __init__(self, known: Mapping[str, str], codes: Mapping[str, str] | None = None) -> None:
        """known: key → firm; codes: firm → its credit-code key, also where this load names it by other keys."""
        self._known = dict(known)
        self._codes: dict[str, str] = {f: k for k, f in known.items() if k.startswith("u:")} | dict(codes or {})
        self.new_keys: dict[str, str] = {}
        self.joined: dict[str, str] = {}

    def resolve(self, facts: StatedFacts) -> str:
        """The firm's id: an existing one where a key agrees and no credit code contradicts, else a new one."""
        return self.resolve_keys(keys(facts))

    def resolve_keys(self, own: Sequence[str]) -> str:
        """The same, from the row's keys."""
        code = own[0] if own[0].startswith("u:") else ""
        firm_id, joined = "", set[str]()
        for key in own:
            hit = self._known.get(key, "")
            if not hit:
                continue
            # Same name in the same city but another credit code: another firm, or the same one founded anew.
            if key.startswith("n:") and code and self._codes.get(hit, code) != code:
                continue
            if not firm_id:
                firm_id, code = hit, code or self._codes.get(hit, "")
            elif hit != firm_id and (not code or self._codes.get(hit, code) == code):
                joined.add(hit)
        firm_id = firm_id or own[0]
        for hit in joined:  # the row says of two firms that they are one: another table's name is this one's old name
            self.joined[hit] = firm_id
        for key in own:
            if key not in self._known:
                self._known[key] = firm_id
                self.new_keys[key] = firm_id
        if code:
            self._codes.setdefault(firm_id, code)
        return firm_id


@dataclass(frozen=True)
class Resolved:
    """The firms of the rows of one load.

    ids: the firm of each row, in order; existing: firms known before; new_keys: keys that nobody had, by firm; keys:
    all that were known or are new, by firm; joined: firms that a row says to be another one.
    """

    ids: list[str]
    existing: set[str]
    new_keys: dict[str, str]
    keys: Mapping[str, str] = dataclasses.field(default_factory=dict)
    joined: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def renamed(self, moves: Mapping[str, str]) -> Resolved:
        """The same, with firms that go by another id from now on."""
        ids = [moves.get(i, i) for i in self.ids]
        return Resolved(ids, {moves.get(i, i) for i in self.existing}, self.new_keys, self.keys, self.joined)

    def linked(self, into: Mapping[str, str]) -> Resolved:
        """The same, with firms that turned out to be others."""
        if not into:
            return self
        ids = [into.get(i, i) for i in self.ids]
        stood = {into.get(i, i) for i in self.existing} | (set(into.values()) - set(self.ids))
        new = {k: into.get(f, f) for k, f in self.new_keys.items()}
        return Resolved(ids, stood, new, {**self.keys, **new}, self.joined)


def resolve_rows(batch: WriteBatch, rows: Sequence[tuple[int, list[str]]]) -> Resolved:
    """Give every row, told by its number and keys, its firm.

    Rows with a credit code come first, then those with a stock code, then names alone, each by its keys: a table gives
    the same firms in whatever order its rows stand.
    """
    known = firms_of_keys(batch, sorted({k for _, own in rows for k in own}))
    for key, firm_id in told_names(batch).items():
        known.setdefault(key, firm_id)
    resolver = Resolver(known, batch.codes_of(known.values()))
    ids = [""] * len(rows)
    for i in sorted(range(len(rows)), key=lambda i: ("usn".find(rows[i][1][0][0]), rows[i][1])):
        ids[i] = resolver.resolve_keys(rows[i][1])
    return Resolved(ids, set(known.values()), resolver.new_keys, {**known, **resolver.new_keys}, resolver.joined)


def firms_of_keys(batch: WriteBatch, asked: Sequence[str]) -> dict[str, str]:
    """Which firm each of these keys belongs to. A firm that goes by a surer key since is known by its old id, which is
    one of its keys."""
    known = batch.keys(asked)
    while True:
        now = batch.keys(sorted({f for f in known.values() if f[:2] in ("n:", "s:")}))
        moved = {old: new for old, new in now.items() if new != old}
        if not moved:
            return known
        known = {k: moved.get(f, f) for k, f in known.items()}


def told_names(batch: WriteBatch) -> dict[str, str]:
    """Names that people told of firms, as keys. They are not remembered with the firm keys, so that they go with the
    correction when it is taken back."""
    ids = batch.values("correction", "id")
    told = [c for c in batch.current(Correction, "id", ids) if c.holds and c.kind == "alias"] if ids else []
    if not told:
        return {}
    known = following(batch, batch.keys(sorted({k for c in told for k in c.keys})), told)
    firms = {f.id: f for f in batch.current(Firm, "id", {firm_of(c, known) for c in told})}
    out: dict[str, str] = {}
    for c in told:
        firm = firms.get(firm_of(c, known))
        if firm is not None:
            out[f"n:{name_key(simplified(c.alias))}@{firm.region[:4]}"] = firm.id
    return out


Joined = Literal["aliases", "tags", "sites", "gbt4754", "products"]
JOINED: tuple[Joined, ...] = get_args(Joined)  # lists that are joined; of every other field the first value counts
Tick = Literal["verified_identity", "verified_products"]
TICKS: tuple[Tick, ...] = get_args(Tick)  # hold where they hold for any source


def merge(firm_id: str, records: Sequence[tuple[str, StatedFacts]]) -> MergedFacts:
    """One firm's facts from all its (origin, facts): shipped tables first, then the others by name.

    A field takes the first value given; names that other sources give join the aliases; lists are joined; a county
    inside the same city refines the seat; revenue is that of the latest year, with its year; status is what was told
    last, with its date.
    """
    ordered = sorted(records, key=lambda r: (not r[0].startswith(SHIPPED), r[0]))
    merged: MergedFacts = {"id": firm_id, "name": ordered[0][1]["name"]}
    for _, facts in ordered:
        for field, value in facts.items():
            if field not in _OWN_RULE:
                merged.setdefault(field, value)  # type: ignore[misc]
        if "region" in facts:
            merged["region"] = _refined(merged.get("region", ""), facts["region"])
        for tick in TICKS:
            if facts.get(tick):
                merged[tick] = True
        for each in JOINED:
            if each in facts:
                merged[each] = list(dict.fromkeys((*merged.get(each, ()), *facts[each])))
    county = next((f["county"] for _, f in ordered if "county" in f and _same_city(f, merged.get("region", ""))), "")
    if county:
        merged["county"] = county
    own = name_key(merged["name"])
    called = {name_key(f["name"]): f["name"] for _, f in ordered}
    others = [n for k, n in called.items() if k != own and n not in merged.get("aliases", ())]
    if others:
        merged["aliases"] = [*merged.get("aliases", ()), *others]
    _add_revenue(merged, [facts for _, facts in ordered])
    _add_status(merged, [facts for _, facts in ordered])
    merged["sources"] = sorted({origin for origin, _ in ordered})
    return merged


_OWN_RULE = frozenset((*JOINED, *TICKS, "region", "county", "revenue_yi", "revenue_year", "status", "status_date"))


def _add_revenue(merged: MergedFacts, told: Sequence[StatedFacts]) -> None:
    """The revenue of the latest year that anybody tells, the first told among equals; a revenue without a year is the
    oldest. A year without a revenue says nothing."""
    latest = max((f for f in told if "revenue_yi" in f), key=lambda f: f.get("revenue_year", 0), default=None)
    if latest is not None:
        merged["revenue_yi"] = latest["revenue_yi"]
        if "revenue_year" in latest:
            merged["revenue_year"] = latest["revenue_year"]


def _add_status(merged: MergedFacts, told: Sequence[StatedFacts]) -> None:
    """The status of the latest date that anybody tells; what has no date is as old as its table, and of several of one
    day the one that closes the firm counts, since a firm that works on is written down by many who do not look."""
    known = [f for f in told if f.get("status", "unknown") != "unknown"]
    if not known:
        return
    latest = max(known, key=lambda f: (f.get("status_date") or f.get("as_of", ""), f["status"] != "active"))
    merged["status"] = latest["status"]
    if latest.get("status_date"):
        merged["status_date"] = latest["status_date"]


def _same_city(facts: StatedFacts, seat: str) -> bool:
    """Does a source that names a county mean the seat's city? One that says no region is believed."""
    return not facts.get("region") or not seat or facts["region"][:4] == seat[:4]


def _refined(seat: str, other: str) -> str:
    """The seat, or a county in the same city where only the city is known."""
    return other if not seat or (seat.endswith("00") and other[:4] == seat[:4]) else seat


def to_firm(facts: MergedFacts, province: str, city: str, county: str) -> Firm:
    """The stored firm from merged facts; place names come from the region code, not from the row."""
    tags = tuple(facts.get("tags", ()))
    return Firm(
        id=facts["id"],
        name=facts["name"],
        uscc=facts.get("uscc", ""),
        stock_code=facts.get("stock_code", ""),
        aliases=tuple(facts.get("aliases", ())),
        region=facts.get("region", ""),
        province=province,
        city=city,
        county=county or facts.get("county", ""),
        unit=facts.get("unit", ""),
        address=facts.get("address", ""),
        products=tuple(facts.get("products", ())),
        scope=facts.get("scope", ""),
        gbt4754=tuple(facts.get("gbt4754", ())),
        founded=facts.get("founded", ""),
        capital_wan=facts.get("capital_wan"),
        employees=facts.get("employees"),
        revenue_yi=facts.get("revenue_yi"),
        revenue_year=facts.get("revenue_year"),
        tags=tags,
        parent=facts.get("parent", ""),
        sites=tuple(facts.get("sites", ())),
        ent_type=facts.get("ent_type", ""),
        source=facts.get("source", "") or "、".join(facts.get("sources", ())),
        as_of=facts.get("as_of", ""),
        verified_identity=bool(facts.get("verified_identity")),
        verified_products=bool(facts.get("verified_products")),
        status=facts.get("status", "unknown"),
        status_date=facts.get("status_date", ""),
        branch_of=head_of(facts["name"]) if facts.get("branch") else "",
        size=firm_size(
            facts.get("revenue_yi"), facts.get("employees"), facts.get("capital_wan"), tags, _smallest(facts)
        ),
    )


def _smallest(facts: MergedFacts) -> bool:
    """Does it count as the smallest: a branch, or a co-operative whose sales and staff are not known? Its registered
    capital is what its members promise in land and labour."""
    told = facts.get("revenue_yi") or facts.get("employees")
    return bool(facts.get("branch")) or (bool(_COOPERATIVE.search(facts["name"])) and not told)


def head_of(name: str) -> str:
    """The full name of the firm whose branch bears this name, '' where the name does not tell:
    甲医药有限公司第三门市部 → 甲医药有限公司."""
    found = _HEAD.match(name)
    return found.group(1) if found else ""
