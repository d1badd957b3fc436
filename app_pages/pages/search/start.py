"""What 检索 opens on: what was asked last, and what the city could ask."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import base, gaps
from app_pages.texts import language
from app_pages.texts.plain import plain

ASKED, FIRST = 8, 10
# One of each kind: a product, a material, a trade, a sentence. Firms state what they make in Chinese.
EXAMPLES = ("轮式起重机", "磷酸铁锂正极材料", "冷链物流", "给电池厂做涂覆隔膜的")
_KEY = "searches"


def asked(query: str) -> None:
    """Remember, for this session, what was asked."""
    before: list[str] = st.session_state.get(_KEY, [])
    st.session_state[_KEY] = [query, *(q for q in before if q != query)][:ASKED]


def show(chosen: state.Selection) -> None:
    """Searches of this session, and as examples the segments that the city should see to first, to be clicked."""
    say = language.speaker(chosen.lang)
    st.html(snippets.text(say("search.start"), "lt-muted"))
    last: list[str] = st.session_state.get(_KEY, [])
    if last:
        st.subheader(say("search.last"), anchor=False)
        _offer(last, "search_last")
    st.subheader(say("search.examples"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        for i, example in enumerate(EXAMPLES):
            _one(example, f"search_example_{i}")
    with st.spinner(say("wait.reading")):
        names = _first(chosen)
    if names:
        st.subheader(plain(say("search.first", region=base.space().regions.name(chosen.region))), anchor=False)
        _offer(names, "search_first")


def _first(chosen: state.Selection) -> list[str]:
    """The segments to see to first, else the first gaps, by their Chinese names, which is what firms are found by."""
    first = gaps.first(chosen.region)
    segments = [r["segment"] for r in (*first["attack"], *first["task_force"])]
    segments = segments or [g["segment"] for g in gaps.of_region(chosen.region)]
    return list(dict.fromkeys(frame.segment_title(s, "zh") for s in segments))[:FIRST]


def _offer(queries: Sequence[str], key: str) -> None:
    """Queries on one line, each of which asks itself when clicked."""
    with st.container(horizontal=True, gap="small"):
        for i, query in enumerate(queries):
            _one(query, f"{key}_{i}")


def _one(query: str, key: str) -> None:
    if st.button(plain(query), key=key):
        state.change(q=query)
        st.rerun()
