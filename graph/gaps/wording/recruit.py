"""可招性 as sentences in Chinese and English, made from its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.gaps.kinds_and_scores import ARGUMENT
from graph.gaps.recruitability import EQUAL, Recruit
from graph.gaps.wording.amounts import LEAST_YI, Both, about, amounts, beyond_firms, by_all_trades, yearly
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
    product says so; covers: their size over what local buyers pull, None where nobody asks.
    """

    where: tuple[Both, ...] = ()
    local: int = 0
    proven: int = 0
    covers: float | None = None


NOTHING_ELSE = Here()


def said(answer: Recruit, buyers_known: bool = True, here: Here = NOTHING_ELSE) -> Both:
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
    if answer.reason in PLAIN:
        return PLAIN[answer.reason]
    if answer.reason == "local_market" and (first := _first(answer, scale, demand, buyers_known, here)):
        return first
    zh = _recruit_zh(answer, scale[0], demand[0], buyers_known)
    return zh, _recruit_en(answer, scale[1], demand[1], buyers_known)


def _first(answer: Recruit, scale: Both, demand: Both, buyers_known: bool, here: Here) -> Both | None:
    """What must be seen to before a segment is recruited for its local market: who buys it, what the local firms on
    record make, what they leave to be supplied. None where nothing must."""
    f = answer.figures
    if not buyers_known:
        where = "、".join(zh for zh, _ in here.where)
        where_en = " and ".join(en for _, en in here.where)
        return (
            f"可招，但先核实买方：本地单位一年所需（{demand[0]}，估算）够一家起步规模（约 {scale[0]}）企业的"
            f"{yearly(f['service'])}，{f'主要在{where}环节，' if where else ''}尚未对到具体单位。",
            f"Recruit once buyers are found: local demand of {demand[1]} a year (estimate"
            f"{f', mostly in {where_en}' if where else ''}) would support a minimum-scale plant ({scale[1]}), but no "
            "buyer is known by its product.",
        )
    if here.local and not here.proven:
        return (
            f"可招，但先核实本地在库 {here.local} 家的主要产品：本地单位一年所需（{demand[0]}，估算）够一家起步规模"
            f"（约 {scale[0]}）企业的{yearly(f['service'])}，确有缺口再招{_strict(f)}。",
            f"Recruit once it is known what the {here.local} local firms on record make: local demand of {demand[1]} a "
            f"year (estimate) supports a minimum-scale plant ({scale[1]}).",
        )
    rest = f["local_demand_yi"] * (1.0 - min(1.0, here.covers or 0.0)) if here.local else f["local_demand_yi"]
    if f["least_sales_yi"] and rest < EQUAL * f["least_sales_yi"]:
        left, left_en = about(rest)
        wider = "面向外地市场" if f["light"] else "辐射周边市场"
        if rest < ARGUMENT * f["least_sales_yi"]:
            return (
                f"可招，但须{wider}：本地单位一年所需（{demand[0]}，估算）本地在库企业大体已能供应，新项目须另找市场"
                f"{_strict(f)}。",
                "Recruit, for a wider market: local firms on record can supply nearly all of what is needed here "
                f"({demand[1]} a year, estimate).",
            )
        return (
            f"可招，但须{wider}：本地单位一年所需（{demand[0]}，估算）扣除本地在库企业可供的部分，余{left}，"
            f"低于起步规模（约 {scale[0]}）{_strict(f)}。",
            f"Recruit, for a wider market: what local firms on record leave of the demand ({left_en} a year of "
            f"{demand[1]}, estimate) is below a minimum-scale plant ({scale[1]}).",
        )
    return None


def _strict(f: RecruitFigures) -> str:
    """What such a trade must be allowed before anything else; a laboratory asks for a licence rather than for water."""
    if not f["strict"]:
        return ""
    if f["service"]:
        return "；这一行须先取得执业许可，落实生物安全和环保条件"
    return "；这一行环保要求高，须先落实排放和用水指标"


def _recruit_zh(answer: Recruit, scale: str, demand: str, buyers_known: bool) -> str:
    f = answer.figures
    people = beyond_firms(f["market"]) or ("", "")
    strict = _strict(f)
    kinds = "，但分属许多品种，一家企业只能供其中一部分，招引时按具体品种核对" if f["wide"] else ""
    bars = f"；这一行的门槛在{'、'.join(f['barriers'])}" if f["barriers"] else ""
    whole = f["wide"] and f["light"]  # nobody settles for a part of the need of one city
    unknown = "" if buyers_known else "先核实买方，并须"
    small = ""
    if f["least_sales_yi"] and f["local_demand_yi"] < EQUAL * f["least_sales_yi"] and not f["market"]:
        small = f"；本地单位一年所需（{demand}，估算）低于起步规模（约 {scale}），还须面向外地市场"
    enough = "大致相当于" if f["least_sales_yi"] and f["local_demand_yi"] < 1.05 * f["least_sales_yi"] else "够"
    local = f"本地单位一年所需（{demand}，估算）{enough}一家起步规模（约 {scale}）企业的{yearly(f['service'])}"
    return {
        "parks": f"不宜招：本地 {f['parks']} 个园区的能耗、环保或用地条件都不允许。",
        "nearby": (
            "就近配套即可：两小时内周边城市在库供给充足，就近可得；"
            f"建厂起步规模约 {scale}，超过本地单位一年所需（{demand}，估算）。"
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
            f"不宜招：起步规模约 {scale}，远超本地单位一年所需（{demand}，估算），"
            + ("又是就地提供的服务。" if f["on_the_spot"] else "运到外地又不划算。")
        ),
        "local_market": (
            f"可招{'，但须面向全国市场' if whole else ''}：{local}{kinds}{strict}{bars if whole else ''}。"
        ),
        "wider_market": (
            f"可招，但{unknown or '须'}{'面向外地市场' if f['light'] else '辐射周边市场'}："
            f"本地单位一年所需（{demand}，估算）低于起步规模（约 {scale}）{strict}{bars}。"
        ),
        "far_market": (
            "未查到本地需求，只宜招本来就面向全国市场的项目。"
            if f["local_demand_yi"] < LEAST_YI
            else f"本地需求不构成招引理由：一年所需（{demand}，估算）不到起步规模（约 {scale}）的一成，"
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
            f"Not suitable: a minimum-scale plant ({scale}) far exceeds local demand of {demand} a year (estimate), "
            + ("and it is done where it is used." if f["on_the_spot"] else "and it does not pay to haul it farther.")
        ),
        "local_market": (
            f"Recruit: local demand of {demand} a year (estimate) supports a minimum-scale plant ({scale}){kinds}"
        ),
        "wider_market": (
            f"Recruit, for {'a wider market' if f['light'] else 'the cities around too'}: "
            f"local demand of {demand} a year (estimate) "
            f"is below a minimum-scale plant ({scale})."
        ),
        "far_market": (
            "No local need is on record: recruit only who sells to the whole country anyway."
            if f["local_demand_yi"] < LEAST_YI
            else f"Local need is no ground: {demand} a year (estimate) is under a tenth of a minimum-scale plant "
            f"({scale}); recruit only who sells to the whole country anyway."
        ),
    }[answer.reason]
