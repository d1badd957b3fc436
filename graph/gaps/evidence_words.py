"""The sentences of a proof in Chinese and English, made from its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.gaps.find import GOOD_COVERAGE
from graph.gaps.kinds_and_scores import FEW_SUPPLIERS, WEAK_COVER
from graph.gaps.market.local_need import against_plant
from graph.gaps.wording.amounts import LEAST_YI, Both, amounts, between, beyond_firms, by_all_trades, yearly, yuan
from graph.model.records import Scope as Kind
from graph.model.words import SOURCE_SCOPE, UNKNOWN, VERDICT_REASON, Lang, counted, tenths

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import (
        ConsequenceFigures,
        CoverageFigures,
        NeedFigures,
        PresenceFigures,
        VerdictChangeFigures,
    )

NEARLY_ALL = 0.95  # share that is told as nearly all


def need(f: NeedFigures, name: Both) -> Both:
    """The test of local need; name: of the segment."""
    zh, en = _demand(f, name)
    if f["central_yi"] >= LEAST_YI:
        zh += "由集团或省公司统一采购的不计入。"
        en += " What group or provincial head offices buy is not counted."
    if f["plans"]:
        zh += f"另有 {f['plans']} 家企业的在建、拟建项目将用到它。"
        en += f" {counted(f['plans'], 'firm')} with projects here will need it."
    return zh, en


def _demand(f: NeedFigures, name: Both) -> Both:
    """What local buyers spend on it a year, how that is estimated, and whether it is an argument."""
    beside = beyond_firms(f["market"])
    if f["everywhere"] or by_all_trades(f["market"]):
        return (
            f"{f'买方是{beside[0]}，' if beside else ''}本地一年用多少，无法按几个行业的成本占比推算，待核。",
            f"{f'It is bought by {beside[1]}. ' if beside else ''}How much is bought here, a few trades' shares of "
            "cost cannot tell; unverified.",
        )
    if f["by_waste"]:
        return (
            "回收处置看废料来源，不以采购额衡量；本地和周边的来源量待核。",
            "Recovery lives on the waste within reach, not on buyers; how much there is is unverified.",
        )
    if f["demand_high_yi"] < LEAST_YI:
        return _next_to_nothing(f, name, beside)
    told, told_en = between(f["demand_low_yi"], f["demand_high_yi"])
    counts = f"下游在库单位估计营业收入 × 成本占比，{_grounds(f['known_share'])[0]}"
    without = f"，不含{beside[0]}购买" if beside else ""
    zh = f"{yearly_need(f)[0].format(told)}（{counts}{without}）"
    en = (
        f"{yearly_need(f)[1].format(told_en)} (estimated sales of buyers on record × share of cost, "
        f"{_grounds(f['known_share'])[1]})"
    )
    if beside:
        en += f"; what {beside[1]} buy is not counted"
    held, held_en = _against(f, bool(beside))
    zh, en = f"{zh}{held}。", f"{en}{held_en}."
    if f["argument"] and not f["buyers"] and not f["known"] and not beside:
        zh += "按产品能对上的具体买方尚未查到，待核。"
        en += " No buyer has been found whose own product takes it; unverified."
    return zh, en


def yearly_need(f: NeedFigures) -> Both:
    """How often it is bought, around the place where the amount stands: machines and plant are bought by projects."""
    if f["project"]:
        return (
            "本地单位按新上项目和更新需要采购，平均每年{}",
            "Local firms buy it with new projects and renewals, on average {} a year",
        )
    return "本地单位一年需{}", "Local firms need {} of it a year"


def _next_to_nothing(f: NeedFigures, name: Both, beside: Both | None) -> Both:
    few = "本地单位采购极少" if f["segments"] else "在库未见采购它的本地单位"
    few_en = f"Local firms buy next to no {name[1].lower()}" if f["segments"] else "No local firm on record buys it"
    if beside:
        return (f"{few}；它主要卖给{beside[0]}，这部分未计入。", f"{few_en}; {beside[1]} do, which is not counted.")
    if not f["segments"]:
        return f"{few}。", f"{few_en}."
    return (
        f"{few}（估算一年不足 100 万元），不构成招引理由。",
        f"{few_en} (under {yuan(LEAST_YI)} a year): no argument.",
    )


def _against(f: NeedFigures, beside: bool) -> Both:
    """The range of the need against the smallest usual plant; certain only where its low or high end decides."""
    least, low, high = f["least_sales_yi"], f["demand_low_yi"], f["demand_high_yi"]
    plant, plant_en = f"一家最小常规项目的{yearly(f['service'])}（约 {amounts(least)[0]}）", amounts(least)[1]
    if least is None:
        return "；最小常规项目的规模待核", "; the size of the smallest usual plant is unverified"
    if beside and f["demand_yi"] < least:
        return "", ""  # a part of the market, held against a plant, would say nothing
    match against_plant(low, high, least):
        case "trifle":
            return (
                f"，不到{plant}的一成，单凭本地需求不构成招引理由",
                f", under a tenth of what the smallest usual plant sells ({plant_en}): no argument alone",
            )
        case "below":
            return f"，低于{plant}", f", less than the smallest usual plant sells ({plant_en})"
        case "enough":
            return f"，够{plant}", f", as much as the smallest usual plant sells ({plant_en}) or more"
    return (
        f"；可能够、也可能不够{plant}，须核买方用量",
        f"; it may or may not fill what the smallest usual plant sells ({plant_en}): ask the buyers",
    )


def _grounds(known: float) -> Both:
    """On what the sales of the buyers rest."""
    n = round(known * 10)
    if n == 0:
        return "均按企业规模推算", "all sales estimated from size"
    if n >= 10:
        return "营业收入大都有据", "sales mostly on record"
    share = tenths(known, "zh").removeprefix("约")
    return f"其中约{share}有营业收入依据，其余按规模推算", f"about {n * 10}% of it on sales on record, the rest on size"


def presence(f: PresenceFigures) -> Both:
    """The test of weak presence: only what speaks for it is told."""
    unit, unit_en = ("从事单位", "body") if f["bodies"] else ("从事企业", "firm")
    if not f["local"]:
        if f["everywhere"]:
            return (
                "本地在库未见；这一行网点分散、各地都有，名录收不全，在库未见不等于没有。",
                "None on record here; but this is a trade of branches, shops or farms that every city has and no "
                "register lists in full.",
            )
        return "本地在库未见从事企业。", "No local firm on record does it."
    if f["everywhere"]:
        return (
            "本地有在库企业；这一行网点分散、各地都有，名录收不全，够不够待核。",
            "Local firms are on record; no register lists all of this trade, so whether they are enough is unverified.",
        )
    if not f["by_product"]:
        return _unproven(f)
    own = f"其中主要产品对得上的 {f['by_product']} 家" if f["by_product"] < f["local"] else "主要产品对得上"
    zh = f"本地在库{unit} {f['local']} 家（{own}）"
    does = f"{unit_en} on record does" if f["local"] == 1 else f"{unit_en}s on record do".replace("bodys", "bodies")
    en = f"{f['local']} local {does} it ({f['by_product']} by its own product)"
    if f["covers"] is not None and f["covers"] < WEAK_COVER:
        return f"{zh}；按在库规模估算，远不够本地下游所需。", f"{en}; by size far from what buyers here ask for."
    if f["effective_suppliers"] < FEW_SUPPLIERS:
        one = "在库只见这一家" if f["local"] == 1 else "规模主要集中在一家"
        return f"{zh}；{one}。", f"{en}; supply rests on one."
    if f["quotient_high"] is not None and f["quotient_high"] < 1:
        return f"{zh}；在本链中的比重低于全国。", f"{en}; its share of the chain is below the country's."
    return f"{zh}。", f"{en}."


def seen_elsewhere(f: PresenceFigures) -> bool:
    """Are the local firms on record only sites of firms that stand here in another trade? Then it is missing."""
    return 0 < f["local"] <= f["elsewhere"] and not f["by_product"]


def _unproven(f: PresenceFigures) -> Both:
    """Local firms of which nobody has checked what they make: how they come to be listed, and no more of them than
    that."""
    n, firms = f["local"], counted(f["local"], "local firm")
    if f["elsewhere"] >= n:
        return (
            "本地在库未见从事企业。",
            "No local firm on record does it.",
        )
    if f["outside"] >= n:
        return (
            f"在库未见本地企业从事；外地企业在本地的基地或分支 {n} 家，是否从事这一环节待核。",
            f"No firm seated here is on record; whether the plants or branches of {counted(n, 'outside firm')} do it "
            "is unverified.",
        )
    if f["faint"]:
        return (
            f"在库未见主营企业；登记字样相近的 {n} 家规模很小，是否从事待核。",
            f"No firm of this trade on record; {counted(n, 'small firm')} registered with like words: unverified.",
        )
    zh = f"本地在库 {n} 家按登记范围或名称归入，主要产品尚待核实"
    en = f"{firms} on record by name or scope, none by its own product"
    if f["covers"] is not None and f["covers"] < WEAK_COVER and n > 1:
        return f"{zh}；即使都算上，也不够本地下游所需的一半。", f"{en}; even all of them under half of the need."
    if f["quotient_high"] is not None and f["quotient_high"] < 1 and n > 1:
        return (
            f"{zh}；即使都算上，在本链中的比重仍低于全国。",
            f"{en}; even with all of them its share is below the country's.",
        )
    return f"{zh}。", f"{en}: unverified."


UNCHECKED_LIST: dict[Lang, str] = {
    "zh": "名录较全，但在库企业的主要产品尚未核实",
    "en": "the list is full, but nobody has checked what the firms on it make",
}
UNCHECKED_PART: dict[Lang, str] = {
    "zh": "名录不全，在库企业的主要产品也尚未核实",
    "en": "the list is not full, and nobody has checked what the firms on it make",
}
SHIPPED: Both = ("链图自带名录", "liantu's own tables")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")  # a table named by its file in Latin letters is no name to be said aloud


def sources(named: Mapping[str, Kind]) -> Both:
    """The sources of a region's firms, with what each could have listed."""
    zh, en = [], []
    for name, kind in named.items():
        own = SHIPPED if name == "shipped" else (name if _CHINESE.search(name) else "导入的名录", name)
        zh.append(own[0] + (f"（{SOURCE_SCOPE[kind]['zh']}）" if kind else ""))
        en.append(own[1] + (f" ({SOURCE_SCOPE[kind]['en']})" if kind else ""))
    return "、".join(zh) or UNKNOWN["zh"], ", ".join(en) or UNKNOWN["en"]


