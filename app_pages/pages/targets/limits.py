"""What limits a target and what helps it: gates, the park that fits, introducers, firms like it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import firm_links, state
from app_pages.draw import snippets
from app_pages.pages.visits import introductions
from app_pages.read import firms
from app_pages.texts import language
from graph.model.words import Lang
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import said
from recommend.explain.shapes import GateState, IntroductionDocument, TargetDocument

MARK: dict[GateState, str] = {"pass": "✓", "fail": "✕", "unknown": "?"}
GATE: dict[GateState, str] = {
    "pass": "targets.gate_pass",
    "fail": "targets.gate_fail",
    "unknown": "targets.gate_unknown",
}


def show(target: TargetDocument, now: state.Selection) -> None:
    """Gates, the park that fits and where it clashes, introducers, look-alikes."""
    say = language.speaker(now.lang)
    if target["gates"]:
        rows = [(f"{MARK[g['state']]} {say(GATE[g['state']])}", said(g, now.lang)) for g in target["gates"]]
        st.html(snippets.text(say("targets.gates"), "lt-muted") + snippets.table(("", ""), rows))
    st.html(snippets.text(f"{say('targets.park')}{language.colon(now.lang)}{park_words(target, now)}", "lt-line"))
    st.html(snippets.text(say("targets.ways"), "lt-muted") + _introducers(target["introductions"], now.lang, say))
    introductions.of_target(target, now)
    firm = target["firm"]["id"]
    if st.button(say("targets.alike"), key=f"alike_{firm}"):
        found = firms.alike(firm)
        if found:
            firm_links.show(found, f"alike_{firm}_to")
        else:
            st.html(snippets.text(say("targets.alike_none"), "lt-muted"))


def _introducers(ways: Sequence[IntroductionDocument], lang: Lang, say: language.Speaker) -> str:
    """Who could introduce the target, whether that is on record, and by which source."""
    if not ways:
        return snippets.text(say("targets.ways_none"))
    rows = [
        (
            said(w, lang),
            say("targets.way_named") if w["named"] else say("targets.way_guess"),
            source_words(w["source"], lang),
        )
        for w in ways
    ]
    return snippets.table(("", "", ""), rows)


def park_words(target: TargetDocument, now: state.Selection) -> str:
    """The park that fits best, and what clashes there."""
    say = language.speaker(now.lang)
    if not target["parks"]:
        return say("targets.park_none")
    park = target["parks"][0]
    words = say(
        "targets.park_fits", name=park["name"], how=say("targets.park_lead" if park["lead"] else "targets.park_chain")
    )
    clashes = park["clashes"] if now.lang == "zh" else park["clashes_en"]
    if not clashes:
        return words
    return f"{words}；{say('targets.clash', words=language.clauses(clashes, now.lang))}"
