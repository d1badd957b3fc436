"""One kind of problem for every reader of tables, and one place that says it."""

from __future__ import annotations

import pickle
import string

import pytest

from graph.errors import BadCell
from graph.model.row_problems import RowProblem, of_cell
from graph.model.row_sentences import DATA, TABLES
from graph.model.row_sentences.lists import LISTS
from graph.model.row_sentences.loading import LOADING

TWICE = RowProblem("a.csv", 4, "名称", "row_twice", "某公司", "某公司", (("first", 2),))


def test_a_problem_is_said_in_both_languages_and_as_a_line() -> None:
    assert TWICE.zh == "与第 2 行重复，只用了前一行。"
    assert TWICE.en == "same as row 2, which was used."
    assert str(TWICE) == "第 4 行“某公司”：与第 2 行重复，只用了前一行。"
    assert TWICE.as_row() == {"row": 4, "name": "某公司", "why": "与第 2 行重复，只用了前一行。"}
    assert TWICE.rejected
    assert pickle.loads(pickle.dumps(TWICE)) == TWICE  # helpers send them home


def test_a_line_names_the_row_by_its_column_where_it_has_no_name() -> None:
    assert str(RowProblem("n.csv", 3, "日期", "need_day", "明年")).startswith("第 3 行“日期”：日期“明年”看不懂")
    assert str(RowProblem("a.csv", 3, "", "row_no_name")) == "第 3 行“无名称”：没有名称，请补上。"


@pytest.mark.parametrize(
    ("problem", "severity", "en"),
    [
        (RowProblem("x.csv", 2, "", "firm_twice", "", "甲", (("first", 1),), "in_data"), "warning", "甲 stands twice"),
        (RowProblem("x.csv", 2, "", "missing_source", "", "甲", (), "in_data"), "error", "甲: no source."),
        (
            RowProblem("x.csv", 2, "uscc", "bad_uscc", "12", "甲").in_data("firms/x.csv"),
            "error",
            "甲: '12' credit code",
        ),
    ],
)
def test_a_fault_of_the_data_weighs_as_its_kind_does(problem: RowProblem, severity: str, en: str) -> None:
    assert problem.severity == severity
    assert problem.en.startswith(en)
    assert list(problem.as_finding()) == ["severity", "code", "file", "row", "id", "zh", "en"]


def test_one_code_is_a_note_in_a_table_and_an_error_in_the_data() -> None:
    table = RowProblem("t.csv", 2, "环节", "unknown_segment", "飞船", "甲")
    data = RowProblem("parks.csv", 2, "", "unknown_segment", "toy.moon", "甲园", (), "in_data")
    assert (table.rejected, table.zh) == (False, "环节不存在，已留空；请用环节名称或编号。")
    assert (data.severity, data.zh) == ("error", "“甲园”所列环节 toy.moon 不存在。")


def test_a_cell_that_cannot_be_used_becomes_the_problem_of_its_row() -> None:
    error = BadCell("register_chain", "chains", "航天", allowed="甲、乙")
    problem = of_cell(error, "a.csv", 7, {"chains": "产业链"}, "某人")
    assert (problem.row, problem.column, problem.value) == (7, "产业链", "航天")
    assert problem.zh == "没有“航天”这条产业链，应为 甲、乙 之一。"


def test_every_sentence_says_the_same_things_in_both_languages() -> None:
    """A place holder of one language is one of the other, but for the words that are one language's own."""
    assert not set(LOADING) & set(LISTS)
    for code, sentence in (TABLES | DATA).items():
        zh, en = (
            {field.removesuffix("_en") for _, field, _, _ in string.Formatter().parse(t) if field} for t in sentence[1:]
        )
        assert zh ^ en <= {"name", "value", "why"}, code
