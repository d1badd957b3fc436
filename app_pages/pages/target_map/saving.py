"""From the map to the list of targets and to a trip, by the same ways as from the pages 目标企业 and 拜访."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from app_pages import frame, state
from app_pages.pages.visits.trip import ask
from app_pages.read import base, casework, gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import HeldByOthers, LiantuError
from outreach.maps.target_map.sheet import MapTarget
from outreach.targets import claims, find
from outreach.targets.shapes import VisitTarget

AT_ONCE = 40  # targets that can be saved with one click
NAMED = 3


def visit_of(target: MapTarget, region: str) -> VisitTarget:
    """A target of the map as a visit needs it."""
    segment = base.space().network.segments[target.segments[0]]
    return find.from_recommendation(target.document, segment, gaps.of_segment(segment.id, region))


def save(targets: Sequence[MapTarget], now: state.Selection) -> list[MapTarget]:
    """Save them under the user's team, and say what was saved and who is courted by others. Returns the saved ones."""
    say, team = language.speaker(now.lang), frame.team_name(now)
    saved: list[MapTarget] = []
    held: list[str] = []
    try:
        with casework.opened().write(team) as session:
            for target in targets:
                try:
                    claims.save(session, visit_of(target, now.region), now.region, team, date.today())
                    saved.append(target)
                except HeldByOthers:
                    held.append(target.name)
    except LiantuError as error:
        frame.failed(error)
        return []
    if saved:
        st.toast(plain(say("tmap.saved_all", n=len(saved))), icon=":material/check:")
    if held:
        names = language.listed(held[:NAMED], now.lang) + ("…" if len(held) > NAMED else "")
        st.toast(plain(say("tmap.saved_others", n=len(held), names=names)), icon=":material/groups:")
    return saved


def to_trip(targets: Sequence[MapTarget], now: state.Selection) -> None:
    """Save them, then open the form of a trip with them."""
    saved = save(targets, now)
    if saved:
        ask.want([t.id for t in saved])
        state.open_page("visits")
