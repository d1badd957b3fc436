"""The sentences of 目标企业图 in Chinese and English: the finding, what is drawn, what is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.gaps.priorities.group_words import GROUP
from graph.model.place_names import english
from graph.model.words import UNKNOWN, Lang, counted
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.sheet import Count, TargetSheet
from outreach.trip.planner.travel import Way

NAMED = 3  # places in the finding
WAYS: dict[Way, dict[Lang, str]] = {"rail": {"zh": "高铁", "en": "rail"}, "road": {"zh": "公路", "en": "road"}}
MIDDLE_RING = 1  # which of the rings the finding tells
# Where the shading of provinces begins to deepen, by how many targets the fullest one has.
BREAKS = ((1, 2, 4, 8), (1, 5, 10, 20), (1, 10, 30, 60), (1, 20, 50, 100), (1, 50, 150, 300), (1, 200, 500, 1000))


class Shading(NamedTuple):
    """From how many targets on a province has its tint, the lightest first."""

    breaks: tuple[int, ...]

    def step(self, n: int) -> int:
        """Which tint so many targets have, from 1; 0 where there are none."""
        return sum(n >= b for b in self.breaks)

    def words(self, lang: Lang) -> list[str]:
        """What each tint stands for: 1–9, 10–29, 30–59, 60 以上."""
        last = " 以上" if lang == "zh" else "+"
        ends = [b - 1 for b in self.breaks[1:]]
        said = [str(a) if a == z else f"{a}–{z}" for a, z in zip(self.breaks, ends, strict=False)]
        return [*said, f"{self.breaks[-1]}{last}"]


def shading(counts: Sequence[Count]) -> Shading:
    """The tints for these provinces: the deepest begins at no more than the fullest has."""
    most = max((c.n for c in counts), default=0)
    return Shading(next((b for b in reversed(BREAKS) if b[-1] <= most), BREAKS[0]))


def finding(sheet: TargetSheet, lang: Lang) -> str:
    """What the map shows, as a sentence: where most targets are, and how many lie near."""
    zh, scope, n = lang == "zh", _scope(sheet, lang), len(sheet.targets)
    if not sheet.segments:
        said = (
            "本链没有可招的环节，图上没有目标企业。",
            "the chain has no segment to recruit for, so there is no target.",
        )
    elif not n:
        said = "在库未见入选的外地企业。", "no firm elsewhere on record is good enough for the list."
    else:
        a = sum(t.grade == "A" for t in sheet.targets)
        said = f"目标企业 {n} 家（A 级 {a} 家）", f"{counted(n, 'target')} ({a} of grade A)"
        stop, ends = ("，", "。") if zh else (", ", ".")
        return (
            f"{scope}{'：' if zh else ': '}{stop.join([said[not zh], *_most(sheet, lang), *_near(sheet, lang)])}{ends}"
        )
    return f"{scope}{'：' if zh else ': '}{said[not zh]}"


def _scope(sheet: TargetSheet, lang: Lang) -> str:
    """Chain, segment and place: what the figures are about."""
    segment = next((s for s in sheet.segments if s.id == sheet.segment), None)
    place = sheet.places.get(sheet.place, "")
    if lang == "zh":
        return f"{within(sheet, lang)}{place}{segment.name if segment else sheet.chain_name}"
    name = segment.name_en if segment else sheet.chain
    return f"{name} in {english(place)}" if place else f"{name}{within(sheet, lang)}"


def within(sheet: TargetSheet, lang: Lang) -> str:
    """How near the targets are that the sheet holds, an estimate; empty where it holds all."""
    if sheet.reach is None:
        return ""
    way, hours = sheet.reach
    word = WAYS[way][lang]
    return f"{word} {hours} 小时内（估算）" if lang == "zh" else f" within {hours} hours by {word} (estimate)"


def _most(sheet: TargetSheet, lang: Lang) -> list[str]:
    """Where most are: provinces, or cities inside a province; nothing inside a city."""
    counts = maps.by_city(sheet) if sheet.place else maps.by_province(sheet)
    counts = [c for c in counts if c.code != sheet.place][:NAMED]
    if not counts:
        return []
    if lang == "en":
        return ["most in " + ", ".join(f"{english(c.name)} {c.n}" for c in counts)]
    named = "、".join(f"{sheet.shorts.get(c.code, c.name)} {c.n}" for c in counts)
    return [f"{named} 家{'最多' if len(counts) > 1 else ''}"]


def _near(sheet: TargetSheet, lang: Lang) -> list[str]:
    """How many lie within some hours by rail, an estimate; nothing inside a province."""
    rings = [] if sheet.place or sheet.reach else maps.rings(sheet, "rail")
    if not rings:
        return []
    r = rings[MIDDLE_RING]
    return [
        f"高铁 {r.hours} 小时内 {r.n} 家（估算）"
        if lang == "zh"
        else f"{r.n} within {r.hours} hours by rail (estimate)"
    ]


def shown(sheet: TargetSheet, lang: Lang) -> str:
    """What is drawn: the segments by group, each firm once."""
    k = len(sheet.segments)
    if not k:
        return ""
    if lang == "en":
        return f"Firms elsewhere for {counted(k, 'segment')}, each once; what is barred or supplied nearby is left out."
    parts = [(GROUP[g]["zh"], sum(s.group == g for s in sheet.segments)) for g in maps.GROUPS]
    groups = "、".join(f"{word} {n} 个" for word, n in parts if n)
    return f"可招环节 {k} 个（{groups}）的外地企业，一家只画一次；不招、慎招和就近配套的环节不画。"


def left_out(sheet: TargetSheet, lang: Lang) -> str:
    """Which firms are not on the map, and why; empty where all are."""
    zh, out = lang == "zh", []
    if (n := sheet.left_out) and not (sheet.segment or sheet.place or sheet.reach):
        out.append(
            f"名单中另有 {n} 家低于匹配线或被排除，不画"
            if zh
            else f"{n} more on the lists lie below the line or are excluded and are not drawn"
        )
    if n := len(sheet.unplaced):
        out.append(
            f"{n} 家所在地待核，列在表中，图上不画"
            if zh
            else f"the place of {n} is to be checked: in the table, not on the map"
        )
    if sheet.home_at is None:
        out.append(
            f"{sheet.home_name}没有坐标，时间圈和路程不能估算"
            if zh
            else f"{english(sheet.home_name)} has no coordinates, so that hours cannot be estimated"
        )
    return ("；" if zh else "; ").join(out) + ("。" if zh else ".") if out else ""


def foot(sheet: TargetSheet, lang: Lang) -> str:
    """Source, day, how hours are estimated."""
    day = sheet.day or UNKNOWN[lang]
    if lang == "zh":
        return (
            f"来源：链图在库企业，外地只见在库来源所列，不是市场全部。数据截至 {day}。"
            "时间按直线距离乘绕行系数估算，含进出站，不是时刻表。同城企业围绕城市排开，不是厂址。"
        )
    return (
        f"Source: firms on record, which elsewhere are those of our sources and not the market. Data as of {day}. "
        "Hours are estimated from the distance with a detour, stations included; they are no timetable. "
        "Firms of one city are spread around it, not where they stand."
    )
