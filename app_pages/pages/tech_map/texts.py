"""Sentences of the page 技术路线图."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.tech_map": ("技术路线图", "Route map"),
    "tech.lane": ("子链", "Sub-chain"),
    "tech.lanes_all": ("全部子链", "All sub-chains"),
    "tech.view": ("看法", "View"),
    "tech.view_map": ("图", "Picture"),
    "tech.view_table": ("表", "Table"),
    "tech.export_docx": ("导出一页 Word", "One page (Word)"),
    "tech.export_xlsx": ("导出 Excel", "Excel"),
    "tech.table_hint": (
        "与导出的 Excel 相同；选中一行看这条路线。",
        "As in the Excel file; choose a row to see the route.",
    ),
    "tech.hint": (
        "从左往右由萌芽到衰退；↑ 上升，→ 平稳，↓ 下降（虚线框）。填色加粗的有本地企业，数字为家数。"
        "点路线看详情，点子链看全部。",
        "Emerging at the left, declining at the right; ↑ rising, → steady, ↓ falling (dashed). "
        "Filled: with local firms, and how many. Click for more.",
    ),
    "tech.hint_lane": (
        "“{lane}”的全部路线，一行一个环节。填色、加粗的有本地企业，数字为家数。",
        "All routes of “{lane}”, a segment a row. Filled and bold: with local firms, and how many.",
    ),
    "tech.foot": (
        "{covered}。路线、成熟度和走势：{grounds}。企业是否在路线上，只看其产品、年报技术和经营范围原文。{as_of}。",
        "{covered}. Routes, maturity and trend: {grounds}. Firms are placed by their own products, reported "
        "technologies and scopes alone. {as_of}.",
    ),
    "tech.none": (
        "产业链目录里还没有“{chain}”的技术路线。下面是它的环节和本地企业。",
        "The catalogue has no technology routes of “{chain}” yet. Its segments and local firms are below.",
    ),
    "tech.choose": ("选择路线，或点击图上的路线", "Choose a route, or click one"),
    "tech.route": ("技术路线", "Technology route"),
    "tech.back": ("回到风险和院所", "Back to risks and institutes"),
    "tech.risks": ("风险：走下坡的路线上的本地企业", "Risk: local firms on falling routes"),
    "tech.no_risks": (
        "在库未见本地企业点明站在走下坡的路线上；未点明路线的企业待核。",
        "No local firm on record names a falling route; those that name none are unverified.",
    ),
    "tech.more_risks": ("其余 {n} 条", "{n} more"),
    "tech.rising": ("已站上升路线的本地企业", "Local firms on rising routes"),
    "tech.no_rising": ("在库未见本地企业点明走上升的路线。", "No local firm on record names a rising route."),
    "tech.near": ("附近可谈转化的院所", "Institutes near, for transfer"),
    "tech.near_how": (
        "单程三小时内，按研究领域对应环节；是否有某条路线的成果，联系前待核。路程为估算。",
        "Within three hours, by field; whether they hold results on a route is unverified. Rides are estimates.",
    ),
    "tech.no_near": ("三小时车程内在库未见研究它的院所。", "No institute on record within three hours researches it."),
    "tech.far": ("更远的院所：{names}", "Further away: {names}"),
    "tech.institute": ("{name}（{way}）", "{name} ({way})"),
    "tech.field": ("研究：{names}", "Researches: {names}"),
    "tech.unchecked": ("待核", "unverified"),
    "tech.of_segment": ("属于环节“{name}”：{what}", "Part of the segment “{name}”: {what}"),
    "tech.grounds": ("路线、成熟度和走势：{grounds}。", "Route, maturity and trend: {grounds}."),
    "tech.local": ("本地站在这条路线上：{n} 家", "Local firms on it: {n}"),
    "tech.no_local": (
        "在库未见本地企业点明走这条路线。",
        "No local firm on record names this route.",
    ),
    "tech.by": ("凭{kind}“{text}”（{source}，{year}）", "by {kind} “{text}” ({source}, {year})"),
    "tech.by_page": ("凭{kind}“{text}”（出处见企业档案）", "by {kind} “{text}” (source: see the firm)"),
    "tech.unplaced": (
        "本环节另有本地企业 {n} 家没有点明路线，待核：",
        "{n} other local {n:firm/firms} of the segment name no route, unverified:",
    ),
    "tech.leaders": ("谁领先：在库点明这条路线、规模居前", "Who leads: the largest on record that name it"),
    "tech.no_leaders": ("在库未见企业点明走这条路线。", "No firm on record names this route."),
    "tech.leader": ("{place}；{kind}“{text}”", "{place}; {kind} “{text}”"),
    "tech.local_mark": ("本地", "local"),
    "tech.more_firms": ("另 {n} 家", "{n} more"),
    "tech.ahead": ("要让位给谁", "What takes its place"),
    "tech.open_ahead": (
        "下列为同环节上升的路线，能否取代待核：",
        "Rising in the segment; whether they replace it is unverified:",
    ),
    "tech.no_ahead": ("取代它的路线待核。", "What takes its place is unverified."),
    "tech.segment_gap": ("环节和缺口", "Segment and gap"),
    "tech.no_gap": ("本地不缺这个环节。", "The segment is no gap here."),
    "tech.to_gap": ("看缺口诊断", "Gap"),
    "tech.to_chain": ("看产业链招商图", "Chain map"),
    "tech.to_market": ("市场分布", "Market"),
    "tech.to_targets": ("看目标企业", "Targets"),
    "tech.routes_of": ("环节“{name}”的路线", "Routes of the segment “{name}”"),
    "tech.line": ("{arrow} {name}（{going}）", "{arrow} {name} ({going})"),
    "tech.line_local": ("本地 {n} 家", "{n} local"),
    "tech.not_here": (
        "网址中的路线不在本链，已取消。",
        "The route in the address is none of this chain; shown without.",
    ),
}
