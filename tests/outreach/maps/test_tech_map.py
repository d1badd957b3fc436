"""技术路线图 to take away: the page and the workbook say what the map of the same chain says."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from graph.model.regions import Regions
from graph.routes import route_sentences
from graph.routes.tech_document import tech_map
from outreach.maps import tech_map as papers
from outreach.maps.tech_map import Sheet
from outreach.maps.tech_rows import near, tables, way
from tests.support.tech_city import CELL, FIRMS, HOME, LAB, NEW, OLD, TEXTS, chain, city, known


@pytest.fixture(scope="module")
def sheet(regions: Regions) -> Sheet:
    return Sheet(city(regions), "2026-11-30")


def text_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_the_page_says_the_finding_the_routes_and_the_risks(sheet: Sheet) -> None:
    said = text_of(papers.paper(sheet))
    assert f"{route_sentences.finding(sheet.found)[0]}。" in said
    for text in (f"↓{OLD} 3", f"↑{NEW} 1", f"↑{LAB}", "萌芽 1 条", "成长 1 条", "成熟 1 条", "衰退 1 条"):
        assert text in said
    assert f"↑{LAB} " not in said, "no number where nobody stands"
    assert "本地 3 家在这条路线上" in said
    assert "企业：甲电池有限公司、乙电池有限公司、丙电池有限公司。" in said
    assert "北方电池研究所（郑州市，公路约 1.5 小时；镍系电池）" in said
    assert "南方大学电池学院" not in said, "further than three hours"
    assert "编者行业知识，待核" in said
    assert "数据截至 2026-11-30" in said


def test_the_workbook_holds_what_the_screen_shows(sheet: Sheet) -> None:
    book = load_workbook(io.BytesIO(papers.book(sheet)))
    assert book.sheetnames == list(tables(sheet.found))
    for name, (heads, rows) in tables(sheet.found).items():
        written = list(book[name].iter_rows(min_row=2, values_only=True))
        assert list(written[0]) == [title for title, _ in heads]
        assert [list(r) for r in written[1:]] == rows


def test_the_rows_of_routes(sheet: Sheet) -> None:
    rows = {r[2]: r for r in tables(sheet.found)["技术路线"][1]}
    assert rows[OLD][3:8] == ["成熟", "↓ 下降", 3, "甲电池有限公司、乙电池有限公司、丙电池有限公司", 3]
    assert rows[OLD][9] == NEW
    assert rows[NEW][8] == "戊电池有限公司（深圳市）、甲电池有限公司（新乡市）"
    assert (rows[LAB][5], rows[LAB][6], rows[LAB][8]) == (0, "在库未见", "在库未见")
    assert rows[NEW][9] == "—", "a rising route gives way to none"
    firms = {(r[0], r[3]): r for r in tables(sheet.found)["本地企业站在哪"][1]}
    assert firms["甲电池有限公司", OLD][5:] == ["产品：镉镍蓄电池", "编者行业知识", "2025"]
    assert firms["乙电池有限公司", OLD][5:] == ["经营范围：镉镍电池的生产", "见企业档案", "待核"]


def test_english_tables_name_the_same_figures(sheet: Sheet) -> None:
    zh, en = tables(sheet.found), tables(sheet.found, "en")
    for (_, a), (_, b) in zip(zh.values(), en.values(), strict=True):
        assert [[c for c in row if not isinstance(c, str)] for row in a] == [
            [c for c in row if not isinstance(c, str)] for row in b
        ]


def test_near_is_within_three_hours_and_an_unknown_place_is_said(sheet: Sheet) -> None:
    assert [x["id"] for x, _ in near(sheet.found, 0)] == ["other", "near"]
    nowhere = next(x for s in sheet.found["segments"] for x in s["institutes"] if x["id"] == "nowhere")
    assert way(nowhere) == ("待核，路程待核", "unverified, ride unverified")


def test_a_chain_without_technologies_still_has_its_papers(regions: Regions) -> None:
    of = chain(techs={})
    bare = Sheet(tech_map(of, known(regions, of)), "")
    said = text_of(papers.paper(bare))
    assert "目录里还没有技术路线" in said
    assert "环节：镍系电池、电池壳。" in said
    assert "数据截至 待核" in said
    book = load_workbook(io.BytesIO(papers.book(bare)))
    assert [r[1] for r in book["环节"].iter_rows(min_row=3, values_only=True)] == ["镍系电池", "电池壳"]


def test_files_are_named_by_place_chain_and_day(sheet: Sheet) -> None:
    assert papers.file_name(sheet, "docx") == "河南省新乡市-电池链-技术路线图-2026-11-30.docx"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_the_paper_is_one_page_with_five_thousand_firms(regions: Regions, tmp_path: Path) -> None:
    of = chain()
    many = {f"f{i}": (HOME, 1.0, CELL) for i in range(5000)}
    found = tech_map(of, known(regions, of, firms=FIRMS | many, texts=TEXTS | dict.fromkeys(many, TEXTS["乙"])))
    file = tmp_path / "map.docx"
    file.write_bytes(papers.paper(Sheet(found, "")))
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file], check=True)
    assert (tmp_path / "map.pdf").read_bytes().count(b"/Type /Page\n") <= 1
