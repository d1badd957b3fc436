"""The panel beside the graph: one segment with who waits for it, who does it, and what to do next."""

from __future__ import annotations

import streamlit as st

from app_pages import firm_links, frame, segment_firms, state
from app_pages.draw import snippets
from app_pages.pages.chain_map import figures, what_if
from app_pages.read import chains, gaps
from app_pages.read.shapes import ChainView, SegmentView
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.documents.shapes import GapDocument, SegmentDocument, State
from graph.gaps.wording.amounts import about
from graph.model.words import ACTION, VERDICT

TOP_NATIONAL = 10


def show(chain: ChainView, now: state.Selection) -> None:
    """The chosen segment, which is one of the chain."""
    say = language.speaker(now.lang)
    listed = gaps.of_chain(now.chain, now.region)
    row = next(s for s in chain["segments"] if s["id"] == now.segment)
    gap = next((g for g in listed if g["segment"] == now.segment), None)
    view = chains.segment(now.segment, now.region)
    st.subheader(plain(frame.segment_name(row, now.lang)), anchor=False)
    if row["demand"]:
        n = row.get("local_suppliers", 0)
        st.html(snippets.text(say("map.demand", name=frame.segment_name(row, now.lang), n=n)))
        figures.links(view, now, say)
        _other_chains(view, now, say)
        return
    st.html(_chips(row["state"], gap, now))
    st.html(snippets.text(_sentence(row, gap, now, say)))
    with st.container(horizontal=True):
        if st.button(say("map.targets"), type="primary", key="panel_targets"):
            state.open_page("targets", segment=now.segment)
        if gap is not None and st.button(say("map.gap"), key="panel_gap"):
            state.open_page("gap_list", segment=now.segment)
        if st.button(say("map.market"), key="panel_market"):
            state.open_page("market_map", segment=now.segment)
        if st.button(say("map.routes"), key="panel_routes"):
            state.open_page("tech_map", segment=now.segment)
        what_if.button(view, now, say)
    if gap is not None:
        _waiting(gap, now, say)
    _local(view, say)
    _national(view, say)
    figures.show(view, now, say)
    _other_chains(view, now, say)


def _chips(shown: State, gap: GapDocument | None, now: state.Selection) -> str:
    chips = [snippets.chip(shown, now.lang)]
    if gap is not None and shown != "no_data":  # what the data do not carry is not called missing beside it
        if gap["kind"] != shown:
            chips.append(snippets.chip(gap["kind"], now.lang))
        chips.append(snippets.plain_chip(VERDICT[gap["verdict"]][now.lang]))
    if gap is not None:
        chips.append(snippets.plain_chip(ACTION[gap["action"]][now.lang]))
    return snippets.row(*chips)


def _sentence(row: SegmentDocument, gap: GapDocument | None, now: state.Selection, say: language.Speaker) -> str:
    if gap is not None:
        return gap["sentence"] if now.lang == "zh" else gap["sentence_en"]
    return say(
        "map.no_gap",
        name=frame.segment_name(row, now.lang),
        state=frame.state_word(row["state"], now.lang),
        n=row["firms_local"],
        m=row["firms_national"] - row["firms_local"],
    )


def _waiting(gap: GapDocument, now: state.Selection, say: language.Speaker) -> None:
    st.subheader(say("map.waiting"), anchor=False)
    buyers = gap["evidence"]["buyers"]
    if not buyers:
        st.html(snippets.text(say("map.no_buyers"), "lt-muted"))
    for i, buyer in enumerate(buyers[:4]):
        spent = language.pick(about(buyer["yi"]), now.lang)
        st.html(snippets.text(say("map.buyer", name=frame.segment_name(buyer, now.lang), yi=spent), "lt-muted"))
        if buyer["firms"]:
            firm_links.show(buyer["firms"][:3], f"buyer_{i}", more=buyer["count"] if buyer["count"] > 3 else 0)


def _local(view: SegmentView, say: language.Speaker) -> None:
    n = len(view["local"])
    st.subheader(plain(say("map.local", n=n)), anchor=False)
    if not n:
        st.html(snippets.text(say("map.no_local"), "lt-muted"))
    segment_firms.show(view, "local")


def _national(view: SegmentView, say: language.Speaker) -> None:
    n = len(view["national"])
    st.subheader(plain(say("map.national", n=n)), anchor=False)
    if not n:
        st.html(snippets.text(say("map.no_national"), "lt-muted"))
    firm_links.show(view["national"][:TOP_NATIONAL], "national")
    if n > TOP_NATIONAL:
        with st.expander(plain(say("map.all", n=n))):
            rows = [(f["name"], frame.place(f["place"])) for f in view["national"]]
            st.html(snippets.table((say("data.name"), say("firm.place")), rows))


def _other_chains(view: SegmentView, now: state.Selection, say: language.Speaker) -> None:
    ends = [("map.other_down", e) for e in view["buyers"]] + [("map.other_up", e) for e in view["suppliers"]]
    lines = [
        say(key, chain=frame.chain_name(e, now.lang), name=frame.segment_name(e, now.lang), n=e["firms"])
        for key, e in ends
        if e["chain"] != view["chain"]
    ]
    if lines:
        st.subheader(say("map.other"), anchor=False)
        st.html("".join(snippets.text(line) for line in lines))
