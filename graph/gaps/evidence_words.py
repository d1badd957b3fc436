"""The sentences of a proof in Chinese and English, made from its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.gaps.kinds_and_scores import FEW_SUPPLIERS, WEAK_COVER
from graph.gaps.recruitability import EQUAL
from graph.gaps.wording.amounts import LEAST_YI, Both, amount, amounts, beyond_firms, by_all_trades, yearly
from graph.model.records import Scope as Kind
from graph.model.words import SOURCE_SCOPE, UNKNOWN, VERDICT_REASON, counted, tenths

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
    if f["plans"]:
        zh += f"另有 {f['plans']} 家企业的在建、拟建项目将用到它。"
        en += f" {counted(f['plans'], 'firm')} with projects here will need it."
    return zh, en


def _demand(f: NeedFigures, name: Both) -> Both:
    """What local buyers spend on it a year, how that is estimated, and whether it is an argument."""
    beside = beyond_firms(f["market"])
    if by_all_trades(f["market"]):
        return (
            f"买方是{beside[0]}，本地一年买多少无法按几个行业的成本占比推算，待核。" if beside else "",
            f"It is bought by {beside[1]}: how much, a few trades' shares of cost cannot tell; unverified."
            if beside
            else "",
        )
    if f["demand_yi"] < LEAST_YI:
        few = "本地单位采购极少" if f["segments"] else "在库未见采购它的本地单位"
        few_en = f"Local firms buy next to no {name[1].lower()}" if f["segments"] else "No local firm on record buys it"
        if beside:
            return (f"{few}；它主要卖给{beside[0]}，这部分未计入。", f"{few_en}; {beside[1]} do, which is not counted.")
        return (
            (
                f"{few}（估算一年不足 100 万元），不构成招引理由。",
                f"{few_en} ({amount(0.0)[1]} a year): no argument.",
            )
            if f["segments"]
            else (f"{few}。", f"{few_en}.")
        )
    told, told_en = amount(f["demand_yi"])
    counts = f"下游在库单位估计营业收入 × 成本占比，{_grounds(f['known_share'])[0]}"
    zh = f"本地单位一年约需 {told}（{counts}{'，不含' + beside[0] + '购买' if beside else ''}）"
    en = (
        f"Local firms need about {told_en} of it a year (estimated sales of buyers on record × share of cost, "
        f"{_grounds(f['known_share'])[1]})"
    )
    if beside:
        en += f"; what {beside[1]} buy is not counted"
    least, scale, sold = f["least_sales_yi"], amounts(f["least_sales_yi"]), yearly(f["service"])
    if least is None:
        zh, en = f"{zh}；最小常规项目的规模待核。", f"{en}; the size of the smallest usual plant is unverified."
    elif beside and f["demand_yi"] < least:
        zh, en = f"{zh}。", f"{en}."  # a part of the market, held against a plant, would say nothing
    elif not f["argument"]:
        zh += f"，不到最小常规项目{sold}（约 {scale[0]}）的一成，单凭本地需求不构成招引理由。"
        en += f", under a tenth of what the smallest usual plant sells ({scale[1]}): no argument alone."
    else:
        times = _times(f["demand_yi"] / least)
        zh += f"，{times[0].format(f'最小常规项目{sold}（约 {scale[0]}）')}。"
        en += f", {times[1].format(f'what the smallest usual plant sells ({scale[1]})')}."
    if f["argument"] and not f["buyers"] and not f["known"] and not beside:
        zh += "按产品能对上的具体买方尚未查到，待核。"
        en += " No buyer has been found whose own product takes it; unverified."
    return zh, en


def _grounds(known: float) -> Both:
    """On what the sales of the buyers rest."""
    n = round(known * 10)
    if n == 0:
        return "均按企业规模推算", "all sales estimated from size"
    if n >= 10:
        return "营业收入大都有据", "sales mostly on record"
    share = tenths(known, "zh").removeprefix("约")
    return f"其中约{share}有营业收入依据，其余按规模推算", f"about {n * 10}% of it on sales on record, the rest on size"


def _times(times: float) -> Both:
    """How many smallest plants, around the place where these are named: 约合…的三成, 相当于…的 1.8 倍."""
    if times < EQUAL:
        return f"约合{{}}的{tenths(times, 'zh').removeprefix('约')}", f"about {round(times * 10) * 10}% of {{}}"
    if times < 1.05:
        return "与{}大致相当", "about {}"
    if times < 9.5:
        return f"约合{{}}的 {times:.1f} 倍", f"about {times:.1f} times {{}}"
    return "远大于{}", "far more than {}"


def presence(f: PresenceFigures) -> Both:
    """The test of weak presence."""
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
            f"本地在库从事企业 {f['local']} 家；这一行网点分散、各地都有，名录收不全，够不够待核。",
            f"{counted(f['local'], 'local firm')} on record; no register lists all of this trade, so whether they are "
            "enough is unverified.",
        )
    if not f["by_product"]:
        return _unproven(f)
    own = f"其中主要产品对得上的 {f['by_product']} 家"
    zh = f"本地在库从事企业 {f['local']} 家（{own}）"
    zh += f"，最大一家约占折算规模的 {f['largest_share']:.0%}" if f["local"] > 1 else ""
    does = "does" if f["local"] == 1 else "do"
    en = f"{counted(f['local'], 'local firm')} on record {does} it ({f['by_product']} by its own product)" + (
        f", the largest holds {f['largest_share']:.0%} by size" if f["local"] > 1 else ""
    )
    if f["covers"] is not None and f["covers"] < WEAK_COVER:
        part = _part_of_need(f["covers"])
        zh += f"；在库规模约为下游所需的{part}多" if part else "；在库规模不到下游所需的一成"
        en += (
            f", and {tenths(f['covers'], 'en')} of the size that buyers here ask for"
            if f["covers"] >= 0.05
            else ", far below the need"
        )
        if f["quotient_high"] is None or f["quotient_high"] >= 1:
            return f"{zh}。", f"{en}."
    if f["quotient_high"] is None:
        return f"{zh}；与全国的比重不可比。", f"{en}; its share cannot be compared with the country's."
    if f["quotient_high"] < 1:
        return f"{zh}；在本链中的比重低于全国。", f"{en}; its share is below the country's."
    return f"{zh}；在本链中的比重不低于全国。", f"{en}; its share is not below the country's."


def _part_of_need(covers: float) -> str:
    """So many tenths, rounded down: never told as the half from which it would be no longer weak; '' under a tenth."""
    below = int(covers * 10) / 10
    return tenths(below, "zh").removeprefix("约") if below >= 0.1 else ""


def _unproven(f: PresenceFigures) -> Both:
    """Local firms of which nobody has checked what they make: why it is weak even if all of them count."""
    firms = counted(f["local"], "local firm")
    zh = f"本地在库 {f['local']} 家按登记范围或名称归入，主要产品尚待核实"
    en = f"{firms} on record by name or scope, none by its own product"
    if f["covers"] is not None and f["covers"] < WEAK_COVER:
        part = _part_of_need(f["covers"])
        return (
            f"{zh}；即使都算上，也{f'只约够下游所需的{part}多' if part else '不够下游所需的一成'}。",
            f"{en}; even with all of them {tenths(f['covers'], 'en')} of what buyers here ask for.",
        )
    if f["effective_suppliers"] < FEW_SUPPLIERS:
        return f"{zh}；即使都算上，也主要靠一家。", f"{en}; even with all of them one firm decides."
    if f["quotient_high"] is not None and f["quotient_high"] < 1:
        return (
            f"{zh}；即使都算上，在本链中的比重仍低于全国。",
            f"{en}; even with all of them its share is below the country's.",
        )
    return f"{zh}，算不算供给待核。", f"{en}: unverified."


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
    zh = "；".join(f"经{via[0]}，约占{who[0]}成本的 {share:.0%}" for via, who, share in paths[:3])
    en = "; ".join(
        f"through {via[1].lower()}, about {share:.0%} of the cost of {who[1].lower()}" for via, who, share in paths[:3]
    )
    told, told_en = amount(f["indirect_yi"])
    many = "" if len(paths) <= 3 else f"等 {len(paths)} 个环节"
    many_en = "" if len(paths) <= 3 else f" and {len(paths) - 3} more"
    return (
        f"间接影响：{zh}{many}；合计一年至多 {told}（估算，按中间环节优先供本地计，已含在上面的需求之内）。",
        f"Indirectly: {en}{many_en}; at most {told_en} a year (estimate, as if what is between were sold here first; "
        "part of the need above).",
    )


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
        "请县区、园区和行业协会核实本地有无从事企业：查实确无，结论升为可信。",
        "If counties, parks and associations confirm that no local firm does it, the verdict is confirmed.",
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
        "主要的本地买方不再采购或改用替代品，则本地需求不再成立。",
        "If the main local buyers bought no more of it or used a substitute, the local need would end.",
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
        "本地再有一家规模相近的同类企业，则不再是单点依赖。",
        "A second local firm of similar size would end the single point.",
    ),
}


def change(code: str, figures: VerdictChangeFigures, service: bool = False) -> Both:
    """What would change the verdict; of a service nobody builds a plant."""
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
    return zh.replace("增资扩产", "扩大经营能力") if service else zh, en
