"""目标企业图: the targets of a chain on the map of China, beside it the firms of what was clicked or drawn around."""

from __future__ import annotations

import time

import pandas as pd
import streamlit as st
from streamlit_echarts import Map, st_echarts

from app_pages import frame, state
from app_pages.draw import china, snippets
from app_pages.draw.options import named
from app_pages.pages.target_map import area, canvas, events, panel, tools
from app_pages.read import base
from app_pages.read.maps import target_map
from app_pages.texts import language
from app_pages.texts.plain import plain
from outreach.maps.review import review
from outreach.maps.target_map import sentences, tables
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.sheet import TargetSheet

HEIGHT = 500  # px: map and list end above the fold of an office screen
PATIENCE = 0.7  # seconds after which a bar says how far the lists are
DRAWN = "tmap_drawn"  # what was drawn around in this session, which the browser shows by itself

chosen = frame.bar()
say = language.speaker(chosen.lang)


def _whole(now: state.Selection) -> TargetSheet:
    """The chain's targets; while they are made, the page says how far it is."""
    place, began = st.empty(), time.monotonic()
    place.header(say("nav.target_map"), anchor=False)
    firms = base.space().store.counts()["firm"]

    def told(done: int, of: int) -> None:
        if time.monotonic() - began > PATIENCE:
            place.progress(done / of, plain(say("tmap.wait_n", done=done, of=of, n=f"{firms:,}")))

    with st.spinner(say("tmap.wait")):
        target_map.prepare(now.chain, now.region, told)
        whole = target_map.sheet(now.chain, now.region)
    place.empty()
    return whole


def _checked(whole: TargetSheet, now: state.Selection) -> None:
    """What the address asks for is on the map, or is said not to be."""
    if now.segment and now.segment not in {s.id for s in whole.segments}:
        st.toast(say("tmap.no_segment"))
        state.change(segment="", chain=now.chain)
    if now.place and maps.reach_of(now.place) is None and now.place not in whole.places:
        st.toast(say("tmap.bad_place"))
        state.change(place="")
    if now.area and area.read(now.area) is None:
        st.toast(say("tmap.bad_area"))
        state.change(area="")


def _legend(sheet: TargetSheet, drawn: canvas.Layers, now: state.Selection) -> None:
    """What the marks, tints, rings and lines stand for."""
    parts = [say("tmap.legend_marks")]
    steps = sentences.shading(maps.by_province(sheet)).words(now.lang)
    if sheet.targets and not sheet.place:
        parts.append(say("tmap.legend_tint", steps=language.listed(steps, now.lang)))
    rings = maps.rings(sheet, drawn.rings) if drawn.rings else []
    if rings and drawn.rings:
        hours, n = "/".join(str(r.hours) for r in rings), "/".join(str(r.n) for r in rings)
        key = "tmap.legend_rings_at" if sheet.place or sheet.reach else "tmap.legend_rings"
        parts.append(say(key, way=sentences.WAYS[drawn.rings][now.lang], hours=hours, n=n))
    if drawn.families and (families := maps.families(sheet)):
        parts.append(say("tmap.legend_families", n=len(families)))
    st.html(snippets.text(language.clauses(parts, now.lang), "lt-muted"))


def _map(sheet: TargetSheet, now: state.Selection) -> None:
    """The map itself; what is clicked or drawn around changes the selection and not the picture."""
    drawn = area.read(now.area) if now.area and now.area != st.session_state.get(DRAWN) else None
    codes = {name: code for code, name in china.province_names().items() if code in sheet.places}
    key = f"tmap_{now.chain}"
    with st.container(key="target_map"):
        st_echarts(
            named(
                canvas.option(sheet, now.lang, tools.layers(now), drawn.corners if drawn else ()),
                say("tmap.named", title=sentences.finding(sheet, now.lang)),
            ),
            events=events.events(canvas.level_of(sheet), codes, canvas.toolbox(sheet, now.lang)),
            map=Map(china.MAP_NAME, china.outlines()),
            theme={},
            height=f"{HEIGHT}px",
            key=key,
            on_change=lambda: _told(key),
        )


def _told(key: str) -> None:
    """A place that was clicked is looked at; a firm opens its card; what was drawn around is listed."""
    kind, _, value = str(st.session_state[key].get("chart_event") or "").partition(":")
    if kind == "place":
        state.change(place=value)
    elif kind == "firm":
        state.change(firm=value)
    elif kind == "area":
        st.session_state[DRAWN] = value
        state.change(area=value)


def _table(sheet: TargetSheet, now: state.Selection) -> None:
    """The rows of the workbook."""
    heads = tables.heads(tables.TARGET_HEADS, now.lang)
    rows = pd.DataFrame(tables.target_rows(sheet, now.lang), columns=heads)
    st.dataframe(rows.astype(dict.fromkeys(heads[10:13], str)), hide_index=True, height=HEIGHT, key="tmap_table")


@st.fragment
def board(whole: TargetSheet) -> None:
    """The finding, the tools, the map and its list; a click reruns only these."""
    now = state.current()
    sheet = whole.of_segment(now.segment).within(now.place)
    st.header(plain(sentences.finding(sheet, now.lang)), anchor=False)
    st.html(snippets.text(sentences.shown(sheet, now.lang) + say("tmap.how"), "lt-muted"))
    tools.show(whole, now, say)
    now = state.current()
    sheet = whole.of_segment(now.segment).within(now.place)
    if now.view == "table":
        _table(sheet, now)
    else:
        _legend(sheet, tools.layers(now), now)
        left, right = st.columns([11, 5])
        with left:
            _map(sheet, now)
        with right, st.container(height=HEIGHT, border=True):
            panel.show(sheet, now, say)
    if not sheet.targets and not now.place:
        st.html(snippets.text(say("tmap.none"), "lt-muted"))
    ends = (
        sentences.left_out(sheet, now.lang),
        sentences.foot(sheet, now.lang),
        language.pick(review(sheet.review), now.lang),
    )
    st.html(snippets.text(" ".join(filter(None, ends)), "lt-muted"))
    state.write_address()


whole = _whole(chosen)
_checked(whole, chosen)
board(whole)
