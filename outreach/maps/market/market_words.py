"""Sentences of 市场分布图 in both languages, made from its figures; the screen and the paper say the same."""

from __future__ import annotations

from graph.gaps.wording.amounts import Both, about, beyond_firms, yuan
from graph.model.firm_size import LARGEST
from graph.model.place_names import english
from graph.model.regions import Regions
from graph.model.vocabulary import Market
from graph.model.words import UNKNOWN, Lang
from outreach.maps.market.shapes import Buyer, MarketDocument, Ring
from outreach.maps.review import review

LARGEST_YI = round(LARGEST**2)  # 亿元 a year that no firm is thought above
LEAST_YI = 0.01  # 亿元, below which nothing is said to be bought
NAMED_CITIES = 2
TOP = 20  # buyers shown
WHOLE = ("register", "above_scale")  # kinds of sources that list more than the well known


def title(d: MarketDocument) -> Both:
    """The finding: how much of what the firms on record buy lies near, and where most of it is."""
    name, name_en = d["name"], d["name_en"]
    if d["is_demand"]:
        return f"{name}只代表买方，自己不卖产品", f"{name_en} only buys and sells nothing"
    if d["total_yi"] < LEAST_YI:
        return _without_firms(d)
    total, total_en = about(d["total_yi"])
    zh = f"{name}：在库企业一年{total.replace('约 ', '约买 ')}（估算）"
    en = f"{name_en}: firms on record buy {total_en} a year (estimate)"
    ring = next((r for r in d["rings"] if r["hours"] == 5), None)
    if ring is not None and ring["yi"] < LEAST_YI:
        zh, en = f"{zh}，5 小时车程内在库未见买方", f"{en}, none on record within 5 hours"
    elif ring is not None:
        zh += f"，5 小时车程内占 {percent(ring['share'])}"
        en += f", {percent(ring['share'])} of it within 5 hours"
    cities = [c for c in d["cities"] if c["is_city"]][:NAMED_CITIES]
    if cities:
        zh += f"，最多的在{'、'.join(c['name'] for c in cities)}"
        en += f", most in {' and '.join(c['name_en'] for c in cities)}"
    return zh, en


def _without_firms(d: MarketDocument) -> Both:
    name, name_en = d["name"], d["name_en"]
    people = beyond_firms(d["people"])
    if people:
        return (
            f"{name}主要卖给{people[0]}，在库未见企业买方",
            f"{name_en} goes to {people[1]}; no firm that buys it on record",
        )
    if d["demand"]:
        zh, en = "、".join(x[0] for x in d["demand"]), ", ".join(x[1] for x in d["demand"])
        return f"{name}的买方是{zh}，在库未见逐家记录", f"{name_en} is bought by {en}, of whom none is on record"
    return f"{name}：在库未见买它的企业", f"{name_en}: no firm that buys it on record"


def percent(share: float) -> str:
    """A share as people say it: 12%, <1%."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def hours(minutes: int | None, lang: Lang) -> str:
    """How long a lorry takes: 1.5 小时, 待核 where the way is not known."""
    if minutes is None:
        return UNKNOWN[lang]
    return f"{minutes / 60:.1f} 小时" if lang == "zh" else f"{minutes / 60:.1f} h"


def near(d: MarketDocument, city: str, minutes: int | None, lang: Lang) -> str:
    """How far a city or a firm in it is; here where it lies in the region. city: its code, '' unknown."""
    if Regions.within(city, d["region"]):
        return "本地" if lang == "zh" else "here"
    return hours(minutes, lang)


def products(buyer: Buyer) -> str:
    """What the firm makes that takes the input, each product once."""
    return "、".join(dict.fromkeys(p["product"] for p in buyer["parts"]))


def bought(buyer: Buyer, lang: Lang) -> str:
    """What a firm buys in a year, with * where its sales were capped."""
    zh, en = about(buyer["yi"])
    if buyer["capped"]:
        zh, en = f"{zh}*", f"{en}*"
    return zh if lang == "zh" else en


def how(buyer: Buyer, lang: Lang) -> str:
    """How a firm's purchase was estimated: what sales were counted, by what, and the share of cost."""
    sales, sales_en = about(sum(p["sales_yi"] for p in buyer["parts"]))
    shares = sorted({p["cost_share"] for p in buyer["parts"]})
    span = percent(shares[0]) if len(shares) == 1 else f"{percent(shares[0])}–{percent(shares[-1])}"
    cap, cap_en = (f"（按 {LARGEST_YI} 亿元封顶）", " (capped)") if buyer["capped"] else ("", "")
    if lang == "zh":
        by = "在库营收" if buyer["known"] else "企业规模"
        return f"按{by}计入销售{sales}{cap} × 占成本 {span}"
    by = "revenue on record" if buyer["known"] else "size"
    return f"sales counted by {by} {sales_en}{cap_en} × {span} of cost"


