"""Names of places for the English screen: pinyin without tones by rule, and the names that English knows otherwise.

A name as `Regions` gives it is enough, so that what stands in documents already (河南省新乡市) can be said in
English too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.words import UNKNOWN, Lang

# Names English has its own form for, mostly from Mongolian, Uyghur and Tibetan, and readings that a dictionary of
# single characters misses (长, 朝, 都, 乐, 召, 浚, 漯, 洞).
_KNOWN = {
    "陕西": "Shaanxi",
    "西藏": "Tibet",
    "香港": "Hong Kong",
    "澳门": "Macao",
    "呼和浩特": "Hohhot",
    "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur",
    "乌兰察布": "Ulanqab",
    "兴安盟": "Hinggan",
    "锡林郭勒": "Xilingol",
    "阿拉善": "Alxa",
    "哈尔滨": "Harbin",
    "齐齐哈尔": "Qiqihar",
    "大兴安岭": "Daxing'anling",
    "拉萨": "Lhasa",
    "日喀则": "Shigatse",
    "昌都": "Qamdo",
    "林芝": "Nyingchi",
    "那曲": "Nagqu",
    "阿里": "Ngari",
    "甘孜": "Garze",
    "果洛": "Golog",
    "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay",
    "吐鲁番": "Turpan",
    "博尔塔拉": "Bortala",
    "巴音郭楞": "Bayingolin",
    "阿克苏": "Aksu",
    "克孜勒苏": "Kizilsu",
    "喀什": "Kashgar",
    "和田": "Hotan",
    "伊犁": "Ili",
    "阿勒泰": "Altay",
    "阿拉尔": "Aral",
    "图木舒克": "Tumxuk",
    "可克达拉": "Kokdala",
    "长治": "Changzhi",
    "朝阳": "Chaoyang",
    "长垣": "Changyuan",
    "长葛": "Changge",
    "浚": "Xun",
    "漯河": "Luohe",
    "南乐": "Nanle",
    "召陵": "Shaoling",
    "殷都": "Yindu",
    "魏都": "Weidu",
    "洪洞": "Hongtong",
    "中国": "China",
    "全国": "China",
}
# What the rule would take apart wrongly, and names that occur twice: the city or prefecture of a province's name.
_WHOLE = {
    "内蒙古自治区": "Inner Mongolia",
    "吉林市": "Jilin City",
    "海南藏族自治州": "Hainan Prefecture",
    "兴安盟": "Hinggan",
}
_PEOPLES = (
    "朝鲜族|土家族|布依族|哈尼族|景颇族|傈僳族|蒙古族|维吾尔族|维吾尔|柯尔克孜|哈萨克|蒙古|"
    "苗族|黎族|藏族|羌族|彝族|侗族|傣族|白族|回族|壮族|满族|瑶族"
)
_PROVINCE = re.compile(
    r"^(内蒙古自治区|广西壮族自治区|宁夏回族自治区|新疆维吾尔自治区|西藏自治区|香港特别行政区|澳门特别行政区|黑龙江省|[一-鿿]{2}省)(?=.)"
)
_PLACE = re.compile(
    rf"^(?P<base>[一-鿿]+?)(?:(?:{_PEOPLES})*(?P<kind>自治州|自治县|自治区|特别行政区|地区|林区|盟|省|市|县|区))$"
)
# The city before a county, in a name of three parts.
_CITY = re.compile(r"^[一-鿿]+?(?:市|自治州|地区|盟)(?=[一-鿿]+(?:县|区|市|旗)$)")
_KIND = {"县": " County", "自治县": " County", "区": " District"}


def place(text: str, lang: Lang) -> str:
    """A place in the language of the screen; `text` is its Chinese name, with or without the province before it."""
    return text if lang == "zh" else english(text)


@lru_cache(maxsize=4096)
def english(text: str) -> str:
    """`新乡市` → Xinxiang, `河南省新乡市` → Xinxiang, Henan, `河南省新乡市获嘉县` → Huojia County, Xinxiang, Henan.
    What is no place stays as it is."""
    if text == UNKNOWN["zh"]:
        return UNKNOWN["en"]
    head = _PROVINCE.match(text)
    if head is None:
        return _one(text) or text
    rest, province = text[head.end() :], _one(head.group(1))
    city = _CITY.match(rest)
    own = [_one(p) for p in ((rest[city.end() :], city.group()) if city else (rest,))]
    return ", ".join([*own, province]) if all(own) else text


def _one(name: str) -> str:
    if name in _WHOLE:
        return _WHOLE[name]
    found = _PLACE.match(name)
    base, kind = (found["base"], found["kind"]) if found else (name, "")
    if found is None and base not in _KNOWN:
        return ""
    return (_KNOWN.get(base) or _pinyin(base)) + _KIND.get(kind, "")


def _pinyin(base: str) -> str:
    """Syllables in one word; one that begins with a vowel is set apart: 六安 Lu'an."""
    from pypinyin import lazy_pinyin  # slow to import, and most screens are Chinese

    syllables = [s.replace("v", "ü") for s in lazy_pinyin(base)]
    word = syllables[0] + "".join(("'" if s[:1] in "aoe" else "") + s for s in syllables[1:])
    return word[:1].upper() + word[1:]
