"""The chain beside another city: which cities can be chosen, and where the two differ most."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import base
from app_pages.read.maps import chain_map
from app_pages.read.shapes import ChainView
from app_pages.texts import language
from app_pages.texts.plain import plain

SHOWN = 8
Counts = Mapping[str, tuple[float, float]]


def choose(now: state.Selection, say: language.Speaker) -> None:
    """The box of cities: those that leaders chose, then the like ones."""
    cities = chain_map.cities(now.region)
    names = {"": say("map.beside_none")}
    for c in cities:
        key = "map.beside_chosen" if c["chosen"] else "map.beside_city"
        names[c["city"]] = say(key, city=frame.place(c["name"])) + ("" if c["comparable"] else say("map.beside_not"))
    if now.beside not in names:
        st.toast(say("map.beside_unknown"))
        state.change(beside="")
    st.session_state["map_beside"] = state.current().beside
    st.selectbox(
        say("map.beside"),
        list(names),
        format_func=lambda c: names[c],
        key="map_beside",
        label_visibility="collapsed",
        on_change=lambda: state.change(beside=st.session_state["map_beside"]),
    )


def counts(now: state.Selection) -> Counts | None:
    """(firms here, firms there) by segment; None where nothing is chosen or nothing can be compared."""
    return chain_map.beside(now.region, now.beside) if now.beside else None


def show(chain: ChainView, found: Counts | None, now: state.Selection, say: language.Speaker) -> None:
    """The segments that differ most, or why the two cannot be compared."""
    regions = base.space().regions
    here, there = (frame.place(regions.name(c)) for c in (now.region, now.beside))
    if found is None:
        st.html(snippets.text(say("map.beside_unable", there=there)))
        return
    rows = [(s, *found[s["id"]]) for s in chain["segments"] if not s["demand"] and s["id"] in found]
    rows = sorted((r for r in rows if round(r[1]) != round(r[2])), key=lambda r: -abs(r[1] - r[2]))[:SHOWN]
    st.subheader(plain(say("map.beside_title", here=here, there=there)), anchor=False)
    if not rows:
        st.html(snippets.text(say("map.beside_same"), "lt-muted"))
        return
    st.html(snippets.text(say("map.beside_how", n=len(rows)), "lt-muted"))
    for s, a, b in rows:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.text(frame.segment_name(s, now.lang)), width=220)
            ours, theirs = say("map.firms_in", place=here, n=round(a)), say("map.firms_in", place=there, n=round(b))
            if st.button(plain(ours), key=f"beside_here_{s['id']}", type="tertiary"):
                state.change(segment=s["id"])
                st.rerun(scope="app")
            if st.button(plain(theirs), key=f"beside_there_{s['id']}", type="tertiary"):
                state.open_page("chain_map", region=now.beside, segment=s["id"])
