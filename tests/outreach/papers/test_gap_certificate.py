"""The certificate as a document: read back, laid out as official papers are, and readable by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from graph.errors import UnreadableFile
from outreach.papers.gap_certificate import document, file_name, save

FIRMS = [
    {
        "id": f"f{i}",
        "name": f"新乡第{i}电芯有限公司",
        "short": f"第{i}",
        "region": "新乡市",
        "verified_identity": i < 4,
        "verified_products": i == 1,
    }
    for i in range(1, 6)
]


def said(zh: str, en: str, **more: object) -> dict[str, object]:
    return {"sentence": zh, "sentence_en": en, **more}


NONE_HERE = {"local": 0, "by_product": 0, "elsewhere": 0, "bodies": 0}
RECRUIT = {
    "wide": False,
    "market": [],
    "on_the_spot": False,
    "least_sales_yi": 2.0,
    "service": False,
    "supplied": False,
}
NEED = {
    "demand_yi": 2.5,
    "demand_low_yi": 1.2,
    "demand_high_yi": 5.0,
    "least_sales_yi": 2.0,
    "plans": 0,
    "market": [],
    "everywhere": False,
    "by_waste": False,
}
GAP = {
    "segment": "battery_ev.separator",
    "name": "隔膜",
    "name_en": "Separators",
    "chain": "battery_ev",
    "kind": "missing",
    "verdict": "likely",
    "action": "filling",
    "score": 0.41,
    "interval": [0.38, 0.44],
    "rank": 2,
    "rank_of": 372,
    "rank_low": 1,
    "rank_high": 4,
    "by_source": {"shipped": 0.3},
    "components": {"need": 0.5, "consequence": 0.2},
    **said("隔膜：缺失。本地未查到企业。", "Separators: missing. No local firm found."),
    "tests": {
        "need": said(
            "本地下游企业 7 家用得到。", "7 local firms use it.", passed=True, firms=FIRMS, count=7, figures=NEED
        ),
        "presence": said(
            "本地未查到从事企业。", "No local firm does it.", passed=True, firms=[], count=0, figures=NONE_HERE
        ),
        "coverage": said(
            "覆盖率待核。",
            "Coverage is unverified.",
            passed=None,
            firms=[],
            count=0,
            figures={"firms": 12, "estimate": None},
        ),
        "consequence": said(
            "间接影响：经电芯，约占电池包成本的 6%。",
            "Indirectly: through cells, about 6% of the cost of packs.",
            passed=True,
            firms=[],
            count=0,
            figures={"felt": ["battery_ev.pack"]},
        ),
    },
    "recruit": said(
        "待核：园区条件尚不清楚。", "Unverified: the parks' limits.", answer="check", reason="", figures=RECRUIT
    ),
    "peers_by": "同类城市按人口、产值和产业构成选取。",
    "peers_by_en": "Like cities are those alike in people, output and industries.",
    "peers": [
        said(
            "洛阳市：同一来源口径在库 2 家，新乡市同口径在库未见。",
            "洛阳市: 2 firms on record.",
            region="410300",
            name="洛阳市",
            name_en="洛阳市",
            comparable=True,
            chosen=False,
            firms=2.0,
            likeness_of=said("同省", "same province"),
        )
    ],
    "changes": [said("导入第二来源后可升为可信。", "A second source could confirm it.")],
    "evidence": {
        "buyers": [
            {
                "segment": "battery_ev.cell",
                "name": "电芯",
                "name_en": "Cells",
                "share": 0.1,
                "source": "own knowledge (estimate)",
                "estimate": True,
                "kind": "material",
                "strength": 9.0,
                "yi": 2.5,
                "low_yi": 1.2,
                "high_yi": 5.0,
                "count": 7,
                "firms": [f | {"product": "锂离子电池", "yi": 0.5} for f in FIRMS],
                "ids": [f["id"] for f in FIRMS] + ["f6", "f7"],
                "sought": True,
                "known": True,
                "taking": 1.0,
                "central": False,
            }
        ],
        "suppliers": [],
        "sellers": [],
        "candidates": {"count": 0, "firms": []},
        "makers": [],
        "verdict_reason": "one_source",
        "effect": {
            "completeness_before": 0.2,
            "completeness_after": 0.25,
            "buyers_served": 7.0,
            "sales_yi": 4.0,
            "local_part": 0.6,
        },
    },
}


def paper(lang="zh"):
    return Document(io.BytesIO(document(GAP, "河南省新乡市", "2026-11-24", lang)))


def text(doc) -> str:
    cells = [c.text for t in doc.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in doc.paragraphs), *cells])


def test_it_says_what_where_on_what_grounds_and_keeps_what_is_unchecked() -> None:
    words = text(paper())
    assert words.startswith("产业链缺口认定书\n（河南省新乡市 · 隔膜）")
    assert "新乡第1电芯有限公司（锂离子电池）、" in words
    assert "等 7 家（列名者中名称地址已核 3 家、产品已核 1 家）。" in words
    assert "电芯：占其成本约 5% 至 18%（估算），本地一年约 1 亿至 5 亿元。" in words
    assert "覆盖率待核" in words
    assert "数据截至 2026-11-24" in words
    assert "一、结论" in words
    assert "十、引进后怎么样" in words
    for forbidden in ("None", "nan", "battery_ev", "f1"):
        assert forbidden not in words


def test_in_english_too() -> None:
    words = text(paper("en"))
    assert "Certificate of a chain gap" in words
    assert "1. Verdict" in words
    assert "unverified" in words


def test_layout_of_an_official_document() -> None:
    doc = paper()
    page = doc.sections[0]
    sizes = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    assert [round(s.mm) for s in sizes] == [210, 297, 37, 35, 28, 26]
    title, body = doc.paragraphs[0].runs[0], doc.paragraphs[3].runs[0]
    assert (title.font.size, body.font.size) == (Pt(22), Pt(16))
    assert title._element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert body._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert "PAGE" in page.footer.paragraphs[0]._element.xml


def test_the_name_of_the_file_is_safe() -> None:
    assert file_name(GAP, "新乡市", "2026-11-24") == "新乡市-隔膜-缺口认定书-2026-11-24.docx"
    assert file_name(GAP | {"name": "a/b:c"}, "新乡市", "") == "新乡市-a-b-c-缺口认定书-待核.docx"


def test_the_folder_is_made_and_one_that_cannot_be_is_named(tmp_path: Path) -> None:
    file = save(tmp_path / "a" / "b", GAP, "新乡市", "2026-11-24")
    assert file.is_file()
    with pytest.raises(UnreadableFile, match="name another folder with --out"):
        save(file / "c", GAP, "新乡市", "2026-11-24")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_libreoffice_prints_it_on_at_most_four_pages(tmp_path: Path) -> None:
    file = save(tmp_path, GAP, "新乡市", "2026-11-24")
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    info = subprocess.run(["pdfinfo", str(file.with_suffix(".pdf"))], check=True, capture_output=True, text=True).stdout
    assert "(A4)" in info
    assert int(info.split("Pages:")[1].split()[0]) <= 4
