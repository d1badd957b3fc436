"""Sentences of 组合引进."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "portfolio.k": ("项目数", "Landings"),
    "portfolio.money": ("投资上限（亿元）", "Money (100 m yuan)"),
    "portfolio.land": ("用地上限（亩）", "Land (mu)"),
    "portfolio.power": ("高耗电项目上限", "Power-hungry"),
    "portfolio.any": ("不限", "any"),
    "portfolio.unsure": ("含数据不足的缺口", "Gaps without enough data too"),
    "portfolio.title": (
        "{n} 个项目累计补上可补部分的 {value}，任何组合不超过 {bound}",
        "{n} landings close {value} of what can be closed; no set within the limits can pass {bound}",
    ),
    "portfolio.none": ("限额内没有可列入的项目。", "No landing fits the limits."),
    "portfolio.nothing": ("没有可以从外地引进来补的缺口。", "No gap here that a landing from elsewhere would fill."),
    "portfolio.nothing_todo": (
        "先看“缺口认定”；若本地企业在库太少，请在“数据”页导入名录。",
        "See the gaps first; where few local firms are on record, load a list on the page Data.",
    ),
    "portfolio.none_todo": (
        "放宽限额，或勾选“含数据不足的缺口”（{n} 处）。",
        "Loosen the limits, or include the {n} gaps without enough data.",
    ),
    "portfolio.frontier": ("每多引进一个，还能补上多少", "What each further landing still brings"),
    "portfolio.frontier_sub": (
        "累计成效＝补上的完整度与满足的本地需求各占一半；虚线为任何组合的上限",
        "Worth: half completeness closed, half local need met; dashed: no set can do more",
    ),
    "portfolio.gain": (
        "贡献 {gain}；累计满足本地需求 {need}、补完整度 {full}",
        "adds {gain}; so far {need} of local need, {full} of completeness",
    ),
    "portfolio.cost": (
        "通常投资 {money} 亿元，用地 {land} 亩，用电{power}（估计）",
        "usually {money} × 100 m yuan, {land} mu, power {power} (estimate)",
    ),
    "portfolio.power_high": ("高", "high"),
    "portfolio.power_medium": ("中", "medium"),
    "portfolio.power_low": ("低", "low"),
    "portfolio.candidates": ("可招企业 {n} 家", "{n} firms could come"),
    "portfolio.used": ("合计（按通常范围的中值）：{text}。", "In all, at the middle of the usual range: {text}."),
    "portfolio.of": ("{used}（限 {limit}）", "{used} (limit {limit})"),
    "portfolio.not_known": ("{used}（不含待核：{names}）", "{used} (without {names}: to be checked)"),
    "portfolio.left_out": ("{what}待核，未列入 {n} 处：{names}", "{what} not known, {n} left out: {names}"),
    "portfolio.barred": ("就近配套或不宜招，未列入 {n} 处", "Better bought nearby or not suitable, {n} left out"),
    "portfolio.how": ("怎么算的", "How this is worked out"),
    "portfolio.how_text": (
        (
            "每一步选当前贡献最大的项目；有投资、用地、用电限额时，再按“贡献÷占用”选一遍，取较好的一组。"
            "只限项目数时，结果不低于最优的 63%（1−1/e，Nemhauser 等 1978）；上限由线性规划算出。"
            "投资和用地取目录中通常范围的几何中值。"
        ),
        (
            "Each step takes the landing that adds most; under limits a second run takes the most per cost, and "
            "the better is kept. Under a number alone the result is at least 63% (1−1/e) of the best (Nemhauser "
            "et al. 1978); the upper bound comes from a linear program. Money and land are the geometric middle "
            "of the usual range in the catalogue."
        ),
    ),
    "portfolio.foot": (
        "来源：在库企业与产业链目录（投资、用地、用电为估计） · 数据截至 {date}",
        "Source: firms in the store and the chain catalogue (costs are estimates) · as of {date}",
    ),
}
