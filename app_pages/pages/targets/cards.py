"""A target as a card, and the filter above the cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.targets import claims, filters, limits, outcomes
from app_pages.read import base, gaps, record
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.priorities.group_words import red_line
from graph.model.regions import Regions
from graph.model.words import Lang, tag_words, verified_words
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import TOP_REASONS, evidence_words, revenue_words, said
from outreach.targets.claims import Claim
from outreach.targets.one_owner import claim_of
from recommend.explain.apart import own_counter, own_reasons
from recommend.explain.introductions import WORDS
from recommend.explain.shapes import Reason, TargetDocument


def ask_filter(
    place: DeltaGenerator, targets: Sequence[TargetDocument], outsiders: bool, say: language.Speaker
) -> filters.TargetFilter:
    """The folded filter; its button says how many cuts are set."""
    names = filters.provinces(targets, base.space().regions)
    set_now = int(st.session_state.get("targets_cuts", 0))
    with place.popover(
        plain(say("targets.filter_n", n=set_now)) if set_now else say("targets.filter"), key="targets_filter"
    ):
        grades = st.pills(
            say("targets.grade"), ["A", "B", "C"], selection_mode="multi", key="t_grades", persist_state="session"
        )
        sizes = st.pills(
            say("targets.size"),
            list(filters.SIZES),
            format_func=plain,
            selection_mode="multi",
            key="t_sizes",
            persist_state="session",
        )
        provinces = st.multiselect(
            say("targets.province"),
            list(names),
            format_func=lambda p: frame.place(names[p]),
            key="t_provinces",
            placeholder=say("targets.any"),
        )
        listed = st.checkbox(say("targets.listed"), key="t_listed", persist_state="session")
        identity = st.checkbox(say("targets.verified"), key="t_verified", persist_state="session")
        made = st.checkbox(say("targets.verified_products"), key="t_verified_products", persist_state="session")
        least = st.slider(
            say("targets.capability"), 0, 100, 0, 5, format="%d%%", key="t_capability", persist_state="session"
        )
        spread = st.checkbox(say("targets.spread"), key="t_spread", persist_state="session")
        once = st.checkbox(say("targets.one_a_group"), key="t_once", persist_state="session")
        free = st.checkbox(say("targets.hide_held"), key="t_free", persist_state="session")
    wanted = filters.TargetFilter(
        outsiders,
        tuple(grades),
        tuple(provinces),
        tuple(sizes),
        listed,
        identity,
        made,
        least / 100,
        spread,
        once,
        free,
    )
    if wanted.active() != set_now:
        st.session_state["targets_cuts"] = wanted.active()
        st.rerun()
    return wanted


def card(rank: int, target: TargetDocument, now: state.Selection, owners: Mapping[str, Claim], lead: str = "") -> None:
    """One target: who, what it makes, three reasons, one counter-argument, the evidence folded. owners: which team
    courts which group; lead: a line above the reasons."""
    say = language.speaker(now.lang)
    with st.container(border=True, gap="xsmall"):
        _head(rank, target, now, owners)
        if lead:
            st.html(snippets.text(lead))
        left, right = st.columns([5, 3])
        products = language.listed(target["firm"]["products"][:6], now.lang) or say("unknown")
        own = own_reasons(target)
        first = own[:TOP_REASONS]
        left.html(
            snippets.text(say("targets.products", products=products), "lt-muted")
            + snippets.reasons([said(r, now.lang) for r in first], [_rows(r, now) for r in first])
        )
        if ahead := target.get("before_next"):
            left.html(snippets.text(said(ahead, now.lang), "lt-muted"))
        if lines := _red_lines(target, now.lang, say):
            left.html("".join(lines))
        if against := own_counter(target):
            right.html(snippets.against(said(against[0], now.lang), say("targets.against")))
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            outcomes.decide(target, now)
            with st.expander(say("targets.evidence")):
                _evidence(target, now, say)
                limits.show(target, now)


def _red_lines(target: TargetDocument, lang: Lang, say: language.Speaker) -> list[str]:
    """Red lines about a route that the firm's products name; those about the whole segment stand above the list."""
    lines = [r for r in target.get("red_lines", ()) if r["route"]]
    return [snippets.against(r["sentence" if lang == "zh" else "sentence_en"], say("targets.red_line")) for r in lines]


