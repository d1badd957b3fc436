"""Sentences of the page 回测 about the office's own record and learning from it."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "backtest.own": ("本单位记录", "This office's own record"),
    "backtest.own_none": (
        "还没有记录。在“目标企业”卡片上记录结果，或在右侧录入、导入招商结果表。",
        "Nothing recorded yet. Record outcomes on the cards of Target firms, or enter and load them on the right.",
    ),
    "backtest.own_text": (
        "共 {n} 条记录：签约落地 {won}，婉拒流失 {lost}。",
        "{n} records: {won} signed or landed, {lost} refused or lost.",
    ),
    "backtest.own_auc": (
        "能排名的签约落地企业平均胜出同行 {auc}。",
        "Those signed or landed that could be ranked beat {auc} of their peers on average.",
    ),
    "backtest.learn": ("按本单位记录调整权重", "Adjust the weights to this record"),
    "backtest.learn_wait": ("正在逐条重排…", "Ranking each record anew…"),
    "backtest.learned": (
        "权重已调整：检验组偏差由 {before} 降到 {after}（学习 {n} 条，检验 {m} 条）。",
        "Weights adjusted: loss on the check set fell from {before} to {after} (learned from {n}, checked on {m}).",
    ),
    "backtest.taught": (
        "检验组 {n} 条：估计成功机会与实际，平均偏差 {error}",
        "Check set of {n}: estimated chance of success against what happened, mean error {error}",
    ),
    "backtest.kept": (
        "权重未变：记录太少，或检验组不支持调整（学习 {n} 条，检验 {m} 条）。",
        "Weights unchanged: too few records, or the check set does not agree (learned from {n}, checked on {m}).",
    ),
    "backtest.own_won": ("签约落地（{n} 家可排）", "signed or landed ({n} ranked)"),
    "backtest.own_lost": ("婉拒流失（{n} 家可排）", "refused or lost ({n} ranked)"),
    "backtest.own_read": (
        "签约落地的应排得靠前；碰运气为 0.50。每家在本地已有的痕迹排前已遮住。",
        "Those won should stand high; chance is 0.50. What each has here is hidden before ranking.",
    ),
    "backtest.own_few": ("能排名的不足 2 家，还算不出平均。", "Fewer than two could be ranked: no mean yet."),
    "backtest.own_no_segment": ("{n} 条没有写环节，未排", "{n} name no segment and are not ranked"),
    "backtest.own_no_region": ("{n} 条没有写地区，未排", "{n} name no region and are not ranked"),
    "backtest.own_no_firm": (
        "{n} 条的企业不在数据中，未排（可在“数据”页导入企业表）",
        "{n} are of firms not in the data and are not ranked (load them on the Data page)",
    ),
    "backtest.own_no_list": (
        "{n} 条的企业不在该环节名单上",
        "{n} are of firms that the list of the segment does not name",
    ),
    "backtest.own_cases": ("逐条记录（{n}）", "Record by record ({n})"),
    "backtest.own_firm": ("企业名称", "Firm"),
    "backtest.own_segment": ("环节", "Segment"),
    "backtest.own_outcome": ("结果", "Outcome"),
    "backtest.own_reason": ("原因", "Reason"),
    "backtest.own_date": ("日期", "Date"),
    "backtest.own_rank": ("名单名次", "Rank"),
    "backtest.own_enter": ("录入一条结果", "Enter an outcome"),
    "backtest.own_load": ("导入结果表", "Load a table of outcomes"),
    "backtest.own_columns": (
        "列：企业名称、结果、日期；可加环节、地区、原因、备注",
        "Columns: firm, outcome, date; also segment, region, reason, note",
    ),
}
