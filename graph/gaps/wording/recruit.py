"""可招性 as sentences in Chinese and English, made from its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.gaps.market.local_need import Against, against_plant
from graph.gaps.recruitability import Recruit
from graph.gaps.wording.amounts import LEAST_YI, Both, amounts, between, beyond_firms, by_all_trades, yearly
from graph.model.vocabulary import Market
from graph.model.words import resources

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import RecruitFigures

PLAIN: dict[str, Both] = {
    "railway": (
        "就近配套即可：铁路由国铁统一经营，不作招商对象；可争取专用线、班列和办理站。",
        "Nothing to recruit: railways are run by the state; sidings, trains and a terminal can be asked for.",
    ),
    "captive": (
        "不宜招：由用它的企业按许可自建自用，不对外销售，不作招商对象；本地用户要增设的，支持其按规划报批。",
        "Not suitable: it is set up under licence by who uses it and sold to nobody; support the users here instead.",
    ),
    "grid": (
        "就近配套即可：用电由电网统一供应，本地用电量不构成招引理由；电源项目按规划和指标另行争取。",
        "Supply by the grid is enough: what the city uses is no ground to recruit; "
        "power stations follow plans and quotas of their own.",
    ),
    "siting_unknown": (
        "待核：该环节的起步规模或运输半径尚无数据。",
        "Unverified: its minimum scale or shipping distance is not known.",
    ),
    "grown": (
        "待核：这是种植养殖环节，靠扩大规模、订单和龙头带动，不按建厂招商；先核实用地、水源、防疫等条件和现有种养主体。",
        "Unverified: it is grown, not built; contracts and a leading firm extend it. See to land, water and who "
        "grows it now.",
    ),
    "recovery": (
        "待核：回收处置项目先看本地和周边的废料来源量、回收渠道和处置资质，不以采购额衡量。",
        "Unverified: recovery lives on the waste within reach, on collection and on licences, not on local buyers.",
    ),
    "endowment": (
        "待核：这是本地的资源禀赋，不是能招来的；重在保护和利用，可引进有经验的运营商。",
        "Unverified: a place has this or has it not; what can be brought in is somebody who runs it well.",
    ),
    "everywhere": (
        "待核：这一行各地都有，多由市场自行布点；先摸清本地现状，确有短板再考虑引进有实力、有资质的经营单位。",
        "Unverified: every city has this trade and the market places it; see what there is here before bringing in "
        "an able and licensed operator.",
    ),
    "scarce_nearby": (
        "可招：产品能运到两小时以外，而周边城市在库供给不多；起步规模尚无数据，待核。",
        "Recruit: it ships farther than two hours and the cities nearby make little of it; "
        "its minimum scale is unverified.",
    ),
}


@dataclass(frozen=True)
class Here:
    """What the sentence says of the region beside the answer's figures.

    where: the segments that buy most, by name; local: firms on record that do it, proven: of them those whose own
    product says so; near: the cities within two hours that make most of it.
    """

    where: tuple[Both, ...] = ()
    local: int = 0
    proven: int = 0
    near: tuple[Both, ...] = ()


NOTHING_ELSE = Here()


def said(answer: Recruit, buyers_known: bool = True, here: Here = NOTHING_ELSE) -> Both:
    """可招性 as a sentence with its reason. buyers_known: can firms be named that take it?"""
    f = answer.figures
    scale, demand = amounts(f["least_sales_yi"]), between(f["local_demand_low_yi"], f["local_demand_high_yi"])
    needed = resources(f["resource"], "zh"), resources(f["resource"], "en")
    match answer.reason:
        case "resource_lacking":
            return (
                f"不宜招：这一环节依托{needed[0]}，{f['region']}不具备；所需由具备条件的城市供应。",
                f"Not suitable: it lives on {needed[1]}, which {f['region_en']} does not have; "
                "cities that have it supply what is needed.",
            )
        case "resource_unknown":
            return (
                f"待核：这一环节依托{needed[0]}，本地条件够不够尚待核实，招引前先落实。",
                f"Unverified: it cannot do without {needed[1]}; "
                "whether the region has enough is not known, so settle it before recruiting.",
            )
        case "power_dear":
            return (
                f"待核：该环节耗电大，{f['region']}所在省电价不占优势，招引前先核电价和能耗指标。",
                f"Unverified: it lives on cheap power, which is not to be had in the province of {f['region_en']}; "
                "check price and quota first.",
            )
    if answer.reason in PLAIN:
        return PLAIN[answer.reason]
    bought = answer.reason in ("local_market", "wider_market")
    first = _first(answer, scale, demand, buyers_known, here) if bought else None
    if first:
        return first
    zh = _recruit_zh(answer, scale[0], demand[0], buyers_known, here)
    return zh, _recruit_en(answer, scale[1], demand[1], buyers_known, here)


def _fills(f: RecruitFigures) -> Against:
    return against_plant(f["local_demand_low_yi"], f["local_demand_high_yi"], f["least_sales_yi"])


def _first(answer: Recruit, scale: Both, demand: Both, buyers_known: bool, here: Here) -> Both | None:
    """What must be seen to before a segment is recruited for its local market: who buys it, what the local firms on
    record make, what they leave to be supplied. None where nothing must."""
    f = answer.figures
    if answer.reason == "wider_market" and (_fills(f) != "maybe" or not buyers_known):
        return None  # too small for a plant whatever is checked
    held, held_en = _held(f, scale)
    told, told_en = f"本地单位一年所需（{demand[0]}，估算）{held}", f"local demand of {demand[1]} a year {held_en}"
    if not buyers_known:
        where = "、".join(zh for zh, _ in here.where)
        where_en = " and ".join(en for _, en in here.where)
        return (
            f"可招，但先核实买方：{told}，{f'主要在{where}环节，' if where else ''}尚未对到具体单位。",
            f"Recruit once buyers are found: {told_en}{f', mostly in {where_en}' if where else ''}, but no buyer is "
            "known by its product.",
        )
    if here.local and not here.proven:
        return (
            f"可招，但先核实本地在库 {here.local} 家的主要产品：{told}，确有缺口再招{_strict(f)}。",
            f"Recruit once it is known what the {here.local} local firms on record make: {told_en}.",
        )
    if f["supplied"]:
        wider = "外地市场" if f["light"] else "周边市场"
        return (
            f"可招，但宜按{wider}测算：本地单位一年所需（{demand[0]}，估算），本地已有同类单位，够不够、缺哪些品种"
            f"须先核对{_strict(f)}。",
            f"Recruit, for a wider market: local firms on record do what is needed here ({demand[1]} a year); see "
            "first which kinds are missing.",
        )
    return _uncertain(f, told, told_en)


def _uncertain(f: RecruitFigures, told: str, told_en: str) -> Both | None:
    """Where the range of the need does not say whether it fills the smallest plant: ask the buyers first."""
    if _fills(f) != "maybe":
        return None
    wider = "面向外地市场" if f["light"] else "辐射周边市场"
    kinds = "，且分属许多品种" if f["wide"] else ""
    return (
        f"可招，但先核买方用量：{told}{kinds}，不够的部分须{wider}{_strict(f)}。",
        f"Recruit once the buyers are asked: {told_en}; what they do not take is sold farther off.",
    )


def _held(f: RecruitFigures, scale: Both) -> Both:
    """The range of the need against the smallest plant, as the end of a sentence."""
    plant = f"一家起步规模（约 {scale[0]}）企业的{yearly(f['service'])}"
    match _fills(f):
        case "enough":
            return f"够{plant}", f"would support a minimum-scale plant ({scale[1]})"
        case "trifle" | "below":
            return f"低于起步规模（约 {scale[0]}）", f"is below a minimum-scale plant ({scale[1]})"
    return (
        f"可能够、也可能不够{plant}",
        f"may or may not support a minimum-scale plant ({scale[1]})",
    )


def _strict(f: RecruitFigures) -> str:
    """What such a trade must be allowed before anything else; a laboratory asks for a licence rather than for water."""
    if not f["strict"]:
        return ""
    if f["service"]:
        return "；这一行须先取得执业许可，落实生物安全和环保条件"
    return "；这一行环保要求高，须先落实排放和用水指标"


def _recruit_zh(answer: Recruit, scale: str, demand: str, buyers_known: bool, here: Here) -> str:
    f = answer.figures
    people = beyond_firms(f["market"]) or ("", "")
    strict = _strict(f)
    kinds = "，但分属许多品种，一家企业只能供其中一部分，招引时按具体品种核对" if f["wide"] else ""
    bars = f"；这一行的门槛在{'、'.join(f['barriers'])}" if f["barriers"] else ""
    whole = f["wide"] and f["light"]  # nobody settles for a part of the need of one city
    unknown = "" if buyers_known else "先核实买方，并须"
    held = _held(f, (scale, scale))[0]
    small = ""
    if f["least_sales_yi"] and _fills(f) in ("trifle", "below") and not f["market"]:
        small = f"；本地单位一年所需（{demand}，估算）低于起步规模（约 {scale}），还须面向外地市场"
    local = f"本地单位一年所需（{demand}，估算）{held}"
    near = "、".join(zh for zh, _ in here.near)
    wide = "面向外地市场" if f["light"] else "辐射周边市场"
    none = f["local_demand_high_yi"] < LEAST_YI
    return {
        "parks": f"不宜招：本地 {f['parks']} 个园区的能耗、环保或用地条件都不允许。",
        "nearby": (
            f"就近配套即可：两小时车程内{f'的{near}等地' if near else ''}已有在库企业供应；{local}。"
            if not none
            else f"就近配套即可：两小时车程内{f'的{near}等地' if near else ''}已有在库企业供应，本地单位采购极少。"
        ),
        "limits_unknown": (f"待核：园区的能耗、环保、用地条件尚不清楚，招引前先落实{small}。"),
        "final_goods": (
            f"可招，但不以本地单位采购为依据：产品主要卖给{people[0]}、面向全国，"
            f"起步规模约 {scale}，看市场、资质和本地配套。"
        ),
        "final_market": (
            f"待核：买方是{people[0]}，采购额尚不清楚，应先摸清"
            + ("本地货量和现有经营者。" if Market.SHIPPERS in f["market"] else "本地采购规模和现有供应商。")
            if by_all_trades(f["market"])
            else f"待核：主要卖给{people[0]}，单位采购说明不了市场大小，应先摸清本地客源和同类项目经营情况。"
        ),
        "scale": (
            f"不宜招：起步规模约 {scale}，超过本地单位一年所需（{demand}，估算），"
            + ("又是就地提供的服务。" if f["on_the_spot"] else "运到外地又不划算。")
        ),
        "local_market": (
            f"可招{'，但须面向全国市场' if whole else ''}：{local}{kinds}{strict}{bars if whole else ''}。"
        ),
        "wider_market": (f"可招，但{unknown or '须'}{wide}：{local}{strict}{bars}。"),
        "far_market": (
            "本地单位采购极少或未查到，只宜招本来就面向全国市场的项目。"
            if none
            else f"本地需求不构成招引理由：一年所需（{demand}，估算）"
            f"{'不到' if _fills(f) == 'trifle' else '多半不到'}起步规模（约 {scale}）的一成，"
            "只宜招本来就面向全国市场的项目。"
        ),
    }[answer.reason]


def _recruit_en(answer: Recruit, scale: str, demand: str, buyers_known: bool, here: Here) -> str:
    f = answer.figures
    held, near = _held(f, (scale, scale))[1], ", ".join(en for _, en in here.near)
    people = beyond_firms(f["market"]) or ("", "")
    kinds = ", spread over many kinds of product, of which one plant makes a few." if f["wide"] else "."
    return {
        "parks": f"Not suitable: energy, environment or land rule it out in all {f['parks']} local parks.",
        "nearby": (
            f"Supply from nearby is enough: cities within two hours make plenty{f' ({near})' if near else ''}; "
            f"local demand of {demand} a year (estimate) {held}."
        ),
        "limits_unknown": "Unverified: the parks' limits on energy, environment and land are not known.",
        "final_goods": (
            f"Recruit, but not for what local firms buy: it is sold to {people[1]} all over the country; "
            f"a plant starts at {scale}."
        ),
        "final_market": (
            f"Unverified: it is sold to {people[1]}, so that what firms buy does not measure it; "
            "look at the local market first."
        ),
        "scale": (
            f"Not suitable: a minimum-scale plant ({scale}) exceeds local demand of {demand} a year (estimate), "
            + ("and it is done where it is used." if f["on_the_spot"] else "and it does not pay to haul it farther.")
        ),
        "local_market": (f"Recruit: local demand of {demand} a year (estimate) {held}{kinds}"),
        "wider_market": (
            f"Recruit, for {'a wider market' if f['light'] else 'the cities around too'}: "
            f"local demand of {demand} a year (estimate) {held}."
        ),
        "far_market": (
            "No local need is on record: recruit only who sells to the whole country anyway."
            if f["local_demand_high_yi"] < LEAST_YI
            else f"Local need is no ground: {demand} a year (estimate) is under a tenth of a minimum-scale plant "
            f"({scale}); recruit only who sells to the whole country anyway."
        ),
    }[answer.reason]
