"""What was not taken goes out, can be mended and comes in again; a report that cannot be written undoes nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ingest.load import rejects
from ingest.load.files import ingest_file
from ingest.load.load_report import LoadReport
from tests.ingest.read.layout.test_find import workbook
from tests.support.small import Country


def load(country: Country, file: Path, **given: object) -> LoadReport:
    return ingest_file(country.store, file, country.regions, country.assigner(), **given)  # type: ignore[arg-type]


def firms(country: Country) -> dict[str, str]:
    return {f.name: f.region for f in country.store.firms()}


def test_rows_of_several_sheets_are_one_load(country: Country, tmp_path: Path) -> None:
    head: list[object] = ["序号", "企业名称", "主要产品"]
    file = workbook(
        tmp_path / "分县.xlsx",
        {
            "长垣市": [head, [1, "长垣甲起重机有限公司", "桥式起重机"], [2, "", "起重机"]],
            "新乡县": [head, [1, "新乡乙起重机有限公司", "桥式起重机"], [2, "长垣甲起重机有限公司", "桥式起重机"]],
        },
    )
    report = load(country, file, report_dir=tmp_path / "r")
    assert (report.rows, report.firms, report.rejected, len(report.batches)) == (4, 2, 1, 1)
    assert [(p.file, p.row, p.code) for p in report.problems if p.rejected] == [("分县.xlsx[长垣市]", 3, "no_name")]
    assert firms(country)["新乡乙起重机有限公司"][:4] == "4107"
    assert [t["sheet"] for t in report.tables] == ["长垣市", "新乡县"]
    assert report.unused == {"分县.xlsx[长垣市]": ["序号"], "分县.xlsx[新乡县]": ["序号"]}


def test_a_rejected_row_is_mended_and_comes_in_again(country: Country, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text(
        "企业名称,标签,主要产品\n新乡丙起重机有限公司,有名,桥式起重机\n新乡丁有限公司,,\n", encoding="utf-8"
    )
    report = load(country, file, report_dir=tmp_path / "r")
    assert report.rejected_file == str(tmp_path / "r" / "名单-rejected.xlsx")
    assert "新乡丙起重机有限公司" not in firms(country)
    book = openpyxl.load_workbook(report.rejected_file)
    sheet = book.worksheets[0]
    assert [c.value for c in sheet[1]] == ["企业名称", "标签", "主要产品", rejects.REASON]
    assert "第 2 行" in str(sheet["D2"].value)
    sheet["B2"] = "龙头"
    book.save(report.rejected_file)
    again = load(country, Path(report.rejected_file), source="名单")
    assert (again.rejected, again.new_firms) == (0, 1)
    assert again.unused == {"名单-rejected.xlsx": [rejects.REASON]}
    assert "新乡丙起重机有限公司" in firms(country)


def test_formulas_in_the_list_of_problems_are_defused(country: Country, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('企业名称,统一社会信用代码\n新乡丙有限公司,"=cmd|x"\n', encoding="utf-8")
    report = load(country, file, report_dir=tmp_path / "r")
    text = Path(report.report_file).read_text(encoding="utf-8-sig")
    assert "'=cmd|x" in text


def test_a_report_that_is_open_elsewhere_takes_another_name(
    country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel locks a file that it shows; the load is done all the same."""
    file = tmp_path / "a.csv"
    file.write_text("企业名称,城市\n新乡丙有限公司,新乡市\n,新乡市\n", encoding="utf-8")
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "a-problems.csv").write_text("old", encoding="utf-8")  # what Excel shows
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target).name == "a-problems.csv":
            raise PermissionError(13, "locked")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    report = load(country, file, report_dir=tmp_path / "r")
    assert Path(report.report_file).name == "a-problems-2.csv"
    assert "新乡丙有限公司" in firms(country)


def test_a_ledger_of_projects_brings_its_firms(country: Country, tmp_path: Path) -> None:
    file = tmp_path / "台账.csv"
    file.write_text(
        "2025年招商引资项目台账,,,\n项目名称,投资主体,总投资（万元）,进展情况,落地区县\n"
        "隔膜项目,深圳测试隔膜有限公司,125000,已签约,长垣市\n待定项目,待定,5,在谈,长垣市\n",
        encoding="utf-8",
    )
    report = load(country, file)
    from graph.model.records import Project

    (project,) = [p for p in country.store.rows(Project) if p.name == "隔膜项目"]
    assert (project.investment_yi, project.status) == (12.5, "已签约")
    assert (report.kind, report.new_firms, report.rejected) == ("projects", 1, 1)
    assert [p.code for p in report.problems if not p.rejected] == ["firm_of_project"]
    assert "深圳测试隔膜有限公司" in firms(country)
    assert load(country, file).new_firms == 0
