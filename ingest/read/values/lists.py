"""List cells: parts by 、 ， , ; ； / | and line breaks, what stands in brackets left whole."""

from __future__ import annotations

import re

_MARKS = "、，,;；|｜\n\r"
_COMPANY = re.compile(r"^\s*(?:Ltd|Inc|LLC|Limited|Corp|Co)\b", re.IGNORECASE)
_SLASH = re.compile(r"(?<=[\u4e00-\u9fff）)])\s*/\s*(?=[\u4e00-\u9fff])")
_NEXT = re.compile(r"(?<!\s)\s+(?=(?:\d{1,2}[、.)）．]|[(（]\d{1,2}[)）]|[①-⑳])\s*\D)")
_END = re.compile(r"等(?:产品|系列)?$")
_STOPS = "。. \t\r\n\u3000\xa0"  # stripped, not searched: a run of full stops takes a pattern the square of its length
_ORDINAL = re.compile(r"^(?:\d{1,2}[.、)）．]|[(（]\d{1,2}[)）]|[①-⑳])\s*(?=\D)")


def parts(text: str) -> list[str]:
    """The parts in order, without repeats, ordinals and a full stop at the end. A comma between digits or before Ltd
    separates nothing."""
    text = _NEXT.sub("；", text)
    out: list[str] = []
    depth = start = 0
    for i, c in enumerate(text):
        if c in "(（[【《":
            depth += 1
        elif c in ")）]】》":
            depth = max(depth - 1, 0)
        elif c in _MARKS and not depth:
            digits = c == "," and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
            ordinal = c == "、" and text[start:i].strip().isdigit()
            if not digits and not ordinal and not (c == "," and _COMPANY.match(text[i + 1 :])):
                out.append(text[start:i])
                start = i + 1
    out.append(text[start:])
    split = (piece for part in out for piece in _SLASH.split(part))
    cleaned = (_END.sub("", _ORDINAL.sub("", p.strip()).rstrip(_STOPS)).strip() for p in split)
    return list(dict.fromkeys(p for p in cleaned if p))
