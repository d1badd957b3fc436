"""The page 数据: what a load left out, two loads compared, one taken back after it was confirmed, and the quality."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.support.small import code

A = code("410702", "MA40AAAA1")
HEADER = "企业名称,统一社会信用代码,所属城市,注册资本,主要产品\n"


def upload(at: AppTest, name: str, rows: str) -> AppTest:
    at.file_uploader(key="data_file").set_value((name, (HEADER + rows).encode(), "text/csv")).run()
    return at.button(key="data_load").click().run()


def words(at: AppTest) -> str:
    return " ".join([*(h.body for h in at.get("html")), *(s.value for s in at.success)])


def test_a_load_is_compared_and_taken_back(app: AppTest) -> None:
    at = app.switch_page("app_pages/pages/data/page.py").run()
    at = upload(at, "库.csv", f"新乡青禾面业有限公司,{A},新乡市,500万元,面粉\n")
    at = upload(at, "名单.csv", f"新乡青禾面业有限公司,{A},新乡市,800万元,面粉\n,,新乡市,,\n")
    assert not at.exception
    seen = words(at)
    assert "没有企业名称，未入库；请补上名称。" in seen  # why the row of the second table was left out
    at = at.selectbox(key="data_back_which").select_index(0).run()
    number = at.selectbox(key="data_back_which").value
    assert at.button(key="data_back").disabled
    at = at.checkbox(key=f"data_back_sure_{number}").check().run()
    at = at.button(key="data_back").click().run()
    assert not at.exception
    assert f"已撤回批次 {number}" in words(at)
    assert f"已由批次 {number + 1} 撤回" in words(at)


def test_the_quality_names_a_conflict(app: AppTest) -> None:
    at = app.switch_page("app_pages/pages/data/page.py").run()
    for name, capital in (("库.csv", 500), ("名单.csv", 800)):
        at = upload(at, name, f"新乡青禾面业有限公司,{A},新乡市,{capital}万元,面粉\n")
    at.session_state["data_quality"] = True
    at = at.run()
    assert not at.exception
    seen = words(at)
    assert "来源之间有出入：注册资本（万元） 1" in seen
    assert "名单：800；库：500" in seen
