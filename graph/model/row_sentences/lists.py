"""What is wrong with a row of a list: needs, targets, registers, travel times; shipped holidays, policies, cities."""

from __future__ import annotations

from graph.model.row_sentences.sentence import Sentence

LISTS: dict[str, Sentence] = {
    # targets and registers
    "row_no_name": Sentence("rejected", "没有名称，请补上。", "no name; add it."),
    "row_twice": Sentence("rejected", "与第 {first} 行重复，只用了前一行。", "same as row {first}, which was used."),
    "row_day": Sentence(
        "rejected",
        "日期应写成 2026-12-01 的样子，现为“{value}”。",
        "write the date as 2026-12-01, not {value!r}.",
    ),
    "target_segment": Sentence(
        "rejected",
        "没有“{value}”这个环节，请改用图谱里的环节名称或留空。",
        "no segment {value!r}; write a segment's name or id, or leave it empty.",
    ),
    "target_segment_choices": Sentence(
        "rejected",
        "“{value}”见于 {n} 个环节（{choices}），请写明是哪一个。",
        "{value!r} may mean {n} segments ({choices}); write which.",
    ),
    "target_kind": Sentence(
        "rejected",
        "类型“{value}”不认识，应为企业、科研院所、专家或行业协会。",
        "kind {value!r} not understood; use firm, institute, expert or association.",
    ),
    "target_city": Sentence("rejected", "没有“{value}”这个城市，请核对。", "no city {value!r}; check it."),
    "target_no_city": Sentence(
        "rejected",
        "没有城市，图谱里也查不到，请补上城市。",
        "no city, and the graph has none for it; add it.",
    ),
    "target_grade": Sentence(
        "rejected", "等级应为 A、B 或 C，现为“{value}”。", "the grade must be A, B or C, not {value!r}."
    ),
    "target_minutes": Sentence(
        "rejected", "时长应是 10 到 480 分钟，现为“{value}”。", "a visit takes 10 to 480 minutes, not {value!r}."
    ),
    "target_hours": Sentence("rejected", "{why}。", "hours not understood: {value!r}; write 09:00-11:30."),
    "register_region": Sentence("rejected", "没有“{value}”这个地区，请核对。", "no region {value!r}; check it."),
    "register_chain": Sentence(
        "rejected",
        "没有“{value}”这条产业链，应为 {allowed} 之一。",
        "no chain {value!r}; use one of {allowed}.",
    ),
    "register_term": Sentence("rejected", "聘期止早于聘期起，请改正。", "the term ends before it begins; correct it."),
    # needs of local firms
    "need_no_firm": Sentence("rejected", "没有企业名称，请补上或删去该行", "no firm; add its name or remove the row"),
    "need_segment": Sentence(
        "rejected",
        "没有“{value}”这个环节或产品，请写图谱里的环节名称或产品",
        "no segment or product {value!r}; write a segment's name or a product",
    ),
    "need_segment_demand": Sentence(
        "rejected",
        "“{value}”是需求节点，只代表买方，没有可招的企业，请写供货的环节",
        "{value!r} stands for buyers, there is nothing to recruit; write a segment that supplies it",
    ),
    "need_segment_near": Sentence(
        "rejected",
        "没有“{value}”这个环节或产品，相近的有{choices}",
        "no segment or product {value!r}; near it are {choices}",
    ),
    "need_segment_choices": Sentence(
        "rejected",
        "“{value}”见于 {n} 个环节（{choices}），请写明是哪一个",
        "{value!r} may mean {n} segments ({choices}); write which",
    ),
    "need_day": Sentence(
        "rejected",
        "日期“{value}”看不懂，应写成 2026-12-01 的样子",
        "date {value!r} not understood; write it as 2026-12-01",
    ),
    "need_twice": Sentence(
        "rejected", "与第 {first} 行是同一条需求，只用了前一行", "the same need as row {first}, which was used"
    ),
    # travel times
    "travel_region": Sentence("rejected", "没有“{value}”这个地区", "no region {value!r}"),
    "travel_minutes": Sentence(
        "rejected",
        "分钟数应是 1 到 1440 的整数，现为“{value}”",
        "minutes must be a whole number from 1 to 1440, not {value!r}",
    ),
    # holidays and policies that ship
    "holiday_date": Sentence(
        "error", "日期应写成 2026-10-01 的样子，现为“{value}”", "date is {value!r}, not like 2026-10-01"
    ),
    "holiday_kind": Sentence("error", "kind 应为 off 或 work，现为“{value}”", "kind is {value!r}, not off or work"),
    "holiday_weekday": Sentence(
        "error",
        "{value} 不是周末，照常上班不必列出",
        "{value} is no weekend day, so it needs no row to be worked",
    ),
    "holiday_twice": Sentence("error", "{value} 列了两次", "{value} stands twice"),
    "holiday_no_name": Sentence("error", "name 为空", "name is empty"),
    "holiday_verified": Sentence(
        "error", "verified 应为 true 或 false，现为“{value}”", "verified is {value!r}, not true or false"
    ),
    "policy_validity": Sentence(
        "error",
        "validity 列的“{value}”不在 {allowed} 之中",
        "column validity: {value!r} is none of {allowed}",
    ),
    "policy_valid_to": Sentence(
        "error",
        "valid_to 列：仅当 validity 为 dated 时填写日期",
        "column valid_to: a date exactly where validity is `dated`",
    ),
    "policy_day": Sentence("error", "日期“{value}”读不出", "{why}"),
    # sizes of cities that ship
    "city_empty": Sentence("error", "{column} 列不能为空，请补上", "in column {column}: must not be empty; fill it in"),
    "city_twice": Sentence(
        "error",
        "在 {column} 列出现两次，请删去一行",
        "in column {column} stands twice; remove one of the rows",
    ),
    "city_number": Sentence(
        "error",
        "在 {column} 列应为大于 0 的数字；不知道就连同年份、来源一起留空",
        "in column {column} is no number above 0; where it is not known, leave it empty with its year and source",
    ),
    "city_share": Sentence(
        "error",
        "在 {column} 列应为 0 到 1 的数字（9.7% 写 0.097）；不知道就连同年份、来源一起留空",
        "in column {column} is no number from 0 to 1 (write 9.7% as 0.097); where it is not known, leave the three "
        "shares empty with their year and source",
    ),
    "city_year": Sentence(
        "error",
        "在 {column} 列应为 {first} 至 {latest} 的年份，请写数字所属的那一年",
        "in column {column} is no year from {first} to {latest}; write the year that the figure is of",
    ),
    "city_no_source": Sentence(
        "error",
        "{column} 列为空；请写打开过什么，或写 estimate",
        "in column {column}: a figure without source; name what was opened, or write estimate",
    ),
    "city_precise": Sentence(
        "error",
        "在 {column} 列是估计，却超过 {digits} 位有效数字；请取整，或写明打开过的来源",
        "in column {column} is an estimate of more than {digits} significant digits; round it, or name what was opened",
    ),
    "city_share_sum": Sentence(
        "error",
        "为三次产业占比之和，应为 1（相差不超过 0.01）；请核对三列",
        "is the sum of the three shares, which should be 1 (±0.01); correct one of them",
    ),
    "city_per_head": Sentence(
        "error",
        "万元为人均地区生产总值，不在 {low} 至 {high} 万元之间；请核对 gdp_yi（亿元）和 population_wan（万人）的单位",
        "(万元) is the GDP per head, which is not from {low} to {high}; check the units of gdp_yi (亿元) and "
        "population_wan (万人)",
    ),
    "city_industry": Sentence(
        "error",
        "亿元工业增加值超过同年第二产业（{secondary} 亿元）；请核对 industry_yi 与 secondary_share",
        "(亿元) of industry is more than the secondary sector of that year ({secondary}); check industry_yi and "
        "secondary_share",
    ),
}
