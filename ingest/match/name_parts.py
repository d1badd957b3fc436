"""A firm's name taken apart: place, brand (字号), trade, form, and what was noted beside it.

    新乡市白鹭化纤集团有限责任公司 → place 新乡市, brand 白鹭, trade 化纤, form 有限公司, a group
    （已注销）, [存续], （原：某某厂）, a number before it: notes, cut off; a former name among them is kept

Names are compared in simplified characters. `traditional.txt` pairs each traditional character with its simplified one
(OpenCC's table of characters, Apache-2.0); `trade_words.txt` holds words for a trade that end names, one a line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import LCSseq

from graph.model.places import PlaceReader

_HERE = Path(__file__).parent
_SIMPLE = {ord(pair[0]): pair[1] for pair in (_HERE / "traditional.txt").read_text(encoding="utf-8").split()}
_TRADES = frozenset((_HERE / "trade_words.txt").read_text(encoding="utf-8").split())
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\s]+")
_NUMBERED = re.compile(r"^\(?\d{1,4}[.、)]\s*(?=[\u4e00-\u9fff])")
# What registers and lists write beside a name, in brackets of any kind.
_NOTE = re.compile(
    r"[(\[【<](?P<note>已?注销|未注销|吊销[^)\]】>]*|已?吊销|存续|在业|开业|正常|迁出|已迁出|停业|歇业|清算|破产"
    r"|(?:原名?称?|曾用名|前身|更名前)[:：]?(?P<former>[^)\]】>]{3,}))[)\]】>]"
)
# Marks of the exchange beside a listed firm's short name: *ST国华, 万科A, 百济神州-U.
_MARKS = re.compile(r"^(?:\*?ST|XD|XR|DR|N)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?:[AB]|-[UWVD]+)$")
_AND_OTHERS = re.compile(
    r"(?:及其?(?:下属|合并|控股|全资|控制的|所属)?(?:子公司|分公司|关联方|公司|附属企业|关联企业).*|等)$"
)
_AGAIN = re.compile(r"([^()]{6,}(?:公司|集团|厂))\(([^()]{2,8})\)$")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FORM = re.compile(
    r"(?P<group>集团)?(?P<form>股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司|总厂|专业合作联社|专业合作社"
    r"|联合社|合作社|家庭农场|农场|养殖场|林场|牧场|工厂|厂|研究院|研究所|设计院|医院|学校|中心|事务所|合伙企业|工作室"
    r"|供销社|信用社|商行|商店|经营部|门市部|服务部|经销处|销售部|加工部|加工坊|超市|药店|药房|饭店|面馆|餐馆|茶楼"
    r"|馆|店|社|部|站|行|铺|坊|场)?$"
)
_BRANCH = re.compile(
    r"(?P<head>.{4,}(?:公司|集团|厂|社|银行|院|所|场))(?P<tail>[^()]{0,14}?(?:分公司|分厂|分店|分社|分院|分部|支行|支公司"
    r"|分行|营业部|经营部|门市部|办事处|项目部|收购站|加油站|服务站|购书中心|销售处|代销点|供应站|商店|药店|厂))$"
)
_COMPANY = frozenset(("股份有限公司", "有限责任公司", "有限公司", "股份公司", "总公司", "公司"))
_SHOP = frozenset(
    [
        "商行",
        "商店",
        "经营部",
        "门市部",
        "服务部",
        "经销处",
        "销售部",
        "加工部",
        "加工坊",
        "超市",
        "药店",
        "药房",
        "饭店",
        "面馆",
        "餐馆",
        "茶楼",
        "馆",
        "店",
        "部",
        "站",
        "行",
        "铺",
        "坊",
        "工作室",
    ]
)
_COUNTED = re.compile(r"(?:第?[一二三四五六七八九十\d]+)(?=$|分?[厂店部队场])|[甲乙丙丁东西南北中]厂?$")


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of one name, in simplified characters.

    core: all but place, form and notes; brand and trades: the core's two halves; form: `company`, `factory`, `coop`,
    `shop`, `other`, '' for a short name; stock, group: a stock company, a group; places: codes of the places named;
    branch: what follows the name of the firm it belongs to, '' for a firm of its own; former: names it had before.
    """

    plain: str
    core: str
    brand: str
    trades: tuple[str, ...]
    form: str
    stock: bool
    group: bool
    places: tuple[str, ...]
    branch: str
    former: tuple[str, ...]


