"""缺口认定: the grounds for a gap as sections of sentences with firms, for the page, the command line and the paper.

Order: the verdict; the four tests, apart; should it be recruited; peer cities; how certain; what would change it; what
a landing would do. A section without data says 待核 and is never left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from graph.gaps.documents.naming import named
from graph.gaps.documents.verdict_sentence import UNCHECKED, main_buyers, main_suppliers, named_buyers, verdict_words
from graph.gaps.wording.amounts import LEAST_YI, about, amounts, beyond_firms, yearly
from graph.model.records.sources import basis_in_short
from graph.model.text import RecordedFirm
from graph.model.words import SUPPLY, UNKNOWN, VERDICT_REASON, Lang, counted, tenths

if TYPE_CHECKING:
    from graph.chance.shapes import ChanceDocument
    from graph.gaps.documents.shapes import GapDocument, NeighbourDocument, RecruitFigures

Outcome = Literal["met", "not_met", "unknown", ""]
TestKey = Literal["need", "presence", "coverage", "consequence"]
OUTCOME: dict[str, dict[Lang, str]] = {
    "met": {"zh": "成立", "en": "met"},
    "not_met": {"zh": "不成立", "en": "not met"},
    "unknown": {"zh": "待核", "en": "unverified"},
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
LEAST_REST = 0.03  # of the need, below which the rest is not told
ALL_OF_IT = 0.95  # of a buying segment, below which it is said that only some of its firms take the input
SMALL_RISE, LARGE_RISE = 0.001, 0.1  # of completeness, told with why it is so little or what it does not mean
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
    out = []
    for key, make in _MAKERS.items():
        outcome, items = make(gap, lang)
        out.append(Section(key, TITLE[key][lang], outcome, tuple(items)))
    return out


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
    buyers, named_here = main_buyers(evidence), named_buyers(evidence)
    items = [Item(test["sentence"] if lang == "zh" else test["sentence_en"])]
    firms = tuple(named_here[:NAMED])
    main = [b for b in buyers if b["firms"]] or evidence["buyers"]
    ids = tuple(dict.fromkeys(i for b in main for i in b["ids"]))
    if firms:
        text = (
            "产品对得上的买方（按估计花费排列）：" if lang == "zh" else "Buyers known by product, by what they spend:"
        )
        items.append(Item(text, firms, len(ids), segments=tuple(b["segment"] for b in main), ids=ids))
    elif test["figures"]["plans"]:
        text = "拟建项目企业：" if lang == "zh" else "Firms with plans:"
        items.append(Item(text, tuple(test["firms"]), test["count"]))
    for b in buyers[:FIRST]:
        items.append(Item(_buyer(b, lang)))
    rest = test["figures"]["demand_yi"] - sum(b["yi"] for b in buyers[:FIRST])
    if not evidence["buyers"] and rest >= LEAST_YI:
        zh, en = (
            "需求分散，它在各用户成本中都不到 1%。",
            "The need is scattered: no segment here spends 1% of its cost on it.",
        )
        items.append(Item(zh if lang == "zh" else en))
    elif buyers and rest >= max(LEAST_YI, LEAST_REST * test["figures"]["demand_yi"]):
        amount, amount_en = about(rest)
        most = rest > sum(b["yi"] for b in buyers[:FIRST])
        zh, en = (
            f"其余本地环节合计一年{amount}（估算）{'，分散且具体企业待核' if most else ''}。",
            f"Other segments here: {amount_en} a year in all (estimate"
            f"{'; by which firms is unverified' if most else ''}).",
        )
        items.append(Item(zh if lang == "zh" else en))
    return _outcome(test["passed"]), items


def _buyer(buyer: NeighbourDocument, lang: Lang) -> str:
    """What one buying segment spends: share of cost, what the share rests on, amount."""
    share, grounds = f"{buyer['share']:.0%}", basis_in_short(buyer["source"], lang)
    told, told_en = about(buyer["yi"])
    named = bool(buyer["firms"]) or not buyer["sought"]
    some = buyer["taking"] < ALL_OF_IT  # two inputs of one trade then rest on different firms, and the sentence says so
    if lang == "zh":
        which = "，由集团或省公司统一采购" if buyer["central"] else "" if named else "，具体企业待核"
        who = f"{buyer['name']}（只计产品用得上它的单位）" if some else buyer["name"]
        return f"{who}：约占其成本 {share}（{grounds}），本地一年{told}{which}。"
    which = "" if named else "; which firms is unverified"
    which = ", bought by its group or provincial company" if buyer["central"] else which
    who = f"{buyer['name_en']} (only those whose products take it)" if some else buyer["name_en"]
    return f"{who}: about {share} of its cost ({grounds}), {told_en} a year here{which}."


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
    if gap["peers"] and (unlisted or not shown):
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
    """Verdict, and how far score and place move when the list of firms is another."""
    verdict, unchecked = verdict_words(gap["verdict"], gap["tests"], lang)
    reason = VERDICT_REASON.get(gap["evidence"]["verdict_reason"], UNKNOWN)[lang]
    reason = UNCHECKED[lang] if unchecked else reason
    items = [Item(f"结论：{verdict}（{reason}）。" if lang == "zh" else f"Verdict: {verdict} ({reason}).")]
    if gap["verdict"] == "insufficient_data":
        # An interval computed from a firm or two is narrow and would look certain.
        return "", [*items, Item(_place_only(lang))]
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
    """Score and place; where there is no local need, that they are no ground to recruit."""
    score, rank, rank_of = gap["score"], gap["rank"], gap["rank_of"]
    low, high = (f"{v:.2f}" for v in gap["interval"])
    first, last = gap["rank_low"], gap["rank_high"]
    idle = gap["tests"]["need"]["passed"] is not True or gap["recruit"]["answer"] != "recruit"
    if lang == "zh":
        if idle:
            return f"得分 {score:.2f}，在 {rank_of} 处缺口中排第 {rank} 位；得分不等于该招，招不招以“该不该招”为准。"
        span = f"得分在 {low} 到 {high} 之间" if low != high else "得分不变"
        places = f"排位在第 {first} 到第 {last} 位之间" if first != last else f"排位仍是第 {first} 位"
        return (
            f"得分 {score:.2f}，在 {rank_of} 处缺口中排第 {rank} 位，不等于该招；"
            f"企业名单略有出入时，八成情况下{span}，{places}。"
        )
    if idle:
        return f'Score {score:.2f}, place {rank} of {rank_of}; it does not say "recruit": that stands above.'
    span = f"the score would lie between {low} and {high}" if low != high else "the score would be the same"
    places = f"the place between {first} and {last}" if first != last else f"the place would still be {first}"
    return (
        f'Score {score:.2f}, place {rank} of {rank_of}, which does not say "recruit"; if the list of firms were '
        f"slightly different, in 8 cases of 10 {span} and {places}."
    )


def _flip(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    if not gap["changes"]:
        return "", [Item("暂无可预见的情形。" if lang == "zh" else "Nothing foreseeable.")]
    return "", [Item(c["sentence"] if lang == "zh" else c["sentence_en"]) for c in gap["changes"]]


def _after(gap: GapDocument, lang: Lang) -> tuple[Outcome, list[Item]]:
    """What a landing would do and who could land; for a weak segment, first the local firms that could grow. Of what is
    not to be recruited no landing is worked out."""
    items = []
    own = gap.get("own_expansion")
    if own and own["count"]:
        grown = gap["recruit"]["reason"] == "grown"
        service = gap["recruit"]["figures"]["service"]
        zh = "先看本地企业扩大经营、提升运营：" if service else "先看本地企业增资扩股、技术改造："
        zh = "先看本地现有种养主体和能带动种养的企业：" if grown else zh
        en = "Who grows it here or could lead growers:" if grown else "Local firms first: expansion, renewal:"
        text = zh if lang == "zh" else en
        items.append(Item(text, tuple(own["firms"]), own["count"]))
    if gap["recruit"]["answer"] == "unsuitable":
        return "", [
            *items,
            Item("不宜招，不推算引进效果。" if lang == "zh" else "Not suitable: no landing worked out."),
        ]
    if gap["recruit"]["reason"] in NOT_LANDED:
        zh, en = "不按建厂招商，不推算引进效果。", "Not recruited as a plant: no landing worked out."
        return "", [*items, Item(zh if lang == "zh" else en)]
    figures = gap["recruit"]["figures"]
    people_here = figures["market"] and figures["on_the_spot"]  # a plant's sales mean nothing there
    if not people_here and gap["recruit"]["reason"] not in (
        "everywhere",
        "final_market",
        "endowment",
        "railway",
        "grown",
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
    """What one medium firm would change: how complete the chain is, and how much of what it sells is needed here."""
    effect, figures = gap["evidence"]["effect"], gap["recruit"]["figures"]
    before, after = (f"{effect[k]:.1%}" for k in ("completeness_before", "completeness_after"))
    medium, gain = effect["sales_yi"] > (figures["least_sales_yi"] or 0.0), effect["completeness_after"]
    gain -= effect["completeness_before"]
    absent = gap["kind"] in ("missing", "break")
    sold, sold_en = _sold(effect["local_part"], figures, gap["tests"]["need"]["figures"]["market"])
    if lang == "zh":
        plant = "一家中等规模的企业" if medium else "一家起步规模的企业"
        rise = f"由 {before} 升至 {after}" if before != after else f"几乎不变（{before}）"
        rise += "，因为该环节在本链价值中占比很小" if gain < SMALL_RISE and absent else ""
        rise += "，因为该环节在本链价值中占比大，不等于配套已经补齐" if gain >= LARGE_RISE else ""
        sells = f"{yearly(figures['service'])}约 {amounts(effect['sales_yi'])[0]}"
        return f"若引入{plant}（{sells}），{sold}；本链完整度（按环节价值加权）{rise}。"
    plant = "A firm of middle size" if medium else "A plant of the smallest usual size"
    rise = f"rise from {before} to {after}" if before != after else f"stay at {before}"
    rise += ", since little of the chain's value is in it" if gain < SMALL_RISE and absent else ""
    rise += (
        ", since much of the chain's value is in it; what feeds it would still be missing" if gain >= LARGE_RISE else ""
    )
    return (
        f"{plant} would sell about {amounts(effect['sales_yi'])[1]} a year; {sold_en}. "
        f"Completeness of the chain, by value, would {rise}."
    )


def _sold(part: float, figures: RecruitFigures, market: list[str]) -> tuple[str, str]:
    """Where it would be sold. part: of its sales that local firms could take at most, 0–1."""
    people = beyond_firms(market)
    if people and part < 0.1:
        return f"主要卖给{people[0]}", f"it is sold to {people[1]} rather than firms"
    if people and part < 0.95:
        told, told_en = tenths(part, "zh").removeprefix("约"), tenths(part, "en")
        return (
            f"本地单位所需约为其{yearly(figures['service'])}的{told}，其余卖给{people[0]}",
            f"local firms need {told_en} of that, {people[1]} buy the rest",
        )
    if part < 0.1:
        return ("业务基本在外地" if figures["service"] else "产品基本销往外地"), "nearly all of it is sold elsewhere"
    if figures["wide"]:
        return "本地所需分属许多品种，能供其中一部分", "local need is spread over many kinds, of which it makes some"
    if part >= 0.95:
        return f"本地单位所需不小于其{yearly(figures['service'])}", "local firms need at least as much"
    return (
        f"本地单位所需约为其{yearly(figures['service'])}的{tenths(part, 'zh').removeprefix('约')}",
        f"local firms need {tenths(part, 'en')} of that",
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
