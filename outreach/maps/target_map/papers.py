"""目标企业图 to take away: one page for Word with the map drawn for paper, and the workbook. Figures are those of the
screen."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell

from graph.files.inert import legible
from graph.files.papers_out import content_of
from graph.files.sheets_out import workbook
from graph.gaps.priorities.group_words import GROUP
from graph.model.text import file_stem
from graph.model.words import UNKNOWN, Lang
from outreach.maps.review import review
from outreach.maps.target_map import sentences, tables
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.picture import picture
from outreach.maps.target_map.sheet import TargetSheet
from outreach.papers.parts.layout import BODY, HEADING, TITLE, set_font
from outreach.papers.parts.one_page import line, table

NAME = "目标企业图"
PLACES, FIRMS = 16, 7  # rows on the page
ACROSS, PICTURE = 273, 152  # mm: the page between its margins, the picture
FIRM_COLUMNS = (("等级", 12), ("企业", 62), ("环节（分组）", 68), ("所在地", 34), ("路程（估算）", 46), ("集团", 51))


def file_name(sheet: TargetSheet, ending: str) -> str:
    """What a file of it is called: 新乡市-现代纺织-广东省-目标企业图-2026-11-30.docx."""
    names = tables.segment_names(sheet, "zh")
    near = f"{sentences.WAYS[sheet.reach[0]]['zh']}{sheet.reach[1]}小时内" if sheet.reach else ""
    about = [sheet.home_name, names.get(sheet.segment, sheet.chain_name), sheet.places.get(sheet.place, ""), near]
    return f"{file_stem('-'.join([*filter(None, about), NAME, sheet.day or UNKNOWN['zh']]))}.{ending}"


def paper(sheet: TargetSheet) -> bytes:
    """One page, across: the map, the places and hours beside it, the first firms below."""
    page = Document()
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(9)
    section.left_margin = section.right_margin = Mm(12)
    line(page, f"{sheet.home_name} · {sheet.chain_name}{NAME}", TITLE, 16, WD_ALIGN_PARAGRAPH.CENTER)
    line(page, sentences.finding(sheet, "zh"), HEADING, 11)
    line(page, sentences.shown(sheet, "zh") + sentences.left_out(sheet, "zh"), BODY, 8.5)
    _board(page, sheet)
    line(page, "先看哪些企业", HEADING, 10)
    rows = _first(sheet)
    if rows:
        table(page, FIRM_COLUMNS, rows)
    else:
        line(page, "在库未见入选的外地企业。", BODY, 9)
    line(page, sentences.foot(sheet, "zh") + review(sheet.review)[0] + "。", BODY, 7.5)
    return content_of(page)


def _board(page: Paper, sheet: TargetSheet) -> None:
    """The picture, and beside it the places and the hours."""
    grid = page.add_table(rows=1, cols=2)
    grid.autofit = False
    left, right = grid.rows[0].cells
    for column, place, wide in zip(grid.columns, (left, right), (PICTURE + 4, ACROSS - PICTURE - 4), strict=True):
        column.width = place.width = Mm(wide)  # LibreOffice and WPS go by the grid, Word by the cells
    left.paragraphs[0].add_run().add_picture(io.BytesIO(picture(sheet)), width=Mm(PICTURE))
    counts = maps.by_city(sheet) if sheet.place else maps.by_province(sheet)
    _say(right, "各地目标企业（圆圈中为家数）", HEADING, 9.5, first=True)
    said = [f"{c.name} {c.n} 家（A 级 {c.grades['A']}）" for c in counts[:PLACES]]
    more = f"；其余 {len(counts) - PLACES} 地共 {sum(c.n for c in counts[PLACES:])} 家" if len(counts) > PLACES else ""
    _say(right, ("；".join(said) + more + "。") if said else "在库未见入选的外地企业。", BODY, 9)
    _say(right, "底色深浅", HEADING, 9.5)
    tints = sentences.shading(maps.by_province(sheet)).words("zh")
    _say(right, f"由浅到深，每省目标企业：{'、'.join(tints)} 家；最浅为在库未见。", BODY, 9)
    _say(right, f"从{sheet.home_name}出发（★，估算）", HEADING, 9.5)
    for way, word in sentences.WAYS.items():
        rings = maps.rings(sheet, way)
        reach = "，".join(f"{r.hours} 小时内 {r.n} 家" for r in rings)
        if sheet.place and (span := maps.hours_span(sheet, way)) is not None:
            reach = f"约 {span[0]:.1f} 至 {span[1]:.1f} 小时"
        note = "（图上虚线圈）" if way == "rail" else ""
        _say(right, f"{word['zh']}{note}：{reach}。" if rings else f"{word['zh']}：本地没有坐标，不能估算。", BODY, 9)
    families = maps.families(sheet)
    if families:
        _say(right, "同一集团有多家目标企业的，可整体对接", HEADING, 9.5)
        named = "；".join(f"{f.parent} {len(f.members)} 家" for f in families[:6])
        _say(right, f"{named}。", BODY, 9)


def _say(place: _Cell, text: str, font: str, size: float, first: bool = False) -> None:
    p = place.paragraphs[0] if first else place.add_paragraph()
    p.paragraph_format.space_before = Pt(0 if first else 2)
    p.paragraph_format.space_after = Pt(1)
    run = p.add_run(legible(text))
    run.font.size = Pt(size)
    set_font(run, font)


def _first(sheet: TargetSheet) -> list[tuple[str, ...]]:
    """The first firms of the list, in words."""
    names = tables.segment_names(sheet, "zh")
    rows: list[tuple[str, ...]] = []
    for t in sheet.targets[:FIRMS]:
        rail, road = t.hours("rail"), t.hours("road")
        way = UNKNOWN["zh"] if rail is None or road is None else f"高铁 {rail:.1f}、公路 {road:.1f} 小时"
        group = GROUP[t.group]["zh"]
        place = t.document["firm"]["place"] or UNKNOWN["zh"]
        rows.append(
            (
                t.grade,
                t.name,
                f"{names[t.segments[0]]}（{group}）",
                place,
                way,
                t.parent if t.parent not in ("", t.name) else "—",
            )
        )
    return rows


# -- the workbook ------------------------------------------------------------------------------------


def book(sheet: TargetSheet, lang: Lang = "zh") -> bytes:
    """The workbook behind the map as the bytes of an .xlsx."""
    out = io.BytesIO()
    made = workbook(out)
    bold = made.add_format({"bold": True, "bg_color": "#E6EBF1", "border": 1, "text_wrap": True})
    plain = made.add_format({"text_wrap": True, "valign": "top", "border": 1})
    about: Sequence[str] = [
        sentences.finding(sheet, lang),
        sentences.shown(sheet, lang) + sentences.left_out(sheet, lang),
        sentences.foot(sheet, lang),
    ]
    for key, (columns, rows) in tables.tables(sheet, lang).items():
        page = made.add_worksheet(tables.TITLES[key][lang == "en"])
        for i, said in enumerate(about):
            page.write(i, 0, said)
        for j, ((_, _, wide), head) in enumerate(zip(columns, tables.heads(columns, lang), strict=True)):
            page.set_column(j, j, wide)
            page.write(len(about), j, head, bold)
        for i, row in enumerate(rows, len(about) + 1):
            for j, value in enumerate(row):
                page.write(i, j, value, plain)
        page.freeze_panes(len(about) + 1, 2)
        page.set_landscape()
        page.fit_to_pages(1, 0)
    made.close()
    return out.getvalue()