def simplified(text: str) -> str:
    """One spelling: full width made plain, no invisible characters, simplified, upper case."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _INVISIBLE.sub("", text).translate(_SIMPLE).upper()


def traditional(text: str) -> str:
    """A text in traditional characters, the first of several; to write what lists from Hong Kong and Taiwan hold."""
    back = {ord(simple): chr(old) for old, simple in reversed(_SIMPLE.items())}
    return text.translate(back)


def cleaned(name: str) -> tuple[str, tuple[str, ...]]:
    """The name without notes and numbering, and the former names that the notes tell."""
    text = _NUMBERED.sub("", simplified(name))
    former = tuple(m["former"] for m in _NOTE.finditer(text) if m["former"])
    text = _MARKS.sub("", _NOTE.sub("", text).strip("*·.,、;:-_"))
    text = _AND_OTHERS.sub("", text) if len(text) > 8 else text
    # 中信证券股份有限公司(中信证券): the name again, shortened.
    if (again := _AGAIN.match(text)) and LCSseq.similarity(again[1], again[2]) == len(again[2]):
        text = again[1]
    return text, former


class NameReader:
    """Takes names apart; places in them by the table of all places."""

    def __init__(self, places: PlaceReader) -> None:
        self._places = places
        self.parts = lru_cache(maxsize=50_000)(self._parts)

    def tells_nothing(self, word: str, core: str) -> bool:
        """Is this a place's name, or a trade that is not the whole core? Half a city's firms would bear it."""
        return word in self._places.table.forms or (word in _TRADES and word != core)

    def finest(self, region: str, county: str) -> str:
        """The county's code where a region and a county's name tell it, else the region's."""
        if not county or (region and region[4:] != "00"):
            return region
        codes = self._places.cell(county, "county", region).codes
        return codes[0] if len(codes) == 1 and self._places.table.within(codes[0], region) else region

    def _parts(self, name: str) -> NameParts:
        plain, former = cleaned(name)
        head, branch = plain, ""
        if found := _BRANCH.match(plain):
            head, branch = found["head"], found["tail"]
        places: list[str] = []
        group = False
        for inner in _BRACKETS.findall(head):
            told = self._places.cell(inner, "city")
            if told.codes and told.words == inner:
                places += told.codes
                head = head.replace(f"({inner})", "", 1)
            elif inner == "集团":
                group = True
                head = head.replace(f"({inner})", "", 1)
        codes, end = self._places.front(head)
        core = head[end:]
        places += codes
        form = _FORM.search(core)
        kind = (form["form"] if form else "") or ""
        group = group or bool(form and form["group"]) or "集团" in core
        cut = core[: form.start()] if form else core
        if len(cut) < 2:  # 新乡市商店: nothing would be left
            cut = core
        cut = cut.replace("集团", "").replace("(", "").replace(")", "").replace("·", "")
        brand, trades = _brand(cut)
        return NameParts(
            plain,
            cut,
            brand,
            trades,
            _kind(kind),
            kind.startswith("股份"),
            group,
            tuple(dict.fromkeys(places)),
            branch,
            former,
        )


def _brand(core: str) -> tuple[str, tuple[str, ...]]:
    """The brand and the trade words that follow it, taken off from the end; two characters are always left."""
    trades: list[str] = []
    end = len(core)
    while True:
        for length in (3, 2):
            if end - length >= 2 and core[end - length : end] in _TRADES:
                trades.append(core[end - length : end])
                end -= length
                break
        else:
            return core[:end], tuple(reversed(trades))


def _kind(form: str) -> str:
    if not form:
        return ""
    if form in _COMPANY:
        return "company"
    if form in _SHOP:
        return "shop"
    if form.endswith("厂"):
        return "factory"
    if form.endswith("社"):
        return "coop"
    return "other"


def counted(core: str) -> str:
    """What counts firms of one name apart: 第一, 二厂."""
    found = _COUNTED.search(core)
    return found.group() if found else ""
