"""The kinds of tables as data: what ships is consistent, a folder of one's own can be added, errors come together."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidData
from graph.model.row_sentences import TABLES
from ingest.read.table_kinds import layout
from ingest.read.table_specs import SHIPPED, load_sources, native, shipped

GOOD = """
name: vendor
tables:
  firms:
    columns:
      name: {headings: [企业名], required: true}
"""


def test_a_problem_of_a_shipped_column_has_a_sentence() -> None:
    told = {c.problem for spec in native().tables.values() for c in spec.columns.values() if c.problem}
    assert told == {
        "bad_uscc",
        "bad_stock_code",
        "bad_date",
        "bad_capital",
        "bad_number",
        "bad_revenue",
        "bad_status",
    }
    assert told <= set(TABLES)


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (["ts_code", "fullname", "name"], "listed"),
        (["企业名称", "结果", "日期"], "decisions"),
        (["short", "counterpart", "relation_type"], "relations"),
        (["uscc", "metric_type", "value"], "capacity"),
        (["ts_code", "asset_type", "name"], "technology"),
        (["ts_code", "material", "cost_proportion"], "materials"),
        (["ts_code", "product", "revenue_proportion"], "products"),
        (["企业名称", "项目名称", "状态"], "projects"),
        (["项目名称", "状态"], "firms"),  # whom it is about is not told
        (["企业名称", "需求", "日期"], "firms"),  # a table of needs is read only where one is asked for
        (["名称"], "firms"),
    ],
)
def test_a_kind_is_told_from_the_columns(columns: list[str], kind: str) -> None:
    assert layout(columns).kind == kind


def test_a_folder_of_one_s_own_stands_beside_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "vendor.yaml").write_text(GOOD, encoding="utf-8")
    sources = load_sources(SHIPPED, tmp_path)
    assert set(sources) == {*shipped(), "vendor"}
    assert sources["vendor"].spec("firms").located("f.csv", ["企业名"]) == {"name": "企业名"}
    assert sources["vendor"].spec("firms").kind == "firms"


def test_all_errors_of_all_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_bytes("name: 甲".encode("gbk"))
    (tmp_path / "c.yaml").write_text(GOOD.replace("企业名", "企业名, x").replace("true", "perhaps"), encoding="utf-8")
    (tmp_path / "d.yaml").write_text(GOOD.replace("tables:", "tabels:"), encoding="utf-8")
    (tmp_path / "e.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(InvalidData) as error:
        load_sources(tmp_path)
    told = [p.split(":")[0] for p in error.value.problems]
    assert told == ["a.yaml", "b.yaml", "c.yaml", "d.yaml", "d.yaml"]
    assert any(p.startswith("c.yaml: tables.firms.columns.name.required: ") for p in error.value.problems)
