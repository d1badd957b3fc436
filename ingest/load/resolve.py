"""Which rows are the same firm, and what is true of it when several sources speak.

A firm is known by its credit code, else its stock code, else its name and city. What each source says is kept
as given (`firm_record`); the firm is merged from all of it, so that a source can be taken back without loss.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.firm_size import firm_size
from graph.model.records import Firm
from ingest.read.normalise import name_key

SHIPPED = "shipped"  # the origin of what `data/` holds; hand-written, so it speaks first


def keys(facts: Mapping[str, Any]) -> list[str]:
    """All keys of a row, the surest first."""
    out = []
    if facts.get("uscc"):
        out.append(f"u:{facts['uscc']}")
    if facts.get("stock_code"):
        out.append(f"s:{facts['stock_code']}")
    place = str(facts.get("region", ""))[:4]
    out.append(f"n:{name_key(facts['name'])}@{place}")
    for alias in facts.get("aliases", ()):
        if len(alias) >= 6 and alias.endswith(("公司", "厂", "集团")):  # a former full name
            out.append(f"n:{name_key(alias)}@{place}")
    return out


class Resolver:
    """Gives each row its firm id, remembering the rows of this load as it goes."""

    def __init__(self, known: Mapping[str, str], codes: Mapping[str, str] | None = None) -> None:
        """known: key → firm; codes: firm → its credit-code key, also where this load names it by other keys."""
        self._known = dict(known)
        self._codes: dict[str, str] = {f: k for k, f in known.items() if k.startswith("u:")} | dict(codes or {})
        self.new_keys: dict[str, str] = {}

    def resolve(self, facts: Mapping[str, Any]) -> str:
        """The firm's id: an existing one where a key agrees and no credit code contradicts, else a new one."""
        return self.resolve_keys(keys(facts))

    def resolve_keys(self, own: Sequence[str]) -> str:
        """The same, from the row's keys."""
        code = own[0] if own[0].startswith("u:") else ""
        firm_id = ""
        for key in own:
            hit = self._known.get(key, "")
            if not hit:
                continue
            # Same name in the same city but another credit code: another firm, or the same one founded anew.
            if key.startswith("n:") and code and self._codes.get(hit, code) != code:
                continue
            firm_id = hit
            break
        firm_id = firm_id or own[0]
        for key in own:
            if key not in self._known:
                self._known[key] = firm_id
                self.new_keys[key] = firm_id
        if code:
            self._codes.setdefault(firm_id, code)
        return firm_id


def merge(firm_id: str, records: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """One firm's facts from all its (origin, facts): shipped tables first, then the others by name.

    A field takes the first value given; lists are joined; a county inside the same city refines the seat.
    """
    ordered = sorted(records, key=lambda r: (not r[0].startswith(SHIPPED), r[0]))
    merged: dict[str, Any] = {"id": firm_id}
    joined: dict[str, dict[str, None]] = defaultdict(dict)
    for _, facts in ordered:
        for field, value in facts.items():
            if field in ("aliases", "tags", "sites", "gbt4754", "products"):
                for item in value:
                    joined[field][item] = None
            elif field == "verified":
                merged[field] = merged.get(field, False) or bool(value)
            elif field == "region" and merged.get("region", "").endswith("00") and value[:4] == merged["region"][:4]:
                merged[field] = value
            else:
                merged.setdefault(field, value)
    merged.update({field: list(items) for field, items in joined.items()})
    merged["sources"] = sorted({origin for origin, _ in ordered})
    return merged


def to_firm(facts: Mapping[str, Any], province: str, city: str, county: str) -> Firm:
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
        verified=bool(facts.get("verified", False)),
        size=firm_size(
            facts.get("revenue_yi"), facts.get("employees"), facts.get("capital_wan"), tags, bool(facts.get("branch"))
        ),
    )
