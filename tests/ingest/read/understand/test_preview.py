"""What a file was taken for is said before anything is loaded; what a person confirms is kept and used."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidArgument, InvalidData, MissingColumn, UnreadableFile
from graph.model.regions import Regions
from ingest.read.firm_rows import parse
from ingest.read.table_specs import SHIPPED, load_sources, shipped
from ingest.read.understand.confirmed import mapped, read_mapping, remember
from ingest.read.understand.outside import open_file
from ingest.read.understand.preview import preview
from tests.support.small import code

CODE = code("410721")
ODD = f"甲乙,丙丁,戊己,庚辛\n新乡甲隔膜有限公司,{CODE},电池隔膜的生产和销售（凭许可证经营）,隔膜\n"


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_a_preview_names_sheet_heading_row_columns_units_and_what_is_not_used(tmp_path: Path) -> None:
    text = "某市规模以上工业企业\n序号,单位详细名称,注册资本（千元）,从业人员期末人数\n1,新乡甲有限公司,5000,80\n"
    document = preview(open_file(write(tmp_path / "a.csv", text), 5))
    (table,) = document["tables"]
    assert (document["file"], document["encoding"]) == ("a.csv", "utf-8-sig")
    assert (table["kind"], table["source"], table["scope"], table["heading_rows"]) == (
        "firms",
        "above_scale",
        "above_scale",
        [2],
    )
    assert [(c["heading"], c["field"], c["unit"]) for c in table["columns"]] == [
        ("序号", "", ""),
        ("单位详细名称", "name", ""),
        ("注册资本（千元）", "capital", "千元"),
        ("从业人员期末人数", "employees", ""),
    ]
    assert (table["unused"], table["columns"][1]["sample"]) == (["序号"], ["新乡甲有限公司"])


def test_what_cells_let_one_think_is_suggested_and_not_taken(tmp_path: Path, regions: Regions) -> None:
    opened = open_file(write(tmp_path / "a.csv", ODD), 5)
    (table,) = preview(opened)["tables"]
    assert table["suggested"] == {"甲乙": "name", "丙丁": "uscc", "戊己": "scope"}
    with pytest.raises(MissingColumn):
        parse(opened.tables[0][0], regions)


def test_a_mapping_is_used_remembered_and_found_again(tmp_path: Path, regions: Regions) -> None:
    file = write(tmp_path / "a.csv", ODD)
    mapping = read_mapping(write(tmp_path / "m.yaml", "甲乙: 企业名称\n丙丁: uscc\n庚辛: 主要产品\n戊己: '-'\n"))
    assert mapping == {"甲乙": "name", "丙丁": "uscc", "庚辛": "products", "戊己": ""}
    opened = mapped(open_file(file, 5), mapping, "m.yaml")
    place = {"region": "410721", "unit": "新乡县"}  # the registering authority in the code
    firm = {"name": "新乡甲隔膜有限公司", "uscc": CODE, **place, "products": ["隔膜"]}
    assert [f for _, f in parse(opened.tables[0][0], regions).firms] == [firm]

    remember(tmp_path / "own", "a.csv", preview(opened)["tables"], mapping)
    sources = load_sources(SHIPPED, tmp_path / "own")
    again = open_file(write(tmp_path / "b.csv", ODD.replace("甲隔膜", "乙隔膜")), 5, sources)
    ((table, shape),) = again.tables
    assert shape.source.startswith("confirmed_")
    assert [f["name"] for _, f in parse(table, regions).firms] == ["新乡乙隔膜有限公司"]


def test_a_mapping_may_overrule_a_heading(tmp_path: Path, regions: Regions) -> None:
    text = "企业名称,简称,实际名称\n项目A,甲,新乡甲有限公司\n"
    opened = mapped(open_file(write(tmp_path / "a.csv", text), 5), {"实际名称": "name", "企业名称": ""}, "m")
    assert [f["name"] for _, f in parse(opened.tables[0][0], regions).firms] == ["新乡甲有限公司"]


@pytest.mark.parametrize(
    ("text", "error"),
    [("甲乙: 不是字段\n", InvalidArgument), ("[", UnreadableFile), ("just words\n", UnreadableFile)],
)
def test_a_mapping_that_cannot_be_used(tmp_path: Path, text: str, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        read_mapping(write(tmp_path / "m.yaml", text))
    assert str(raised.value).startswith("m.yaml")


def test_a_mapping_of_a_column_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match="no column '无此列'"):
        mapped(open_file(write(tmp_path / "a.csv", ODD), 5), {"无此列": "name"}, "m.yaml")


def test_every_declared_source_is_told_by_its_own_marks() -> None:
    """Each group of marks leads to the source that declares it, or to one that declares more of them."""
    from ingest.read.table_kinds import layout

    for name, source in shipped().items():
        for group in source.marks:
            columns = list(dict.fromkeys([*group, "企业名称"]))
            found = shipped()[layout(columns).source]
            assert found.name == name or found.marked(columns) >= len(group), (name, group, found.name)


def test_a_source_of_one_s_own_takes_over_the_columns_of_a_native_table(tmp_path: Path) -> None:
    text = "name: park\nmarks: [[园区企业编号]]\nscope: roll\ntables:\n  firms:\n    base: firms\n    columns:\n"
    write(tmp_path / "park.yaml", text + "      name: {headings: [入驻企业]}\n      uscc: {headings: [园区企业编号]}\n")
    spec = load_sources(SHIPPED, tmp_path)["park"].spec("firms")
    assert spec.match(["入驻企业", "园区企业编号", "注册资本（万元）"]) == {
        "name": "入驻企业",
        "uscc": "园区企业编号",
        "capital": "注册资本（万元）",
    }
    write(tmp_path / "park.yaml", text.replace("roll", "everything") + "      name: {headings: [入驻企业]}\n")
    with pytest.raises(InvalidData, match=r"park\.yaml: scope"):
        load_sources(SHIPPED, tmp_path)
