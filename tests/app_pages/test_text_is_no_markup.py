"""What people or files wrote never becomes markup: the escaper, and a lint of every page that finds who forgot it."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_pages.texts.plain import JOINER, plain
from tests.support.markup_lint import unescaped
from tests.test_architecture import trees


def test_no_page_hands_on_a_value_unescaped() -> None:
    pages = [(file, tree) for file, tree in trees() if file.startswith("app_pages/") or file == "app.py"]
    assert len(pages) > 50
    assert {file: found for file, tree in pages if (found := unescaped(tree))} == {}


@pytest.mark.parametrize(
    "added",
    [
        'st.error(f"{name} is wrong")',
        "st.button(firm['name'])",
        'left.subheader(say("gaps.why", name=name))',
        "st.toast(str(error))",
        'st.caption("a " + name)',
        'st.radio("a", names, format_func=lambda k: names[k])',
        'st.pills("a", names)',
        "st.tabs([n for n in names])",
        'st.button("a", help=why)',
        'st.markdown("<b>", unsafe_allow_html=True)',
        'box.expander(title if short else "a")',
    ],
)
def test_a_value_that_is_not_escaped_is_found(added: str) -> None:
    assert unescaped(ast.parse(added))


@pytest.mark.parametrize(
    "added",
    [
        'st.error(plain(f"{name} is wrong"))',
        'st.button(say("gaps.why"))',
        'st.header(f"**{plain(name)}**")',
        'st.radio("a", names, format_func=lambda k: plain(names[k]))',
        "st.html(snippets.text(name))",
        "st.text(name)",
    ],
)
def test_what_is_escaped_is_not(added: str) -> None:
    assert unescaped(ast.parse(added)) == []


def test_names_of_firms_stay_as_they_are() -> None:
    for name in ("新乡甲（集团）有限公司", "A & B 公司", "3M 中国", "比亚迪-弗迪", "T3 出行", "甲、乙；丙：丁 50%"):
        assert plain(name) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![a](http://out.example/x.png)", rf"!\[a](http:{JOINER}//out.example/x.png)"),
        ("**甲** _乙_ `丙`", r"\*\*甲\*\* \_乙\_ \`丙\`"),
        ("<img src=x>", r"\<img src=x>"),
        ("# 甲", r"\# 甲"),
        ("1. 甲", r"1\. 甲"),
        ("- 甲", r"\- 甲"),
        (":red[甲]", f":{JOINER}red\\[甲]"),
        (":material/home:", f":{JOINER}material/home:"),
        ("$x^2$", r"\$x^2\$"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("www.out.example", f"www{JOINER}.out.example"),
        ("a@out.example", f"a@{JOINER}out.example"),
        ("甲\u202e乙\x00", "甲乙"),
    ],
)
def test_marks_are_shown_as_letters(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_every_letter_that_shows_stays(text: str) -> None:
    """Backslashes and joiners aside, what can be seen is what was written."""
    seen = plain(text).replace(JOINER, "").replace("\\", "")
    assert [c for c in seen if c.isalnum()] == [c for c in text if c.isalnum()]
