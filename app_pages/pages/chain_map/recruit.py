"""Beside the map while no segment is chosen: what to go for in this chain, who wants it, whom to look at first."""

from __future__ import annotations

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read.maps import chain_map
from app_pages.read.shapes import ChainView
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.priorities.group_words import GROUP


def show(chain: ChainView, now: state.Selection, say: language.Speaker) -> None:
    """The segments to go for, each with the local buyers that wait for it and the best three targets."""
    st.subheader(say("map.first"), anchor=False)
    rows = chain_map.to_go_for(now.chain, now.region)
    if not rows:
        rows = chain_map.next_best(now.chain, now.region)
        st.html(snippets.text(say("map.none_first" if rows else "map.no_gaps"), "lt-muted"))
    states = {s["id"]: s["state"] for s in chain["segments"]}
    for row in rows:
        segment = row["segment"]
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if st.button(plain(frame.segment_name(row, now.lang)), key=f"go_{segment}", type="tertiary"):
                    state.change(segment=segment)
                    st.rerun(scope="app")
                group = snippets.plain_chip(GROUP[row["priority"]["group"]][now.lang])
                st.html(snippets.row(group, snippets.chip(states[segment], now.lang)), width="content")
            _wanted(segment, now, say)


def _wanted(segment: str, now: state.Selection, say: language.Speaker) -> None:
    with st.spinner(say("wait.reading")):
        found = chain_map.wanted(segment, now.region)
    between = "、" if now.lang == "zh" else ", "
    named = between.join(f"{name}（{product}）" for name, product in found.buyers)
    st.html(snippets.text(say("map.who_wants", firms=named) if named else say("map.nobody_wants"), "lt-muted"))
    if found.targets:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.text(say("map.look_at"), "lt-muted"), width="content")
            for firm in found.targets:
                if st.button(plain(firm.short), key=f"go_{segment}_{firm.id}", type="tertiary", help=plain(firm.name)):
                    state.open_page("firm", firm=firm.id)
    else:
        st.html(snippets.text(say("map.no_target"), "lt-muted"))
