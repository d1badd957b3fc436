"""对标城市: the cities that the leaders of the shown region have chosen to be measured against."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.errors import explain
from app_pages.read import base, office, regions
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import UnwritableFile
from graph.office import LONGEST_REASON, Office

MOST = 5  # cities a region is measured against; more are not read beside like ones


def show(now: state.Selection, kept: Office) -> None:
    """What is set for the shown region, and the form to set it."""
    say, known = language.speaker(now.lang), base.space().regions
    st.subheader(plain(say("settings.benchmarks", region=known.name(now.region))), anchor=False)
    found = office.benchmarks(now.region)
    if not found:
        st.html(snippets.text(say("settings.no_benchmarks"), "lt-muted"))
    for place, reason, day in found:
        st.html(snippets.text(say("settings.benchmark", place=place, reason=reason or say("unknown"), day=day)))
    own = [b for b in kept.benchmarks if b.region == now.region]
    offered = [c for c in known.cities() if not known.within(now.region, c)]
    with st.form("settings_benchmarks", border=True):
        cities = st.multiselect(
            say("settings.benchmark_cities"),
            offered,
            default=[b.city for b in own if b.city in offered],
            format_func=lambda code: plain(regions.name(known, code, now.lang)),
            max_selections=MOST,
            placeholder=say("frame.region"),
            key="settings_benchmark_cities",
        )
        reason = st.text_input(
            say("settings.benchmark_reason"),
            value=own[0].reason if own else "",
            max_chars=LONGEST_REASON,
            placeholder=say("settings.benchmark_reason_example"),
            key="settings_benchmark_reason",
        )
        saved = st.form_submit_button(say("settings.save"), key="settings_benchmark_save")
    if not saved:
        return
    try:
        office.save(office.with_benchmarks(kept, now.region, cities, reason.strip(), date.today()))
    except UnwritableFile as error:
        what, todo = explain(error, now.lang)
        st.error(plain(f"{what} {todo}"))
        return
    st.toast(say("settings.saved"))
    st.rerun()
