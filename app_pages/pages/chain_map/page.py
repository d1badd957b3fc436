"""产业链招商图: one chain as a map, and beside it the segment that was clicked or what to go for."""

from __future__ import annotations

from typing import get_args

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.draw.options import named
from app_pages.draw.palette import STATES
from app_pages.pages.chain_map import comparison, export, recruit, segment_panel, what_if
from app_pages.pages.chain_map.graph import BUYER_MARK, CLICKED, LinksShown, Marks, graph_option
from app_pages.pages.chain_map.layout import layout
from app_pages.read import base, chains
from app_pages.read.maps import chain_map
from app_pages.texts import language
from app_pages.texts.plain import plain

# Without the downplay, what the pointer dimmed would stay dimmed when the picture is drawn anew.
CLICK = (
    "function(p) { chart.dispatchAction({type: 'downplay', seriesIndex: 1}); "
    "return p.dataType === 'node' ? p.data.id : undefined; }"
)

chosen = frame.bar()
say = language.speaker(chosen.lang)
with st.spinner(say("wait.reading")):
    present = chains.chain(chosen.chain, chosen.region)
    made = what_if.after(chosen)
chain = made[0] if made else present
counts = chain["counts"]
st.html(
    snippets.number(say("map.completeness"), f"{chain['completeness']:.0%}")
    + snippets.number(say("map.missing"), f"{counts.get('missing', 0)}")
    + snippets.number(say("map.break"), f"{counts.get('break', 0)}")
    + snippets.number(say("map.weak"), f"{counts.get('weak', 0)}")
    + snippets.number(say("map.single"), f"{counts.get('single_point', 0)}")
    + snippets.number(say("map.firms"), say("unit.firms", n=chain["firms_local"]))
    + f'<span class="lt-muted">{say("frame.as_of", date=base.as_of())}</span>'
)
if made:
    what_if.banner(present, made, chosen, say)


def _links(now: state.Selection) -> LinksShown:
    """Which links the address asks for."""
    return next((v for v in get_args(LinksShown) if v == now.links), "main")


def _tools(now: state.Selection) -> None:
    """Which links, beside which city, and the map to take away."""
    links, city, paper, book = st.columns([5, 4, 3, 3], vertical_alignment="center")
    with links:
        shown = {v: say(f"map.links_{v}") for v in get_args(LinksShown)}
        first = _links(now)
        st.session_state["map_links"] = first
        st.segmented_control(
            say("map.links"),
            list(shown),
            format_func=lambda v: plain(
                say("frame.named", label=say("map.links"), value=shown[v]) if v == first else shown[v]
            ),
            key="map_links",
            required=True,
            label_visibility="collapsed",
            on_change=lambda: state.change(links=st.session_state["map_links"]),
        )
    with city:
        comparison.choose(now, say)
    export.buttons(paper, book, now, say)


@st.fragment
def canvas() -> None:
    """The map and its panel; a click reruns only these."""
    now = state.current()
    place = layout(chain["segments"], chain["links"], chain["lanes"])
    left, right = st.columns([11, 4])
    with left:
        _tools(now)
        now = state.current()
        beside = comparison.counts(now)
        st.html(snippets.legend(chain["counts"], now.lang) + snippets.text(say("map.hint"), "lt-muted"))
        with st.spinner(plain(say("map.wait", n=len(place.positions)))):
            groups = chain_map.groups(now.region)  # judges every segment of the region, seconds where nobody has yet
            rim = chain_map.rim(now.chain, now.segment if now.segment in place.positions else "")
        marks = Marks(groups, beside or {}, chain_map.changed(now.chain, now.region, chain) if made else {})
        with st.container(key="graph"):
            st_echarts(
                named(
                    graph_option(chain, place, now.lang, now.segment, marks, _links(now), rim),
                    say("map.named", chain=frame.chain_titles(now.lang)[now.chain], n=len(place.positions)),
                ),
                events={"click": CLICK},
                theme={},
                height=f"{place.height}px",
                key=f"graph_{now.chain}",
                on_change=lambda: _clicked(f"graph_{now.chain}"),
            )
        if now.beside:
            comparison.show(chain, beside, now, say)
    with right:
        names = {s["id"]: frame.segment_name(s, now.lang) for s in chain["segments"]}
        signs = {s["id"]: BUYER_MARK if s["demand"] else STATES[s["state"]][1] for s in chain["segments"]}
        st.session_state["map_segment"] = now.segment if now.segment in names else None
        st.selectbox(
            say("map.segment"),
            list(names),
            index=None,
            format_func=lambda s: f"{signs[s]} {names[s]}",
            key="map_segment",
            placeholder=say("map.choose"),
            label_visibility="collapsed",
            on_change=lambda: state.change(segment=st.session_state["map_segment"] or ""),
        )
        with st.container(height=max(420, place.height), border=True):
            if now.segment in names:
                segment_panel.show(chain, now)
            else:
                recruit.show(chain, now, say)
    state.write_address()


def _clicked(key: str) -> None:
    """A tile of the chain opens its panel; one of the rim leads into its own chain."""
    event = st.session_state[key].get("chart_event")
    if event:
        state.change(segment=str(event).removeprefix(CLICKED).rpartition(":")[2])


canvas()
