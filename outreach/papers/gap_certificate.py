"""The gap certificate (缺口认定书) as a .docx in the layout of an official document: A4, 小标宋 title, 仿宋 body, page
numbers, source and date at the foot, 待核 kept as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from graph.files import whole
from graph.files.inert import legible
from graph.files.papers_out import content_of
from graph.gaps.documents.certificate import Section, certificate
from graph.gaps.documents.labels import shown_state
from graph.gaps.documents.naming import named
from graph.gaps.documents.shapes import GapDocument
from graph.model.text import RecordedFirm, file_stem
from graph.model.words import ACTION, STATE, UNKNOWN, VERDICT, Lang

# GB/T 9704: A4, margins 37/35/28/26 mm, title 小标宋 size 2 (22 pt), body 仿宋 size 3 (16 pt), headings 黑体,
# 28 pt lines.
# A machine without these fonts takes the next serif or sans; the names are what an office has.
TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋", "黑体"
LATIN = "Times New Roman"
BODY_SIZE, TITLE_SIZE, LINE = Pt(16), Pt(22), Pt(28)
NUMERALS = "一二三四五六七八九十"
_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "title": "产业链缺口认定书",
        "region": "地区",
        "segment": "产业链环节",
        "kind": "缺口类型",
        "action": "做法",
        "verdict": "结论",
        "foot": "来源：链图在库企业与产业链目录。数据截至 {date}。标“待核”者尚未核实，不得作为定论引用。",
        "more": "{names}等 {n} 家",
        "counted": "计入企业：",
        "checked": "（列名者中名称地址已核 {identity} 家、产品已核 {products} 家）",
    },
    "en": {
        "title": "Certificate of a chain gap",
        "region": "Region",
        "segment": "Segment",
        "kind": "Kind",
        "action": "Action",
        "verdict": "Verdict",
        "foot": (
            "Source: firms in the store and the chain catalogue, as of {date}. "
            "What is marked 'unverified' is not established."
        ),
        "more": "{names} and others, {n} in all",
        "counted": "Firms counted: ",
        "checked": " (of those named, name and seat checked: {identity}, products checked: {products})",
    },
}


def document(gap: GapDocument, region: str, date: str, lang: Lang = "zh") -> bytes:
    """The certificate of one gap document, as the bytes of a .docx.

    region: the region's full name; date: the day of the data (ISO), 待核 where empty.
    """
    words = _WORDS[lang]
    paper = Document()
    _page(paper)
    title = paper.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, words["title"], TITLE_FONT, TITLE_SIZE)
    name = gap["name"] if lang == "zh" else gap["name_en"]
    sub = paper.add_paragraph()
    sub.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(sub, f"（{region} · {name}）" if lang == "zh" else f"{region} · {name}", BODY_FONT, BODY_SIZE)
    _facts(paper, gap, region, lang)
    for i, section in enumerate(certificate(gap, lang)):
        _section(paper, i, section, lang)
    foot = paper.add_paragraph()
    foot.paragraph_format.space_before = Pt(14)
    _run(foot, words["foot"].format(date=date or UNKNOWN[lang]), BODY_FONT, Pt(12))
    return content_of(paper)


def file_name(gap: GapDocument, region: str, date: str, lang: Lang = "zh") -> str:
    """What the file is called: 新乡市-隔膜-缺口认定书-2026-11-24.docx."""
    word = "缺口认定书" if lang == "zh" else "gap-certificate"
    name = gap["name"] if lang == "zh" else gap["name_en"]
    return file_stem(f"{region}-{name}-{word}-{date or UNKNOWN[lang]}") + ".docx"


def save(folder: Path, gap: GapDocument, region: str, date: str, lang: Lang = "zh") -> Path:
    """Write the certificate into a folder, which is made where it is not there. Raises `UnwritableFile`."""
    file = folder / file_name(gap, region, date, lang)
    whole.put_bytes(file, document(gap, region, date, lang), "name another folder with --out")
    return file


def _page(paper: Paper) -> None:
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = LATIN, BODY_SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    # Without a language the punctuation is centred in its square, as in Taiwan.
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)
    style.paragraph_format.line_spacing_rule, style.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    style.paragraph_format.space_after = Pt(0)
    number = page.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(number, "— ", BODY_FONT, Pt(14))
    run = number.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run._r.append(mark)
    run.font.size = Pt(14)
    _run(number, " —", BODY_FONT, Pt(14))


def _facts(paper: Paper, gap: GapDocument, region: str, lang: Lang) -> None:
    words = _WORDS[lang]
    rows = [
        (words["region"], region),
        (words["segment"], gap["name"] if lang == "zh" else gap["name_en"]),
        (words["kind"], STATE[shown_state(gap)][lang]),
        (words["action"], ACTION[gap["action"]][lang]),
        (words["verdict"], VERDICT[gap["verdict"]][lang]),
    ]
    table = paper.add_table(rows=len(rows), cols=2)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, (Mm(40), Mm(116)), strict=True):
        column.width = width
    for row, (label, value) in zip(table.rows, rows, strict=True):
        row.cells[0].width, row.cells[1].width = Mm(40), Mm(116)
        _run(row.cells[0].paragraphs[0], label, HEAD_FONT, Pt(14))
        _run(row.cells[1].paragraphs[0], value, BODY_FONT, Pt(14))


def _section(paper: Paper, i: int, section: Section, lang: Lang) -> None:
    head = paper.add_paragraph()
    head.paragraph_format.space_before = Pt(6)
    head.paragraph_format.keep_with_next = True
    number = f"{NUMERALS[i]}、" if lang == "zh" else f"{i + 1}. "
    _indent(head)
    _run(head, number + section.heading(lang), HEAD_FONT, BODY_SIZE)
    for item in section.items:
        body = paper.add_paragraph()
        body.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        _indent(body)
        text = item.text
        if item.firms:
            names = ("、" if lang == "zh" else ", ").join(named(f) for f in item.firms)
            if item.count > len(item.firms):
                names = _WORDS[lang]["more"].format(names=names, n=item.count)
            names += _checked(item.firms, lang)
            counted = _WORDS[lang]["counted"] if text.endswith(("。", ".")) else ""
            text += f"{counted}{names}。" if lang == "zh" else f" {counted}{names}."
        _run(body, text, BODY_FONT, BODY_SIZE)


def _checked(firms: Sequence[RecordedFirm], lang: Lang) -> str:
    """Of how many firms a second source confirms who they are and what they make."""
    identity, products = (sum(f["verified_identity"] for f in firms), sum(f["verified_products"] for f in firms))
    return _WORDS[lang]["checked"].format(identity=identity, products=products)


def _indent(paragraph: Paragraph) -> None:
    """Two characters, as official documents have it."""
    paragraph.paragraph_format.first_line_indent = Pt(32)


def _run(paragraph: Paragraph, text: str, font: str, size: Length) -> None:
    run = paragraph.add_run(legible(text))
    run.font.name, run.font.size = LATIN, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
