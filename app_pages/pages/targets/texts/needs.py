"""Sentences of 本地需求: what local firms look for."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "targets.needs_title": (
        "{region}：本地企业需求 {n} 条，{m} 个环节本地无人供给",
        "{region}: {n} local needs; {m} segments that nobody here supplies",
    ),
    "targets.needs_none": ("需求库里还没有需求。", "There are no needs in the library yet."),
    "targets.needs_todo": (
        "在右侧录入一条，或导入一张表（企业名称、环节、需求）。",
        "Enter one on the right, or load a table of firms, segments and needs.",
    ),
    "targets.needs_supply": ("缺哪些供应商", "Which suppliers are missing"),
    "targets.needs_segment": ("环节", "Segment"),
    "targets.needs_who": ("谁在找", "Who seeks it"),
    "targets.needs_here": ("本地供应", "Suppliers here"),
    "targets.needs_nobody": ("本地无人供给", "nobody here"),
    "targets.needs_local": ("{n} 家：{names}", "{n}: {names}"),
    "targets.needs_targets": ("可招目标", "Could come"),
    "targets.needs_count": ("{n} 家，其中 A 级 {a} 家", "{n}, {a} of them A"),
    "targets.needs_first": ("最多本地企业在找的目标", "Sought by most local firms"),
    "targets.needs_sought": ("谁在找它：{who}", "Sought by {who}"),
    "targets.needs_no_target": ("这些需求还没有可招的目标。", "No target for these needs."),
    "targets.needs_add": ("录入一条需求", "Enter a need"),
    "targets.needs_firm": ("本地企业", "Local firm"),
    "targets.needs_words": ("需求（规格、数量、时限）", "Need (what, how much, until when)"),
    "targets.needs_save": ("存入需求库", "Keep"),
    "targets.needs_saved": ("已存入：{firm}需要{segment}", "Kept: {firm} needs {segment}"),
    "targets.needs_known": ("这条需求库里已有，已更新说明。", "That need was known; its words are renewed."),
    "targets.needs_no_firm": ("请填写企业名称。", "Name the firm."),
    "targets.needs_import": ("导入需求表", "Load a table of needs"),
    "targets.needs_columns": (
        "列：企业名称、环节（或产品名）、需求、日期",
        "Columns: firm, segment (or a product), need, date",
    ),
    "targets.needs_template": ("下载空表", "Empty table"),
    "targets.needs_load": ("导入", "Load"),
    "targets.needs_loaded": (
        "{file}：新增 {new} 条，已有 {known} 条，未用 {bad} 行。",
        "{file}: {new} new, {known} known, {bad} rows not used.",
    ),
    "targets.needs_library": ("需求库（{n} 条）", "Library of needs ({n})"),
    "targets.needs_since": ("提出日期", "Since"),
    "targets.needs_met": ("已解决", "Met"),
    "targets.needs_dropped": ("撤回", "Withdraw"),
    "targets.needs_row": ("行", "Row"),
    "targets.needs_column": ("列", "Column"),
    "targets.needs_value": ("内容", "Value"),
    "targets.needs_why": ("原因和改法", "Why, and how to mend it"),
    "targets.needs_pick": ("只看这些环节", "These segments only"),
}
