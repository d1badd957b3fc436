"""Changing a trip by hand: the board, what does not hold, undo, and below it the fields and buttons for one visit."""

from __future__ import annotations

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.visits.trip import board, changes, one_visit
from app_pages.pages.visits.trip.changes import FUTURE, PAST, PICKED, SAID, SEQ, WAS
from app_pages.read import base
from app_pages.texts import language
from outreach.trip.planner import hand
from outreach.trip.planning import Planned


def show(planned: Planned, now: state.Selection) -> None:
    """Verdict, board, and below it what buttons can do."""
    say = language.speaker(now.lang)
    inside = changes.visits_of(planned)
    if st.session_state.get(PICKED) not in inside:
        st.session_state.pop(PICKED, None)
    _verdict(planned, now, say)
    shown = board.Shown(
        st.session_state.get(PICKED) or "",
        st.session_state.get(WAS) or {},
        " ".join(st.session_state.get(SAID, ())),
        st.session_state.get(SEQ, 0),
    )
    data = board.board_data(planned, base.space().regions, now.lang, shown)
    board.draw(data, changes.moved, changes.picked)
    _history(planned, say)
    if inside:
        one_visit.show(planned, inside, now)
    _outside(planned, now, say)


def _verdict(planned: Planned, now: state.Selection, say: language.Speaker) -> None:
    """Feasible or not, at once, in one place of one height, so that the board stands still; then what the last change
    did to the others."""
    faults = planned.arrangement.faults
    names = {c.key: c.name for c in planned.problem.candidates}
    lines = [board.fault_words(f, names.get(f.key, ""), now.lang) for f in faults]
    st.html(
        snippets.verdict(
            f"⚠ {say('visits.not_feasible', n=len(faults))}" if faults else f"✓ {say('visits.feasible')}",
            say("visits.not_yet") if faults else say("visits.estimate"),
            bool(faults),
            lines,
            st.session_state.get(SAID, ()),
        )
    )


def _history(planned: Planned, say: language.Speaker) -> None:
    past, future = st.session_state.get(PAST, []), st.session_state.get(FUTURE, [])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            say("visits.undo"),
            key="visits_undo",
            disabled=not past,
            on_click=changes.step,
            args=(True,),
            icon=":material/undo:",
        )
        st.button(
            say("visits.redo"),
            key="visits_redo",
            disabled=not future,
            on_click=changes.step,
            args=(False,),
            icon=":material/redo:",
        )
        st.button(
            say("visits.original"),
            key="visits_original",
            disabled=not past,
            on_click=changes.original,
            help=say("visits.original_help"),
        )
        st.button(
            say("visits.tighten"),
            key="visits_tighten",
            help=say("visits.tighten_help"),
            on_click=lambda: changes.take(planned, hand.tightened(planned.problem, planned.arrangement), ""),
        )


def _outside(planned: Planned, now: state.Selection, say: language.Speaker) -> None:
    """Put in one that was left out, where it fits best; or say that it fits nowhere."""
    outside = {d.key: d for d in planned.arrangement.plan.dropped}
    if not outside:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = st.selectbox(
            say("visits.pick_out"),
            list(outside),
            format_func=lambda k: outside[k].name,
            key="visits_pick_out",
            width=300,
        )
        st.button(
            say("visits.insert"), key="visits_insert", on_click=changes.put_in, args=(planned, key, outside[key].name)
        )
        if now.lang == "zh":
            st.html(snippets.text(outside[key].reason, "lt-muted"), width="content")
