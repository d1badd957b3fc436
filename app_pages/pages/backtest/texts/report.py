"""Sentences of the page 回测 about the back-test on real projects."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.backtest": ("回测", "Back-test"),
    "backtest.title": (
        "真正落地的企业，平均排在同行的前 {behind}；{top} 进了前十分之一",
        (
            "Firms that really came stood on average in the first {behind} of their peers; "
            "{top} of them in the first tenth"
        ),
    ),
    "backtest.sub": (
        (
            "{n} 个真实投资项目（{file}），候选为同一环节、总部在外地的上市公司，中位数 {m} 家。"
            "项目所在省的子公司、基地、项目和往来一律遮住后再排。"
        ),
        (
            "{n:real project} ({file}); candidates are listed firms of the same segment seated elsewhere, {m} "
            "in the median. Subsidiaries, plants, projects and ties in or about the destination's province are "
            "hidden before ranking."
        ),
    ),
    "backtest.release": (
        "随 {version} 版附带的回测（{date}），本单位还没有自己运行过；逐案不随附。",
        "Shipped with release {version} ({date}); none was run here yet. Single projects do not ship.",
    ),
    "backtest.segments_title": (
        "真正落地的环节，平均排在本链次序的前 {behind}",
        "The segment that really landed stood on average in the first {behind} of its chain",
    ),
    "backtest.segments_sub": (
        (
            "{n} 个真实项目，各省由没有见过该省的系数来排，该省自己的项目和子公司一律不计。"
            "越靠右越好，一半为碰运气；这不是成功概率。"
        ),
        (
            "{n:real project}, each province ordered by coefficients that never saw it, its own projects and "
            "subsidiaries not counted. Further right is better, one half is luck; these are no odds of success."
        ),
    ),
    "backtest.segments_none": ("还没有环节次序的回测。", "There is no back-test of the order of segments yet."),
    "backtest.segments_better": (
        "比这些简单名单靠前（逐案相减，差异超出误差）：{names}。",
        "Ahead of these plain lists, project by project and beyond the error: {names}.",
    ),
    "backtest.segments_cost": (
        "计入本地需要和红线，比只看落地先例与条件的位次差 {cost}（正数为代价）。",
        "Counting local need and red lines costs {cost} of a place against precedent and ground alone.",
    ),
    "backtest.segments_chains": ("各产业链", "By chain"),
    "backtest.segments_ahead": ("比“全国最多”", "Less the most common"),
    "backtest.segments_foot": (
        "来源：{file}、{data}；回测于 {date}。环节按来投企业的主业认定，未必是项目本身的环节。",
        "Source: {file}, {data}; tested on {date}. The segment is the main line of the firm that came, not always that "
        "of the project.",
    ),
    "backtest.none": ("还没有回测结果。", "There is no back-test yet."),
    "backtest.todo": (
        "准备一份真实投资项目表（企业代码 ts_code、目的地 dest_adcode）和上市公司数据，运行：",
        "Prepare a table of real projects (ts_code, dest_adcode) and the data on listed firms, then run:",
    ),
    "backtest.against": ("比只看规模或距离的名单更准", "Better than a list by size or distance alone"),
    "backtest.against_not": ("没有明显胜过简单名单", "Not clearly better than a simple list"),
    "backtest.against_sub": (
        "排在真正落地企业之后的同行占比；横线为 95% 区间；一半为碰运气",
        "Share of peers behind the firm that came; the line is the 95% interval; one half is chance",
    ),
    "backtest.even": (
        "与“{names}”相比，差异在误差之内，未能证明更准。",
        "Against {names} the difference lies within the error: not proven better.",
    ),
    "backtest.main_even": (
        "只与同为主业的企业比，本名单 {ours}，“规模与距离”{pair}，差异在误差之内，未能证明更准。",
        (
            "Among rivals of the same main line this list has {ours}, size and nearness {pair}: within the "
            "error, not proven better."
        ),
    ),
    "backtest.main_ahead": (
        "只与同为主业的企业比，本名单 {ours}，“规模与距离”{pair}，差异超出误差。",
        "Among rivals of the same main line this list has {ours}, size and nearness {pair}: beyond the error.",
    ),
    "backtest.measure": ("名单", "List"),
    "backtest.auc": ("平均胜出同行", "Peers beaten"),
    "backtest.top_tenth": ("进前十分之一", "In the first tenth"),
    "backtest.recall10": ("进前 10 名", "In the first 10"),
    "backtest.recall50": ("进前 50 名", "In the first 50"),
    "backtest.mrr": ("名次倒数均值", "Mean of 1/rank"),
    "backtest.calibration": ("说几成就是几成", "Chances mean what they say"),
    "backtest.calibration_sub": (
        "横轴为估计的落地机会，纵轴为实际占比，落在虚线上即为相符。平均偏差：全部候选 {error}，各名单首位 {first}",
        (
            "Across: estimated chance; up: share that came; on the dashed line both agree. Mean error: all "
            "candidates {error}, first of each list {first}"
        ),
    ),
    "backtest.luck": (
        "（即使估计全对，{n} 份名单的偶然起伏也约有 {luck}）",
        " (with {n:list}, chance alone gives about {luck} even where every estimate is right)",
    ),
    "backtest.chart_all": ("全部候选", "all candidates"),
    "backtest.chart_first": ("各名单首位", "first of each list"),
    "backtest.chance_means": (
        (
            "“估计机会”是指：如果这个项目由候选中的一家来投，投的正是这一家的机会；同一项目各候选的机会合计为 "
            "100%。它不是某企业本来会不会来的概率，所以不在名单上显示。名单首位平均估计 {said}，实际有 {came} "
            "就是来的那一家。"
        ),
        (
            "An estimated chance means: if one of the candidates makes this investment, the chance that it is "
            "this one; the chances of a project add up to 100%. It is not the chance that a firm comes at all, "
            "and so does not stand on the lists. The first of a list was given {said} on average and was the one "
            "that came in {came} of cases."
        ),
    ),
    "backtest.said": ("估计机会", "Estimated chance"),
    "backtest.came": ("实际占比", "Share that came"),
    "backtest.chains": ("各产业链", "By chain"),
    "backtest.chain": ("产业链", "Chain"),
    "backtest.landings": ("项目", "Projects"),
    "backtest.cases": ("逐案", "Case by case"),
    "backtest.case": ("选择一个项目", "Choose a project"),
    "backtest.case_name": ("{firm} → {place}（{rank}）", "{firm} → {place} ({rank})"),
    "backtest.rank": ("第 {rank} / {n}", "{rank} of {n}"),
    "backtest.unranked": ("未排", "not ranked"),
    "backtest.case_text": (
        "{seat}的{firm}到{place}投资，环节：{segment}。名单把它排在 {n} 家候选的第 {rank} 位。",
        "{firm} of {seat} invested in {place}; segment: {segment}. The list put it at place {rank} of {n}.",
    ),
    "backtest.project": ("项目：{name}", "Project: {name}"),
    "backtest.first": ("名单前列：{names}", "First on the list: {names}"),
    "backtest.this_came": ("{name}（实际落地）", "{name} (came)"),
    "backtest.usual": ("候选中位", "Median candidate"),
    "backtest.not_ranked": ("{n} 个项目没有排名：{why}", "{n:project} {n:was/were} not ranked: {why}"),
    "backtest.no_segment": ("企业不在本目录的任何环节", "the firm works in no segment of the catalogue"),
    "backtest.no_firm": ("数据中没有该企业或其产品", "the firm or its products are not in the data"),
    "backtest.meaning": ("这些数字说明什么", "What these figures mean"),
    "backtest.meaning_text": (
        (
            "数据只含披露年报的上市公司，本市真正招到的多为未上市的中型企业，见下方“本单位记录”。"
            "各省项目用未见过该省的权重来排。企业按其主业归入环节，竞争者可能只是兼营，这会抬高结果；"
            "只与同为主业者比较时，平均胜出同行 {main}。"
        ),
        (
            "The data holds listed firms with a report only; what a city really lands is often mid-sized and "
            "unlisted, see the office's own record below. Each province is ranked by weights that never saw it. "
            "The segment is the comer's main line while rivals may do it on the side, which flatters the result; "
            "against rivals of the same main line, {main} of peers are beaten."
        ),
    ),
    "backtest.main_only": ("只与同为主业的企业比较", "Against rivals of the same main line only"),
    "backtest.small": ("每链项目较少，只供参考", "Few projects a chain; for orientation only"),
    "backtest.foot": (
        "来源：{file}、{data}；回测于 {date}；排名 {ranked} / {all} 个项目。",
        "Source: {file}, {data}; tested on {date}; {ranked} of {all:project} ranked.",
    ),
}
