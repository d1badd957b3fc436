"""Sentences of the page 总览."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.overview": ("总览", "Overview"),
    "overview.heading": ("{region}：本周看什么", "{region}: the week"),
    "overview.chains": ("{n} 条产业链", "{n:chain}"),
    "week.new": ("一周新增", "New this week"),
    "week.healed": ("已补上的缺口", "Gaps closed"),
    "week.recruit": ("眼下值得招的", "Worth recruiting now"),
    "week.due": ("到期的拜访和承诺", "Visits and promises due"),
    "week.check": ("下一步核什么", "What to check next"),
    "week.new_sum": (
        "{day} 之后：载入 {loads} 批，新增企业 {firms} 家，新增缺口 {gaps} 个",
        "After {day}: {loads:load}, {firms:new firm}, {gaps:new gap}",
    ),
    "week.new_none": (
        "{day} 之后在库未见新载入的数据，最近一次是 {last}。载入新的企业名录后，这里列出新增的企业和缺口。",
        "Nothing was loaded after {day}; the last load is of {last}. Load a newer list to see what came.",
    ),
    "week.healed_sum": ("{day} 之后补上 {n} 个", "Closed after {day}: {n}"),
    "week.healed_none": (
        "{day} 之后在库未见补上的缺口。引进的企业载入或更正后，补上的环节列在这里。",
        "No gap closed after {day} on record. Load or correct the firms that came, and it shows here.",
    ),
    "week.followed": ("关注的 {n} 条链", "The {n:chain} you follow"),
    "week.all_chains": ("全部产业链（可在“设置”里选关注的链）", "All chains (choose yours on the Settings page)"),
    "week.recruit_sum": ("{scope}：{group} {n} 个环节", "{scope}: {group}: {n:segment}"),
    "week.recruit_next": (
        "{scope}：暂无主攻环节，其次看{group}（{n} 个）",
        "{scope}: nothing to go for at once; next: {group} ({n})",
    ),
    "week.recruit_none": (
        "{scope}：数据还不足以说先招什么。先补本地企业名录，或看各环节缺什么数据。",
        "{scope}: the data do not yet tell what to recruit. Load a list of local firms, or see what is lacking.",
    ),
    "week.due_sum": ("超期 {late} 项，七天内到期 {soon} 项", "Overdue: {late}; within seven days: {soon}"),
    "week.due_none": (
        "七天内无到期的拜访和承诺。在“拜访”页排行程、记会谈纪要后，到期事项列在这里。",
        "Nothing is due within seven days. Plan a trip or write minutes on the Visits page, and it shows here.",
    ),
    "week.late": ("超期 {n} 天", "{n:day} late"),
    "week.today": ("今天到期", "today"),
    "week.in_days": ("{n} 天后", "in {n:day}"),
    "week.visit": ("拜访{name}", "Visit {name}"),
    "week.promise": ("{text}（{owner}）", "{text} ({owner})"),
    "week.firm": ("企业档案", "Firm"),
    "week.targets": ("目标企业", "Targets"),
    "week.routes": ("技术路线", "Routes"),
    "week.market": ("市场分布", "Market"),
    "week.check_none": (
        "本地暂无会改变前十缺口的待核事项。载入更新的企业名录后再看。",
        "Nothing unsure here would change the first ten gaps. Look again after the next load.",
    ),
    "week.decide_firm": (
        "怎么定：问企业或看其产品目录、经营范围；核实后在企业档案点“更正”。",
        "What decides it: ask the firm, or see its product list and scope; then correct it on its page.",
    ),
    "week.decide_segment": (
        "怎么定：问县区工信部门和行业协会要名单；有企业就在“数据”页载入。",
        "What decides it: ask the counties and the trade association for a list; load what they name.",
    ),
    "week.all": ("全部 {n} 项：{page}", "All {n}: {page}"),
    "week.to_visits": ("到“拜访”", "to Visits"),
    "week.to_gaps": ("到“缺口诊断”", "to the gaps"),
    "week.to_data": ("到“数据”", "to Data"),
    "week.to_changes": ("到“缺口诊断”看变化", "to the changes"),
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
}
