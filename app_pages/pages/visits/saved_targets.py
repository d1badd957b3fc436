"""拜访 · 名单: who is saved, who holds whom, and how a target is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypedDict

import pandas as pd
import streamlit as st
from sqlalchemy.orm import Session

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import base, casework, gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import HeldByOthers, LiantuError
from outreach.casework.base import KINDS
from outreach.casework.models import Target
from outreach.casework.target import STATUSES
from outreach.targets import claims, find
from outreach.targets.shapes import VisitTarget
from outreach.trip import planning


class SavedRow(TypedDict):
    """A saved target as a row of words."""

    id: int
    grade: str
    name: str
    kind: str
    place: str
    segment: str
    owner: str
    since: str
    must: str
    state: str


def save(document: VisitTarget, now: state.Selection) -> bool:
    """Save a target under the user's team and say so; or say who holds it."""
    say, team = language.speaker(now.lang), frame.team_name(now)
    try:
        with casework.opened().write(team) as session:
            claims.save(session, document, now.region, team, date.today())
    except HeldByOthers as error:
        since = error.since.isoformat() if error.since else say("unknown")
        st.warning(
            plain(say("visits.held", name=error.name, team=error.team or say("unknown"), since=since, held=error.held))
        )
        return False
    except LiantuError as error:
        frame.failed(error)
        return False
    st.toast(plain(say("visits.added", name=document["name"], team=team)), icon=":material/check:")
    return True


def _row(target: Target, now: state.Selection, say: language.Speaker) -> SavedRow:
    return {
        "id": target.id,
        "grade": target.grade,
        "name": target.name,
        "kind": language.pick(KINDS[target.kind], now.lang),
        "place": frame.place(target.city) or say("unknown"),
        "segment": frame.segment_title(target.segment, now.lang),
        "owner": target.owner.name if target.owner else say("unknown"),
        "since": target.owner_since.isoformat() if target.owner_since else say("unknown"),
        "must": say("visits.yes") if target.must else "—",
        "state": STATUSES[target.status] if now.lang == "zh" else target.status,
    }


def show(now: state.Selection) -> None:
    """The saved targets of the region, what can be done with them, and whom else the gap suggests."""
    say = language.speaker(now.lang)
    with casework.opened().read() as session:
        rows = [_row(t, now, say) for t in claims.open_targets(session, now.region)]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    title = say("visits.list_title", n=len(rows), region=base.space().regions.name(now.region))
    left.header(plain(title), anchor=False)
    right.text_input(say("visits.team"), value=frame.team_name(now), key="visits_team", persist_state="session")
    if not rows:
        st.info(say("visits.empty"))
    else:
        _table(rows, now, say)
    _suggest(now, say)


def _table(rows: Sequence[SavedRow], now: state.Selection, say: language.Speaker) -> None:
    """The targets as a table; what the buttons do happens to the ticked ones."""
    columns = {
        "grade": say("visits.grade"),
        "name": say("visits.name"),
        "kind": say("visits.kind"),
        "place": say("visits.place"),
        "segment": say("visits.segment"),
        "owner": say("visits.owner"),
        "since": say("visits.since"),
        "must": say("visits.must"),
        "state": say("visits.state"),
    }
    event = st.dataframe(
        pd.DataFrame(rows, columns=list(columns)).rename(columns=columns),
        hide_index=True,
        height=min(380, 40 + 35 * len(rows)),
        on_select="rerun",
        selection_mode="multi-row",
        key="visits_table",
    )
    ids = [rows[i]["id"] for i in event["selection"]["rows"] if i < len(rows)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(say("visits.mark_must"), disabled=not ids, key="visits_must"):
            _change(ids, _toggle_must, now)
        if st.button(say("visits.drop"), disabled=not ids, key="visits_drop"):
            _change(ids, _drop, now)
        team = st.text_input(
            say("visits.to"), key="visits_to", label_visibility="collapsed", placeholder=say("visits.to"), width=220
        )
        if st.button(say("visits.hand_over"), disabled=not ids or not team, key="visits_hand"):
            _change(ids, lambda session, target: _hand_over(session, target, team), now)
        if not ids:
            st.html(snippets.text(say("visits.pick_rows"), "lt-muted"), width="content")


def _toggle_must(_: Session, target: Target) -> None:
    target.must = not target.must


def _drop(_: Session, target: Target) -> None:
    target.status = "dropped"


def _hand_over(session: Session, target: Target, team: str) -> None:
    claims.hand_over(session, target, team, date.today())


def _change(ids: Sequence[int], action: Callable[[Session, Target], None], now: state.Selection) -> None:
    """Do something to saved targets, then draw the page anew."""
    with casework.opened().write(frame.team_name(now)) as session:
        for number in ids:
            action(session, planning.target_of(session, number))
    st.rerun()


def _suggest(now: state.Selection, say: language.Speaker) -> None:
    """Institutes, experts and associations for the chosen segment, to be added with one click."""
    space = base.space()
    if not now.segment or now.segment not in space.network.makers:
        st.html(snippets.text(say("visits.no_segment"), "lt-muted"))
        return
    segment, gap = space.network.segments[now.segment], gaps.of_segment(now.segment, now.region)
    offered = {t["key"]: t for t in find.institutions(space.store, space.regions, now.region, segment, gap)}
    names = {
        key: " · ".join((t["name"], language.pick(KINDS[t["kind"]], now.lang), t["place"], t["office"]))
        for key, t in offered.items()
    }
    title = say("visits.suggest", segment=frame.segment_title(now.segment, now.lang), n=len(offered))
    with st.expander(plain(title)):
        chosen = st.multiselect(
            say("visits.suggest_pick"),
            list(offered),
            key="visits_suggest",
            placeholder=say("visits.suggest_pick"),
            format_func=names.__getitem__,
            label_visibility="collapsed",
        )
        if st.button(say("visits.add"), disabled=not chosen, key="visits_suggest_add"):
            done = [save(offered[k], now) for k in chosen]  # each is tried, whatever became of the others
            if all(done):
                st.rerun()
