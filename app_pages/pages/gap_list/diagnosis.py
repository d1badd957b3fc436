"""The list of gaps, the most urgent first, and the certificate of the one that is open."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import frame, paging, state
from app_pages.draw import snippets
from app_pages.draw.palette import STATES
from app_pages.pages.gap_list import certificate, filters, scope
from app_pages.read import base, chains, gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.documents.gap import look_first
from graph.gaps.documents.labels import RECRUIT, shown_state
from graph.gaps.documents.shapes import GapDocument
from graph.gaps.priorities.prioritiser import by_priority
from graph.gaps.priorities.shapes import PrioritisedGap
from graph.model.words import ACTION, KIND, VERDICT

HEIGHT = 545


def show(chosen: state.Selection, say: language.Speaker) -> None:
    """Filters, the list and the certificate beside it."""
    with st.spinner(say("wait.reading")):
        everything = gaps.of_region(chosen.region)
    whole, shown = _filtered(everything, chosen, say)
    names = frame.chain_titles(chosen.lang)
    here = base.space().regions.name(chosen.region)
    if not shown:
        _nothing(everything, here, names[chosen.chain] if whole == "this" else "", chosen, say)
        return
    opened = next((g for g in shown if g["segment"] == chosen.segment), shown[0])
    st.header(plain(_title(shown, here, names[chosen.chain] if whole == "this" else "", chosen, say)), anchor=False)
    left, right = st.columns([6, 5])
    with left.container(height=HEIGHT, border=False):
        page = 1
        if paging.pages(len(shown)) > 1:
            page = st.pagination(paging.pages(len(shown)), key=f"gaps_page_{whole}_{len(shown)}")
        for i, gap in enumerate(paging.page_of(shown, page), (page - 1) * paging.PAGE + 1):
            chain = "" if whole == "this" else names[gap["chain"]]
            _card(i, gap, gap["segment"] == opened["segment"], chain, chosen, say)
    with right.container(height=HEIGHT, border=True):
        certificate.show(opened, chosen)


def _title(
    shown: Sequence[PrioritisedGap], here: str, chain: str, chosen: state.Selection, say: language.Speaker
) -> str:
    """How many segments to go for, and which to look at first; `chain` is empty where those of all chains are shown."""
    if all(g["verdict"] == "insufficient_data" for g in shown):
        return say("gaps.title_unsure", region=here, n=len(shown))
    attack = [g for g in by_priority(shown) if g["priority"]["group"] == "attack"]
    first = frame.segment_name(attack[0] if attack else look_first(shown), chosen.lang)
    place = {"region": here, "chain": chain} if chain else {"region": here}
    return say("gaps.title_chain" if chain else "gaps.title", n=len(attack), m=len(shown), first=first, **place)


def _filtered(
    everything: Sequence[PrioritisedGap], chosen: state.Selection, say: language.Speaker
) -> tuple[str, Sequence[PrioritisedGap]]:
    first, second, third = st.columns([2, 5, 3])
    whole = scope.ask(first, "gaps_scope", say)
    kinds = second.pills(
        say("gaps.kind"),
        list(KIND),
        selection_mode="multi",
        key="gaps_kinds",
        label_visibility="collapsed",
        format_func=lambda k: plain(f"{STATES[k][1]} {KIND[k][chosen.lang]}"),
        persist_state="session",
    )
    verdicts = third.pills(
        say("gaps.verdict"),
        list(VERDICT),
        selection_mode="multi",
        key="gaps_verdicts",
        label_visibility="collapsed",
        format_func=lambda v: plain(VERDICT[v][chosen.lang]),
        persist_state="session",
    )
    scoped = filters.cut_gaps(everything, "" if whole == "all" else chosen.chain)
    return whole, filters.cut_gaps(scoped, "", kinds, verdicts)


def _card(i: int, gap: GapDocument, same: bool, chain: str, chosen: state.Selection, say: language.Speaker) -> None:
    with st.container(border=True, gap="xsmall"):
        name, button = st.columns([5, 1], vertical_alignment="center")
        title = f"{i}. {frame.segment_name(gap, chosen.lang)}"
        name.subheader(plain(f"{title} · {chain}" if chain else title), anchor=False)
        if button.button(
            say("gaps.opened" if same else "gaps.open"),
            key=f"why_{gap['segment']}",
            type="primary" if same else "secondary",
        ):
            state.change(segment=gap["segment"])
            st.rerun()
        shown = shown_state(gap)
        chips = [snippets.chip(shown, chosen.lang), snippets.plain_chip(ACTION[gap["action"]][chosen.lang])]
        if shown != "no_data":
            chips.append(snippets.plain_chip(VERDICT[gap["verdict"]][chosen.lang]))
        if gap["recruit"]["answer"] in ("nearby", "unsuitable"):
            chips.append(snippets.plain_chip(RECRUIT[gap["recruit"]["answer"]][chosen.lang]))
        sentence = gap["sentence"] if chosen.lang == "zh" else gap["sentence_en"]
        st.html(snippets.row(*chips) + snippets.text(sentence) + _score(gap, say))


def _score(gap: GapDocument, say: language.Speaker) -> str:
    score = f"{gap['score']:.2f}"
    if gap["verdict"] == "insufficient_data":  # an interval drawn from next to nothing is narrow, and would look sure
        return snippets.text(say("gaps.score_unsure", score=score), "lt-muted") + snippets.bar(gap["score"])
    low, high = gap["interval"]
    words = say("gaps.score", score=score, low=f"{low:.2f}", high=f"{high:.2f}")
    return snippets.score_bar(gap["score"], gap["interval"], words)


def _nothing(
    everything: Sequence[GapDocument], here: str, chain: str, chosen: state.Selection, say: language.Speaker
) -> None:
    """Why the list is empty, and what to do about it."""
    if not any(c["firms_local"] for c in chains.overview(chosen.region)):
        st.header(plain(say("gaps.no_firms", region=here)), anchor=False)
        st.html(snippets.text(say("gaps.no_firms_todo"), "lt-muted"))
        if st.button(say("gaps.to_data"), key="gaps_to_data", type="primary"):
            state.open_page("data")
    elif chain and not filters.cut_gaps(everything, chosen.chain):
        st.header(plain(say("gaps.none_chain", region=here, chain=chain)), anchor=False)
        st.html(snippets.text(say("gaps.none_chain_todo"), "lt-muted"))
    else:
        st.header(say("gaps.none"), anchor=False)
        st.html(snippets.text(say("gaps.none_todo"), "lt-muted"))
