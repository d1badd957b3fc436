"""What speaks for a target: sentences, each with the evidence it stands on, and the path to a local firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.gaps.recruitability import is_service
from graph.gaps.wording.amounts import between, beyond_firms
from graph.model.records import Firm, Membership
from graph.model.text import short_name
from graph.model.trade_kinds import makes, shares_of
from graph.model.words import UNKNOWN
from recommend.explain.evidence import NAMED, Named, behind, catalogue_row, own_row
from recommend.explain.introductions import may_speak
from recommend.explain.neighbours import GOODS, Linked, Neighbours
from recommend.explain.own_facts import Others, next_door, own_facts, places_built
from recommend.explain.siting import SitingWords
from recommend.rank.features import FEATURES, Case, Value

if TYPE_CHECKING:
    from recommend.explain.shapes import EvidenceRow, PathStep, Reason

MAIN = 0.8  # of the feature `main_trade`, from which a firm is told to lead in the segment
IMMOVABLE = frozenset({"scenery", "heritage", "hot_spring"})  # of `NaturalResource`
KIND_OF = 2  # last characters by which a product is a kind of what the segment's name says
EVERYWHERE = frozenset("用类品物输类业务服产造制件的及和与")  # characters that say nothing of what is made
# What is told of a firm's standing, the first that it has.
STANDING = {
    "上市": ("；上市公司", "; listed"),
    "单项冠军": ("；制造业单项冠军企业", "; a single-product champion"),
    "专精特新": ("；专精特新企业", "; a specialised and innovative firm"),
    "独角兽": ("；独角兽企业", "; a unicorn"),
    "瞪羚": ("；瞪羚企业", "; a fast-growing firm"),
}
PLACES = 2  # places of a firm, and segments, that are named
GROWERS = 0.5  # share of growing in a trade, from which its buyers are farms
MATCHED = ("product", "name", "scope")  # kinds of a membership's evidence that are shown


def reasons(
    case: Case,
    neighbours: Neighbours,
    values: Mapping[str, Value],
    membership: Membership | None,
    siting: SitingWords | None,
    others: Others,
) -> list[Reason]:
    """What speaks for the firm: that it does this, facts that are its own, then what the place offers to every firm of
    the list. siting: where such a project could stand; others: what its own facts refer to, and the names of
    regions."""
    segment = neighbours.network.segments[case.segment]
    facts = own_facts(case, segment, membership, others)
    features = _features(case, values, others.named)
    if segment.siting.get("resource") or segment.siting.get("captive"):
        # It stands where its resource or its owner is: plants elsewhere say nothing of coming here.
        features = [f for f in features if f["kind"] != "expansion"]
    return [
        _works_in(case, neighbours, values, membership),
        *facts,
        *features,
        *shared_reasons(neighbours, siting),
    ]


def shared_reasons(neighbours: Neighbours, siting: SitingWords | None) -> list[Reason]:
    """What holds for every firm of a list, marked `shared`: who here would buy, who could supply, which park fits."""
    found = [*_buyers(neighbours), *_suppliers(neighbours), *_park(siting)]
    for reason in found:
        reason["shared"] = True
    return found


def _works_in(case: Case, neighbours: Neighbours, values: Mapping[str, Value], membership: Membership | None) -> Reason:
    """That it does this. A leader is called one only where this is its main trade: who leads in solvents does not lead
    in what it mixes of them."""
    firm, segment = case.firm, neighbours.network.segments[case.segment]
    matched = [e for e in (membership.evidence if membership else ()) if e["kind"] in MATCHED]
    # What its own list of products says, before a word of its name.
    first = min((MATCHED.index(e["kind"]) for e in matched), default=0)
    words = [str(e["term"]) for e in matched if MATCHED.index(e["kind"]) == first]
    told = _telling(words, firm.products)
    terms = (_beyond(told, segment.name) if told else _kinds(firm.products, segment.name))[:NAMED]
    same = (segment.name, *words)
    others_made = [p for p in firm.products if not any(w in p or p in w for w in same)]
    more = "" if terms else "、".join(others_made[:NAMED])
    told = told or list(firm.products)
    unverified = bool(told) and not firm.verified_products
    zh = f"从事{segment.name}" + (f"：{'、'.join(terms)}" if terms else "" if told else "：产品待核")
    zh += f"，另有{'业务' if is_service(segment) else '产品'}{more}" if more else ""
    leads = "龙头" in firm.tags and values["main_trade"].value >= MAIN and values["main_trade"].known
    standing = next((words for tag, words in STANDING.items() if tag in firm.tags), ("", ""))
    zh += ("，属行业龙头" if leads else "") + ("（待核）" if unverified else "") + standing[0] + "。"
    en = f"Works in {segment.name_en}"
    en += f": {', '.join(terms)}" if terms else "" if told else ": products unverified"
    en += f", beside {more.replace('、', ', ')}" if more else ""
    en += (" (unverified)" if unverified else "") + standing[1] + "."
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


def _beyond(terms: Sequence[str], name: str) -> list[str]:
    """The words that say more than the segment's name, which kind of it: 刻蚀设备 of 半导体设备. That a firm works in
    农用薄膜 with 农膜, or in 铁路货运 with 铁路货物运输, says nothing."""
    known = set(name) | EVERYWHERE
    if not any(set(t) - known for t in terms):
        return []
    # Of a name of two things (光模块与光器件) each is a kind.
    return [t for t in terms if t != name and (any(w in name for w in "与和、") or set(t) - known)]


def _kinds(products: Sequence[str], name: str) -> list[str]:
    """Of a firm of which nothing was matched: its products that are kinds of what the name says, nothing beside the
    name where it makes just that, else all of them."""
    more = _beyond(products, name)
    return [t for t in more if t.endswith(name[-KIND_OF:])] or ([] if len(more) < len(products) else list(products))


def _telling(terms: Sequence[str], products: Sequence[str] = ()) -> list[str]:
    """The matched words once each, in the order of the firm's own list, whose first is its main product; of words that
    the list does not have, none that another holds. 震 and 振 are one word in two spellings."""
    once = list({t.replace("震", "振"): t for t in reversed(terms)}.values())[::-1]
    place = {p: i for i, p in enumerate(products)}
    once.sort(key=lambda t: place.get(t, len(place)))
    return [t for t in once if t in place or not any(t != other and t in other for other in once)]


def _buyers(neighbours: Neighbours) -> list[Reason]:
    """Local firms whose product takes it, with what the linked segment spends on such things a year; only where the
    region's need is an argument (`Neighbours.argument`). Hospitals are not named: they buy by tender."""
    spec = neighbours.network.segments.get(neighbours.segment)
    if spec is not None and not IMMOVABLE.isdisjoint(spec.siting.get("resource", ())):
        zh = f"{spec.name}不可搬迁，只宜谈委托运营、联合营销等轻资产合作。"
        en = "What this lives on cannot be moved: talk of running it for the owner, or of joint marketing."
        return [{"kind": "buyer", "text": zh, "text_en": en, "evidence": [catalogue_row(spec)]}]
    if not neighbours.argument:
        return []
    if neighbours.everywhere:
        return []  # every city has this trade: what a trade or two spend on it is not what is spent
    whole, whole_en = neighbours.need_words
    wares, row = neighbours.wares, catalogue_row(neighbours.network.segments[neighbours.segment])
    linked = neighbours.first_buyer
    if neighbours.by_tender:
        how = "进院须经集中采购或招标" if wares["zh"] == "产品" else "由医院按规定招标或遴选"
        zh = f"本地医疗机构等一年在这类{wares['zh']}上花费{whole}（估算），{how}。"
        en = f"Hospitals and others here spend {whole_en} a year on such {wares['en']} (estimate), bought by tender."
        return [{"kind": "buyer", "text": zh, "text_en": en, "evidence": [row]}]
    if linked is None and (people := beyond_firms(neighbours.market)):
        zh = f"本地单位和{people[0]}都是买方；单位一年采购{whole}（估算），{people[0]}购买的未计在内。"
        en = f"Firms here and {people[1]} buy it; firms spend {whole_en} a year (estimate), {people[1]} not counted."
        return [{"kind": "buyer", "text": zh, "text_en": en, "evidence": [row]}]
    if linked is None:
        main = [neighbours.network.segments[b.segment] for b in neighbours.buyers[:PLACES]]
        zh = f"本地企业一年在这类{wares['zh']}上花费{whole}（估算），主要在{'、'.join(s.name for s in main)}环节，"
        zh += "具体买方待核。"
        en = f"Firms here spend {whole_en} a year on such {wares['en']} (estimate), chiefly in "
        en += f"{' and '.join(s.name_en for s in main)}; which of them is unverified."
        return [{"kind": "buyer", "text": zh, "text_en": en, "evidence": [row]}]
    verb = neighbours.verb(linked, neighbours.segment, linked.segment)
    if verb is GOODS and neighbours.for_households:
        return []  # hotels pour the liquor, and nobody moves here for them
    zh, en = _names(linked)
    told, told_en = between(linked.spent.low, linked.spent.high)
    asked = linked.kind in ("material", "component") and all(may_speak(f) for f in linked.firms)
    if shares_of(neighbours.network.segments[linked.segment]).grow >= GROWERS:
        zh = f"买方主要是分散的种植养殖主体（如{zh}），本地一年在这上面花费{told}（估算）。"
        en = f"It is bought by growers, such as {en}; those here spend {told_en} a year on it (estimate)."
        return [{"kind": "buyer", "text": zh, "text_en": en, "evidence": _firms(linked.firms)}]
    return [
        {
            "kind": "buyer",
            "text": f"来此可就近{verb['zh']}：{zh}；这类本地企业一年在这上面花费{told}（估算）"
            + ("，可请其引荐，规格是否对路待核。" if asked else "。"),
            "text_en": f"Here it could {verb['en']} to {en}; such local firms spend {told_en} a year on it (estimate)"
            + (" and may introduce a supplier whose goods suit them." if asked else "."),
            "evidence": _firms(linked.firms),
        }
    ]


