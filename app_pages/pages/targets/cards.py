"""A target as a card, and the filter above the cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.targets import claims, filters, parts
from app_pages.read import loaders
from app_pages.texts import language
from graph.model.regions import Regions
from graph.model.words import tag_words
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import TOP_REASONS, evidence_words, revenue_words, said
from outreach.targets.claims import Claim
from recommend.explain.introductions import WORDS


def ask_filter(
    place: DeltaGenerator, targets: Sequence[Mapping[str, Any]], outsiders: bool, say: language.Speaker
) -> filters.TargetFilter:
    """The folded filter; its button says how many cuts are set."""
    names = filters.provinces(targets, loaders.space().regions)
    set_now = int(st.session_state.get("targets_cuts", 0))
    with place.popover(say("targets.filter_n", n=set_now) if set_now else say("targets.filter"), key="targets_filter"):
        grades = st.pills(
            say("targets.grade"), ["A", "B", "C"], selection_mode="multi", key="t_grades", persist_state="session"
        )
        sizes = st.pills(
            say("targets.size"), list(filters.SIZES), selection_mode="multi", key="t_sizes", persist_state="session"
        )
        provinces = st.multiselect(
            say("targets.province"),
            list(names),
            format_func=lambda p: frame.place(names[p]),
            key="t_provinces",
            placeholder=say("targets.any"),
        )
        listed = st.checkbox(say("targets.listed"), key="t_listed", persist_state="session")
        verified = st.checkbox(say("targets.verified"), key="t_verified", persist_state="session")
        least = st.slider(
            say("targets.capability"), 0, 100, 0, 5, format="%d%%", key="t_capability", persist_state="session"
        )
        spread = st.checkbox(say("targets.spread"), key="t_spread", persist_state="session")
        once = st.checkbox(say("targets.one_a_group"), key="t_once", persist_state="session")
        free = st.checkbox(say("targets.hide_held"), key="t_free", persist_state="session")
    wanted = filters.TargetFilter(
        outsiders, tuple(grades), tuple(provinces), tuple(sizes), listed, verified, least / 100, spread, once, free
    )
    if wanted.active() != set_now:
        st.session_state["targets_cuts"] = wanted.active()
        st.rerun()
    return wanted


def card(rank: int, target: Mapping[str, Any], now: state.Selection, held: Mapping[str, Claim], lead: str = "") -> None:
    """One target: who, what it makes, three reasons, one counter-argument, the evidence folded. held: who courts which
    group; lead: a line above the reasons."""
    say = language.speaker(now.lang)
    firm = target["firm"]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.grade(target["grade"]), width="content")
            if st.button(f"**{rank}. {firm['name']}**", key=f"card_{rank}_{firm['id']}", type="tertiary"):
                state.open_page("firm", firm=firm["id"])
            claims.control(target, held, now, f"add_{firm['id']}")
            tags = [*tag_words(firm["tags"][:4], now.lang), *([] if firm["verified"] else [say("unknown")])]
            if Regions.within(firm["region"], now.region):
                tags.insert(0, say("targets.local_tag"))
            if noted := loaders.outcome_of(firm["id"], target["segment"]):
                tags.insert(0, parts.outcome_words(noted, say))
            st.html(
                snippets.row(
                    f'<span class="lt-muted" style="margin-right:8px">{frame.place(firm["place"])} · {revenue_words(firm, now.lang)}</span>',
                    frame.role_marks(loaders.marks(now.region).get(firm["id"], []), now.lang),
                    *(snippets.plain_chip(t) for t in tags),
                ),
                width="content",
            )
        if lead:
            st.html(snippets.text(lead))
        comma = "、" if now.lang == "zh" else ", "
        left, right = st.columns([5, 3])
        left.html(
            snippets.text(
                say("targets.products", products=comma.join(firm["products"][:6]) or say("unknown")), "lt-muted"
            )
            + snippets.reasons(
                [said(r, now.lang) for r in target["reasons"][:TOP_REASONS]],
                [_rows(r, now) for r in target["reasons"][:TOP_REASONS]],
            )
        )
        if target["counter"]:
            right.html(snippets.against(said(target["counter"][0], now.lang), say("targets.against")))
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            parts.decide(target, now)
            with st.expander(say("targets.evidence")):
                _evidence(target, now, say)
                parts.limits(target, now)


def _evidence(target: Mapping[str, Any], now: state.Selection, say: language.Speaker) -> None:
    zh = now.lang == "zh"
    roles = {"buyer": say("targets.buyer"), "supplier": say("targets.supplier")}
    names = {s.id: s.name if zh else s.name_en for s in loaders.space().network.segments.values()}
    st.html(snippets.text(say("targets.path"), "lt-muted") + snippets.breadcrumb(target["path"], roles, names))
    if named := [w for w in target["introductions"] if w["named"]]:
        st.html(
            snippets.text(say("targets.path_named"), "lt-muted")
            + "".join(snippets.tie(target["firm"]["name"], w["name"], WORDS[w["role"]][not zh]) for w in named)
        )
    rows = [(snippets.FOOTNOTES[i % 10], *e) for i, r in enumerate(target["reasons"]) for e in _rows(r, now)]
    header = [say(f"targets.{k}") for k in ("statement", "what", "source", "as_of", "state")]
    st.html(snippets.table(header, rows))
    features = [
        (
            f["label"] if zh else f["label_en"],
            f"{f['value']:.2f}",
            f"{f['weight']:.0%}",
            f["detail"] if zh else f["detail_en"],
        )
        for f in target["features"].values()
    ]
    st.html(snippets.table([say(f"targets.{k}") for k in ("feature", "value", "weight", "detail")], features))
    for title, told in (
        ("more_reasons", target["reasons"][TOP_REASONS:]),
        ("more_against", target["counter"][1:]),
        ("unknown", target["unknown"]),
    ):
        if told:
            st.html(
                snippets.text(say(f"targets.{title}"), "lt-muted")
                + "".join(snippets.text(said(r, now.lang)) for r in told)
            )


def _rows(reason: Mapping[str, Any], now: state.Selection) -> list[tuple[str, str, str, str]]:
    """The evidence of a reason: what, source, date, whether it was checked."""
    say = language.speaker(now.lang)
    return [
        (
            evidence_words(e, now.lang),
            source_words(str(e.get("source") or ""), now.lang),
            str(e.get("as_of") or say("unknown")),
            say("targets.checked") if e.get("verified") else say("unknown"),
        )
        for e in reason["evidence"]
    ]
