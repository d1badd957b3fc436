"""Sentences of 变化."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "changes.since": ("与哪天相比", "Since"),
    "changes.known": (
        "图谱自 {first} 起有记录，共有 {n} 天导入过数据，最近 {last}。",
        "The graph is known from {first}; days with loads: {n}, the last on {last}.",
    ),
    "changes.title": (
        "自 {day}：新增缺口 {new} 处，已补 {healed} 处，持续 {persistent} 处",
        "Since {day}: {new} new gaps, {healed} healed, {persistent} persistent",
    ),
    "changes.facts": ("变动事实 {n} 条", "{n} facts"),
    "changes.none": (
        "这段时间本链没有变动。导入新数据后，这里逐条列出。",
        "Nothing changed in this chain. New loads will be listed here.",
    ),
}
