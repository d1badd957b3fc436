"""Names of firms on one line, each leading to the firm's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import gaps
from app_pages.read.shapes import FirmLink, FirmSeat
from app_pages.texts import language
from app_pages.texts.plain import plain

MANY = 100  # firms behind one number, from which a table is shown


def show(
    firms: Sequence[FirmLink],
    key: str,
    full: bool = False,
    more: int = 0,
    everybody: Callable[[], Sequence[FirmSeat]] | None = None,
) -> None:
    """Firms by their short names, or by their full ones with `full`. `more` says how many there are where not all are
    named, and opens to `everybody` where that is given."""
    lang = state.current().lang
    say, marks = language.speaker(lang), gaps.marks(state.current().region)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for i, firm in enumerate(firms):
            shown = firm["name"] if full else firm["short"]
            help = firm["name"] if shown != firm["name"] else None
            if st.button(plain(shown), key=f"{key}_{i}", type="tertiary", help=plain(help)):
                state.open_page("firm", firm=firm["id"])
            if firm["id"] in marks:
                st.html(frame.role_marks(marks[firm["id"]], lang), width="content")
        if more > 0 and everybody is not None:
            with st.popover(
                plain(say("frame.more" if firms else "frame.all", n=more)),
                type="tertiary",
                key=f"{key}_more",
                on_change="rerun",
            ) as opened:
                if opened.open:
                    _everybody(everybody(), key)
        elif more > 0:
            st.html(snippets.text(say("frame.more", n=more), "lt-muted"), width="content")


def _everybody(firms: Sequence[FirmSeat], key: str) -> None:
    """All firms behind a number, by name and seat; many of them as a table, which does not draw a button for each."""
    if len(firms) > MANY:
        _table(firms, key)
        return
    with st.container(height=min(320, 40 * len(firms) + 24), border=False, width=420):
        for i, firm in enumerate(firms):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if st.button(plain(firm["name"]), key=f"{key}_all_{i}", type="tertiary"):
                    state.open_page("firm", firm=firm["id"])
                st.html(snippets.text(frame.place(firm["place"]), "lt-muted"), width="content")


def _table(firms: Sequence[FirmSeat], key: str) -> None:
    """Firms as a table; a chosen row leads to its firm."""
    say = language.speaker(state.current().lang)
    st.html(snippets.text(say("frame.pick"), "lt-muted"))
    rows = {
        say("frame.firm"): [f["name"] for f in firms],
        say("frame.seat"): [frame.place(f["place"]) for f in firms],
    }
    event = st.dataframe(
        rows,
        key=f"{key}_all",
        hide_index=True,
        height=320,
        width=420,
        on_select="rerun",
        selection_mode="single-row",
    )
    for i in event.selection.rows:
        state.open_page("firm", firm=firms[i]["id"])
