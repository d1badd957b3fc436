"""Parts of a target beyond the card: limits and parks, who could introduce us, comparison, outcomes, the other lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.errors import explain
from app_pages.pages.visits import introductions
from app_pages.read import loaders
from app_pages.texts import language
from graph.errors import LiantuError
from graph.model.records import DECISION_REASONS, OUTCOMES, Decision
from graph.model.words import Lang, tag_words
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import revenue_words, said
from recommend.rank import learning

MARK = {"pass": "✓", "fail": "✕", "unknown": "?"}
MOST = 4
Targets = Sequence[Mapping[str, Any]]


def limits(target: Mapping[str, Any], now: state.Selection) -> None:
    """Gates, the park that fits and where it clashes, introducers, look-alikes."""
    say = language.speaker(now.lang)
    if target["gates"]:
        rows = [(f"{MARK[g['state']]} {say('targets.gate_' + g['state'])}", said(g, now.lang)) for g in target["gates"]]
        st.html(snippets.text(say("targets.gates"), "lt-muted") + snippets.table(("", ""), rows))
    st.html(
        snippets.text(f"{say('targets.park')}{'：' if now.lang == 'zh' else ': '}{park_words(target, now)}", "lt-line")
    )
    ways = target["introductions"]
    st.html(snippets.text(say("targets.ways"), "lt-muted"))
    if not ways:
        st.html(snippets.text(say("targets.ways_none")))
    else:
        st.html(
            snippets.table(
                ("", "", ""),
                [
                    (
                        said(w, now.lang),
                        say("targets.way_named") if w["named"] else say("targets.way_guess"),
                        source_words(w["source"], now.lang),
                    )
                    for w in ways
                ],
            )
        )
    introductions.of_target(target, now)
    firm = target["firm"]["id"]
    if st.button(say("targets.alike"), key=f"alike_{firm}"):
        found = loaders.alike(firm)
        if found:
            frame.firm_links(found, f"alike_{firm}_to")
        else:
            st.html(snippets.text(say("targets.alike_none"), "lt-muted"))


def park_words(target: Mapping[str, Any], now: state.Selection) -> str:
    """The park that fits best, and what clashes there."""
    say = language.speaker(now.lang)
    if not target["parks"]:
        return say("targets.park_none")
    park = target["parks"][0]
    words = say(
        "targets.park_fits", name=park["name"], how=say("targets.park_lead" if park["lead"] else "targets.park_chain")
    )
    clashes = park["clashes"] if now.lang == "zh" else park["clashes_en"]
    return words + (
        "；" + say("targets.clash", words=("；" if now.lang == "zh" else "; ").join(clashes)) if clashes else ""
    )


@st.fragment(run_every=4)
def reading(lang: Lang) -> None:
    """How far the firms of a newly loaded table have been read; the list can be used meanwhile and grows at the end."""
    say, now = language.speaker(lang), loaders.reading()
    if now.finished:
        st.rerun()
    st.progress(now.done / now.total, text=say("targets.reading", done=f"{now.done:,}", n=f"{now.total:,}"))


def first_reason(target: Mapping[str, Any], lang: Lang) -> str:
    """What speaks for it most, in one sentence."""
    return said(target["reasons"][0], lang)


def ask_compared(place: DeltaGenerator, targets: Targets, now: state.Selection) -> Targets:
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


def compared(picked: Targets, now: state.Selection) -> None:
    """Two to four targets side by side."""
    say = language.speaker(now.lang)
    if len(picked) > 1:
        st.html(
            snippets.text(say("targets.compare_title"), "lt-muted")
            + snippets.table(["", *(t["firm"]["short"] for t in picked)], comparison(picked, now))
        )


def comparison(picked: Targets, now: state.Selection) -> list[list[str]]:
    """Rows of the comparison: what an official asks, then every feature in words."""
    say = language.speaker(now.lang)
    comma = "、" if now.lang == "zh" else ", "
    detail, name = ("detail", "label") if now.lang == "zh" else ("detail_en", "label_en")
    rows = [
        [say("targets.grade"), *(t["grade"] for t in picked)],
        [say("targets.place"), *(frame.place(t["firm"]["place"]) for t in picked)],
        [say("targets.revenue"), *(revenue_words(t["firm"], now.lang) for t in picked)],
        [say("targets.makes"), *(comma.join(t["firm"]["products"][:4]) or say("unknown") for t in picked)],
        [say("targets.first_reason"), *(said(t["reasons"][0], now.lang) for t in picked)],
        [say("targets.against"), *(said(t["counter"][0], now.lang) for t in picked)],
        [say("targets.park"), *(park_words(t, now) for t in picked)],
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
        held = [t["features"][feature] for t in picked]
        rows.append([held[0][name], *(f[detail] for f in held)])
    return rows


def outcome_words(noted: Decision, say: language.Speaker) -> str:
    """What the office noted last: 2026-11-25 不予推进（风险）."""
    outcome = say(f"targets.outcome_{noted.outcome}")
    if noted.reason:
        return say(
            "targets.recorded_why", date=noted.date, outcome=outcome, reason=say(f"targets.reason_{noted.reason}")
        )
    return say("targets.recorded", date=noted.date, outcome=outcome)


def decide(target: Mapping[str, Any], now: state.Selection) -> None:
    """What became of it, with a reason; recorded in the office's own record."""
    say = language.speaker(now.lang)
    firm = target["firm"]
    with st.popover(say("targets.decide"), key=f"decide_{firm['id']}"):
        outcome = st.selectbox(
            say("targets.outcome"),
            OUTCOMES,
            format_func=lambda o: say(f"targets.outcome_{o}"),
            key=f"outcome_{firm['id']}",
        )
        reason = st.selectbox(
            say("targets.reason"),
            ["", *DECISION_REASONS],
            format_func=lambda r: say(f"targets.reason_{r}") if r else say("none"),
            key=f"reason_{firm['id']}",
        )
        note = st.text_input(say("targets.note"), key=f"note_{firm['id']}", max_chars=200)
        if st.button(say("targets.save"), key=f"save_{firm['id']}", type="primary"):
            if outcome in ("refused", "rejected") and not reason:
                st.warning(say("targets.needs_reason"))
                return
            try:
                made = learning.decision(
                    firm["id"], firm["name"], target["segment"], now.region, outcome, reason, note.strip()
                )
                loaders.decide(made)
            except LiantuError as error:
                st.error(" ".join(explain(error, now.lang)))
                return
            st.toast(say("targets.saved", name=firm["short"], outcome=say(f"targets.outcome_{outcome}")))
            st.rerun()  # the card names what was noted


