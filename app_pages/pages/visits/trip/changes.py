"""The plan on screen and the changes made to it by hand: taking one over, undoing it, saying what it did."""

from __future__ import annotations

import streamlit as st

from app_pages import state
from app_pages.pages.visits.trip import board
from app_pages.texts import language
from outreach.trip.planner import edit, hand
from outreach.trip.planner.hand import Arrangement
from outreach.trip.planner.problem import DAY
from outreach.trip.planning import Planned

KEPT = "visits_planned"  # the plan on screen, kept across pages
PAST, FUTURE, WAS, SAID, SEQ = "visits_past", "visits_future", "visits_was", "visits_said", "visits_seq"
PICKED = "visits_pick"
STEPS = 60  # changes that can be undone


def current() -> Planned | None:
    """The plan on screen."""
    planned: Planned | None = st.session_state.get(KEPT)
    return planned


def visits_of(planned: Planned) -> list[str]:
    """The keys of all visits of the trip, party by party."""
    return [slot.key for slots in planned.arrangement.slots.values() for slot in slots]


def inside(planned: Planned, key: str) -> bool:
    """Is a visit of this key part of the trip?"""
    return key in visits_of(planned)


def begin(planned: Planned) -> None:
    """A new plan on screen; nothing to undo yet."""
    st.session_state[KEPT] = planned
    for name in (PAST, FUTURE, WAS, SAID, PICKED):
        st.session_state.pop(name, None)


def moved() -> None:
    """A card was dragged (or moved with keys)."""
    to, planned = board.moved(), current()
    if to is None or planned is None or to["key"] not in planned.problem.by_key:
        return
    key, problem, laid = to["key"], planned.problem, planned.arrangement
    if to["party"]:
        st.session_state[PICKED] = key
        take(planned, hand.put(problem, laid, key, to["party"], to["day"], to["at"]), key)
    elif inside(planned, key):
        take(planned, hand.take_out(problem, laid, key), key)
    else:
        again()


def picked() -> None:
    """A card was clicked: the fields below are about it."""
    key, planned = board.picked(), current()
    if planned is not None and inside(planned, key):
        st.session_state[PICKED] = key
    again()


def again() -> None:
    """The board is drawn anew, whatever the browser made of it."""
    st.session_state[SEQ] = st.session_state.get(SEQ, 0) + 1


def take(planned: Planned, after: Arrangement, key: str, more: tuple[str, ...] = ()) -> None:
    """Take a change over: it can be undone, and whoever else moved is named."""
    before = planned.arrangement
    say = language.speaker(state.current().lang)
    names = {c.key: c.name for c in planned.problem.candidates}
    day = board.day_names(planned, state.current().lang)
    lines = [
        say("visits.pushed", name=names[k], day=day[min(new // DAY, len(day) - 1)], old=clock(old), new=clock(new))
        for k, old, new in hand.moved(before, after, key)
    ]
    st.session_state[WAS] = {c.key: c.start for r in before.plan.routes for c in r.calls}
    st.session_state[PAST] = [*st.session_state.get(PAST, []), planned][-STEPS:]
    st.session_state[FUTURE] = []
    st.session_state[SAID] = [*more, *(lines or ([say("visits.others_same")] if not more else []))]
    st.session_state[KEPT] = planned.arranged(after)
    again()


def step(back: bool) -> None:
    """Undo, or do again what was undone."""
    source, target = (PAST, FUTURE) if back else (FUTURE, PAST)
    stack = list(st.session_state.get(source, []))
    if not stack:
        return
    st.session_state[target] = [*st.session_state.get(target, []), st.session_state[KEPT]]
    st.session_state[KEPT] = stack.pop()
    st.session_state[source] = stack
    st.session_state[SAID] = [language.speaker(state.current().lang)("visits.undone" if back else "visits.redone")]
    st.session_state[WAS] = {}
    again()


def original() -> None:
    """Back to what the planner made, itself a change that can be undone."""
    past = st.session_state.get(PAST, [])
    first, planned = past[0], st.session_state[KEPT]
    take(planned, first.arrangement, "")
    st.session_state[KEPT] = first


def to_party(planned: Planned, key: str, party: int, day: int) -> Arrangement:
    """To another party: the same day where it fits, else the day where most holds."""
    tried = [
        hand.put(planned.problem, planned.arrangement, key, party, d)
        for d in sorted(range(planned.problem.days), key=lambda d: (abs(d - day), d))
    ]
    return min(tried, key=lambda t: len(t.faults))  # the first of equals: the nearest day


def cancel(planned: Planned, key: str) -> None:
    after, said = edit.without(planned.problem, planned.plan, key)
    laid = hand.lay_out(planned.problem, hand.of_plan(after), after)
    take(planned, laid, key, said if state.current().lang == "zh" else ())


def put_in(planned: Planned, key: str, name: str) -> None:
    found = hand.best_place(planned.problem, planned.arrangement, key)
    if found is None:
        st.session_state[SAID] = [language.speaker(state.current().lang)("visits.fits_nowhere", name=name)]
        return
    st.session_state[PICKED] = key
    take(planned, found, key)


def clock(minute: int) -> str:
    return f"{minute % DAY // 60}:{minute % 60:02d}"
