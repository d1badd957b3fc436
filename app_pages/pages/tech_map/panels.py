"""Beside the picture: a route, a segment with its routes, or what is at risk and who could help."""

from __future__ import annotations

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.tech_map import parts
from app_pages.read import gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.words import MATURITY, TREND, TREND_ARROW
from graph.routes import route_sentences
from graph.routes.shapes import RouteDocument, RouteSegment, TechMap
from outreach.maps.tech_map import local
from outreach.maps.tech_rows import GROUNDS, LEADERS, near

RISKS, RISING, INSTITUTES, FIRMS, UNPLACED = 5, 6, 6, 5, 6


def show(found: TechMap, now: state.Selection, say: language.Speaker) -> None:
    """What is chosen, else what is at risk."""
    routes = {r["id"]: r for r in found["routes"]}
    segment = next((s for s in found["segments"] if s["id"] == now.segment), None)
    route = routes.get(f"{now.segment}:{now.route}") if segment and now.route else None
    if segment is None:
        _overview(found, routes, now, say)
        return
    if st.button(say("tech.back"), key="tech_back", type="tertiary", icon=":material/arrow_back:"):
        state.change(segment="", route="")
        st.rerun(scope="app")
    if route is None:
        _segment(found, segment, now, say)
    else:
        _route(route, routes, segment, now, say)


# -- nothing chosen ----------------------------------------------------------------------------------


def _overview(found: TechMap, routes: dict[str, RouteDocument], now: state.Selection, say: language.Speaker) -> None:
    st.subheader(say("tech.risks"), anchor=False)
    if not found["risks"]:
        st.html(snippets.text(say("tech.no_risks"), "lt-muted"))
    _risks(found, routes, 0, RISKS, now, say)
    if len(found["risks"]) > RISKS:
        with st.expander(plain(say("tech.more_risks", n=len(found["risks"]) - RISKS))):
            _risks(found, routes, RISKS, len(found["risks"]), now, say)
    st.subheader(say("tech.rising"), anchor=False)
    rising = [r for r in found["routes"] if r["trend"] == "rising" and not r["falls"] and local(r)]
    if not rising:
        st.html(snippets.text(say("tech.no_rising"), "lt-muted"))
    for k, r in enumerate(sorted(rising, key=lambda r: -local(r))[:RISING]):
        parts.open_route(r, f"tech_up_{k}", now, say)
        parts.named([f for f in r["standing"] if f["local"]], FIRMS, f"tech_up_{k}_f")
    st.subheader(say("tech.near"), anchor=False)
    i = 0 if now.lang == "zh" else 1
    rows = near(found, i)
    if not rows:
        st.html(snippets.text(say("tech.no_near"), "lt-muted"))
        return
    for x, names in rows[:INSTITUTES]:
        st.html(snippets.noted(parts.institute_line(x, say), say("tech.field", names=language.listed(names, now.lang))))
    if len(rows) > INSTITUTES:
        with st.expander(plain(say("tech.more_firms", n=len(rows) - INSTITUTES))):
            lines = (
                snippets.noted(parts.institute_line(x, say), say("tech.field", names=language.listed(names, now.lang)))
                for x, names in rows[INSTITUTES:]
            )
            st.html("".join(lines))
    st.html(snippets.text(say("tech.near_how"), "lt-muted"))


def _risks(
    found: TechMap, routes: dict[str, RouteDocument], a: int, b: int, now: state.Selection, say: language.Speaker
) -> None:
    for k, row in enumerate(found["risks"][a:b], a):
        route = routes[row["route"]]
        with st.container(border=True, gap="xsmall"):
            parts.open_route(route, f"tech_risk_{k}", now, say, bare=True)
            st.html(snippets.text(language.pick(route_sentences.risk(row, route), now.lang)))
            parts.named(row["firms"], FIRMS, f"tech_risk_{k}_f")


# -- a route -----------------------------------------------------------------------------------------


