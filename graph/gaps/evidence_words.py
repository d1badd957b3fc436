"""The sentences of a proof in Chinese and English, made from its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.gaps.kinds_and_scores import WEAK_COVER
from graph.gaps.recruitability import EQUAL, Recruit
from graph.model.records import Scope as Kind
from graph.model.words import MARKET, SOURCE_SCOPE, UNKNOWN, VERDICT_REASON, counted, resources, tenths

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import (
        ConsequenceFigures,
        CoverageFigures,
        NeedFigures,
        PresenceFigures,
        VerdictChangeFigures,
    )

Both = tuple[str, str]  # Chinese, English
NEARLY_ALL = 0.95  # share that is told as nearly all
LEAST_YI = 0.01  # a million yuan, below which no amount is told


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
    if f["demand_yi"] < LEAST_YI:
        few = "本地单位采购极少" if f["segments"] else "在库未见采购它的本地单位"
        few_en = f"Local firms buy next to no {name[1].lower()}" if f["segments"] else "No local firm on record buys it"
        if beside:
            return (f"{few}；它主要卖给{beside[0]}，这部分未计入。", f"{few_en}; {beside[1]} do, which is not counted.")
        return (
            (
                f"{few}（估算一年不足 100 万元），不构成招引理由。",
                f"{few_en} (under 1 million yuan a year): no argument.",
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
    least, scale = f["least_sales_yi"], amounts(f["least_sales_yi"])
    if least is None:
        zh, en = f"{zh}；最小常规项目的规模待核。", f"{en}; the size of the smallest usual plant is unverified."
    elif beside and f["demand_yi"] < least:
        zh, en = f"{zh}。", f"{en}."  # a part of the market, held against a plant, would say nothing
    elif not f["argument"]:
        zh += f"，不到最小常规项目年产值（约 {scale[0]}）的一成，单凭本地需求不构成招引理由。"
        en += f", under a tenth of what the smallest usual plant sells ({scale[1]}): no argument alone."
    else:
        times = _times(f["demand_yi"] / least)
        zh += f"，{times[0].format(f'最小常规项目年产值（约 {scale[0]}）')}。"
        en += f", {times[1].format(f'what the smallest usual plant sells ({scale[1]})')}."
    if f["argument"] and not f["buyers"] and not f["known"] and not beside:
        zh += "按产品能对上的具体买方尚未查到，待核。"
        en += " No buyer has been found whose own product takes it; unverified."
    return zh, en


def beyond_firms(market: Sequence[str]) -> Both | None:
    """Who buys it beside firms, in words; None where only firms do."""
    if not market:
        return None
    return "、".join(MARKET[m]["zh"] for m in market), " and ".join(MARKET[m]["en"] for m in market)


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
        return (
            f"本地在库 {f['local']} 家按登记范围或名称归入，主要产品尚待核实，算不算供给待核。",
            f"{counted(f['local'], 'local firm')} on record by name or scope, none by its own product: unverified.",
        )
    own = f"其中主要产品对得上的 {f['by_product']} 家"
    zh = f"本地在库从事企业 {f['local']} 家（{own}）"
    zh += f"，最大一家约占折算规模的 {f['largest_share']:.0%}" if f["local"] > 1 else ""
    does = "does" if f["local"] == 1 else "do"
    en = f"{counted(f['local'], 'local firm')} on record {does} it ({f['by_product']} by its own product)" + (
        f", the largest holds {f['largest_share']:.0%} by size" if f["local"] > 1 else ""
    )
    if f["covers"] is not None and f["covers"] < WEAK_COVER:
        below = int(f["covers"] * 10) / 10  # never told as the half from which it would be no longer weak
        part_zh, part_en = tenths(below, "zh").removeprefix("约"), tenths(f["covers"], "en")
        zh += f"；在库规模约为下游所需的{part_zh}多" if below >= 0.1 else "；在库规模不到下游所需的一成"
        en += f", and {part_en} of the size that buyers here ask for" if f["covers"] >= 0.05 else ", far below the need"
        if f["quotient_high"] is None or f["quotient_high"] >= 1:
            return f"{zh}。", f"{en}."
    if f["quotient_high"] is None:
        return f"{zh}；与全国的比重不可比。", f"{en}; its share cannot be compared with the country's."
    if f["quotient_high"] < 1:
        return f"{zh}；在本链中的比重低于全国。", f"{en}; its share is below the country's."
    return f"{zh}；在本链中的比重不低于全国。", f"{en}; its share is not below the country's."


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


def recruit(answer: Recruit, buyers_known: bool = True) -> Both:
    """可招性 as a sentence with its reason. buyers_known: can firms be named that take it?"""
    f = answer.figures
    scale, demand = amounts(f["least_sales_yi"]), about(f["local_demand_yi"])
    needed = resources(f["resource"], "zh"), resources(f["resource"], "en")
    match answer.reason:
        case "resource_lacking":
            return (
                f"不宜招：该环节离不开{needed[0]}，{f['region']}不具备；所需由具备条件的城市供应。",
                f"Not suitable: it cannot do without {needed[1]}, which {f['region_en']} does not have; "
                "cities that have it supply what is needed.",
            )
        case "resource_unknown":
            return (
                f"待核：该环节离不开{needed[0]}，本地条件够不够尚待核实，招引前先落实。",
                f"Unverified: it cannot do without {needed[1]}; "
                "whether the region has enough is not known, so settle it before recruiting.",
            )
        case "power_dear":
            return (
                f"待核：该环节耗电大，{f['region']}所在省电价不占优势，招引前先核电价和能耗指标。",
                f"Unverified: it lives on cheap power, which is not to be had in the province of {f['region_en']}; "
                "check price and quota first.",
            )
    zh = _recruit_zh(answer, scale[0], demand[0], buyers_known)
    return zh, _recruit_en(answer, scale[1], demand[1], buyers_known)


def amount(yi: float) -> Both:
    """An estimated yearly amount, two digits below 10 亿元: 2600 万元, 1.7 亿元, 38 亿元."""
    if yi < LEAST_YI:
        return "不足 100 万元", "under 1 million yuan"
    wan = float(f"{yi * 1e4:.2g}")
    if wan < 1e4:
        return f"{wan:.0f} 万元", f"{wan / 100:g} million yuan"
    return f"{yi:.1f} 亿元" if yi < 9.95 else f"{yi:.0f} 亿元", f"{float(f'{yi * 100:.2g}'):.0f} million yuan"


def amounts(yi: float | None) -> Both:
    """The size of a plant, as the catalogue gives it: 200 万元, 0.5 亿元 as 5000 万元."""
    if yi is None:
        return "待核", "unknown"
    return (f"{yi * 1e4:g} 万元" if yi < 1 else f"{yi:g} 亿元"), f"{yi * 100:g} million yuan"


def about(yi: float) -> Both:
    """An estimated amount in a sentence: 约 1.7 亿元, 不足 100 万元."""
    zh, en = amount(yi)
    return (zh, en) if yi < LEAST_YI else (f"约 {zh}", f"about {en}")


def _recruit_zh(answer: Recruit, scale: str, demand: str, buyers_known: bool) -> str:
    f = answer.figures
    people = beyond_firms(f["market"]) or ("", "")
    strict = "；这一行环保要求高，须先落实排放和用水指标" if f["strict"] else ""
    kinds = "，但分属许多品种，一家企业只能供其中一部分，招引时按具体品种核对" if f["wide"] else ""
    small = ""
    if f["least_sales_yi"] and f["local_demand_yi"] < EQUAL * f["least_sales_yi"] and not f["market"]:
        small = f"；本地单位一年所需（{demand}，估算）低于起步规模（约 {scale}），还须面向外地市场"
    enough = "大致相当于" if f["least_sales_yi"] and f["local_demand_yi"] < 1.05 * f["least_sales_yi"] else "够"
    local = f"本地单位一年所需（{demand}，估算）{enough}一家起步规模（约 {scale}）企业的年产值"
    return {
        "parks": f"不宜招：本地 {f['parks']} 个园区的能耗、环保或用地条件都不允许。",
        "nearby": (
            "就近配套即可：两小时内周边城市在库供给充足，就近可得；"
            f"建厂起步规模约 {scale}，超过本地单位一年所需（{demand}，估算）。"
        ),
        "railway": "就近配套即可：铁路由国铁统一经营，不作招商对象；可争取专用线、班列和办理站。",
        "grid": "就近配套即可：用电由电网统一供应，本地用电量不构成招引理由；电源项目按规划和指标另行争取。",
        "limits_unknown": (f"待核：园区的能耗、环保、用地条件尚不清楚，招引前先落实{small}。"),
        "siting_unknown": "待核：该环节的起步规模或运输半径尚无数据。",
        "grown": ("待核：这是种植养殖环节，靠扩大面积、订单和龙头带动，不按建厂招商；先核实耕地、水源和现有种养主体。"),
        "endowment": "待核：这是本地的资源禀赋，不是能招来的；重在保护和利用，可引进有经验的运营商。",
        "everywhere": (
            "待核：这一行各地都有，多由市场自行布点；先摸清本地现状，确有短板再考虑引进连锁品牌或龙头企业。"
        ),
        "final_goods": (
            f"可招，但不以本地单位采购为依据：产品主要卖给{people[0]}、面向全国，"
            f"起步规模约 {scale}，看市场、资质和本地配套。"
        ),
        "final_market": (f"待核：主要卖给{people[0]}，单位采购说明不了市场大小，应先摸清本地客源和同类项目经营情况。"),
        "scale": (
            f"不宜招：起步规模约 {scale}，远超本地单位一年所需（{demand}，估算），"
            + ("又是就地提供的服务。" if f["on_the_spot"] else "运到外地又不划算。")
        ),
        "scarce_nearby": "可招：产品能运到两小时以外，而周边城市在库供给不多；起步规模尚无数据，待核。",
        "local_market": (
            f"可招：{local}{kinds}{strict}。" if buyers_known else f"可招，但先核实买方：{local}，具体买方尚未查到。"
        ),
        "wider_market": (
            f"可招，但须{'面向外地市场' if f['light'] else '辐射周边市场'}："
            f"本地单位一年所需（{demand}，估算）低于起步规模（约 {scale}）{strict}。"
        ),
        "far_market": (
            f"本地需求不构成招引理由：一年所需（{demand}，估算）不到起步规模（约 {scale}）的一成，"
            "只宜招本来就面向全国市场的项目。"
        ),
    }[answer.reason]


def _recruit_en(answer: Recruit, scale: str, demand: str, buyers_known: bool) -> str:
    f = answer.figures
    people = beyond_firms(f["market"]) or ("", "")
    kinds = ", spread over many kinds of product, of which one plant makes a few." if f["wide"] else "."
    return {
        "parks": f"Not suitable: energy, environment or land rule it out in all {f['parks']} local parks.",
        "nearby": (
            "Supply from nearby is enough: cities within two hours make plenty; "
            f"a minimum-scale plant ({scale}) exceeds local demand of {demand} a year (estimate)."
        ),
        "railway": (
            "Nothing to recruit: railways are run by the state; sidings, trains and a terminal can be asked for."
        ),
        "grid": (
            "Supply by the grid is enough: what the city uses is no ground to recruit; "
            "power stations follow plans and quotas of their own."
        ),
        "limits_unknown": "Unverified: the parks' limits on energy, environment and land are not known.",
        "siting_unknown": "Unverified: its minimum scale or shipping distance is not known.",
        "grown": (
            "Unverified: it is grown, not built; contracts and a leading firm extend it. See to land, water and who "
            "grows it now."
        ),
        "endowment": (
            "Unverified: a place has this or has it not; what can be brought in is somebody who runs it well."
        ),
        "everywhere": (
            "Unverified: every city has this trade and the market places it; see what there is here before bringing in "
            "a chain or a leading firm."
        ),
        "final_goods": (
            f"Recruit, but not for what local firms buy: it is sold to {people[1]} all over the country; "
            f"a plant starts at {scale}."
        ),
        "final_market": (
            f"Unverified: it is sold to {people[1]}, so that what firms buy does not measure it; "
            "look at the local market first."
        ),
        "scale": (
            f"Not suitable: a minimum-scale plant ({scale}) far exceeds local demand of {demand} a year (estimate), "
            + ("and it is done where it is used." if f["on_the_spot"] else "and it does not pay to haul it farther.")
        ),
        "scarce_nearby": (
            "Recruit: it ships farther than two hours and the cities nearby make little of it; "
            "its minimum scale is unverified."
        ),
        "local_market": (
            f"Recruit: local demand of {demand} a year (estimate) supports a minimum-scale plant ({scale}){kinds}"
            if buyers_known
            else f"Recruit once buyers are found: local demand of {demand} a year (estimate) would support "
            f"a minimum-scale plant ({scale}), but no buyer is known by its product."
        ),
        "wider_market": (
            f"Recruit, for {'a wider market' if f['light'] else 'the cities around too'}: "
            f"local demand of {demand} a year (estimate) "
            f"is below a minimum-scale plant ({scale})."
        ),
        "far_market": (
            f"Local need is no ground: {demand} a year (estimate) is under a tenth of a minimum-scale plant ({scale}); "
            "recruit only who sells to the whole country anyway."
        ),
    }[answer.reason]


def change(code: str, figures: VerdictChangeFigures) -> Both:
    """What would change the verdict."""
    match code:
        case "more_firms":
            return (
                f"本地在库企业由 {figures['now']} 家增至 {figures['needed']} 家以上，才能判断。",
                f"A verdict needs at least {figures['needed']} local firms on record; there are {figures['now']}.",
            )
        case "more_coverage":
            share = tenths(figures["needed"], "zh").removeprefix("约")
            return (
                f"再导入一份本地企业名录，覆盖达到{share}以上，结论会更可信，也可能不再成立。",
                f"Another local register that raises coverage to {figures['needed']:.0%} "
                "would strengthen the verdict or overturn it.",
            )
        case "second_source":
            return (
                "导入本地工商登记等第二来源、与现有名单互证后，结论可升为可信，也可能不再成立。",
                "A second source, such as the local register, could confirm the verdict or overturn it.",
            )
        case "ask_counties":
            return (
                "请县区和行业主管部门提供这一行的从业名单，才能判断本地够不够。",
                "Only a list of its branches, shops or farms from the counties can show whether there are enough.",
            )
        case "ask_around":
            return (
                "请县区、园区和行业协会核实本地有无从事企业：查实确无，结论升为可信。",
                "If counties, parks and associations confirm that no local firm does it, the verdict is confirmed.",
            )
        case "one_firm_anywhere":
            return (
                "全国查到一家从事企业，才谈得上招引。",
                "Recruiting becomes possible once one firm in the country is known.",
            )
        case "one_local_firm":
            return (
                "查实本地已有企业从事该环节，则不再列为缺口。",
                "A local firm found in this segment would close the gap.",
            )
        case "buyers_leave":
            return (
                "主要的本地买方停产、外迁或改用替代品，则本地需求不再成立。",
                "If the main local buyers stopped, moved or used a substitute, the local need would end.",
            )
        case "grow_fields":
            return (
                "本地种养主体扩大面积、提高产量，供得上本地下游所需的一半以上，则不再薄弱。",
                "It would no longer be weak if those who grow it here came to half of what buyers here need.",
            )
        case "grow_share":
            return (
                "本地企业增资扩产，使本环节在本链中的比重达到全国平均水平（现低于全国），则不再薄弱。",
                "It would no longer be weak if local firms grew until its share of the chain is the country's.",
            )
        case "grow":
            return (
                "本地企业增资扩产，供得上本地下游所需的一半以上，则不再薄弱。",
                "It would no longer be weak if local firms grew to half of what buyers here need.",
            )
        case _:
            return (
                "本地再有一家规模相近的同类企业，则不再是单点依赖。",
                "A second local firm of similar size would end the single point.",
            )
