"""A firm's relations as a small graph with the list behind it, its places on the map of China, what happened to it."""

from __future__ import annotations

import streamlit as st
from streamlit_echarts import Map, st_echarts

from app_pages import firm_links, frame, state
from app_pages.draw import china, snippets
from app_pages.draw.labels import shortened
from app_pages.draw.palette import ACCENT, FONT, MUTED, RULE, TEXT
from app_pages.read import office
from app_pages.read.daily.firm_ties import Place, Tie, Told
from app_pages.read.shapes import FirmLink, FirmView
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.place_names import place
from graph.model.words import Lang
from outreach.maps.review import review
from outreach.papers.parts.sources import source_words

DRAWN = 10  # firms around the one looked at; the list has all
LISTED = 8  # firms of a kind before the rest is folded
WAYS = ("parent", "investor", "group", "subsidiary", "invested", "supplier", "customer", "other")
COLOURS = {"supplier": "#0072B2", "customer": "#D55E00"}  # the others in the accent


def relations(firm: FirmView, ties: list[Tie], lang: Lang) -> None:
    """Whom the firm names and who names it, as a graph and as lists."""
    say = language.speaker(lang)
    st.subheader(plain(say("firm.ties", n=len(ties))), anchor=False)
    if not ties:
        st.html(snippets.text(say("firm.no_ties"), "lt-muted"))
        return
    _graph(firm, ties, lang)
    for way in WAYS:
        _of_way(way, [t for t in ties if t["way"] == way], lang)


def places(firm: FirmView, found: list[Place], lang: Lang) -> None:
    """Its seat and its other places, on the map and as a list."""
    say = language.speaker(lang)
    st.subheader(plain(say("firm.places", n=len(found))), anchor=False)
    _map(firm, found, lang)
    rows = [(say(f"firm.place_{p['kind']}"), place(p["place"], lang), p["name"]) for p in found]
    st.html(snippets.table(("", "", ""), rows) if rows else snippets.text(say("firm.no_places"), "lt-muted"))


def history(told: list[Told], lang: Lang) -> None:
    """What happened when, and who says so."""
    say = language.speaker(lang)
    st.subheader(say("firm.history"), anchor=False)
    rows = [
        (t["day"], say(f"firm.event_{t['what']}"), source_words(frame.source_title(t["source"], lang), lang))
        for t in told
    ]
    st.html(snippets.table(("", "", ""), rows) if rows else snippets.text(say("firm.no_history"), "lt-muted"))


def _of_way(way: str, ties: list[Tie], lang: Lang) -> None:
    """The firms of one kind, those of the store as links; the year and source of the first."""
    if not ties:
        return
    say = language.speaker(lang)
    newest = max(ties, key=lambda t: t["as_of"])
    aside = language.clauses(filter(None, (newest["as_of"], source_words(newest["source"], lang))), lang)
    st.html(snippets.strong(say(f"firm.way_{way}", n=len(ties))) + snippets.text(aside, "lt-muted"))
    known: list[FirmLink] = [{"id": t["id"], "name": t["name"], "short": t["short"]} for t in ties if t["id"]]
    if known:
        firm_links.show(known, f"tie_{way}")
    others = [t["name"] for t in ties if not t["id"]]
    if others:
        st.html(snippets.text(language.listed(others[:LISTED], lang)))
    if len(others) > LISTED:
        with st.expander(plain(say("firm.more_ties", n=len(others) - LISTED))):
            st.html(snippets.text(language.listed(others[LISTED:], lang)))


def _graph(firm: FirmView, ties: list[Tie], lang: Lang) -> None:
    """The firm in the middle, those of the store first around it; a click on one opens it."""
    say = language.speaker(lang)
    drawn = sorted(ties, key=lambda t: t["id"] == "")[:DRAWN]
    nodes = [{"id": "", "name": firm["short"], "symbolSize": 26, "itemStyle": {"color": TEXT}}]
    nodes += [
        {
            "id": str(i),
            "name": shortened(t["short"], 16),
            "symbolSize": 16 if t["id"] else 10,
            "itemStyle": {"color": COLOURS.get(t["way"], ACCENT) if t["id"] else RULE},
            "firm": t["id"],
        }
        for i, t in enumerate(drawn)
    ]
    links = [
        {
            "source": "",
            "target": str(i),
            "lineStyle": {"color": COLOURS.get(t["way"], ACCENT)},
            "label": {"show": True, "formatter": say(f"firm.tie_{t['way']}"), "color": MUTED, "fontSize": 10},
        }
        for i, t in enumerate(drawn)
    ]
    option = {
        "textStyle": {"fontFamily": FONT},
        "series": [
            {
                "type": "graph",
                "layout": "force",
                "force": {"repulsion": 320, "edgeLength": 90, "layoutAnimation": False},
                "roam": False,
                "label": {"show": True, "position": "right", "color": TEXT, "fontSize": 11},
                "data": nodes,
                "links": links,
            }
        ],
        "aria": {"enabled": True, "label": {"description": say("firm.ties", n=len(ties))}},
    }
    st_echarts(
        option,
        events={"click": "function(p){return p.data && p.data.firm ? p.data.firm : null}"},
        theme={},
        height="300px",
        key=f"ties_{firm['id']}",
        on_change=lambda: _open(f"ties_{firm['id']}"),
    )


def _open(key: str) -> None:
    event = st.session_state[key].get("chart_event")
    if event:
        state.change(firm=str(event))


def _map(firm: FirmView, places: list[Place], lang: Lang) -> None:
    """The seat as a filled point, the others as rings."""
    say = language.speaker(lang)
    points = [p for p in places if p["at"] is not None]
    if not points:
        return
    data = [
        {
            "name": frame.place(p["place"]),
            "value": list(p["at"] or ()),
            "symbolSize": 13 if p["kind"] == "seat" else 10,
            "itemStyle": {
                "color": ACCENT if p["kind"] == "seat" else "#FFFFFF",
                "borderColor": ACCENT,
                "borderWidth": 2,
            },
        }
        for p in points
    ]
    option = {
        "geo": china.geo(china.country()),
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "series": [{"type": "scatter", "coordinateSystem": "geo", "data": data}],
        "aria": {"enabled": True, "label": {"description": say("firm.places", n=len(places))}},
    }
    st_echarts(option, map=Map(china.MAP_NAME, china.outlines()), theme={}, height="280px", key=f"places_{firm['id']}")
    st.html(snippets.text(language.pick(review(office.map_review()), lang), "lt-muted"))
