"""Sentences of 对接分工: which team approaches which group."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "targets.claim": ("加入名单", "Save"),
    "targets.claim_help": (
        "由本组认领对接，同城其他专班不再重复联系这个集团。",
        "Your team takes it up; no other team of the city calls on this group.",
    ),
    "targets.release": ("放回", "Release"),
    "targets.release_help": (
        "本组不再对接，同城其他专班可以认领。",
        "Your team gives it back; any team of the city may take it up.",
    ),
    "targets.ours": ("本组对接，自 {since}", "Ours since {since}"),
    "targets.theirs": ("{team}对接，自 {since}", "With {team} since {since}"),
    "targets.theirs_group": (
        "同集团“{name}”由{team}对接，自 {since}",
        "Its group, as {name}, is with {team} since {since}",
    ),
    "targets.free": ("尚无人对接", "Nobody courts it yet"),
    "targets.released": ("{name} 已放回，同城其他专班可以认领。", "{name} is released; other teams may take it up."),
    "targets.one_a_group": ("一集团一家", "Each group once"),
    "targets.hide_held": ("隐去他组已对接的", "Hide what other teams hold"),
    "targets.owned_title": (
        "{region} · 各链合并：{n} 个集团，{held} 个已有人对接",
        "{region} · all chains together: {n} groups, {held} of them courted",
    ),
    "targets.owned_about": (
        (
            "各链前 {k} 个缺口的外地目标合并，每个集团只列一次，按集团和省份分散；建议由得分最高的那条链对接，"
            "已认领的以认领为准（全市各县区、功能区一并计算）。"
        ),
        (
            "Outsiders for the first {k} gaps of every chain, each group once, spread over groups and provinces. "
            "The chain where it scores best is suggested; what a team of the city has taken up is its own."
        ),
    ),
    "targets.owned_wait": ("正在合并九条链的名单…", "Putting the lists of all chains together…"),
    "targets.owned_show": ("显示", "Show"),
    "targets.owned_all": ("全部", "All"),
    "targets.owned_chain": ("建议本链", "Suggested to this chain"),
    "targets.owned_free": ("无人对接", "Free"),
    "targets.owned_held": ("已有对接", "Held"),
    "targets.owned_none": ("没有符合条件的集团。", "No group meets this."),
    "targets.owned_suggest": ("建议由{team}对接", "Suggested to {team}"),
    "targets.owned_wanted": ("{chains}的名单上都有它", "It stands on the lists of {chains}"),
    "targets.owned_others": ("同集团还有 {names}", "Also of this group: {names}"),
    "targets.owned_for": ("对应环节：{segment}", "For {segment}"),
    "targets.team": ("我的专班", "My team"),
}
