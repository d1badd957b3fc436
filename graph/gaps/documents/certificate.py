"""缺口认定: the grounds for a gap as sections of sentences with firms, for the page, the command line and the paper.

Order: the verdict; the four tests, apart; should it be recruited; peer cities; how certain; what would change it; what
a landing would do. A section without data says 待核 and is never left out; of what cannot be had here the tests say
不适用 and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from graph.gaps.documents.naming import named
from graph.gaps.documents.verdict_sentence import (
    UNCHECKED,
    UNFIT,
    bought_here,
    is_trifle,
    main_buyers,
    main_suppliers,
    named_buyers,
    verdict_words,
)
from graph.gaps.kinds_and_scores import ARGUMENT
from graph.gaps.market.local_need import share_range
from graph.gaps.wording.amounts import LEAST_YI, amounts, between, beyond_firms, by_all_trades, shares, yearly
from graph.model.records.sources import basis_in_short
from graph.model.text import RecordedFirm
from graph.model.words import SUPPLY, UNKNOWN, VERDICT_REASON, Lang, counted, tenths

if TYPE_CHECKING:
    from graph.chance.shapes import ChanceDocument
    from graph.gaps.documents.shapes import GapDocument, NeedFigures, NeighbourDocument, RecruitFigures

Outcome = Literal["met", "not_met", "unknown", "unfit", ""]
TestKey = Literal["need", "presence", "coverage", "consequence"]
OUTCOME: dict[str, dict[Lang, str]] = {
    "met": {"zh": "成立", "en": "met"},
    "not_met": {"zh": "不成立", "en": "not met"},
    "unknown": {"zh": "待核", "en": "unverified"},
    "unfit": {"zh": "不适用", "en": "not applicable"},
}
TITLE: dict[str, dict[Lang, str]] = {
    "verdict": {"zh": "结论", "en": "Verdict"},
    "need": {"zh": "本地有没有需求", "en": "Is there local demand?"},
    "presence": {"zh": "本地是不是薄弱", "en": "Is local supply weak?"},
    "coverage": {"zh": "数据够不够", "en": "Is the data coverage sufficient?"},
    "consequence": {"zh": "影响会不会传到更下游", "en": "Is it felt farther down?"},
    "recruit": {"zh": "该不该招", "en": "Should it be recruited?"},
    "peers": {"zh": "同类城市和对标城市怎么样", "en": "What like cities have"},
    "sure": {"zh": "把握有多大", "en": "How certain is it?"},
    "flip": {"zh": "什么会改变这个结论", "en": "What would change this?"},
    "after": {"zh": "引进后怎么样", "en": "After a landing"},
}
TESTS: tuple[TestKey, ...] = ("need", "presence", "coverage", "consequence")
FIRST = 3  # neighbours described in full
NOT_LANDED = ("everywhere", "endowment", "railway", "grown")
SUPPLIERS = 2  # supplying segments told
LARGE_REST = 0.3  # of the need, from which it is told where the rest lies
ALL_OF_IT = 0.95  # of a buying segment, below which it is said that only some of its firms take the input
LEAST_RISE, LARGE_RISE = 0.01, 0.1  # of completeness: told from a point up; and with what it does not mean
NEARLY = 0.95  # of the sales of a landing, from which they are told as all
NAMED = 5  # buyers named, as many as a person reads


@dataclass(frozen=True)
class Item:
    """One statement.

    firms: those it counts, as far as the document names them, of `count` in all; region: code of another city that it
    is about; segments: those whose firms are counted, the firms elsewhere with `elsewhere`, else the local ones; empty
    where they are no segment's. With `listed` the firms are all those on record in the region; with `ids` those of the
    segments that are named there.
    """

    text: str
    firms: tuple[RecordedFirm, ...] = ()
    count: int = 0
    region: str = ""
    segments: tuple[str, ...] = ()
    elsewhere: bool = False
    listed: bool = False
    ids: tuple[str, ...] = ()


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
        if lang == "zh":
            return f"{self.title}：{OUTCOME[self.outcome]['zh']}"
        return f"{self.title.removesuffix('?')}: {OUTCOME[self.outcome]['en']}"


def certificate(gap: GapDocument, lang: Lang) -> list[Section]:
    """The sections of a gap document (see `graph.gaps.documents.gap`), in order."""
    out: list[Section] = []
    for key, make in _MAKERS.items():
        outcome, items = ("unfit", []) if key in TESTS and _unfit(gap) else make(gap, lang)
        out.append(Section(key, TITLE[key][lang], outcome, tuple(items)))
    return out


def _unfit(gap: GapDocument) -> bool:
    """Is it nothing to be recruited at all: does it live on a port, a deposit, a climate that is not here, is it set up
    by who uses it, or run by the state?"""
    return gap["recruit"]["reason"] in UNFIT


def _barred(gap: GapDocument) -> bool:
    """Does a document forbid any new project of the whole segment?"""
    chance = cast("ChanceDocument | None", gap.get("chance"))
    drawn = chance["red_lines"] if chance else []
    return any(line.get("level") == "forbidden" and not line["route"] for line in drawn)


def lines(gap: GapDocument, lang: Lang) -> list[str]:
    """The certificate as plain lines, for the command line."""
    out = []
    for section in certificate(gap, lang):
        out.append(f"【{section.heading(lang)}】" if lang == "zh" else f"[{section.heading(lang)}]")
        for item in section.items:
            names = ("、" if lang == "zh" else ", ").join(named(f) for f in item.firms)
            more = item.count - len(item.firms)
            if names and more > 0:
                names += f" 等 {item.count} 家" if lang == "zh" else f" and {more} more"
            out.append(f"  {item.text}" + (f" {names}" if names else ""))
    return [*out, ""]


def _verdict(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    return "", [Item(gap["sentence"] if lang == "zh" else gap["sentence_en"])]


def _need(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    """The need as a whole, who needs it by name, then what each buying segment spends."""
    test, evidence = gap["tests"]["need"], gap["evidence"]
    figures, items = test["figures"], [Item(test["sentence"] if lang == "zh" else test["sentence_en"])]
    if figures["everywhere"] or figures["by_waste"] or by_all_trades(figures["market"]):
        return _outcome(test["passed"]), items  # what a trade or two spend on it would pass for the whole
    if is_trifle(figures) and not figures["plans"]:
        return _outcome(test["passed"]), items  # who spends next to nothing is nobody to go to
    buyers, named_here = main_buyers(evidence), named_buyers(evidence)
    firms = tuple(named_here[:NAMED])
    main = [b for b in buyers if b["firms"]] or bought_here(evidence)
    ids = tuple(dict.fromkeys(i for b in main for i in b["ids"]))
    if firms:
        order, order_en = ("（按估计花费排列）", ", by what they spend") if len(ids) > 1 else ("", "")
        text = f"产品对得上的买方{order}：" if lang == "zh" else f"Buyers known by product{order_en}:"
        items.append(Item(text, firms, len(ids), segments=tuple(b["segment"] for b in main), ids=ids))
    elif figures["plans"]:
        text = "拟建项目企业：" if lang == "zh" else "Firms with plans:"
        items.append(Item(text, tuple(test["firms"]), test["count"]))
    items += [Item(_buyer(b, lang)) for b in buyers[:FIRST]]
    rest = figures["demand_yi"] - sum(b["yi"] for b in buyers[:FIRST])
    if not bought_here(evidence) and rest >= LEAST_YI:
        zh, en = (
            "需求分散，它在各用户成本中都不到 1%。",
            "The need is scattered: no segment here spends 1% of its cost on it.",
        )
        items.append(Item(zh if lang == "zh" else en))
    elif buyers and rest >= max(LEAST_YI, LARGE_REST * figures["demand_yi"]):
        zh, en = "其余需求分散在本地多个环节，具体企业待核。", "The rest lies over many segments here."
        items.append(Item(zh if lang == "zh" else en))
    return _outcome(test["passed"]), items


def _buyer(buyer: NeighbourDocument, lang: Lang) -> str:
    """What one buying segment spends: share of cost, what the share rests on, amount, each as a range."""
    share = shares(*share_range(buyer["share"], buyer["estimate"]))
    grounds, told = basis_in_short(buyer["source"], lang), between(buyer["low_yi"], buyer["high_yi"])
    named = bool(buyer["firms"]) or not buyer["sought"]
    some = buyer["taking"] < ALL_OF_IT  # two inputs of one trade then rest on different firms, and the sentence says so
    if lang == "zh":
        which = "" if named else "，具体企业待核"
        who = f"{buyer['name']}（只计产品用得上它的单位）" if some else buyer["name"]
        return f"{who}：占其成本{share[0]}（{grounds}），本地一年{told[0]}{which}。"
    which = "" if named else "; which firms is unverified"
    who = f"{buyer['name_en']} (only those whose products take it)" if some else buyer["name_en"]
    return f"{who}: {share[1]} of its cost ({grounds}), {told[1]} a year here{which}."


def _presence(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    test = gap["tests"]["presence"]
    text = test["sentence"] if lang == "zh" else test["sentence_en"]
    if test["firms"] and test["figures"]["by_product"]:
        text += "主要产品对得上的：" if lang == "zh" else " By their own product:"
    elif test["firms"]:
        text += "名单：" if lang == "zh" else " They are:"
    return _outcome(test["passed"]), [Item(text, tuple(test["firms"]), test["count"])]


def _coverage(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    test = gap["tests"]["coverage"]
    text = test["sentence"] if lang == "zh" else test["sentence_en"]
    return _outcome(test["passed"]), [Item(text, count=test["figures"]["firms"], listed=True)]


def _consequence(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    test = gap["tests"]["consequence"]
    return _outcome(test["passed"]), [Item(test["sentence"] if lang == "zh" else test["sentence_en"])]


def _outcome(passed: bool | None) -> Outcome:
    return "unknown" if passed is None else "met" if passed else "not_met"


def _recruit(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    """Red lines about the whole segment, where the document has been given them, then the answer."""
    chance = cast("ChanceDocument | None", gap.get("chance"))
    drawn = [line for line in chance["red_lines"] if not line["route"]] if chance else []
    told = [line["sentence"] if lang == "zh" else line["sentence_en"] for line in drawn]
    if _barred(gap):
        return "", [Item(text) for text in told]
    answer = gap["recruit"]["sentence"] if lang == "zh" else gap["recruit"]["sentence_en"]
    if told and gap["recruit"]["answer"] == "recruit":
        answer = f"须先核上述规定：{answer}" if lang == "zh" else f"Check these rules first. {answer}"
    return "", [Item(text) for text in (*told, answer)]


def _peers(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    """How the cities were found, each that has the segment, that the leaders chose or that cannot be compared, with why
    it stands here. Of those where none is on record nothing is said: listed firms of a city of millions say nothing of
    what is not there."""
    shown = [p for p in gap["peers"] if p["chosen"] or not p["comparable"] or p["firms"] > 0]
    unlisted = gap["evidence"]["verdict_reason"] == "branches_unlisted"
    if gap["peers"] and (unlisted or not shown or _unfit(gap)):
        zh = "现有来源只收部分企业，同类城市这一环节的企业数不作比较。"
        en = "The sources list some firms only: the firms of like cities in this segment are not compared."
        return "", [Item(zh if lang == "zh" else en)]
    items = [Item(gap["peers_by"] if lang == "zh" else gap["peers_by_en"])]
    for p in shown:
        why = p["likeness_of"]["sentence"] if lang == "zh" else p["likeness_of"]["sentence_en"]
        has = p["sentence"] if lang == "zh" else p["sentence_en"]
        text = f"{has.rstrip('。')}（{why}）。" if lang == "zh" else f"{has.rstrip('.')} ({why})."
        items.append(Item(text, region=p["region"]))
    return "", items


def _sure(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    """Verdict, and how far score and place move when the list of firms is another. A place is told only of what is
    needed here and may be recruited: of all else it would say what the answer denies."""
    if _unfit(gap):
        zh, en = "结论：不适用。", "Verdict: not applicable."
        return "", [Item(zh if lang == "zh" else en)]
    verdict, unchecked = verdict_words(gap["verdict"], gap["tests"], lang)
    reason = VERDICT_REASON.get(gap["evidence"]["verdict_reason"], UNKNOWN)[lang]
    reason = UNCHECKED[lang] if unchecked else reason
    items = [Item(f"结论：{verdict}（{reason}）。" if lang == "zh" else f"Verdict: {verdict} ({reason}).")]
    if gap["verdict"] == "insufficient_data":
        # An interval computed from a firm or two is narrow and would look certain.
        return "", [*items, Item(_place_only(lang))]
    if gap["recruit"]["answer"] != "recruit" or gap["tests"]["need"]["passed"] is not True or unchecked:
        return "", items
    items.append(Item(_place(gap, lang)))
    if gap["by_source"]:
        least = min(gap["by_source"].values())
        zh = f"去掉任一数据来源后，得分最低为 {least:.2f}。"
        en = f"Without any one source, the score is at least {least:.2f}."
        items.append(Item(zh if lang == "zh" else en))
    return "", items


def _place_only(lang: Lang) -> str:
    """A place among the gaps would say more than the data do."""
    return "数据不足，不给得分和排位。" if lang == "zh" else "The data are not sufficient: no score and no place."


def _place(gap: GapDocument, lang: Lang) -> str:
    """Score and place with how far they move."""
    score, rank, rank_of = gap["score"], gap["rank"], gap["rank_of"]
    low, high = (f"{v:.2f}" for v in gap["interval"])
    first, last = gap["rank_low"], gap["rank_high"]
    if lang == "zh":
        span = f"得分在 {low} 到 {high} 之间" if low != high else "得分不变"
        places = f"排位在第 {first} 到第 {last} 位之间" if first != last else f"排位仍是第 {first} 位"
        return (
            f"得分 {score:.2f}，在 {rank_of} 处缺口中排第 {rank} 位；企业名单略有出入时，八成情况下{span}，{places}。"
        )
    span = f"the score would lie between {low} and {high}" if low != high else "the score would be the same"
    places = f"the place between {first} and {last}" if first != last else f"the place would still be {first}"
    return (
        f"Score {score:.2f}, place {rank} of {rank_of}; if the list of firms were "
        f"slightly different, in 8 cases of 10 {span} and {places}."
    )


def _flip(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    if _unfit(gap):
        return "", [Item("暂无可预见的情形。" if lang == "zh" else "Nothing foreseeable.")]
    changes = [c for c in gap["changes"] if not (_barred(gap) and c["code"].startswith("grow"))]
    if not changes:
        return "", [Item("暂无可预见的情形。" if lang == "zh" else "Nothing foreseeable.")]
    return "", [Item(c["sentence"] if lang == "zh" else c["sentence_en"]) for c in changes]


def _not_worked_out(gap: GapDocument) -> tuple[str, str] | None:
    """Why no landing is worked out, in Chinese and English; None where one is."""
    recruit = gap["recruit"]
    if _unfit(gap):
        return "不推算引进效果。", "No landing worked out."
    if _barred(gap):
        return "有文件禁止新增，不推算引进效果。", "Forbidden by a document: no landing worked out."
    if recruit["answer"] == "unsuitable":
        return "不宜招，不推算引进效果。", "Not suitable: no landing worked out."
    if recruit["reason"] in NOT_LANDED:
        return "不按建厂招商，不推算引进效果。", "Not recruited as a plant: no landing worked out."
    if recruit["answer"] == "nearby":
        return "就近可得，不推算引进效果。", "To be had nearby: no landing worked out."
    return None


def _own_first(gap: GapDocument, lang: Lang) -> list[Item]:
    """The local firms that could grow; an institute brings its results to use and takes no shareholders."""
    own = gap.get("own_expansion")
    if not own:
        return []
    if not own["count"]:
        if not gap["tests"]["presence"]["figures"]["bodies"]:
            return []
        zh, en = "先看本地科研单位成果转化、民品扩产。", "Local institutes first: their results, more for civil use."
        return [Item(zh if lang == "zh" else en)]
    grown, service = gap["recruit"]["reason"] == "grown", gap["recruit"]["figures"]["service"]
    zh = "先看本地企业扩大经营、提升运营：" if service else "先看本地企业增资扩股、技术改造："
    zh = "先看本地现有种养主体和能带动种养的企业：" if grown else zh
    en = "Who grows it here or could lead growers:" if grown else "Local firms first: expansion, renewal:"
    return [Item(zh if lang == "zh" else en, tuple(own["firms"]), own["count"])]


def _after(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    """What a landing would do and who could land; for a weak segment, first the local firms that could grow. Of what is
    not to be recruited no landing is worked out."""
    items, why = _own_first(gap, lang), _not_worked_out(gap)
    if why is not None:
        told = Item(why[lang == "en"])
        return "", [told] if _unfit(gap) or _barred(gap) else [*items, told]
    figures = gap["recruit"]["figures"]
    people_here = figures["market"] and figures["on_the_spot"]  # a plant's sales mean nothing there
    if not people_here and gap["recruit"]["reason"] not in (
        "everywhere",
        "final_market",
        "endowment",
        "railway",
        "grown",
        "recovery",
    ):
        items.append(Item(_effect(gap, lang)))
    for s in main_suppliers(gap["evidence"])[:SUPPLIERS]:
        verb = SUPPLY[s["kind"]][lang]
        zh, en = f"本地可为其{verb}（{s['name']}）：", f"Local firms that could {verb} ({s['name_en']}):"
        ids = tuple(s["ids"])
        items.append(Item(zh if lang == "zh" else en, tuple(s["firms"]), s["count"], segments=(s["segment"],), ids=ids))
    n, makers = gap["evidence"]["candidates"]["count"], tuple(gap["evidence"]["makers"])
    if not n:
        none = "外地在库未见从事企业，待核。" if lang == "zh" else "No firm elsewhere is on record; unverified."
        return "", [*items, Item(none)]
    if makers:
        zh, en = "外地在库从事企业：", "Firms elsewhere that do it:"
    else:
        zh = f"外地在库从事企业 {n} 家，多为兼做，具体企业见目标企业名单。"
        does = "does" if n == 1 else "do"
        en = f"{counted(n, 'firm')} elsewhere {does} it, mostly beside another trade; see the target list."
    text = zh if lang == "zh" else en
    return "", [*items, Item(text, makers, n, segments=(gap["segment"],), elsewhere=True)]


def _effect(gap: GapDocument, lang: Lang) -> str:
    """What one medium firm would change: how much of what it sells is needed here, and how complete the chain is, where
    that rises by a point or more."""
    effect, figures = gap["evidence"]["effect"], gap["recruit"]["figures"]
    before, after = (f"{effect[k]:.0%}" for k in ("completeness_before", "completeness_after"))
    medium, gain = effect["sales_yi"] > (figures["least_sales_yi"] or 0.0), effect["completeness_after"]
    gain -= effect["completeness_before"]
    sold, sold_en = _sold(effect["sales_yi"], figures, gap["tests"]["need"]["figures"])
    if lang == "zh":
        plant = "一家中等规模的企业" if medium else "一家起步规模的企业"
        rise = f"；本链完整度（按环节价值加权）由 {before} 升至 {after}" if gain >= LEAST_RISE else ""
        rise += "，因为该环节在本链价值中占比大，不等于配套已经补齐" if gain >= LARGE_RISE else ""
        sells = f"{yearly(figures['service'])}约 {amounts(effect['sales_yi'])[0]}"
        return f"若引入{plant}（{sells}），{sold}{rise}。"
    plant = "A firm of middle size" if medium else "A plant of the smallest usual size"
    rise = f" Completeness of the chain, by value, would rise from {before} to {after}" if gain >= LEAST_RISE else ""
    rise += (
        ", since much of the chain's value is in it; what feeds it would still be missing" if gain >= LARGE_RISE else ""
    )
    told = f"{plant} would sell about {amounts(effect['sales_yi'])[1]} a year; {sold_en}."
    return f"{told}{rise}." if rise else told


def _sold(sales: float, figures: RecruitFigures, need: NeedFigures) -> tuple[str, str]:
    """Where it would be sold. sales: of the landing, 亿元 a year. Outside, where local firms supply the place."""
    people = beyond_firms(need["market"])
    low, high = need["demand_low_yi"] / sales, need["demand_high_yi"] / sales
    if people:
        if high < ARGUMENT or low < ARGUMENT:
            return f"主要卖给{people[0]}", f"it is sold to {people[1]} rather than firms"
        return (
            f"一部分由本地单位采购，其余卖给{people[0]}",
            f"local firms buy a part of it, {people[1]} the rest",
        )
    if figures["supplied"]:
        return "本地已有同类单位，宜按外地市场测算", "local firms do this already: reckon with sales outside"
    if high < ARGUMENT:
        return ("业务基本在外地" if figures["service"] else "产品基本销往外地"), "nearly all of it is sold elsewhere"
    if figures["wide"]:
        return "本地所需分属许多品种，能供其中一部分", "local need is spread over many kinds, of which it makes some"
    if low >= 1.0:
        return f"本地单位所需不小于其{yearly(figures['service'])}", "local firms need at least as much"
    if low < ARGUMENT:
        most, most_en = tenths(min(high, 1.0), "zh").removeprefix("约"), tenths(min(high, 1.0), "en")
        return (
            f"本地单位所需估计至多为其{yearly(figures['service'])}的{most}，须面向外地市场",
            f"local firms need at most {most_en.removeprefix('about ')} of that: it sells outside",
        )
    if high >= NEARLY:
        return (
            f"本地单位所需估计为其{yearly(figures['service'])}的{tenths(low, 'zh').removeprefix('约')}以上",
            f"local firms need {tenths(low, 'en')} of that or more",
        )
    least, most = tenths(low, "zh").removeprefix("约"), tenths(min(high, 1.0), "zh").removeprefix("约")
    least_en, most_en = tenths(low, "en"), tenths(min(high, 1.0), "en")
    return (
        f"本地单位所需估计为其{yearly(figures['service'])}的{least}至{most}",
        f"local firms need {least_en} to {most_en} of that",
    )


_MAKERS: dict[str, Callable[[GapDocument, Lang], tuple[Outcome, list[Item]]]] = {
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
