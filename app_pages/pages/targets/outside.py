"""招引目标: the targets of a segment as cards or as a table, cut by what the user ticks, and saved as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import frame, paging, reading, state
from app_pages.downloads import XLSX
from app_pages.draw import snippets
from app_pages.pages.targets import cards, claims, comparison, export, filters
from app_pages.read import base, casework, target_lists
from app_pages.texts import language
from app_pages.texts.plain import plain
from outreach.papers.target_workbook import TARGET_COLUMNS, said, target_rows
from outreach.targets.claims import Claim
from recommend.explain.apart import shared_of
from recommend.explain.shapes import TargetDocument
from recommend.lists.diversity import diversified

COMPARABLE = 100  # targets offered for comparison


def show(now: state.Selection, beside: DeltaGenerator) -> None:
    """The list of the chosen segment; `beside` is where the targets to compare are chosen."""
    say, space = language.speaker(now.lang), base.space()
    pick, outsiders, more, view, save = st.columns([4, 2, 2, 2, 2], vertical_alignment="center")
    segment = _ask_segment(pick, now, say)
    with st.spinner(plain(say("wait.targets", n=space.store.counts()["firm"]))):
        everyone = target_lists.of_segment(segment, now.region)
    if not target_lists.reading().finished:
        reading.show(now.lang)
    only_outside = outsiders.toggle(
        say("targets.outsiders"), value=True, key="targets_outsiders", persist_state="session"
    )
    owners = casework.claims_in(now.region)
    shown = _cut(everyone, cards.ask_filter(more, everyone, only_outside, say), owners, now)
    as_table = _ask_view(view, say)
    _download(save, shown, segment, now, say)
    fit = [t for t in shown if not t["below_floor"]]
    st.header(
        plain(
            say(
                "targets.title",
                region=space.regions.name(now.region),
                segment=frame.segment_title(segment, now.lang),
                n=len(fit),
                a=sum(t["grade"] == "A" for t in fit),
            )
        ),
        anchor=False,
    )
    if not shown:
        st.html(snippets.text(say("targets.none")) + snippets.text(say("targets.none_todo"), "lt-muted"))
        return
    if as_table:
        table = export.table(target_rows(shown, now.lang), TARGET_COLUMNS, now.lang)
        st.dataframe(table, hide_index=True, height=export.height(len(shown)))
        return
    comparison.show(comparison.ask(beside, shown[:COMPARABLE], now), now)
    _cards(shown, segment, owners, now, say)


def _ask_segment(place: DeltaGenerator, now: state.Selection, say: language.Speaker) -> str:
    """The segment of the list: the chosen one, else the chain's first gap."""
    segments = export.segment_choices(now)
    segment = now.segment if now.segment in segments else next(iter(segments))
    st.session_state["targets_segment"] = segment
    place.selectbox(
        say("targets.segment"),
        list(segments),
        format_func=segments.__getitem__,
        key="targets_segment",
        label_visibility="collapsed",
        on_change=lambda: state.change(segment=st.session_state["targets_segment"]),
    )
    return segment


def _cut(
    everyone: Sequence[TargetDocument],
    wanted: filters.TargetFilter,
    owners: Mapping[str, Claim],
    now: state.Selection,
) -> list[TargetDocument]:
    """The targets that meet the filter, in the order that it asks for."""
    shown = filters.cut_targets(everyone, now.region, wanted)
    if wanted.free:
        team = frame.team_name(now)
        shown = [t for t in shown if not claims.held_by_others(t, owners, team)]
    if wanted.once:
        shown = filters.once_a_group(shown)
    return diversified(shown) if wanted.spread else shown


def _ask_view(place: DeltaGenerator, say: language.Speaker) -> bool:
    """Is the list to be shown as a table?"""
    names = {"cards": say("targets.cards"), "table": say("targets.table")}
    view = place.segmented_control(
        say("targets.view"),
        list(names),
        default="cards",
        format_func=lambda k: plain(names[k]),
        key="targets_view",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    return view == "table"


def _download(
    place: DeltaGenerator,
    shown: Sequence[TargetDocument],
    segment: str,
    now: state.Selection,
    say: language.Speaker,
) -> None:
    """The list as it is shown, as a workbook; made when it is asked for."""
    place.download_button(
        say("targets.export"),
        data=lambda: export.workbook(shown, segment, now),
        file_name=export.file_name(segment, now, say),
        mime=XLSX,
        disabled=not shown,
        on_click="ignore",
        key="targets_export",
    )


def _cards(
    shown: Sequence[TargetDocument],
    segment: str,
    owners: Mapping[str, Claim],
    now: state.Selection,
    say: language.Speaker,
) -> None:
    """One page of cards; those below the line and those excluded stand last, each under a title of its own."""
    page = 1
    if paging.pages(len(shown)) > 1:
        page = st.pagination(paging.pages(len(shown)), key=f"targets_page_{segment}_{len(shown)}")
    first = (page - 1) * paging.PAGE
    if page == 1 and all(t["below_floor"] for t in shown):
        st.html(snippets.text(say("targets.above_none")))
    if warned := cards.segment_red_lines(segment, now.lang, say):
        st.html(warned)
    if barred := cards.unsuitable(shown, now.lang, say):
        st.html(barred)
    if common := shared_of(shown):
        st.html(
            snippets.text(say("targets.for_all"), "lt-muted") + snippets.reasons([said(r, now.lang) for r in common])
        )
    below = page > 1 and shown[first - 1]["below_floor"]
    excluded = page > 1 and shown[first - 1]["excluded"]
    for i, target in enumerate(paging.page_of(shown, page), first + 1):
        if target["below_floor"] and not below:
            below = True
            st.subheader(say("targets.below"), anchor=False, divider="gray")
        if target["excluded"] and not excluded:
            excluded = True
            st.subheader(say("targets.excluded"), anchor=False, divider="gray")
        cards.card(i, target, now, owners)
    _notes_on_weights(now, say)
    st.caption(plain(say("targets.shown", page=page, pages=paging.pages(len(shown)), n=len(shown))))


def _notes_on_weights(now: state.Selection, say: language.Speaker) -> None:
    """Where the weights come from."""
    recommender = base.recommender()
    weights = recommender.weights
    if weights.learned:
        st.caption(plain(say("targets.weights_note", n=weights.trained["landings"])))
    if recommender.shares != weights.shares():
        st.caption(say("targets.weights_taught"))
    for note in recommender.taught_notes:
        st.caption(plain(note.zh if now.lang == "zh" else note.en))
