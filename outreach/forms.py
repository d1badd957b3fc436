"""The base of all forms: an unknown field is refused, and a mistake is reported in one sentence."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, ValidationError

_HOURS = re.compile(r"^(\d{1,2})[:：](\d{2})\s*[-—–~至]\s*(\d{1,2})[:：](\d{2})$")


class Form(BaseModel):
    """Base of the forms: unknown fields are refused, text is trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


_FIELDS = {
    "days": "行程天数",
    "start": "出发日期",
    "parties": "组数",
    "minutes": "时长",
    "leaders": "带队领导",
    "most": "名额上限",
    "least": "名额下限",
    "due": "时限",
    "owner": "责任单位",
    "text": "内容",
    "name": "名称",
    "appointments": "固定安排",
    "day": "日期",
    "kind": "类型",
}


def sentence(error: ValidationError) -> str:
    """The first thing pydantic minds, as a sentence for people."""
    first = error.errors()[0]
    field = ".".join(_FIELDS.get(str(p), str(p)) for p in first["loc"])
    context = first.get("ctx", {})
    words = {
        "greater_than_equal": f"应不小于 {context.get('ge')}",
        "less_than_equal": f"应不大于 {context.get('le')}",
        "missing": "没有填写",
        "string_too_short": "没有填写",
        "extra_forbidden": "不是可填的项目",
    }
    said = words.get(first["type"]) or str(first["msg"]).removeprefix("Value error, ")
    return f"{field}{said}。" if field else f"{said}。"


def minute(text: str) -> int:
    """Minutes of a day of a clock time like 8:30. Raises `ValueError`."""
    hit = re.fullmatch(r"(\d{1,2})[:：](\d{2})", text.strip())
    if not hit or int(hit[1]) > 23 or int(hit[2]) > 59:
        raise ValueError(f"时间应写成 08:30 的样子，现为“{text}”")
    return int(hit[1]) * 60 + int(hit[2])


def windows(text: str) -> tuple[tuple[int, int], ...]:
    """Opening hours like 09:00-11:30;14:00-17:00; () for an empty text.

    Raises `ValueError` for another form and for an end before its beginning.
    """
    if not text.strip():
        return ()
    out: list[tuple[int, int]] = []
    for part in re.split(r"[;；,，、]", text):
        hit = _HOURS.match(part.strip())
        if not hit:
            raise ValueError(f"接待时间应写成 09:00-11:30;14:00-17:00 的样子，现为“{text}”")
        lo, hi = minute(f"{hit[1]}:{hit[2]}"), minute(f"{hit[3]}:{hit[4]}")
        if lo >= hi:
            raise ValueError(f"接待时间“{part.strip()}”自相矛盾：结束不晚于开始，请改正")
        out.append((lo, hi))
    return tuple(sorted(out))
