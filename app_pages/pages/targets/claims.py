"""对接分工: who courts a group, taken up and given back from the page; the lists of all chains with each group once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.targets import filters, parts
from app_pages.pages.visits import saved_targets
from app_pages.read import loaders
from app_pages.texts import language
from graph.errors import HeldByOthers, LiantuError
from outreach.papers.target_workbook import revenue_words
from outreach.targets import claims, find
from outreach.targets.claims import Claim
from outreach.targets.one_owner import claim_of, with_claims

SHOWS = ("all", "chain", "free", "held")


def held_by_others(target: Mapping[str, Any], held: Mapping[str, Claim], team: str) -> bool:
    """Does another team of the city court this target or its group?"""
    hold = claim_of(target, held)
    return hold is not None and hold.team != team


def words(target: Mapping[str, Any], hold: Claim, now: state.Selection) -> str:
    """Who holds it and since when, in one line."""
    say = language.speaker(now.lang)
    since = hold.since.isoformat() if hold.since else say("unknown")
    if hold.team == saved_targets.team_name(now):
        return say("targets.ours", since=since)
    team = hold.team or say("unknown")
    if hold.name == target["firm"]["name"]:
        return say("targets.theirs", team=team, since=since)
    return say("targets.theirs_group", name=hold.name, team=team, since=since)


def control(target: Mapping[str, Any], held: Mapping[str, Claim], now: state.Selection, key: str) -> None:
    """Beside a target's name: take it up, give it back, or see who has it."""
    say = language.speaker(now.lang)
    hold = claim_of(target, held)
    if hold is None:
        if st.button(say("targets.claim"), key=key, icon=":material/playlist_add:", help=say("targets.claim_help")):
            _claim(target, now)
        return
    if hold.team != saved_targets.team_name(now):
        st.html(snippets.held(words(target, hold, now)), width="content")
        return
    st.html(snippets.held(words(target, hold, now), ours=True), width="content")
    if st.button(say("targets.release"), key=f"{key}_release", type="tertiary", help=say("targets.release_help")):
        _release(target, now)


def _claim(target: Mapping[str, Any], now: state.Selection) -> None:
    gap = next((g for g in loaders.gaps(now.region) if g["segment"] == target["segment"]), None)
    segment = loaders.space().network.segments[target["segment"]]
    if saved_targets.save(find.from_recommendation(target, segment, gap), now):
        st.rerun()


def _release(target: Mapping[str, Any], now: state.Selection) -> None:
    firm, team = target["firm"], saved_targets.team_name(now)
    try:
        with loaders.casework().write(team) as session:
            claims.release(session, firm["parent"] or firm["name"], now.region, team)
    except HeldByOthers as error:
        st.warning(str(error))
        return
    except LiantuError as error:
        st.error(str(error))
        return
    st.toast(language.speaker(now.lang)("targets.released", name=firm["short"]), icon=":material/check:")
    st.rerun()


def show(now: state.Selection) -> None:
    """All chains together, each group once, with who holds it and since when."""
    say, space = language.speaker(now.lang), loaders.space()
    with st.spinner(say("targets.owned_wait")):
        rows = with_claims(loaders.groups(now.region), loaders.holds(now.region))
    st.header(
        say(
            "targets.owned_title",
            region=space.regions.name(now.region),
            n=len(rows),
            held=sum(bool(r["held"]) for r in rows),
        ),
        anchor=False,
    )
    st.html(snippets.text(say("targets.owned_about", k=loaders.CHAIN_GAPS), "lt-muted"))
    left, right = st.columns([5, 3], vertical_alignment="bottom")
    which = left.segmented_control(
        say("targets.owned_show"),
        SHOWS,
        default="all",
        format_func=lambda s: say(f"targets.owned_{s}"),
        key="owned_show",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    right.text_input(
        say("targets.team"), value=saved_targets.team_name(now), key="visits_team", persist_state="session"
    )
    kept = [r for r in rows if _wanted(r, str(which), now)]
    if not kept:
        st.html(snippets.text(say("targets.owned_none")))
        return
    page = 1
    if filters.pages(len(kept)) > 1:
        page = st.pagination(filters.pages(len(kept)), key=f"owned_page_{which}_{len(kept)}")
    for i, row in enumerate(filters.page_of(kept, page), (page - 1) * filters.PAGE + 1):
        _row(i, row, now, say)
    st.caption(say("targets.shown", page=page, pages=filters.pages(len(kept)), n=len(kept)))


def _wanted(row: Mapping[str, Any], which: str, now: state.Selection) -> bool:
    if which == "chain":
        return bool(row["owner"]["chain"] == now.chain)
    return which == "all" or bool(row["held"]) == (which == "held")


def _row(i: int, row: Mapping[str, Any], now: state.Selection, say: language.Speaker) -> None:
    space, zh = loaders.space(), now.lang == "zh"
    firm, segment = row["firm"], space.network.segments[row["segment"]]
    chains = {c.id: c.name if zh else c.name_en for c in space.network.chains}
    comma = "、" if zh else ", "
    held = {row["group"]: _hold(row["held"]), firm["name"]: _hold(row["held"])} if row["held"] else {}
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.grade(row["grade"]), width="content")
            if st.button(f"**{i}. {firm['name']}**", key=f"owned_{firm['id']}", type="tertiary"):
                state.open_page("firm", firm=firm["id"])
            control(row, held, now, f"hold_{firm['id']}")
            st.html(snippets.text(f"{firm['place']} · {revenue_words(firm, now.lang)}", "lt-muted"), width="content")
        line = [
            say("targets.owned_for", segment=f"{chains[segment.chain]} · {segment.name if zh else segment.name_en}"),
            say("targets.owned_suggest", team=row["owner"]["name"] if zh else chains[row["owner"]["chain"]]),
        ]
        if len(row["wanted_by"]) > 1:
            line.append(say("targets.owned_wanted", chains=comma.join(chains[c] for c in row["wanted_by"])))
        if row["others"]:
            line.append(say("targets.owned_others", names=comma.join(o["short"] for o in row["others"][:3])))
        st.html(snippets.text(("；" if zh else "; ").join(line)))
        st.html(snippets.text(parts.first_reason(row, now.lang), "lt-muted"))


def _hold(document: Mapping[str, Any]) -> Claim:
    since = date.fromisoformat(document["since"]) if document["since"] else None
    return Claim(document["team"], since, document["name"], document["home"])
