"""The sentences of 目标企业图 in Chinese and English: the finding, what is drawn, what is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.chance.shapes import Said
from graph.gaps.priorities.group_words import GROUP
from graph.model.place_names import english
from graph.model.words import UNKNOWN, Lang, counted
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.sheet import Count, TargetSheet
from outreach.trip.planner.travel import Way

NAMED = 3  # places in the finding
WAYS: dict[Way, dict[Lang, str]] = {"rail": {"zh": "高铁", "en": "rail"}, "road": {"zh": "公路", "en": "road"}}
UNREVIEWED: Said = {
    "zh": "审图号：未设置，公开使用前请送审",
    "en": "Map review number: not set; have the map reviewed before it is published",
}
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


def finding(sheet: TargetSheet) -> Said:
    """What the map shows, as a sentence: where most targets are, and how many lie near."""
    scope = _scope(sheet)
    n = len(sheet.targets)
    if not sheet.segments:
        return {
            "zh": f"{scope['zh']}：本链没有可招的环节，图上没有目标企业。",
            "en": f"{scope['en']}: the chain has no segment to recruit for, so there is no target.",
        }
    if not n:
        return {
            "zh": f"{scope['zh']}：在库未见入选的外地企业。",
            "en": f"{scope['en']}: no firm elsewhere on record is good enough for the list.",
        }
    inner = bool(sheet.place)
    counts = maps.by_city(sheet) if inner else maps.by_province(sheet)
    counts = [c for c in counts if c.code != sheet.place][:NAMED]
    most = "、".join(f"{sheet.shorts.get(c.code, c.name)} {c.n}" for c in counts) + " 家"
    most_en = ", ".join(f"{english(c.name)} {c.n}" for c in counts)
    a = sum(t.grade == "A" for t in sheet.targets)
    zh, en = f"{scope['zh']}：目标企业 {n} 家（A 级 {a} 家）", f"{scope['en']}: {n} targets ({a} of grade A)"
    if counts:
        zh, en = f"{zh}，{most}{'最多' if len(counts) > 1 else ''}", f"{en}, most in {most_en}"
    rings = maps.rings(sheet, "rail")
    if rings and not inner:
        r = rings[MIDDLE_RING]
        zh = f"{zh}；高铁 {r.hours} 小时内 {r.n} 家（估算）"
        en = f"{en}; {r.n} within {r.hours} hours by rail (estimate)"
    return {"zh": f"{zh}。", "en": f"{en}."}


def _scope(sheet: TargetSheet) -> Said:
    """Chain, segment and place: what the figures are about."""
    segment = next((s for s in sheet.segments if s.id == sheet.segment), None)
    zh = segment.name if segment else sheet.chain_name
    en = segment.name_en if segment else sheet.chain
    place = sheet.places.get(sheet.place, "")
    return {"zh": f"{place}{zh}" if place else zh, "en": f"{en} in {english(place)}" if place else en}


def shown(sheet: TargetSheet) -> Said:
    """What is drawn: the segments by group, each firm once."""
    parts = [(GROUP[g], sum(s.group == g for s in sheet.segments)) for g in maps.GROUPS]
    zh = "、".join(f"{word['zh']} {n} 个" for word, n in parts if n)
    k = len(sheet.segments)
    return {
        "zh": f"可招环节 {k} 个（{zh}）的外地企业，一家只画一次；不招、慎招和就近配套的环节不画。" if k else "",
        "en": f"Firms elsewhere for {counted(k, 'segment')}, each drawn once; what is barred or supplied nearby is left out."
        if k
        else "",
    }


def left_out(sheet: TargetSheet) -> Said:
    """Which firms are not on the map, and why; empty where all are."""
    zh, en = [], []
    if sheet.left_out and not sheet.segment and not sheet.place:
        zh.append(f"名单中另有 {sheet.left_out} 家低于匹配线或被排除，不画")
        en.append(f"{sheet.left_out} more on the lists lie below the line or are excluded and are not drawn")
    if nowhere := len(sheet.unplaced):
        zh.append(f"{nowhere} 家所在地待核，列在表中，图上不画")
        en.append(f"the place of {nowhere} is to be checked: in the table, not on the map")
    if sheet.home_at is None:
        zh.append(f"{sheet.home_name}没有坐标，时间圈和路程不能估算")
        en.append(f"{english(sheet.home_name)} has no coordinates, so that hours cannot be estimated")
    return {"zh": "；".join(zh) + "。" if zh else "", "en": "; ".join(en) + "." if en else ""}


def foot(sheet: TargetSheet) -> Said:
    """Source, day, how hours are estimated."""
    day = sheet.day or UNKNOWN["zh"]
    return {
        "zh": f"来源：链图在库企业，外地只见在库来源所列，不是市场全部。数据截至 {day}。"
        "时间按直线距离乘绕行系数估算，含进出站，不是时刻表。同城企业围绕城市排开，不是厂址。",
        "en": f"Source: firms on record, which elsewhere are those of our sources and not the market. "
        f"Data as of {sheet.day or UNKNOWN['en']}. "
        "Hours are estimated from the distance with a detour, stations included; they are no timetable. "
        "Firms of one city are spread around it, not where they stand.",
    }


def review(sheet: TargetSheet) -> Said:
    """The review number of the map, or that none is set."""
    if not sheet.review:
        return UNREVIEWED
    return {"zh": f"审图号：{sheet.review}", "en": f"Map review number: {sheet.review}"}
