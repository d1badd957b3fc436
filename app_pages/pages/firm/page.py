"""企业档案: one firm with everything known of it, and where that comes from."""

from __future__ import annotations

import streamlit as st

from app_pages import correcting, frame, state
from app_pages.draw import snippets
from app_pages.pages.firm import profile, said, start, ties
from app_pages.read import base, firms, gaps, loads
from app_pages.read.daily import firm_ties
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.documents.labels import ROLE
from graph.model.records import COUNTED_STATUSES
from graph.model.words import tag_words, verified_words

chosen = state.current()
say = language.speaker(chosen.lang)
wanted = st.text_input(
    say("firm.search"),
    placeholder=say("firm.placeholder"),
    key="firm_search",
    icon=":material/search:",
    width=520,
)
if wanted:
    hits = firms.named(wanted)
    if not hits:
        st.html(snippets.text(say("firm.none", text=wanted)) + snippets.text(say("firm.none_todo"), "lt-muted"))
    with st.container(horizontal=True, gap="small"):
        for i, hit in enumerate(hits):
            if st.button(plain(hit["name"]), key=f"hit_{i}", help=plain(frame.place(hit["place"]))):
                state.change(firm=hit["id"])
                st.rerun()
if not state.current().firm:
    start.show(chosen)
    st.stop()
with st.spinner(say("wait.reading")):
    firm = firms.firm(chosen.firm)
if firm is None:
    st.html(snippets.text(say("firm.gone")) + snippets.text(say("firm.none_todo"), "lt-muted"))
    start.show(chosen)
    st.stop()
start.seen(firm)

with st.container(horizontal=True, vertical_alignment="center"):
    st.header(plain(firm["name"]), anchor=False, width="content")
    correcting.button(firm["id"], firm["name"], "firm")
checked = verified_words(firm["verified_identity"], firm["verified_products"], chosen.lang)
roles = gaps.marks(chosen.region).get(firm["id"], [])
st.html(
    snippets.row(
        frame.role_marks(roles, chosen.lang),
        ""
        if firm["status"] in COUNTED_STATUSES
        else snippets.plain_chip(frame.status_word(firm["status"], firm["status_date"], chosen.lang)),
        *(snippets.plain_chip(t) for t in (*tag_words(firm["tags"], chosen.lang), *checked)),
    )
)
tied = firm_ties.of_firm(firm["id"])
left, right = st.columns([1, 1])
with left.container(border=True):
    st.subheader(say("firm.facts"), anchor=False)
    st.html(snippets.table(("", ""), profile.facts(firm, chosen.lang)))
    st.subheader(say("firm.source"), anchor=False)
    st.html(snippets.table(("", ""), profile.provenance(firm, chosen.lang)))
    said.show(firm["id"], chosen.lang)
    ties.history(tied["history"], chosen.lang)
    if firm["scope"]:
        with st.expander(say("firm.scope")):
            st.html(snippets.text(firm["scope"]))
with right.container(border=True):
    if roles:
        st.subheader(plain(say("firm.roles", region=base.space().regions.name(chosen.region))), anchor=False)
        rows = [(ROLE[r["kind"]][chosen.lang], r["reason"] if chosen.lang == "zh" else r["reason_en"]) for r in roles]
        st.html(snippets.table(("", ""), rows))
    st.subheader(plain(say("firm.segments", n=len(firm["segments"]))), anchor=False)
    if not firm["segments"]:
        st.html(snippets.text(say("firm.no_segments"), "lt-muted"))
    for segment in firm["segments"]:
        name = f"{frame.chain_name(segment, chosen.lang)} · {frame.segment_name(segment, chosen.lang)}"
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            sure = say("firm.confidence", share=f"{segment['confidence']:.0%}")
            aside = "" if segment["counts"] else f"，{say('firm.uncounted')}"
            st.html(
                f"<b>{name}</b>　{snippets.plain_chip(frame.role_word(segment['role'], chosen.lang))}"
                + snippets.text(sure + aside, "lt-muted"),
                width="content",
            )
            with st.container(horizontal=True, width="content", gap="small"):
                if st.button(say("firm.open"), key=f"map_{segment['id']}", type="tertiary"):
                    state.open_page("chain_map", segment=segment["id"])
                correcting.button(firm["id"], firm["name"], "firm", segment["id"])
        st.html(snippets.bar(segment["confidence"]) + snippets.text(profile.evidence(segment, chosen.lang), "lt-muted"))
    told = [c for c in loads.corrections() if c["firm"]["id"] == firm["id"]]
    if told:
        st.subheader(plain(say("firm.corrections", n=len(told))), anchor=False)
        correcting.listed(told, "firm_told", firm=False)
with right.container(border=True):
    ties.relations(firm, tied["ties"], chosen.lang)
with left.container(border=True):
    ties.places(firm, tied["places"], chosen.lang)
