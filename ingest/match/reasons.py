"""What a feature of a match says, in the words of an office."""

from __future__ import annotations

_SENTENCES = {
    "same_name": "名称相同",
    "same_name_here": "同一城市、名称相同",
    "same_name_apart": "名称相同，但在不同城市",
    "same_name_placed": "名称相同且冠有地名",
    "core_apart": "字号和行业有出入",
    "one_character": "一字之差",
    "brand_same": "字号相同",
    "brand_within": "一个字号包含另一个",
    "trade_conflict": "字号相同，行业不同",
    "trade_extra": "一方多写了行业",
    "short_part": "像是简称",
    "short_misses": "简称中有全称没有的字",
    "short_whole": "去掉公司形式后相同",
    "short_of_stock": "像是股份公司的简称",
    "short_of_other": "像是别家的简称",
    "short_elsewhere": "像是简称，但在不同城市",
    "form_conflict": "组织形式不同（公司、工厂、合作社、门店）",
    "stock_differs": "一为股份公司，一为有限公司",
    "group_differs": "一为集团，一不是",
    "count_differs": "序号不同（一厂、二厂）",
    "shop": "个体或门店，重名很多",
    "whole_same": "字号、行业、形式都相同",
    "whole_same_here": "同一城市，字号、行业、形式都相同",
    "whole_same_placed": "冠名的地方也相同",
    "left_out_here": "只差所冠的地名",
    "turned_stock": "可能是股改前后",
    "place_same": "在同一城市",
    "place_apart": "在不同城市",
    "county_apart": "在不同区县",
    "named_apart": "名称所冠地名不同",
    "named_nested": "名称所冠地名一大一小",
    "known_as": "是对方的曾用名或别名",
    "capital_same": "注册资本相同",
    "capital_apart": "注册资本相差一倍以上",
    "founded_same": "成立日期相同",
    "founded_apart": "成立时间相差一年以上",
    "products_alike": "经营内容相近",
    "products_apart": "经营内容不同",
    "codes_differ": "信用代码不同",
    "stock_codes_differ": "股票代码不同",
    "branch_differs": "一为分支机构",
    "nothing_shared": "名称没有共同之处",
}


def sentence(feature: str, moved: float) -> str:
    """A feature in words, with + where it speaks for one firm and − where against."""
    sign = "＋" if moved > 0 else "－" if moved < 0 else ""
    return f"{sign}{_SENTENCES[feature]}"


def english(feature: str, moved: float) -> str:
    """The same in English: the feature's name."""
    sign = "+ " if moved > 0 else "- " if moved < 0 else ""
    return sign + feature.replace("_", " ")
