"""Words of the gap pages beyond `graph.model.words`: history, kinds of firm, resources, and the sentences made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model.words import KIND, STATE, UNKNOWN, VERDICT, Lang, counted

HISTORY: dict[str, dict[Lang, str]] = {
    "new": {"zh": "新增", "en": "new"},
    "persistent": {"zh": "持续", "en": "persistent"},
    "healed": {"zh": "已补", "en": "healed"},
}
ROLE: dict[str, dict[Lang, str]] = {
    "leader": {"zh": "链主", "en": "chain leader"},
    "head": {"zh": "头部企业", "en": "head firm"},
    "core": {"zh": "核心节点企业", "en": "core-node firm"},
}
RESOURCE: dict[str, dict[Lang, str]] = {
    "money_yi": {"zh": "投资", "en": "investment"},
    "land_mu": {"zh": "用地", "en": "land"},
    "high_power": {"zh": "用电", "en": "power"},
}
RESOURCE_UNIT: dict[str, dict[Lang, str]] = {
    "money_yi": {"zh": "亿元", "en": "× 100 m yuan"},
    "land_mu": {"zh": "亩", "en": "mu"},
    "high_power": {"zh": "个高耗电项目", "en": "power-hungry projects"},
}
# What a change of a scenario amounts to, where it amounts to nothing or is bold.
NOTE: dict[str, dict[Lang, str]] = {
    "already_local": {"zh": "本地已有，不产生变化", "en": "here already; nothing changes"},
    "nobody_local": {"zh": "本地本无企业，不产生变化", "en": "no local firm to lose; nothing changes"},
    "new_trade": {"zh": "未查到该企业从事此环节，待核", "en": "not known to do this; to be checked"},
}


def change_sentence(change: Mapping[str, Any], lang: Lang) -> str:
    """One change of a scenario document, in words."""
    segment = change["segment_name" if lang == "zh" else "segment_name_en"]
    if change["do"] == "remove":
        n = len(change["firms"])
        said = f"失去{segment}（本地 {n} 家）" if lang == "zh" else f"Lose {segment} ({counted(n, 'local firm')})"
    else:
        said = f"引入{change['name']}（{segment}）" if lang == "zh" else f"Land {change['name']} ({segment})"
    note = NOTE.get(change["note"])
    return said if note is None else f"{said}：{note['zh']}" if lang == "zh" else f"{said}: {note['en']}"


def source_of(batch: Mapping[str, Any] | None, lang: Lang) -> str:
    """Which load a fact comes from: its number, name and day."""
    if batch is None:
        return "全国数据或产业链目录更新" if lang == "zh" else "an update of the country's data or the catalogue"
    name = batch["file"] or batch["source"] or UNKNOWN[lang]
    if lang == "zh":
        return f"第 {batch['id']} 批，{name}，{batch['date']}"
    return f"load {batch['id']}, {name}, {batch['date']}"


def fact_sentence(fact: Mapping[str, Any], lang: Lang) -> str:
    """One fact of the difference, in words, with the load it comes from."""
    zh = lang == "zh"
    name = fact["segment_name" if zh else "segment_name_en"]
    firm = fact["firm_name"] or UNKNOWN[lang]

    def state(key: str) -> str:
        return STATE[key][lang] if key else ("未列入" if zh else "not listed")

    what = fact["what"]
    if what in ("firm_came", "firm_left"):
        verb = {"firm_came": ("新增", "came"), "firm_left": ("退出", "left")}[what][0 if zh else 1]
        said = f"{name}：{verb}企业 {firm}" if zh else f"{name}: {firm} {verb}"
    elif what == "state_changed":
        said = (
            f"{name}：状态由{state(fact['before'])}变为{state(fact['after'])}"
            if zh
            else (f"{name}: from {state(fact['before'])} to {state(fact['after'])}")
        )
    else:
        kind = KIND[fact["after"] or fact["before"]][lang]
        verb = {"gap_new": ("新增缺口", "new gap"), "gap_healed": ("缺口已补", "gap healed")}[what][0 if zh else 1]
        said = f"{name}：{verb}（{kind}）" if zh else f"{name}: {verb} ({kind})"
    return f"{said}（{source_of(fact['batch'], lang)}）" if zh else f"{said} ({source_of(fact['batch'], lang)})"


RECRUIT: dict[str, dict[Lang, str]] = {
    "recruit": {"zh": "可招", "en": "yes"},
    "nearby": {"zh": "就近配套即可", "en": "supply from nearby is enough"},
    "unsuitable": {"zh": "不宜招", "en": "not suitable"},
    "check": {"zh": "待核", "en": "to be checked"},
}
ABSENT = ("missing", "break", "extension")  # kinds that say that nobody here does it


def shown_state(gap: Mapping[str, Any]) -> str:
    """What a screen calls a gap: its kind; `no_data` in the place of an absence that the data do not carry."""
    return "no_data" if gap["verdict"] == "insufficient_data" and gap["kind"] in ABSENT else str(gap["kind"])


def shown_words(gap: Mapping[str, Any], lang: Lang) -> list[str]:
    """Kind and verdict as words, without saying 数据不足 twice."""
    state = shown_state(gap)
    return list(dict.fromkeys([STATE[state][lang], VERDICT[gap["verdict"]][lang]]))
