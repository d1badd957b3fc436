"""Sentences of the page 产业链图谱."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.chain_map": ("产业链图谱", "Chain map"),
    "map.completeness": ("完整度", "Completeness"),
    "map.missing": ("缺失", "Missing"),
    "map.break": ("断点", "Breaks"),
    "map.weak": ("薄弱", "Weak"),
    "map.single": ("单点", "Single point"),
    "map.firms": ("本地企业", "Local firms"),
    "map.segment": ("环节", "Segment"),
    "map.choose": ("选择环节，或点击图上的圆点", "Choose a segment, or click a node"),
    "map.first": ("本链最要紧的缺口", "What matters most in this chain"),
    "map.no_gaps": ("本地数据下，本链没有列出缺口。", "By the local data this chain shows no gap."),
    "map.hint": (
        "圆点越大，本地实力越强；线越粗，占买方成本越高；悬停只看上下游。",
        "Larger node: more local strength. Thicker line: more of the buyer's cost. Hover to see neighbours only.",
    ),
    "map.demand": (
        "{name}是需求节点，只代表买方，没有可招的企业；本地向它供货的企业 {n} 家。",
        "{name} stands for buyers, there is nothing to recruit; local firms that sell to it: {n}.",
    ),
    "map.waiting": ("谁在等它", "Who waits for it"),
    "map.no_buyers": ("本地暂无下游企业。", "No local firm buys it."),
    "map.local": ("本地企业 {n} 家", "Local firms: {n}"),
    "map.no_local": ("本地未查到企业。", "No local firm found."),
    "map.national": ("全国主要企业（在库 {n} 家）", "Main firms elsewhere ({n} in the store)"),
    "map.no_national": ("全国在库企业中未查到从事者，待核。", "No firm elsewhere is known; to be checked."),
    "map.all": ("查看全部 {n} 家", "Show all {n}"),
    "map.other": ("其他链的上下游", "Links into other chains"),
    "map.other_up": ("供方：{chain} · {name}（本地 {n} 家）", "Supplier: {chain} · {name} ({n} local)"),
    "map.other_down": ("买方：{chain} · {name}（本地 {n} 家）", "Buyer: {chain} · {name} ({n} local)"),
    "map.targets": ("目标企业", "Target firms"),
    "map.gap": ("看依据", "Why"),
    "map.no_gap": (
        "{name}：{state}。本地企业 {n} 家，全国在库 {m} 家，未列为缺口。",
        "{name}: {state}. {n:local firm}, {m} elsewhere; not listed as a gap.",
    ),
    "map.buyer": ("{name}（{n} 家）", "{name} ({n})"),
}
