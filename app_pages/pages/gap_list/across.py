"""跨链与骨干企业: what serves several chains at once, and the three kinds of firm that chain work turns on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from app_pages import firm_links, frame, paging, state
from app_pages.draw import snippets
from app_pages.read import gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.documents.labels import ROLE
from graph.gaps.documents.plan_shapes import FirmAcross, RoleDocument, SegmentAcross
from graph.model.words import KIND

HEIGHT = 560
FEW = 6


def show(chosen: state.Selection, say: language.Speaker) -> None:
    """Segments, firms, kinds of firm, one beside the other."""
    with st.spinner(say("wait.reading")):
        document, roles = gaps.across(chosen.region), gaps.roles(chosen.region)
    chains = frame.chain_titles(chosen.lang)
    mine = [r for r in roles if r["chain"] == chosen.chain]
    st.header(
        plain(say("across.title", segments=len(document["segments"]), firms=len(document["firms"]))), anchor=False
    )
    left, middle, right = st.columns([1, 1, 1])
    with left.container(height=HEIGHT, border=True):
        st.subheader(say("across.segments"), anchor=False)
        if not document["segments"]:
            st.html(snippets.text(say("none"), "lt-muted"))
        for segment in document["segments"][: paging.PAGE]:
            _segment(segment, chains, chosen, say)
    with middle.container(height=HEIGHT, border=True):
        st.subheader(say("across.firms"), anchor=False)
        if not document["firms"]:
            st.html(snippets.text(say("none"), "lt-muted"))
        for firm in document["firms"][: paging.PAGE]:
            _firm(firm, chains, chosen, say)
    with right.container(height=HEIGHT, border=True):
        st.subheader(plain(say("across.roles", chain=chains[chosen.chain])), anchor=False)
        for kind, words in ROLE.items():
            rows = [r for r in mine if r["kind"] == kind]
            st.html(
                snippets.row(snippets.plain_chip(words[chosen.lang])) + snippets.text(say(f"across.{kind}"), "lt-muted")
            )
            if not rows:
                st.html(snippets.text(say("none"), "lt-muted"))
            for i, role in enumerate(rows[:FEW]):
                _role(f"{kind}_{i}", role, chosen, say)


def _joined(names: Iterable[str], chosen: state.Selection) -> str:
    """Names one after another, each once."""
    return language.listed(dict.fromkeys(names), chosen.lang)


def _segment(row: SegmentAcross, chains: Mapping[str, str], chosen: state.Selection, say: language.Speaker) -> None:
    if st.button(f"**{plain(frame.segment_name(row, chosen.lang))}**", key=f"across_{row['segment']}", type="tertiary"):
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


def _firm(row: FirmAcross, chains: Mapping[str, str], chosen: state.Selection, say: language.Speaker) -> None:
    firm_links.show([row], f"across_firm_{row['id']}", full=True)
    gaps = [f"{frame.segment_name(r, chosen.lang)}（{KIND[r['kind']][chosen.lang]}）" for r in row["reasons"][:FEW]]
    st.html(
        snippets.text(
            f"{frame.place(row['region'])} · {_joined([chains[c] for c in row['chains']], chosen)}", "lt-muted"
        )
        + snippets.text(say("across.closes", names=_joined(gaps, chosen)))
    )


def _role(key: str, role: RoleDocument, chosen: state.Selection, say: language.Speaker) -> None:
    place = say("targets.local_tag") if role["local"] else frame.place(role["firm"]["region"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(
            plain(role["firm"]["short"]), key=f"role_{key}", type="tertiary", help=plain(role["firm"]["name"])
        ):
            state.open_page("firm", firm=role["firm"]["id"])
        st.html(snippets.text(place, "lt-muted"), width="content")
    st.html(snippets.text(role["reason"] if chosen.lang == "zh" else role["reason_en"]))
