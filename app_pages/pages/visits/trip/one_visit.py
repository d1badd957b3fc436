"""One visit of a trip: where it may go, by fields and buttons that make the same moves as dragging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.visits.trip import board, changes
from app_pages.pages.visits.trip.changes import PICKED, SEQ
from app_pages.texts import language
from app_pages.texts.plain import plain
from outreach.trip.planner import hand
from outreach.trip.planner.hand import Slot
from outreach.trip.planner.problem import DAY
from outreach.trip.planning import Planned

FIRST_HOUR = 540  # minutes: nine o'clock, where a target names no hours


def show(planned: Planned, inside: Sequence[str], now: state.Selection) -> None:
    """Choose a visit of the trip (`inside` are their keys), then move, hold or remove it."""
    say, problem = language.speaker(now.lang), planned.problem
    names = {c.key: c.name for c in problem.candidates}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = st.selectbox(say("visits.pick"), inside, format_func=names.__getitem__, key=PICKED, width=250)
        if problem.by_key[key].kind == "appointment":
            st.html(snippets.text(say("visits.board_locked")), width="content")
            return
        party, slot = next((p, s) for p, slots in planned.arrangement.slots.items() for s in slots if s.key == key)
        # Fields follow the plan, so they are new after every change.
        stem = f"{key}_{st.session_state.get(SEQ, 0)}"
        _move(planned, party, slot, stem, names, now)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _buttons(planned, party, slot, stem, now)


def _move(planned: Planned, party: int, slot: Slot, stem: str, names: Mapping[str, str], now: state.Selection) -> None:
    """To which party, day and place of that day; the button moves it there."""
    say, problem, laid, key = language.speaker(now.lang), planned.problem, planned.arrangement, slot.key
    to_party = party
    if len(problem.parties) > 1:
        numbers = [p.number for p in problem.parties]
        to_party = st.selectbox(
            say("visits.col_party"),
            numbers,
            index=numbers.index(party),
            key=f"visits_to_party_{stem}",
            width=110,
            format_func=lambda n: board.party_name(planned, n, now.lang),
        )
    fits, days = hand.fits(problem, laid, key), board.day_names(planned, now.lang)
    to_day = st.selectbox(
        say("visits.col_date"),
        list(range(problem.days)),
        index=slot.day,
        key=f"visits_to_day_{stem}",
        width=170,
        format_func=lambda d: f"{days[d]} {'✓' if fits.get((to_party, d)) else '✗'}",
        help=say("visits.fits_help"),
    )
    here = [s.key for s in laid.slots[party] if s.day == slot.day].index(key)
    others = [s.key for s in laid.slots.get(to_party, ()) if s.day == to_day and s.key != key]
    # -1: wherever it fits best; 0: the first of that day; i: behind the i-th of the others.
    places = {-1: say("visits.best"), 0: say("visits.first")}
    places |= {i: say("visits.behind", name=names[other]) for i, other in enumerate(others, 1)}
    at = st.selectbox(
        say("visits.order"),
        list(places),
        key=f"visits_at_{stem}_{to_party}_{to_day}",
        width=190,
        index=here + 1 if (to_party, to_day) == (party, slot.day) else 0,
        format_func=places.__getitem__,
    )
    st.button(
        say("visits.move_here"),
        key="visits_move",
        type="primary",
        on_click=lambda: changes.take(
            planned, hand.put(problem, laid, key, to_party, to_day, None if at < 0 else at), key
        ),
    )


def _buttons(planned: Planned, party: int, slot: Slot, stem: str, now: state.Selection) -> None:
    """To the other party, hold its time, remove it, or say that they cancelled."""
    say, problem, laid, key = language.speaker(now.lang), planned.problem, planned.arrangement, slot.key
    if len(problem.parties) == 2:
        other = next(p.number for p in problem.parties if p.number != party)
        st.button(
            plain(say("visits.other_party", party=board.party_name(planned, other, now.lang))),
            key="visits_other",
            on_click=lambda: changes.take(planned, changes.to_party(planned, key, other, slot.day), key),
        )
    _agree(planned, slot, stem, say)
    st.button(
        say("visits.remove"),
        key="visits_remove",
        on_click=lambda: changes.take(planned, hand.take_out(problem, laid, key), key),
    )
    st.button(
        say("visits.cancelled"),
        key="visits_cancelled",
        help=say("visits.cancelled_help"),
        disabled=bool(laid.faults),
        on_click=changes.cancel,
        args=(planned, key),
    )


def _agree(planned: Planned, slot: Slot, stem: str, say: language.Speaker) -> None:
    """Hold a visit to the time that was agreed with them, or free it."""
    problem, laid, key = planned.problem, planned.arrangement, slot.key
    open_from = problem.open_hours(problem.by_key[key])
    minute = slot.start if slot.start is not None else open_from[0][0] % DAY if open_from else FIRST_HOUR
    with st.popover(say("visits.agree")):
        agreed = st.time_input(
            say("visits.agreed_time"), key=f"visits_time_{stem}", step=300, value=time(minute // 60, minute % 60)
        )
        st.button(
            say("visits.agree_do"),
            key="visits_agree",
            on_click=lambda: changes.take(planned, hand.fix(problem, laid, key, agreed.hour * 60 + agreed.minute), key),
        )
        if slot.fixed:
            st.button(
                say("visits.agree_not"),
                key="visits_agree_not",
                on_click=lambda: changes.take(planned, hand.fix(problem, laid, key, None), key),
            )
