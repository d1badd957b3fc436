"""Words for gap documents beyond `graph.model.words`: history, kinds of firm, resources, scenario changes, facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model.words import KIND, STATE, UNKNOWN, VERDICT, Lang, counted

if TYPE_CHECKING:
    from graph.gaps.documents.plan_shapes import BatchRef, FactDocument, FactKind, NamedAddition, NamedRemoval
    from graph.gaps.documents.shapes import Judged, State

HISTORY: dict[str, dict[Lang, str]] = {
    "new": {"zh": "新增", "en": "new"},
    "persistent": {"zh": "持续", "en": "persistent"},
    "healed": {"zh": "已补", "en": "closed"},
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
    "new_trade": {"zh": "未查到该企业从事此环节，待核", "en": "not known to do this; unverified"},
}


def change_sentence(change: NamedRemoval | NamedAddition, lang: Lang) -> str:
    """One change of a scenario document, in words."""
    segment = change["segment_name"] if lang == "zh" else change["segment_name_en"]
    if change["do"] == "remove":
        n = len(change["firms"])
        text = f"失去{segment}（本地 {n} 家）" if lang == "zh" else f"Lose {segment} ({counted(n, 'local firm')})"
    else:
        text = f"引入{change['name']}（{segment}）" if lang == "zh" else f"Land {change['name']} ({segment})"
    note = NOTE.get(change["note"])
    if note is None:
        return text
    return f"{text}：{note['zh']}" if lang == "zh" else f"{text}: {note['en']}"


def source_of(batch: BatchRef | None, lang: Lang) -> str:
    """Which load a fact comes from: its number, name and day."""
    if batch is None:
        return "全国数据或产业链目录更新" if lang == "zh" else "an update of the country's data or the catalogue"
    name = batch["file"] or batch["source"] or UNKNOWN[lang]
    if lang == "zh":
        return f"第 {batch['id']} 批，{name}，{batch['date']}"
    return f"load {batch['id']}, {name}, {batch['date']}"


def fact_sentence(fact: FactDocument, lang: Lang) -> str:
    """One fact of the difference between two days, in words, with the load it comes from."""
    text, source = _fact(fact, lang), source_of(fact["batch"], lang)
    if lang == "zh":
        return f"{fact['segment_name']}：{text}（{source}）"
    return f"{fact['segment_name_en']}: {text} ({source})"


FACT: dict[FactKind, dict[Lang, str]] = {
    "firm_came": {"zh": "新增企业 {firm}", "en": "{firm} came"},
    "firm_left": {"zh": "退出企业 {firm}", "en": "{firm} left"},
    "state_changed": {"zh": "状态由{before}变为{after}", "en": "from {before} to {after}"},
    "gap_new": {"zh": "新增缺口（{kind}）", "en": "new gap ({kind})"},
    "gap_healed": {"zh": "缺口已补（{kind}）", "en": "gap closed ({kind})"},
}
NOT_LISTED: dict[Lang, str] = {"zh": "未列入", "en": "not listed"}


def _fact(fact: FactDocument, lang: Lang) -> str:
    what = fact["what"]
    template = FACT[what][lang]
    if what in ("firm_came", "firm_left"):
        return template.format(firm=fact["firm_name"] or UNKNOWN[lang])
    if what == "state_changed":
        before, after = (STATE[s][lang] if s else NOT_LISTED[lang] for s in (fact["before"], fact["after"]))
        return template.format(before=before, after=after)
    return template.format(kind=KIND[fact["after"] or fact["before"]][lang])


RECRUIT: dict[str, dict[Lang, str]] = {
    "recruit": {"zh": "可招", "en": "yes"},
    "nearby": {"zh": "就近配套即可", "en": "supply from nearby is enough"},
    "unsuitable": {"zh": "不宜招", "en": "not suitable"},
    "check": {"zh": "待核", "en": "unverified"},
}
ABSENT = ("missing", "break", "extension")  # kinds that say that nobody here does it


def shown_state(gap: Judged) -> State:
    """What a screen calls a gap: its kind; `no_data` replaces an absence where the data are too thin to claim one."""
    return "no_data" if gap["verdict"] == "insufficient_data" and gap["kind"] in ABSENT else gap["kind"]


def shown_words(gap: Judged, lang: Lang) -> list[str]:
    """Kind and verdict as words, without saying 数据不足 twice."""
    return list(dict.fromkeys([STATE[shown_state(gap)][lang], VERDICT[gap["verdict"]][lang]]))
