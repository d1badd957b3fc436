"""跨链与骨干企业: what serves several chains at once, and the three kinds of firm that chain work turns on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.targets import filters
from app_pages.read import loaders
from app_pages.texts import language
from graph.gaps.documents.labels import ROLE
from graph.model.words import KIND

HEIGHT = 560
FEW = 6


def show(chosen: state.Selection, say: language.Speaker) -> None:
    """Segments, firms, kinds of firm, one beside the other."""
    with st.spinner(say("wait.reading")):
        document, roles = loaders.across(chosen.region), loaders.roles(chosen.region)
    chains = {c.id: c.name if chosen.lang == "zh" else c.name_en for c in loaders.space().network.chains}
    mine = [r for r in roles if r["chain"] == chosen.chain]
    st.header(say("across.title", segments=len(document["segments"]), firms=len(document["firms"])), anchor=False)
    left, middle, right = st.columns([1, 1, 1])
    with left.container(height=HEIGHT, border=True):
        st.subheader(say("across.segments"), anchor=False)
        if not document["segments"]:
            st.html(snippets.text(say("none"), "lt-muted"))
        for row in document["segments"][: filters.PAGE]:
            _segment(row, chains, chosen, say)
    with middle.container(height=HEIGHT, border=True):
        st.subheader(say("across.firms"), anchor=False)
        if not document["firms"]:
            st.html(snippets.text(say("none"), "lt-muted"))
        for row in document["firms"][: filters.PAGE]:
            _firm(row, chains, chosen, say)
    with right.container(height=HEIGHT, border=True):
        st.subheader(say("across.roles", chain=chains[chosen.chain]), anchor=False)
        for kind, words in ROLE.items():
            rows = [r for r in mine if r["kind"] == kind]
            st.html(
                snippets.row(snippets.plain_chip(words[chosen.lang])) + snippets.text(say(f"across.{kind}"), "lt-muted")
            )
            if not rows:
                st.html(snippets.text(say("none"), "lt-muted"))
            for i, role in enumerate(rows[:FEW]):
                _role(f"{kind}_{i}", role, chosen, say)


def _joined(names: list[str], chosen: state.Selection) -> str:
    return ("、" if chosen.lang == "zh" else ", ").join(dict.fromkeys(names))


def _segment(row: Mapping[str, Any], chains: Mapping[str, str], chosen: state.Selection, say: language.Speaker) -> None:
    if st.button(f"**{frame.segment_name(row, chosen.lang)}**", key=f"across_{row['segment']}", type="tertiary"):
        state.change(segment=row["segment"])
        st.session_state["gaps_open"] = "diagnosis"
        st.rerun()
    names = [frame.segment_name(r, chosen.lang) for r in row["reasons"]]
    firms = {f for r in row["reasons"] for f in r["firms"]}
    st.html(
        snippets.chip(row["kind"], chosen.lang)
        + snippets.text(_joined([chains[c] for c in row["chains"]], chosen), "lt-muted")
        + snippets.text(say("across.waits", names=_joined(names[:FEW], chosen), n=len(firms)))
    )


def _firm(row: Mapping[str, Any], chains: Mapping[str, str], chosen: state.Selection, say: language.Speaker) -> None:
    frame.firm_links([row], f"across_firm_{row['id']}", "name")
    gaps = [f"{frame.segment_name(r, chosen.lang)}（{KIND[r['kind']][chosen.lang]}）" for r in row["reasons"][:FEW]]
    st.html(
        snippets.text(
            f"{frame.place(row['region'])} · {_joined([chains[c] for c in row['chains']], chosen)}", "lt-muted"
        )
        + snippets.text(say("across.closes", names=_joined(gaps, chosen)))
    )


def _role(key: str, role: Mapping[str, Any], chosen: state.Selection, say: language.Speaker) -> None:
    place = say("targets.local_tag") if role["local"] else frame.place(role["firm"]["region"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(role["firm"]["short"], key=f"role_{key}", type="tertiary", help=role["firm"]["name"]):
            state.open_page("firm", firm=role["firm"]["id"])
        st.html(snippets.text(place, "lt-muted"), width="content")
    st.html(snippets.text(role["reason"] if chosen.lang == "zh" else role["reason_en"]))
