"""Names by their characters, by English, by the first letters and the whole of the pinyin."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recommend.retrieve.by_name import Entry, NameIndex, initials_of, normal

FIRMS = NameIndex(
    [
        Entry("tianli", ("天力锂能集团股份有限公司", "天力锂能")),
        Entry("changyuan", ("长垣市华兰包装有限公司",)),
        Entry("hualan", ("华兰生物工程股份有限公司",)),
        Entry("changan", ("重庆长安汽车股份有限公司",)),
        Entry("pcb", ("ＡＢＣ电路板（新乡）有限公司", "ABC Circuits")),
    ]
)


def test_a_name_is_found_by_what_it_begins_with_before_what_it_holds() -> None:
    assert FIRMS.find("华兰") == ["hualan", "changyuan"]


def test_first_letters_of_the_pinyin_find_a_firm() -> None:
    assert FIRMS.find("tlln") == ["tianli"]
    assert FIRMS.find("TLLN") == ["tianli"]
    assert FIRMS.find("hlsw") == ["hualan"]


def test_a_character_with_several_readings_is_found_by_each() -> None:
    assert FIRMS.find("cqca") == ["changan"]
    assert FIRMS.find("cysh") == ["changyuan"]
    assert set(initials_of("长垣")) == {"cy", "zy"}


def test_whole_pinyin_finds_what_begins_so() -> None:
    assert FIRMS.find("tianlilineng") == ["tianli"]
    assert FIRMS.find("hualan") == ["hualan"]


def test_english_and_full_width_letters() -> None:
    assert FIRMS.find("circuits") == ["pcb"]
    assert FIRMS.find("abc") == ["pcb"]
    assert FIRMS.find("(新乡)") == ["pcb"]


def test_two_letters_inside_a_name_find_nothing() -> None:
    assert FIRMS.find("sw") == []
    assert FIRMS.find("swg") == ["hualan"]


@given(st.text(max_size=40))
def test_any_text_finds_only_entries_and_an_empty_one_none(text: str) -> None:
    found = FIRMS.find(text)
    assert set(found) <= {"tianli", "changyuan", "hualan", "changan", "pcb"}
    assert len(found) == len(set(found))
    if not normal(text):
        assert found == []
