"""Changing a trip by hand: the board, what does not hold, undo, and fields and buttons that do what dragging does."""

from __future__ import annotations

from datetime import time

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.visits import board
from app_pages.read import loaders
from app_pages.texts import language
from outreach.trip.planner import edit, hand
from outreach.trip.planner.hand import Arrangement, Slot
from outreach.trip.planner.problem import DAY
from outreach.trip.planning import Planned

KEPT = "visits_planned"  # the plan on screen, kept across pages
PAST, FUTURE, WAS, SAID, SEQ = "visits_past", "visits_future", "visits_was", "visits_said", "visits_seq"
PICKED = "visits_pick"
STEPS = 60  # changes that can be undone


def begin(planned: Planned) -> None:
    """A new plan on screen; nothing to undo yet."""
    st.session_state[KEPT] = planned
    for name in (PAST, FUTURE, WAS, SAID, PICKED):
        st.session_state.pop(name, None)


def show(planned: Planned, now: state.Selection) -> None:
    """Verdict, board, and below it what buttons can do."""
    say = language.speaker(now.lang)
    inside = [s.key for own in planned.arrangement.slots.values() for s in own]
    if st.session_state.get(PICKED) not in inside:
        st.session_state.pop(PICKED, None)
    _verdict(planned, now, say)
    data = board.board_data(
        planned,
        loaders.space().regions,
        now.lang,
        st.session_state.get(PICKED) or "",
        st.session_state.get(WAS),
        " ".join(st.session_state.get(SAID, ())),
        st.session_state.get(SEQ, 0),
    )
    board.draw(data, _moved, _picked)
    _history(planned, say)
    _one(planned, inside, now, say)
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


def _moved() -> None:
    """A card was dragged (or moved with keys)."""
    sent, planned = board.event("moved"), st.session_state.get(KEPT)
    if not sent or planned is None or sent["key"] not in planned.problem.by_key:
        return
    key, party = str(sent["key"]), int(sent["party"])
    if party == 0:
        if any(s.key == key for own in planned.arrangement.slots.values() for s in own):
            _take(planned, hand.take_out(planned.problem, planned.arrangement, key), key)
        else:
            _again()
        return
    st.session_state[PICKED] = key
    _take(planned, hand.put(planned.problem, planned.arrangement, key, party, int(sent["day"]), int(sent["at"])), key)


def _picked() -> None:
    """A card was clicked: the fields below are about it."""
    key = board.event("picked").get("key")
    planned = st.session_state.get(KEPT)
    if planned is not None and any(s.key == key for own in planned.arrangement.slots.values() for s in own):
        st.session_state[PICKED] = key
    _again()


def _again() -> None:
    """The board is drawn anew, whatever the browser made of it."""
    st.session_state[SEQ] = st.session_state.get(SEQ, 0) + 1


