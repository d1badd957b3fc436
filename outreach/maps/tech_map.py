"""技术路线图 to take away: one page as a .docx, and the workbook behind it. Figures are those of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from graph.files.inert import legible
from graph.files.papers_out import content_of
from graph.model.text import file_stem
from graph.model.words import MATURITY, TREND_ARROW, UNKNOWN
from graph.routes import route_sentences
from graph.routes.shapes import MATURITIES, RouteDocument, TechMap
from outreach.maps.map_book import map_book
from outreach.maps.tech_rows import GROUNDS, near, tables, way
from outreach.papers.parts.layout import BODY, HEADING, TITLE, set_font
from outreach.papers.parts.one_page import CELL, cell, line

# mm: the sub-chain, then the four ages
COLUMNS = (24, 48, 80, 80, 41)
LINES = 3  # of type in a cell of the picture
SMALL = 8.5  # points
CHARACTER = 3.1  # mm of a Chinese character at that size
INKS = {"rising": "00795A", "stable": "1F6F9E", "falling": "B04A00"}
RISKS, INSTITUTES, FIRMS = 4, 4, 5


@dataclass(frozen=True)
class Sheet:
    """What the map shows, and the day of the data (ISO, '' unknown)."""

    found: TechMap
    day: str

    @property
    def title(self) -> str:
        return f"{self.found['region_name']} · {self.found['chain_name']}技术路线图"


def file_name(sheet: Sheet, ending: str) -> str:
    """What a file of it is called: 新乡市-现代纺织-技术路线图-2026-11-30.docx."""
    parts = (sheet.found["region_name"], sheet.found["chain_name"], "技术路线图", sheet.day or UNKNOWN["zh"])
    return f"{file_stem('-'.join(parts))}.{ending}"


def book(sheet: Sheet) -> bytes:
    """The workbook behind the map as the bytes of an .xlsx."""
    return map_book(f"{sheet.title}（数据截至 {sheet.day or UNKNOWN['zh']}）", tables(sheet.found))


def paper(sheet: Sheet) -> bytes:
    """One page, across: the routes by sub-chain and age, and what is at risk."""
    found = sheet.found
    page = Document()
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(9)
    section.left_margin = section.right_margin = Mm(12)
    line(page, sheet.title, TITLE, 16, WD_ALIGN_PARAGRAPH.CENTER)
    line(page, f"{route_sentences.finding(found)[0]}。", HEADING, 10.5)
    if found["routes"]:
        _board(page, found)
        _risks(page, found)
        _near(page, found)
    else:
        line(page, "环节：" + "、".join(s["name"] for s in found["segments"]) + "。", BODY, 9)
    line(
        page,
        f"{route_sentences.coverage(found)[0]}。加粗带数字的是有本地企业的路线，数字为家数；↑ 上升，→ 平稳，↓ 下降。"
        f"路线、成熟度和走势：{GROUNDS[0]}；企业是否在路线上只看其产品、年报技术和经营范围的原文。"
        f"来源：链图在库企业、产业链目录、机构名录。数据截至 {sheet.day or UNKNOWN['zh']}。",
        BODY,
        SMALL,
    )
    return content_of(page)


def _board(page: Paper, found: TechMap) -> None:
    """One row a sub-chain, one column an age."""
    lanes = [x for x in found["lanes"] if any(r["lane"] == x["id"] for r in found["routes"])]
    grid = page.add_table(rows=1 + len(lanes), cols=len(COLUMNS))
    grid.style, grid.autofit = "Table Grid", False
    for j, wide in enumerate(COLUMNS):
        grid.columns[j].width = Mm(wide)
    for j, head in enumerate(("子链", *(heading(found, m)[0] for m in MATURITIES))):
        cell(grid.rows[0].cells[j], head, HEADING, COLUMNS[j])
    for i, lane in enumerate(lanes, 1):
        cell(grid.rows[i].cells[0], lane["name"], HEADING, COLUMNS[0])
        for j, age in enumerate(MATURITIES, 1):
            routes = [r for r in found["routes"] if r["lane"] == lane["id"] and r["maturity"] == age]
            _cell(grid.rows[i].cells[j], routes, COLUMNS[j])


def heading(found: TechMap, age: str, lane: str = "") -> tuple[str, str]:
    """The head of a column: the age with the number of its routes, in one sub-chain or in all."""
    n = sum(r["maturity"] == age and lane in ("", r["lane"]) for r in found["routes"])
    return f"{MATURITY[age]['zh']} {n} 条", f"{MATURITY[age]['en']}: {n}"


def first(routes: Sequence[RouteDocument]) -> list[RouteDocument]:
    """Routes in the order in which they are named where not all are: those with most local firms first, then those with
    most firms on record."""
    return sorted(routes, key=lambda r: (-local(r), -len(r["standing"])))


def local(route: RouteDocument) -> int:
    """The number of local firms on a route."""
    return sum(f["local"] for f in route["standing"])


def _cell(place: _Cell, routes: Sequence[RouteDocument], wide: int) -> None:
    """As many routes as fit, those with local firms first and in bold, and how many more there are."""
    place.width = Mm(wide)
    p = place.paragraphs[0]
    p.paragraph_format.space_after = Pt(0)
    room = int(LINES * (wide - 4) / CHARACTER) - 4  # the rest is for how many more there are
    shown = 0
    for r in first(routes):
        n = local(r)
        text = f"{TREND_ARROW[r['trend']]}{r['name']}{f' {n}' if n else ''}"
        room -= len(text) + 1
        if room < 0 and shown:
            break
        run = p.add_run(legible(f"{text}　"))
        run.font.size, run.font.bold = Pt(SMALL), bool(n)
        run.font.color.rgb = RGBColor.from_string(INKS[r["trend"]])
        set_font(run, BODY)
        shown += 1
    if len(routes) > shown:
        run = p.add_run(f"另 {len(routes) - shown} 条")
        run.font.size = Pt(SMALL)
        set_font(run, BODY)


def _risks(page: Paper, found: TechMap) -> None:
    if not found["risks"]:
        line(page, "风险：在库未见本地企业点明站在走下坡的路线上。", BODY, CELL)
        return
    routes = {r["id"]: r for r in found["routes"]}
    for k in found["risks"][:RISKS]:
        names = "、".join(f["short"] for f in k["firms"][:FIRMS]) + (" 等" if len(k["firms"]) > FIRMS else "")
        line(page, f"风险：{route_sentences.risk(k, routes[k['route']])[0]}企业：{names}。", BODY, CELL)
    if len(found["risks"]) > RISKS:
        line(page, f"另有 {len(found['risks']) - RISKS} 条走下坡的路线上有本地企业，见工作簿。", BODY, CELL)


def _near(page: Paper, found: TechMap) -> None:
    rows = near(found, 0)
    told = "；".join(f"{x['name']}（{way(x)[0]}；{'、'.join(names[:3])}）" for x, names in rows[:INSTITUTES])
    more = f"等 {len(rows)} 家" if len(rows) > INSTITUTES else ""
    words = f"附近可谈转化的院所{more}：{told}。" if rows else "三小时车程内在库未见研究本链环节的院所。"
    line(page, f"{words}按研究领域对应环节，是否有该路线的成果待核。" if rows else words, BODY, CELL)
