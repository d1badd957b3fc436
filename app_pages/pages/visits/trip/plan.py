"""拜访 · 排行程: the request, the route on a map, the days with edits by hand, the papers."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_echarts import Map, st_echarts

from app_pages import frame, state
from app_pages.draw import china, snippets
from app_pages.draw.options import named
from app_pages.pages.visits.trip import ask, changes, edit
from app_pages.pages.visits.trip import map as visit_map
from app_pages.read import base, casework
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from graph.model.text import file_stem
from outreach.fairness.lint import lint
from outreach.papers.trip_folder import LONGEST, zipped
from outreach.papers.trip_workbook import day_rows
from outreach.trip import planning
from outreach.trip.shapes import TripDocument

FAIR_HEADS = ("visits.fair_words", "visits.fair_why", "visits.fair_article", "visits.fair_instead")


def show(now: state.Selection, beside: DeltaGenerator | None = None) -> None:
    """Ask, plan, show, change; at the foot the lint of promises."""
    _trip(now, beside)
    _fair(now)


def _trip(now: state.Selection, beside: DeltaGenerator | None) -> None:
    say = language.speaker(now.lang)
    directions = {"outward": say("visits.outward"), "reception": say("visits.reception")}
    reception = (beside or st).segmented_control(
        say("visits.direction"),
        list(directions),
        default="outward",
        format_func=lambda k: plain(directions[k]),
        key="visits_direction",
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    ) == "reception"
    ask.show(now, reception)
    planned = changes.current()
    if planned is None or (planned.kind == "reception") != reception or planned.request.home != now.region:
        return
    _result(now)


@st.fragment
def _result(now: state.Selection) -> None:
    """The plan on screen. A fragment: a drag draws this anew and nothing else."""
    say = language.speaker(now.lang)
    planned = changes.current()
    if planned is None:
        return
    trip = planned.document(base.space().regions)
    visits = sum(line["kind"] == "visit" for p in trip["parties"] for line in p["lines"])
    title = say(
        "visits.trip_title",
        name=trip["name"],
        start=trip["start"],
        days=trip["days"],
        n=visits,
        left=len(trip["dropped"]),
    )
    st.header(plain(title), anchor=False)
    for note in planned.notes if now.lang == "zh" else ():
        st.html(snippets.text(note, "lt-muted"))
    edit.show(planned, now)
    _papers(planned, trip, now, say)
    left, right = st.columns([7, 5])
    with left:
        _days(trip, say)
    with right:
        st_echarts(
            named(visit_map.route_option(trip, base.space().regions), say("visits.map_named", title=title)),
            map=Map(china.MAP_NAME, china.outlines()),
            height="400px",
            key="visits_map",
            theme={},
        )
    if trip["dropped"]:
        with st.expander(plain(say("visits.dropped", n=len(trip["dropped"])))):
            rows = [(d["name"], d["reason"]) for d in trip["dropped"]]
            st.html(snippets.table([say("visits.name"), say("visits.why")], rows))


def _days(trip: TripDocument, say: language.Speaker) -> None:
    """The itinerary as a table; the party is named where there are several."""
    heads = {
        "party": say("visits.col_party"),
        "date": say("visits.col_date"),
        "time": say("visits.col_time"),
        "what": say("visits.col_what"),
        "name": say("visits.col_name"),
        "how": say("visits.col_how"),
    }
    columns = list(heads) if len(trip["parties"]) > 1 else list(heads)[1:]
    table = pd.DataFrame(day_rows(trip))[columns].rename(columns=heads)
    st.dataframe(table, hide_index=True, height=min(430, 40 + 35 * len(table)))


def _papers(planned: planning.Planned, trip: TripDocument, now: state.Selection, say: language.Speaker) -> None:
    space = base.space()
    context = space.planning_context(now.region)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            say("visits.papers"),
            data=lambda: zipped(trip, context),
            file_name=f"{file_stem(trip['name'], LONGEST)}-{trip['start']}.zip",
            mime="application/zip",
            key="visits_papers",
            on_click="ignore",
            icon=":material/download:",
            disabled=bool(planned.arrangement.faults),
        )
        if st.button(say("visits.keep"), key="visits_keep", disabled=bool(planned.arrangement.faults)):
            try:
                planning.keep_trip(casework.opened(), trip, frame.team_name(now))
                st.toast(say("visits.kept"), icon=":material/check:")
            except LiantuError as error:
                st.error(plain(str(error)))
        st.html(snippets.text(say("visits.papers_note"), "lt-muted"), width="content")


def _fair(now: state.Selection) -> None:
    """Promises held against the fair-competition regulation, before they are made."""
    say, zh = language.speaker(now.lang), now.lang == "zh"
    rules = base.space().planning_context(now.region).rules
    if rules is None:
        return
    with st.expander(say("visits.fair")):
        text = st.text_area(say("visits.fair_text"), key="visits_fair", height=110, placeholder=say("visits.fair_hint"))
        if not text.strip():
            return
        found = lint(text, rules)
        if not found:
            st.html(snippets.text(say("visits.fair_none")))
            return
        heads = [say(k) for k in FAIR_HEADS]
        rows = [
            (
                f.wording,
                f.rule.why if zh else f.rule.why_en,
                f.rule.article,
                f.rule.instead if zh else f.rule.instead_en,
            )
            for f in found
        ]
        st.html(snippets.table(heads, rows))