def _take(planned: Planned, after: Arrangement, key: str, more: tuple[str, ...] = ()) -> None:
    """Take a change over: it can be undone, and whoever else moved is named."""
    before = planned.arrangement
    say = language.speaker(state.current().lang)
    names = {c.key: c.name for c in planned.problem.candidates}
    day = board.day_names(planned, state.current().lang)
    lines = [
        say("visits.pushed", name=names[k], day=day[min(new // DAY, len(day) - 1)], old=_clock(old), new=_clock(new))
        for k, old, new in hand.moved(before, after, key)
    ]
    st.session_state[WAS] = {c.key: c.start for r in before.plan.routes for c in r.calls}
    st.session_state[PAST] = [*st.session_state.get(PAST, []), planned][-STEPS:]
    st.session_state[FUTURE] = []
    st.session_state[SAID] = [*more, *(lines or ([say("visits.others_same")] if not more else []))]
    st.session_state[KEPT] = planned.arranged(after)
    _again()


def _step(back: bool) -> None:
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
    _again()


def _history(planned: Planned, say: language.Speaker) -> None:
    past, future = st.session_state.get(PAST, []), st.session_state.get(FUTURE, [])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            say("visits.undo"),
            key="visits_undo",
            disabled=not past,
            on_click=_step,
            args=(True,),
            icon=":material/undo:",
        )
        st.button(
            say("visits.redo"),
            key="visits_redo",
            disabled=not future,
            on_click=_step,
            args=(False,),
            icon=":material/redo:",
        )
        st.button(
            say("visits.original"),
            key="visits_original",
            disabled=not past,
            on_click=_original,
            help=say("visits.original_help"),
        )
        st.button(
            say("visits.tighten"),
            key="visits_tighten",
            help=say("visits.tighten_help"),
            on_click=lambda: _take(planned, hand.tightened(planned.problem, planned.arrangement), ""),
        )


def _original() -> None:
    """Back to what the planner made, itself a change that can be undone."""
    past = st.session_state.get(PAST, [])
    first, planned = past[0], st.session_state[KEPT]
    _take(planned, first.arrangement, "")
    st.session_state[KEPT] = first


def _one(planned: Planned, inside: list[str], now: state.Selection, say: language.Speaker) -> None:
    """One visit: where it may go, by fields and buttons; the same moves as dragging."""
    if not inside:
        return
    problem, laid = planned.problem, planned.arrangement
    names = {c.key: c.name for c in problem.candidates}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = st.selectbox(say("visits.pick"), inside, format_func=lambda k: names[k], key=PICKED, width=250)
        party, slot = next((p, s) for p, own in laid.slots.items() for s in own if s.key == key)
        if problem.by_key[key].kind == "appointment":
            st.html(snippets.text(say("visits.board_locked")), width="content")
            return
        stem = f"{key}_{st.session_state.get(SEQ, 0)}"  # fields follow the plan, so they are new after every change
        fits, days = hand.fits(problem, laid, key), board.day_names(planned, now.lang)
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
        to_day = st.selectbox(
            say("visits.col_date"),
            list(range(problem.days)),
            index=slot.day,
            key=f"visits_to_day_{stem}",
            width=170,
            format_func=lambda d: f"{days[d]} {'✓' if fits.get((to_party, d)) else '✗'}",
            help=say("visits.fits_help"),
        )
        others = [s.key for s in laid.slots.get(to_party, ()) if s.day == to_day and s.key != key]
        here = [s.key for s in laid.slots[party] if s.day == slot.day].index(key)
        places = [-1, *range(len(others) + 1)]
        at = st.selectbox(
            say("visits.order"),
            places,
            key=f"visits_at_{stem}_{to_party}_{to_day}",
            width=190,
            index=here + 1 if (to_party, to_day) == (party, slot.day) else 0,
            format_func=lambda i: (
                say("visits.best")
                if i < 0
                else say("visits.first")
                if i == 0
                else say("visits.behind", name=names[others[i - 1]])
            ),
        )
        st.button(
            say("visits.move_here"),
            key="visits_move",
            type="primary",
            on_click=lambda: _take(
                planned, hand.put(problem, laid, key, to_party, to_day, None if at < 0 else at), key
            ),
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if len(problem.parties) == 2:
            other = next(p.number for p in problem.parties if p.number != party)
            st.button(
                say("visits.other_party", party=board.party_name(planned, other, now.lang)),
                key="visits_other",
                on_click=lambda: _take(planned, _to_party(planned, key, other, slot.day), key),
            )
        _agree(planned, key, slot, stem, say)
        st.button(
            say("visits.remove"),
            key="visits_remove",
            on_click=lambda: _take(planned, hand.take_out(problem, laid, key), key),
        )
        st.button(
            say("visits.cancelled"),
            key="visits_cancelled",
            help=say("visits.cancelled_help"),
            disabled=bool(laid.faults),
            on_click=_cancel,
            args=(planned, key),
        )


def _agree(planned: Planned, key: str, slot: Slot, stem: str, say: language.Speaker) -> None:
    """Hold a visit to the time that was agreed with them, or free it."""
    problem, laid = planned.problem, planned.arrangement
    open_from = problem.open_hours(problem.by_key[key])
    minute = slot.start if slot.start is not None else open_from[0][0] % DAY if open_from else 540
    with st.popover(say("visits.agree")):
        agreed = st.time_input(
            say("visits.agreed_time"), key=f"visits_time_{stem}", step=300, value=time(minute // 60, minute % 60)
        )
        st.button(
            say("visits.agree_do"),
            key="visits_agree",
            on_click=lambda: _take(planned, hand.fix(problem, laid, key, agreed.hour * 60 + agreed.minute), key),
        )
        if slot.fixed:
            st.button(
                say("visits.agree_not"),
                key="visits_agree_not",
                on_click=lambda: _take(planned, hand.fix(problem, laid, key, None), key),
            )


def _to_party(planned: Planned, key: str, party: int, day: int) -> Arrangement:
    """To another party: the same day where it fits, else the day where most holds."""
    tried = [
        hand.put(planned.problem, planned.arrangement, key, party, d)
        for d in sorted(range(planned.problem.days), key=lambda d: (abs(d - day), d))
    ]
    return min(tried, key=lambda t: len(t.faults))  # the first of equals: the nearest day


def _cancel(planned: Planned, key: str) -> None:
    after, said = edit.without(planned.problem, planned.plan, key)
    laid = hand.lay_out(planned.problem, hand.of_plan(after), after)
    _take(planned, laid, key, said if state.current().lang == "zh" else ())


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
        st.button(say("visits.insert"), key="visits_insert", on_click=_put_in, args=(planned, key, outside[key].name))
        if now.lang == "zh":
            st.html(snippets.text(outside[key].reason, "lt-muted"), width="content")


def _put_in(planned: Planned, key: str, name: str) -> None:
    found = hand.best_place(planned.problem, planned.arrangement, key)
    if found is None:
        st.session_state[SAID] = [language.speaker(state.current().lang)("visits.fits_nowhere", name=name)]
        return
    st.session_state[PICKED] = key
    _take(planned, found, key)


def _clock(minute: int) -> str:
    return f"{minute % DAY // 60}:{minute % 60:02d}"
