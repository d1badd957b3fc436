"""The rows behind 目标企业图, as the table on screen and the workbook show them."""

from __future__ import annotations

from collections.abc import Sequence

from graph.gaps.priorities.group_words import GROUP
from graph.model.place_names import place as said_place
from graph.model.words import UNKNOWN, Lang, tag_words, verified_words
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.sentences import WAYS
from outreach.maps.target_map.sheet import MapTarget, TargetSheet
from outreach.papers.target_workbook import TOP_REASONS, revenue_words, said, source_words
from recommend.explain.apart import own_counter, own_reasons

Cell = str | int | float
Heads = Sequence[tuple[str, str, int]]  # Chinese, English, width in characters
NONE: dict[Lang, str] = {"zh": "—", "en": "—"}

TARGET_HEADS: Heads = (
    ("序号", "No.", 6),
    ("企业名称", "Firm", 34),
    ("等级", "Grade", 6),
    ("分组", "Group", 12),
    ("环节", "Segments", 28),
    ("省份", "Province", 14),
    ("城市", "City", 14),
    ("规模", "Size", 8),
    ("年营业收入", "Revenue", 22),
    ("所属集团", "Group of companies", 24),
    ("直线距离（公里）", "Distance (km)", 12),
    ("高铁（小时，估算）", "Rail (hours, estimate)", 12),
    ("公路（小时，估算）", "Road (hours, estimate)", 12),
    ("主要产品", "Products", 32),
    ("主要理由", "Main reasons", 60),
    ("不利因素", "What speaks against", 36),
    ("信息来源", "Source", 28),
    ("核实情况", "Checked", 22),
)
PLACE_HEADS: Heads = (
    ("级别", "Level", 8),
    ("名称", "Name", 18),
    ("目标企业（家）", "Targets", 12),
    ("A 级", "Grade A", 8),
    ("B 级", "Grade B", 8),
    ("C 级", "Grade C", 8),
)
RING_HEADS: Heads = (
    ("方式", "By", 10),
    ("小时内（估算）", "Within hours (estimate)", 14),
    ("直线距离（公里）", "Distance (km)", 14),
    ("目标企业（家）", "Targets", 12),
)
FAMILY_HEADS: Heads = (("集团", "Group of companies", 30), ("目标企业（家）", "Targets", 12), ("企业", "Firms", 90))
TITLES: dict[str, tuple[str, str]] = {
    "targets": ("目标企业", "Targets"),
    "places": ("省份与城市", "Places"),
    "rings": ("时间圈", "Hours"),
    "families": ("集团", "Groups"),
}


def heads(columns: Heads, lang: Lang) -> list[str]:
    """The headings in a language."""
    return [en if lang == "en" else zh for zh, en, _ in columns]


def tables(sheet: TargetSheet, lang: Lang = "zh") -> dict[str, tuple[Heads, list[list[Cell]]]]:
    """The tables by key: headings with their widths, and rows."""
    return {
        "targets": (TARGET_HEADS, target_rows(sheet, lang)),
        "places": (PLACE_HEADS, place_rows(sheet, lang)),
        "rings": (RING_HEADS, ring_rows(sheet, lang)),
        "families": (FAMILY_HEADS, family_rows(sheet, lang)),
    }


def target_rows(sheet: TargetSheet, lang: Lang = "zh") -> list[list[Cell]]:
    """One row a target, in the order of the list; nothing is empty."""
    names = segment_names(sheet, lang)
    return [_row(i, t, sheet, names, lang) for i, t in enumerate(sheet.targets, 1)]


def segment_names(sheet: TargetSheet, lang: Lang) -> dict[str, str]:
    """The names of the segments by id."""
    return {s.id: s.name if lang == "zh" else s.name_en for s in sheet.segments}


def _row(rank: int, target: MapTarget, sheet: TargetSheet, names: dict[str, str], lang: Lang) -> list[Cell]:
    firm, comma, stop = target.document["firm"], *(("、", "") if lang == "zh" else (", ", " "))
    reasons = own_reasons(target.document)[:TOP_REASONS]
    counter = own_counter(target.document)[:1]
    return [
        rank,
        firm["name"],
        target.grade,
        GROUP[target.group][lang],
        comma.join(names[s] for s in target.segments),
        _place(target.province, sheet, lang),
        _place(target.city, sheet, lang),
        *(tag_words([target.size], lang) if target.size else [UNKNOWN[lang]]),
        revenue_words(firm, lang),
        target.parent or NONE[lang],
        UNKNOWN[lang] if target.km is None else round(target.km),
        *(UNKNOWN[lang] if (h := target.hours(w)) is None else round(h, 1) for w in ("rail", "road")),
        comma.join(firm["products"]) or UNKNOWN[lang],
        stop.join(f"{i}. {said(r, lang)}" for i, r in enumerate(reasons, 1)) or UNKNOWN[lang],
        stop.join(said(c, lang) for c in counter) or NONE[lang],
        source_words(firm["source"], lang) or UNKNOWN[lang],
        comma.join(verified_words(firm["verified_identity"], firm["verified_products"], lang)) or UNKNOWN[lang],
    ]


def _place(code: str, sheet: TargetSheet, lang: Lang) -> str:
    return said_place(sheet.places[code], lang) if code in sheet.places else UNKNOWN[lang]


def place_rows(sheet: TargetSheet, lang: Lang = "zh") -> list[list[Cell]]:
    """Provinces, then cities, most targets first; at the end those whose place is not known."""
    levels = (("省", "province", maps.by_province(sheet)), ("市", "city", maps.by_city(sheet)))
    rows: list[list[Cell]] = [
        [zh if lang == "zh" else en, said_place(c.name, lang), c.n, *(c.grades[g] for g in ("A", "B", "C"))]
        for zh, en, counts in levels
        for c in counts
    ]
    for zh, en, nowhere in (
        ("省", "province", [t for t in sheet.targets if not t.province]),
        ("市", "city", [t for t in sheet.targets if not t.city]),
    ):
        if nowhere:
            grades = [sum(t.grade == g for t in nowhere) for g in ("A", "B", "C")]
            rows.append([zh if lang == "zh" else en, UNKNOWN[lang], len(nowhere), *grades])
    return rows


def ring_rows(sheet: TargetSheet, lang: Lang = "zh") -> list[list[Cell]]:
    """The rings by rail and by road; none where it is not known where here is."""
    return [[WAYS[r.way][lang], r.hours, round(r.km), r.n] for w in WAYS for r in maps.rings(sheet, w)]


def family_rows(sheet: TargetSheet, lang: Lang = "zh") -> list[list[Cell]]:
    """The groups with several targets."""
    comma = "、" if lang == "zh" else ", "
    return [[f.parent, len(f.members), comma.join(t.name for t in f.members)] for f in maps.families(sheet)]
