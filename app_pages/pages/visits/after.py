"""拜访 · 会后: minutes, what was promised by whom until when, slips, facts on their way into the graph."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.visits.saved_targets import write_down
from app_pages.read import loaders
from app_pages.texts import language
from outreach import papers
from outreach.after import commitments as followup
from outreach.after import facts_learnt
from outreach.after.commitments import minutes_document, slip_document
from outreach.casework.models import Commitment, Fact, Minutes, Supervision, Visit
from outreach.targets import claims
from outreach.targets.associations import POSTS

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(now: state.Selection) -> None:
    """What is due first, then what can be entered."""
    say = language.speaker(now.lang)
    today = date.today()
    with loaders.casework().read() as session:
        rows = followup.open_commitments(session)
        late = [c for c in rows if c.due < today]
        soon = [c for c in rows if today <= c.due <= today + timedelta(days=followup.SOON)]
        st.header(say("visits.after_title", open=len(rows), late=len(late), soon=len(soon)), anchor=False)
        _commitments(rows, today, now, say)
        _papers(
            session.scalars(sa.select(Minutes).order_by(Minutes.day.desc()).limit(20)).all(),
            session.scalars(sa.select(Supervision).order_by(Supervision.id.desc()).limit(20)).all(),
            now,
            say,
        )
        _review(followup.facts_to_review(session), now, say)
    _enter(now, say)


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
    heads = [say(f"visits.{k}") for k in ("due", "urgency", "promise", "side", "responsible", "from_minutes", "slip")]
    st.dataframe(pd.DataFrame(table, columns=heads), hide_index=True, height=min(300, 40 + 35 * len(table)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {c.id: f"{c.text[:24]} · {c.owner}" for c in rows}
        picked = st.selectbox(
            say("visits.promise"), list(names), format_func=lambda i: names[i], key="after_pick", width=420
        )
        if st.button(say("visits.done"), key="after_done"):
            write_down(lambda s: followup.finish(s.get(Commitment, picked), today), now)
        if st.button(say("visits.urge"), key="after_urge"):
            write_down(lambda s: followup.urge(s, s.get(Commitment, picked), today), now)


def _urgency(due: date, today: date, say: language.Speaker) -> str:
    days = (due - today).days
    if days < 0:
        return say("visits.late", n=-days)
    return say("visits.today") if days == 0 else say("visits.in_days", n=days)


def _papers(
    minutes: Sequence[Minutes], slips: Sequence[Supervision], now: state.Selection, say: language.Speaker
) -> None:
    if not minutes:
        return
    context = loaders.space().planning_context(now.region)
    with st.expander(say("visits.records", n=len(minutes), m=len(slips))):
        for m in minutes:
            paper = minutes_document(m)
            st.download_button(
                f"{m.day} {m.title}",
                data=partial(papers.minutes_paper, paper, context),
                file_name=f"{m.title}.docx",
                mime=WORD,
                key=f"minutes_{m.id}",
                on_click="ignore",
                type="tertiary",
                icon=":material/description:",
            )
        for s in slips:
            paper = slip_document(s)
            st.download_button(
                f"{s.issued} {s.number} {s.unit}",
                data=partial(papers.supervision_slip, paper, context),
                file_name=f"{s.number}.docx",
                mime=WORD,
                key=f"slip_{s.id}",
                on_click="ignore",
                type="tertiary",
                icon=":material/assignment_late:",
            )


def _review(facts: Sequence[Fact], now: state.Selection, say: language.Speaker) -> None:
    if not facts:
        return
    st.subheader(say("visits.review", n=len(facts)), anchor=False)
    reviewer = st.text_input(say("visits.reviewer"), key="after_reviewer", width=320)
    for f in facts:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.html(
                snippets.text(f"{f.sentence}（{f.minutes.title}，{f.minutes.day}）")
                + (snippets.against(f.contradicts, say("visits.contradicts")) if f.contradicts else "")
            )
            if st.button(say("visits.accept"), key=f"accept_{f.id}"):
                write_down(lambda s, i=f.id: facts_learnt.accept(s.get(Fact, i), reviewer, loaders.space().store), now)
            if st.button(say("visits.reject"), key=f"reject_{f.id}"):
                write_down(
                    lambda s, i=f.id: facts_learnt.reject(s.get(Fact, i), reviewer, say("visits.reject_why")), now
                )


def _enter(now: state.Selection, say: language.Speaker) -> None:
    with loaders.casework().read() as session:
        visits = session.scalars(
            sa.select(Visit).where(Visit.status.in_(("planned", "confirmed"))).order_by(Visit.day)
        ).all()
        options: dict[str, tuple[int | None, int | None, str]] = {
            f"v{v.id}": (v.id, v.target_id, f"{v.day} {v.name}") for v in visits
        }
        options |= {f"t{t.id}": (None, t.id, t.name) for t in claims.open_targets(session, now.region)}
    with st.expander(say("visits.enter"), expanded=False):
        if not options:
            st.html(snippets.text(say("visits.nothing_to_enter"), "lt-muted"))
            return
        which = st.selectbox(say("visits.about"), list(options), format_func=lambda k: options[k][2], key="after_which")
        day = st.date_input(say("visits.talk_day"), value=date.today(), key="after_day")
        left, right = st.columns(2)
        ours = left.text_input(say("visits.ours_present"), key="after_ours")
        theirs = right.text_input(say("visits.theirs_present"), key="after_theirs")
        text = st.text_area(say("visits.talk"), key="after_text", height=110)
        columns = {k: say(f"visits.{k}") for k in ("promise", "side", "responsible", "due")}
        blank = pd.DataFrame(
            {
                columns["promise"]: pd.Series(dtype=str),
                columns["side"]: pd.Series(dtype=str),
                columns["responsible"]: pd.Series(dtype=str),
                columns["due"]: pd.Series(dtype="datetime64[ns]"),
            }
        )
        promises = st.data_editor(
            blank,
            num_rows="dynamic",
            key="after_promises",
            hide_index=True,
            column_config={
                columns["side"]: st.column_config.SelectboxColumn(
                    options=[say("visits.ours"), say("visits.theirs")], default=say("visits.ours")
                ),
                columns["due"]: st.column_config.DateColumn(format="YYYY-MM-DD"),
            },
        )
        what, fact = _fact(now, say)
        if st.button(say("visits.save_minutes"), type="primary", key="after_save"):
            rows = [
                {
                    "text": _cell(r[columns["promise"]]),
                    "side": "theirs" if r[columns["side"]] == say("visits.theirs") else "ours",
                    "owner": _cell(r[columns["responsible"]]),
                    "due": r[columns["due"]].date() if pd.notna(r[columns["due"]]) else None,
                }
                for r in promises.to_dict("records")
            ]
            visit, target, _ = options[which]

            def write(session: Any) -> None:
                made = followup.write_minutes(
                    session, visit=visit, target=target, day=day, text=text, ours=ours, theirs=theirs, commitments=rows
                )
                if fact:
                    space = loaders.space()
                    facts_learnt.propose(session, made, space.store, space.network, what, fact)

            write_down(write, now)


def _fact(now: state.Selection, say: language.Speaker) -> tuple[str, dict[str, Any]]:
    """One fact learnt, to be reviewed, as (kind, fields); nothing where none is given."""
    names = {f["id"]: f["name"] for f in loaders.firm_names()}

    def firm_box(label: str, key: str) -> str | None:
        return st.selectbox(
            say(label),
            list(names),
            index=None,
            format_func=lambda i: names[i],
            key=key,
            placeholder=say("visits.fact_none"),
            width=280,
        )

    what = st.segmented_control(
        say("visits.fact_what"),
        ("relation", "membership", "post"),
        default="relation",
        format_func=lambda k: say(f"visits.fact_{k}"),
        key="fact_what",
        required=True,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        firm = firm_box("visits.fact_firm", "fact_firm")
        if what == "membership":
            network = loaders.space().network
            segments = {s.id: s.name if now.lang == "zh" else s.name_en for s in network.segments.values()}
            does = st.selectbox(
                say("visits.fact_does"),
                ("works", "denies"),
                format_func=lambda k: say(f"visits.fact_{k}"),
                key="fact_does",
                width=120,
            )
            segment = st.selectbox(
                say("visits.fact_segment"),
                list(segments),
                index=None,
                format_func=lambda s: segments[s],
                key="fact_segment",
                placeholder=say("visits.fact_none"),
                width=280,
            )
            return what, {"firm": firm, "segment": segment, "denies": does == "denies"} if firm and segment else {}
        if what == "post":
            bodies = {i.id: i.name for i in loaders.space().store.rows("institution") if i.kind == "association"}
            body = st.selectbox(
                say("visits.fact_association"),
                list(bodies),
                index=None,
                format_func=lambda i: bodies[i],
                key="fact_association",
                placeholder=say("visits.fact_none"),
                width=300,
            )
            post = st.selectbox(
                say("visits.fact_post_kind"),
                list(POSTS),
                format_func=lambda k: POSTS[k][now.lang == "en"],
                key="fact_post",
                width=150,
            )
            return what, {"firm": firm, "association": body, "post": post} if firm and body else {}
        kind = st.selectbox(
            say("visits.fact_kind"),
            list(facts_learnt.RELATION_WORDS),
            format_func=lambda k: say(f"visits.rel_{k}"),
            key="fact_kind",
            width=130,
        )
        other = firm_box("visits.fact_other", "fact_other")
    return "relation", {"firm": firm, "kind": kind, "other": other} if firm and other else {}


def _cell(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip()
