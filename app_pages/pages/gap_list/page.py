"""缺口诊断: what is missing or thin and how we know; what would change it; what changed; what to bring in together."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages import frame, state
from app_pages.pages.gap_list import across, changes, diagnosis, portfolio, sandbox
from app_pages.texts import language

VIEWS: dict[str, Callable[[state.Selection, language.Speaker], None]] = {
    "diagnosis": diagnosis.show,
    "sandbox": sandbox.show,
    "portfolio": portfolio.show,
    "changes": changes.show,
    "across": across.show,
}

chosen = frame.bar()
say = language.speaker(chosen.lang)
# Another view asked for it: a widget's state may be set only before the widget is drawn.
if wanted := st.session_state.pop("gaps_open", None):
    st.session_state["gaps_view"] = wanted
view = st.segmented_control(
    say("gaps.view"),
    list(VIEWS),
    default="diagnosis",
    format_func=lambda v: say(f"gaps.view_{v}"),
    key="gaps_view",
    persist_state="session",
    required=True,
    label_visibility="collapsed",
)
VIEWS[str(view)](chosen, say)
