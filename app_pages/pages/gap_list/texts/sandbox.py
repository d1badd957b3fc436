"""Sentences of 补链沙盘."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "sandbox.title": ("补链沙盘：引入企业或失去环节，看前后变化", "What if firms land or a segment falls out"),
    "sandbox.segment": ("环节", "Segment"),
    "sandbox.firm": ("引入企业（全国在库从事企业 {n} 家）", "Firm to land ({n} in the store do it)"),
    "sandbox.seated": ("{firm}（{place}）", "{firm} ({place})"),
    "sandbox.no_firm": ("在库企业中未查到从事者", "No firm in the store does it"),
    "sandbox.other": ("或填其他企业名称、代码", "Or another firm, by name or code"),
    "sandbox.add": ("引入", "Land"),
    "sandbox.remove": ("失去该环节（{n} 家）", "Lose the segment ({n})"),
    "sandbox.clear": ("清空", "Clear"),
    "sandbox.drop": ("撤销", "Undo"),
    "sandbox.note": (
        "引入按一处生产基地计，即企业规模的四成；本地在该环节已有则不变。沙盘不改动图谱。",
        "A landing counts as one plant, 40% of the firm's size. The sandbox does not change the graph.",
    ),
    "sandbox.empty": ("还没有假设。", "No change yet."),
    "sandbox.empty_todo": (
        "在左边选环节和企业，点“引入”；或点“失去该环节”。可以叠加。",
        "Choose a segment and a firm on the left, then 'Land' or 'Lose the segment'. Changes add up.",
    ),
    "sandbox.single": ("单点环节", "Single points"),
    "sandbox.gaps": ("缺口", "Gaps"),
    "sandbox.completeness": ("链条完整度，前后对比", "Completeness, before and after"),
    "sandbox.new": ("新增缺口 {n} 处", "New gaps: {n}"),
    "sandbox.healed": ("不再列为缺口 {n} 处", "No longer gaps: {n}"),
    "sandbox.moved": (
        "类型有变或位次变动五位以上的缺口 {n} 处",
        "Gaps of another kind, or moved five places or more: {n}",
    ),
    "sandbox.single_new": ("新增单点环节 {n} 个", "New single points: {n}"),
    "sandbox.single_healed": ("不再单点的环节 {n} 个", "No longer single points: {n}"),
    "sandbox.unsure": ("数据不足，第 {rank} 位", "not enough data, no. {rank}"),
    "sandbox.place": ("{kind}，第 {rank} 位，{verdict}", "{kind}, no. {rank}, {verdict}"),
}
