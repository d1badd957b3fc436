"""Reads a registered business scope: which activities, in which order, made, traded or served.

Scopes are lists: `起重机械、矿山机械制造、销售；五金零售`. A verb often stands once, at the end or the front of its
group, and speaks for the whole group.
"""

from __future__ import annotations

import re
import unicodedata
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


@lru_cache(maxsize=50_000)
def activities(scope: str) -> tuple[Activity, ...]:
    """The activities of a scope in order; brackets and boilerplate left out."""
    text = unicodedata.normalize("NFKC", scope)
    text = _ABROAD.sub("", text)
    for _ in range(2):  # brackets nest at most once in practice
        text = _BRACKETS.sub("", text)
    out: list[Activity] = []
    for group in _GROUPS.split(text):
        group = _HEADS.sub("", group.strip())
        if not group or _BOILERPLATE.search(group[:14]):
            continue
        lead, colon, rest = group.partition(":")
        whole = _mode(lead) if colon and len(lead) <= 14 else "plain"
        parts = [p.strip() for p in _ITEMS.split(rest if colon and len(lead) <= 14 else group) if p.strip()]
        if whole == "plain":
            whole = _shared_mode(parts)
        for part in parts:
            if _BOILERPLATE.search(part) or _ONLY_VERB.match(part) or len(part) < 2:
                continue
            own = _mode(part)
            out.append(
                Activity(part, len(out), own if own != "plain" and whole in ("plain", own) else _stronger(own, whole))
            )
    return tuple(out)


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


def _shared_mode(parts: list[str]) -> Mode:
    """The verb at the end of a group speaks for all of it: `化肥、农药零售`, `起重机械、减速机制造、销售`."""
    tail = (
        "".join(parts[-3:])
        if parts and all(_ONLY_VERB.match(p) for p in parts[-2:])
        else "".join(parts[-2:])
        if parts
        else ""
    )
    return _mode(tail)
