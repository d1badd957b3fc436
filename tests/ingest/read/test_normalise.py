"""Names, codes, amounts and dates: what registries write, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.read import normalise as n
from tests.support.small import CODE_LETTERS, calm, code

CHINESE = st.text(alphabet="新乡市金穗食品有限公司()（） 　ＡＢab·-0", max_size=20)


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        ("200(万元)", 200.0),
        ("1,200(万)", 1200.0),
        ("1，200（万元）", 1200.0),
        ("61万人民币", 61.0),
        ("61.5万元人民币", 61.5),
        ("50(万元(人民币))", 50.0),
        ("998(万美元)", 7085.8),  # 998 × 7.1
        ("210(万香港元)", 191.1),  # 210 × 0.91
        ("100(万港币)", 91.0),
        ("5.5000(万欧元)", 42.35),  # 5.5 × 7.7
        ("1000(万日元)", 48.0),
        ("100(万加拿大元)", 520.0),
        ("1,000,000(人民币元)", 100.0),
        ("50000000元", 5000.0),
        ("3.5亿元", 35000.0),
        ("2亿美元", 142000.0),
        ("468()", 468.0),
        ("468", 468.0),
        ("５００万元", 500.0),
        ("  300 (万元) ", 300.0),
        ("0(万元)", 0.0),
        ("N/A", None),
        ("-", None),
        ("", None),
        ("万人民币", None),
        ("吴展银", None),
    ],
)
def test_capital(text: str, wan: float | None) -> None:
    assert n.capital_wan(text) == wan


def test_a_bare_million_is_yuan() -> None:
    """Nobody registers ten billion yuan and writes no unit."""
    assert n.capital_wan("10000000") == 1000.0
    assert n.capital_wan("999999") == 999999.0


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        pytest.param("100(万新加坡元)", 530.0, id="singapore"),
        pytest.param("100(万澳大利亚元)", 470.0, id="australia"),
        pytest.param("500万元（认缴截止日期2030年）", 500.0, id="date-is-not-yen"),
    ],
)
def test_capital_currencies_that_are_mistaken(text: str, wan: float) -> None:
    assert n.capital_wan(text) == wan


@calm
@given(st.integers(1, 999_999))
def test_capital_does_not_mind_thousands_marks(amount: int) -> None:
    assert n.capital_wan(f"{amount:,}(万元)") == n.capital_wan(f"{amount}万元人民币") == float(amount)


@calm
@given(st.text(alphabet=CODE_LETTERS, min_size=9, max_size=9), st.integers(0, 17), st.sampled_from(CODE_LETTERS))
def test_one_wrong_character_spoils_a_credit_code(serial: str, place: int, other: str) -> None:
    """The check digit (weights 3^i modulo 31, a prime) sees every single error."""
    whole = code("410700", serial)
    assert n.credit_code(whole) == whole
    assume(whole[place] != other)
    assert n.credit_code(whole[:place] + other + whole[place + 1 :]) == ""


def test_credit_code_spellings() -> None:
    whole = code("410783", "MA3X1ABC2")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in whole)
    assert n.credit_code(f" {whole[:8].lower()} {whole[8:].lower()} ") == whole
    assert n.credit_code(wide) == whole
    assert [n.credit_code(t) for t in ("", "N/A", "无", whole[:17], whole + "0", "410700000012345")] == [""] * 6


def test_credit_code_against_a_published_one() -> None:
    """The example in the documentation of python-stdnum."""
    assert n.credit_code("91110000600037341L") == "91110000600037341L"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("000949", "000949.SZ"),
        ("301152", "301152.SZ"),
        ("600519", "600519.SH"),
        ("688285", "688285.SH"),
        ("430047", "430047.BJ"),
        ("830799", "830799.BJ"),
        ("920002", "920002.BJ"),
        ("200012", "200012.SZ"),
        ("002007.sz", "002007.SZ"),
        (" 01866.HK ", "01866.HK"),
        ("600519 .SH", "600519.SH"),
        ("949", ""),
        ("00949.SZ", ""),
        ("000949.NY", ""),
        ("新乡化纤", ""),
        ("", ""),
        ("N/A", ""),
    ],
)
def test_stock_code(text: str, found: str) -> None:
    assert n.stock_code(text) == found


def test_shanghai_b_share() -> None:
    assert n.stock_code("900948") == "900948.SH"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2019-04-01", "2019-04-01"),
        ("2019/4/1", "2019-04-01"),
        ("2019年4月1日", "2019-04-01"),
        ("20190401", "2019-04-01"),
        ("２０１９．４．１", "2019-04-01"),
        ("2019-04-01 00:00:00", "2019-04-01"),
        ("2019年4月", "2019-04"),
        ("2019", "2019"),
        ("2019-02-30", ""),
        ("2019-13-01", ""),
        ("1899-01-01", ""),
        ("43556", "2019-04-01"),  # a serial of a spreadsheet
        ("4355", ""),
        ("不详", ""),
        ("昨天", ""),
    ],
)
def test_iso_date(text: str, found: str) -> None:
    assert n.iso_date(text) == found


@calm
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_real_date_survives_in_every_spelling(day: date) -> None:
    for spelling in ("{0.year:04d}-{0.month}-{0.day}", "{0.year:04d}年{0.month}月{0.day}日", "{0:%Y%m%d}"):
        assert n.iso_date(spelling.format(day)) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" 新乡 市 金穗　食品有限公司 ", "新乡市金穗食品有限公司"),
        ("新乡金穗(集团)有限公司", "新乡金穗（集团）有限公司"),
        ("ＡＢＣ电气有限公司*", "ABC电气有限公司"),
        ("  Foo   Bar Ltd ", "Foo Bar Ltd"),
        ("N/A", ""),
        ("无", ""),
    ],
)
def test_name(text: str, found: str) -> None:
    assert n.name(text) == found


def test_name_key_joins_spellings() -> None:
    spellings = [
        "新乡金穗（集团）有限公司",
        "新乡金穗(集团)有限公司",
        "新乡·金穗 集团有限公司",
        "新乡金穗【集团】有限公司",
    ]
    assert {n.name_key(s) for s in spellings} == {"新乡金穗集团有限公司"}
    assert n.name_key("abc电气") == n.name_key("ＡＢＣ电气") == "ABC电气"
    assert n.name_key("新乡金穗有限公司") != n.name_key("新乡金禾有限公司")


@calm
@given(CHINESE)
def test_names_are_put_right_once(text: str) -> None:
    """Idempotent, and the key of a name is the key of its tidy form."""
    tidy = n.name(text)
    assert n.name(tidy) == tidy
    assert n.name_key(n.name_key(text)) == n.name_key(text)
    if tidy:
        assert n.name_key(tidy) == n.name_key(text)


def test_items() -> None:
    assert n.items("面粉; 小麦粉；面粉;;N/A; 专用粉 ") == ("面粉", "小麦粉", "专用粉")
    assert n.items("") == n.items("无") == ()


@calm
@given(st.lists(st.sampled_from(["面粉", "挂面", "隔膜", "电芯", "起重机"]), unique=True))
def test_items_undo_a_join(parts: list[str]) -> None:
    assert n.items(";".join(parts)) == n.items("；".join([*parts, *parts])) == tuple(parts)


def test_number() -> None:
    assert [n.number(t) for t in ("1,200", "１２.５", " 7 ", "-3")] == [1200.0, 12.5, 7.0, -3.0]
    assert [n.number(t) for t in ("", "N/A", "约300", "nan", "inf", "1e999")] == [None] * 6


def test_truth() -> None:
    assert all(n.truth(t) for t in ("true", "TRUE", "1", "是", " 已核实 ", "y"))
    assert not any(n.truth(t) for t in ("", "false", "0", "否", "待核"))
