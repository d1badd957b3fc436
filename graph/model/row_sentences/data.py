"""What a lint of `data/` can find wrong with its tables, and with the chain files as such."""

from __future__ import annotations

from graph.model.row_sentences.sentence import Sentence

TABLES_OF_DATA: dict[str, Sentence] = {
    # tables as such
    "unreadable": Sentence("error", "读不了：{why}。", "cannot be read: {why}."),
    "no_column": Sentence("error", "缺少列“{column}”。", "has no column {column!r}."),
    "missing_source": Sentence("error", "“{name}”没有来源。", "{name}: no source."),
    "missing_as_of": Sentence("error", "“{name}”没有数据日期。", "{name}: no as_of."),
    "verified_alone": Sentence(
        "error",
        "“{name}”标为已核实，来源却只有自有知识；另找来源或改为未核实。",
        "{name}: verified, but the source is own knowledge only; name a second source or unset it.",
    ),
    "identity_copied": Sentence(
        "warning",
        "“{name}”标为名称地址已核，名称却抄自来源中唯一的那张表；一张表不能为自己作证，另找来源或改为未核实。",
        "{name}: identity verified, but even the name was copied from the only table named, which is no second witness "
        "to itself; name another source or unset it.",
    ),
    "products_alone": Sentence(
        "error",
        "“{name}”标为产品已核，来源中没有说明其产品的第二来源；补上来源（如某年年报）或改为未核实。",
        "{name}: products verified, but no second source about what it makes is named; name one (a report, its year), "
        "or unset it.",
    ),
    "id_twice": Sentence(
        "error",
        "标识 {value} 重复（首见第 {first} 行）。",
        "id {value} stands twice (first in row {first}).",
    ),
    "unknown_chain": Sentence("error", "“{name}”所列产业链 {value} 不存在。", "{name}: no chain {value}."),
    "unknown_segment": Sentence("error", "“{name}”所列环节 {value} 不存在。", "{name}: no segment {value}."),
    "unknown_unit": Sentence(
        "error",
        "“{name}”的责任主体“{value}”不在 districts.csv 中。",
        "{name}: unit {value} is not in districts.csv.",
    ),
    "unknown_place": Sentence(
        "error", "“{name}”的区划代码 {value} 不存在。", "{name}: region code {value} does not exist."
    ),
    # chains
    "catalogue": Sentence("error", "产业链目录不合规：{why}", "the chain catalogue breaks a rule: {why}"),
    "terms": Sentence("error", "通用词表有误：{why}", "the table of general terms is wrong: {why}"),
    "term_twice": Sentence(
        "warning",
        "产品词“{term}”用于 {where}（{why}）；是否一词两义？",
        "term {term} is used by {where} ({why_en}); used twice with different meaning?",
    ),
    "shared_stale": Sentence(
        "warning",
        "声明为共用产品词的环节 {id} 之间没有共用的词，请删去该声明。",
        "declared as sharing terms, but these segments share none: {id}; remove the declaration.",
    ),
    "shares_over_one": Sentence(
        "error",
        "各投入占比之和为 {share}，超过 1。",
        "the shares of its inputs add up to {share}, above 1.",
    ),
    "link_no_source": Sentence("error", "上下游关系没有来源。", "the link has no source."),
    "share_not_estimate": Sentence(
        "warning",
        "占比 {share} 凭自有知识给出，来源应注明是估计。",
        "the share {share} rests on own knowledge; its source should say estimate.",
    ),
    "bad_gbt4754": Sentence(
        "error",
        "国民经济行业代码“{value}”应为 2 至 4 位数字。",
        "industry code {value!r} is not 2 to 4 digits.",
    ),
    "segment_unreached": Sentence("error", "没有一家已入库企业能归入本环节。", "no shipped firm reaches this segment."),
    "segment_thin": Sentence(
        "warning",
        "只有 {n} 家企业归入本环节（少于 5 家）。",
        "only {n} firm(s) reach this segment (fewer than 5).",
    ),
    # firms
    "no_size": Sentence(
        "error",
        "“{name}”的标签应有且只有一个规模词（大型、中型、小型），现有 {n} 个。",
        "{name}: tags need exactly one size word (大型, 中型, 小型), there are {n}.",
    ),
    "scope_copied": Sentence("error", "“{name}”的经营范围应留空。", "{name}: business_scope must stay empty."),
    "listed_tag": Sentence(
        "warning",
        "“{name}”有股票代码却无“上市”标签，或相反。",
        "{name}: stock code without the tag 上市, or the other way round.",
    ),
    "branch_as_firm": Sentence(
        "warning",
        "“{name}”是分支机构，自己不做投资决定；请换成其总公司，或加标签“分支机构”。",
        "{name} is a branch and decides on no investment; table its head office, or tag it 分支机构.",
    ),
    "products_identical": Sentence(
        "warning",
        "“{name}”的产品“{value}”与另外几家（{others}等，共 {n} 家）一字不差；请写这家企业自己的产品。",
        "{name}: the products {value} are those of {n} firms ({others} and others), to the letter; write its own.",
    ),
    "class_word_only": Sentence(
        "warning",
        "“{name}”的产品只有类别词“{value}”；请{instead}。",
        "{name}: {value} names a whole class and is all that it makes; {instead_en}.",
    ),
    "region_coarse": Sentence(
        "warning",
        "“{name}”的县级代码 {value} 不在区划表中，只能按所在市计。",
        "{name}: county code {value} is not in regions.csv; it counts for its city only.",
    ),
    "place_disagrees": Sentence(
        "error",
        "“{name}”写的城市是{given}，区划代码却是{region}。",
        "{name}: the city says {given}, the region code says {region}.",
    ),
    "unknown_site": Sentence("error", "“{name}”的厂区代码 {value} 不存在。", "{name}: site {value} does not exist."),
    "firm_conflict": Sentence(
        "error",
        "“{name}”在几处写得不同，{field}：{values}。",
        "{name} is written differently, {field}: {values}.",
    ),
    "firm_twice": Sentence(
        "warning",
        "“{name}”在本文件出现两次（首见第 {first} 行）。",
        "{name} stands twice in this file (first in row {first}).",
    ),
    # institutions, parks, regions
    "unknown_word": Sentence(
        "error",
        "“{name}”的 {column} 列写的是“{value}”，不在词表中；可用：{allowed}。",
        "{name}: {column} says {value!r}, which is not one of {allowed}.",
    ),
    "unknown_kind": Sentence(
        "error", "“{name}”的类别“{value}”不在词表中。", "{name}: kind {value!r} is not one of ours."
    ),
    "institution_twice": Sentence(
        "error",
        "“{name}”在本文件出现两次（首见第 {first} 行）。",
        "{name} stands twice in this file (first in row {first}).",
    ),
    "institution_conflict": Sentence(
        "error",
        "“{name}”在几处写得不同，{field}：{values}。",
        "{name} is written differently, {field}: {values}.",
    ),
    "region_no_parent": Sentence(
        "error", "{name}的上级 {value!r} 不在表中。", "{name}: parent {value!r} is not in the table."
    ),
    "region_no_coordinates": Sentence("warning", "{name}没有经纬度。", "{name} has no coordinates."),
    # cities
    "city_missing": Sentence("error", "没有{name}（{value}），请补一行。", "has no row of {name} ({value}); add one."),
    "city_name": Sentence(
        "error",
        "代码 {value} 在区划表中是{given}，此处写作“{name}”；请改代码或名称。",
        "{name}: code {value} is {given} in regions.csv; correct the code or the name.",
    ),
    "cities_few_opened": Sentence(
        "error",
        "人口和地区生产总值都有已打开来源的城市只有 {n} 个，应不少于 {least} 个；请补来源。",
        "only {n} cities have an opened source for population and GDP, there should be {least}; look more of them up.",
    ),
}
