"""拜访 · 排行程: the request, the route on a map, the days with edits by hand, the papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_echarts import Map, st_echarts

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.visits import ask, edit
from app_pages.pages.visits import map as visit_map
from app_pages.pages.visits.edit import KEPT
from app_pages.pages.visits.saved_targets import team_name
from app_pages.read import loaders
from app_pages.texts import language
from graph.errors import LiantuError
from outreach.fairness.lint import lint
from outreach.trip import planning
from outreach.trip.folder import safe
from outreach.trip.workbook import day_rows


def show(now: state.Selection, beside: DeltaGenerator | None = None) -> None:
    """Ask, plan, show, change; at the foot the lint of promises."""
    _trip(now, beside)
    _fair(now)


def _trip(now: state.Selection, beside: DeltaGenerator | None) -> None:
    say = language.speaker(now.lang)
    reception = (beside or st).segmented_control(
        say("visits.direction"),
        ["outward", "reception"],
        default="outward",
        format_func=lambda k: say(f"visits.{k}"),
        key="visits_direction",
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    ) == "reception"
    ask.show(now, reception)
    planned: planning.Planned | None = st.session_state.get(KEPT)
    if planned is None or (planned.kind == "reception") != reception or planned.request.home != now.region:
        return
    _result(now)


@st.fragment
def _result(now: state.Selection) -> None:
    """The plan on screen. A fragment: a drag draws this anew and nothing else."""
    say = language.speaker(now.lang)
    planned: planning.Planned = st.session_state[KEPT]
    trip = planned.document(loaders.space().regions)
    visits = sum(line["kind"] == "visit" for p in trip["parties"] for line in p["lines"])
    st.header(
        say(
            "visits.trip_title",
            name=trip["name"],
            start=trip["start"],
            days=trip["days"],
            n=visits,
            left=len(trip["dropped"]),
        ),
        anchor=False,
    )
    for note in planned.notes if now.lang == "zh" else ():
        st.html(snippets.text(note, "lt-muted"))
    edit.show(planned, now)
    _papers(planned, trip, now, say)
    left, right = st.columns([7, 5])
    with left:
        columns = (
            ("party", "date", "time", "what", "name", "how")
            if len(trip["parties"]) > 1
            else ("date", "time", "what", "name", "how")
        )
        heads = {k: say(f"visits.col_{k}") for k in columns}
        table = pd.DataFrame(day_rows(trip))[list(columns)].rename(columns=heads)
        st.dataframe(table, hide_index=True, height=min(430, 40 + 35 * len(table)))
    with right:
        st_echarts(
            visit_map.route_option(trip, loaders.space().regions),
            map=Map(visit_map.MAP_NAME, visit_map.outlines()),
            height="400px",
            key="visits_map",
            theme={},
        )
    if trip["dropped"]:
        with st.expander(say("visits.dropped", n=len(trip["dropped"]))):
            st.html(
                snippets.table(
                    [say("visits.name"), say("visits.why")], [(d["name"], d["reason"]) for d in trip["dropped"]]
                )
            )


def _papers(planned: planning.Planned, trip: Mapping[str, Any], now: state.Selection, say: language.Speaker) -> None:
    space = loaders.space()
    context = space.planning_context(now.region)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            say("visits.papers"),
            data=lambda: planning.zipped(trip, context),
            file_name=f"{safe(str(trip['name']))}-{trip['start']}.zip",
            mime="application/zip",
            key="visits_papers",
            on_click="ignore",
            icon=":material/download:",
            disabled=bool(planned.arrangement.faults),
        )
        if st.button(say("visits.keep"), key="visits_keep", disabled=bool(planned.arrangement.faults)):
            try:
                planning.keep_trip(loaders.casework(), trip, team_name(now))
                st.toast(say("visits.kept"), icon=":material/check:")
            except LiantuError as error:
                st.error(str(error))
        st.html(snippets.text(say("visits.papers_note"), "lt-muted"), width="content")


def _fair(now: state.Selection) -> None:
    """Promises held against the fair-competition regulation, before they are made."""
    say, zh = language.speaker(now.lang), now.lang == "zh"
    rules = loaders.space().planning_context(now.region).rules
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
        heads = [say(f"visits.{k}") for k in ("fair_words", "fair_why", "fair_article", "fair_instead")]
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
