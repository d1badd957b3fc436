"""Sentences of the view 先做什么 of the page 缺口诊断."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "gaps.view_first": ("先做什么", "What first"),
    "first.title": (
        "{place}：主攻 {n} 个环节，首先是{first}",
        "{place}: {n:segment} to go for, first {first}",
    ),
    "first.title_none": (
        "{place}：暂无可定为主攻的环节，{n} 个待核",
        "{place}: no segment to go for yet; {n} to be checked",
    ),
    "first.sub": (
        "横向看本地有多需要，纵向看外省先例和本地条件；两者只排先后，不是成功概率。点一个环节看理由。",
        "Across: how much it is needed here; up: precedent elsewhere and ground here. They order, and are no odds of "
        "success. Click a segment for its reasons.",
    ),
    "first.nothing": ("{region}：数据不足，还不能排先后", "{region}: not enough data to put anything first"),
    "first.nothing_todo": (
        "请先在“数据”页导入本地企业名录，或改看全部产业链。",
        "Load a list of local firms on the page Data, or look at all chains.",
    ),
    "first.group": ("{name} {n} 个：{sub}", "{name}, {n}: {sub}"),
    "first.wanted": (
        "本地谁要：{firms}等；本地一年所需{yi}（估算）。",
        "Wanted here, for {yi} a year (estimate), first by {firms}.",
    ),
    "first.wanted_unnamed": (
        "本地一年所需{yi}（按行业估算），在库未见产品对得上的具体买方，待核。",
        "{yi} a year is needed here (by trade); no buyer on record whose product fits.",
    ),
    "first.unwanted": ("在库未见本地买方。", "No local buyer on record."),
    "first.why": ("看依据", "Why"),
    "first.targets": ("查看目标企业", "Target firms"),
    "first.map": ("在招商图中查看", "Show on the map"),
    "first.segment": ("环节", "Segment"),
    "first.chain": ("产业链", "Chain"),
    "first.why_check": ("要先弄清什么", "What would decide it"),
    "first.why_nearby": ("由谁供应", "From whom"),
    "first.why_careful": ("为什么慎招", "Why with care"),
    "first.why_barred": ("为什么不招", "Why not"),
    "first.route": ("路线提示", "Route"),
    "first.page": ("导出一页纸（呈分管领导）", "Export one page for the leader"),
    "first.foot": (
        (
            "来源：在库企业、年报中的外省项目和异地子公司数、红线清单 · 数据截至 {date} · "
            "先例只计读到的年报，未读到的不算没有"
        ),
        "Source: firms in the store, projects and subsidiaries counted from annual reports, the list of red lines · as "
        "of {date} · only reports that were read are counted",
    ),
}
