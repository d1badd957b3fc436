"""The library of local firms' needs: read from a table, kept once, closed when met; and claims on a group."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from graph.errors import HeldByOthers, InvalidArgument, MissingColumn, UnreadableFile
from graph.model.segment_names import SegmentNames
from ingest.read.table_specs import native
from outreach.casework.db import Casework
from outreach.casework.models import LocalNeed, Target
from outreach.targets import claims, needs
from tests.support.case_small import TODAY, document
from tests.support.small import Country

SPEC = native().spec("needs")
COLUMNS = ("企业名称", "环节", "需求", "日期")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> SegmentNames:
    return Country(tmp_path_factory.mktemp("country")).catalogue.names


def rows(*cells: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    return [(i, dict(zip(COLUMNS, c, strict=False))) for i, c in enumerate(cells, 2)]


@pytest.mark.parametrize("text", ["电池隔膜", "battery_ev.separator", "湿法隔膜"])
def test_segments_are_found_by_name_id_or_product(names: SegmentNames, text: str) -> None:
    assert needs.segment_of(text, names) == "battery_ev.separator"


def test_a_need_for_no_segment_says_what_comes_near(names: SegmentNames) -> None:
    cells = (("甲", "隔膜"), ("乙", "飞船"), ("丙", ""))
    good, bad = needs.read("n.csv", rows(*cells), ("企业名称", "环节"), SPEC, names, TODAY)
    assert good == []
    assert bad[0].zh.startswith("没有“隔膜”这个环节或产品，相近的有")
    assert "湿法隔膜" in bad[0].zh
    assert bad[1].zh == "没有“飞船”这个环节或产品，请写图谱里的环节名称或产品"
    assert str(bad[2]) == "第 4 行“环节”：没有“”这个环节或产品，请写图谱里的环节名称或产品"
    assert bad[1].en == "no segment or product '飞船'; write a segment's name or a product"


def test_good_rows_are_used_and_bad_ones_named_with_row_column_and_mend(names: SegmentNames) -> None:
    good, bad = needs.read(
        "needs.xlsx",
        rows(
            ("甲", "电池隔膜", "每月十万平米", "2026/11/02"),
            ("", "电池隔膜"),
            ("乙", "飞船"),
            ("丙", "", "湿法隔膜"),
            ("丁", "电池隔膜", "", "下周"),
            ("甲", "湿法隔膜"),
        ),
        COLUMNS,
        SPEC,
        names,
        TODAY,
    )
    assert [(r.firm, r.segment, r.words, r.since) for r in good] == [
        ("甲", "battery_ev.separator", "每月十万平米", date(2026, 11, 2)),
        ("丙", "battery_ev.separator", "湿法隔膜", TODAY),  # no segment: the need's own words name one
    ]
    assert [(b.row, b.column) for b in bad] == [(3, "企业名称"), (4, "环节"), (6, "日期"), (7, "企业名称")]
    assert "飞船" in bad[1].zh
    assert "与第 2 行是同一条需求" in bad[3].zh


def test_a_table_without_firms_or_rows_is_refused(names: SegmentNames) -> None:
    with pytest.raises(MissingColumn):
        needs.read("n.csv", rows(("甲",)), ("环节",), SPEC, names, TODAY)
    with pytest.raises(MissingColumn):
        needs.read("n.csv", rows(("甲",)), ("企业名称",), SPEC, names, TODAY)
    with pytest.raises(UnreadableFile):
        needs.read("n.csv", [], COLUMNS, SPEC, names, TODAY)


def need(words: str = "") -> needs.NeedRow:
    return needs.NeedRow("甲公司", "battery_ev.separator", words, TODAY)


def test_the_same_need_is_kept_once_and_leaves_when_met(casework: Casework) -> None:
    with casework.write("电池专班") as session:
        assert needs.add(session, [need("十万平米")], "410700", {"甲公司": "n:甲"}, "n.xlsx") == (1, 0)
        assert needs.add(session, [need(), need("廿万平米")], "410700", {}) == (0, 2)
    with casework.write("电池专班") as session:
        (row,) = needs.open_needs(session, "410700")
        assert (row.words, row.ref, row.source, row.created_by) == ("廿万平米", "n:甲", "n.xlsx", "电池专班")
        assert needs.open_needs(session, "410500") == []
        needs.close(session, row.id, "met", TODAY + timedelta(days=2))
        with pytest.raises(InvalidArgument):
            needs.close(session, row.id, "dropped", TODAY)
    with casework.read() as session:
        assert needs.open_needs(session, "410700") == []
        assert [(r.status, r.closed) for r in session.scalars(sa.select(LocalNeed))] == [
            ("met", TODAY + timedelta(days=2))
        ]


# -- who courts a group -------------------------------------------------------------------------------


def test_a_county_sees_what_the_city_holds_and_the_other_way_round(casework: Casework) -> None:
    """长垣 (410783) and the city (410700) are one city; 安阳 (410500) is not."""
    with casework.write() as session:
        claims.save(session, document("甲一公司", group="甲集团"), "410783", "长垣专班", TODAY)
        with pytest.raises(HeldByOthers):
            claims.save(session, document("甲二公司", group="甲集团"), "410700", "电池专班", TODAY)
        claims.save(session, document("甲二公司", group="甲集团"), "410500", "别市专班", TODAY)
        held = claims.claims_by_name(session, "410700")
        assert {k: (h.team, h.since, h.home) for k, h in held.items()} == dict.fromkeys(
            ("甲集团", "甲一公司"), ("长垣专班", TODAY, "410783")
        )


def test_who_holds_may_give_back_and_nobody_else(casework: Casework) -> None:
    with casework.write() as session:
        for name in ("甲一公司", "甲二公司"):
            claims.save(session, document(name, group="甲集团"), "410700", "电池专班", TODAY)
        with pytest.raises(HeldByOthers):
            claims.release(session, "甲集团", "410783", "装备专班")
        assert claims.release(session, "甲集团", "410700", "电池专班") == 2
        assert claims.claims_by_name(session, "410700") == {}
        with pytest.raises(InvalidArgument, match="现在没有专班对接"):
            claims.release(session, "甲集团", "410700", "电池专班")
        taken = claims.save(session, document("甲二公司", group="甲集团"), "410783", "装备专班", TODAY)
        assert taken.owner is not None
        assert taken.owner.name == "装备专班"
        assert [t.name for t in claims.open_targets(session, "410783")] == ["甲二公司"]
        assert (
            session.scalar(sa.select(sa.func.count()).select_from(Target)) == 3
        )  # what was given back stays on record


@pytest.mark.parametrize(
    ("home", "begins"), [("410783", "4107"), ("410700", "4107"), ("310115", "31"), ("410000", "41")]
)
def test_a_city_and_its_counties_share_the_first_digits(home: str, begins: str) -> None:
    assert claims.city_of(home) == begins
