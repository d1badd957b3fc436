"""拜访 · 名单: who is saved, who holds whom, and how a target is saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import loaders
from app_pages.texts import language
from graph.errors import HeldByOthers, LiantuError
from outreach.casework.base import KINDS
from outreach.casework.target import STATUSES
from outreach.targets import claims, find
from outreach.trip import planning


def team_name(now: state.Selection) -> str:
    """The team the user works for: as typed, else the team of the chain."""
    chains = {c.id: c.name for c in loaders.space().network.chains}
    return str(st.session_state.get("visits_team") or "") or f"{chains.get(now.chain, '')}专班"


def write_down(action: Any, now: state.Selection) -> None:
    """Do something to the casework in the team's name, then draw the page anew; what is refused is said in its place."""
    try:
        with loaders.casework().write(team_name(now)) as session:
            action(session)
    except LiantuError as error:
        st.error(str(error))
        return
    st.rerun()


def save(document: Mapping[str, Any], now: state.Selection) -> bool:
    """Save a target under the user's team and say so; or say who holds it."""
    say = language.speaker(now.lang)
    try:
        with loaders.casework().write(team_name(now)) as session:
            claims.save(session, document, now.region, team_name(now), date.today())
    except HeldByOthers as error:
        since = error.since.isoformat() if error.since else say("unknown")
        st.warning(say("visits.held", name=error.name, team=error.team or say("unknown"), since=since, held=error.held))
        return False
    except LiantuError as error:
        frame.failed(error)
        return False
    st.toast(say("visits.added", name=document["name"], team=team_name(now)), icon=":material/check:")
    return True


def show(now: state.Selection) -> None:
    """The saved targets of the region, what can be done with them, and whom else the gap suggests."""
    say = language.speaker(now.lang)
    space, zh = loaders.space(), now.lang == "zh"
    with loaders.casework().read() as session:
        rows = claims.open_targets(session, now.region)
        shown = [
            {
                "id": t.id,
                say("visits.grade"): t.grade,
                say("visits.name"): t.name,
                say("visits.kind"): KINDS[t.kind][not zh],
                say("visits.place"): frame.place(t.city) or say("unknown"),
                say("visits.segment"): _segment(t.segment, now),
                say("visits.owner"): t.owner.name if t.owner else say("unknown"),
                say("visits.since"): t.owner_since.isoformat() if t.owner_since else say("unknown"),
                say("visits.must"): say("visits.yes") if t.must else "—",
                say("visits.state"): STATUSES[t.status] if zh else t.status,
            }
            for t in rows
        ]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.html(snippets.text(say("visits.list_title", n=len(shown), region=space.regions.name(now.region))))
    right.text_input(say("visits.team"), value=team_name(now), key="visits_team", persist_state="session")
    if not shown:
        st.info(say("visits.empty"))
    else:
        _table(shown, now, say)
    _suggest(now, say)


def _segment(segment: str, now: state.Selection) -> str:
    row = loaders.space().network.segments.get(segment)
    if row is None:
        return language.speaker(now.lang)("unknown")
    return row.name if now.lang == "zh" else row.name_en


def _table(shown: list[dict[str, Any]], now: state.Selection, say: language.Speaker) -> None:
    picked = st.dataframe(
        pd.DataFrame(shown).drop(columns="id"),
        hide_index=True,
        height=min(380, 40 + 35 * len(shown)),
        on_select="rerun",
        selection_mode="multi-row",
        key="visits_table",
    )
    ids = [shown[i]["id"] for i in picked["selection"]["rows"] if i < len(shown)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(say("visits.mark_must"), disabled=not ids, key="visits_must"):
            _change(ids, "must", now)
        if st.button(say("visits.drop"), disabled=not ids, key="visits_drop"):
            _change(ids, "drop", now)
        to = st.text_input(
            say("visits.to"), key="visits_to", label_visibility="collapsed", placeholder=say("visits.to"), width=220
        )
        if st.button(say("visits.hand_over"), disabled=not ids or not to, key="visits_hand"):
            _change(ids, to, now)
        if not ids:
            st.html(snippets.text(say("visits.pick_rows"), "lt-muted"), width="content")


def _change(ids: list[int], what: str, now: state.Selection) -> None:
    with loaders.casework().write(team_name(now)) as session:
        for target in (planning.target_of(session, i) for i in ids):
            if what == "must":
                target.must = not target.must
            elif what == "drop":
                target.status = "dropped"
            else:
                claims.hand_over(session, target, what, date.today())
    st.rerun()


def _suggest(now: state.Selection, say: language.Speaker) -> None:
    """Institutes, experts and associations for the chosen segment, to be added with one click."""
    space = loaders.space()
    if not now.segment or now.segment not in space.network.segments:
        st.html(snippets.text(say("visits.no_segment"), "lt-muted"))
        return
    segment = space.network.segments[now.segment]
    gap = next((g for g in loaders.gaps(now.region) if g["segment"] == now.segment), None)
    offered = {t["key"]: t for t in find.institutions(space.store, space.regions, now.region, segment, gap)}
    with st.expander(
        say("visits.suggest", segment=segment.name if now.lang == "zh" else segment.name_en, n=len(offered))
    ):
        chosen = st.multiselect(
            say("visits.suggest_pick"),
            list(offered),
            key="visits_suggest",
            placeholder=say("visits.suggest_pick"),
            format_func=lambda k: (
                f"{offered[k]['name']} · {KINDS[offered[k]['kind']][now.lang == 'en']} · {offered[k]['place']} · {offered[k]['office']}"
            ),
            label_visibility="collapsed",
        )
        if st.button(say("visits.add"), disabled=not chosen, key="visits_suggest_add"):
            done = [save(offered[k], now) for k in chosen]  # each is tried, whatever became of the others
            if all(done):
                st.rerun()
