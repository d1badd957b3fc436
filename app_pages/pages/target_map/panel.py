"""Beside the map: the firm that was clicked, what was drawn around, or the targets of the place, as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages import frame, paging, state
from app_pages.draw import snippets
from app_pages.pages.target_map import area, saving
from app_pages.pages.targets import claims as held
from app_pages.read import base, casework
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.priorities.group_words import GROUP
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map import tables
from outreach.maps.target_map.sheet import MapTarget, TargetSheet
from outreach.papers.target_workbook import revenue_words, said
from outreach.targets.claims import Claim
from outreach.targets.one_owner import claim_of
from recommend.explain.apart import own_counter, own_reasons


def show(sheet: TargetSheet, now: state.Selection, say: language.Speaker) -> None:
    """The clicked firm first, then the list."""
    owners = casework.claims_in(now.region)
    families = {m.id: f for f in maps.families(sheet) for m in f.members}
    clicked = next((t for t in sheet.targets if t.id == now.firm), None)
    if clicked is not None:
        _card(clicked, sheet, now, say, owners, families, "clicked")
        if st.button(say("tmap.folded"), key="tmap_fold", type="tertiary"):
            state.change(firm="")
            st.rerun(scope="fragment")
    drawn = area.read(now.area) if now.area else None
    targets = area.chosen(sheet, drawn) if drawn else list(sheet.targets)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(plain(say("tmap.drawn" if drawn else "tmap.here", n=len(targets))), anchor=False, width="content")
        if drawn and st.button(say("tmap.drop_area"), key="tmap_drop_area", type="tertiary"):
            state.change(area="")
            st.rerun(scope="fragment")
        if now.place:
            _up(now, say)
    if not targets:
        st.html(snippets.text(say("tmap.none_here"), "lt-muted"))
        return
    if drawn or now.place:
        _all(targets, now, say)
    page = 1
    if paging.pages(len(targets)) > 1:
        page = st.pagination(paging.pages(len(targets)), key=f"tmap_page_{now.segment}_{now.place}_{now.area}")
    group = ""
    for target in paging.page_of(targets, page):
        if target.group != group:
            group = target.group
            st.html(snippets.row(snippets.plain_chip(GROUP[target.group][now.lang])))
        _card(target, sheet, now, say, owners, families, "listed")


def _up(now: state.Selection, say: language.Speaker) -> None:
    """Back to what is around the place: its province, or the country."""
    province = now.place[:2] + "0000"
    around = province if now.place != province else ""
    name = frame.place(base.space().regions.name(around)) if around else say("tmap.country")
    if st.button(plain(say("tmap.up", place=name)), key="tmap_up", type="tertiary"):
        state.change(place=around)
        st.rerun(scope="fragment")


def _all(targets: Sequence[MapTarget], now: state.Selection, say: language.Speaker) -> None:
    """All of them to the list, or to a trip, where they are not too many."""
    n = len(targets)
    if n > saving.AT_ONCE:
        st.html(snippets.text(say("tmap.too_many", n=saving.AT_ONCE), "lt-muted"))
        return
    with st.container(horizontal=True, gap="small"):
        if st.button(plain(say("tmap.list_all", n=n)), key="tmap_list_all", icon=":material/playlist_add:"):
            saving.save(targets, now)
        if st.button(plain(say("tmap.trip_all", n=n)), key="tmap_trip_all", icon=":material/route:"):
            saving.to_trip(targets, now)


def _card(
    target: MapTarget,
    sheet: TargetSheet,
    now: state.Selection,
    say: language.Speaker,
    owners: Mapping[str, Claim],
    families: Mapping[str, maps.Family],
    where: str,
) -> None:
    """One target: who, where, for which segment, a reason, what speaks against, what to do."""
    document, firm = target.document, target.document["firm"]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.grade(target.grade), width="content")
            if st.button(f"**{plain(firm['name'])}**", key=f"tmap_{where}_{target.id}", type="tertiary"):
                state.open_page("firm", firm=target.id)
        place = frame.place(firm["place"]) or say("unknown")
        lines = [snippets.text(f"{place} · {revenue_words(firm, now.lang)} · {_way(target, say)}", "lt-muted")]
        lines.append(snippets.text(_for(target, sheet, now, say)))
        if target.id in families:
            family = families[target.id]
            lines.append(snippets.text(say("tmap.family", name=family.parent, n=len(family.members))))
        reasons = own_reasons(document)[:1]
        products = language.listed(firm["products"][:4], now.lang) or say("unknown")
        told = said(reasons[0], now.lang) if reasons else say("targets.products", products=products)
        lines.append(snippets.text(told, "lt-muted"))
        st.html("".join(lines))
        if against := own_counter(document)[:1]:
            st.html(snippets.against(said(against[0], now.lang), say("targets.against")))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            claim = claim_of(document, owners)
            held.control(document, claim, now, f"tmap_{where}_add_{target.id}")
            ours = claim is None or claim.team == frame.team_name(now)
            if ours and st.button(
                say("tmap.trip"), key=f"tmap_{where}_trip_{target.id}", help=say("tmap.trip_help"), type="tertiary"
            ):
                saving.to_trip([target], now)


def _way(target: MapTarget, say: language.Speaker) -> str:
    rail, road = target.hours("rail"), target.hours("road")
    if rail is None or road is None:
        return say("tmap.way_unknown")
    return say("tmap.way", rail=f"{rail:.1f}", road=f"{road:.1f}")


def _for(target: MapTarget, sheet: TargetSheet, now: state.Selection, say: language.Speaker) -> str:
    """The segment that it stands for, and how many more."""
    name = tables.segment_names(sheet, now.lang)[target.segments[0]]
    group, n = GROUP[target.group][now.lang], len(target.segments)
    return say("tmap.for" if n == 1 else "tmap.for_more", segment=name, group=group, n=n)
