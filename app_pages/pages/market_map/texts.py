"""Sentences of the page 市场分布图."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.market_map": ("市场分布图", "Market map"),
    "market.segment": ("环节", "Segment"),
    "market.wait": ("正在汇总 {n} 家企业的采购……", "Adding up what {n:firm} buy…"),
    "market.view": ("看法", "View"),
    "market.view_map": ("地图", "Map"),
    "market.view_table": ("表格", "Table"),
    "market.export_docx": ("Word 一页图", "One page"),
    "market.export_xlsx": ("Excel 数据", "Excel"),
    "market.sub": (
        "颜色越深买得越多；圆点是买方，数字为序号；图钉为{place}，虚线为公路 2、5、8 小时（估算）。点省份看。",
        "The darker, the more is bought; points are buyers by rank; the pin is {place}, dashed lines are 2, 5 and 8 "
        "hours by road (estimate). Click a province.",
    ),
    "market.total": ("在库合计", "On record"),
    "market.local": ("本地", "Here"),
    "market.within": ("{n} 小时内", "Within {n} h"),
    "market.amount": ("{amount}（估算）", "{amount} (estimate)"),
    "market.named": ("能点名的买方", "Buyers named"),
    "market.firms": ("{n} 家", "{n:firm}"),
    "market.part": ("{amount} · 占 {share}", "{amount} · {share}"),
    "market.top": ("最大的 {n} 家买方", "Largest buyers: {n}"),
    "market.top_place": ("{place}的买方 {n} 家", "{place}: {n:buyer}"),
    "market.top_within": (
        "{hours} 小时车程内的买方 {n} 家",
        "Within {hours} h: {n:buyer}",
    ),
    "market.top_segment": ("{name}里的买方 {n} 家", "{name}: {n:buyer}"),
    "market.first": ("，列前 {n} 家", ", the first {n}"),
    "market.all": ("看全部", "Show all"),
    "market.none": (
        "在库未见产品对得上、能点名的买方；金额按在库企业合计估算。",
        "No buyer on record whose product fits can be named; amounts are estimated over the firms on record.",
    ),
    "market.none_here": ("在库未见买方。", "No buyer on record."),
    "market.small": (
        "它在各用户成本中占比都小，不逐家点名；金额按在库企业合计估算。",
        "Of every user's cost it is a small part, so no firm is named; amounts are over the firms on record.",
    ),
    "market.row": (
        "{place} · {product} · {amount} · {near}",
        "{place} · {product} · {amount} · {near}",
    ),
    "market.columns": (
        "城市 · 用得上它的产品 · 一年采购 · 公路车程，均为估算；* 年销售按{cap}封顶；点开看怎么估的",
        "City · what it makes of it · purchases a year · by road, estimates; * sales capped at {cap}",
    ),
    "market.segments": ("卖给哪些环节", "Which segments buy it"),
    "market.segments_sub": (
        "在库企业数 × 占其成本的比重 × 企业规模，按大小排列。",
        "Firms on record × share of their cost × size, the largest first.",
    ),
    "market.segment_row": (
        "占其成本 {share}（{grounds}） · 在库 {n} 家 · 一年{amount}（估算），占 {part}",
        "{share} of its cost ({grounds}) · {n:firm} on record · {amount} a year (estimate), {part}",
    ),
    "market.provinces": ("买得最多的省份", "Provinces that buy most"),
    "market.more": ("还有 {n} 个，见表格。", "{n} more in the table."),
    "market.plant": ("这座工厂建成后卖给谁", "Whom would this plant sell to?"),
    "market.business": ("做成以后卖给谁", "Whom would it sell to?"),
    "market.to_gap": ("看缺口依据", "Why it is a gap"),
    "market.to_chain": ("看产业链招商图", "Chain map"),
    "market.to_routes": ("看技术路线图", "Route map"),
    "market.to_targets": ("看目标企业", "Target firms"),
    "market.foot": (
        "来源：链图在库企业、产业链目录；数据截至 {date}。",
        "Source: firms on record, chain catalogue; as of {date}.",
    ),
    "market.unknown_focus": (
        "网址中的地点或环节不在图上，已显示全部。",
        "What the address looks at is not on this map: all shown.",
    ),
    "market.no_segment": ("本链没有可看的环节。", "This chain has no segment to look at."),
    "market.demand": (
        "它是需求节点，没有下游可画；请在上面换一个环节。",
        "It has no downstream to draw; choose another segment above.",
    ),
    "market.none_todo": (
        "没有可画的买方。可换一个环节，或在“数据”页导入下游企业表。",
        "There is no buyer to draw. Choose another segment, or load a table of firms that buy it.",
    ),
    "market.check": ("点一行打开企业档案。", "Choose a row to open the firm."),
}