def _suppliers(neighbours: Neighbours) -> list[Reason]:
    """Local firms whose product it needs, of what makes up much of its cost."""
    linked = neighbours.first_supplier
    if linked is None or not makes(neighbours.network.segments[neighbours.segment]):
        return []
    zh, en = _names(linked)
    verb = neighbours.verb(linked, linked.segment, neighbours.segment)
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
    houses = [{f.name, f.parent, *f.aliases} - {""} for f in linked.firms]
    once = [i for i, mine in enumerate(houses) if not any(mine & house for house in houses[:i])]  # a group once
    named = [f"{short_name(linked.firms[i])}（{linked.products[i]}）" for i in once]
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
        if not value.known or value.value < least or (name == "building" and not under_way(case)):
            continue
        if name == "nearness":
            if next_door(case) or case.firm.region[:2] == case.place.region[:2]:
                continue  # it can deliver from where it is, or its province says as much
            words: tuple[str, str] | None = (f"{value.zh}，便于往来对接", f"{value.en}, so that visits are easy")
        else:
            words = _places(case, named) if name == "expansion" else (value.zh, value.en)
        if words is None:
            continue
        zh, en = words
        row: Reason = {
            "kind": name,
            "text": f"{zh}。",
            "text_en": f"{en[:1].upper()}{en[1:]}.",
            "evidence": behind(name, case, named),
        }
        out.append(row)
    return out