def coverage(f: CoverageFigures) -> Both:
    """The test of data coverage."""
    reason = VERDICT_REASON.get(f["reason"], UNKNOWN)
    if f["unchecked"]:
        reason = UNCHECKED_LIST if (f["estimate"] or 0.0) >= GOOD_COVERAGE else UNCHECKED_PART
    named = sources(f["named"])
    trade = "本链中小企业" if f["small"] else "本链较大企业"
    trade_en = "small firms of the chain" if f["small"] else "larger firms of the chain"
    if f["estimate"] is None:
        zh, en = "在库比例待核", "the share on record is unverified"
    else:
        share, share_en = tenths(f["estimate"], "zh"), tenths(f["estimate"], "en")
        most = share if f["estimate"] >= NEARLY_ALL else f"至多{share}"
        zh = f"{trade}在库比例{most}（来源互证估算）"
        en = f"of the {trade_en} at most {share_en.removeprefix('about ')} are on record (estimate from overlap)"
    return (
        f"本地在库企业 {f['firms']} 家，来源：{named[0]}；{zh}。{reason['zh']}。",
        f"{counted(f['firms'], 'local firm')} on record, from {named[1]}; {en}: {reason['en']}.",
    )


def consequence(f: ConsequenceFigures, paths: Sequence[tuple[Both, Both, float]]) -> Both:
    """What hangs on it farther down. paths: (the buyer between, who feels it, share of the latter's cost), the
    largest first."""
    if not paths:
        return (
            "未见明显的间接影响：再往下游，本地企业的成本很少系于它。",
            "No indirect effect to speak of: farther down little of local firms' cost hangs on it.",
        )
    first = paths[:FELT]
    zh = "；".join(f"经{via[0]}传到{who[0]}（{_part(share)[0]}）" for via, who, share in first)
    en = "; ".join(f"through {via[1].lower()} to {who[1].lower()} ({_part(share)[1]})" for via, who, share in first)
    more, more_en = ("等", " and others") if len(paths) > FELT else ("", "")
    return (
        f"间接影响：{zh}{more}；估算，已含在上面的需求之内。",
        f"Indirectly: {en}{more_en}; an estimate, part of the need above.",
    )


