"""Entering the minutes of a visit: who was there, what was said, what was promised, what was learnt."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, TypedDict

import pandas as pd
import sqlalchemy as sa
import streamlit as st
from sqlalchemy.orm import Session

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.visits import fact_learnt
from app_pages.read import base, casework
from app_pages.texts import language
from app_pages.writing import write_down
from outreach.after import commitments as followup
from outreach.after import facts_learnt
from outreach.casework.models import Visit
from outreach.targets import claims


class Promise(TypedDict):
    """A promise as it was typed; the casework checks it."""

    text: str
    side: Literal["ours", "theirs"]
    owner: str
    due: date | None


class About(NamedTuple):
    """What minutes are about: a visit, or a talk with a saved target, by the numbers of their rows."""

    visit: int | None
    target: int | None
    name: str


def _options(now: state.Selection) -> dict[str, About]:
    """Planned visits by day, then the saved targets."""
    with casework.opened().read() as session:
        planned = sa.select(Visit).where(Visit.status.in_(("planned", "confirmed"))).order_by(Visit.day)
        options = {f"v{v.id}": About(v.id, v.target_id, f"{v.day} {v.name}") for v in session.scalars(planned)}
        return options | {f"t{t.id}": About(None, t.id, t.name) for t in claims.open_targets(session, now.region)}


def show(now: state.Selection) -> None:
    """The form, folded."""
    say = language.speaker(now.lang)
    options = _options(now)
    with st.expander(say("visits.enter"), expanded=False):
        if not options:
            st.html(snippets.text(say("visits.nothing_to_enter"), "lt-muted"))
            return
        which = st.selectbox(
            say("visits.about"), list(options), format_func=lambda k: options[k].name, key="after_which"
        )
        day = st.date_input(say("visits.talk_day"), value=date.today(), key="after_day")
        left, right = st.columns(2)
        ours = left.text_input(say("visits.ours_present"), key="after_ours")
        theirs = right.text_input(say("visits.theirs_present"), key="after_theirs")
        text = st.text_area(say("visits.talk"), key="after_text", height=110)
        promises = _promises(say)
        learnt = fact_learnt.ask(now)
        if not st.button(say("visits.save_minutes"), type="primary", key="after_save"):
            return

    def write(session: Session) -> None:
        made = followup.write_minutes(
            session,
            visit=options[which].visit,
            target=options[which].target,
            day=day,
            text=text,
            ours=ours,
            theirs=theirs,
            commitments=promises,
        )
        if learnt is not None:
            space = base.space()
            facts_learnt.propose(session, made, space.store, space.network, learnt.kind, learnt.fields)

    write_down(write, now)


def _promises(say: language.Speaker) -> list[Promise]:
    """What was promised, a row each: what, by which side, who is responsible, until when."""
    promise, side = say("visits.promise"), say("visits.side")
    responsible, due = say("visits.responsible"), say("visits.due")
    blank = pd.DataFrame(
        {
            promise: pd.Series(dtype=str),
            side: pd.Series(dtype=str),
            responsible: pd.Series(dtype=str),
            due: pd.Series(dtype="datetime64[ns]"),
        }
    )
    rows = st.data_editor(
        blank,
        num_rows="dynamic",
        key="after_promises",
        hide_index=True,
        column_config={
            side: st.column_config.SelectboxColumn(
                options=[say("visits.ours"), say("visits.theirs")], default=say("visits.ours")
            ),
            due: st.column_config.DateColumn(format="YYYY-MM-DD"),
        },
    )
    return [
        {
            "text": _cell(r[promise]),
            "side": "theirs" if r[side] == say("visits.theirs") else "ours",
            "owner": _cell(r[responsible]),
            "due": r[due].date() if pd.notna(r[due]) else None,
        }
        for r in rows.to_dict("records")
    ]


def _cell(value: object) -> str:
    """The text of a cell, '' where it is empty."""
    return "" if value is None or value != value else str(value).strip()
