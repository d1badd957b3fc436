"""缺口认定: what a gap stands on, as sections of sentences with the firms behind them. The page, the command line and the
paper all show these, so that one gap is argued in one way.

Order: the verdict; the four tests, apart; should it be recruited; peer cities; how sure; what would change it; what a
landing would do. A section whose data are not there says 待核 and never disappears.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.words import KIND, UNKNOWN, VERDICT, VERDICT_REASON, Lang, tenths

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
    """One statement; `firms` are the firms it counts, named as far as the document names them, of `count` in all."""

    text: str
    firms: tuple[Mapping[str, Any], ...] = ()
    count: int = 0


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
    """The sections of a gap document (see `graph.report`), in order."""
    makers: dict[str, Callable[[Mapping[str, Any], Lang], tuple[Outcome, list[Item]]]] = {
        "verdict": _verdict, "need": _need, "presence": _presence, "coverage": _coverage, "consequence": _consequence,
        "recruit": _recruit, "peers": _peers, "sure": _sure, "flip": _flip, "after": _after,
    }  # fmt: skip
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


def _verdict(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    return "", [Item(str(gap["sentence"] if lang == "zh" else gap["sentence_en"]))]


def _name(row: Mapping[str, Any], lang: Lang) -> str:
    return str(row["name"] if lang == "zh" else row["name_en"])


def _outcome(gap: Mapping[str, Any], key: str, otherwise: Outcome) -> Outcome:
    """What the document's own test says; `otherwise` where it carries none."""
    test = (gap.get("tests") or {}).get(key)
    if test is None:
        return otherwise
    passed = test.get("passed")
    return "unknown" if passed is None else "met" if passed else "not_met"


