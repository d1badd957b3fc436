"""The terms of the domain in both languages: kinds, verdicts, actions, states. One term for one thing, everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

Lang = Literal["zh", "en"]

KIND: dict[str, dict[Lang, str]] = {
    "missing": {"zh": "缺失", "en": "missing"},
    "break": {"zh": "断点", "en": "break"},
    "weak": {"zh": "薄弱", "en": "weak"},
    "single_point": {"zh": "单点依赖", "en": "single point"},
    "extension": {"zh": "延伸", "en": "extension"},
}
STATE: dict[str, dict[Lang, str]] = KIND | {
    "strong": {"zh": "较强", "en": "strong"},
    "present": {"zh": "已有", "en": "present"},
    "no_data": {"zh": "数据不足", "en": "not enough data"},
    "absent": {"zh": "未布局", "en": "not here"},
}
VERDICT: dict[str, dict[Lang, str]] = {
    "confirmed": {"zh": "可信", "en": "confirmed"},
    "likely": {"zh": "基本可信", "en": "likely"},
    "insufficient_data": {"zh": "数据不足", "en": "not enough data"},
}
ACTION: dict[str, dict[Lang, str]] = {
    "filling": {"zh": "补链", "en": "chain filling"},
    "extension": {"zh": "延链", "en": "chain extension"},
    "strengthening": {"zh": "强链", "en": "chain strengthening"},
}
TIER: dict[str, dict[Lang, str]] = {
    "upstream": {"zh": "上游", "en": "Upstream"},
    "midstream": {"zh": "中游", "en": "Midstream"},
    "downstream": {"zh": "下游", "en": "Downstream"},
    "support": {"zh": "支撑", "en": "Support"},
}
LINK: dict[str, dict[Lang, str]] = {
    "material": {"zh": "原材料", "en": "material"},
    "component": {"zh": "零部件", "en": "component"},
    "equipment": {"zh": "装备", "en": "equipment"},
    "service": {"zh": "服务", "en": "service"},
    "channel": {"zh": "渠道", "en": "channel"},
}
# How old a technology route is, and where it goes (`graph.model.records.Technology`).
MATURITY: dict[str, dict[Lang, str]] = {
    "emerging": {"zh": "萌芽", "en": "emerging"},
    "growing": {"zh": "成长", "en": "growing"},
    "mature": {"zh": "成熟", "en": "mature"},
    "declining": {"zh": "衰退", "en": "declining"},
}
TREND: dict[str, dict[Lang, str]] = {
    "rising": {"zh": "上升", "en": "rising"},
    "stable": {"zh": "平稳", "en": "steady"},
    "falling": {"zh": "下降", "en": "falling"},
}
TREND_ARROW: dict[str, str] = {"rising": "↑", "stable": "→", "falling": "↓"}
# What kind of body an institution is (`graph.model.records.Institution`).
INSTITUTION: dict[str, dict[Lang, str]] = {
    "university": {"zh": "高校院系", "en": "university school"},
    "institute": {"zh": "研究院所", "en": "institute"},
    "key_laboratory": {"zh": "重点实验室", "en": "key laboratory"},
    "engineering_centre": {"zh": "工程（创新）中心", "en": "engineering centre"},
    "association": {"zh": "行业协会", "en": "association"},
}
# What a firm is in a segment (`graph.model.records.Role`).
ROLE: dict[str, dict[Lang, str]] = {
    "": {"zh": "角色待核", "en": "role unverified"},
    "maker": {"zh": "生产企业", "en": "maker"},
    "grower": {"zh": "种养企业", "en": "grower"},
    "service": {"zh": "服务企业", "en": "service firm"},
    "trader": {"zh": "经销商", "en": "trader"},
    "cooperative": {"zh": "合作社", "en": "cooperative"},
    "branch": {"zh": "分支机构", "en": "branch"},
    "other": {"zh": "其他", "en": "other"},
}
STATUS: dict[str, dict[Lang, str]] = {
    "active": {"zh": "存续", "en": "active"},
    "dissolved": {"zh": "注销", "en": "dissolved"},
    "revoked": {"zh": "吊销", "en": "revoked"},
    "moved_out": {"zh": "迁出", "en": "moved out"},
    "suspended": {"zh": "停业", "en": "suspended"},
    "unknown": {"zh": "状态待核", "en": "status unverified"},
}
# Which firms a source could have listed (`graph.model.records.Scope`).
SCOPE: dict[str, dict[Lang, str]] = {
    "": {"zh": "范围待核", "en": "scope unverified"},
    "register": {"zh": "全部登记企业", "en": "every registered firm"},
    "above_scale": {"zh": "规上企业", "en": "firms above scale"},
    "listed": {"zh": "上市公司", "en": "listed companies"},
    "roll": {"zh": "名单", "en": "a roll"},
}
CORRECTION: dict[str, dict[Lang, str]] = {
    "not": {"zh": "不从事", "en": "does not do"},
    "does": {"zh": "从事", "en": "does"},
    "role": {"zh": "角色", "en": "role"},
    "closed": {"zh": "已停业", "en": "closed"},
    "alias": {"zh": "另有名称", "en": "also called"},
}
# What became of a correction (`graph.corrections.documents.CorrectionState`).
CORRECTION_STATE: dict[str, dict[Lang, str]] = {
    "counts": {"zh": "有效", "en": "applies"},
    "undone": {"zh": "已撤销", "en": "taken back"},
    "overruled": {"zh": "被后来的更正取代", "en": "overruled by a later one"},
    "firm_gone": {"zh": "企业不在图谱中", "en": "firm not loaded"},
    "segment_gone": {"zh": "环节已不在产业链中", "en": "segment gone"},
}
# What a supplier does for the buyer, by the kind of the link between them.
SUPPLY: dict[str, dict[Lang, str]] = {
    "material": {"zh": "供料", "en": "supply material"},
    "component": {"zh": "供件", "en": "supply parts"},
    "equipment": {"zh": "提供设备", "en": "provide equipment"},
    "service": {"zh": "提供服务", "en": "provide services"},
    "channel": {"zh": "代为销售", "en": "sell its goods"},
}
# Why a verdict is what it is.
VERDICT_REASON: dict[str, dict[Lang, str]] = {
    "few_firms": {"zh": "本地已入库企业太少", "en": "too few local firms are known"},
    "poor_coverage": {"zh": "数据覆盖太低", "en": "coverage is too low"},
    "nobody_in_country": {"zh": "全国也未查到从事企业", "en": "no firm in the country is known"},
    "small_trades": {"zh": "小企业多，单一来源难以查全", "en": "a trade of small firms that one source cannot cover"},
    "branches_unlisted": {
        "zh": "网点分散，名录收不全",
        "en": "branches, shops or farms that no register lists in full",
    },
    "one_source": {"zh": "只有一个数据来源，尚未互证", "en": "one source only, not yet cross-checked"},
    "too_few_in_common": {
        "zh": "数据来源之间重合太少，覆盖率待核",
        "en": "the sources overlap too little to tell coverage",
    },
    "partial_coverage": {"zh": "数据覆盖不全", "en": "coverage is partial"},
    "narrow_scope": {
        "zh": "现有来源只收上市公司或部分企业，不足以断定没有漏查",
        "en": "the sources list listed firms or some firms only, too few to exclude that one was missed",
    },
    "may_be_missed": {
        "zh": "在库不全或这一环节企业少，个别企业漏查的可能不能排除",
        "en": "not all are on record or firms of this kind are few, so that one may have been missed",
    },
    "good_coverage": {"zh": "多来源互证", "en": "several sources agree"},
}
# Which firms a source could have listed.
SOURCE_SCOPE: dict[str, dict[Lang, str]] = {
    "register": {"zh": "登记名录", "en": "a register"},
    "above_scale": {"zh": "规上企业", "en": "firms above scale"},
    "listed": {"zh": "上市公司和部分重点企业", "en": "listed firms and some others"},
    "roll": {"zh": "部分企业", "en": "some firms"},
    "": {"zh": "", "en": ""},
}
# Tags of firms in the tables; a tag that is not here is shown as it is.
TAG = {
    "上市": "listed",
    "国有": "state-owned",
    "民营": "private",
    "外资": "foreign-owned",
    "龙头": "leader",
    "专精特新": "specialised SME",
    "单项冠军": "single-product champion",
    "大型": "large",
    "中型": "medium",
    "小型": "small",
    "集体": "collective",
    "高新技术企业": "high-tech firm",
    "科技型中小企业": "technology SME",
    "创新型中小企业": "innovative SME",
    "瞪羚": "gazelle",
    "独角兽": "unicorn",
    "规上": "above scale",
    "贸易": "trades",
    "控股": "holding",
    "租赁": "leases",
    "服务": "services",
    "医院": "hospital",
    "分支机构": "branch",
    "合作社": "cooperative",
    "ST": "ST",
    "*ST": "*ST",
    "失信": "in default of a judgment",
    "被执行": "under enforcement",
    "吊销": "licence revoked",
    "注销": "dissolved",
    "经营异常": "listed as abnormal",
    "重整": "in reorganisation",
}


def tag_words(tags: Iterable[str], lang: Lang) -> list[str]:
    """A firm's tags in the reader's language."""
    return [t if lang == "zh" else TAG.get(t, t) for t in tags]


COMPONENT: dict[str, dict[Lang, str]] = {
    "peers": {"zh": "同类城市多有", "en": "common in similar cities"},
    "need": {"zh": "本地需求", "en": "local demand"},
    "consequence": {"zh": "影响面", "en": "impact"},
    "base": {"zh": "本地上游基础", "en": "local supply base"},
    "weakness": {"zh": "短缺程度", "en": "shortfall"},
    "value": {"zh": "价值占比", "en": "share of value"},
    "feasibility": {"zh": "与本地产业相近", "en": "related to local industry"},
    "certainty": {"zh": "数据把握", "en": "data certainty"},
    "candidates": {"zh": "全国可招企业", "en": "candidates in the country"},
}
# `graph.model.vocabulary.NaturalResource`
RESOURCE: dict[str, dict[Lang, str]] = {
    "deposit": {"zh": "矿产资源", "en": "a mineral deposit"},
    "seaport": {"zh": "海港", "en": "a seaport"},
    "waterway": {"zh": "通航水道", "en": "a navigable waterway"},
    "airport": {"zh": "机场", "en": "an airport"},
    "railway": {"zh": "铁路货运条件", "en": "rail freight"},
    "refinery": {"zh": "炼厂", "en": "a refinery"},
    "cheap_power": {"zh": "低价电力", "en": "cheap power"},
    "climate": {"zh": "主产区的气候", "en": "the right climate"},
    "farmland": {"zh": "连片耕地", "en": "farmland"},
    "grassland": {"zh": "草场", "en": "grassland"},
    "forest": {"zh": "林地", "en": "forest"},
    "waters": {"zh": "适宜的水源水域", "en": "the right waters"},
    "scenery": {"zh": "风景资源", "en": "scenery"},
    "heritage": {"zh": "文化遗产", "en": "a heritage site"},
    "hot_spring": {"zh": "温泉", "en": "a hot spring"},
}
# `graph.model.vocabulary.Market`
MARKET: dict[str, dict[Lang, str]] = {
    "residents": {"zh": "居民", "en": "residents"},
    "visitors": {"zh": "游客", "en": "visitors"},
    "farmers": {"zh": "农户", "en": "farmers"},
    "public": {"zh": "财政和公共部门", "en": "public bodies"},
    "trades": {"zh": "各行各业的单位", "en": "organisations of every trade"},
    "shippers": {"zh": "各行各业的发货企业", "en": "whoever ships goods"},
}
UNKNOWN: dict[Lang, str] = {"zh": "待核", "en": "unverified"}
# What a second, outside source confirms of a firm.
VERIFIED: dict[str, dict[Lang, str]] = {
    "identity": {"zh": "名称地址已核", "en": "name and seat checked"},
    "products": {"zh": "产品已核", "en": "products checked"},
}


def verified_words(identity: bool, products: bool, lang: Lang) -> list[str]:
    """What of a firm is verified, in words; that nothing is, where nothing is."""
    held = [VERIFIED[k][lang] for k, v in (("identity", identity), ("products", products)) if v]
    return held or [UNKNOWN[lang]]


def counted(n: int, noun: str) -> str:
    """A number with its English noun: 1 firm, 2 firms."""
    return f"{n} {noun}" + ("" if n == 1 else "s")


def resources(needed: Sequence[str], lang: Lang) -> str:
    """What a project cannot do without, as a list in words."""
    names = [RESOURCE[r][lang] for r in needed]
    return "、".join(names) if lang == "zh" else " and ".join(names)


def tenths(share: float, lang: Lang) -> str:
    """A share as officials say it: 约七成, or `about 70%`."""
    n = round(share * 10)
    if lang == "en":
        return f"about {n * 10}%" if 0 < n < 10 else ("under 5%" if n == 0 else "nearly all")
    return "不足半成" if n == 0 else ("几乎全部" if n >= 10 else f"约{'一二三四五六七八九'[n - 1]}成")
