"""拜访 · what is asked of the planner: days, parties, whom to visit, fixed appointments, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import streamlit as st

from app_pages import state
from app_pages.pages.visits.trip import changes, parties, travel_times
from app_pages.read import base, casework
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from outreach.targets import find
from outreach.targets.shapes import VisitTarget
from outreach.trip import planning

LOCAL_HOURS = "08:30-12:00;14:30-18:00"
MANY = 40  # targets, from which they are not chosen one by one
WANTED = "visits_wanted"  # the ids of firms that another page sent here


class Asked(NamedTuple):
    """What the form holds."""

    start: date
    days: int
    parties: int
    title: str  # of the trip; for a reception, who comes
    leaders: list[str]
    ways: list[parties.Way]
    targets: list[VisitTarget]
    fixed: str
    quota: str
    weekends: bool
    times: travel_times.Times | None


def want(firms: Sequence[str]) -> None:
    """The next trip is to visit these firms (ids), which are saved targets: the form opens with them."""
    st.session_state[WANTED] = list(firms)
    st.session_state["visits_section"] = "trip"
    st.session_state["visits_direction"] = "outward"


@st.fragment
def show(now: state.Selection, reception: bool) -> None:
    """The request; a change in it draws nothing else anew. A plan that was made stands below, so it is then folded."""
    say = language.speaker(now.lang)
    targets = {t["key"]: t for t in _targets(now, reception)}
    if not targets:
        st.info(say("visits.no_local" if reception else "visits.empty"))
        return
    planned = changes.current()
    done = planned is not None and (planned.kind == "reception") == reception and planned.request.home == now.region
    with st.expander(
        say("visits.ask_again" if done else "visits.ask"), expanded=not done or WANTED in st.session_state
    ):
        asked = _form(targets, now, say, reception)
        if not st.button(say("visits.plan"), type="primary", key="visits_go"):
            return
        try:
            with st.spinner(plain(say("visits.planning", n=len(asked.targets)))):
                made = _plan(asked, now, say, reception)
        except LiantuError as error:
            st.error(plain(str(error)))
            return
    changes.begin(made)
    st.session_state.pop(WANTED, None)
    st.rerun()  # so that the form folds and the plan stands above the fold


def _form(targets: Mapping[str, VisitTarget], now: state.Selection, say: language.Speaker, reception: bool) -> Asked:
    a, b, c, d = st.columns([2, 1, 1, 5], vertical_alignment="bottom")
    start = a.date_input(say("visits.start"), value=_monday(), key="visits_start")
    days = int(b.number_input(say("visits.days"), 1, 31, 1 if reception else 4, key=f"visits_days_{reception}"))
    number = int(c.number_input(say("visits.parties"), 1, 6, 1, key="visits_parties"))
    title = d.text_input(say("visits.guest" if reception else "visits.trip_name"), key="visits_guest")
    leaders, ways = parties.ask(number, now, say, reception)
    chosen = _choose(targets, say, reception)
    x, y = st.columns([3, 2])
    fixed = x.text_area(say("visits.fixed"), key="visits_fixed", placeholder=say("visits.fixed_hint"), height=68)
    quota = y.text_input(say("visits.quota"), key="visits_quota", placeholder=say("visits.quota_hint"))
    weekends = y.checkbox(say("visits.weekends"), key="visits_weekends")
    places = [t["region"] for t in chosen if t["region"]] + [now.region]
    places += [place for w in ways for place in (w["start_place"], w["end_place"]) if place]
    times = travel_times.ask(places, now, say)
    return Asked(start, days, number, title, leaders, ways, chosen, fixed, quota, weekends, times)


def _choose(targets: Mapping[str, VisitTarget], say: language.Speaker, reception: bool) -> list[VisitTarget]:
    """Whom to visit; all of them where they are too many to be chosen one by one."""
    keys = list(targets)
    wanted = [] if reception else [k for k, t in targets.items() if t["ref"] in st.session_state.get(WANTED, ())]
    if len(keys) > MANY and not reception and not wanted:
        return list(targets.values())
    names = {key: f"{t['name']}（{t['place']}）" for key, t in targets.items()}
    chosen = st.multiselect(
        say("visits.whom"),
        keys,
        default=wanted or keys[: 4 if reception else None],
        key=f"visits_whom_{reception}_{len(keys)}_{'-'.join(wanted)}",
        format_func=names.__getitem__,
        placeholder=say("visits.whom"),
    )
    return [targets[key] for key in chosen]


def _plan(asked: Asked, now: state.Selection, say: language.Speaker, reception: bool) -> planning.Planned:
    """Ask the planner. Raises `LiantuError`."""
    guest = asked.title if reception else ""
    title = asked.title
    if reception:
        title = say("visits.reception_name", guest=guest or say("visits.some_guest"))
    request = planning.asked(
        name=title,
        home=now.region,
        start=asked.start,
        days=asked.days,
        parties=asked.parties,
        leaders=asked.leaders,
        ways=asked.ways,
        weekends=asked.weekends,
        appointments=[planning.appointment(f) for f in asked.fixed.splitlines() if f.strip()],
        **planning.quotas(asked.quota.split()),
    )
    kind = "reception" if reception else "outward"
    space = base.space()
    return planning.prepare(request, asked.targets, space.regions, space.holidays, asked.times, kind, guest)


def _targets(now: state.Selection, reception: bool) -> list[VisitTarget]:
    """Whom the trip may visit: the saved targets; for guests, plants here."""
    space = base.space()
    if not reception:
        return planning.saved_targets(casework.opened(), now.region, space.regions, space.network)
    segments = [now.segment] if now.segment else _of_chain(now.chain)
    stops = find.local_stops(space.network, space.store, space.regions, now.region, segments)
    return [{**t, "hours": LOCAL_HOURS, "minutes": 60} for t in stops]


def _of_chain(chain: str) -> list[str]:
    return [s.id for s in base.space().network.segments.values() if s.chain == chain]


def _monday() -> date:
    """The next Monday, when trips usually begin."""
    today = date.today()
    return today + timedelta(days=7 - today.weekday())
