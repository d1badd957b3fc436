"""Reads a registered business scope: which activities, in which order, made, traded or served.

Scopes are lists: `起重机械、矿山机械制造、销售；五金零售`. A verb often stands once, at the end or the front of its
group, and speaks for the whole group.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Mode = Literal["make", "trade", "service", "plain"]

_BRACKETS = re.compile(r"[（(【\[][^（()）【】\[\]]*[）)】\]]")
_HEADS = re.compile(r"^[·\s]*(?:许可|一般|前置许可)?(?:业务范围|经营范围|经营项目|主营|兼营|业务)[:：]?")
_BOILERPLATE = re.compile(
    r"依法须经批准|法律、?行政法规|凭.{0,12}(?:许可证|资质证)|有效期|国家禁止|国家限定|相关部门批准|涉及许可|\*+|以上(?:项目|范围)|不得经营"
)
# The licence to trade abroad, which lists goods a firm needs and does not make.
_ABROAD = re.compile(
    r"(?:进口|经营)?本企业(?:(?:自产|生产|科研|成员企业|和|及|、|的)*)(?:所需|需要?)(?:的)?[^;；。]*?(?:零配件|零部件|配件|备品备件|备件)(?:(?:及|和)(?:其?相关)?技术)?(?:的?进口业务|的?进出口业务|的?进口)?"
)
_GROUPS = re.compile(r"[;；。\n]")
# A full stop between Chinese words is a separator in old registrations: `单.双梁桥式.门式起重机`.
_ITEMS = re.compile(r"[、，,]|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])")
_MAKE = re.compile(
    r"制造|生产|加工|研发|研制|开发|制作|组装|种植|养殖|饲养|培育|繁育|繁殖|酿造|屠宰|印染|冶炼|铸造|锻造|织造|纺纱|制售|自产|轧制|碾磨"
)
_TRADE = re.compile(r"销售|批发|零售|购销|经销|代理|收购|贸易|进出口|批零|供应|代购|代销|代储|经营")
_SERVICE = re.compile(
    r"服务|运输|维修|修理|安装|租赁|仓储|诊疗|旅游|住宿|医疗|养老|检测|咨询|货运|配送|装卸|快递|演出|游览|治疗|护理|培训|设计"
)
_ONLY_VERB = re.compile(
    r"^(?:[的及与和并、等]|制造|生产|加工|研发|研制|开发|制作|销售|批发|零售|购销|经销|代理|收购|安装|维修|修理|租赁|服务|咨询|技术|设计|施工|及其|以及|配套)+$"
)


@dataclass(frozen=True, slots=True)
class Activity:
    """One item of a scope: its text, its place (0 = first) and what is done with it."""

    text: str
    place: int
    mode: Mode


@lru_cache(maxsize=2_000)
def activities(scope: str) -> tuple[Activity, ...]:
    """The activities of a scope in order; brackets and boilerplate left out."""
    return tuple(Activity(text, place, mode) for place, (text, mode) in enumerate(clauses(scope)))


def own_mode(item: str) -> Mode | None:
    """What is done in an item by its own words; None where it says nothing of what the firm does."""
    return None if len(item) < 2 or _ONLY_VERB.match(item) or _BOILERPLATE.search(item) else _mode(item)


def clauses(scope: str, own: Callable[[str], Mode | None] = own_mode) -> list[tuple[str, Mode]]:
    """The same as bare texts, each with what is done with it. own: `own_mode`, or what remembers it."""
    text = unicodedata.normalize("NFKC", scope)
    if "本企业" in text:
        text = _ABROAD.sub("", text)
    for _ in range(2):  # brackets nest at most once in practice
        text, removed = _BRACKETS.subn("", text)
        if not removed:
            break
    out: list[tuple[str, Mode]] = []
    for group in _GROUPS.split(text):
        group = group.strip()
        head = _HEADS.match(group)
        group = group[head.end() :] if head else group
        lead, colon, rest = group.partition(":")
        if not colon or len(lead) > 14:
            lead, rest = "", group
        parts = [p for part in _items(rest) if (p := part.strip())]
        if len(parts) == 1 and not lead:  # as registers write today: what is done in a group is done in its one item
            if (mode := own(parts[0])) is not None:
                out.append((parts[0], mode))
        elif not _BOILERPLATE.search(group[:14]):
            _read_items(out, lead, parts, own)
    return out


def _read_items(
    out: list[tuple[str, Mode]], lead: str, parts: Sequence[str], own: Callable[[str], Mode | None]
) -> None:
    """Add the activities of a group of several; lead: what stands before its colon."""
    whole = _mode(lead)
    if whole == "plain":
        whole = _shared_mode(parts)
    for part in parts:
        mode = own(part)
        if mode is not None:
            kept = mode != "plain" and whole in ("plain", mode)
            out.append((part, mode if kept else _stronger(mode, whole)))


def _items(text: str) -> list[str]:
    return _ITEMS.split(text) if "." in text else text.replace("，", "、").replace(",", "、").split("、")


def says_trade(term: str) -> bool:
    """Does the term itself name a trade, as 药品批发 does?"""
    return bool(_TRADE.search(term))


def _mode(text: str) -> Mode:
    if _MAKE.search(text):
        return "make"
    if _SERVICE.search(text) and not text.endswith(("销售", "零售", "批发")):
        return "service"
    return "trade" if _TRADE.search(text) else "plain"


def _stronger(own: Mode, whole: Mode) -> Mode:
    """What an item is when it and its group say different things: its own trade verb binds, else the group's."""
    if own == "plain":
        return whole
    return own if own in ("trade", "service") and whole != "make" else "make" if "make" in (own, whole) else own


def _shared_mode(parts: Sequence[str]) -> Mode:
    """The verb at the end of a group speaks for all of it: `化肥、农药零售`, `起重机械、减速机制造、销售`."""
    tail = (
        "".join(parts[-3:])
        if parts and all(_ONLY_VERB.match(p) for p in parts[-2:])
        else "".join(parts[-2:])
        if parts
        else ""
    )
    return _mode(tail)
