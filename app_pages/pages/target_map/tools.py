"""Above the map: which segment, which place, which rings, the table, and the map to take away."""

from __future__ import annotations

from collections import Counter
from functools import partial

import streamlit as st

from app_pages import downloads, frame, state
from app_pages.pages.target_map.canvas import Layers
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.priorities.group_words import GROUP
from outreach.maps.target_map import papers, sentences
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.sheet import TargetSheet
from outreach.trip.planner.travel import Way

ROAD, NO_RINGS, NO_FAMILIES = "road", "norings", "nogroups"  # as the address holds them


def layers(now: state.Selection) -> Layers:
    """What the address asks to be drawn besides the targets."""
    told = set(now.layers.split(","))
    rings: Way | None = None if NO_RINGS in told else "road" if ROAD in told else "rail"
    return Layers(rings, NO_FAMILIES not in told)


def _write(drawn: Layers) -> str:
    rings = {"rail": "", "road": ROAD, None: NO_RINGS}[drawn.rings]
    return ",".join(filter(None, (rings, "" if drawn.families else NO_FAMILIES)))


def show(whole: TargetSheet, now: state.Selection, say: language.Speaker) -> None:
    """The tools in one row. whole: the chain's targets, of all segments and places."""
    drawn = layers(now)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _segments(whole, now, say)
        _places(whole.of_segment(now.segment), now, say)
        _rings(drawn, say)
        st.session_state["tmap_families"] = drawn.families
        st.toggle(
            say("tmap.families"),
            key="tmap_families",
            on_change=lambda: state.change(layers=_write(Layers(drawn.rings, st.session_state["tmap_families"]))),
            width="content",
        )
        _view(now, say)
        shown = whole.of_segment(now.segment).within(now.place)
        downloads.of_map(
            "tmap",
            (say("tmap.export_docx"), say("tmap.export_xlsx")),
            partial(papers.paper, shown),
            partial(papers.book, shown, now.lang),
            partial(papers.file_name, shown),
        )


def _segments(whole: TargetSheet, now: state.Selection, say: language.Speaker) -> None:
    n = Counter(segment for t in whole.targets for segment in set(t.segments))
    names = {"": say("tmap.all_segments", n=len(whole.targets))}
    for s in whole.segments:
        name = s.name if now.lang == "zh" else s.name_en
        names[s.id] = f"{GROUP[s.group][now.lang]} · {say('tmap.counted', name=name, n=n[s.id])}"
    st.session_state["tmap_segment"] = now.segment
    st.selectbox(
        say("tmap.segment"),
        list(names),
        format_func=lambda s: names[s],
        key="tmap_segment",
        label_visibility="collapsed",
        width=236,
        on_change=lambda: state.change(segment=st.session_state["tmap_segment"]),
    )


def _places(sheet: TargetSheet, now: state.Selection, say: language.Speaker) -> None:
    """The country, what lies within each ring, the provinces, and the cities of the province that is looked at."""
    names = {"": say("tmap.country")}
    for way in maps.HOURS:
        for r in maps.rings(sheet, way):
            near = say("tmap.within", way=sentences.WAYS[way][now.lang], h=r.hours)
            names[f"{way}{r.hours}"] = say("tmap.counted", name=near, n=r.n)
    cities = [c for c in maps.by_city(sheet) if now.place and c.code[:2] == now.place[:2] and c.code[2:] != "0000"]
    for c in maps.by_province(sheet):
        names[c.code] = say("tmap.counted", name=frame.place(c.name), n=c.n)
        if c.code[:2] == now.place[:2]:
            names |= {d.code: f"· {say('tmap.counted', name=frame.place(d.name), n=d.n)}" for d in cities}
    if now.place not in names:  # looked at, though nothing of it is on the list
        names[now.place] = say("tmap.counted", name=frame.place(sheet.places.get(now.place, "")), n=0)
    st.session_state["tmap_place"] = now.place
    st.selectbox(
        say("tmap.place"),
        list(names),
        format_func=lambda c: names[c],
        key="tmap_place",
        label_visibility="collapsed",
        width=172,
        on_change=lambda: state.change(place=st.session_state["tmap_place"]),
    )


def _rings(drawn: Layers, say: language.Speaker) -> None:
    ways: dict[str, Way | None] = {"rail": "rail", "road": "road", "none": None}
    first: str = drawn.rings or "none"
    names = {w: say(f"tmap.rings_{w}") for w in ways}
    st.session_state["tmap_rings"] = first
    st.segmented_control(
        say("tmap.rings"),
        list(names),
        format_func=lambda w: plain(names[w]),
        key="tmap_rings",
        required=True,
        label_visibility="collapsed",
        width="content",
        on_change=lambda: state.change(layers=_write(Layers(ways[st.session_state["tmap_rings"]], drawn.families))),
    )


def _view(now: state.Selection, say: language.Speaker) -> None:
    names = {"": say("tmap.view_map"), "table": say("tmap.view_table")}
    st.session_state["tmap_view"] = "table" if now.view == "table" else ""
    st.segmented_control(
        say("tmap.view"),
        list(names),
        format_func=lambda v: plain(names[v]),
        key="tmap_view",
        required=True,
        label_visibility="collapsed",
        width="content",
        on_change=lambda: state.change(view=st.session_state["tmap_view"]),
    )
