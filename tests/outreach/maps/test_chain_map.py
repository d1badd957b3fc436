"""产业链招商图 to take away: the page and the workbook say what the map of the same chain says."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from graph.gaps.documents.gap import chain_document
from graph.gaps.find import find_gaps
from graph.model.words import STATE
from outreach.maps import chain_map as papers
from outreach.maps.chain_map import Candidate, Sheet, Wanted
from workspace import Workspace

HERE = "410700"


@pytest.fixture(scope="module", params=["battery_ev", "equipment", "logistics"])
def sheet(request: pytest.FixtureRequest, shipped_space: Workspace) -> Sheet:
    foot = shipped_space.footprint(HERE)
    chain = next(c for c in shipped_space.network.chains if c.id == request.param)
    document = chain_document(chain, foot, find_gaps(foot, chain.id))
    first = next(s for s in document["segments"] if not s["demand"])
    firm = Candidate("f1", "湖北某某股份有限公司", "某某", "湖北省武汉市", "A")
    wanted = [Wanted(first["id"], first["name"], first["name_en"], "attack", (("甲厂", "电芯"),), (firm,))]
    wanted += [Wanted("x", "另一环节", "Other", "task_force", (), ())]
    counts = Counter[str](s["state"] for s in document["segments"] if not s["demand"])
    return Sheet("河南省新乡市", document, 0.614, counts, {first["id"]: "attack"}, wanted, "2026-11-30")


def text_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_the_page_names_every_segment_with_its_state_and_firms(sheet: Sheet) -> None:
    said = text_of(papers.paper(sheet))
    for s in sheet.chain["segments"]:
        firms = f" {s['firms_local']}" if s["firms_local"] else ""
        word = "只采购" if s["demand"] else f"{STATE[s['state']]['zh']}{firms}"
        assert f"{s['name']}（{word}）" in said
    for lane in sheet.chain["lanes"]:
        assert lane["name"] in said
    assert "完整度 61%" in said
    assert f"★{sheet.wanted[0].name}" in said
    assert "甲厂（电芯）" in said
    assert "湖北某某股份有限公司（湖北省武汉市，A 级）" in said
    assert "在库未见产品对得上的买方" in said
    assert "数据截至 2026-11-30" in said


def test_the_head_counts_what_the_rows_of_the_workbook_show(sheet: Sheet) -> None:
    rows = list(load_workbook(io.BytesIO(papers.book(sheet)))["环节"].iter_rows(min_row=3, values_only=True))
    head = papers.summary(sheet)
    for word in {r[3] for r in rows} - {"只采购"}:
        assert f"{word} {sum(r[3] == word for r in rows)} 个" in head
    assert {r[1]: (r[5], r[6]) for r in rows} == {
        s["name"]: (s["firms_local"], s["firms_national"]) for s in sheet.chain["segments"]
    }


def test_the_workbook_holds_the_links_with_their_shares_and_grounds(sheet: Sheet) -> None:
    book = load_workbook(io.BytesIO(papers.book(sheet)))
    names = {s["id"]: s["name"] for s in sheet.chain["segments"]}
    rows = {r[:2]: r[3:] for r in book["链内上下游"].iter_rows(min_row=3, values_only=True)}
    inside = [k for k in sheet.chain["links"] if k["from"] in names and k["to"] in names]
    assert rows == {(names[k["from"]], names[k["to"]]): (k["share"], k["source"]) for k in inside}
    assert [r[0] for r in book["先招什么"].iter_rows(min_row=3, values_only=True)] == [w.name for w in sheet.wanted]


def test_files_are_named_by_place_chain_and_day() -> None:
    named = papers.file_name("新乡市", "化工/医药", "2026-11-30", "docx")
    assert named == "新乡市-化工-医药-产业链招商图-2026-11-30.docx"
    assert papers.file_name("新乡市", "现代纺织", "", "xlsx") == "新乡市-现代纺织-产业链招商图-待核.xlsx"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_the_paper_is_one_page(sheet: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "map.docx"
    file.write_bytes(papers.paper(sheet))
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file], check=True)
    assert (tmp_path / "map.pdf").read_bytes().count(b"/Type /Page\n") <= 1
