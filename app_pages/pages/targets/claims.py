"""对接分工: which team courts a group, taken up and given back from the page; the lists of all chains, each group
once."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages import frame, paging, state
from app_pages.draw import snippets
from app_pages.pages.visits import saved_targets
from app_pages.read import base, casework, gaps, target_lists
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import HeldByOthers, LiantuError
from outreach.papers.target_workbook import revenue_words, said
from outreach.targets import claims, find
from outreach.targets.claims import Claim
from outreach.targets.one_owner import claim_of
from recommend.explain.shapes import TargetDocument
from recommend.lists.shapes import OneOwnerTarget

SHOWS = {
    "all": "targets.owned_all",
    "chain": "targets.owned_chain",
    "free": "targets.owned_free",
    "held": "targets.owned_held",
}


def held_by_others(target: TargetDocument, owners: Mapping[str, Claim], team: str) -> bool:
    """Does another team of the city court this target or its group?"""
    claim = claim_of(target, owners)
    return claim is not None and claim.team != team


def words(target: TargetDocument, claim: Claim, now: state.Selection) -> str:
    """Which team courts it and since when, in one line."""
    say = language.speaker(now.lang)
    since = claim.since.isoformat() if claim.since else say("unknown")
    if claim.team == frame.team_name(now):
        return say("targets.ours", since=since)
    team = claim.team or say("unknown")
    if claim.name == target["firm"]["name"]:
        return say("targets.theirs", team=team, since=since)
    return say("targets.theirs_group", name=claim.name, team=team, since=since)


def control(target: TargetDocument, claim: Claim | None, now: state.Selection, key: str) -> None:
    """Beside a target's name: take it up, give it back, or see which team has it."""
    say = language.speaker(now.lang)
    if claim is None:
        if st.button(say("targets.claim"), key=key, icon=":material/playlist_add:", help=say("targets.claim_help")):
            _claim(target, now)
        return
    ours = claim.team == frame.team_name(now)
    st.html(snippets.owner(words(target, claim, now), ours=ours), width="content")
    if ours and st.button(
        say("targets.release"), key=f"{key}_release", type="tertiary", help=say("targets.release_help")
    ):
        _release(target, now)


def _claim(target: TargetDocument, now: state.Selection) -> None:
    gap = gaps.of_segment(target["segment"], now.region)
    segment = base.space().network.segments[target["segment"]]
    if saved_targets.save(find.from_recommendation(target, segment, gap), now):
        st.rerun()


def _release(target: TargetDocument, now: state.Selection) -> None:
    firm, team = target["firm"], frame.team_name(now)
    try:
        with casework.opened().write(team) as session:
            claims.release(session, firm["parent"] or firm["name"], now.region, team)
    except HeldByOthers as error:
        st.warning(plain(str(error)))
        return
    except LiantuError as error:
        st.error(plain(str(error)))
        return
    st.toast(plain(language.speaker(now.lang)("targets.released", name=firm["short"])), icon=":material/check:")
    st.rerun()


def show(now: state.Selection) -> None:
    """All chains together, each group once, with the team that courts it and since when."""
    say = language.speaker(now.lang)
    with st.spinner(say("targets.owned_wait")):
        groups, owners = target_lists.groups(now.region), casework.claims_in(now.region)
    rows = [(row, owners.get(row["group"]) or claim_of(row, owners)) for row in groups]
    st.header(
        plain(
            say(
                "targets.owned_title",
                region=base.space().regions.name(now.region),
                n=len(rows),
                held=sum(claim is not None for _, claim in rows),
            )
        ),
        anchor=False,
    )
    st.html(snippets.text(say("targets.owned_about", k=target_lists.CHAIN_GAPS), "lt-muted"))
    left, right = st.columns([5, 3], vertical_alignment="bottom")
    which = left.segmented_control(
        say("targets.owned_show"),
        list(SHOWS),
        default="all",
        format_func=lambda s: say(SHOWS[s]),
        key="owned_show",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    right.text_input(say("targets.team"), value=frame.team_name(now), key="visits_team", persist_state="session")
    kept = [(row, claim) for row, claim in rows if _wanted(row, claim, str(which), now)]
    if not kept:
        st.html(snippets.text(say("targets.owned_none")))
        return
    page = 1
    if paging.pages(len(kept)) > 1:
        page = st.pagination(paging.pages(len(kept)), key=f"owned_page_{which}_{len(kept)}")
    for i, (row, claim) in enumerate(paging.page_of(kept, page), (page - 1) * paging.PAGE + 1):
        _row(i, row, claim, now, say)
    st.caption(plain(say("targets.shown", page=page, pages=paging.pages(len(kept)), n=len(kept))))


def _wanted(row: OneOwnerTarget, claim: Claim | None, which: str, now: state.Selection) -> bool:
    if which == "chain":
        return row["owner"]["chain"] == now.chain
    return which == "all" or (claim is not None) == (which == "held")


def _row(i: int, row: OneOwnerTarget, claim: Claim | None, now: state.Selection, say: language.Speaker) -> None:
    """One group: its best firm, the segment, the chain that should court it, the chains that want it too."""
    firm, owner = row["firm"], row["owner"]
    chains = frame.chain_titles(now.lang)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.grade(row["grade"]), width="content")
            if st.button(f"**{plain(i)}. {plain(firm['name'])}**", key=f"owned_{firm['id']}", type="tertiary"):
                state.open_page("firm", firm=firm["id"])
            control(row, claim, now, f"hold_{firm['id']}")
            st.html(snippets.text(f"{firm['place']} · {revenue_words(firm, now.lang)}", "lt-muted"), width="content")
        segment = f"{chains[row['segment'].split('.')[0]]} · {frame.segment_title(row['segment'], now.lang)}"
        team = owner["name"] if now.lang == "zh" else chains[owner["chain"]]
        parts = [say("targets.owned_for", segment=segment), say("targets.owned_suggest", team=team)]
        if len(row["wanted_by"]) > 1:
            names = language.listed((chains[c] for c in row["wanted_by"]), now.lang)
            parts.append(say("targets.owned_wanted", chains=names))
        if row["others"]:
            names = language.listed((o["short"] for o in row["others"][:3]), now.lang)
            parts.append(say("targets.owned_others", names=names))
        st.html(snippets.text(language.clauses(parts, now.lang)))
        st.html(snippets.text(said(row["reasons"][0], now.lang), "lt-muted"))
