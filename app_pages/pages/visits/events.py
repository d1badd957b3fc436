"""拜访 · 展会和活动: events, their guests, and what they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
import streamlit as st
from sqlalchemy.orm import Session

from app_pages import state
from app_pages.draw import snippets
from app_pages.read import base, casework
from app_pages.texts import language
from app_pages.writing import write_down
from graph.model.records import Event
from outreach.casework.models import CaseEvent, Guest
from outreach.targets import introducers

HEADS = (
    "visits.event",
    "visits.when",
    "visits.guests",
    "visits.came",
    "visits.meetings",
    "visits.leads",
    "visits.projects",
)


def show(now: state.Selection) -> None:
    """Events with what they led to; forms for an event and for a guest."""
    say = language.speaker(now.lang)
    with casework.opened().read() as session:
        events = session.scalars(sa.select(CaseEvent).order_by(CaseEvent.start.desc())).all()
        rows = []
        for e in events:
            n = introducers.funnel(e)
            rows.append(
                (
                    e.name,
                    f"{e.start}—{e.end}",
                    *(str(n[k]) for k in ("guests", "came", "meetings", "leads", "projects")),
                )
            )
        names = {e.id: e.name for e in events}
    if rows:
        st.html(snippets.table([say(k) for k in HEADS], rows))
    else:
        st.html(snippets.text(say("visits.no_events"), "lt-muted"))
    _event_form(now, say)
    if names:
        _guest_form(names, now, say)


def _event_form(now: state.Selection, say: language.Speaker) -> None:
    fairs = {e.id: e for e in base.space().store.rows(Event)}
    with st.form("events_form", clear_on_submit=True):
        name = st.text_input(say("visits.event"), key="event_name")
        fair = st.selectbox(
            say("visits.which_fair"),
            list(fairs),
            index=None,
            format_func=lambda i: f"{fairs[i].name}（{fairs[i].months or say('unknown')}）",
            key="event_fair",
            placeholder=say("visits.own_event"),
        )
        a, b = st.columns(2)
        start = a.date_input(say("visits.begin"), value=date.today(), key="event_start")
        end = b.date_input(say("visits.end"), value=date.today(), key="event_end")
        if st.form_submit_button(say("visits.save")):
            own = name or (fairs[fair].name if fair else "")
            write_down(
                lambda s: introducers.add_event(
                    s, name=own, kind="fair" if fair else "own", ref=fair or "", start=start, end=end
                ),
                now,
            )


def _guest_form(names: Mapping[int, str], now: state.Selection, say: language.Speaker) -> None:
    with st.form("guest_form", clear_on_submit=True):
        a, b = st.columns(2)
        event = a.selectbox(say("visits.event"), list(names), format_func=lambda i: names[i], key="guest_event")
        guest = b.text_input(say("visits.guest_name"), key="guest_name")
        note = a.text_input(say("visits.meeting_note"), key="guest_note")
        lead = b.text_input(say("visits.lead"), key="guest_lead")
        if st.form_submit_button(say("visits.save")):
            write_down(lambda s: _guest(s, event, guest, note, lead), now)


def _guest(session: Session, event: int, name: str, note: str, lead: str) -> None:
    """A guest; where there was a talk, the meeting; where it promises something, the lead."""
    at = session.get_one(CaseEvent, event)
    guest: Guest = introducers.invite(session, at, name)
    if note or lead:
        meeting = introducers.add_meeting(session, guest, at.start, note)
        if lead:
            introducers.add_lead(session, meeting, lead)