def ring(r: Ring) -> Both:
    """What firms within so many hours buy."""
    if r["yi"] < LEAST_YI:
        return f"{r['hours']} 小时车程内在库未见买方", f"within {r['hours']} h no buyer on record"
    zh, en = about(r["yi"])
    return (
        f"{r['hours']} 小时车程内{zh}，占 {percent(r['share'])}",
        f"within {r['hours']} h {en}, {percent(r['share'])}",
    )


def plant(d: MarketDocument) -> Both | None:
    """Whom a plant of the smallest usual size would sell to: how far what it makes would have to go."""
    if d["plant"] is None or d["total_yi"] < LEAST_YI:
        return None
    sales, sales_en = about(d["plant"]["sales_yi"])
    here, here_en = about(d["local_yi"])
    local, local_en = f"本地企业一年买{here}", f"firms here buy {here_en}"
    if d["local_yi"] < LEAST_YI:
        local, local_en = "本地在库未见买它的企业", "no firm here that buys it is on record"
    reach = d["plant"]["hours"]
    zh = f"起步规模的一家一年卖{sales}；{local}"
    en = f"One of the smallest usual size sells {sales_en} a year; {local_en}"
    if reach == 0:
        zh, en = f"{zh}，不少于它所卖", f"{en}, no less than it sells"
    elif reach is not None:
        found = next(r for r in d["rings"] if r["hours"] == reach)
        amount, amount_en = about(found["yi"])
        zh += f"，{reach} 小时车程内合计{amount}，才不少于它所卖"
        en += f", within {reach} h {amount_en} in all, no less than it sells"
    elif d["rings"]:
        last = d["rings"][-1]
        amount, amount_en = about(last["yi"])
        if last["yi"] < LEAST_YI:
            zh += f"，{last['hours']} 小时车程内在库未见买方，要卖到更远"
            en += f", none within {last['hours']} h: it must sell farther away"
        else:
            zh += f"，{last['hours']} 小时车程内合计{amount}，仍少于它所卖，要卖到更远"
            en += f", within {last['hours']} h {amount_en}, less than it sells: it must sell farther away"
    return (
        f"{zh}。买方现有供方，能拿下多少要逐家谈。",
        f"{en}. Buyers have suppliers now; how much can be won is open.",
    )


def haul(d: MarketDocument) -> Both | None:
    """How far what the segment makes usually goes, where that is not far."""
    if d["on_the_spot"]:
        return (
            "这类业务一般就地做、就地用，外地的买方通常由当地供给。",
            "Such work is done where it is used: buyers elsewhere are mostly served there.",
        )
    if d["haul_km"] is None:
        return None
    km = f"{d['haul_km']:.0f}"
    return (
        f"这类产品重、易坏或单价低，一般运不过 {km} 公里（估算），更远的买方难以供到。",
        f"Such goods are heavy, spoil or are cheap, and seldom go farther than {km} km (estimate).",
    )


