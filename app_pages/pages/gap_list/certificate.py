"""依据: the certificate of a gap. Four tests apart, the firms one click away, the measures in the annex."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import firm_links, frame, segment_firms, state
from app_pages.downloads import DOCX
from app_pages.draw import snippets
from app_pages.pages.gap_list import charts, measures
from app_pages.read import base, chains, gaps
from app_pages.read.shapes import FirmBrief
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.documents.certificate import TESTS, Item, Section, certificate
from graph.gaps.documents.labels import RECRUIT
from graph.gaps.documents.shapes import GapDocument
from graph.model.words import COMPONENT, UNKNOWN, VERDICT, VERDICT_REASON, tenths
from outreach.papers import gap_certificate as paper

# Where a section's firms are known to other pages and tests.
KEYS = {"need": "why_buyer", "presence": "why_local", "after": "why_candidate"}


def show(gap: GapDocument, now: state.Selection) -> None:
    """Everything a gap stands on, what matters first."""
    say = language.speaker(now.lang)
    st.subheader(plain(say("gaps.why", name=frame.segment_name(gap, now.lang))), anchor=False)
    _buttons(gap, now, say)
    sections = certificate(gap, now.lang)
    tests = [s for s in sections if s.key in TESTS]
    # The fifth question stands apart from the four: nothing of it is met or not met.
    fifth = snippets.plain_chip(f"{say('gaps.recruit')} {RECRUIT[gap['recruit']['answer']][now.lang]}")
    st.html(snippets.row(*(snippets.outcome(s.title, s.outcome, now.lang) for s in tests), fifth))
    for section in sections:
        _section(section, gap["segment"], now, say)
        if section.key == "after":
            _sold_to(gap["segment"], say)
    _score(gap, now, say)
    view = chains.segment(gap["segment"], now.region)
    if view["local"] or view["aside"] or view["closed"]:
        st.subheader(plain(say("gaps.local_firms", n=len(view["local"]))), anchor=False)
        segment_firms.show(view, "why_local")
    with st.expander(say("gaps.measures")):
        header = (say("gaps.measure"), say("gaps.value"), say("gaps.formula"), say("gaps.origin"))
        st.html(snippets.table(header, measures.measure_rows(gap["evidence"]["measures"], now.lang)))


def _buttons(gap: GapDocument, now: state.Selection, say: language.Speaker) -> None:
    with st.container(horizontal=True, gap="small"):
        if st.button(say("gaps.targets"), type="primary", key="why_targets"):
            state.open_page("targets", segment=gap["segment"])
        if st.button(say("gaps.map"), key="why_map"):
            state.open_page("chain_map", segment=gap["segment"])
        if st.button(say("gaps.routes"), key="why_routes"):
            state.open_page("tech_map", segment=gap["segment"])
        if st.button(say("gaps.try"), key="why_try"):
            state.change(segment=gap["segment"])
            st.session_state["gaps_open"] = "sandbox"
            st.rerun()
        region, day = frame.place(base.space().regions.full_name(now.region)), gaps.newest_day()
        st.download_button(
            say("gaps.export"),
            lambda: paper.document(gap, region, day, now.lang),
            key="why_export",
            mime=DOCX,
            file_name=paper.file_name(gap, region, day, now.lang),
            on_click="ignore",
        )


def _sold_to(segment: str, say: language.Speaker) -> None:
    """The way to the map that shows where what would be made is bought."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(snippets.text(say("gaps.sold_to")), width="content")
        if st.button(say("gaps.market"), key="why_market", type="tertiary"):
            state.open_page("market_map", segment=segment)


def _section(section: Section, segment: str, now: state.Selection, say: language.Speaker) -> None:
    st.subheader(plain(section.heading(now.lang)), anchor=False)
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
            firm_links.show(item.firms, f"{prefix}_{i}", more=more, everybody=_all_of(item, now.region))


def _all_of(item: Item, region: str) -> Callable[[], Sequence[FirmBrief]] | None:
    """Reads all firms that a statement counts, where they are those of the region or of certain segments."""
    if item.listed:
        return lambda: chains.firms_on_record(region)
    if not item.segments:
        return None

    def read() -> list[FirmBrief]:
        views = [chains.segment(s, region) for s in item.segments]
        firms = [firm for v in views for firm in (v["national"] if item.elsewhere else v["local"])]
        if item.ids:
            firms = [firm for firm in firms if firm["id"] in item.ids]
        return list({firm["id"]: firm for firm in firms}.values())

    return read


def _score(gap: GapDocument, now: state.Selection, say: language.Speaker) -> None:
    parts = [COMPONENT[name][now.lang] for name, _, part in charts.contributions(gap)[:2] if part > 0]
    st.subheader(
        plain(say("gaps.parts", a=parts[0], b=parts[1]) if len(parts) > 1 else say("gaps.parts_one", a=parts[0])),
        anchor=False,
    )
    st.html(snippets.text(say("gaps.parts_sub"), "lt-muted"))
    height = f"{26 * len(charts.contributions(gap)) + 12}px"
    st_echarts(charts.components_option(gap, now.lang), height=height, key="why_parts", theme={})
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
    st.html(snippets.text(say("gaps.foot", date=base.as_of(), coverage=coverage), "lt-muted"))
