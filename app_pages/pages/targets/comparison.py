"""Targets side by side: which, and what an official asks of each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.targets import limits
from app_pages.texts import language
from outreach.papers.target_workbook import revenue_words, said
from recommend.explain.apart import own_counter
from recommend.explain.shapes import TargetDocument

MOST = 4  # targets
Targets = Sequence[TargetDocument]


def ask(place: DeltaGenerator, targets: Targets, now: state.Selection) -> Targets:
    """Which targets to hold side by side, chosen by name."""
    say = language.speaker(now.lang)
    by_id = {t["firm"]["id"]: t for t in targets}
    chosen = place.multiselect(
        say("targets.compare"),
        list(by_id),
        format_func=lambda i: by_id[i]["firm"]["short"],
        max_selections=MOST,
        key="targets_compare",
        placeholder=say("targets.compare"),
        label_visibility="collapsed",
    )
    return [by_id[i] for i in chosen]


def show(picked: Targets, now: state.Selection) -> None:
    """Two to four targets side by side."""
    say = language.speaker(now.lang)
    if len(picked) > 1:
        st.html(
            snippets.text(say("targets.compare_title"), "lt-muted")
            + snippets.table(["", *(t["firm"]["short"] for t in picked)], rows_of(picked, now))
        )


def _against(target: TargetDocument, now: state.Selection, say: language.Speaker) -> str:
    """What speaks against one of them, in a word; what holds for all of the list tells nothing apart."""
    own = own_counter(target)
    return said(own[0], now.lang) if own else say("targets.none_against")


def rows_of(picked: Targets, now: state.Selection) -> list[list[str]]:
    """Rows of the comparison: what an official asks, then every feature in words."""
    say = language.speaker(now.lang)
    rows = [
        [say("targets.grade"), *(t["grade"] for t in picked)],
        [say("targets.place"), *(frame.place(t["firm"]["place"]) for t in picked)],
        [say("targets.revenue"), *(revenue_words(t["firm"], now.lang) for t in picked)],
        [
            say("targets.makes"),
            *(language.listed(t["firm"]["products"][:4], now.lang) or say("unknown") for t in picked),
        ],
        [say("targets.first_reason"), *(said(t["reasons"][0], now.lang) for t in picked)],
        [say("targets.against"), *(_against(t, now, say) for t in picked)],
        [say("targets.park"), *(limits.park_words(t, now) for t in picked)],
        [
            say("targets.gates"),
            *(
                "".join(said(g, now.lang) for g in t["gates"] if g["state"] != "pass") or say("targets.gate_pass")
                for t in picked
            ),
        ],
    ]
    for feature in picked[0]["features"]:
        if feature == "scale":  # said above, with its year
            continue
        measured = [t["features"][feature] for t in picked]
        if now.lang == "zh":
            rows.append([measured[0]["label"], *(f["detail"] for f in measured)])
        else:
            rows.append([measured[0]["label_en"], *(f["detail_en"] for f in measured)])
    return rows
