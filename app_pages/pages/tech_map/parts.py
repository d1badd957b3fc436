"""Small parts that the panels of 技术路线图 share: firms on a route, institutes, buttons that open a route."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import firm_links, state
from app_pages.draw import snippets
from app_pages.read.shapes import FirmSeat
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.text import FirmRef
from graph.model.words import INSTITUTION, TREND_ARROW
from graph.routes import route_sentences
from graph.routes.shapes import InstituteDocument, RouteDocument, Standing
from outreach.maps.tech_map import local
from outreach.maps.tech_rows import SAID, is_near, origin, way

FAR = 4  # institutes further away that are named


def open_route(route: RouteDocument, key: str, now: state.Selection, say: language.Speaker, bare: bool = False) -> None:
    """A route on one line: its name leads to its panel. bare: what else is to be said stands beside it."""
    going = language.pick(route_sentences.going(route), now.lang)
    n = 0 if bare else local(route)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = f"{TREND_ARROW[route['trend']]} {route['name']}"
        words = words if bare else say("tech.line", arrow=TREND_ARROW[route["trend"]], name=route["name"], going=going)
        if st.button(plain(words), key=key, type="tertiary"):
            state.change(segment=route["segment"], route=route["name"])
            st.rerun(scope="app")
        if n:
            st.html(snippets.text(say("tech.line_local", n=n), "lt-muted"), width="content")


def standing(firms: Sequence[Standing], key: str, now: state.Selection, say: language.Speaker, sourced: bool) -> None:
    """Firms on a route, each with the text of its own that says so; sourced: with who said it."""
    i = 0 if now.lang == "zh" else 1
    for k, f in enumerate(firms):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(plain(f["short"]), key=f"{key}_{k}", type="tertiary", help=plain(f["name"])):
                state.open_page("firm", firm=f["id"])
            if f["local"] and not sourced:
                st.html(snippets.plain_chip(say("tech.local_mark")), width="content")
            kind = SAID[f["kind"]][i]
            if sourced and not f["source"]:
                said = say("tech.by_page", kind=kind, text=f["text"])
            elif sourced:
                year = f["as_of"] or say("tech.unchecked")
                said = say("tech.by", kind=kind, text=f["text"], source=origin(f["source"], i), year=year)
            else:
                said = say("tech.leader", place=f["region"], kind=kind, text=f["text"])
            st.html(snippets.text(said, "lt-muted"), width="content")


def more(firms: Sequence[FirmRef], shown: int, key: str) -> None:
    """All firms behind their number, where not all are named."""
    if len(firms) > shown:
        firm_links.show([], key, more=len(firms), everybody=lambda: seats(firms))


def named(firms: Sequence[FirmRef], shown: int, key: str) -> None:
    """Firms by their short names on one line, all of them behind their number."""
    first = seats(firms[:shown])
    firm_links.show(first, key, more=len(firms) if len(firms) > shown else 0, everybody=lambda: seats(firms))


def seats(firms: Sequence[FirmRef]) -> list[FirmSeat]:
    """Firms as links with their seats."""
    return [{"id": f["id"], "name": f["name"], "short": f["short"], "place": f["region"]} for f in firms]


def institute_line(row: InstituteDocument, say: language.Speaker) -> str:
    """An institution with where it is, and what kind it is."""
    i = 0 if say.lang == "zh" else 1
    name = row["name"] if i == 0 else row["name_en"] or row["name"]
    kind = INSTITUTION[row["kind"]][say.lang]
    unsure = "" if row["checked"] else f"，{say('tech.unchecked')}" if i == 0 else f", {say('tech.unchecked')}"
    return say("tech.institute", name=name, way=f"{way(row)[i]}{'，' if i == 0 else ', '}{kind}{unsure}")


def institutes(rows: Sequence[InstituteDocument], say: language.Speaker) -> None:
    """The institutes of a segment: those near, then a few further away."""
    st.subheader(say("tech.near"), anchor=False)
    close = [x for x in rows if is_near(x)]
    if close:
        for x in close:
            st.html(snippets.noted(institute_line(x, say), origin(x["source"], 0 if say.lang == "zh" else 1)))
        st.html(snippets.text(say("tech.near_how"), "lt-muted"))
    else:
        st.html(snippets.text(say("tech.no_near"), "lt-muted"))
    away = [x for x in rows if not is_near(x)][:FAR]
    if away:
        names = language.listed((institute_line(x, say) for x in away), say.lang)
        st.html(snippets.text(say("tech.far", names=names), "lt-muted"))
