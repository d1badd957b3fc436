"""拜访 · 会后: minutes, what was promised by whom until when, slips, facts on their way into the graph."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import pandas as pd
import sqlalchemy as sa
import streamlit as st
from sqlalchemy.orm import Session

from app_pages import state
from app_pages.downloads import DOCX
from app_pages.draw import snippets
from app_pages.pages.visits import minutes
from app_pages.read import base, casework
from app_pages.texts import language
from app_pages.texts.plain import plain
from app_pages.writing import write_down
from graph.model.text import file_stem
from outreach import papers
from outreach.after import commitments as followup
from outreach.after import facts_learnt
from outreach.after.commitments import minutes_document, slip_document
from outreach.casework.models import Commitment, Fact, Minutes, Supervision

HEADS = (
    "visits.due",
    "visits.urgency",
    "visits.promise",
    "visits.side",
    "visits.responsible",
    "visits.from_minutes",
    "visits.slip",
)


def show(now: state.Selection) -> None:
    """What is due first, then what can be entered."""
    say = language.speaker(now.lang)
    today = date.today()
    with casework.opened().read() as session:
        rows = followup.open_commitments(session)
        late = [c for c in rows if c.due < today]
        soon = [c for c in rows if today <= c.due <= today + timedelta(days=followup.SOON)]
        st.header(plain(say("visits.after_title", open=len(rows), late=len(late), soon=len(soon))), anchor=False)
        _commitments(rows, today, now, say)
        _papers(
            session.scalars(sa.select(Minutes).order_by(Minutes.day.desc()).limit(20)).all(),
            session.scalars(sa.select(Supervision).order_by(Supervision.id.desc()).limit(20)).all(),
            now,
            say,
        )
        _review(followup.facts_to_review(session), now, say)
    minutes.show(now)


def _commitments(rows: Sequence[Commitment], today: date, now: state.Selection, say: language.Speaker) -> None:
    if not rows:
        st.info(say("visits.no_commitments"))
        return
    sides = {"ours": say("visits.ours"), "theirs": say("visits.theirs")}
    table = [
        (
            c.due.isoformat(),
            _urgency(c.due, today, say),
            c.text,
            sides[c.side],
            c.owner,
            c.minutes.title,
            c.slips[-1].number if c.slips else "—",
        )
        for c in rows
    ]
    heads = [say(k) for k in HEADS]
    st.dataframe(pd.DataFrame(table, columns=heads), hide_index=True, height=min(300, 40 + 35 * len(table)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {c.id: f"{c.text[:24]} · {c.owner}" for c in rows}
        picked = st.selectbox(
            say("visits.promise"), list(names), format_func=lambda i: names[i], key="after_pick", width=420
        )
        if st.button(say("visits.done"), key="after_done"):
            write_down(lambda s: followup.finish(s.get_one(Commitment, picked), today), now)
        if st.button(say("visits.urge"), key="after_urge"):
            write_down(lambda s: followup.urge(s, s.get_one(Commitment, picked), today), now)


def _urgency(due: date, today: date, say: language.Speaker) -> str:
    days = (due - today).days
    if days < 0:
        return say("visits.late", n=-days)
    return say("visits.today") if days == 0 else say("visits.in_days", n=days)


def _papers(
    written: Sequence[Minutes], slips: Sequence[Supervision], now: state.Selection, say: language.Speaker
) -> None:
    if not written:
        return
    context = base.space().planning_context(now.region)
    with st.expander(plain(say("visits.records", n=len(written), m=len(slips)))):
        for m in written:
            st.download_button(
                f"{plain(m.day)} {plain(m.title)}",
                data=partial(papers.minutes_paper, minutes_document(m), context),
                file_name=f"{file_stem(m.title)}.docx",
                mime=DOCX,
                key=f"minutes_{m.id}",
                on_click="ignore",
                type="tertiary",
                icon=":material/description:",
            )
        for s in slips:
            st.download_button(
                f"{plain(s.issued)} {plain(s.number)} {plain(s.unit)}",
                data=partial(papers.supervision_slip, slip_document(s), context),
                file_name=f"{file_stem(s.number)}.docx",
                mime=DOCX,
                key=f"slip_{s.id}",
                on_click="ignore",
                type="tertiary",
                icon=":material/assignment_late:",
            )


def _review(facts: Sequence[Fact], now: state.Selection, say: language.Speaker) -> None:
    if not facts:
        return
    st.subheader(plain(say("visits.review", n=len(facts))), anchor=False)
    reviewer = st.text_input(say("visits.reviewer"), key="after_reviewer", width=320)
    for f in facts:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.html(
                snippets.text(f"{f.sentence}（{f.minutes.title}，{f.minutes.day}）")
                + (snippets.against(f.contradicts, say("visits.contradicts")) if f.contradicts else "")
            )
            if st.button(say("visits.accept"), key=f"accept_{f.id}"):
                write_down(partial(_accept, fact=f.id, reviewer=reviewer), now)
            if st.button(say("visits.reject"), key=f"reject_{f.id}"):
                why = say("visits.reject_why")
                write_down(partial(_reject, fact=f.id, reviewer=reviewer, why=why), now)


def _accept(session: Session, fact: int, reviewer: str) -> None:
    facts_learnt.accept(session.get_one(Fact, fact), reviewer, base.space().store)


def _reject(session: Session, fact: int, reviewer: str, why: str) -> None:
    facts_learnt.reject(session.get_one(Fact, fact), reviewer, why)
