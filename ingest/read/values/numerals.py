"""Numbers as people write them: thousands marks, E notation, Chinese numerals and capitals, 千 百 万 亿, ranges."""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = {
    c: i
    for i, pair in enumerate(("零〇０", "一壹", "二贰两貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"))
    for c in pair
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_CHINESE = "".join((*_DIGITS, *_SMALL)) + "点"
SCALES = _SMALL | _LARGE
NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?"
_TERM = re.compile(rf"(?P<plain>{NUMBER}|[{_CHINESE}]+)\s*(?P<scale>[十拾百佰千仟]?[万萬亿億]?[万萬亿億]?)")
_RANGE = re.compile(
    rf"(?P<low>{NUMBER})\s*(?P<unit>[十百千]?[万亿]?)[^\d\-~—–至到]{{0,3}}?(?:-|~|—+|–|至|到)\s*(?P<high>{NUMBER})"
)
LARGEST = 1e15


class Number(NamedTuple):
    """A value, and what had to be supposed: `range` where the middle of two was taken, `bound` where only a limit is
    told, '' where the text says it exactly. end: where in the text it ends; scaled: a 千, 万 or 亿 stands with it."""

    value: float
    supposed: str = ""
    end: int = 0
    scaled: bool = False


def chinese(text: str) -> float | None:
    """`五百万` → 5000000, `伍仟` → 5000, `三点五` → 3.5, `二〇一九` → 2019; None where it is no numeral."""
    if not text or any(c not in _DIGITS and c not in SCALES and c != "点" for c in text):
        return None
    if "点" in text:
        whole, _, part = text.partition("点")
        head = chinese(whole) if whole else 0.0
        if head is None or not part or any(c not in _DIGITS for c in part):
            return None
        return float(head + sum(_DIGITS[c] / 10 ** (i + 1) for i, c in enumerate(part)))
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit = 0
        else:
            below = section + digit
            scale = _LARGE[c]
            total = ((total + below) or 1) * scale if scale > _LARGE["万"] else total + (below or 1) * scale
            section = digit = 0
    return float(total + section + digit)


def scale_of(text: str) -> float:
    """What 千万, 百万, 万, 亿 multiply by; 1 for none."""
    out = 1.0
    for c in text:
        out *= SCALES[c]
    return out


def read(text: str) -> Number | None:
    """The first number of a text in plain half-width characters; None where there is none.

    Of a range the middle is taken, of a limit (少于50, 300以上) the limit. Terms that follow one another in falling
    scale are one number: 12万5千.
    """
    between = _RANGE.search(text)
    if between and not re.search(r"[eE]-?$", text[: between.end("low")]):
        low, high = float(between["low"].replace(",", "")), float(between["high"].replace(",", ""))
        rest = re.match(r"\s*([十百千]?[万亿]?[万亿]?)", text[between.end() :])
        scale = rest.group(1) if rest else ""
        if 0 <= low < high:
            own = scale_of(between["unit"]) if between["unit"] else scale_of(scale)
            middle = (low * own + high * scale_of(scale or between["unit"])) / 2
            return _checked(Number(middle, "range", between.end() + len(scale), bool(scale or between["unit"])))
    first = _TERM.search(text)
    if first is None:
        return None
    value, end, last, scaled = 0.0, first.start(), float("inf"), False
    for term in _TERM.finditer(text, first.start()):
        if term.start() != end or not (term["plain"]):
            break
        one = _plain(term["plain"])
        scale = scale_of(term["scale"])
        if one is None or scale >= last:
            break
        value, end, last, scaled = value + one * scale, term.end(), scale, scaled or bool(term["scale"])
    if end == first.start():
        return None
    bound = re.search(r"(?:小于|少于|低于|不足|不到|不满|大于|多于|超过|高于|以上|以下|以内|[<>≤≥])", text)
    return _checked(Number(value, "bound" if bound else "", end, scaled))


def _plain(text: str) -> float | None:
    if text[0] in _DIGITS or text[0] in SCALES or text[0] == "点":
        return chinese(text)
    return float(text.replace(",", ""))


def _checked(number: Number) -> Number | None:
    return number if abs(number.value) <= LARGEST else None
