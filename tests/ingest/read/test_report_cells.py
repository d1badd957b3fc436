"""Cells of annual reports: what is a share, an amount, a year, a list, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.records import MICRO
from ingest.read import report_cells


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("46.9%", 469_000),
        ("0.00%", 0),
        ("100%", 1_000_000),
        ("占营业收入比重4.58%（2025年）", 45_800),
        ("8.33亿元，占比27.94%", 279_400),
        ("12.5%(分产品)", 125_000),
        ("收入１２.５％", 125_000),  # full-width
        ("2025年占营业收入6.07%（金额1元），2024年占6.22%", 60_700),
    ],
)
def test_a_share_is_read(text: str, share: int) -> None:
    assert report_cells.share(text) == share


@pytest.mark.parametrize(
    "text",
    [
        "",
        "自用",
        "-3.01%",
        "162.5%",
        "同比增长31.32%",
        "营业收入31,338元，毛利率52.05%",
        "销售收入30.42亿元",
        "占比由70%提升到86%",
        "饲料销量占公司产品销量的70%以上",
    ],
)
def test_what_is_no_share(text: str) -> None:
    assert report_cells.share(text) is None


@given(st.integers(0, 10_000))
def test_every_share_to_two_decimals(hundredths: int) -> None:
    assert report_cells.share(f"{hundredths / 100:.2f}%") == hundredths * MICRO // 10_000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("100万吨/年", (100.0, "万吨/年")),
        ("67.53%", (67.53, "%")),
        ("7，361.52 吨", (7361.52, "吨")),
        ("67", (67.0, "")),
        ("产能利用率不足", (None, "")),
    ],
)
def test_amount_and_unit(text: str, found: tuple[float | None, str]) -> None:
    assert report_cells.quantity(text) == found


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2024年末", "2024"),
        ("截至2026年3月31日", "2026"),
        ("报告期内", "2025"),
        ("", "2025"),
        ("在建", "2025"),
        ("首站展出期间", None),
    ],
)
def test_year_of_a_period(period: str, year: str | None) -> None:
    assert report_cells.year(period, "2025") == year


def test_a_list_of_products_with_shares() -> None:
    """The last half-width bracket with a number is the share; other brackets, with their separators, are the name."""
    text = "电驱(占比87.48%)；人免疫球蛋白（pH4；静注）(收入10元，占比20.29%)；底盘(新)；饲料（含预混料）"
    assert report_cells.product_list(text) == [
        ("电驱", "占比87.48%"),
        ("人免疫球蛋白（pH4；静注）", "收入10元，占比20.29%"),
        ("底盘(新)", ""),
        ("饲料（含预混料）", ""),
    ]


@given(st.lists(st.text(alphabet="锂电池机床", min_size=1, max_size=5), min_size=1, max_size=6))
def test_split_is_the_inverse_of_join(parts: list[str]) -> None:
    assert report_cells.split("；".join(parts)) == parts
