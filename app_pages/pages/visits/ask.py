"""拜访 · what is asked of the planner: days, parties with their own ways, whom to visit, travel times of one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.visits import board, edit
from app_pages.pages.visits.edit import KEPT
from app_pages.read import loaders
from app_pages.texts import language
from graph.errors import LiantuError, MissingColumn
from outreach.targets import find
from outreach.trip import planning
from outreach.trip.planner import travel

LOCAL_HOURS = "08:30-12:00;14:30-18:00"
MATRIX = "visits_matrix"  # (file name, travel times by pair, which upload), kept while the session lasts
Times = dict[tuple[str, str], int]


@st.fragment
def show(now: state.Selection, reception: bool) -> None:
    """The request; a change in it draws nothing else anew. A plan that was made stands below, so it is then folded."""
    say, space = language.speaker(now.lang), loaders.space()
    targets = _targets(now, reception)
    if not targets:
        st.info(say("visits.no_local" if reception else "visits.empty"))
        return
    names = {str(t["key"]): t for t in targets}
    planned: planning.Planned | None = st.session_state.get(KEPT)
    done = planned is not None and (planned.kind == "reception") == reception and planned.request.home == now.region
    with st.expander(say("visits.ask_again" if done else "visits.ask"), expanded=not done):
        a, b, c, d = st.columns([2, 1, 1, 5], vertical_alignment="bottom")
        start = a.date_input(say("visits.start"), value=_monday(), key="visits_start")
        days = int(b.number_input(say("visits.days"), 1, 31, 1 if reception else 4, key=f"visits_days_{reception}"))
        parties = int(c.number_input(say("visits.parties"), 1, 6, 1, key="visits_parties"))
        guest = d.text_input(say("visits.guest" if reception else "visits.trip_name"), key="visits_guest")
        leaders, ways = _parties(parties, now, say, reception)
        chosen = list(names)
        if len(names) <= 40 or reception:
            chosen = st.multiselect(
                say("visits.whom"),
                list(names),
                default=list(names)[: 4 if reception else None],
                key=f"visits_whom_{reception}_{len(names)}",
                format_func=lambda k: f"{names[k]['name']}（{names[k]['place']}）",
                placeholder=say("visits.whom"),
            )
        x, y = st.columns([3, 2])
        fixed = x.text_area(say("visits.fixed"), key="visits_fixed", placeholder=say("visits.fixed_hint"), height=68)
        quota = y.text_input(say("visits.quota"), key="visits_quota", placeholder=say("visits.quota_hint"))
        weekends = y.checkbox(say("visits.weekends"), key="visits_weekends")
        given = _matrix([names[k] for k in chosen], ways, now, say)
        go = st.button(say("visits.plan"), type="primary", key="visits_go")
        if not go:
            return
        assert isinstance(start, date)
        title = say("visits.reception_name", guest=guest or say("visits.some_guest")) if reception else guest
        try:
            request = planning.asked(
                name=title,
                home=now.region,
                start=start,
                days=days,
                parties=parties,
                leaders=leaders,
                ways=ways,
                weekends=weekends,
                appointments=[planning.appointment(f) for f in fixed.splitlines() if f.strip()],
                **planning.quotas(quota.split()),
            )
            with st.spinner(say("visits.planning", n=len(chosen))):
                kind = "reception" if reception else "outward"
                made = planning.prepare(
                    request,
                    [names[k] for k in chosen],
                    space.regions,
                    given,
                    kind,
                    guest if reception else "",
                    space.holidays,
                )
        except LiantuError as error:
            st.error(str(error))
            return
    edit.begin(made)
    st.rerun()  # so that the form folds and the plan stands above the fold


def _targets(now: state.Selection, reception: bool) -> list[dict[str, Any]]:
    """Whom the trip may visit: the saved targets; for guests, plants here."""
    space = loaders.space()
    if not reception:
        return planning.saved_targets(loaders.casework(), now.region, space.regions, space.network)
    chain = [s.id for s in space.network.segments.values() if s.chain == now.chain]
    found = find.local_stops(
        space.network, space.store, space.regions, now.region, [now.segment] if now.segment else chain
    )
    return [t | {"hours": LOCAL_HOURS, "minutes": 60} for t in found]


def _parties(
    n: int, now: state.Selection, say: language.Speaker, reception: bool
) -> tuple[list[str], list[dict[str, Any]]]:
    """A line a party: who leads it, and where and when it sets out and is due, where that is not as for all."""
    regions = loaders.space().regions
    cities = regions.cities()
    home = regions.city_of(now.region) or now.region
    order = [home, *(c for c in cities if c != home)]
    leaders, ways = [], []

    def named(code: str) -> str:
        return frame.place(regions.full_name(code))

    for i in range(n):
        label = board.party_label(i + 1, f"第{'一二三四五六'[i]}组", now.lang) if n > 1 else ""
        lead, begin, start_day, start, end, end_day, due = st.columns(
            [4, 3, 2.4, 1.8, 3, 2.4, 1.8], vertical_alignment="bottom"
        )
        who = lead.text_input(
            f"{label} {say('visits.receive' if reception else 'visits.leader')}".strip(),
            key=f"visits_leader_{i}",
            placeholder=say("visits.leaders_hint"),
        )
        leaders.append(who.strip())
        way = {
            "party": i + 1,
            "start_place": begin.selectbox(say("visits.from"), order, format_func=named, key=f"visits_from_{i}"),
            "start_day": start_day.date_input(
                say("visits.leave_day"), value=None, key=f"visits_leave_day_{i}", format="YYYY-MM-DD"
            ),
            "start": _text(start.time_input(say("visits.leave"), value=time(8), key=f"visits_leave_{i}", step=900)),
            "end_place": end.selectbox(say("visits.to_place"), order, format_func=named, key=f"visits_to_place_{i}"),
            "end_day": end_day.date_input(
                say("visits.back_day"), value=None, key=f"visits_back_day_{i}", format="YYYY-MM-DD"
            ),
            "end": _text(due.time_input(say("visits.due_by"), value=time(21, 30), key=f"visits_due_{i}", step=900)),
        }
        usual = way == {
            "party": i + 1,
            "start_place": home,
            "start_day": None,
            "start": "08:00",
            "end_place": home,
            "end_day": None,
            "end": "21:30",
        }
        if not usual:
            own = {k: "" if k.endswith("place") and v == home else v for k, v in way.items()}
            ways.append(own)
    return leaders, ways


def _text(given: time | None) -> str:
    return "" if given is None else f"{given.hour:02d}:{given.minute:02d}"


def _matrix(
    chosen: Sequence[Mapping[str, Any]], ways: Sequence[Mapping[str, Any]], now: state.Selection, say: language.Speaker
) -> Times | None:
    """Travel times of one's own: a template with our estimates to be corrected, and the corrected table."""
    held: tuple[str, Times, str] | None = st.session_state.get(MATRIX)
    with st.expander(
        say("visits.matrix_kept", file=held[0], n=len({frozenset(pair) for pair in held[1]}))
        if held
        else say("visits.matrix"),
        expanded=False,
    ):
        if now.lang == "zh":
            st.html(snippets.UPLOAD_ZH)
        left, right = st.columns([3, 2], vertical_alignment="center")
        file = left.file_uploader(
            say("visits.matrix_file"),
            type=["csv", "xlsx"],
            key=f"visits_matrix_file_{st.session_state.get('visits_matrix_n', 0)}",
            label_visibility="collapsed",
        )
        right.html(snippets.text(say("visits.matrix_note"), "lt-muted"))
        places = [str(t["region"]) for t in chosen if t.get("region")] + [now.region]
        places += [str(w[k]) for w in ways for k in ("start_place", "end_place") if w[k]]
        right.download_button(
            say("visits.matrix_template"),
            data=lambda: template(places),
            file_name=say("visits.matrix_name"),
            mime="text/csv",
            key="visits_matrix_template",
            on_click="ignore",
            icon=":material/download:",
        )
        if held and right.button(say("visits.matrix_drop"), key="visits_matrix_drop"):
            st.session_state.pop(MATRIX)
            st.session_state["visits_matrix_n"] = st.session_state.get("visits_matrix_n", 0) + 1
            st.rerun(scope="app")
        if file is not None and (held is None or held[2] != file.file_id):
            try:
                st.session_state[MATRIX] = (file.name, loaders.travel_times(file.name, file.getvalue()), file.file_id)
            except MissingColumn as error:
                st.error(say("visits.matrix_columns", file=error.file, found="、".join(error.found[:8]) or say("none")))
                return None
            except LiantuError as error:
                st.error(str(error))
                return None
            st.rerun(scope="app")
    return held[1] if held else None


def template(places: Sequence[str]) -> bytes:
    """A table of travel times between these places with the estimates, for the office to correct."""
    regions = loaders.space().regions
    order = list(dict.fromkeys(regions.city_of(p) or p for p in places))
    found = travel.legs(order, regions)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["出发地", "到达地", "分钟"])
    rows.writerows(
        [regions.full_name(a), regions.full_name(b), found[a, b].minutes]
        for i, a in enumerate(order)
        for b in order[i + 1 :]
    )
    return out.getvalue().encode("utf-8-sig")


def _monday() -> date:
    """The next Monday, when trips usually begin."""
    today = date.today()
    return today + timedelta(days=7 - today.weekday())