def segment_red_lines(segment: str, lang: Lang, say: language.Speaker) -> str:
    """Red lines about a whole segment, '' where it has none: what holds for every firm stands once above the cards."""
    lines = base.space().chance_data.red_lines.bearing(segment, ())
    return "".join(snippets.against(red_line(r)[lang], say("targets.red_line")) for r in lines)


def unsuitable(shown: Sequence[TargetDocument], lang: Lang, say: language.Speaker) -> str:
    """That the place should not recruit the segment at all, with why; '' where it may."""
    why = next((t["unsuitable"] for t in shown if "unsuitable" in t), None)
    return snippets.against(said(why, lang), say("targets.unsuitable")) if why else ""


def _head(rank: int, target: TargetDocument, now: state.Selection, owners: Mapping[str, Claim]) -> None:
    """Grade, name, who courts it, seat and size, tags."""
    say, firm = language.speaker(now.lang), target["firm"]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(snippets.grade(target["grade"]), width="content")
        if st.button(f"**{plain(rank)}. {plain(firm['name'])}**", key=f"card_{rank}_{firm['id']}", type="tertiary"):
            state.open_page("firm", firm=firm["id"])
        claims.control(target, claim_of(target, owners), now, f"add_{firm['id']}")
        checked = verified_words(firm["verified_identity"], firm["verified_products"], now.lang)
        tags = [*tag_words(firm["tags"][:4], now.lang), *checked]
        if Regions.within(firm["region"], now.region):
            tags.insert(0, say("targets.local_tag"))
        if noted := record.outcome_of(firm["id"], target["segment"]):
            tags.insert(0, outcomes.words(noted, say))
        seat = f"{frame.place(firm['place'])} · {revenue_words(firm, now.lang)}"
        st.html(
            snippets.row(
                f'<span class="lt-muted" style="margin-right:8px">{seat}</span>',
                frame.role_marks(gaps.marks(now.region).get(firm["id"], []), now.lang),
                *(snippets.plain_chip(t) for t in tags),
            ),
            width="content",
        )


def _evidence(target: TargetDocument, now: state.Selection, say: language.Speaker) -> None:
    """The path in the graph, the rows behind each reason, the features, and all further statements."""
    zh = now.lang == "zh"
    roles = {"buyer": say("targets.buyer"), "supplier": say("targets.supplier")}
    names = {s.id: s.name if zh else s.name_en for s in base.space().network.segments.values()}
    st.html(snippets.text(say("targets.path"), "lt-muted") + snippets.breadcrumb(target["path"], roles, names))
    if named := [w for w in target["introductions"] if w["named"]]:
        st.html(
            snippets.text(say("targets.path_named"), "lt-muted")
            + "".join(
                snippets.tie(target["firm"]["name"], w["name"], language.pick(WORDS[w["role"]], now.lang))
                for w in named
            )
        )
    rows = [(snippets.FOOTNOTES[i % 10], *e) for i, r in enumerate(target["reasons"]) for e in _rows(r, now)]
    heads = ("targets.statement", "targets.what", "targets.source", "targets.as_of", "targets.state")
    st.html(snippets.table([say(k) for k in heads], rows))
    features = [
        (
            f["label"] if zh else f["label_en"],
            f"{f['value']:.2f}",
            f"{f['weight']:.0%}",
            f["detail"] if zh else f["detail_en"],
        )
        for f in target["features"].values()
    ]
    heads_of_features = ("targets.feature", "targets.value", "targets.weight", "targets.detail")
    st.html(snippets.table([say(k) for k in heads_of_features], features))
    _statements(say("targets.more_reasons"), own_reasons(target)[TOP_REASONS:], now.lang)
    _statements(say("targets.more_against"), own_counter(target)[1:], now.lang)
    _statements(say("targets.unknown"), target["unknown"], now.lang)


def _statements(title: str, statements: Sequence[Reason], lang: Lang) -> None:
    if statements:
        st.html(snippets.text(title, "lt-muted") + "".join(snippets.text(said(r, lang)) for r in statements))


def _rows(reason: Reason, now: state.Selection) -> list[tuple[str, str, str, str]]:
    """The evidence of a reason: what, source, date, whether it was checked."""
    say = language.speaker(now.lang)
    return [
        (
            evidence_words(e, now.lang),
            source_words(e["source"] or "", now.lang),
            e["as_of"] or say("unknown"),
            say("targets.checked") if e["verified"] else say("unknown"),
        )
        for e in reason["evidence"]
    ]