def other(kind: str, now: state.Selection) -> None:
    """One of the lists beside the targets, for the whole chain."""
    say = language.speaker(now.lang)
    with st.spinner(say("wait.reading")):
        rows = loaders.other_list(kind, now.chain, now.region)
    space = loaders.space()
    chain = next(c for c in space.network.chains if c.id == now.chain)
    st.header(
        say(
            "targets.other_title",
            region=space.regions.name(now.region),
            chain=chain.name if now.lang == "zh" else chain.name_en,
            name=say(f"targets.list_{kind}"),
            n=len(rows),
        ),
        anchor=False,
    )
    st.html(snippets.text(say(f"targets.other_{kind}"), "lt-muted"))
    if not rows:
        st.html(snippets.text(say("targets.other_none")) + snippets.text(say("targets.other_todo"), "lt-muted"))
        if elsewhere := [r["firm"] for r in loaders.other_list(kind, "", now.region)]:
            st.html(snippets.text(say("targets.other_chains", n=len(elsewhere)), "lt-line"))
            frame.firm_links(elsewhere[:10], f"other_{kind}_all")
        return
    for i, row in enumerate(rows[:50], 1):
        firm = row["firm"]
        name = row["title"] or firm["name"]
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if st.button(f"**{i}. {name}**", key=f"other_{kind}_{i}", type="tertiary"):
                    state.open_page("firm", firm=firm["id"])
                tags = [*tag_words(firm["tags"][:4], now.lang), *([] if firm["verified"] else [say("unknown")])]
                st.html(
                    snippets.row(
                        f'<span class="lt-muted" style="margin-right:8px">{frame.place(firm["place"])}</span>',
                        *(snippets.plain_chip(t) for t in tags),
                    ),
                    width="content",
                )
            st.html(snippets.text(said(row, now.lang)))
            with st.expander(say("targets.evidence")):
                st.html(
                    snippets.table(
                        [say(f"targets.{k}") for k in ("what", "source", "as_of", "state")],
                        [
                            (
                                str(e["what"]),
                                source_words(str(e["source"]), now.lang),
                                str(e["as_of"]),
                                say("targets.checked") if e["verified"] else say("unknown"),
                            )
                            for e in row["evidence"]
                        ],
                    )
                )
