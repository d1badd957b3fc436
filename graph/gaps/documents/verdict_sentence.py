"""The verdict on a gap in one sentence: what is here, who needs it, what is near, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.gaps.documents.naming import named_firms
from graph.gaps.evidence_words import seen_elsewhere, yearly_need
from graph.gaps.find import Gap
from graph.gaps.market.local_need import against_plant
from graph.gaps.wording.amounts import LEAST_YI, between, beyond_firms, by_all_trades, yearly
from graph.model.records import Verdict
from graph.model.words import KIND, SUPPLY, VERDICT, Lang, resources

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import (
        Evidence,
        NeedFigures,
        NeighbourDocument,
        PartnerDocument,
        PresenceFigures,
        RecruitDocument,
        Tests,
    )

UNFIT = ("resource_lacking", "captive", "railway", "grid")  # answers by which a segment is nothing to be recruited
HALF = 0.5  # of the chain's firms on record, below which a verdict is told as a first finding
FIRST_FINDING: dict[Lang, str] = {"zh": "初步判断，待本地核实", "en": "a first finding, to be checked here"}
UNCHECKED: dict[Lang, str] = {
    "zh": "在库企业的主要产品尚未核实",
    "en": "what the firms on record make is not checked",
}
TO_BE_CHECKED: dict[Lang, str] = {"zh": "供给薄弱（在库企业待核）", "en": "thin supply (firms on record unchecked)"}
CONCENTRATED: dict[Lang, str] = {"zh": "供给集中", "en": "supply rests on one"}
ABSENT: dict[Lang, str] = {"zh": "缺失（待核）", "en": "missing (to be checked)"}
MAIN_INPUT = 0.15  # share of cost from which a local supplier of it is worth a line
MAIN_BUYER = 0.1  # of the whole need, from which a buying segment is told and its firms named


def _claim(gap: Gap, evidence: Evidence, need: NeedFigures, presence: PresenceFigures, needed: bool, lang: Lang) -> str:
    """The kind; 数据不足 where the data are too thin to claim an absence. Of a break whose buyers need next to nothing
    it is said that only the chain has it; of firms that nobody has checked, that supply is thin or, where they are next
    to nothing, that it may be missing; of one supplier on whom nobody is known to depend, that it is the only one."""
    unsure = gap.verdict == "insufficient_data" and not evidence["local"]["count"]
    if unsure or gap.verdict_reason == "branches_unlisted":
        return VERDICT["insufficient_data"][lang]
    if evidence["local"]["count"] and not presence["by_product"]:
        if seen_elsewhere(presence):
            return KIND["missing"][lang]
        return (ABSENT if nobody_here(presence) else TO_BE_CHECKED)[lang]
    if gap.kind == "single_point" and not needed:
        return CONCENTRATED[lang]  # nobody is known to depend on it
    claim = KIND[gap.kind][lang]
    if (gap.kind == "break" and is_trifle(need)) or (gap.kind == "weak" and need["demand_high_yi"] < LEAST_YI):
        return f"{claim}（指链条结构，不指本地需求）" if lang == "zh" else f"{claim} (of the chain, not of local need)"
    return claim


def verdict_words(verdict: Verdict, tests: Tests, lang: Lang) -> tuple[str, bool]:
    """The verdict as it is said, and whether it is held back because nobody has checked what the local firms make:
    where less than half is on record, or no local firm is known by its product, it is a first finding."""
    cover, presence = tests["coverage"]["figures"]["estimate"], tests["presence"]["figures"]
    unchecked = verdict != "insufficient_data" and presence["local"] > presence["elsewhere"]
    unchecked = unchecked and not presence["by_product"]
    thin = cover is not None and cover < HALF
    if verdict == "insufficient_data" or not (thin or unchecked):
        return VERDICT[verdict][lang], False
    return FIRST_FINDING[lang], unchecked


def nobody_here(f: PresenceFigures) -> bool:
    """Are the firms on record no firm of this trade as far as is known: only sites of firms seated elsewhere, or
    next to nothing by a word of their registers?"""
    return not f["by_product"] and (f["outside"] >= f["local"] or f["faint"])


def is_trifle(f: NeedFigures) -> bool:
    """Would even the high end of the need fill no tenth of the smallest usual plant?"""
    if f["demand_high_yi"] < LEAST_YI:
        return True
    return against_plant(f["demand_low_yi"], f["demand_high_yi"], f["least_sales_yi"]) == "trifle"


def verdict_sentence_zh(name: str, gap: Gap, evidence: Evidence, tests: Tests, recruit: RecruitDocument) -> str:
    """The verdict in one sentence: what is here, who needs it, what is near, how sure. Of what cannot be had here only
    that, and why."""
    f = recruit["figures"]
    if recruit["reason"] in UNFIT:
        needed = resources(f["resource"], "zh")
        if recruit["reason"] == "resource_lacking":
            return f"{name}：不适用。这一环节依托{needed}，{f['region']}不具备，所需由具备条件的城市供应。"
        return f"{name}：不适用。{recruit['sentence'].split('：', 1)[1]}"
    need, verdict = tests["need"], verdict_words(gap.verdict, tests, "zh")[0]
    local = _local(tests["presence"]["figures"])[0]
    if gap.verdict_reason == "branches_unlisted":
        local = "这一行网点分散、各地都有，名录收不全，本地够不够待核"
    wanted = wanted_zh(evidence, need["figures"])
    landable = recruit["answer"] != "unsuitable" and recruit["reason"] != "far_market"
    goods = _goods(evidence) if need["figures"]["argument"] and landable else None
    supplied = f"；本地可{SUPPLY[goods['kind']]['zh']}的有{named_firms(goods['firms'], 'zh', 2)}" if goods else ""
    claim = _claim(gap, evidence, need["figures"], tests["presence"]["figures"], need["passed"] is True, "zh")
    return f"{name}：{claim}。{local}；{wanted}{supplied}。结论：{verdict}。"


def verdict_sentence_en(name: str, gap: Gap, evidence: Evidence, tests: Tests, recruit: RecruitDocument) -> str:
    """As `verdict_sentence_zh`."""
    f = recruit["figures"]
    if recruit["reason"] in UNFIT:
        needed = resources(f["resource"], "en")
        if recruit["reason"] == "resource_lacking":
            return f"{name}: not applicable. It lives on {needed}, which {f['region_en']} does not have."
        told = recruit["sentence_en"].split(": ", 1)[-1]
        return f"{name}: not applicable. {told[:1].upper()}{told[1:]}"
    need, verdict = tests["need"], verdict_words(gap.verdict, tests, "en")[0]
    local = _local(tests["presence"]["figures"])[1]
    if gap.verdict_reason == "branches_unlisted":
        local = "A trade that every city has and no register lists in full: whether there is enough is unverified"
    landable = recruit["answer"] != "unsuitable" and recruit["reason"] != "far_market"
    goods = _goods(evidence) if need["figures"]["argument"] and landable else None
    supplied = f"; {named_firms(goods['firms'], 'en', 2)} could {SUPPLY[goods['kind']]['en']}" if goods else ""
    claim = _claim(gap, evidence, need["figures"], tests["presence"]["figures"], need["passed"] is True, "en")
    wanted = wanted_en(evidence, need["figures"])
    return f"{name}: {claim}. {local}; {wanted}{supplied}. Verdict: {verdict}."


def _local(f: PresenceFigures) -> tuple[str, str]:
    """What is here, in a few words."""
    n = f["local"]
    if not n:
        return "本地在库未见从事企业", "No local firm on record"
    if f["by_product"]:
        unit = "单位" if f["bodies"] else "企业"
        return f"本地在库{unit} {n} 家", f"{n} local {'firm' if n == 1 else 'firms'} on record"
    if f["elsewhere"] >= n:
        return "本地在库未见从事企业", "No local firm on record"
    if nobody_here(f):
        return "在库未见本地主营企业", "No firm of this trade seated here is on record"
    return (
        f"本地在库企业 {n} 家，主要产品尚待核实",
        f"{n} local {'firm' if n == 1 else 'firms'} on record, their products to be checked",
    )


def _goods(evidence: Evidence) -> NeighbourDocument | None:
    """The supplier of goods that is named: the largest share of cost whose firms are known by product."""
    return next(iter(main_suppliers(evidence)), None)


def main_suppliers(evidence: Evidence) -> list[NeighbourDocument]:
    """The local suppliers of goods that are worth a line: a main input, whose firms are known by product."""
    return [
        s
        for s in evidence["suppliers"]
        if s["kind"] in ("material", "component") and s["share"] >= MAIN_INPUT and s["firms"]
    ]


def main_buyers(evidence: Evidence) -> list[NeighbourDocument]:
    """The buying segments that make up the need, the largest first: each at least a tenth of it, and with a firm of
    which it is on record what it makes."""
    buyers = bought_here(evidence)
    least = max(MAIN_BUYER * sum(b["yi"] for b in buyers), LEAST_YI)
    return [b for b in buyers if b["yi"] >= least and b["known"]]


def named_buyers(evidence: Evidence) -> list[PartnerDocument]:
    """The buyers that are named, by what it costs them, each once: of the segments that make up the need, or of
    lesser ones where nobody of those is named; nobody where these are next to nothing of it."""
    main = [b for b in main_buyers(evidence) if b["firms"]] or bought_here(evidence)
    if sum(b["yi"] for b in main if b["firms"]) < MAIN_BUYER * sum(b["yi"] for b in bought_here(evidence)):
        return []
    everyone = sorted((f for b in main for f in b["firms"]), key=lambda f: (-f["yi"], f["id"]))
    return list({f["id"]: f for f in everyone}.values())


def wanted_zh(evidence: Evidence, f: NeedFigures) -> str:
    """Who needs it and how much, as a clause."""
    buyers, beside = named_buyers(evidence), beyond_firms(f["market"])
    if f["everywhere"] or by_all_trades(f["market"]):
        return f"{f'买方是{beside[0]}，' if beside else ''}本地用量待核"
    if f["by_waste"]:
        return "看废料来源，本地和周边的来源量待核"
    if f["demand_high_yi"] < LEAST_YI:
        few = "本地单位采购极少" if f["segments"] else "在库未见采购它的本地单位"
        return f"主要卖给{beside[0]}，{few}" if beside else few
    told = yearly_need(f)[0].format(between(f["demand_low_yi"], f["demand_high_yi"])[0]).removeprefix("本地单位")
    told += f"（估算{'，不含' + beside[0] + '购买' if beside else ''}）"
    if is_trifle(f):
        return f"本地单位{told}" + ("" if beside else f"，不到最小常规项目{yearly(f['service'])}的一成")
    if not buyers:
        where = "、".join(b["name"] for b in main_buyers(evidence)[:2]) if f["known"] else ""
        return f"本地单位{told}" + (f"，主要在{where}环节" if where else "" if beside else "，具体买方待核")
    names = named_firms(buyers, "zh", 3) + ("等" if len(buyers) > 3 else "")
    if mostly := _unnamed(evidence):
        where = f"一半以上在{mostly['name']}环节" if _half(mostly, evidence) else "分散在多个环节"
        where = where if mostly["known"] else "其中一半以上尚不清楚是哪些企业"
        return f"本地单位{told}，{where}；产品对得上的买方有{names}"
    return f"要用它的有{names}，本地单位{told}"


def wanted_en(evidence: Evidence, f: NeedFigures) -> str:
    """As `wanted_zh`."""
    buyers, beside = named_buyers(evidence), beyond_firms(f["market"])
    if f["everywhere"] or by_all_trades(f["market"]):
        return f"{f'it is bought by {beside[1]}; ' if beside else ''}how much is bought here is unverified"
    if f["by_waste"]:
        return "it lives on the waste within reach, whose amount is unverified"
    if f["demand_high_yi"] < LEAST_YI:
        few = "local firms buy next to none" if f["segments"] else "no local firm on record buys it"
        return f"it is sold to {beside[1]}; {few}" if beside else few
    without = f", without {beside[1]}" if beside else ""
    told = yearly_need(f)[1].format(between(f["demand_low_yi"], f["demand_high_yi"])[1])
    told = f"l{told[1:]} (estimate{without})"
    if is_trifle(f):
        return told + ("" if beside else ", under a tenth of what the smallest usual plant sells")
    if not buyers:
        where = " and ".join(b["name_en"] for b in main_buyers(evidence)[:2]) if f["known"] else ""
        return told + (f", mostly in {where}" if where else "" if beside else "; the buyers are unverified")
    names = named_firms(buyers, "en", 3) + (" and others" if len(buyers) > 3 else "")
    if mostly := _unnamed(evidence):
        where = f"more than half of it in {mostly['name_en']}" if _half(mostly, evidence) else "over many segments"
        where = where if mostly["known"] else "more than half of it by buyers that are unverified"
        return f"{told}, {where}; buyers known by product are {names}"
    return f"{names} need it; {told}"


def bought_here(evidence: Evidence) -> list[NeighbourDocument]:
    """The buying segments whose firms buy themselves."""
    return [b for b in evidence["buyers"] if not b["central"]]


def _unnamed(evidence: Evidence) -> NeighbourDocument | None:
    """The largest buying segment none of whose firms is named, where such segments are most of the need."""
    everyone, main = bought_here(evidence), {b["segment"] for b in main_buyers(evidence)}
    rest = [b for b in everyone if not b["firms"] or b["segment"] not in main]
    if sum(b["yi"] for b in rest) <= sum(b["yi"] for b in everyone) / 2:
        return None
    return max(rest, key=lambda b: b["yi"], default=None)


def _half(one: NeighbourDocument, evidence: Evidence) -> bool:
    return one["yi"] >= sum(b["yi"] for b in bought_here(evidence)) / 2
