"""产业链图谱: one chain as a graph, and beside it the segment that was clicked."""

from __future__ import annotations

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.draw.palette import STATES
from app_pages.pages.chain_map import segment_panel
from app_pages.pages.chain_map.graph import BUYER_MARK, graph_option
from app_pages.pages.chain_map.layout import layout
from app_pages.read import base, chains
from app_pages.texts import language

# Without the downplay, what the pointer dimmed would stay dimmed when the picture is drawn anew.
CLICK = (
    "function(p) { chart.dispatchAction({type: 'downplay', seriesIndex: 1}); "
    "return p.dataType === 'node' ? p.data.id : undefined; }"
)

chosen = frame.bar()
say = language.speaker(chosen.lang)
with st.spinner(say("wait.reading")):
    chain = chains.chain(chosen.chain, chosen.region)
counts = chain["counts"]
st.html(
    snippets.number(say("map.completeness"), f"{chain['completeness']:.0%}")
    + snippets.number(say("map.missing"), f"{counts.get('missing', 0)}")
    + snippets.number(say("map.break"), f"{counts.get('break', 0)}")
    + snippets.number(say("map.weak"), f"{counts.get('weak', 0)}")
    + snippets.number(say("map.single"), f"{counts.get('single_point', 0)}")
    + snippets.number(say("map.firms"), say("unit.firms", n=chain["firms_local"]))
    + f'<span class="lt-muted">{say("frame.as_of", date=base.as_of())} · {say("map.hint")}</span>'
)


@st.fragment
def canvas() -> None:
    """The graph and its panel; a click reruns only these."""
    now = state.current()
    place = layout(chain["segments"], chain["links"])
    left, right = st.columns([5, 2])
    with left:
        st.html(snippets.legend(chain["counts"], now.lang))
        with st.container(key="graph"):
            st_echarts(
                graph_option(chain, place, now.lang, now.segment),
                events={"click": CLICK},
                theme={},
                height=f"{place.height}px",
                key=f"graph_{now.chain}",
                on_change=lambda: _clicked(f"graph_{now.chain}"),
            )
    with right:
        names = {s["id"]: frame.segment_name(s, now.lang) for s in chain["segments"]}
        marks = {s["id"]: BUYER_MARK if s["demand"] else STATES[s["state"]][1] for s in chain["segments"]}
        st.session_state["map_segment"] = now.segment or None
        st.selectbox(
            say("map.segment"),
            list(names),
            index=None,
            format_func=lambda s: f"{marks[s]} {names[s]}",
            key="map_segment",
            placeholder=say("map.choose"),
            label_visibility="collapsed",
            on_change=lambda: state.change(segment=st.session_state["map_segment"] or ""),
        )
        with st.container(height=max(420, place.height), border=True):
            segment_panel.show(chain, now)
    state.write_address()


def _clicked(key: str) -> None:
    event = st.session_state[key].get("chart_event")
    if event:
        state.change(segment=event)


canvas()
