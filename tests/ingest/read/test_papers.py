"""Reading papers for the lint, and the rule table when it is wrong."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import xlsxwriter

from graph.errors import InvalidData, UnreadableFile
from ingest.read.papers import read_text
from outreach.fairness.lint import lint
from outreach.fairness.rules import load_rules

TABLE = Path("data/rules/fair_competition.yaml")


def test_a_word_file_is_read_with_its_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("合作内容")
    document.add_table(1, 2).rows[0].cells[1].text = "土地以零地价供应"
    document.save(str(tmp_path / "协议.docx"))
    assert [f.rule.id for f in lint(read_text(tmp_path / "协议.docx"), load_rules(TABLE))] == ["cheap_land"]


def test_a_workbook_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "政策.xlsx"))
    book.add_worksheet().write_row(0, 0, ["序号", 3, "所得税五免五减半"])
    book.close()
    assert read_text(tmp_path / "政策.xlsx").splitlines() == ["序号", "所得税五免五减半"]


def test_an_old_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("先征后返".encode("gb18030"))
    assert read_text(tmp_path / "a.txt") == "先征后返"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"%PDF-", "type .pdf"),
        ("b.docx", b"not a zip", "no readable Word file"),
        ("c.xlsx", b"x", "no readable workbook"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_mend(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=says) as error:
        read_text(tmp_path / name)
    assert "save it as" in str(error.value)


def test_a_missing_paper_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"没有\.docx: no such file"):
        read_text(tmp_path / "没有.docx")


def test_a_wrong_rule_is_named(tmp_path: Path) -> None:
    text = TABLE.read_text("utf-8").replace("'先征后返|", "'(先征后返|")
    (tmp_path / "rules.yaml").write_text(text, "utf-8")
    with pytest.raises(InvalidData, match="no regular expression"):
        load_rules(tmp_path / "rules.yaml")


def test_headers_footers_and_text_boxes_are_read(tmp_path: Path) -> None:
    """A promise in the header of a page is a promise."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "页眉里的承诺"
    document.sections[0].footer.paragraphs[0].text = "页脚里的承诺"
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    box = f"<w:p {names}><w:r><w:txbxContent><w:p><w:r><w:t>框里的承诺</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
    document.element.body.insert(0, parse_xml(box))
    document.save(str(tmp_path / "a.docx"))
    lines = read_text(tmp_path / "a.docx").split("\n")
    assert [lines.count(t) for t in ("正文", "页眉里的承诺", "页脚里的承诺", "框里的承诺")] == [1, 1, 1, 1]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["broken.docx", "deep.docx", "lol.docx"])
def test_hostile_papers_are_refused_in_one_sentence(shared: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match="no readable Word file"):
        read_text(shared / "cases" / "hostile" / name)


@pytest.mark.shared
def test_a_promise_in_the_header_is_found(shared: Path) -> None:
    assert "地方留存部分全额返还" in read_text(shared / "cases" / "44-fair-header.docx")
