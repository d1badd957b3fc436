"""依据: why a segment is a gap, who is concerned by name, how the score comes about, what a landing would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import charts, frame, loaders, snippets, state, texts
from graph.words import COMPONENT, UNKNOWN, VERDICT, VERDICT_REASON, tenths


def show(gap: Mapping[str, Any], now: state.Selection) -> None:
    """Everything a gap stands on, what matters first."""
    say = texts.speaker(now.lang)
    evidence = gap["evidence"]
    st.subheader(say("gaps.why", name=frame.segment_name(gap, now.lang)), anchor=False)
    with st.container(horizontal=True):
        if st.button(say("gaps.targets"), type="primary", key="why_targets"):
            state.open_page("targets", segment=gap["segment"])
        if st.button(say("gaps.map"), key="why_map"):
            state.open_page("chain_map", segment=gap["segment"])
    _neighbours(say("gaps.buyers"), evidence["buyers"], "why_buyer", now, say)
    _neighbours(say("gaps.suppliers"), evidence["suppliers"], "why_supplier", now, say)
    if evidence["local"]["count"]:
        st.subheader(say("gaps.local"), anchor=False)
        frame.firm_links(evidence["local"]["firms"], "why_local", more=_more(evidence["local"]))
    st.subheader(say("gaps.candidates", n=evidence["candidates"]["count"]), anchor=False)
    frame.firm_links(evidence["candidates"]["firms"], "why_candidate", more=_more(evidence["candidates"]))
    if not evidence["candidates"]["count"]:
        st.html(snippets.text(say("map.no_national"), "lt-muted"))
    st.subheader(say("gaps.after"), anchor=False)
    effect = evidence["effect"]
    before, after = (f"{effect[k]:.1%}" for k in ("completeness_before", "completeness_after"))
    st.html(snippets.text(say("gaps.effect", before=before, after=after, n=int(effect["buyers_served"]))))
    _score(gap, now, say)
    with st.expander(say("gaps.measures")):
        header = (say("gaps.measure"), say("gaps.value"), say("gaps.formula"), say("gaps.origin"))
        st.html(snippets.table(header, texts.measure_rows(evidence["measures"], now.lang)))


def _more(named: Mapping[str, Any]) -> int:
    return int(named["count"]) if named["count"] > len(named["firms"]) else 0


def _neighbours(
    title: str, rows: Sequence[Mapping[str, Any]], key: str, now: state.Selection, say: texts.Speaker
) -> None:
    st.subheader(title, anchor=False)
    if not rows:
        st.html(snippets.text(say("gaps.nobody"), "lt-muted"))
    for i, row in enumerate(rows[:6]):
        words = "gaps.share" if row["share"] >= 0.01 else "gaps.share_small"
        st.html(
            snippets.text(say(words, name=frame.segment_name(row, now.lang), share=f"{row['share']:.0%}"), "lt-muted")
        )
        frame.firm_links(row["firms"], f"{key}_{i}", more=_more(row))


def _score(gap: Mapping[str, Any], now: state.Selection, say: texts.Speaker) -> None:
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
