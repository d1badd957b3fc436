"""Values in every spelling, and the same value whatever the spelling."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from ingest.read.values import amounts, codes, counts, dates, lists, names, numerals, status
from tests.support.small import calm

WORDS = "零一二三四五六七八九"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def in_words(n: int, digits: str, units: str) -> str:
    """A number from 1 to 9999 as it is written out."""
    out, zero = "", False
    for power in (3, 2, 1, 0):
        d = n // 10**power % 10
        if d:
            out += ("零" if zero and out else "") + digits[d] + (units[power - 1] if power else "")
            zero = False
        else:
            zero = True
    return out


@calm
@given(st.integers(1, 9999), st.sampled_from([(WORDS, "十百千"), (CAPITALS, "拾佰仟")]))
def test_numbers_in_words(n: int, written: tuple[str, str]) -> None:
    text = in_words(n, *written)
    assert numerals.chinese(text) == n
    assert amounts.read(f"人民币{text}万元整") == (n * 10_000, "")


@calm
@given(
    st.integers(1, 99_999),
    st.sampled_from(
        ["{}万元", "{}万", "{}万人民币", "人民币{}万元", "RMB {}万", "￥{}万", "{}万元（实缴1万元）", "认缴{} 万元"]
    ),
    st.booleans(),
)
def test_an_amount_is_the_same_in_every_spelling(n: int, spelling: str, marks: bool) -> None:
    assert amounts.read(spelling.format(f"{n:,}" if marks else n)).yuan == n * 10_000


@calm
@given(st.integers(1, 9_999), st.sampled_from(["{}万美元", "美元{}万", "USD {}万", "${}万", "{}万USD", "{}万(美元)"]))
def test_a_currency_stands_before_or_after(n: int, spelling: str) -> None:
    assert amounts.read(spelling.format(n)).yuan == pytest.approx(n * 10_000 * amounts.RATES["美元"])


@calm
@given(st.integers(1, 99_999), st.sampled_from([("元", 1), ("千元", 1e3), ("万元", 1e4), ("亿元", 1e8)]))
def test_a_bare_number_is_counted_in_what_its_heading_says(n: int, unit: tuple[str, float]) -> None:
    assert amounts.read(str(n), unit[0]).yuan == n * unit[1]
    assert amounts.read(f"{n}万元", unit[0]).yuan == n * 10_000  # what the cell says itself counts


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("12万5千元", "", 125_000),
        ("1千万元", "", 1e7),
        ("5百万", "", 5e6),
        ("1.0E+07", "元", 1e7),
        ("5.0E3万", "", 5e7),
        ("500", "万美元", 500 * 1e4 * 7.1),
        ("三点五亿元", "", 3.5e8),
        ("20万美元+100万人民币", "", 20 * 1e4 * 7.1 + 1e6),
        ("100-300万元", "", 2e6),
    ],
)
def test_amounts(text: str, unit: str, yuan: float) -> None:
    assert amounts.read(text, unit).yuan == pytest.approx(yuan)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("500", "no_unit"),
        ("若干", "unreadable"),
        ("500万卢布", "unknown_currency"),
        ("-5万元", "unreadable"),
        ("9" * 400 + "万元", "unreadable"),
        ("120人", "unreadable"),
    ],
)
def test_amounts_that_are_not_guessed(text: str, note: str) -> None:
    assert amounts.read(text) == (None, note)


@calm
@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    amounts.read(text, "万元", "capital")
    counts.read(text)
    dates.read(text)
    codes.read(text)
    status.read(text)
    names.read(text)
    lists.parts(text)


SPELLINGS = (
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0:%Y-%m-%d} 00:00:00",
    "{0:%Y-%m-%d}T00:00:00.000Z",
    "{0.day} {0:%b} {0.year}",
    "{0:%b} {0.day}, {0.year}",
    "{0:%Y-%m-%d}至2099-12-31",
)


@calm
@given(st.dates(date(1955, 1, 1), date(2060, 1, 1)), st.sampled_from(SPELLINGS))
def test_a_day_is_the_same_in_every_spelling(day: date, spelling: str) -> None:
    assert dates.read(spelling.format(day)) == (day.isoformat(), "")


@calm
@given(st.dates(date(1955, 1, 1), date(2060, 1, 1)))
def test_a_serial_of_a_spreadsheet_is_a_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert dates.read(str(serial)).iso == dates.read(f"{serial}.0").iso == day.isoformat()
    assert date(1899, 12, 30) + timedelta(serial) == day


@calm
@given(st.dates(date(1955, 1, 1), date(2060, 1, 1)))
def test_day_first_or_month_first_is_never_guessed(day: date) -> None:
    told = dates.read(f"{day.day}/{day.month}/{day.year}")
    if day.day > 12 or day.day == day.month:
        assert told == (day.isoformat(), "")
    else:
        assert told == (str(day.year), "ambiguous_date")


@pytest.mark.parametrize(
    "text", ["2019-13-01", "2019-02-30", "2562-03-05", "0000-00-00", "1899-12-30", "9999-99-99", ""]
)
def test_days_that_cannot_be_are_refused(text: str) -> None:
    assert dates.read(text).iso == ""


@calm
@given(st.integers(1, 99_999), st.sampled_from(["{}", "{}人", "{:,}", "约{}人", "{}（2024年报）", "{} 人"]))
def test_people_are_counted_in_every_spelling(n: int, spelling: str) -> None:
    assert counts.read(spelling.format(n)) == (n, "")


@calm
@given(st.integers(1, 5_000), st.integers(1, 5_000))
def test_a_range_gives_its_middle_and_says_so(low: int, more: int) -> None:
    count = counts.read(f"{low}-{low + more}人")
    assert count == ((2 * low + more) // 2, "range_taken")


@calm
@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17), st.integers(0, 30))
def test_the_check_digit_is_that_of_the_standard(body: str, last: int) -> None:
    """Against python-stdnum, which follows GB 32100-2015."""
    code = body + "0123456789ABCDEFGHJKLMNPQRTUWXY"[last]
    assert codes.is_valid(code) == uscc.is_valid(code)


@pytest.mark.parametrize("text", ["000000000000000000", "11111111-1", "0", "-", "111111111111111111", "无"])
def test_a_placeholder_is_no_code_and_no_fault(text: str) -> None:
    assert codes.read(text) == ("", "")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (
            (
                "存续",
                "在业",
                "开业",
                "存续（在营、开业、在册）",
                "正常",
                "在营（开业）企业",
                "迁入",
                "仍注册",
                "未注销",
            ),
            "active",
        ),
        (("注销", "已注销", "注销企业", "吊销，已注销", "解散"), "dissolved"),
        (("吊销", "吊销，未注销", "吊销未注销", "已吊销", "责令关闭", "撤销"), "revoked"),
        (("迁出", "已迁出", "迁往外省"), "moved_out"),
        (("停业", "歇业", "清算", "停产", "清算中"), "suspended"),
        (("不详", "其他"), "unknown"),
    ],
)
def test_states_in_every_spelling(words: tuple[str, ...], state: str) -> None:
    assert {w: status.read(w) for w in words} == dict.fromkeys(words, state)


def test_what_is_no_state_is_not_taken_for_one() -> None:
    assert [status.read(t) for t in ("A轮", "隔膜", "")] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "name", "state", "former"),
    [
        ("新乡甲机械有限公司（已注销）", "新乡甲机械有限公司", "dissolved", ()),
        ("新乡甲机械有限公司[存续]", "新乡甲机械有限公司", "active", ()),
        ("新乡甲机械有限公司（原：新乡甲机械厂）", "新乡甲机械有限公司", "", ("新乡甲机械厂",)),
        ("新乡甲机械有限公司（原名：甲机）", "新乡甲机械有限公司", "", ("甲机",)),
        ("新乡甲机械有限公司（原新乡乙（集团）有限公司）", "新乡甲机械有限公司", "", ("新乡乙（集团）有限公司",)),
        ("新乡甲机械有限公司（前身新乡甲机械厂）（吊销，未注销）", "新乡甲机械有限公司", "revoked", ("新乡甲机械厂",)),
        ("新乡甲机械有限公司（已注销）第一分公司", "新乡甲机械有限公司第一分公司", "dissolved", ()),
        ("新乡甲机械有限公司<已注销>", "新乡甲机械有限公司", "dissolved", ()),
        ("河南心连心化学工业集团股份有限公司[未注销]", "河南心连心化学工业集团股份有限公司", "active", ()),
        ("361度（中国）有限公司", "361度（中国）有限公司", "", ()),
        ("中原农业保险股份有限公司（原阳）支公司", "中原农业保险股份有限公司（原阳）支公司", "", ()),
        ("新乡农商银行（原阳县城关镇）支行", "新乡农商银行（原阳县城关镇）支行", "", ()),
        ("新乡甲制药有限公司（原料药分公司）", "新乡甲制药有限公司（原料药分公司）", "", ()),
        ("新乡市（原种场）农业有限公司", "新乡市（原种场）农业有限公司", "", ()),
        ("3.新乡甲机械有限公司", "新乡甲机械有限公司", "", ()),
        ("360数字安全有限公司", "360数字安全有限公司", "", ()),
        ("新乡\u200b甲机械有限公司\ufeff", "新乡甲机械有限公司", "", ()),
        ('="新乡甲机械有限公司"', "新乡甲机械有限公司", "", ()),
        ("'新乡甲机械有限公司", "新乡甲机械有限公司", "", ()),
        ("甲（新乡）机械有限公司", "甲（新乡）机械有限公司", "", ()),
    ],
)
def test_names(text: str, name: str, state: str, former: tuple[str, ...]) -> None:
    assert names.read(text)[:3] == (name, state, former)


@pytest.mark.parametrize("text", ["甲某", "http://a.cn", "914107027000000796", "=1+1", "---"])
def test_what_is_no_firm(text: str) -> None:
    assert names.is_no_name(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("锂电隔膜、磷酸铁锂，电解液", ["锂电隔膜", "磷酸铁锂", "电解液"]),
        ("隔膜；电解液\n铜箔", ["隔膜", "电解液", "铜箔"]),
        ("隔膜（湿法、干法）、铜箔", ["隔膜（湿法、干法）", "铜箔"]),
        ("AC/DC电源、轴承/齿轮", ["AC/DC电源", "轴承", "齿轮"]),
        ("1、隔膜 2、铜箔", ["隔膜", "铜箔"]),
        ("等离子设备、隔膜等", ["等离子设备", "隔膜"]),
        ("Toy Co., Ltd", ["Toy Co., Ltd"]),
    ],
)
def test_lists(text: str, parts: list[str]) -> None:
    assert lists.parts(text) == parts
