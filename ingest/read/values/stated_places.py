"""Cells that tell a place → its region, and what in them is no region of the table: a functional zone, a district.

Names may be joined (河南省新乡市, 河南-新乡-红旗区), a county-level city may stand in the column of cities, and a place
may have been renamed. A name that several places bear is left open.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from graph.model.headings.traditional import simplified
from graph.model.regions import MUNICIPALITIES, Regions

_SEPARATORS = re.compile(r"[\s\-—–/\\|>·,，、;；.]+")
_COUNTRY = re.compile(r"^(?:中华人民共和国|中国大陆|中国)")
_HOLLOW = re.compile(
    r"^(?:市辖区|市辖县|省直辖县级行政区划|省直辖县级行政单位|省直辖|自治区直辖县级行政区划|自治区直辖县级行政单位|县|区|市本级|本级|市直|辖区|其他|全部|不限|市)$"
)
# Names of places that were renamed or merged → the code that holds them now.
_RENAMED = {
    "襄樊市": "420600",
    "襄樊": "420600",
    "思茅市": "530800",
    "思茅": "530800",
    "思茅地区": "530800",
    "毕节地区": "520500",
    "铜仁地区": "520600",
    "莱芜市": "370100",
    "莱芜": "370100",
    "巢湖市": "340100",
    "长垣县": "410783",
    "开封县": "410200",
    "偃师市": "410300",
    "陕县": "411200",
    "许昌县": "411000",
    "中甸县": "533400",
    "路南县": "530100",
    "南汇区": "310000",
    "卢湾区": "310000",
    "闸北区": "310000",
    "宣武区": "110000",
    "崇文区": "110000",
    "塘沽区": "120000",
    "汉沽区": "120000",
    "大港区": "120000",
}
# Districts that many cities have: without their city they say nothing.
_MANY = frozenset(
    [
        "鼓楼区",
        "新华区",
        "朝阳区",
        "城关区",
        "新城区",
        "桥西区",
        "桥东区",
        "长安区",
        "和平区",
        "河东区",
        "河西区",
        "海州区",
        "铁西区",
        "铁东区",
        "西湖区",
        "东湖区",
        "青山区",
        "宝山区",
        "普陀区",
        "市中区",
        "郊区",
        "城区",
        "矿区",
        "南山区",
        "江北区",
        "白云区",
        "永定区",
        "大通区",
        "通州区",
        "龙华区",
        "清河区",
        "向阳区",
        "西安区",
        "东山区",
        "新市区",
        "市南区",
        "城中区",
        "城东区",
        "城西区",
        "城北区",
        "南关区",
        "平房区",
        "东城区",
        "西城区",
        "永安区",
        "龙山区",
        "新抚区",
        "立山区",
        "振兴区",
        "解放区",
        "山城区",
        "示范区",
    ]
)
_ZONE = re.compile(
    r"^(?P<name>.{0,12}?(?:高新技术产业开发区|高新技术开发区|高新技术产业区|高新产业开发区|高新区|高新|经济技术开发区|经济开发区|经开区|经开|技术开发区"
    r"|城乡一体化示范区|一体化示范区|先进制造业开发区|先进制造业示范区|示范区|航空港经济综合实验区|航空港实验区|航空港区|综合保税区|保税区|自贸区|自由贸易试验区|新区"
    r"|产业集聚区|产业园区|工业园区|工业区|科技园区|开发区|管理区|园区|实验区))(?:管委会|管理委员会)?"
)
_SHORT = (
    (re.compile(r"高新(?:技术)?(?:产业)?(?:开发)?区?$"), "高新区"),
    (re.compile(r"(?:经济技术开发区|经开区?)$"), "经开区"),
    (re.compile(r"(?:城乡)?一体化示范区$"), "示范区"),
    (re.compile(r"航空港(?:经济综合)?(?:实验)?区$"), "航空港区"),
)

_DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:区|县|旗)(?!域|间)")
LONGEST_HEAD = 40  # characters of an address in which its place stands
LEVELS = ("province", "city", "county")  # of the columns that are read, in their order; what follows may be any


@dataclass(frozen=True, slots=True)
class Told:
    """What the stated cells tell. region: a code, ''; county: the words of a county that the table does not have;
    zone: a functional zone; said: was anything stated at all?"""

    region: str = ""
    county: str = ""
    zone: str = ""
    said: bool = False


class Stated:
    """Reads stated places against a table of regions."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._names: dict[str, list[str]] = defaultdict(list)
        for code, r in regions.by_code.items():
            for form in {r.name, r.short}:
                if len(form) >= 2:
                    self._names[form].append(code)
        self._known = self._names.keys() | _RENAMED.keys()
        self._longest = max(map(len, self._known), default=0)
        self.read = lru_cache(maxsize=20_000)(self._read)

    def _read(self, *cells: str) -> Told:
        """The place that these cells tell together, the widest first: province, city, county, free text."""
        region = county = zone = ""
        said = False
        for column, cell in enumerate(cells):
            text = _COUNTRY.sub("", simplified(unicodedata.normalize("NFKC", cell).strip()))
            for part in _SEPARATORS.split(text):
                if not part or _HOLLOW.match(part):
                    continue
                said = True
                region, rest = self._walk(part, region, LEVELS[column] if column < len(LEVELS) else "")
                if rest == part and region:  # 河南省新乡市 behind 新乡市: the whole way from its beginning
                    anew, left = self._walk(part, "", "")
                    if anew and self._regions.within(anew, region):
                        region, rest = anew, left
                    elif anew and self._regions.within(region, anew):
                        rest = left
                found = _ZONE.match(rest)
                if found and region not in MUNICIPALITIES and region[2:4] != "90":
                    zone = zone or short_zone(found["name"])
                elif rest and re.fullmatch(r"[\u4e00-\u9fff]{1,8}(?:区|县|市|旗)", rest):
                    county = rest
        if not region and county in _MANY:
            county = ""
        return Told(region, county, zone, said)

    def address(self, text: str) -> Told:
        """The place at the front of an address, with the functional zone or the district behind it."""
        head = _COUNTRY.sub("", text[:LONGEST_HEAD])
        if not head.isascii() and unicodedata.is_normalized("NFKC", head) is False:
            head = unicodedata.normalize("NFKC", head)
        region, rest = self._walk(head, "", "")
        if not region:
            return Told()
        found = _ZONE.match(rest) if region not in MUNICIPALITIES and region[2:4] != "90" else None
        district = None if found else _DISTRICT.match(rest)
        return Told(region, district.group() if district else "", short_zone(found["name"]) if found else "", True)

    def _walk(self, text: str, region: str, level: str) -> tuple[str, str]:
        """The region that the text leads to from this one, and what of it is no region. level: of the column."""
        rest = text
        while rest:
            for length in range(min(self._longest, len(rest)), 1, -1):
                name = rest[:length]
                code = self._code(name, rest[length:], region, level) if name in self._known else ""
                if code:
                    region, rest = code, rest[length:]
                    if rest[:1] in "省市" and len(rest) == 1:
                        rest = ""
                    break
            else:
                return region, rest
        return region, ""

    def _code(self, name: str, behind: str, region: str, level: str) -> str:
        """The place of this name, inside the region where one is known; '' where there is none or several. behind: what
        follows it: 朝阳 in 朝阳区 is not the city of that name."""
        renamed = _RENAMED.get(name, "")
        if renamed and not self._inside(self._names.get(name, ()), region):
            code = self._regions.canonical(renamed)
            return code if code and (not region or self._regions.within(code, region) or region[:2] == code[:2]) else ""
        if not region and name in _MANY:
            return ""
        codes = self._inside(self._names.get(name, ()), region) if region else list(self._names.get(name, ()))
        if behind[:1] and behind[0] in "区县旗市":
            codes = [c for c in codes if self._regions.by_code[c].name == name]
        if not behind and level:  # 吉林 is a province and a city: the column tells which is meant
            codes = [c for c in codes if self._regions.by_code[c].level == level] or codes
        if len(codes) > 1:
            order = {"city": 0, "county": 1, "province": 2} if region else {"province": 0, "city": 1, "county": 2}
            codes.sort(key=lambda c: (order[self._regions.by_code[c].level], c))
            first = self._regions.by_code[codes[0]].level
            codes = [c for c in codes if self._regions.by_code[c].level == first]
        return codes[0] if len(codes) == 1 else ""

    def _inside(self, codes: object, region: str) -> list[str]:
        known = list(codes) if isinstance(codes, (list, tuple)) else []
        out = [c for c in known if not region or self._regions.within(c, region)]
        if not out and region and region not in MUNICIPALITIES:
            # A wrong level before it (city 郑州, county 长垣市 of another city) must not be mixed: only the same place.
            out = [c for c in known if c == region]
        return out


def short_zone(name: str) -> str:
    """A functional zone as people call it: 新乡高新技术产业开发区 → 高新区, 平原城乡一体化示范区 → 平原示范区."""
    for pattern, short in _SHORT:
        found = pattern.search(name)
        if found:
            head = name[: found.start()]
            return head + short if short in ("示范区", "航空港区") and len(head) <= 3 else short
    return name
