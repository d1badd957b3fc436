"""Sentences of the page 总览."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.overview": ("总览", "Overview"),
    "overview.title": (
        "{region}：{chains} 条产业链，主攻 {attack} 个环节",
        "{region}: {chains:chain}, {attack:segment} to go for",
    ),
    "overview.sub": (
        "在库：缺失断点 {missing}，薄弱 {weak}，单点依赖 {single}，另有 {unsure} 处数据不足",
        "On record: {missing} missing or broken, {weak} weak, {single} single point; {unsure} {unsure:lacks/lack} data",
    ),
    "overview.completeness": ("完整度 {share}", "Completeness {share}"),
    "overview.firms": ("本地企业 {n} 家 · 全国在库 {m} 家", "Local firms: {n} · elsewhere: {m}"),
    "overview.open": ("查看图谱", "Open the map"),
    "overview.gaps": ("查看缺口", "Show gaps"),
    "overview.foot": (
        "完整度：各环节本地实力按价值占比加权。数量均为在库企业；数据覆盖见各缺口依据。",
        (
            "Completeness: local strength of the segments, weighted by value. Firms are those in the store; for "
            "coverage see each gap."
        ),
    ),
    "week.recruit": ("值得主攻：{n} 个环节", "To go for: {n:segment}"),
    "week.recruit_none": (
        "目前没有排进主攻的环节；{n} 个环节待核，核实后再定。",
        "Nothing stands in this group yet; {n:segment} {n:waits/wait} for an answer.",
    ),
    "week.market": ("市场", "Market"),
    "week.due": ("到期事项 {n} 件，其中 {late} 件已过期", "Due: {n}, {late} of them late"),
    "week.due_none": (
        "七天内没有到期的承诺和拜访。在“拜访”里写纪要、排行程后，到期事项会列在这里。",
        "No promise or visit falls due within seven days. Trips and minutes on the page Visits make them appear here.",
    ),
    "week.due_late": ("已超期 {days} 天：{text}（{who}，{day} 到期）", "{days:day} late: {text} ({who}, due {day})"),
    "week.due_soon": ("{day} 到期：{text}（{who}）", "Due {day}: {text} ({who})"),
    "week.due_no_minutes": ("{day} 拜访{text}：还没写纪要", "{day}, {text}: minutes not written yet"),
    "week.due_visit": ("{day} 拜访{text}", "{day}: visit {text}"),
    "week.due_facts": ("拜访得知的 {n} 条情况待审", "{n:fact} learnt on visits to be decided"),
    "week.visits": ("去拜访", "To the visits"),
    "week.checks": ("先核实这 {n} 件", "To check next: {n}"),
    "week.news": ("近七天变化", "The last seven days"),
    "week.changed": (
        "近七天：新增缺口 {new} 处，已补 {healed} 处",
        "The last seven days: {new:gap} new, {healed} closed",
    ),
    "week.since": ("与 {day} 相比；最近一次导入 {last}", "Against {day}; last load {last}"),
    "week.young": (
        "图谱建成不足七天，还没有可比的上一周。最近一次导入 {day}。",
        "The graph is less than seven days old: there is no week to compare with. Last load {day}.",
    ),
    "week.quiet": (
        "近七天未导入数据，结论没有变化。最近一次导入 {day}。",
        "Nothing was loaded in seven days. Last load {day}.",
    ),
    "week.new": ("新增：", "New:"),
    "week.healed": ("已补：", "Closed:"),
    "week.firms": ("新增企业 {came} 家，退出 {left} 家", "Firms: {came} came, {left} left"),
    "week.all": ("查看全部", "Show all"),
    "overview.chains": ("产业链", "Chains"),
}
