"""变化: which gaps are new, healed or persistent since a day, and the facts behind it, each with its load."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from app_pages import frame, paging, state
from app_pages.draw import snippets
from app_pages.read import gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from graph.gaps.documents.labels import HISTORY, fact_sentence, shown_words
from graph.gaps.documents.plan_shapes import ChangedGap, FactDocument, GapsByStatus
from graph.gaps.documents.shapes import Status


def show(chosen: state.Selection, say: language.Speaker) -> None:
    """The day on top, what it comes to on the left, the facts on the right."""
    days, today = gaps.load_days(), date.today()
    asked, note = st.columns([2, 7], vertical_alignment="bottom")
    day = asked.date_input(
        say("changes.since"),
        gaps.start_day(days, today),
        days[0],
        max(today, days[-1]),
        key="changes_since",
        format="YYYY-MM-DD",
    )
    note.html(
        snippets.text(
            say("changes.known", first=days[0].isoformat(), n=len(days), last=days[-1].isoformat()), "lt-muted"
        )
    )
    try:
        with st.spinner(say("wait.reading")):
            document = gaps.changes(chosen.region, day.isoformat())
    except LiantuError as error:
        frame.failed(error)
        return
    of_chain = _of_chain(document["gaps"], chosen.chain)
    facts = [f for f in document["facts"] if f["chain"] == chosen.chain]
    new, healed, persistent = of_chain["new"], of_chain["healed"], of_chain["persistent"]
    title = say("changes.title", day=day.isoformat(), new=len(new), healed=len(healed), persistent=len(persistent))
    st.header(plain(title), anchor=False)
    left, right = st.columns([1, 1])
    with left.container(height=500, border=True):
        _gaps("new", new, chosen, say)
        _gaps("healed", healed, chosen, say)
        _gaps("persistent", persistent, chosen, say)
    with right.container(height=500, border=True):
        _facts(facts, chosen, say)


def _of_chain(gaps: GapsByStatus, chain: str) -> GapsByStatus:
    return {
        "new": [g for g in gaps["new"] if g["chain"] == chain],
        "healed": [g for g in gaps["healed"] if g["chain"] == chain],
        "persistent": [g for g in gaps["persistent"] if g["chain"] == chain],
    }


def _gaps(status: Status, rows: Sequence[ChangedGap], chosen: state.Selection, say: language.Speaker) -> None:
    st.subheader(f"{plain(HISTORY[status][chosen.lang])} {len(rows)}", anchor=False)
    if not rows:
        st.html(snippets.text(say("none"), "lt-muted"))
    for row in sorted(rows, key=lambda r: not _turned(r))[: paging.PAGE]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            ends = [row["was"], row["now"]]
            if st.button(
                plain(frame.segment_name(row, chosen.lang)),
                key=f"changes_{row['segment']}",
                type="tertiary",
                disabled=status == "healed",
            ):
                state.change(segment=row["segment"])
                st.session_state["gaps_open"] = "diagnosis"
                st.rerun()
            words = ["·".join(shown_words(g, chosen.lang)) for g in ends if g]
            st.html(snippets.text(" → ".join(dict.fromkeys(words)), "lt-muted"), width="content")
    if len(rows) > paging.PAGE:
        st.html(snippets.text(say("frame.more", n=len(rows)), "lt-muted"))


def _turned(row: ChangedGap) -> bool:
    """Is it a gap of another kind or verdict now? These are what a reader looks for among those that persist."""
    was, now = row["was"], row["now"]
    return bool(was and now and (was["kind"], was["verdict"]) != (now["kind"], now["verdict"]))


def _facts(facts: Sequence[FactDocument], chosen: state.Selection, say: language.Speaker) -> None:
    st.subheader(plain(say("changes.facts", n=len(facts))), anchor=False)
    if not facts:
        st.html(snippets.text(say("changes.none"), "lt-muted"))
    pages = paging.pages(len(facts))
    page = st.pagination(pages, key=f"changes_page_{len(facts)}") if pages > 1 else 1
    for i, fact in enumerate(paging.page_of(facts, page)):
        said = fact_sentence(fact, chosen.lang)
        if not fact["firm"]:
            st.html(snippets.text(said))
        elif st.button(plain(said), key=f"changes_firm_{i}", type="tertiary"):
            state.open_page("firm", firm=fact["firm"])
