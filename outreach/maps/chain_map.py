"""产业链招商图 to take away: one page as a .docx, and the workbook behind it. Figures are those of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from graph.chance.shapes import Group
from graph.files.inert import legible
from graph.files.papers_out import content_of
from graph.gaps.documents.shapes import ChainDocument, SegmentDocument
from graph.gaps.priorities.group_words import GROUP
from graph.model.text import file_stem
from graph.model.words import LINK, STATE, TIER, UNKNOWN
from outreach.maps.map_book import map_book
from outreach.papers.parts.layout import BODY, HEADING, TITLE, set_font
from outreach.papers.parts.one_page import cell, line, table

STARS: Mapping[Group, str] = {"attack": "★", "task_force": "☆"}
# Dark enough to be read on white paper; the word stands beside the colour in the workbook.
INKS = {
    "strong": "00795A",
    "present": "1F6F9E",
    "weak": "9A6A00",
    "single_point": "6B6200",
    "missing": "B04A00",
    "break": "9C4F7F",
    "extension": "0072B2",
    "no_data": "5B6776",
    "absent": "5B6776",
}
BUYER = "只采购"
WANTED_COLUMNS = (("环节", 42), ("分组", 20), ("本地谁要", 95), ("先看哪三家", 116))  # mm
NO_BUYER = "在库未见产品对得上的买方"
NO_TARGET = "在库未见合适的外地企业"


@dataclass(frozen=True)
class Candidate:
    """A firm elsewhere that could fill a segment."""

    id: str
    name: str
    short: str
    place: str
    grade: str


@dataclass(frozen=True)
class Wanted:
    """A segment to go for: who wants it here as (short name, product), and the best firms elsewhere."""

    segment: str
    name: str
    name_en: str
    group: Group
    buyers: tuple[tuple[str, str], ...]
    targets: tuple[Candidate, ...]


@dataclass(frozen=True)
class Sheet:
    """What the map shows: the chain as seen from a region, its completeness in 0–1, segments by state, groups by
    segment, what to go for, and the day of the data (ISO, '' unknown)."""

    region: str
    chain: ChainDocument
    completeness: float
    counts: Mapping[str, int]
    groups: Mapping[str, Group]
    wanted: Sequence[Wanted]
    day: str

    @property
    def title(self) -> str:
        return f"{self.region} · {self.chain['name']}产业链招商图"


def file_name(region: str, chain: str, day: str, ending: str) -> str:
    """What a file of it is called: 新乡市-现代纺织-产业链招商图-2026-11-30.docx."""
    return f"{file_stem('-'.join((region, chain, '产业链招商图', day or UNKNOWN['zh'])))}.{ending}"


def lanes_of(chain: ChainDocument) -> list[tuple[str, list[SegmentDocument]]]:
    """(name, segments) of each sub-chain in the order of the catalogue; the tiers where the chain names none."""
    lanes = [(x["id"], x["name"]) for x in chain["lanes"]] or [(t, w["zh"]) for t, w in TIER.items()]
    of = "lane" if chain["lanes"] else "tier"
    parts = [(name, [s for s in chain["segments"] if s[of] == i]) for i, name in lanes]  # type: ignore[literal-required]
    return [(name, segments) for name, segments in parts if segments]


# -- the page ----------------------------------------------------------------------------------------


def paper(sheet: Sheet) -> bytes:
    """One page, across: the chain by sub-chains with states in colour and words, and what to go for."""
    page = Document()
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(11)
    section.left_margin = section.right_margin = Mm(12)
    line(page, sheet.title, TITLE, 16, WD_ALIGN_PARAGRAPH.CENTER)
    line(page, summary(sheet), BODY, 9.5)
    _board(page, sheet)
    line(page, "先招什么", HEADING, 11)
    if sheet.wanted:
        rows = [(w.name, GROUP[w.group]["zh"], buyers_of(w), targets_of(w)) for w in sheet.wanted]
        table(page, WANTED_COLUMNS, rows)
    else:
        line(page, "本链暂无主攻或专班攻坚的环节。", BODY, 9)
    line(
        page,
        "★ 主攻，☆ 专班攻坚；括号内为本地在库企业家数，次序不是成功概率。“缺失”“断点”指在库未见本地企业。"
        f"来源：链图在库企业、产业链目录。数据截至 {sheet.day or UNKNOWN['zh']}。",
        BODY,
        8,
    )
    return content_of(page)


def summary(sheet: Sheet) -> str:
    """The figures at the head of the screen, as one sentence."""
    said = "，".join(f"{STATE[s]['zh']} {n} 个" for s, n in sheet.counts.items())
    return f"完整度 {sheet.completeness:.0%}；{said}。"


def _board(page: Paper, sheet: Sheet) -> None:
    """One row a sub-chain: its segments in the order of the catalogue, each with its state."""
    lanes = lanes_of(sheet.chain)
    grid = page.add_table(rows=len(lanes), cols=2)
    grid.style, grid.autofit = "Table Grid", False
    for i, (name, segments) in enumerate(lanes):
        first, second = grid.rows[i].cells
        cell(first, name, HEADING, 34)
        second.width = Mm(239)
        place = second.paragraphs[0]
        place.paragraph_format.space_after = Pt(0)
        for k, s in enumerate(segments):
            star = STARS.get(sheet.groups.get(s["id"], "reserve"), "")
            word = BUYER if s["demand"] else STATE[s["state"]]["zh"]
            firms = f" {s['firms_local']}" if s["firms_local"] and not s["demand"] else ""
            gap = "" if k == len(segments) - 1 else "　"
            run = place.add_run(legible(f"{star}{s['name']}（{word}{firms}）{gap}"))
            run.font.size, run.font.bold = Pt(8), star == "★"
            run.font.color.rgb = RGBColor.from_string("5B6776" if s["demand"] else INKS[s["state"]])
            set_font(run, BODY)


def buyers_of(row: Wanted) -> str:
    """The buyers in words."""
    return "、".join(f"{name}（{product}）" for name, product in row.buyers) or NO_BUYER


def targets_of(row: Wanted) -> str:
    """The firms to look at in words."""
    return "；".join(f"{c.name}（{c.place}，{c.grade} 级）" for c in row.targets) or NO_TARGET


# -- the workbook ------------------------------------------------------------------------------------

SEGMENT_HEADS = (
    ("子链", 20),
    ("环节", 24),
    ("层级", 8),
    ("本地状态", 10),
    ("分组", 10),
    ("本地企业（家）", 12),
    ("全国在库（家）", 12),
    ("主要产品", 50),
)
LINK_HEADS = (("供方环节", 24), ("买方环节", 24), ("关系", 10), ("占买方成本", 10), ("依据", 60))
WANTED_HEADS = (("环节", 24), ("分组", 10), ("本地谁要", 60), ("先看哪三家", 70))


def tables(sheet: Sheet) -> dict[str, tuple[Sequence[tuple[str, int]], list[list[str | int | float]]]]:
    """The sheets by name: headings with their widths, and rows."""
    names = {s["id"]: s["name"] for s in sheet.chain["segments"]}
    segments: list[list[str | int | float]] = []
    for lane, members in lanes_of(sheet.chain):
        for s in members:
            group = sheet.groups.get(s["id"])
            state = BUYER if s["demand"] else STATE[s["state"]]["zh"]
            row: list[str | int | float] = [lane, s["name"], TIER[s["tier"]]["zh"], state]
            row += [GROUP[group]["zh"] if group else "—", s["firms_local"], s["firms_national"]]
            segments.append([*row, "、".join(s["products"])])
    links: list[list[str | int | float]] = [
        [names[k["from"]], names[k["to"]], LINK[k["kind"]]["zh"], k["share"], k["source"]]
        for k in sheet.chain["links"]
        if k["from"] in names and k["to"] in names
    ]
    wanted: list[list[str | int | float]] = [
        [w.name, GROUP[w.group]["zh"], buyers_of(w), targets_of(w)] for w in sheet.wanted
    ]
    return {
        "环节": (SEGMENT_HEADS, segments),
        "先招什么": (WANTED_HEADS, wanted),
        "链内上下游": (LINK_HEADS, links),
    }


def book(sheet: Sheet) -> bytes:
    """The workbook behind the map as the bytes of an .xlsx."""
    return map_book(f"{sheet.title}（数据截至 {sheet.day or UNKNOWN['zh']}）", tables(sheet))
