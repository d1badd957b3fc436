"""Outcomes of courting a firm and reasons for them, as offices write them → our words."""

from __future__ import annotations

import re

# What offices write → our words (`graph.model.records`); the words themselves are understood too.
OUTCOME_WORDS = {
    "已联系": "contacted",
    "联系": "contacted",
    "在谈": "contacted",
    "洽谈中": "contacted",
    "已拜访": "visited",
    "拜访": "visited",
    "签约": "signed",
    "已签约": "signed",
    "落地": "landed",
    "已落地": "landed",
    "开工": "landed",
    "投产": "landed",
    "成功": "landed",
    "婉拒": "refused",
    "拒绝": "refused",
    "谢绝": "refused",
    "流失": "lost",
    "落选": "lost",
    "去了外地": "lost",
    "失败": "lost",
    "不予推进": "rejected",
    "否决": "rejected",
    "剔除": "rejected",
    "won": "landed",
    "跟进中": "contacted",
    "对接中": "contacted",
    "已对接": "contacted",
    "初步接洽": "contacted",
    "已考察": "visited",
    "来访": "visited",
    "意向签约": "contacted",
    "正式签约": "signed",
    "签订协议": "signed",
    "已开工": "landed",
    "已投产": "landed",
    "已注册": "landed",
    "暂缓": "contacted",
    "终止": "lost",
    "未成": "lost",
    "未落地": "lost",
    "放弃": "lost",
}
REASON_WORDS = {
    "选择外地": "elsewhere",
    "去了外地": "elsewhere",
    "成本": "cost",
    "用地": "land",
    "土地": "land",
    "能耗": "energy",
    "能源": "energy",
    "配套": "supply",
    "配套不足": "supply",
    "人才": "talent",
    "用工": "talent",
    "时机": "timing",
    "时机不对": "timing",
    "不匹配": "not_fit",
    "不符合": "not_fit",
    "环保": "environment",
    "风险": "risk",
    "重复": "duplicate",
    "其他": "other",
}

# Whole sentences about the outcome, in this order: what ended it counts before what it had come to.
_OUTCOMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("lost", re.compile(r"落户(?:在|到|于)?(?:其他|其它|外|别|他)|选择(?:了)?(?:外|其他|其它|别)|去了|流失|竞争失败")),
    ("refused", re.compile(r"不来|无意|(?:没有|暂无|无)(?:投资)?(?:意向|意愿|计划|打算)|不考虑|婉拒|谢绝|拒绝|不愿")),
    ("rejected", re.compile(r"不予|淘汰|否决|不符合.{0,8}(?:要求|条件|政策|产业)|未通过.{0,4}(?:评审|评估|论证)")),
    ("contacted", re.compile(r"未签|拟签|待签|意向|框架|即将签|准备签|尚未|未(?:落地|开工|投产)")),
    ("landed", re.compile(r"投产|开工|落地|注册成立|已注册|完成注册|入驻|建成")),
    ("signed", re.compile(r"签约|签订|签署|签了")),
    ("visited", re.compile(r"考察|来访|拜访|走访|实地|到访")),
    ("contacted", re.compile(r"洽谈|对接|跟进|沟通|联系|接洽|座谈|兴趣|推进|研究|暂缓|搁置|等待|在谈|交流")),
)
LONGEST_REASON = 40


def outcome_of(text: str) -> str:
    """The outcome that a cell tells, in our words: a word of the list, else what a sentence says; '' where nothing is
    understood."""
    plain = text.strip()
    known = OUTCOME_WORDS.get(plain, plain.lower())
    if known in set(OUTCOME_WORDS.values()):
        return known
    return next((outcome for outcome, words in _OUTCOMES if words.search(plain)), "")


def reason_of(text: str) -> str:
    """The reason that a cell tells, in our words: a word of the list, else the one that a short sentence names first;
    the cell itself where none is."""
    plain = text.strip()
    if plain in REASON_WORDS or len(plain) > LONGEST_REASON:
        return REASON_WORDS.get(plain, plain.lower())
    named = [(plain.index(word), -len(word), reason) for word, reason in REASON_WORDS.items() if word in plain]
    return min(named)[2] if named else plain.lower()
