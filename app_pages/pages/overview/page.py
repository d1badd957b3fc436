"""总览: the page of the week, and below it the nine chains as cards."""

from __future__ import annotations

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.draw.palette import STATES
from app_pages.pages.overview import week
from app_pages.read import base, chains, gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.priorities.group_words import GROUP
from graph.gaps.priorities.groups import RANKED

WORK = ("missing", "break", "weak", "single_point")

chosen = frame.bar(chain=False)
say = language.speaker(chosen.lang)
here = base.space().regions.name(chosen.region)
st.header(plain(say("overview.heading", region=here)), anchor=False)
sums = st.empty()
sums.html(week.SKELETON_LINE)
blocks = week.outline(chosen, say)
week.due(blocks, chosen, say)
with st.spinner(say("wait.reading")):
    cards = chains.overview(chosen.region)
    first = gaps.first(chosen.region)
week.recruit(blocks, chosen, say)


def _groups(chain: str) -> str:
    """How many segments of a chain are in each ranked group."""
    counts = {g: sum(r["chain"] == chain for r in first[g]) for g in RANKED}
    return " · ".join(f"{GROUP[g][chosen.lang]} {n}" for g, n in counts.items())


total = {k: sum(c["counts"].get(k, 0) for c in cards) for k in STATES}
sums.html(
    snippets.text(say("overview.title", region=here, chains=len(cards), attack=len(first["attack"])))
    + snippets.text(
        say(
            "overview.sub",
            missing=total["missing"] + total["break"],
            weak=total["weak"],
            single=total["single_point"],
            unsure=total["no_data"],
        ),
        "lt-muted",
    )
)
st.subheader(plain(say("overview.chains", n=len(cards))), anchor=False)
for start in range(0, len(cards), 3):
    for column, card in zip(st.columns(3), cards[start : start + 3], strict=False):
        with column.container(border=True, gap="xsmall", height="stretch"):
            name, share = st.columns([3, 2], vertical_alignment="center")
            name.subheader(plain(frame.segment_name(card, chosen.lang)), anchor=False)
            share.html(snippets.text(say("overview.completeness", share=f"{card['completeness']:.0%}"), "lt-line"))
            st.html(
                snippets.bar(card["completeness"])
                + snippets.tally({k: card["counts"].get(k, 0) for k in (*WORK, "no_data")}, chosen.lang)
                + snippets.text(_groups(card["id"]), "lt-line")
                + snippets.text(say("overview.firms", n=card["firms_local"], m=card["firms_elsewhere"]), "lt-muted")
            )
            with st.container(horizontal=True):
                if st.button(say("overview.open"), key=f"open_{card['id']}", type="primary"):
                    state.open_page("chain_map", chain=card["id"])
                if st.button(say("overview.gaps"), key=f"gaps_{card['id']}"):
                    state.open_page("gap_list", chain=card["id"])
st.caption(f"{say('overview.foot')} {plain(say('frame.as_of', date=base.as_of()))}")
week.changes(blocks, chosen, say)
week.checks(blocks, chosen, say)
