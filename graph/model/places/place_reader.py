"""Reads one text for the places it may mean: an address, a cell of a table, the name of a firm.

A text is read from its front, province to county; a full name (宜昌市, 新乡县) may also stand further on. A short name
(宜昌) counts only where a place usually stands and no street follows it: 南京路 is no Nanjing. Nothing is guessed from
the middle of a word, and a name that several places bear stays open until something else settles it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from graph.model.places.gazetteer import LEVELS, MUNICIPAL, Level, Named, OfficeUnit, PlaceTable, within

Manner = Literal["address", "cell", "name"]
# What may stand between two names, or before the first.
_BETWEEN = re.compile(
    r"(?:市辖区|省直辖县级行政(?:区划|单位)|自治区直辖县级行政(?:区划|单位)|省直辖(?:县级)?|省辖县|自由贸易试验区|自贸试验区|境内"
    r"|[\s\-—–_/\\·•,，、;；|>→:：()（）\[\]【】\"'“”])+"
)
_LEAD = re.compile(r"(?:(?:注册|通讯|办公|企业|经营|生产)?(?:地址|住所地?|场所)[:：]?|中国(?=\())+")
# A street, village or house that is called after a place.
_STREET = re.compile(
    r"[东西南北中]{0,2}(?:[一二三四五六七八九十\d]+)?"
    r"(?:大?路|大?街|大道|马路|公路|高速|巷|胡同|弄|桥(?![东西])|广场|大厦|国际|花园|小区|新村|山庄|村|镇|乡|社区|居委|港路)"
)
_TOWN = re.compile(r"[^市县区省](?:镇|乡|村)")
_ZONE = re.compile(r"(?:国家|省级)?(?:高新|经济|工业园|产业集聚|经开|开发区)")  # 兴化经济开发区 lies in Xinghua
_KIND_OF_ZONE = re.compile(r"高新|经济|经开|高技术|城乡")  # a zone that any county may have one of
_BRANCH = re.compile(r"分公司|分厂|分店|支行|支公司|分行|经营部|门市部|营业部|分社")
_LONGEST_BRANCH = 12  # characters of a place before 分公司
# No places where they stand at the front of a firm's name: ordinary words and heads of known brands.
_LISTED = (
    "东方 阿里 海西 来宾 兴安 和平 新华 长安 光明 向阳 友谊 团结 "
    "永新 万年 富裕 平安 太和 泰和 永丰 永昌 永兴 永泰 永安 大方 "
    "长兴 金沙 金湖 东海 兴隆 宝丰 安平 万安 金门 建华 新星 双河 "
    "通化 新野 金山 中山 明光 华容 华安 新民 新宾 龙泉 金川 宝山 "
    "宁安 长城 黄山 泰山 北安 海林 大安 安宁 和顺 祥云 永康 玉山 "
    "高要 大丰 大化 天峻 双城 双江 兴文 兴国 兴业 兴和 泰来 正安 "
    "正阳 昌宁 东兴 福清 大兴 延长 集安 中阳 和政 安远 天长 天台 "
    "富民 富源 嘉禾 凤凰 鹤山 海丰 海安 龙海 龙江 龙门 龙山 西华 "
    "新丰 新和 新龙 新源 永善 永顺 长白 长泰 文成 文安 瑞安 福安 "
    "康乐 德兴 德安 太平 泰兴 大通 长顺 长丰 金塔 金乡 新安 新建 "
    "新城 广平 广安 南华 红星 东明 永德 华池 华亭 华宁 建宁 建德 "
    "建平 宣汉 玉门 永福 永和 永登 永清 永年 永靖 民和 民权 民乐 "
    "西平 安达 安康 安泰 昌盛 德保 德化 吉利 云龙 雅江 青龙 白云 "
    "青山 红旗 振兴 铁山 海港 海城 临江 巨鹿 高阳 大成 安福 安丘 "
    "乐安 乐都 南海 汇川 江海 盘龙 飞龙 九江 三江 双辽"
)
_WORDS = frozenset(_LISTED.split())
_FAR = 30  # characters: a full name that stands further on in an address belongs to something else


class Found(NamedTuple):
    """What a text says of its place.

    codes: the places it may mean, none or one or, where the name is borne by several, all of them; words: the part of
    the text that says so.
    """

    codes: tuple[str, ...] = ()
    words: str = ""


NOTHING = Found()


class PlaceReader:
    """Reads texts by a table of places. Every method is a pure function of its text."""

    def __init__(self, table: PlaceTable) -> None:
        self.table = table
        self._zones = [
            (unit, re.compile("|".join(map(re.escape, sorted(_spellings(unit), key=len, reverse=True)))))
            for unit in table.units
            if unit.zone
        ]
        self._cities_of_units = {unit.region[:4] for unit, _ in self._zones}
        # Addresses differ, the places in them come again and again.
        self.cell = lru_cache(maxsize=20_000)(self._cell)
        self._inside = lru_cache(maxsize=20_000)(self._named_inside)

    def __getstate__(self) -> dict[str, PlaceTable]:
        return {"table": self.table}  # helper processes make their own caches

    def __setstate__(self, state: dict[str, PlaceTable]) -> None:
        self.__init__(state["table"])  # type: ignore[misc]

    def address(self, text: str, inside: str = "") -> Found:
        """The place of an address; `inside`: what is known of it already, so that short names of counties count."""
        plain = _plain(text)
        lead = _LEAD.match(plain)
        start = lead.end() if lead else 0
        scope = (inside,) if inside else ()
        codes, end = self._walk(plain, start, scope, "address")
        words = plain[start:end]
        if not words:
            codes, start, end = self._anywhere(plain, start, scope)
            if not end:
                return NOTHING
            codes, end = self._walk(plain, end, codes, "address")
            words = plain[start:end]
        if not all(map(self._is_county, codes)):
            deeper, begin, stop = self._anywhere(plain, end, codes)
            if stop:
                codes, words = deeper, f"{words}…{plain[begin:stop]}" if begin > end else words + plain[begin:stop]
        return Found(codes, words)

    def _cell(self, text: str, level: Level, inside: str = "") -> Found:
        """The place of a cell of a column for places of this level; a cell may hold more: 福建省宁德市."""
        plain = _plain(text)
        if not plain or plain == "县" or _BETWEEN.fullmatch(plain):
            return NOTHING
        scope = (inside,) if inside else ()
        if named := self.table.forms.get(plain):
            return Found(self._of_level(named, level, scope), plain)
        for within_what in dict.fromkeys((scope, ())):
            start = 2 if plain.startswith("中国") else 0
            codes, end = self._walk(plain, start, within_what, "cell")
            if end > start:
                return Found(codes, plain[:end])
        return NOTHING

    def region(self, text: str) -> str:
        """The region that a cell names, '' where it names none or may mean several."""
        codes = self.cell(text, "city").codes
        return self.table.seat(codes[0]) if len(codes) == 1 else ""

    def firm_name(self, text: str) -> Found:
        """The place in a firm's name: before 分公司, at the front, in brackets; a full name also elsewhere."""
        plain = _plain(text)
        if branch := _BRANCH.search(plain):
            for start in range(max(2, branch.start() - _LONGEST_BRANCH), branch.start() - 1):
                codes, end = self._walk(plain, start, (), "name")
                if end == branch.start():
                    return Found(codes, plain[start:end])
        best = NOTHING
        starts = [2 if plain.startswith("中国") else 0, *(i + 1 for i, c in enumerate(plain) if c == "(")]
        for start in starts:
            codes, end = self._walk(plain, start, (), "name")
            if end > start:
                found = Found(codes, plain[start:end])
                best = _deeper(best, found) if best.codes else found
        if not best.codes:
            codes, start, end = self._anywhere(plain, 0, ())
            best = Found(codes, plain[start:end]) if end else NOTHING
        return best

    def front(self, text: str) -> tuple[tuple[str, ...], int]:
        """The place that a firm's name begins with: (places, where it ends)."""
        return self._walk(text, 0, (), "name")

    def knows_zones(self, codes: tuple[str, ...]) -> bool:
        """Has the office zones in the city of this place?"""
        return len(codes) == 1 and codes[0][:4] in self._cities_of_units

    def unit(self, text: str, codes: tuple[str, ...]) -> str:
        """The office's zone that a text about these places names; '' where it names none or lies in another city."""
        if not self.knows_zones(codes):
            return ""
        plain = _plain(text)
        for unit, spelt in self._zones:
            if codes[0][:4] != unit.region[:4]:
                continue
            found = spelt.search(plain)
            if found is None:
                continue
            county = self.table.counties.get(codes[0], "")
            # A county has zones of its own (长垣市高新区); only a zone with a name of its own outranks it.
            if county and not county.endswith("区") and _KIND_OF_ZONE.match(found.group()):
                continue
            return unit.name
        return ""

    # -- the walk from province to county --

    def _walk(self, text: str, start: int, scope: tuple[str, ...], manner: Manner) -> tuple[tuple[str, ...], int]:
        """Names one after the other from `start`, each inside what went before: (places, where they end).

        The end is `start` where no name stands there.
        """
        end = at = start
        while True:
            # What follows a place in brackets belongs to a firm's name: （天津）滨海新材料.
            skipped = _BETWEEN.match(text, at) if manner != "name" else None
            found = self._longest(text, skipped.end() if skipped else at, scope, manner)
            if found is None:
                return scope, end
            scope, at = found
            end = at

    def _longest(
        self, text: str, at: int, scope: tuple[str, ...], manner: Manner
    ) -> tuple[tuple[str, ...], int] | None:
        """The longest name that begins here and lies inside the scope: (places, its end)."""
        for length in self.table.lengths.get(text[at : at + 2], ()):
            end = at + length
            if text[at:end] not in self.table.forms:
                continue
            fit, whole, codes = self._inside(text[at:end], scope)
            if fit and (whole or self._stands(text[at:end], text[end : end + 8], fit, bool(scope), manner)):
                return codes, end
        return None

    def _named_inside(self, word: str, scope: tuple[str, ...]) -> tuple[Sequence[Named], bool, tuple[str, ...]]:
        """Who bears this name inside the scope, whether in full, and the places that are then meant."""
        fit = _fit(self.table.forms[word], scope)
        whole = [n for n in fit if n.whole]
        deeper = [n for n in whole or fit if n.code not in scope]
        # 北京市北京市朝阳区: what is said twice is passed over.
        return fit, bool(whole), _largest(deeper) if deeper else scope

    def _stands(self, word: str, after: str, fit: Sequence[Named], inside: bool, manner: Manner) -> bool:
        """May this short name be a place, with these words after it?"""
        if manner != "cell" and _STREET.match(after):
            return False
        if inside:
            return True
        if manner == "name" and (word in _WORDS or self._vague(fit)):
            return False
        if manner == "name" or (len(word) == 2 and word[1] in "县市"):
            return True
        if any(_is_large(n) for n in fit):
            return manner == "cell" or not _TOWN.match(after)  # 朝阳湾镇 is no town of Chaoyang
        return not after or (word not in _WORDS and not self._vague(fit) and bool(_ZONE.match(after)))

    def _vague(self, fit: Sequence[Named]) -> bool:
        """A short county name that more than one place bears, or that is a district's: 海淀, 鼓楼."""
        if any(n.level != "county" for n in fit):
            return False
        return len(fit) > 1 or self.table.name(fit[0].code).endswith("区")

    def _of_level(self, named: Sequence[Named], level: Level, scope: tuple[str, ...]) -> tuple[str, ...]:
        """Of the places of a cell's very words those of the column's level, else the nearest, a larger one first."""
        fit = _fit(named, scope) or named
        want = LEVELS.index(level)

        def far(n: Named) -> tuple[int, int]:
            at = LEVELS.index(n.level)
            if n.level == "province" and n.code[:2] in MUNICIPAL:
                at = min(want, 1)  # a municipality is a province and a city
            return abs(at - want), at

        nearest = min(map(far, fit))
        return _codes([n for n in fit if far(n) == nearest])

    def _anywhere(self, text: str, begin: int, scope: tuple[str, ...]) -> tuple[tuple[str, ...], int, int]:
        """The first full name further on: (places, start, end); the scope and 0, 0 where none stands there."""
        for at in range(begin, min(len(text) - 1, begin + _FAR)):
            for length in self.table.lengths.get(text[at : at + 2], ()):
                if length < 3 or not (named := self.table.forms.get(text[at : at + length])):
                    continue
                fit = [n for n in _fit(named, scope) if n.whole and n.code not in scope]
                if fit and not _STREET.match(text[at + length : at + length + 8]):
                    return _largest(fit), at, at + length
        return scope, 0, 0

    def _is_county(self, code: str) -> bool:
        return code in self.table.counties or code[2:4] == "90"


def _is_large(named: Named) -> bool:
    """A province or a city; counties directly under a province are small, whatever their level."""
    return named.level != "county" and named.code[2:4] != "90"


def _spellings(unit: OfficeUnit) -> tuple[str, ...]:
    return (unit.name, *unit.also)


def _fit(named: Sequence[Named], scope: tuple[str, ...]) -> Sequence[Named]:
    """Those inside the scope; an ended name also where the place stood under its old code."""
    return [n for n in named if any(within(u, s) for u in n.under for s in scope)] if scope else named


def _largest(named: Sequence[Named]) -> tuple[str, ...]:
    """Of a province, a city and a county of one name the largest."""
    top = min(LEVELS.index(n.level) for n in named)
    return _codes([n for n in named if LEVELS.index(n.level) == top])


def _codes(named: Sequence[Named]) -> tuple[str, ...]:
    return tuple(sorted({n.code for n in named}))


def _deeper(known: Found, found: Found) -> Found:
    """The more exact of two where one lies in the other, else what was known."""
    if len(known.codes) == len(found.codes) == 1 and within(found.codes[0], known.codes[0]):
        return found
    return known


def _plain(text: str) -> str:
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.replace(" ", "").replace("\u200b", "").strip()
