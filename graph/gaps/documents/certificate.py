"""缺口认定: what a gap stands on, as sections of sentences with the firms behind them. The page, the command line and the
paper all show these, so that one gap is argued in one way.

Order: the verdict; the four tests, apart; should it be recruited; peer cities; how sure; what would change it; what a
landing would do. A section whose data are not there says 待核 and never disappears.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graph.model.words import UNKNOWN, VERDICT, VERDICT_REASON, Lang, counted

Outcome = Literal["met", "not_met", "unknown", ""]
OUTCOME: dict[str, dict[Lang, str]] = {
    "met": {"zh": "成立", "en": "met"},
    "not_met": {"zh": "不成立", "en": "not met"},
    "unknown": {"zh": "待核", "en": "to be checked"},
}
TITLE: dict[str, dict[Lang, str]] = {
    "verdict": {"zh": "结论", "en": "Verdict"},
    "need": {"zh": "本地有没有需求", "en": "Is it needed here"},
    "presence": {"zh": "本地是不是薄弱", "en": "Is it weak here"},
    "coverage": {"zh": "数据够不够", "en": "Do the data reach"},
    "consequence": {"zh": "缺了影响多大", "en": "What is lost without it"},
    "recruit": {"zh": "该不该招", "en": "Should it be recruited"},
    "peers": {"zh": "同类城市怎么样", "en": "What peer cities have"},
    "sure": {"zh": "把握有多大", "en": "How sure"},
    "flip": {"zh": "什么会改变这个结论", "en": "What would change this"},
    "after": {"zh": "引进后怎么样", "en": "After a landing"},
}
TESTS = ("need", "presence", "coverage", "consequence")
FIRST = 3  # neighbours said in full


@dataclass(frozen=True)
class Item:
    """One statement; `firms` are the firms it counts, named as far as the document names them, of `count` in all;
    `region` is the code of the city that it speaks of, where that is another one; `segments` are those whose firms are
    counted: the firms elsewhere with `elsewhere`, else the local ones; empty where they are no segment's. With `listed` they
    are all firms on record in the region."""

    text: str
    firms: tuple[Mapping[str, Any], ...] = ()
    count: int = 0
    region: str = ""
    segments: tuple[str, ...] = ()
    elsewhere: bool = False
    listed: bool = False


@dataclass(frozen=True)
class Section:
    """A question with its answer: `outcome` is set for the four tests only."""

    key: str
    title: str
    outcome: Outcome
    items: tuple[Item, ...]

    def heading(self, lang: Lang) -> str:
        """Title with the outcome, where there is one."""
        if not self.outcome:
            return self.title
        return (
            f"{self.title}：{OUTCOME[self.outcome]['zh']}"
            if lang == "zh"
            else f"{self.title}: {OUTCOME[self.outcome]['en']}"
        )


def certificate(gap: Mapping[str, Any], lang: Lang) -> list[Section]:
    """The sections of a gap document (see `graph.gaps.documents.gap`), in order."""
    makers: dict[str, Callable[[Mapping[str, Any], Lang], tuple[Outcome, list[Item]]]] = {
        "verdict": _verdict,
        "need": _need,
        "presence": _presence,
        "coverage": _coverage,
        "consequence": _consequence,
        "recruit": _recruit,
        "peers": _peers,
        "sure": _sure,
        "flip": _flip,
        "after": _after,
    }
    out = []
    for key, make in makers.items():
        outcome, items = make(gap, lang)
        out.append(Section(key, TITLE[key][lang], outcome, tuple(items)))
    return out


def lines(gap: Mapping[str, Any], lang: Lang) -> list[str]:
    """The certificate as plain lines, for the command line."""
    out = []
    for section in certificate(gap, lang):
        out.append(f"【{section.heading(lang)}】" if lang == "zh" else f"[{section.heading(lang)}]")
        for item in section.items:
            names = (
                "、".join(f["name"] for f in item.firms) if lang == "zh" else ", ".join(f["name"] for f in item.firms)
            )
            more = item.count - len(item.firms)
            if names and more > 0:
                names += f" 等 {item.count} 家" if lang == "zh" else f" and {more} more"
            out.append(f"  {item.text}" + (f" {names}" if names else ""))
    return [*out, ""]


def _said(row: Mapping[str, Any], lang: Lang) -> str:
    return str(row["sentence" if lang == "zh" else "sentence_en"])


def _outcome(gap: Mapping[str, Any], key: str) -> Outcome:
    passed = gap["tests"][key]["passed"]
    return "unknown" if passed is None else "met" if passed else "not_met"


def _verdict(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    return "", [Item(_said(gap, lang))]


def _need(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    """The need as a whole, then the buying segments with their firms."""
    test, buyers = gap["tests"]["need"], gap["evidence"]["buyers"]
    items = [Item(_said(test, lang))]
    if test["firms"] and not buyers:
        items.append(
            Item("拟建项目企业：" if lang == "zh" else "Firms with plans:", tuple(test["firms"]), test["count"])
        )
    for b in buyers[:FIRST]:
        share = f"{b['share']:.0%}" if b["share"] >= 0.01 else ("不足 1%" if lang == "zh" else "under 1%")
        text = (
            f"{b['name']}企业 {b['count']} 家，约占其成本 {share}（估计）："
            if lang == "zh"
            else f"{counted(b['count'], 'firm')} in {b['name_en']}, about {share} of {'its' if b['count'] == 1 else 'their'} cost (estimate):"
        )
        items.append(Item(text, tuple(b["firms"]), b["count"], segments=(b["segment"],)))
    rest = len(buyers) - FIRST
    if rest > 0:
        items.append(Item(f"另有本地下游环节 {rest} 个。" if lang == "zh" else f"{rest} more local buying segments."))
    return _outcome(gap, "need"), items


def _presence(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    test = gap["tests"]["presence"]
    return _outcome(gap, "presence"), [
        Item(_said(test, lang), tuple(test["firms"]), test["count"], segments=(gap["segment"],))
    ]


def _coverage(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    test = gap["tests"]["coverage"]
    return _outcome(gap, "coverage"), [Item(_said(test, lang), count=test["figures"]["firms"], listed=True)]


def _consequence(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    test = gap["tests"]["consequence"]
    felt = tuple(test["figures"]["felt"])
    return _outcome(gap, "consequence"), [Item(_said(test, lang), tuple(test["firms"]), test["count"], segments=felt)]


def _recruit(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    return "", [Item(_said(gap["recruit"], lang))]


def _peers(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    if not gap["peers"]:
        return "", [
            Item(
                "数据不足：找不到产业构成相近的城市。" if lang == "zh" else "Not enough data: no city of like make-up."
            )
        ]
    return "", [Item(_said(p, lang), region=p["region"]) for p in gap["peers"]]


def _sure(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    """Verdict, and how far score and place move when the list of firms is another."""
    low, high = gap["interval"]
    first, last = gap["rank_low"], gap["rank_high"]
    verdict, reason = (
        VERDICT[gap["verdict"]][lang],
        VERDICT_REASON.get(gap["evidence"]["verdict_reason"], UNKNOWN)[lang],
    )
    zh = lang == "zh"
    if gap["verdict"] == "insufficient_data":
        # An interval drawn from next to nothing is narrow, and would look sure.
        said = f"得分 {gap['score']:.2f}，在 {gap['rank_of']} 处缺口中排第 {gap['rank']} 位，数据不足，仅供参考。"
        said_en = f"Score {gap['score']:.2f}, place {gap['rank']} of {gap['rank_of']}, for reference only: the data do not carry it."
        return "", [
            Item(f"结论：{verdict}（{reason}）。" if zh else f"Verdict: {verdict} ({reason})."),
            Item(said if zh else said_en),
        ]
    items = [
        Item(f"结论：{verdict}（{reason}）。" if zh else f"Verdict: {verdict} ({reason})."),
        Item(
            f"得分 {gap['score']:.2f}，在 {gap['rank_of']} 处缺口中排第 {gap['rank']} 位；企业名单略有出入时，八成情况下得分在 {low:.2f} 到 {high:.2f} 之间，排位在第 {first} 到第 {last} 位之间。"
            if zh
            else f"Score {gap['score']:.2f}, place {gap['rank']} of {gap['rank_of']}; were the list of firms a little different, in 8 cases of 10 the score lies between {low:.2f} and {high:.2f}, the place between {first} and {last}."
        ),
    ]
    if gap["by_source"]:
        least = min(gap["by_source"].values())
        items.append(
            Item(
                f"去掉任一数据来源后，得分最低为 {least:.2f}。"
                if zh
                else f"Without any one source, the score is {least:.2f} at the least."
            )
        )
    return "", items


def _flip(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    if not gap["changes"]:
        return "", [Item("暂无可预见的情形。" if lang == "zh" else "Nothing that can be foreseen.")]
    return "", [Item(_said(c, lang)) for c in gap["changes"]]


def _after(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    """What a landing would do and who could; for what is thin, the local firms that could grow come first."""
    effect, there = gap["evidence"]["effect"], gap["evidence"]["candidates"]
    before, after = effect["completeness_before"], effect["completeness_after"]
    zh = lang == "zh"
    items = []
    own = gap.get("own_expansion")
    if own and own["count"]:
        text = "先看本地企业增资扩股、技术改造：" if zh else "Local firms first: expansion, renewal:"
        items.append(Item(text, tuple(own["firms"]), own["count"], segments=(gap["segment"],)))
    items.append(
        Item(
            f"若引入一家中型企业，链条完整度由 {before:.1%} 升至 {after:.1%}，可服务本地买方企业 {int(effect['buyers_served'])} 家。"
            if zh
            else f"One medium firm would raise completeness from {before:.1%} to {after:.1%} and serve {counted(int(effect['buyers_served']), 'local buyer')}."
        )
    )
    for s in gap["evidence"]["suppliers"][:FIRST]:
        text = (
            f"本地{s['name']}企业 {s['count']} 家可为其供料："
            if zh
            else f"{counted(s['count'], 'firm')} in {s['name_en']} could supply it:"
        )
        items.append(Item(text, tuple(s["firms"]), s["count"], segments=(s["segment"],)))
    if there["count"]:
        text = (
            f"全国在库可招企业 {there['count']} 家："
            if zh
            else f"{counted(there['count'], 'firm')} elsewhere {'does' if there['count'] == 1 else 'do'} it:"
        )
        items.append(Item(text, tuple(there["firms"]), there["count"], segments=(gap["segment"],), elsewhere=True))
    else:
        items.append(Item("全国在库企业中未查到从事者，待核。" if zh else "No firm elsewhere is known; to be checked."))
    return "", items
