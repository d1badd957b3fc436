"""What goes out says who took it and when."""

from __future__ import annotations

import io

import docx
from openpyxl import load_workbook

from graph.files.exporter import export, exporting_as
from graph.files.papers_out import content_of
from graph.files.sheets_out import workbook


def test_sheets_and_papers_are_signed() -> None:
    with exporting_as("=王工 & 李工"):
        out = io.BytesIO()
        book = workbook(out)
        book.add_worksheet("甲").write(0, 0, "=1+1")
        book.close()
        paper = content_of(docx.Document())
        at = export().at
    read = load_workbook(io.BytesIO(out.getvalue()))
    assert read.properties.creator == "'=王工 & 李工"
    assert f"{at:%Y-%m-%d}" in read["甲"].oddFooter.left.text
    assert "王工 && 李工" in read["甲"].oddFooter.left.text.replace("& ", "&& ").replace("&&&", "&&")
    assert (read["甲"]["A1"].value, read["甲"]["A1"].data_type) == ("=1+1", "s")
    assert docx.Document(io.BytesIO(paper)).core_properties.author == "'=王工 & 李工"


def test_without_a_name_it_is_the_user_of_the_machine() -> None:
    assert export().who