def _need(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    buyers: Sequence[Mapping[str, Any]] = gap["evidence"]["buyers"]
    items = []
    for b in buyers[:FIRST]:
        share = f"{b['share']:.0%}" if b["share"] >= 0.01 else ("不足 1%" if lang == "zh" else "under 1%")
        text = (
            f"本地{b['name']}企业 {b['count']} 家用它，约占其成本 {share}（估计）："
            if lang == "zh"
            else f"{b['count']} local firms in {b['name_en']} use it, about {share} of their cost (estimate):"
        )
        items.append(Item(text, tuple(b["firms"]), b["count"]))
    rest = len(buyers) - FIRST
    if rest > 0:
        items.append(Item(f"另有本地下游环节 {rest} 个。" if lang == "zh" else f"{rest} more local buying segments."))
    if not buyers:
        items.append(Item("未查到本地下游企业。" if lang == "zh" else "No local buyer is known."))
    return _outcome(gap, "need", "met" if buyers else "not_met"), items


def _presence(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    m, local = gap["evidence"]["measures"], gap["evidence"]["local"]
    weak = not local["count"] or m["quotient_high"] < 1 or m["effective_suppliers"] < 1.5
    zh = lang == "zh"
    if not local["count"]:
        text = "本地未查到从事企业。" if zh else "No local firm is known to do it."
    else:
        text = f"本地从事企业 {local['count']} 家：" if zh else f"{local['count']} local firms do it:"
    items = [Item(text, tuple(local["firms"]), local["count"])]
    if local["count"]:
        items.append(
            Item(
                f"其中最大一家占本地 {m['largest_share']:.0%}。"
                if zh
                else f"The largest holds {m['largest_share']:.0%} of it."
            )
        )
    below = f"{m['quotient_high']:.2f}"
    items.append(
        Item(
            f"与全国同链相比，本地在此环节的比重最高不过全国的 {below} 倍。"
            if zh
            else f"Against the chain elsewhere, its share here is at most {below} times the usual."
        )
    )
    return _outcome(gap, "presence", "met" if weak else "not_met"), items


def _coverage(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    cover = gap["evidence"]["coverage"]
    zh = lang == "zh"
    sources = len(cover["sources"])
    if cover["estimate"] is None:
        known = "覆盖率待核" if zh else "the share they hold is to be checked"
    else:
        known = f"覆盖{tenths(cover['estimate'], lang)}" if zh else f"they hold {tenths(cover['estimate'], lang)}"
    text = (
        f"本地在库企业 {cover['firms']} 家，来自 {sources} 类数据，{known}。"
        if zh
        else f"{cover['firms']} local firms from {sources} kinds of source; {known}."
    )
    reason = VERDICT_REASON.get(gap["evidence"]["verdict_reason"], UNKNOWN)[lang]
    fallback: Outcome = (
        "not_met" if gap["verdict"] == "insufficient_data" else "unknown" if cover["estimate"] is None else "met"
    )
    return _outcome(gap, "coverage", fallback), [Item(text), Item(f"说明：{reason}。" if zh else f"Because {reason}.")]


def _consequence(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    share = float(gap["components"].get("consequence", 0.0))
    firms = int(gap["evidence"]["effect"]["buyers_served"])
    zh = lang == "zh"
    text = (
        f"两步之内的下游约占本链本地实力的 {share:.0%}，直接相关本地企业 {firms} 家。"
        if zh
        else f"What lies within two steps downstream is about {share:.0%} of the chain's local strength; {firms} local firms are directly concerned."
    )
    return _outcome(gap, "consequence", "met" if share > 0 or firms else "not_met"), [Item(text)]


def _recruit(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    found = gap.get("recruit")
    if not found:
        text = "运输半径、最小规模和园区能耗、环保、用地条件待核。" if lang == "zh" else (
            "Reach, least scale and the parks' limits on energy, environment and land are to be checked."
        )  # fmt: skip
        return "", [Item(text)]
    said = found.get("sentence" if lang == "zh" else "sentence_en") or UNKNOWN[lang]
    return "", [Item(str(said))]


def _peers(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    peers: Sequence[Mapping[str, Any]] = gap.get("peers") or ()
    if not peers:
        return "", [Item("同类城市数据不足。" if lang == "zh" else "Not enough data on peer cities.")]
    return "", [Item(str(p.get("sentence" if lang == "zh" else "sentence_en") or UNKNOWN[lang])) for p in peers]


def _sure(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    low, high = gap["interval"]
    verdict = VERDICT[gap["verdict"]][lang]
    zh = lang == "zh"
    items = [
        Item(
            f"结论：{verdict}。得分 {gap['score']:.2f}；本地企业名单有出入时，八成情况下在 {low:.2f} 到 {high:.2f} 之间。"
            if zh
            else f"Verdict: {verdict}. Score {gap['score']:.2f}; were the list of local firms a little different, it would lie between {low:.2f} and {high:.2f} in 8 cases of 10."
        )
    ]
    unverified = [f for b in gap["evidence"]["buyers"] for f in b["firms"] if f.get("verified") is False]
    if unverified:
        items.append(
            Item(
                f"所列买方中 {len(unverified)} 家只有一个来源，待核。"
                if zh
                else f"{len(unverified)} of the buyers named rest on one source; to be checked."
            )
        )
    return "", items


def _flip(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    """What would turn the verdict or the kind, from the rules by which they were made."""
    zh, evidence = lang == "zh", gap["evidence"]
    name, kind = _name(gap, lang), gap["kind"]
    out = []
    if gap["verdict"] != "confirmed":
        out.append(
            f"导入本地工商登记等第二来源并互证后，结论可由{VERDICT[gap['verdict']]['zh']}升为可信，也可能不再成立。"
            if zh
            else f"A second source, such as the local register, could raise the verdict from '{VERDICT[gap['verdict']]['en']}' to confirmed, or end it."
        )
    if kind in ("missing", "break", "extension"):
        out.append(
            f"查实本地已有企业从事{name}，则不再是{KIND[kind]['zh']}。"
            if zh
            else f"A local firm found to do {name} would end '{KIND[kind]['en']}'."
        )
    if kind == "single_point":
        out.append(
            "本地再有一家规模相近的同类企业，则不再是单点依赖。"
            if zh
            else "A second local firm of like size would end the single point."
        )
    if kind == "weak":
        out.append(
            "本地企业扩产到下游所需的一半以上，且比重接近全国水平，则不再是薄弱。"
            if zh
            else "Local output of half of what buyers pull, near the country's share, would end the weakness."
        )
    if evidence["buyers"]:
        first = evidence["buyers"][0]
        out.append(
            f"本地{first['name']}企业停产、外迁或改用替代品，则需求减弱。"
            if zh
            else f"Were local firms in {first['name_en']} to stop, move or use something else, the need would fade."
        )
    return "", [Item(t) for t in out]


def _after(gap: Mapping[str, Any], lang: Lang) -> tuple[Outcome, list[Item]]:
    effect, there = gap["evidence"]["effect"], gap["evidence"]["candidates"]
    before, after = effect["completeness_before"], effect["completeness_after"]
    zh = lang == "zh"
    items = [
        Item(
            f"若引入一家中型企业，链条完整度由 {before:.1%} 升至 {after:.1%}，可服务本地买方企业 {int(effect['buyers_served'])} 家。"
            if zh
            else f"One medium firm would raise completeness from {before:.1%} to {after:.1%} and serve {int(effect['buyers_served'])} local buyers."
        )
    ]
    for s in gap["evidence"]["suppliers"][:FIRST]:
        text = (
            f"本地{s['name']}企业 {s['count']} 家可为其供料："
            if zh
            else f"{s['count']} local firms in {s['name_en']} could supply it:"
        )
        items.append(Item(text, tuple(s["firms"]), s["count"]))
    if there["count"]:
        text = f"全国在库可招企业 {there['count']} 家：" if zh else f"{there['count']} firms elsewhere do it:"
        items.append(Item(text, tuple(there["firms"]), there["count"]))
    else:
        items.append(Item("全国在库企业中未查到从事者，待核。" if zh else "No firm elsewhere is known; to be checked."))
    return "", items
