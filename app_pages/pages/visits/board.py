"""The board of a trip: parties by days, a card a visit, dragged with mouse, finger or keys. The data it draws are made
here without a browser; what is dragged where comes back as an event, and `visit_edit` does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import streamlit as st

from app_pages.texts import language
from graph.model.place_names import place
from graph.model.regions import Regions
from graph.model.words import Lang
from outreach.trip.planner import hand
from outreach.trip.planner.faults import Fault
from outreach.trip.planner.problem import DAY, Call, Candidate, Move, Night, Route
from outreach.trip.planning import Planned

KEY = "visits_board"
# What only the independent check finds, in English; its own sentences are Chinese.
CHECKED = {
    "must": "a must-visit that is left out.",
    "most": "more visits of a kind than the limit.",
    "least": "fewer visits of a kind than asked for.",
    "leader": "one leader has several parties.",
    "": "the times do not hold.",
}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MODES = {
    "rail": ("高铁", "rail"),
    "road": ("公路", "road"),
    "local": ("市内", "in town"),
    "given": ("按路程表", "as given"),
}


@lru_cache(maxsize=1)
def _assets() -> tuple[str, str]:
    folder = files("app_pages").joinpath("assets")
    library, own, css = (
        folder.joinpath(name).read_text("utf-8") for name in ("sortable.min.js", "board.js", "board.css")
    )
    return f"{library}\n{own}", css


def draw(data: Mapping[str, Any], on_moved: Callable[[], None], on_picked: Callable[[], None]) -> None:
    """Put the board on the page; nothing is fetched, library and code come inline."""
    js, css = _assets()
    board = st.components.v2.component(
        "liantu_trip_board", html='<div class="lt-trip"></div>', css=css, js=js, isolate_styles=False
    )
    board(key=KEY, data=dict(data), on_moved_change=on_moved, on_picked_change=on_picked)


def event(name: str) -> dict[str, Any]:
    """What the browser sent: `moved` {key, party, day, at} or `picked` {key}; {} where it sent nothing."""
    sent = st.session_state.get(KEY) or {}
    return dict(sent.get(name) or {})


def fault_words(fault: Fault, name: str, lang: Lang) -> str:
    """A fault as a sentence in the reader's language."""
    return fault.sentence if lang == "zh" else fault.sentence_en or f"{name}: {CHECKED.get(fault.code, CHECKED[''])}"


def board_data(
    planned: Planned,
    regions: Regions,
    lang: Lang,
    picked: str = "",
    was: Mapping[str, int] | None = None,
    said: str = "",
    seq: int = 0,
) -> dict[str, Any]:
    """What the board draws. `was`: minutes of visits before the last change; `said`: what a screen reader is told."""
    say, problem, laid = language.speaker(lang), planned.problem, planned.arrangement
    routes = {r.party: r for r in laid.plan.routes}
    faults = {f.key: f for f in laid.faults if f.key}
    before = dict(was or {})

    def card(c: Candidate, call: Call | None, day: int, way: str, agreed: bool) -> dict[str, Any]:
        fault = faults.get(c.key)
        changed = call is not None and before.get(c.key, call.start) != call.start
        locked = c.kind == "appointment"
        marks = [
            ("visits.tag_must", c.must and not locked),
            ("visits.tag_fixed", locked),
            ("visits.tag_agreed", agreed),
        ]
        return {
            "key": c.key,
            "name": c.name,
            "place": place(regions.full_name(c.place), lang),
            "way": way,
            "locked": locked,
            "picked": c.key == picked,
            "time": _span(call, day, say) if call else "",
            "tags": [say(k) for k, on in marks if on],
            "fault": fault_words(fault, c.name, lang) if fault else "",
            "changed": say("visits.was", time=_hm(before[c.key])) if changed and c.key != picked else "",
            "title": next((d.reason for d in laid.plan.dropped if d.key == c.key), "") if call is None else "",
            "fits": {} if locked else {f"{p}.{d}": may for (p, d), may in hand.fits(problem, laid, c.key).items()},
        }

    parties = []
    for party in problem.parties:
        route = routes.get(party.number, Route(party.number, ()))
        calls = {c.key: c for c in route.calls}
        ways = _ways(route, lang)
        cells = []
        for day in range(problem.days):
            own = [s for s in laid.slots.get(party.number, ()) if s.day == day]
            cards = [card(problem.by_key[s.key], calls[s.key], day, ways[s.key], s.fixed) for s in own]
            cells.append({"cards": cards, "foot": _foot(route, day, party.end, regions, say)})
        parties.append(
            {
                "number": party.number,
                "name": party_label(party.number, party.name, lang),
                "leader": party.leader,
                "cells": cells,
            }
        )
    inside = {s.key for own in laid.slots.values() for s in own}
    return {
        "days": [{"label": _day(planned, d, lang), "open": d in problem.working} for d in range(problem.days)],
        "parties": parties,
        "tray": [card(c, None, 0, "", False) for c in problem.candidates if c.key not in inside],
        "words": {k: say(f"visits.board_{k}") for k in ("tray", "none", "help", "locked", "keys")},
        "said": said,
        "seq": seq,
    }


def _ways(route: Route, lang: Lang) -> dict[str, str]:
    """How one gets to each visit, from where the last one was."""
    out: dict[str, str] = {}
    moves: list[Move] = []
    for line in route.lines:
        if isinstance(line, Move):
            moves.append(line)
        elif isinstance(line, Call):
            far = [m for m in moves if m.origin != m.place] or moves[-1:]
            out[line.key] = "、".join(f"{MODES[m.mode][lang == 'en']} {_hours(m.end - m.start, lang)}" for m in far)
            moves = []
    return out


def _foot(route: Route, day: int, end: str, regions: Regions, say: language.Speaker) -> str:
    """Where the night is spent, or when one is back."""
    nights = (x for x in route.lines if isinstance(x, Night))
    line = next((x for x in nights if x.start // DAY <= day < x.end // DAY), None)
    if line is not None:
        return say("visits.night", place=regions.name(line.place))
    last = route.lines[-1] if route.lines else None
    if last is not None and last.end // DAY == day:
        return say("visits.back", time=_hm(last.end), place=regions.name(end))
    return ""


def _span(call: Call, day: int, say: language.Speaker) -> str:
    span = f"{_hm(call.start)}–{_hm(call.end)}"
    late = call.start // DAY - day
    return span if not late else say("visits.days_later", n=late, span=span)


def _day(planned: Planned, day: int, lang: Lang) -> str:
    at = planned.problem.start + timedelta(days=day)
    if lang == "zh":
        return f"{at.month}月{at.day}日 周{'一二三四五六日'[at.weekday()]}"
    return f"{WEEKDAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]}"


def day_names(planned: Planned, lang: Lang) -> list[str]:
    """The days of a trip as the board heads its columns."""
    return [_day(planned, d, lang) for d in range(planned.problem.days)]


def party_name(planned: Planned, number: int, lang: Lang) -> str:
    """A party as the board names it."""
    return next(party_label(p.number, p.name, lang) for p in planned.problem.parties if p.number == number)


def party_label(number: int, name: str, lang: Lang) -> str:
    """A party's name in the reader's language."""
    return name if lang == "zh" else f"Party {number}"


def _hm(minute: int) -> str:
    return f"{minute % DAY // 60}:{minute % 60:02d}"


def _hours(minutes: int, lang: Lang) -> str:
    if minutes < 60:
        return f"{minutes} 分钟" if lang == "zh" else f"{minutes} min"
    return f"{minutes / 60:.1f} 小时" if lang == "zh" else f"{minutes / 60:.1f} h"
