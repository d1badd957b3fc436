"""What if a firm landed in the chosen segment: one click on the panel, and the map shows the chain after it."""

from __future__ import annotations

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import target_lists
from app_pages.read.maps import chain_map
from app_pages.read.shapes import ChainView, SegmentView
from app_pages.texts import language
from graph.errors import LiantuError
from graph.gaps.documents.labels import change_sentence
from graph.gaps.documents.plan_shapes import ScenarioDocument


def button(view: SegmentView, now: state.Selection, say: language.Speaker) -> None:
    """Suppose that the first firm of the target list lands in the segment of the panel."""
    if not view["national"]:
        return
    if st.button(say("map.suppose"), key="panel_suppose", help=say("map.suppose_help")):
        first = next(iter(target_lists.outsiders(view["id"], now.region)), None)
        firm = first["firm"]["id"] if first else view["national"][0]["id"]
        state.suppose([*now.steps, f"add:{firm}@{view['id']}"])
        st.rerun(scope="app")


def after(now: state.Selection) -> tuple[ChainView, ScenarioDocument] | None:
    """The chain after what is supposed; None where nothing is, or where it cannot be."""
    if not now.steps:
        return None
    try:
        return chain_map.supposed(now.chain, now.region, now.steps)
    except LiantuError as error:
        frame.failed(error)
        state.suppose(now.steps[:-1])  # the last one is the one that cannot be
        return None


def banner(
    before: ChainView, made: tuple[ChainView, ScenarioDocument], now: state.Selection, say: language.Speaker
) -> None:
    """What is supposed, what it changes in this chain, and the ways out."""
    view, document = made
    between, changes = ("、", "；") if now.lang == "zh" else (", ", "; ")
    said = changes.join(change_sentence(c, now.lang).rstrip("。.") for c in document["changes"])
    moved = chain_map.changed(now.chain, now.region, view)
    names = between.join(frame.segment_name(s, now.lang) for s in view["segments"] if s["id"] in moved)
    text = say(
        "map.supposed",
        changes=said,
        before=f"{before['completeness']:.1%}",
        after=f"{view['completeness']:.1%}",
    )
    text += " " * (now.lang == "en") + (say("map.supposed_moved", names=names) if names else say("map.supposed_same"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(snippets.text(text), width="content")
        if st.button(say("map.supposed_open"), key="supposed_open", type="tertiary"):
            st.session_state["gaps_open"] = "sandbox"
            state.open_page("gap_list")
        if st.button(say("map.supposed_clear"), key="supposed_clear", type="tertiary"):
            state.suppose(())
            st.rerun(scope="app")