def beyond(d: MarketDocument) -> list[Both]:
    """How far it goes, who buys beside the firms on record, and what can be said of them."""
    far = haul(d)
    out: list[Both] = [far] if far and d["total_yi"] >= LEAST_YI else []
    people = beyond_firms(d["people"])
    if people:
        out.append(
            (
                f"另卖给{people[0]}：这部分没有金额可估，未计入。",
                f"Also sold to {people[1]}: no amount can be estimated, and none is counted.",
            )
        )
    if Market.RESIDENTS in d["people"] and any(r["people_wan"] for r in d["rings"]):
        zh = "，".join(
            f"{r['hours']} 小时车程内 {r['people_wan']:,.0f} 万人（{percent(r['people_share'])}）" for r in d["rings"]
        )
        en = ", ".join(
            f"{r['people_wan'] / 100:,.1f} million within {r['hours']} h ({percent(r['people_share'])})"
            for r in d["rings"]
        )
        out.append((f"终端消费按常住人口看：{zh}。", f"End consumers, by residents: {en}."))
    if d["demand"]:
        zh, en = ("、".join(x[0] for x in d["demand"]), ", ".join(x[1] for x in d["demand"]))
        out.append(
            (
                f"买方还有{zh}：在库未见逐家记录，未计入。",
                f"Also bought by {en}: not on record one by one, not counted.",
            )
        )
    return out


def coverage(d: MarketDocument) -> list[Both]:
    """What the figures rest on, what they leave out, and what the data cannot show."""
    out: list[Both] = [
        (
            "采购额＝买方年销售×占其成本的比重，只计产品用得上它的企业，与缺口认定同一算法，均为估算。",
            "Purchases are the buyer's yearly sales × share of its cost, of firms whose product takes the input, as in "
            "the certificates of gaps; all are estimates.",
        ),
        (
            "合计是在库企业之和，不是全国市场；按注册地统计，集团总部的采购计在总部城市，"
            f"年销售高于 {LARGEST_YI} 亿元的按 {LARGEST_YI} 亿元计。",
            "Sums are over the firms on record and are no national market; a firm counts at its registered seat, "
            f"and no firm's sales above {yuan(LARGEST_YI)} a year.",
        ),
    ]
    if d["outside"] and not any(k in WHOLE for k in d["outside"]):
        more = any(k in WHOLE for k in d["inside"])
        zh, en = (
            "外地买方只见于上市公司和部分重点企业的名录，中小买方未列出",
            "Buyers elsewhere are known from lists of listed and well-known firms only",
        )
        if more:
            zh, en = (
                f"{zh}；本地另有登记名录，本地和近处的占比因此偏高",
                f"{en}; here a register adds to them, so shares nearby are too high",
            )
        out.append((f"{zh}。", f"{en}."))
    if d["located"]:
        out.append(
            ("车程按直线距离和公路平均车速估算，以实际路况为准。", "Hours by road are estimated from the distance.")
        )
    else:
        name = d["region_name"]
        out.append(
            (f"{name}的坐标待核，不分车程。", f"The position of {english(name)} is unverified: no hours are given.")
        )
    out += _left_out(d)
    zh, en = review(d["review"])
    return [*out, (f"{zh}。", f"{en}.")]


def _left_out(d: MarketDocument) -> list[Both]:
    out: list[Both] = []
    for yi, zh, en in (
        (
            d["unplaced_yi"],
            "买方所在城市待核，未画在图上，见表",
            "of firms whose city is unverified: in the table, not on the map",
        ),
        (
            d["far_unknown_yi"],
            "买方所在城市坐标待核，不计入车程圈",
            "in cities whose position is unverified: in no ring",
        ),
    ):
        if yi >= LEAST_YI:
            amount, amount_en = about(yi)
            out.append((f"另有{amount}的{zh}。", f"Another {amount_en} are {en}."))
    return out
