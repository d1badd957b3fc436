"""检索: what one types → what is called so, then the firms whose products say so, how the words were understood, and an
honest "not found"."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import frame, paging, reading, state
from app_pages.draw import snippets
from app_pages.pages.search import by_name, start
from app_pages.read import base, firms, target_lists
from app_pages.read.daily import names
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.regions import Regions
from recommend.retrieve.search import SearchHit

LONGEST = 200  # characters of what is asked
UNSTATED = 10  # firms shown that only resemble what was asked
WHERE = {"all": "search.where_all", "local": "search.where_local", "outside": "search.where_outside"}

chosen = state.current()
say = language.speaker(chosen.lang)
space = base.space()
st.session_state["search_text"] = chosen.q[:LONGEST]
st.text_input(
    say("search.label"),
    placeholder=say("search.placeholder"),
    key="search_text",
    icon=":material/search:",
    width=720,
    max_chars=LONGEST,
    on_change=lambda: state.change(q=st.session_state["search_text"]),
)
query = chosen.q.strip()[:LONGEST]
if not query:
    start.show(chosen)
    st.stop()
start.asked(query)
called = names.find(query, chosen.region)
by_name.Listed(chosen).show(called)
if not target_lists.reading().finished:  # a free search needs every firm read; it comes by itself when they are
    reading.show(chosen.lang)
    st.stop()
with st.spinner(plain(say("wait.targets", n=space.store.counts()["firm"]))):
    found, by_id = firms.search(query)


def rows(hits: Sequence[SearchHit], key: str) -> None:
    """One line a firm: its name, seat, what it says it makes, where it stands in the chains."""
    for i, hit in enumerate(hits):
        firm = by_id[hit.firm]
        name, words, place = st.columns([4, 6, 4], vertical_alignment="center")
        if name.button(plain(firm["short"]), key=f"{key}_{i}", type="tertiary", help=plain(firm["name"])):
            state.open_page("firm", firm=hit.firm)
        shown = hit.products or firm["products"][:3]
        words.html(
            snippets.text("、".join(shown))
            + snippets.text("、".join(s[chosen.lang] for s in firm["segments"]), "lt-muted")
        )
        place.html(snippets.text(frame.place(firm["place"]), "lt-muted"))


if not found.clear and len(called):
    st.html(snippets.text(say("search.only_names"), "lt-muted"))
    st.stop()
if not found.clear:
    st.subheader(plain(say("search.unclear", text=query[:40])), anchor=False)
    st.html(snippets.text(say("search.unclear_todo"), "lt-muted"))
    st.stop()
where = st.segmented_control(
    say("search.where"),
    list(WHERE),
    default="all",
    format_func=lambda w: say(WHERE[w]),
    key="search_where",
    persist_state="session",
    required=True,
    label_visibility="collapsed",
)


def wanted(hit: SearchHit) -> bool:
    """Whether the firm's seat is where the reader looks."""
    return where == "all" or Regions.within(by_id[hit.firm]["region"], chosen.region) == (where == "local")


stated, unstated = [h for h in found.stated if wanted(h)], [h for h in found.unstated if wanted(h)]
local = sum(Regions.within(by_id[h.firm]["region"], chosen.region) for h in stated)
st.header(
    plain(say("search.title", text=query[:40], n=len(stated), region=space.regions.name(chosen.region), local=local)),
    anchor=False,
)
if found.meant:
    st.html(snippets.text(say("search.meant", names="、".join(found.meant)), "lt-muted"))
page = 1
if paging.pages(len(stated)) > 1:
    page = st.pagination(paging.pages(len(stated)), key=f"search_page_{query[:80]}_{where}")
rows(paging.page_of(stated, page), "search_hit")
if not stated:
    st.html(snippets.text(say("search.none_stated")))
if unstated:
    with st.expander(plain(say("search.unstated", n=min(len(unstated), UNSTATED))), expanded=not stated):
        rows(unstated[:UNSTATED], "search_maybe")
