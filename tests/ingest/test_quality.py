"""How good the data on a region are, counted on a small country."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from ingest.load.files import ingest_file
from ingest.load.undo.load_notes import load_notes
from ingest.load.undo.rollback import rollback
from ingest.quality import quality
from tests.support.small import Country, code

FIRST = code("410721", "MA4QQQQQ1")


def test_counties_segments_sources_conflicts_and_doubles(built: Country, tmp_path: Path) -> None:
    country = built.copy_to(tmp_path / "q")
    head = "企业名称,统一社会信用代码,所属城市,区县,主要产品,注册资本（万元）,登记状态,成立日期\n"
    files = {
        "登记": f"新乡甲起重机有限公司,{FIRST},新乡市,新乡县,桥式起重机,500,存续,2010-05\n,,新乡市,,,,,\n",
        "名单": f"新乡甲起重机有限公司,{FIRST},新乡市,新乡县,,800,注销,2010-05-06\n",
    }
    for name, rows in files.items():
        (tmp_path / f"{name}.csv").write_text(head + rows, encoding="utf-8")
        ingest_file(country.store, tmp_path / f"{name}.csv", country.regions, country.assigner())
    found = quality(country.store, country.regions, "410700", date.today() + timedelta(days=400))
    county = {c["name"]: c for c in found["counties"]}["新乡县"]
    # 金穗食品 of the shipped table, which has no code, and 甲起重机, which two sources know and which has ended.
    assert county == {"name": "新乡县", "firms": 2, "coded": 1, "placed": 2, "confirmed": 1, "ended": 1}
    crane = {s["segment"]: s for s in found["segments"]}["equipment.crane"]
    assert (crane["confirmed"], crane["sources"]["登记"], crane["sources"]["名单"]) == (1, 1, 1)
    assert found["conflict_counts"] == {"capital_wan": 1, "status": 1}  # 2010-05 and 2010-05-06 agree
    assert {c["field"]: c["said"] for c in found["conflicts"]}["capital_wan"] == [("名单", "800"), ("登记", "500")]
    source = {s["source"]: s for s in found["sources"]}["登记"]
    assert (source["firms"], source["alone"], source["days"], source["old"]) == (1, 0, 400, True)
    assert (found["double_count"], found["waiting"]) == (0, 0)


def test_what_a_load_left_out_is_remembered_until_it_is_taken_back(built: Country, tmp_path: Path) -> None:
    country = built.copy_to(tmp_path / "n")
    (tmp_path / "表.csv").write_text(
        "企业名称,所属城市\n新乡甲有限公司,新乡市\n合计,1\n某某,新乡市\n", encoding="utf-8"
    )
    report = ingest_file(country.store, tmp_path / "表.csv", country.regions, country.assigner())
    (notes,) = load_notes(country.store)
    assert (notes["batch"], notes["rows"], notes["rejected"]) == (report.batches[0], 2, report.rejected)
    assert [r["row"] for r in notes["left"]] == [4, 3]
    assert notes["reasons"] == {"bad_name": 1, "total_row": 1}
    assert notes["left"][0]["zh"] == "名称不像企业名称，未入库；请核对该列。"
    rollback(country.store, report.batches[0], country.regions, country.assigner())
    assert load_notes(country.store) == []