def under_way(case: Case) -> bool:
    """Does it build: full use of its capacity is told beside the product, if it is one of the segment."""
    return any(p.status in ("在建", "规划") for p in case.facts.projects)


def _places(case: Case, named: Named) -> tuple[str, str] | None:
    """Where it is known to have plants, subsidiaries or projects outside the province of its seat and ours, the first
    two by name; None where there is no such place. What is on record is never all there is, so nothing is counted."""
    home, ours = case.firm.region[:2], case.place.region[:2]
    built = [p for p in places_built(case) if p[:2] not in (ours, home)]
    every = list(dict.fromkeys(named(p) for p in built))
    names = [n for n in every if not any(other != n and other.startswith(n) for other in every)]  # a city says more
    if not names:
        return None
    more, more_en = ("等地", " and elsewhere") if len(names) > PLACES else ("", "")
    return (
        f"有异地布点先例：已知在{'、'.join(names[:PLACES])}{more}",
        f"has built elsewhere: {', '.join(names[:PLACES])}{more_en} on record",
    )


def _park(siting: SitingWords | None) -> list[Reason]:
    """Where the project could stand, or which kind of park it needs."""
    if siting is None:
        return []
    evidence: list[EvidenceRow] = [
        {"what": p.name, "source": p.source or "data/parks.csv", "as_of": p.as_of, "verified": p.verified}
        for p in siting.parks
    ]
    rests = evidence or [catalogue_row(siting.segment)]
    return [{"kind": "park", "text": siting.zh, "text_en": siting.en, "evidence": rests}]


def path(case: Case, neighbours: Neighbours) -> list[PathStep]:
    """The path in the graph: target → its segment → a linked segment here → a named local firm."""
    segments = neighbours.network.segments
    steps: list[PathStep] = [
        {"type": "firm", "id": case.firm.id, "name": case.firm.name},
        {"type": "segment", "id": case.segment, "name": segments[case.segment].name},
    ]
    buyer = neighbours.first_buyer
    linked = buyer or neighbours.first_supplier
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
