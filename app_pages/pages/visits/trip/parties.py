"""The parties of a trip: who leads each, and where and when it sets out and is due."""

from __future__ import annotations

from datetime import date, time
from typing import TypedDict

import streamlit as st

from app_pages import frame, state
from app_pages.pages.visits.trip import board
from app_pages.read import base
from app_pages.texts import language
from app_pages.texts.plain import plain


class Way(TypedDict):
    """Where (region code, '' for home) and when (ISO day or None, clock time as 08:00) a party sets out and is due."""

    party: int
    start_place: str
    start_day: date | None
    start: str
    end_place: str
    end_day: date | None
    end: str


def ask(n: int, now: state.Selection, say: language.Speaker, reception: bool) -> tuple[list[str], list[Way]]:
    """A line a party: the leaders of all, and the ways of those whose way is not as for all."""
    regions = base.space().regions
    home = regions.city_of(now.region) or now.region
    places = {c: frame.place(regions.full_name(c)) for c in (home, *(c for c in regions.cities() if c != home))}
    leaders: list[str] = []
    ways: list[Way] = []
    for i in range(n):
        label = board.party_label(i + 1, f"第{'一二三四五六'[i]}组", now.lang) if n > 1 else ""
        leader, way = _party(i, label, places, say, reception)
        leaders.append(leader)
        if way != usual(i + 1, home):
            at_home = {place: "" if place == home else place for place in places}
            ways.append({**way, "start_place": at_home[way["start_place"]], "end_place": at_home[way["end_place"]]})
    return leaders, ways


def usual(party: int, home: str) -> Way:
    """The way of a party that leaves home on the first day at 8:00 and is back on the last by 21:30."""
    return {
        "party": party,
        "start_place": home,
        "start_day": None,
        "start": "08:00",
        "end_place": home,
        "end_day": None,
        "end": "21:30",
    }


def _party(i: int, label: str, places: dict[str, str], say: language.Speaker, reception: bool) -> tuple[str, Way]:
    """The boxes of one party; places: names by code, home first."""
    lead, begin, start_day, start, end, end_day, due = st.columns(
        [4, 3, 2.4, 1.8, 3, 2.4, 1.8], vertical_alignment="bottom"
    )
    leader = lead.text_input(
        plain(f"{label} {say('visits.receive' if reception else 'visits.leader')}".strip()),
        key=f"visits_leader_{i}",
        placeholder=say("visits.leaders_hint"),
    )
    order, named = list(places), places.__getitem__
    way: Way = {
        "party": i + 1,
        "start_place": begin.selectbox(say("visits.from"), order, format_func=named, key=f"visits_from_{i}"),
        "start_day": start_day.date_input(
            say("visits.leave_day"), value=None, key=f"visits_leave_day_{i}", format="YYYY-MM-DD"
        ),
        "start": _clock(start.time_input(say("visits.leave"), value=time(8), key=f"visits_leave_{i}", step=900)),
        "end_place": end.selectbox(say("visits.to_place"), order, format_func=named, key=f"visits_to_place_{i}"),
        "end_day": end_day.date_input(
            say("visits.back_day"), value=None, key=f"visits_back_day_{i}", format="YYYY-MM-DD"
        ),
        "end": _clock(due.time_input(say("visits.due_by"), value=time(21, 30), key=f"visits_due_{i}", step=900)),
    }
    return leader.strip(), way


def _clock(at: time | None) -> str:
    return "" if at is None else f"{at.hour:02d}:{at.minute:02d}"
