"""市场分布图: where the downstream of a segment is, by whom it is bought and how far away."""

from __future__ import annotations

import streamlit as st
from streamlit_echarts import Map, st_echarts

from app_pages import frame, state
from app_pages.draw import china, snippets
from app_pages.draw.palette import STATES
from app_pages.pages.market_map import below, export, panel, picture, rows
from app_pages.pages.market_map import focus as looked
from app_pages.read import base, chains
from app_pages.read.maps import market_map
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.wording.amounts import about
from outreach.maps.market import market_words as words
from outreach.maps.market.shapes import MarketDocument

HEIGHT = 470  # of the map in pixels
VIEWS = ("map", "table")

chosen = frame.bar()
say = language.speaker(chosen.lang)


def _segment(now: state.Selection) -> str:
    """The segment in the address, else the one that the page opens on."""
    return now.segment or market_map.first_segment(now.chain, now.region)


def _tools(now: state.Selection, segment: str, d: MarketDocument) -> None:
    """Which segment, map or table, and the map to take away."""
    pick, view, docx, xlsx = st.columns([6, 3, 2, 2], vertical_alignment="center")
    options = {s["id"]: s for s in chains.chain(now.chain, now.region)["segments"]}
    st.session_state["market_segment"] = segment
    pick.selectbox(
        say("market.segment"),
        list(options),
        format_func=lambda s: f"{STATES[options[s]['state']][1]} {frame.segment_name(options[s], now.lang)}",
        key="market_segment",
        label_visibility="collapsed",
        on_change=lambda: state.change(segment=st.session_state["market_segment"]),
    )
    shown = {v: say(f"market.view_{v}") for v in VIEWS}
    st.session_state["market_view"] = "table" if now.view == "table" else "map"
    view.segmented_control(
        say("market.view"),
        list(shown),
        format_func=lambda v: plain(shown[v]),
        key="market_view",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: state.change(view="table" if st.session_state["market_view"] == "table" else ""),
    )
    export.buttons(docx, xlsx, d, say)


def _numbers(d: MarketDocument, now: state.Selection) -> None:
    """The sums at the head."""
    total, local = (language.pick(about(yi), now.lang) for yi in (d["total_yi"], d["local_yi"]))
    parts = [
        snippets.number(say("market.total"), say("market.amount", amount=total)),
        snippets.number(say("market.local"), local),
        snippets.number(say("market.named"), say("market.firms", n=len(d["buyers"]))),
    ]
    st.html("".join(parts) + f'<span class="lt-muted">{say("frame.as_of", date=base.as_of())}</span>')


@st.fragment
def canvas(segment: str, d: MarketDocument) -> None:
    """The map and the list beside it; a click reruns only these."""
    now = state.current()
    left, right = st.columns([7, 5])
    with left:
        st.html(snippets.text(say("market.sub", place=frame.place(base.space().regions.name(now.region))), "lt-muted"))
        with st.container(key="china"):
            st_echarts(
                picture.option(
                    d, looked.buyers(d, now.focus)[: words.TOP], looked.view(d, now.focus), now.focus, now.lang
                ),
                map=Map(china.MAP_NAME, china.outlines()),
                events={"click": picture.CLICK},
                theme={},
                height=f"{HEIGHT}px",
                key=f"market_{segment}",
                on_change=lambda: _clicked(f"market_{segment}"),
            )
    with right, st.container(height=HEIGHT + 40, border=True):
        panel.show(d, now, say)
    state.write_address()


def _clicked(key: str) -> None:
    """A province or a point: the list shows its buyers; a second click on the same shows all again."""
    event = st.session_state[key].get("chart_event")
    if event:
        state.change(focus="" if str(event) == state.current().focus else str(event))


def main() -> None:
    """The page."""
    now = state.current()
    with st.spinner(say("wait.reading")):
        segment = _segment(now)
    if not segment:
        st.header(say("market.no_segment"), anchor=False)
        return
    with st.spinner(plain(say("market.wait", n=f"{market_map.firms(segment, now.region):,}"))):
        d = market_map.document(segment, now.region)
    if not looked.known(d, now.focus):
        st.toast(say("market.unknown_focus"))
        state.change(focus="")
    now = state.current()
    st.header(plain(language.pick(words.title(d), now.lang)), anchor=False)
    _tools(now, segment, d)
    with st.container(horizontal=True, gap="small"):
        if st.button(say("market.to_chain"), key="market_chain", type="tertiary"):
            state.open_page("chain_map", segment=segment)
        if st.button(say("market.to_routes"), key="market_routes", type="tertiary"):
            state.open_page("tech_map", segment=segment)
    if d["is_demand"] or d["total_yi"] < words.LEAST_YI:
        st.html(snippets.text(say("market.demand" if d["is_demand"] else "market.none_todo")))
        if not d["is_demand"]:
            below.show(d, now, say)
        return
    _numbers(d, now)
    if now.view == "table":
        rows.show(d, now, say)
        below.rests(d, now, say)
    else:
        canvas(segment, d)
        below.show(d, now, say)


main()
