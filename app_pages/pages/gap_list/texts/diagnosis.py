"""Sentences of the page 缺口诊断: its views, the list of gaps, the certificate."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.gap_list": ("缺口诊断", "Gaps"),
    "gaps.title": (
        "{region}：主攻 {n} 个环节，最值得先看的是{first}",
        "{region}: {n:segment} to go for; look first at {first}",
    ),
    "gaps.title_chain": (
        "{region} · {chain}：主攻 {n} 个环节，最值得先看的是{first}",
        "{region}, {chain}: {n:segment} to go for; look first at {first}",
    ),
    "gaps.title_unsure": (
        "{region}：{n} 处疑似缺口，数据不足，都还不能认定",
        "{region}: {n:possible gap}; the data do not carry {n:it/any of them} yet",
    ),
    "gaps.no_firms": ("{region}：数据不足，还不能判断缺口", "{region}: not enough data to tell any gap"),
    "gaps.no_firms_todo": (
        "在库没有本地企业。请先在“数据”页导入本地企业名录。",
        "No local firm is on record. Load a list of local firms on the page Data first.",
    ),
    "gaps.to_data": ("导入名录", "Load a list"),
    "gaps.none_chain": ("{region}：{chain}没有可认定的缺口", "{region}: no gap in {chain}"),
    "gaps.none_chain_todo": (
        "本地在库企业与这条链少有上下游往来。可改看全部产业链，或在“数据”页导入更多本地企业。",
        (
            "The local firms on record hardly trade with this chain. Look at all chains, or load more local "
            "firms on the page Data."
        ),
    ),
    "gaps.score_unsure": ("得分 {score}（数据不足，仅供参考）", "Score {score} (not enough data, for reference only)"),
    "gaps.recruit": ("该不该招", "Recruit?"),
    "gaps.none": ("没有符合条件的缺口。", "No gap meets these filters."),
    "gaps.none_todo": ("放宽上面的筛选，或改看全部产业链。", "Loosen the filters, or look at all chains."),
    "gaps.scope": ("范围", "Scope"),
    "gaps.this": ("本链", "This chain"),
    "gaps.all": ("全部产业链", "All chains"),
    "gaps.kind": ("类型", "Kind"),
    "gaps.verdict": ("结论", "Verdict"),
    "gaps.open": ("看依据", "Why"),
    "gaps.opened": ("正在看", "Shown"),
    "gaps.score": ("得分 {score}（区间 {low}–{high}）", "Score {score} (interval {low}–{high})"),
    "gaps.why": ("依据：{name}", "Why: {name}"),
    "gaps.parts": ("得分主要来自{a}和{b}", "The score comes mostly from {a} and {b}"),
    "gaps.parts_one": ("得分主要来自{a}", "The score comes mostly from {a}"),
    "gaps.parts_sub": ("各项分值 × 权重，合计为得分", "Value × weight of each part; they add up to the score"),
    "gaps.foot": (
        "来源：在库企业与产业链目录 · 数据截至 {date} · {coverage}",
        "Source: firms in the store and the chain catalogue · as of {date} · {coverage}",
    ),
    "gaps.coverage_text": (
        "本地在库企业 {n} 家；覆盖率{estimate}。结论“{verdict}”的原因：{reason}。",
        "{n:local firm} in the store; coverage {estimate}. The verdict is '{verdict}' because {reason}.",
    ),
    "gaps.local_firms": ("本地企业 {n} 家", "Local firms: {n}"),
    "gaps.measures": ("测算指标、公式与出处", "Measures, formulas and sources"),
    "gaps.measure": ("指标", "Measure"),
    "gaps.value": ("数值", "Value"),
    "gaps.formula": ("含义与公式", "Meaning and formula"),
    "gaps.origin": ("出处", "Source"),
    "gaps.targets": ("查看目标企业", "Target firms"),
    "gaps.map": ("在图谱中查看", "Show on the map"),
    "gaps.view": ("看什么", "View"),
    "gaps.view_diagnosis": ("缺口认定", "Gaps and why"),
    "gaps.view_sandbox": ("补链沙盘", "What if"),
    "gaps.view_portfolio": ("组合引进", "Portfolio"),
    "gaps.view_changes": ("变化", "Changes"),
    "gaps.view_checks": ("先核什么", "Check next"),
    "gaps.view_across": ("跨链与骨干企业", "Across chains"),
    "gaps.sold_to": (
        "建成后卖给谁：全国在库买方在哪里、多远、最大的是谁。",
        "Whom it would sell to: where buyers on record are, how far, who the largest are.",
    ),
    "gaps.routes": ("技术路线", "Routes"),
    "gaps.market": ("看市场分布图", "Market map"),
    "gaps.try": ("在沙盘中试", "Try in the sandbox"),
    "gaps.peer": ("看该市", "Show"),
    "gaps.export": ("导出认定书", "Export certificate"),
}
