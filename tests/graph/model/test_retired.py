"""Ids that ended: what took their place, however often that ended too, and every way the table can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.retired import FILE, NONE, Retired, read
from tests.support.small import calm

SEGMENTS = {"a.one": "甲", "a.two": "乙", "b.three": "丙"}
TABLE = Retired({"a.lump": ("a.two", "a.half"), "a.half": ("b.three", "a.one"), "a.old": ("a.one",)})


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / FILE
    file.write_bytes(text.encode(encoding))
    return file


def test_heirs_of_heirs_are_heirs_in_order() -> None:
    assert TABLE.heirs("a.lump") == ("a.two", "b.three", "a.one")
    assert TABLE.heirs("a.old") == ("a.one",)
    assert TABLE.heirs("a.one") == ()
    assert (TABLE.best_heir("a.lump"), TABLE.best_heir("a.one"), TABLE.best_heir("nobody")) == (
        "a.two",
        "a.one",
        "nobody",
    )
    assert TABLE.now("a.one") == ("a.one",)
    assert TABLE.all_now(["b.three", "a.old", "a.lump"]) == ("b.three", "a.one", "a.two")


def test_any_child_counts_for_a_label() -> None:
    assert TABLE.matches("b.three", "a.lump")
    assert TABLE.matches("a.one", "a.one")
    assert TABLE.matches("a.old", "a.one")  # renamed: the same by another name
    assert TABLE.matches("a.half", "a.lump")
    assert not TABLE.matches("a.lump", "a.one")  # the whole lump is not one of its parts
    assert not TABLE.matches("a.two", "a.old")
    assert not TABLE.matches("", "a.one")


def test_a_store_remembers_it_as_text() -> None:
    assert Retired.of_text(TABLE.as_text()) == TABLE
    assert (NONE.as_text(), Retired.of_text("")) == ("", NONE)
    assert not NONE


@st.composite
def tables(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Tables without circles: an id has heirs of higher numbers only; from 20 on they are in force."""
    ended = draw(st.sets(st.integers(0, 19), max_size=12))
    return {
        f"c.s{i}": tuple(
            f"c.s{j}"
            for j in draw(st.lists(st.integers(i + 1, 25), min_size=1, max_size=3, unique=True))
            if j in ended or j >= 20
        )
        or ("c.s25",)
        for i in sorted(ended)
    }


@calm
@given(tables())
def test_every_heir_is_in_force_and_none_is_lost(new: dict[str, tuple[str, ...]]) -> None:
    """Heirs are what one reaches by going on from heir to heir, each once, and one step changes nothing in them."""
    table = Retired(new)
    for old in new:
        heirs = table.heirs(old)
        assert heirs
        assert len(set(heirs)) == len(heirs)
        assert not set(heirs) & set(new)
        assert heirs == table.all_now(new[old])
        assert table.all_now(heirs) == heirs
        assert all(table.matches(heir, old) for heir in heirs)


@calm
@given(st.dictionaries(st.sampled_from("abcd"), st.lists(st.sampled_from("abcdxy"), max_size=3).map(tuple)))
def test_a_circle_hangs_nobody(new: dict[str, tuple[str, ...]]) -> None:
    table = Retired(new)
    assert all(set(table.heirs(old)) <= {"x", "y"} | (set("abcd") - set(new)) for old in new)


def test_a_good_table_and_none(tmp_path: Path) -> None:
    file = written(tmp_path, "\ufeffold,new\na.gone, a.one ; b.three\n\na.half,a.gone\n")
    table, problems = read(file, SEGMENTS)
    assert problems == []
    assert (table.heirs("a.half"), len(table)) == (("a.one", "b.three"), 2)
    assert read(tmp_path / "none.csv", SEGMENTS) == (NONE, [])
    assert read(written(tmp_path, "old,new\n"), SEGMENTS) == (NONE, [])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a.one,a.two", "row 2, column old: a.one is a segment of the catalogue; remove the row, or the segment"),
        ("a.gone,a.onne", "row 2, column new: no segment a.onne; did you mean a.one (甲)?"),
        ("a.gone,", "row 2, column new: nothing took the place of a.gone; write at least one id"),
        (",a.one", "row 2, column old: no id; write the full id that ended, or remove the row"),
        ("gone,a.one", "row 2, column old: 'gone' is no id of a segment; write it in full, as chain.segment"),
        ("a.gone,One", "row 2, column new: 'One' is no id of a segment; write it in full, as chain.segment"),
        ("a.gone,a.one;a.one", "row 2, column new: a.one stands more than once; keep one"),
        ("a.gone,a.one,a.two", "row 2, column new: 3 cells; write old,new and `;` between several new ids"),
        ("a.gone,a.gone", "row 2, column new: a.gone ends in itself: a.gone -> a.gone; name an id of the catalogue"),
        ("a.x,a.y\na.y,a.x", "row 2, column new: a.x ends in itself: a.x -> a.y -> a.x; name an id of the catalogue"),
        ("a.x,a.one\na.x,a.two", "row 3, column old: a.x stands in row 2 already; write all its heirs in one row"),
    ],
)
def test_what_is_wrong_is_named_with_row_column_and_fix(tmp_path: Path, row: str, said: str) -> None:
    _, problems = read(written(tmp_path, f"old,new\n{row}\n"), SEGMENTS)
    assert problems == [f"{FILE} {said}"]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("from,to\na.x,a.one\n", "utf-8", "row 1: the columns are from, to; write old,new"),
        ("", "utf-8", "row 1: the columns are none; write old,new"),
        ("old,new\n甲乙,a.one\n", "gbk", "not UTF-8; save it as UTF-8"),
    ],
)
def test_a_file_that_is_no_such_table(tmp_path: Path, text: str, encoding: str, said: str) -> None:
    table, problems = read(written(tmp_path, text, encoding), SEGMENTS)
    assert table == NONE
    assert [p.removeprefix(FILE).lstrip(": ") for p in problems] == [said]


def test_all_faults_are_told_in_one_run_and_a_chain_that_cannot_be_read_is_not_guessed_about(tmp_path: Path) -> None:
    file = written(tmp_path, "old,new\na.one,a.two\na.gone,\na.x,c.broken\na.y,a.y\n")
    assert len(read(file, SEGMENTS)[1]) == 4
    assert len(read(file, SEGMENTS, unread={"c"})[1]) == 3
