"""A bar that says how far the firms of a newly loaded table have been read."""

from __future__ import annotations

import streamlit as st

from app_pages.read import target_lists
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.words import Lang


@st.fragment(run_every=4)
def show(lang: Lang) -> None:
    """How far the firms of a newly loaded table have been read; the list can be used meanwhile and grows at the end."""
    say, now = language.speaker(lang), target_lists.reading()
    if now.finished:
        st.rerun()
    st.progress(now.done / now.total, text=plain(say("targets.reading", done=f"{now.done:,}", n=f"{now.total:,}")))
