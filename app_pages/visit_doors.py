"""拜访 · 引荐与活动: who opens which door, and what events lead to."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
import streamlit as st

from app_pages import loaders, snippets, state, texts
from app_pages.visit_list import write_down
from outreach import doors, holding
from outreach.casework.models import CaseEvent, Guest, Introduction, Target
from outreach.casework.people import CONSENT, RELATIONS


def show(now: state.Selection) -> None:
    """Introductions on the left, events on the right."""
    say = texts.speaker(now.lang)
    left, right = st.columns(2)
    with left:
        _introductions(now, say)
    with right:
        _events(now, say)


def _introductions(now: state.Selection, say: texts.Speaker) -> None:
    st.subheader(say("visits.introducers"), anchor=False)
    with loaders.casework().read() as session:
        targets = {t.id: t.name for t in holding.held(session, now.region)}
        every = session.scalars(sa.select(Introduction).order_by(Introduction.id.desc())).all()
        names = {t.id: t.name for t in session.scalars(sa.select(Target))}
        rows = [
            (i.introducer.name, names.get(i.target_id, say("unknown")), RELATIONS[i.relation], CONSENT[i.consent],
             i.last_contact.isoformat() if i.last_contact else say("unknown"), i.outcome or say("unknown"))
            for i in every
        ]  # fmt: skip
    if rows:
        st.html(
            snippets.table(
                [say(f"visits.{k}") for k in ("introducer", "name", "relation", "consent", "last_contact", "outcome")],
                rows,
            )
        )
    else:
        st.html(snippets.text(say("visits.no_introducers"), "lt-muted"))
    if not targets:
        return
    with st.form("doors_form", clear_on_submit=True):
        who = st.text_input(say("visits.introducer_hint"), key="doors_who")
        a, b = st.columns(2)
        target = a.selectbox(say("visits.name"), list(targets), format_func=lambda i: targets[i], key="doors_target")
        relation = b.selectbox(
            say("visits.relation"), list(RELATIONS), format_func=lambda k: RELATIONS[k], key="doors_relation"
        )
        consent = a.selectbox(
            say("visits.consent"), list(CONSENT), format_func=lambda k: CONSENT[k], key="doors_consent"
        )
        day = b.date_input(say("visits.last_contact"), value=None, key="doors_day")
        outcome = st.text_input(say("visits.outcome"), key="doors_outcome")
        if st.form_submit_button(say("visits.save")):
            write_down(
                lambda s: doors.introduce(
                    s,
                    introducer=who,
                    target=target,
                    relation=relation,
                    consent=consent,
                    last_contact=day,
                    outcome=outcome,
                ),
                now,
            )


def _events(now: state.Selection, say: texts.Speaker) -> None:
    st.subheader(say("visits.events"), anchor=False)
    with loaders.casework().read() as session:
        events = session.scalars(sa.select(CaseEvent).order_by(CaseEvent.start.desc())).all()
        rows = []
        for e in events:
            n = doors.funnel(e)
            rows.append(
                (
                    e.name,
                    f"{e.start}—{e.end}",
                    *(str(n[k]) for k in ("guests", "came", "meetings", "leads", "projects")),
                )
            )
        names = {e.id: e.name for e in events}
    if rows:
        st.html(
            snippets.table(
                [say(f"visits.{k}") for k in ("event", "when", "guests", "came", "meetings", "leads", "projects")], rows
            )
        )
    else:
        st.html(snippets.text(say("visits.no_events"), "lt-muted"))
    fairs = {e.id: e for e in loaders.space().store.rows("event")}
    with st.form("events_form", clear_on_submit=True):
        name = st.text_input(say("visits.event"), key="event_name")
        fair = st.selectbox(
            say("visits.which_fair"), list(fairs), index=None, format_func=lambda i: f"{fairs[i].name}（{fairs[i].months or say('unknown')}）", key="event_fair",
            placeholder=say("visits.own_event"),
        )  # fmt: skip
        a, b = st.columns(2)
        start = a.date_input(say("visits.begin"), value=date.today(), key="event_start")
        end = b.date_input(say("visits.end"), value=date.today(), key="event_end")
        if st.form_submit_button(say("visits.save")):
            own = name or (fairs[fair].name if fair else "")
            write_down(
                lambda s: doors.add_event(
                    s, name=own, kind="fair" if fair else "own", ref=fair or "", start=start, end=end
                ),
                now,
            )
    if names:
        with st.form("guest_form", clear_on_submit=True):
            a, b = st.columns(2)
            event = a.selectbox(say("visits.event"), list(names), format_func=lambda i: names[i], key="guest_event")
            guest = b.text_input(say("visits.guest_name"), key="guest_name")
            note = a.text_input(say("visits.meeting_note"), key="guest_note")
            lead = b.text_input(say("visits.lead"), key="guest_lead")
            if st.form_submit_button(say("visits.save")):
                write_down(lambda s: _guest(s, event, guest, note, lead), now)


def _guest(session: Any, event: int, name: str, note: str, lead: str) -> None:
    """A guest; where there was a talk, the meeting; where it promises something, the lead."""
    at = session.get(CaseEvent, event)
    guest: Guest = doors.invite(session, at, name)
    if note or lead:
        meeting = doors.met(session, guest, at.start, note)
        if lead:
            doors.lead_from(session, meeting, lead)
