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
}
