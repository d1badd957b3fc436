"""Below the map: to whom a plant would sell, which segments buy, which provinces, and what the figures rest on."""

from __future__ import annotations

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.market_map import focus as looked
from app_pages.read import gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.wording.amounts import about
from graph.model.records.sources import basis_in_short
from outreach.maps.market import market_words as words
from outreach.maps.market.shapes import MarketDocument

FIRST = 8  # segments and provinces shown; the table holds all


def show(d: MarketDocument, now: state.Selection, say: language.Speaker) -> None:
    """Everything below the map."""
    _ways(d, say)
    _plant(d, now, say)
    left, right = st.columns([7, 4])
    with left:
        _segments(d, now, say)
    with right:
        _provinces(d, now, say)
    rests(d, now, say)


def _ways(d: MarketDocument, say: language.Speaker) -> None:
    """The segment on the other maps."""
    with st.container(horizontal=True, gap="small"):
        if st.button(say("market.to_chain"), key="market_chain", type="tertiary"):
            state.open_page("chain_map", segment=d["segment"])
        if st.button(say("market.to_routes"), key="market_routes", type="tertiary"):
            state.open_page("tech_map", segment=d["segment"])


def _plant(d: MarketDocument, now: state.Selection, say: language.Speaker) -> None:
    """Seen from a gap: how far what it makes would have to go."""
    told = [t for t in (words.plant(d), *words.beyond(d)) if t]
    gap = gaps.of_segment(d["segment"], now.region)
    if not told and gap is None:
        return
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(say("market.plant" if d["plant"] else "market.business"), anchor=False)
            if gap is not None:
                if st.button(say("market.to_gap"), key="market_gap", type="tertiary"):
                    st.session_state["gaps_open"] = "diagnosis"
                    state.open_page("gap_list", segment=d["segment"])
                if st.button(say("market.to_targets"), key="market_targets", type="tertiary"):
                    state.open_page("targets", segment=d["segment"])
        if told:
            st.html("".join(snippets.text(language.pick(t, now.lang)) for t in told))


def _segments(d: MarketDocument, now: state.Selection, say: language.Speaker) -> None:
    if not d["segments"]:
        return
    st.subheader(say("market.segments"), anchor=False)
    st.html(snippets.text(say("market.segments_sub"), "lt-muted"))
    for s in d["segments"][:FIRST]:
        name = frame.segment_name(s, now.lang)
        if s["chain"] != d["chain"]:
            name = f"{frame.chain_name(s, now.lang)} · {name}"
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            key = f"market_s_{s['segment']}"
            st.button(plain(name), key=key, type="tertiary", on_click=looked.look, args=(s["segment"],))
            line = say(
                "market.segment_row",
                share=f"{s['cost_share']:.0%}",
                grounds=basis_in_short(s["source"], now.lang),
                n=s["firms"],
                amount=language.pick(about(s["yi"]), now.lang),
                part=words.percent(s["share"]),
            )
            st.html(snippets.text(line, "lt-muted"), width="content")
    if len(d["segments"]) > FIRST:
        st.html(snippets.text(say("market.more", n=len(d["segments"]) - FIRST), "lt-muted"))


def _provinces(d: MarketDocument, now: state.Selection, say: language.Speaker) -> None:
    if not d["provinces"]:
        return
    st.subheader(say("market.provinces"), anchor=False)
    for p in d["provinces"][:FIRST]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            name = p["name"] if now.lang == "zh" else p["name_en"]
            st.button(
                plain(name),
                key=f"market_p_{p['code'] or 'none'}",
                type="tertiary",
                disabled=not p["code"],
                on_click=looked.look,
                args=(p["code"],),
            )
            amount = language.pick(about(p["yi"]), now.lang)
            line = say("market.part", amount=amount, share=words.percent(p["share"]))
            st.html(snippets.text(line, "lt-muted"), width="content")
    if len(d["provinces"]) > FIRST:
        st.html(snippets.text(say("market.more", n=len(d["provinces"]) - FIRST), "lt-muted"))


def rests(d: MarketDocument, now: state.Selection, say: language.Speaker) -> None:
    """What the figures rest on, always in sight: the sums are no market."""
    lines = [language.pick(t, now.lang) for t in words.coverage(d)]
    foot = say("market.foot", date=d["day"] or say("unknown"))
    space = "" if now.lang == "zh" else " "
    st.html(snippets.text(space.join([*lines, foot]), "lt-muted"))
