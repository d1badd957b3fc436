"""What speaks for a target: sentences, each with the evidence it stands on, and the path to a local firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.gaps.wording.amounts import about
from graph.model.records import Firm, Membership
from graph.model.text import short_name
from graph.model.words import SUPPLY, UNKNOWN
from recommend.explain.evidence import NAMED, Named, behind, own_row
from recommend.explain.neighbours import Linked, Neighbours
from recommend.explain.own_facts import Others, own_facts
from recommend.rank.exclusions import ParkFit
from recommend.rank.features import FEATURES, Case, Value

if TYPE_CHECKING:
    from recommend.explain.shapes import EvidenceRow, PathStep, Reason

PLACES = 2  # places of a firm that are named
MATCHED = ("product", "name", "scope")  # kinds of a membership's evidence that are shown


def reasons(
    case: Case,
    neighbours: Neighbours,
    values: Mapping[str, Value],
    membership: Membership | None,
    parks: Sequence[ParkFit],
    others: Others,
) -> list[Reason]:
    """What speaks for the firm: that it does this, facts that are its own, then what the place offers to every firm of
    the list. others: what its own facts refer to, and the names of regions."""
    facts = own_facts(case, neighbours.network.segments[case.segment], membership, others)
    return [
        _works_in(case, neighbours, membership),
        *facts,
        *_features(case, values, others.named),
        *shared_reasons(neighbours, parks),
    ]


def shared_reasons(neighbours: Neighbours, parks: Sequence[ParkFit]) -> list[Reason]:
    """What holds for every firm of a list, marked `shared`: who here would buy, who could supply, which park fits."""
    found = [*_buyers(neighbours), *_suppliers(neighbours), *_park(parks)]
    for reason in found:
        reason["shared"] = True
    return found


def _works_in(case: Case, neighbours: Neighbours, membership: Membership | None) -> Reason:
    firm, segment = case.firm, neighbours.network.segments[case.segment]
    matched = [e for e in (membership.evidence if membership else ()) if e["kind"] in MATCHED]
    terms = list(dict.fromkeys(str(e["term"]) for e in matched))[:NAMED] or list(firm.products[:NAMED])
    unverified = bool(terms) and not firm.verified_products
    zh = f"从事{segment.name}：{'、'.join(terms) or '产品待核'}"
    zh += ("，属行业龙头" if "龙头" in firm.tags else "") + ("（待核）" if unverified else "") + "。"
    en = f"Works in {segment.name_en}: {', '.join(terms) or 'products unverified'}"
    en += (" (unverified)" if unverified else "") + "."
    evidence: list[EvidenceRow] = [
        {
            **own_row(firm, str(e["text"]), products=True),
            "match": e["kind"],
            "term": e["term"],
            "verified": firm.verified_identity if e["kind"] == "name" else firm.verified_products,
        }
        for e in matched
    ]
    own = own_row(firm, "、".join(firm.products) or UNKNOWN["zh"], products=True)
    return {"kind": "capability", "text": zh, "text_en": en, "evidence": evidence or [own]}


def _buyers(neighbours: Neighbours) -> list[Reason]:
    """Local firms whose product takes it, with what the linked segment spends on such things a year."""
    linked = next((one for one in neighbours.buyers if one.firms), None)
    if linked is None:
        return []
    zh, en = _names(linked)
    verb = SUPPLY[linked.kind]
    told, told_en = about(linked.yi)
    return [
        {
            "kind": "buyer",
            "text": f"来此可就近{verb['zh']}：{zh}；这类本地企业一年在这上面花费{told}（估算）。",
            "text_en": f"Here it could {verb['en']} to {en}; such local firms spend {told_en} a year on it (estimate).",
            "evidence": _firms(linked.firms),
        }
    ]


def _suppliers(neighbours: Neighbours) -> list[Reason]:
    """Local firms whose product it needs."""
    linked = next((one for one in neighbours.suppliers if one.firms), None)
    if linked is None:
        return []
    zh, en = _names(linked)
    verb = SUPPLY[linked.kind]
    return [
        {
            "kind": "supplier",
            "text": f"本地可就近为其{verb['zh']}：{zh}。",
            "text_en": f"Local firms that could {verb['en']} to it: {en}.",
            "evidence": _firms(linked.firms),
        }
    ]


def _names(linked: Linked) -> tuple[str, str]:
    """The firms of a linked segment with their products, as a list in Chinese and in English."""
    named = [f"{short_name(f)}（{p}）" for f, p in zip(linked.firms, linked.products, strict=True)]
    more = linked.count > len(linked.firms)
    return "、".join(named) + ("等" if more else ""), ", ".join(named) + (" and others" if more else "")


def _firms(firms: Sequence[Firm]) -> list[EvidenceRow]:
    return [own_row(f, "、".join(f.products[:NAMED]), products=True) for f in firms]


def _features(case: Case, values: Mapping[str, Value], named: Named) -> list[Reason]:
    """A sentence for each feature whose value is known and large enough, in the order that the features ask for."""
    spoken = [(f.turn, f.least, name) for name, f in FEATURES.items() if f.least is not None]
    out: list[Reason] = []
    for _, least, name in sorted(spoken):
        value = values[name]
        if value.known and value.value >= least:
            zh, en = _places(case, named) if name == "expansion" else (value.zh, value.en)
            row: Reason = {
                "kind": name,
                "text": f"{zh}。",
                "text_en": f"{en[:1].upper()}{en[1:]}.",
                "evidence": behind(name, case, named),
            }
            out.append(row)
    return out


def _places(case: Case, named: Named) -> tuple[str, str]:
    """Where it has plants, subsidiaries or projects outside the city of its seat, the first two by name."""
    known = [*case.sites, *(r.region for r in case.facts.sites), *(r.region for r in case.facts.projects)]
    every = list(dict.fromkeys(named(p) for p in known if p and p[:4] != case.firm.region[:4]))
    names = [n for n in every if not any(other != n and other.startswith(n) for other in every)]  # a city says more
    more = f"等 {len(names)} 处" if len(names) > PLACES else ""
    more_en = f" and {len(names) - PLACES} more" if len(names) > PLACES else ""
    return (
        f"在{'、'.join(names[:PLACES])}{more}有基地或子公司",
        f"plants or subsidiaries in {', '.join(names[:PLACES])}{more_en}",
    )


def _park(parks: Sequence[ParkFit]) -> list[Reason]:
    """The first park that fits without a clash."""
    fit = next((p for p in parks if not p.clashes), None)
    if fit is None:
        return []
    park = fit.park
    evidence: EvidenceRow = {
        "what": park.name,
        "source": park.source or "data/parks.csv",
        "as_of": park.as_of,
        "verified": park.verified,
    }
    return [
        {
            "kind": "park",
            "text": f"可落位{park.name}（主导产业{'一致' if fit.lead else '相近'}，承载条件待核）。",
            "text_en": f"{park.name} leads with this {'segment' if fit.lead else 'chain'} (conditions unverified).",
            "evidence": [evidence],
        }
    ]


def path(case: Case, neighbours: Neighbours) -> list[PathStep]:
    """The path in the graph: target → its segment → a linked segment here → a named local firm."""
    segments = neighbours.network.segments
    steps: list[PathStep] = [
        {"type": "firm", "id": case.firm.id, "name": case.firm.name},
        {"type": "segment", "id": case.segment, "name": segments[case.segment].name},
    ]
    buyer = next((linked for linked in neighbours.buyers if linked.firms), None)
    linked = buyer or next((linked for linked in neighbours.suppliers if linked.firms), None)
    if linked is None:
        return steps
    first, name = linked.firms[0], segments[linked.segment].name
    role: PathStep = {
        "type": "segment",
        "id": linked.segment,
        "name": name,
        "role": "buyer" if linked is buyer else "supplier",
    }
    return [*steps, role, {"type": "firm", "id": first.id, "name": first.name}]