FELT = 3  # segments farther down that are told


def _part(share: float) -> Both:
    """How much of a cost hangs on it, no closer than two estimated shares multiplied can tell."""
    if share >= LARGE_PART:
        return "占其成本较大部分", "a large part of the cost"
    return ("占其成本一部分", "a part of the cost") if share >= SOME_PART else ("占其成本不到一成", "under a tenth")


LARGE_PART, SOME_PART = 0.25, 0.1


# What would change the verdict, by code; what needs a figure stands in `change`.
CHANGES: dict[str, Both] = {
    "second_source": (
        "导入本地工商登记等第二来源、与现有名单互证后，结论可升为可信，也可能不再成立。",
        "A second source, such as the local register, could confirm the verdict or overturn it.",
    ),
    "ask_counties": (
        "请县区和行业主管部门提供这一行的从业名单，才能判断本地够不够。",
        "Only a list of its branches, shops or farms from the counties can show whether there are enough.",
    ),
    "ask_around": (
        "请县区、园区和行业协会核实本地有无从事企业：查实确无，结论升为可信；查实已有，改看够不够用。",
        "If counties, parks and associations confirm that no local firm does it, the verdict is confirmed; if one "
        "does, the question is whether there is enough.",
    ),
    "one_firm_anywhere": (
        "全国查到一家从事企业，才谈得上招引。",
        "Recruiting becomes possible once one firm in the country is known.",
    ),
    "one_local_firm": (
        "查实本地已有企业从事该环节，则不再按缺失看，改看够不够用。",
        "A local firm found in this segment would turn the question into whether there is enough.",
    ),
    "buyers_leave": (
        "主要买方（{buyers}）不再采购或改用替代品，则本地需求须重新估算。",
        "If the main buyers ({buyers}) bought no more of it or used a substitute, the need must be reckoned anew.",
    ),
    "check_products": (
        "核实在库企业的主要产品：确实从事的，改看够不够用；都不从事的，按缺失看。",
        "Once it is checked what the firms on record make: who does it counts; if nobody does, it is missing.",
    ),
    "grow_fields": (
        "本地种养主体扩大规模、提高产量，供得上本地下游所需的一半以上，则不再薄弱。",
        "It would no longer be weak if those who grow it here came to half of what buyers here need.",
    ),
    "grow_share": (
        "本地企业增资扩产，使本环节在本链中的比重达到全国平均水平（现低于全国），则不再薄弱。",
        "It would no longer be weak if local firms grew until its share of the chain is the country's.",
    ),
    "grow": (
        "本地企业增资扩产，供得上本地下游所需的一半以上，则不再薄弱。",
        "It would no longer be weak if local firms grew to half of what buyers here need.",
    ),
    "more_capacity": (
        "争取国铁增设办理站、专用线或加开班列，运力够用，则不再是短板。",
        "It would no longer be short if the state railway added a terminal, sidings or trains.",
    ),
    "second_supplier": (
        "本地再有一家规模相近的同类企业，则供给不再集中于一家，也不再是单点依赖。",
        "A second local firm of similar size would end the single point.",
    ),
}


def change(code: str, figures: VerdictChangeFigures, service: bool = False, buyers: Sequence[str] = ()) -> Both:
    """What would change the verdict; of a service nobody builds a plant. buyers: names of the first."""
    if code == "more_firms":
        return (
            f"本地在库企业由 {figures['now']} 家增至 {figures['needed']} 家以上，才能判断。",
            f"A verdict needs at least {figures['needed']} local firms on record; there are {figures['now']}.",
        )
    if code == "more_coverage":
        share = tenths(figures["needed"], "zh").removeprefix("约")
        return (
            f"再导入一份本地企业名录，覆盖达到{share}以上，结论会更可信，也可能不再成立。",
            f"Another local register that raises coverage to {figures['needed']:.0%} "
            "would strengthen the verdict or overturn it.",
        )
    zh, en = CHANGES[code]
    zh, en = zh.replace("{buyers}", "、".join(buyers)), en.replace("{buyers}", ", ".join(buyers))
    return zh.replace("增资扩产", "扩大经营能力") if service else zh, en
