"""依据: the certificate of a gap. Four tests apart, the firms one click away, the measures in the annex."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import charts, snippets
from app_pages.pages.gap_list import measures
from app_pages.read import loaders
from app_pages.texts import language
from graph.gaps.documents.certificate import TESTS, Item, Section, certificate
from graph.gaps.documents.labels import RECRUIT
from graph.model.words import COMPONENT, UNKNOWN, VERDICT, VERDICT_REASON, tenths
from outreach.papers import gap_certificate as paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Where a section's firms are known to other pages and tests.
KEYS = {"need": "why_buyer", "presence": "why_local", "after": "why_candidate"}


def show(gap: Mapping[str, Any], now: state.Selection) -> None:
    """Everything a gap stands on, what matters first."""
    say = language.speaker(now.lang)
    st.subheader(say("gaps.why", name=frame.segment_name(gap, now.lang)), anchor=False)
    _buttons(gap, now, say)
    sections = certificate(gap, now.lang)
    tests = [s for s in sections if s.key in TESTS]
    # The fifth question stands apart from the four: nothing of it is met or not met.
    fifth = snippets.plain_chip(f"{say('gaps.recruit')} {RECRUIT[gap['recruit']['answer']][now.lang]}")
    st.html(snippets.row(*(snippets.outcome(s.title, s.outcome, now.lang) for s in tests), fifth))
    for section in sections:
        _section(section, gap["segment"], now, say)
    _score(gap, now, say)
    with st.expander(say("gaps.measures")):
        header = (say("gaps.measure"), say("gaps.value"), say("gaps.formula"), say("gaps.origin"))
        st.html(snippets.table(header, measures.measure_rows(gap["evidence"]["measures"], now.lang)))


def _buttons(gap: Mapping[str, Any], now: state.Selection, say: language.Speaker) -> None:
    with st.container(horizontal=True, gap="small"):
        if st.button(say("gaps.targets"), type="primary", key="why_targets"):
            state.open_page("targets", segment=gap["segment"])
        if st.button(say("gaps.map"), key="why_map"):
            state.open_page("chain_map", segment=gap["segment"])
        if st.button(say("gaps.try"), key="why_try"):
            state.change(segment=gap["segment"])
            st.session_state["gaps_open"] = "sandbox"
            st.rerun()
        region, day = frame.place(loaders.space().regions.full_name(now.region)), loaders.newest_day()
        st.download_button(
            say("gaps.export"),
            lambda: paper.document(gap, region, day, now.lang),
            key="why_export",
            mime=DOCX,
            file_name=paper.file_name(gap, region, day, now.lang),
            on_click="ignore",
        )


def _section(section: Section, segment: str, now: state.Selection, say: language.Speaker) -> None:
    st.subheader(section.heading(now.lang), anchor=False)
    prefix = KEYS.get(section.key, f"why_{section.key}")
    for i, item in enumerate(section.items):
        if item.region:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.html(snippets.text(item.text), width="content")
                if st.button(say("gaps.peer"), key=f"{prefix}_{i}", type="tertiary"):
                    state.open_page("chain_map", region=item.region, segment=segment)
            continue
        st.html(snippets.text(item.text))
        if item.firms or item.listed:
            more = item.count if item.count > len(item.firms) else 0
            frame.firm_links(item.firms, f"{prefix}_{i}", more=more, everybody=_all_of(item, now.region))


def _all_of(item: Item, region: str) -> Callable[[], Sequence[Mapping[str, Any]]] | None:
    """Reads all firms that a statement counts, where they are those of the region or of certain segments."""
    if item.listed:
        return lambda: loaders.listed(region)
    if not item.segments:
        return None
    side = "national" if item.elsewhere else "local"

    def read() -> list[dict[str, Any]]:
        found = [firm for s in item.segments for firm in loaders.segment(s, region)[side]]
        return list({firm["id"]: firm for firm in found}.values())

    return read


def _score(gap: Mapping[str, Any], now: state.Selection, say: language.Speaker) -> None:
    parts = [COMPONENT[name][now.lang] for name, _, part in charts.contributions(gap)[:2] if part > 0]
    st.subheader(
        say("gaps.parts", a=parts[0], b=parts[1]) if len(parts) > 1 else say("gaps.parts_one", a=parts[0]), anchor=False
    )
    st.html(snippets.text(say("gaps.parts_sub"), "lt-muted"))
    option = charts.components_option(gap, now.lang)
    st_echarts(option, height=f"{26 * len(option['yAxis']['data']) + 12}px", key="why_parts", theme={})
    cover = gap["evidence"]["coverage"]
    estimate = tenths(cover["estimate"], now.lang) if cover["estimate"] is not None else UNKNOWN[now.lang]
    reason = VERDICT_REASON.get(gap["evidence"]["verdict_reason"], UNKNOWN)[now.lang]
    coverage = say(
        "gaps.coverage_text",
        n=cover["firms"],
        estimate=estimate,
        verdict=VERDICT[gap["verdict"]][now.lang],
        reason=reason,
    )
    st.html(snippets.text(say("gaps.foot", date=loaders.as_of(), coverage=coverage), "lt-muted"))
