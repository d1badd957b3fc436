"""市场分布图 as one page for Word, across: the map at the left, what lies how far and the largest buyers beside it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell

from graph.files.inert import legible
from graph.files.papers_out import content_of
from graph.gaps.wording.amounts import amount
from graph.model.words import UNKNOWN
from outreach.maps.market import market_words as words
from outreach.maps.market.market_book import heading
from outreach.maps.market.market_picture import picture
from outreach.maps.market.shapes import Buyer, MarketDocument
from outreach.papers.parts.layout import BODY, HEADING, TITLE, set_font
from outreach.papers.parts.one_page import cell, line

LEFT, RIGHT = 150, 123  # mm
COLUMNS = (("序", 9), ("企业", 26), ("城市", 21), ("用得上它的产品", 28), ("年采购（估）", 20), ("车程", 17))  # mm
SEGMENTS = (("卖给哪些环节", 52), ("占买方成本", 20), ("在库企业", 20), ("年采购（估）", 26), ("占合计", 18))  # mm
FIRST = 6  # buying segments told
SMALL = 7.5  # points


def paper(d: MarketDocument) -> bytes:
    """The page as the bytes of a .docx."""
    page = Document()
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(10)
    section.left_margin = section.right_margin = Mm(12)
    line(page, heading(d), TITLE, 16, WD_ALIGN_PARAGRAPH.CENTER)
    line(page, f"{words.title(d)[0]}。", HEADING, 10.5)
    grid = page.add_table(rows=1, cols=2)
    grid.autofit = False
    left, right = grid.rows[0].cells
    for j, wide in enumerate((LEFT, RIGHT)):
        grid.columns[j].width = grid.rows[0].cells[j].width = Mm(wide)
    left.paragraphs[0].add_run().add_picture(io.BytesIO(picture(d)), width=Mm(LEFT - 4))
    _said(
        left,
        "◆ 为本地；颜色越深采购越多；圆点为前二十名买方，数字为序号（同城并为一点）；虚线为公路车程；* 为封顶。",
    )
    if d["segments"]:
        rows = [
            (s["name"], f"{s['cost_share']:.0%}", f"{s['firms']} 家", amount(s["yi"])[0], words.percent(s["share"]))
            for s in d["segments"][:FIRST]
        ]
        _table(left, SEGMENTS, rows)
    for zh in [words.ring(r)[0] for r in d["rings"]]:
        _said(right, f"{zh}。")
    _buyers(right, d)
    for told in (words.plant(d), *words.beyond(d)):
        if told:
            line(page, told[0], BODY, 9)
    day = f"来源：链图在库企业、产业链目录。数据截至 {d['day'] or UNKNOWN['zh']}。"
    line(page, "".join(zh for zh, _ in words.coverage(d)) + day, BODY, SMALL)
    return content_of(page)


def _said(place: _Cell, text: str) -> None:
    p = place.add_paragraph()
    p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(0)
    run = p.add_run(legible(text))
    run.font.size = Pt(9)
    set_font(run, BODY)


def _buyers(place: _Cell, d: MarketDocument) -> None:
    """The largest buyers as a small table, or that none can be named."""
    shown = d["buyers"][: words.TOP]
    if not shown:
        _said(place, "在库未见产品对得上、能点名的买方。")
        return
    rows = [
        (
            str(b["rank"]),
            b["short"],
            b["city_name"],
            b["parts"][0]["product"],
            bought(b),
            words.near(d, b["city"], b["minutes"], "zh"),
        )
        for b in shown
    ]
    _table(place, COLUMNS, rows)


def bought(b: Buyer) -> str:
    """What a buyer buys in a year: 40 亿元, with * where its sales were capped."""
    return f"{amount(b['yi'])[0]}{'*' if b['capped'] else ''}"


def _table(place: _Cell, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> None:
    grid = place.add_table(rows=1 + len(rows), cols=len(columns))
    grid.style, grid.autofit = "Table Grid", False
    for i, row in enumerate([[h for h, _ in columns], *rows]):
        for j, text in enumerate(row):
            grid.columns[j].width = Mm(columns[j][1])
            cell(grid.rows[i].cells[j], text, HEADING if i == 0 else BODY, columns[j][1])
            for run in grid.rows[i].cells[j].paragraphs[0].runs:
                run.font.size = Pt(SMALL)
