"""Sentences of the page 目标企业: choice, filter, comparison, notes below the list."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "targets.title": (
        "{region} · {segment}：目标企业 {n} 家（其中 A 级 {a} 家）",
        "{region} · {segment}: {n:target firm} ({a} of grade A)",
    ),
    "targets.segment": ("环节", "Segment"),
    "targets.outsiders": ("只看外地企业", "Outside firms only"),
    "targets.filter": ("筛选", "Filter"),
    "targets.filter_n": ("筛选（{n}）", "Filter ({n})"),
    "targets.grade": ("等级", "Grade"),
    "targets.province": ("省份", "Province"),
    "targets.any": ("不限", "Any"),
    "targets.size": ("规模", "Size"),
    "targets.verified": ("只看名称地址已核", "Name and seat checked only"),
    "targets.verified_products": ("只看产品已核", "Products checked only"),
    "targets.capability": ("能力吻合至少", "Capability at least"),
    "targets.view": ("显示方式", "View"),
    "targets.cards": ("卡片", "Cards"),
    "targets.table": ("表格", "Table"),
    "targets.export": ("导出 Excel", "Export to Excel"),
    "targets.file": ("{region}-{segment}-目标企业-{date}.xlsx", "{region}-{segment}-targets-{date}.xlsx"),
    "targets.none": ("没有符合条件的企业。", "No firm meets these filters."),
    "targets.none_todo": (
        "放宽筛选；或在“数据”页上传更多企业。",
        "Loosen the filters, or upload more firms on the Data page.",
    ),
    "targets.below": (
        "以下企业低于匹配线：产品与本环节可能只是相近，仅供扩大视野",
        "Below the line: their products may only be near to this segment",
    ),
    "targets.above_none": ("达到匹配线的企业：无。", "No firm reaches the line."),
    "targets.shown": ("第 {page} / {pages} 页，共 {n} 家", "Page {page} of {pages}, {n:firm}"),
    "targets.reading": (
        "正在读取新导入企业的产品（{done} / {n}）。已归入环节的企业都在名单上；读完后再补入产品相近的企业。",
        (
            "Reading the products of newly loaded firms ({done} of {n}). Firms assigned to the segment are all "
            "listed; those with similar products follow."
        ),
    ),
    "targets.spread": ("按集团和省份分散", "Spread over groups and provinces"),
    "targets.compare": ("对比（最多 4 家）", "Compare (up to 4)"),
    "targets.compare_title": ("对比", "Comparison"),
    "targets.excluded": ("以下企业不符合准入条件，不列为目标", "These do not meet the limits and are no targets"),
    "targets.weights_note": (
        "距离、规模、技术等权重由 {n} 个真实投资项目学得，见“回测”；配套、园区等为人工设定。",
        (
            "Weights of distance, size, technology and the like are learned from {n:real project}, see "
            "Back-test; ties, parks and the like are set by hand."
        ),
    ),
    "targets.weights_taught": ("权重已按本单位的招商结果调整。", "The weights follow this office's own outcomes."),
    "nav.targets": ("目标企业", "Target firms"),
}
