"""What 企业档案 opens on: the firms looked at last, and the largest of the city."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import firm_links, frame, state
from app_pages.draw import snippets
from app_pages.read import base, chains
from app_pages.read.shapes import FirmBrief, FirmLink, FirmView
from app_pages.texts import language
from app_pages.texts.plain import plain

SEEN = 10  # firms remembered
_KEY = "firms_seen"


def seen(firm: FirmView) -> None:
    """Remember, for this session, that a firm was looked at."""
    before: list[FirmLink] = st.session_state.get(_KEY, [])
    this: FirmLink = {"id": firm["id"], "name": firm["name"], "short": firm["short"]}
    st.session_state[_KEY] = [this, *(f for f in before if f["id"] != firm["id"])][:SEEN]


def show(chosen: state.Selection) -> None:
    """The firms of this session, last first, and the city's largest as a table of names that lead on."""
    say = language.speaker(chosen.lang)
    st.html(snippets.text(say("firm.start"), "lt-muted"))
    last: Sequence[FirmLink] = st.session_state.get(_KEY, [])
    if last:
        st.subheader(say("firm.seen"), anchor=False)
        firm_links.show(last, "firm_seen")
    region = base.space().regions.name(chosen.region)
    with st.spinner(say("wait.reading")):
        firms = chains.largest(chosen.region)
    if not firms:
        st.html(snippets.text(say("firm.none_here", region=region)) + snippets.text(say("firm.none_todo"), "lt-muted"))
        return
    st.subheader(plain(say("firm.largest", region=region, n=len(firms))), anchor=False)
    st.html(snippets.text(say("firm.largest_by"), "lt-muted"))
    half = (len(firms) + 1) // 2
    for column, part, first in zip(st.columns(2), (firms[:half], firms[half:]), (0, half), strict=True):
        with column:
            _rows(part, first, chosen)


def _rows(firms: Sequence[FirmBrief], first: int, chosen: state.Selection) -> None:
    """One line a firm: its name, which leads to its page, its seat and what it makes."""
    for i, firm in enumerate(firms, first):
        name, what = st.columns([2, 3], vertical_alignment="center")
        if name.button(plain(firm["short"]), key=f"largest_{i}", type="tertiary", help=plain(firm["name"])):
            state.open_page("firm", firm=firm["id"])
        makes = language.listed(firm["products"][:3], chosen.lang)
        what.html(snippets.text(makes) + snippets.text(frame.place(firm["place"]), "lt-muted"))
