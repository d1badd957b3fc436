"""缺口诊断: what is missing or thin and how we know; what would change it; what changed; what to bring in together."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from app_pages import checking, frame, state
from app_pages.pages.gap_list import across, changes, diagnosis, first, portfolio, sandbox
from app_pages.texts import language


class View(NamedTuple):
    """A view of the page: its name, as a text, and what draws it."""

    name: str
    show: Callable[[state.Selection, language.Speaker], None]


VIEWS = {
    "first": View("gaps.view_first", first.show),
    "diagnosis": View("gaps.view_diagnosis", diagnosis.show),
    "sandbox": View("gaps.view_sandbox", sandbox.show),
    "portfolio": View("gaps.view_portfolio", portfolio.show),
    "changes": View("gaps.view_changes", changes.show),
    "across": View("gaps.view_across", across.show),
    "checks": View("gaps.view_checks", checking.show),
}

chosen = frame.bar()
say = language.speaker(chosen.lang)
# Another view asked for it: a widget's state may be set only before the widget is drawn.
if wanted := st.session_state.pop("gaps_open", None):
    st.session_state["gaps_view"] = wanted
view = st.segmented_control(
    say("gaps.view"),
    list(VIEWS),
    default="diagnosis" if chosen.segment else "first",  # who comes for a segment wants its certificate
    format_func=lambda v: say(VIEWS[v].name),
    key="gaps_view",
    persist_state="session",
    required=True,
    label_visibility="collapsed",
)
VIEWS[str(view)].show(chosen, say)
