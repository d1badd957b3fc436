"""Words of closed vocabularies that several modules read: one enumeration each, so that a word means one thing.

A park's conditions come from `data/parks.csv`, where an office fills them in. The columns are read by `read`, which
also understands the older and the Chinese spellings in `SPELLINGS`. `liantu check` reports any other word.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar


class Energy(StrEnum):
    """Energy quota that a park can still give. `tight` and `none` are too little for what needs much power."""

    AMPLE = "ample"
    OK = "ok"
    TIGHT = "tight"
    NONE = "none"
    UNKNOWN = "unknown"


class Environment(StrEnum):
    """Environmental capacity of a park. `tight` and `none` are too little for what is hard on the environment.

    `ordinary`: what any park has. `chemical_park`: as planned for a chemical park, so not short of it.
    """

    AMPLE = "ample"
    OK = "ok"
    ORDINARY = "ordinary"
    CHEMICAL_PARK = "chemical_park"
    TIGHT = "tight"
    NONE = "none"
    UNKNOWN = "unknown"


class ChemicalPark(StrEnum):
    """Is a park recognised as a chemical park (化工园区)?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """How much power or water a typical project of a segment uses (`siting.power`, `siting.water`)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class EnvironmentNeed(StrEnum):
    """What a typical project of a segment asks of its surroundings (`siting.environment`)."""

    NONE = "none"
    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    CHEMICAL_PARK = "chemical_park"


class Permit(StrEnum):
    """What a park must be allowed and equipped to take, beside being a park (`siting.permit`): few are."""

    ELECTROPLATING = "electroplating"
    HEAVY_METAL = "heavy_metal"
    DYEING = "dyeing"
    TANNING = "tanning"


class NaturalResource(StrEnum):
    """What a project cannot do without and no park can build (`siting.resource`)."""

    DEPOSIT = "deposit"
    SEAPORT = "seaport"
    WATERWAY = "waterway"
    AIRPORT = "airport"
    RAILWAY = "railway"
    REFINERY = "refinery"
    CHEAP_POWER = "cheap_power"
    CLIMATE = "climate"
    FARMLAND = "farmland"
    GRASSLAND = "grassland"
    FOREST = "forest"
    WATERS = "waters"
    SCENERY = "scenery"
    HERITAGE = "heritage"
    HOT_SPRING = "hot_spring"


class Market(StrEnum):
    """Who buys what a segment makes beside firms (`siting.market`): what firms buy is then a part of the market."""

    RESIDENTS = "residents"
    VISITORS = "visitors"
    FARMERS = "farmers"
    PUBLIC = "public"
    TRADES = "trades"  # organisations of every trade
    SHIPPERS = "shippers"  # firms of every trade that send goods


# Tags of firms (`tags` of a table of firms).
OWNERS = ("国有", "民营", "外资", "集体")
SIZES = ("大型", "中型", "小型")
STANDINGS = (
    "上市",
    "龙头",
    "单项冠军",
    "专精特新",
    "高新技术企业",
    "科技型中小企业",
    "创新型中小企业",
    "瞪羚",
    "独角兽",
    "规上",
)
TRADES_OF_ITS_OWN = ("贸易", "控股", "租赁", "服务", "医院", "分支机构", "合作社")  # what makes nothing itself
RISKS = ("ST", "*ST", "失信", "被执行", "吊销", "注销", "经营异常", "重整")
FIRM_TAGS = (*OWNERS, *SIZES, *STANDINGS, *TRADES_OF_ITS_OWN, *RISKS)
# Other spellings of tags and owners; '' says nothing of the firm.
TAG_SPELLINGS = {
    **dict.fromkeys(("国企", "央企", "国资", "国有企业", "中央企业", "地方国有企业", "国有控股", "省属国企"), "国有"),
    **dict.fromkeys(("民企", "民营企业", "私营", "私营企业", "自然人", "个人", "民营控股"), "民营"),
    **dict.fromkeys(
        ("外企", "外资企业", "外商投资企业", "外商独资", "外商投资", "中外合资", "合资", "港澳台资"), "外资"
    ),
    **dict.fromkeys(("集体企业", "集体所有"), "集体"),
    **dict.fromkeys(("其他", "企业", "大学", "公众企业", "其它"), ""),
    **dict.fromkeys(("大型企业", "大"), "大型"),
    **dict.fromkeys(("中型企业", "中"), "中型"),
    **dict.fromkeys(("小型企业", "小", "微型", "微型企业", "小微企业", "小微", "微"), "小型"),
    **dict.fromkeys(("上市公司", "上市企业", "A股", "港股"), "上市"),
    **dict.fromkeys(("龙头企业", "行业龙头", "链主", "链主企业", "农业产业化龙头企业"), "龙头"),
    **dict.fromkeys(("制造业单项冠军", "单项冠军企业"), "单项冠军"),
    **dict.fromkeys(("小巨人", "专精特新小巨人", "专精特新“小巨人”", "专精特新企业", "专精特新中小企业"), "专精特新"),
    **dict.fromkeys(("高企", "高新", "高新企业", "高新技术"), "高新技术企业"),
    **dict.fromkeys(("科技型企业", "科小"), "科技型中小企业"),
    **dict.fromkeys(("规上企业", "规模以上", "规模以上企业", "规上工业"), "规上"),
    **dict.fromkeys(("瞪羚企业",), "瞪羚"),
    **dict.fromkeys(("独角兽企业",), "独角兽"),
    **dict.fromkeys(("分公司", "分支"), "分支机构"),
    **dict.fromkeys(("农民专业合作社",), "合作社"),
    **dict.fromkeys(("投资控股", "控股平台"), "控股"),
}

Word = TypeVar("Word", bound=StrEnum)

_ROOM = {
    "high": "ample",
    "yes": "ample",
    "充足": "ample",
    "充裕": "ample",
    "可承载": "ok",
    "limited": "tight",
    "low": "tight",
    "紧张": "tight",
    "偏紧": "tight",
    "no": "none",
    "closed": "none",
    "无": "none",
    "不可承载": "none",
    "": "unknown",
    "待核": "unknown",
}
# Other spellings of the words, in lower case.
SPELLINGS: dict[type[StrEnum], dict[str, str]] = {
    Energy: {**_ROOM, "ordinary": "ok", "一般": "ok"},
    Environment: {**_ROOM, "一般": "ordinary"},
    ChemicalPark: {"是": "yes", "true": "yes", "否": "no", "false": "no", "": "unknown", "待核": "unknown"},
}
# Columns of `data/parks.csv` and the vocabulary of each.
PARK_COLUMNS: dict[str, type[Energy] | type[Environment] | type[ChemicalPark]] = {
    "energy": Energy,
    "environment": Environment,
    "chemical_park": ChemicalPark,
}


def known(kind: type[Word], text: str) -> Word | None:
    """The word that `text` stands for, in any known spelling; None where it is outside the vocabulary."""
    plain = text.strip().lower()
    word = SPELLINGS[kind].get(plain, plain)
    try:
        return kind(word)
    except ValueError:
        return None


def read(kind: type[Word], text: str) -> Word:
    """The word that `text` stands for; `unknown` where it is outside the vocabulary."""
    return known(kind, text) or kind("unknown")


def firm_tag(text: str) -> str | None:
    """The tag that `text` stands for; '' where it says nothing, None where it is outside the vocabulary."""
    plain = text.strip()
    plain = plain.removeprefix("国家级").removeprefix("省级") or plain
    return plain if plain in FIRM_TAGS else TAG_SPELLINGS.get(plain)


def scarce(room: Energy | Environment) -> bool | None:
    """Is this too little for a project that needs much of it? None where it is not known."""
    if room in (Energy.UNKNOWN, Environment.UNKNOWN):
        return None
    return room in (Energy.TIGHT, Energy.NONE, Environment.TIGHT, Environment.NONE)
