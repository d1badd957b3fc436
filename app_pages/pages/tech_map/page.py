"""技术路线图: a chain's technology routes by age and sub-chain, and beside them a route, a segment or the risks."""

from __future__ import annotations

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.draw.options import named
from app_pages.pages.tech_map import export, panels
from app_pages.pages.tech_map.layout import layout, opened
from app_pages.pages.tech_map.picture import OPEN_ROUTE, OPEN_ROW, REST, picture
from app_pages.read import base
from app_pages.read.maps import tech_map
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.words import TREND_ARROW
from graph.routes import route_sentences
from outreach.maps.tech_map import local
from outreach.maps.tech_rows import GROUNDS, SHEETS, tables

CLICK = "function(p) { return p.data && p.data.id; }"
TABLE = "table"

chosen = frame.bar()
say = language.speaker(chosen.lang)
with st.spinner(say("wait.reading")):
    found = tech_map.routes(chosen.chain, chosen.region)
st.header(plain(language.pick(route_sentences.finding(found), chosen.lang)), anchor=False)


def _tools(now: state.Selection) -> None:
    """Which sub-chain, picture or table, and the map to take away."""
    lane, view, paper, book = st.columns([5, 3, 3, 3], vertical_alignment="center")
    with lane:
        names = {"": say("tech.lanes_all")} | {x["id"]: frame.segment_name(x, now.lang) for x in found["lanes"]}
        st.session_state["tech_lane"] = opened(found, now.lane, now.segment, now.route)
        st.selectbox(
            say("tech.lane"),
            list(names),
            format_func=lambda x: say("frame.named", label=say("tech.lane"), value=names[x]),
            key="tech_lane",
            label_visibility="collapsed",
            on_change=_lane_chosen,
        )
    with view:
        st.session_state["tech_view"] = TABLE if now.view == TABLE else "map"
        st.segmented_control(
            say("tech.view"),
            ["map", TABLE],
            format_func=lambda v: say("tech.view_table") if v == TABLE else say("tech.view_map"),
            key="tech_view",
            required=True,
            label_visibility="collapsed",
            on_change=lambda: state.change(view=TABLE if st.session_state["tech_view"] == TABLE else ""),
        )
    export.buttons(paper, book, now, say)


def _lane_chosen() -> None:
    """Another sub-chain drops the route that is open, so that the picture is of what was asked for."""
    state.change(lane=st.session_state["tech_lane"], segment="", route="")


@st.fragment
def canvas() -> None:
    """The picture and its panel; a click reruns only these."""
    if not found["routes"]:
        _without_routes()
        return
    now = _known(state.current())
    state.write_address()  # first, since the panel may take a moment
    _subtitle(now)
    left, right = st.columns([11, 4])
    with left:
        _tools(now)
        lane = opened(found, now.lane, now.segment, now.route)
        place = layout(found, lane)
        if now.view == TABLE:
            _table(now)
        else:
            _picture(now, lane)
        st.html(snippets.text(_foot(now), "lt-muted"))
    with right:
        _chooser(now)
        with st.container(height=max(420, min(place.height, 640)), border=True, key="tech_panel"):
            panels.show(found, now, say)


def _known(now: state.Selection) -> state.Selection:
    """The selection without a route that the chain does not have."""
    if now.route and not any(r["id"] == f"{now.segment}:{now.route}" for r in found["routes"]):
        st.toast(say("tech.not_here"))
        state.change(route="")
    return state.current()


def _subtitle(now: state.Selection) -> None:
    """What is shown."""
    if now.view == TABLE:
        st.html(snippets.text(say("tech.table_hint"), "lt-muted"))
        return
    lane = opened(found, now.lane, now.segment, now.route)
    name = next((frame.segment_name(x, now.lang) for x in found["lanes"] if x["id"] == lane), "")
    st.html(snippets.text(say("tech.hint_lane", lane=name) if lane else say("tech.hint"), "lt-muted"))


def _foot(now: state.Selection) -> str:
    """How much is covered, on what it rests, and of when it is."""
    covered = language.pick(route_sentences.coverage(found), now.lang)
    as_of = say("frame.as_of", date=base.as_of())
    return say("tech.foot", covered=covered, grounds=GROUNDS[now.lang == "en"], as_of=as_of)


def _picture(now: state.Selection, lane: str) -> None:
    place = layout(found, lane)
    key = f"tech_{now.chain}_{lane}"
    with st.container(key="routes"):
        st_echarts(
            named(
                picture(found, place, now.lang, now.segment, f"{now.segment}:{now.route}"),
                say("tech.named", title=language.pick(route_sentences.finding(found), now.lang)),
            ),
            events={"click": CLICK},
            theme={},
            height=f"{place.height}px",
            key=key,
            on_change=lambda: _clicked(key),
        )


def _clicked(key: str) -> None:
    """A route opens its panel; the name of a row opens the sub-chain, or the segment."""
    event = str(st.session_state[key].get("chart_event") or "")
    if event.startswith(OPEN_ROUTE):
        segment, _, route = event.removeprefix(OPEN_ROUTE).partition(":")
        state.change(segment=segment, route=route)
    elif event.startswith(OPEN_ROW):
        row = event.removeprefix(OPEN_ROW).partition(REST)[0]
        if any(x["id"] == row for x in found["lanes"]):
            state.change(lane=row, segment="", route="")
        else:
            state.change(segment=row, route="")


def _chooser(now: state.Selection) -> None:
    """The routes as a list, for whoever does not click on the picture."""
    names = {
        r["id"]: f"{TREND_ARROW[r['trend']]} {r['name']}{f' {local(r)}' if local(r) else ''} · "
        f"{r['segment_name'] if now.lang == 'zh' else r['segment_name_en']}"
        for r in sorted(found["routes"], key=lambda r: -local(r))
    }
    at = f"{now.segment}:{now.route}"
    st.session_state["tech_route"] = at if at in names else None
    st.selectbox(
        say("tech.route"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key="tech_route",
        placeholder=say("tech.choose"),
        label_visibility="collapsed",
        on_change=_route_chosen,
    )


def _route_chosen() -> None:
    segment, _, route = (st.session_state["tech_route"] or "").partition(":")
    state.change(segment=segment, route=route)


def _table(now: state.Selection) -> None:
    """All routes as the workbook has them; a chosen row opens its route."""
    heads, rows = tables(found, now.lang)[SHEETS["routes"][now.lang == "en"]]
    event = st.dataframe(
        {title: [row[j] for row in rows] for j, (title, _) in enumerate(heads)},
        key=f"tech_table_{now.chain}",
        hide_index=True,
        height=520,
        on_select="rerun",
        selection_mode="single-row",
    )
    for i in event.selection.rows:
        route = found["routes"][i]
        if (now.segment, now.route) != (route["segment"], route["name"]):
            state.change(segment=route["segment"], route=route["name"])
            st.rerun(scope="fragment")


def _without_routes() -> None:
    """The segments of a chain without routes."""
    name = found["chain_name"] if chosen.lang == "zh" else found["chain_name_en"]
    st.html(snippets.text(say("tech.none", chain=name)))
    if st.button(say("tech.to_chain"), key="tech_none_chain"):
        state.open_page("chain_map")
    heads, rows = tables(found, chosen.lang)[SHEETS["segments"][chosen.lang == "en"]]
    st.html(snippets.table([title for title, _ in heads], [[str(c) for c in row] for row in rows]))
    paper, book, _ = st.columns([3, 3, 8])
    export.buttons(paper, book, chosen, say)
    state.write_address()


canvas()
