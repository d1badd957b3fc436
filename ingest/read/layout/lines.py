"""What a line of a sheet looks like: a heading, a number line, a total, a note, a section, or a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from graph.model.headings.forms import forms

_HEADING_WORD = re.compile(
    r"名称|姓名|代码|编号|编码|地址|住所|日期|时间|电话|手机|资本|资金|金额|投资|收入|产值|利润|税|人数|人员|产品|行业|类型|类别|性质|状态|状况"
    r"|范围|法人|代表人|联系|备注|序号|级别|等级|面积|规模|省|市|县|区|单位|部门|项目|内容|进展|来源|网址|网站|邮箱|年份|年度|占比|比例"
    r"|数量|产能|环节|产业|链|标签|资质|批次|证书|情况|说明|用途|需求|结果|原因|企业|公司|主体|方式|负责|责任|期末|本年|上年|累计|指标|id|name|code"
)
_NUMERIC = re.compile(r"[\d.,，%％\-—~/:：\s￥$+eE]+")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_CODE = re.compile(r"[0-9A-Z]{15,20}")
_FIRM = re.compile(r"(?:公司|厂|集团|合作社|分公司|事务所|研究院|工作室|经营部|商行|农场|门市部)(?:[(（].*[)）])?$")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,7}(?:省|市|县|区|旗|盟|州|示范区|开发区|高新区|经开区)$")
_NUMBERING = re.compile(
    r"[(（]?(?:\d{1,3}|[A-Z]{1,2}|[甲乙丙丁戊己庚辛壬癸]|[一二三四五六七八九十]{1,3}|[①-⑳]|[—\-]+)[)）]?"
)
_TOTAL = re.compile(
    r"^[(（]?(?:[一二三四五六七八九十\d]+[、.．])?(?:(?!公司|厂$).){0,10}?(?:小\s*计|合\s*计|总\s*计|共\s*计|累\s*计|总\s*和|平均数?)[)）]?[:：]?\s*(?:[(（]?共?\s*[\d.,]+\s*[家户个项人条][)）]?|[\d.,家户个项人元万亿]*)$"
)
_NOTE = re.compile(
    r"^[(（【※*＊]*\s*(?:注|备\s*注|说\s*明|附\s*注|温馨提示|填\s*表\s*人|制\s*表\s*人?|制表单位|审\s*核\s*人?|复核人?|负\s*责\s*人|经办人|联\s*系\s*人|联系电话|填报(?:单位|日期|人|时间|说明)?"
    r"|填表(?:单位|日期|时间|说明)|报送(?:单位|日期|时间)|单位负责人|统计负责人|报出日期|数据来源|资料来源|数据说明|数据截[至止]|截[至止]|统计口径|打印(?:时间|日期|人)|导出(?:时间|日期|人)"
    r"|制表日期|企业(?:盖章|公章)|盖章|签字|主管领导|分管领导|免责声明|版权|本表|以上(?:数据|信息|内容)|更多(?:数据|信息)|如需)\s*\d*\s*(?:[:：、.．)）】]|(?<=本表)|(?<=数据)|(?<=信息)|(?<=内容)|(?<=[至止]))"
)
_PAGE = re.compile(r"^第\s*\d+\s*页|^共\s*\d+\s*页|^page\s*\d+", re.IGNORECASE)
_SECTION = re.compile(
    r"^[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]\s*\S|[(（]?共?\s*\d+\s*[家户个项][)）]?$"
)
_PART = re.compile(r"^(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．])\s*\S")
_ORDINAL = re.compile(r"^[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]\s*")
_COUNT = re.compile(r"\s*[(（:：]?\s*(?:共|计)?\s*\d+\s*[家户个项][)）]?$")
_SHEET_ORDINAL = re.compile(r"^\d{1,2}[\s_\-—]*(?=[\u4e00-\u9fff])")
LONGEST_HEADING = 30


@lru_cache(maxsize=50_000)
def role(cell: str, words: frozenset[str]) -> str:
    """`known` heading, `likely` heading by its words, `year`, `data`, or `other`."""
    if any(f in words for f in forms(cell)):
        return "known"
    if _YEAR.fullmatch(cell):
        return "year"
    if _NUMERIC.fullmatch(cell) or _CODE.fullmatch(cell) or (_FIRM.search(cell) and len(cell) >= 6):
        return "data"
    if len(cell) > LONGEST_HEADING:
        return "data"
    return "likely" if _HEADING_WORD.search(cell.lower()) else "other"


def filled(cells: Sequence[str]) -> list[str]:
    """The cells that hold something."""
    return [c for c in cells if c]


def is_heading(cells: Sequence[str], words: frozenset[str], width: int) -> bool:
    """Is this the line of headings? width: how many cells the lines below hold at most.

    At least two of its cells are known (or all are at least likely), they make up a good part, and nothing is data.
    """
    own = filled(cells)
    roles = [role(c, words) for c in own]
    known, likely, data = (roles.count(r) for r in ("known", "likely", "data"))
    if not known or data:
        return False
    if len(own) == 1:
        return width <= 1
    sure = known >= 2 or known + likely == len(own)
    return sure and known + likely / 2 >= 0.4 * len(own)


def says_headings(cells: Sequence[str], words: frozenset[str]) -> bool:
    """Could a line below the headings hold headings, too? Then most of it looks like such, and nothing is data."""
    roles = [role(c, words) for c in filled(cells)]
    fitting = sum(r in ("known", "likely", "year") for r in roles)
    return bool(roles) and "data" not in roles and fitting >= 0.6 * len(roles)


def is_numbering(cells: Sequence[str]) -> bool:
    """A line that numbers the columns: 1 2 3 …, 甲 乙 1 2 …, （1）（2）…"""
    own = filled(cells)
    return len(own) >= 2 and all(_NUMBERING.fullmatch(c) for c in own) and len(set(own)) >= len(own) - 1


def looks_like_firm(text: str) -> bool:
    """Does it end as firms' names do?"""
    return bool(_FIRM.search(text))


def no_row(cells: Sequence[str], width: int) -> str:
    """Why a line is no row: `total_row` or `note_row`; '' where it may be one."""
    own = filled(cells)
    head = own[:2]
    if any(_TOTAL.match(c) for c in head):
        return "total_row"
    few = len(own) <= max(4, width // 2)
    if few and (_NOTE.match(own[0]) or _PAGE.match(own[0])) and not (len(own) > 1 and looks_like_firm(own[1])):
        return "note_row"
    return ""


def section(cells: Sequence[str], width: int, name_column: int) -> str:
    """The words of a heading inside the table (红旗区, 一、装备制造), '' where the line is a row."""
    own = [(i, c) for i, c in enumerate(cells) if c]
    words = [(i, c) for i, c in own if not _NUMERIC.fullmatch(c)]
    if len(own) > 1 and len(words) == 1 and _PART.match(words[0][1]):
        own = words  # 一、先进制造业（12 个） with its sums beside it
    if len(own) != 1 or width < 3:
        return ""
    column, text = own[0]
    if (
        looks_like_firm(text)
        or len(text) > LONGEST_HEADING
        or (column not in (0, name_column) and not _PART.match(text))
    ):
        return ""
    if _SECTION.search(text) or _PLACE.match(text) or column != name_column:
        return bare(text)
    return ""


def bare(text: str) -> str:
    """The words of a heading inside a table, or of a sheet, without ordinal and count: 1.红旗区（12 家） → 红旗区."""
    return _COUNT.sub("", _SHEET_ORDINAL.sub("", _ORDINAL.sub("", text))).strip()