def _route(
    route: RouteDocument,
    routes: dict[str, RouteDocument],
    segment: RouteSegment,
    now: state.Selection,
    say: language.Speaker,
) -> None:
    i = 0 if now.lang == "zh" else 1
    st.subheader(plain(route["name"]), anchor=False)
    trend = f"{TREND_ARROW[route['trend']]} {TREND[route['trend']][now.lang]}"
    chips = (snippets.plain_chip(MATURITY[route["maturity"]][now.lang]), snippets.plain_chip(trend))
    st.html(snippets.row(*chips))
    name = segment["name"] if i == 0 else segment["name_en"]
    what = segment["description"]
    st.html(snippets.text(say("tech.of_segment", name=name, what=what)))
    st.html(snippets.text(say("tech.grounds", grounds=GROUNDS[i]), "lt-muted"))
    if route["falls"]:
        _ahead(route, routes, now, say)
    here = [f for f in route["standing"] if f["local"]]
    st.subheader(plain(say("tech.local", n=len(here))), anchor=False)
    if here:
        parts.standing(here[:UNPLACED], "tech_here", now, say, sourced=True)
        parts.more(here, UNPLACED, "tech_here_more")
    else:
        st.html(snippets.text(say("tech.no_local"), "lt-muted"))
    _unplaced(segment, say)
    st.subheader(say("tech.leaders"), anchor=False)
    if route["standing"]:
        parts.standing(route["standing"][:LEADERS], "tech_lead", now, say, sourced=False)
        parts.more(route["standing"], LEADERS, "tech_lead_more")
    else:
        st.html(snippets.text(say("tech.no_leaders"), "lt-muted"))
    parts.institutes(segment["institutes"], say)
    _gap(segment, now, say)


def _ahead(route: RouteDocument, routes: dict[str, RouteDocument], now: state.Selection, say: language.Speaker) -> None:
    """What takes the place of a falling route."""
    st.subheader(say("tech.ahead"), anchor=False)
    if not route["gives_way_to"]:
        st.html(snippets.text(say("tech.no_ahead"), "lt-muted"))
    elif not route["told"]:
        st.html(snippets.text(say("tech.open_ahead"), "lt-muted"))
    for k, name in enumerate(route["gives_way_to"]):
        parts.open_route(routes[f"{route['segment']}:{name}"], f"tech_ahead_{k}", now, say)


def _unplaced(segment: RouteSegment, say: language.Speaker) -> None:
    if segment["unplaced"]:
        st.html(snippets.text(say("tech.unplaced", n=len(segment["unplaced"])), "lt-muted"))
        parts.named(segment["unplaced"], UNPLACED, "tech_unplaced")


def _gap(segment: RouteSegment, now: state.Selection, say: language.Speaker) -> None:
    """What the segment lacks here, and the ways to the pages that say more."""
    st.subheader(say("tech.segment_gap"), anchor=False)
    with st.spinner(say("wait.reading")):
        gap = gaps.of_segment(segment["id"], now.region)
    told = say("tech.no_gap") if gap is None else gap["sentence"] if now.lang == "zh" else gap["sentence_en"]
    st.html(snippets.text(told))
    with st.container(horizontal=True):
        if gap is not None and st.button(say("tech.to_gap"), key="tech_to_gap"):
            state.open_page("gap_list", segment=segment["id"])
        if st.button(say("tech.to_chain"), key="tech_to_chain"):
            state.open_page("chain_map", segment=segment["id"])
        if st.button(say("tech.to_targets"), key="tech_to_targets"):
            state.open_page("targets", segment=segment["id"])
        if st.button(say("tech.to_market"), key="tech_to_market"):
            state.open_page("market_map", segment=segment["id"])


# -- a segment ---------------------------------------------------------------------------------------


def _segment(found: TechMap, segment: RouteSegment, now: state.Selection, say: language.Speaker) -> None:
    name = segment["name"] if now.lang == "zh" else segment["name_en"]
    st.subheader(plain(say("tech.routes_of", name=name)), anchor=False)
    st.html(snippets.text(segment["description"]))
    for k, r in enumerate(r for r in found["routes"] if r["segment"] == segment["id"]):
        parts.open_route(r, f"tech_own_{k}", now, say)
    _unplaced(segment, say)
    parts.institutes(segment["institutes"], say)
    _gap(segment, now, say)
