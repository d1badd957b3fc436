"""The board of a trip: parties by days, a card a visit, dragged with mouse, finger or keys. The data it draws are made
here without a browser; what is dragged where comes back as an event, and `edit` does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict

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


class Card(TypedDict):
    """A visit on the board; `fits`: by party.day, whether it fits there."""

    key: str
    name: str
    place: str
    way: str
    locked: bool
    picked: bool
    time: str
    tags: list[str]
    fault: str
    changed: str
    title: str
    fits: dict[str, bool]


class Cell(TypedDict):
    """A day of a party: its cards, and where the night is spent."""

    cards: list[Card]
    foot: str


class PartyRow(TypedDict):
    """A party, day by day."""

    number: int
    name: str
    leader: str
    cells: list[Cell]


class DayHead(TypedDict):
    """A day; `open` where visits may be made on it."""

    label: str
    open: bool


class BoardData(TypedDict):
    """What the browser draws. `said` is read out by a screen reader; a new `seq` draws the board anew."""

    days: list[DayHead]
    parties: list[PartyRow]
    tray: list[Card]
    words: dict[str, str]
    said: str
    seq: int


class Dragged(TypedDict):
    """A card was dragged: to a party (0: out of the trip), a day from 0, a place among that day's cards from 0."""

    key: str
    party: int
    day: int
    at: int


@lru_cache(maxsize=1)
def _assets() -> tuple[str, str]:
    folder = files("app_pages").joinpath("assets")
    library, own, css = (
        folder.joinpath(name).read_text("utf-8") for name in ("sortable.min.js", "board.js", "board.css")
    )
    return f"{library}\n{own}", css


def draw(data: BoardData, on_moved: Callable[[], None], on_picked: Callable[[], None]) -> None:
    """Put the board on the page; nothing is fetched, library and code come inline."""
    js, css = _assets()
    board = st.components.v2.component(
        "liantu_trip_board", html='<div class="lt-trip"></div>', css=css, js=js, isolate_styles=False
    )
    board(key=KEY, data=dict(data), on_moved_change=on_moved, on_picked_change=on_picked)


def moved() -> Dragged | None:
    """What was dragged, None where nothing was."""
    sent = (st.session_state.get(KEY) or {}).get("moved")
    if not sent:
        return None
    return {"key": str(sent["key"]), "party": int(sent["party"]), "day": int(sent["day"]), "at": int(sent["at"])}


def picked() -> str:
    """The key of the card that was clicked, '' where none was."""
    sent = (st.session_state.get(KEY) or {}).get("picked") or {}
    return str(sent.get("key") or "")


def fault_words(fault: Fault, name: str, lang: Lang) -> str:
    """A fault as a sentence in the reader's language."""
    return fault.sentence if lang == "zh" else fault.sentence_en or f"{name}: {CHECKED.get(fault.code, CHECKED[''])}"


@dataclass(frozen=True)
class Shown:
    """How the board stands: the picked card, the minutes at which visits began before the last change, what a screen
    reader is told, and how often the board was drawn."""

    picked: str = ""
    was: Mapping[str, int] = field(default_factory=dict)
    said: str = ""
    seq: int = 0


def board_data(planned: Planned, regions: Regions, lang: Lang, shown: Shown = Shown()) -> BoardData:
    """What the board draws."""
    say, problem, laid = language.speaker(lang), planned.problem, planned.arrangement
    cards = _Cards(planned, regions, lang, shown)
    routes = {r.party: r for r in laid.plan.routes}
    parties: list[PartyRow] = []
    for party in problem.parties:
        route = routes.get(party.number, Route(party.number, ()))
        calls = {c.key: c for c in route.calls}
        ways = _ways(route, lang)
        cells: list[Cell] = []
        for day in range(problem.days):
            slots = [s for s in laid.slots.get(party.number, ()) if s.day == day]
            row = [cards.inside(problem.by_key[s.key], calls[s.key], day, ways[s.key], s.fixed) for s in slots]
            cells.append({"cards": row, "foot": _foot(route, day, party.end, regions, say)})
        name = party_label(party.number, party.name, lang)
        parties.append({"number": party.number, "name": name, "leader": party.leader, "cells": cells})
    inside = {s.key for slots in laid.slots.values() for s in slots}
    return {
        "days": [{"label": _day(planned, d, lang), "open": d in problem.working} for d in range(problem.days)],
        "parties": parties,
        "tray": [cards.outside(c) for c in problem.candidates if c.key not in inside],
        "words": {
            "tray": say("visits.board_tray"),
            "none": say("visits.board_none"),
            "help": say("visits.board_help"),
            "locked": say("visits.board_locked"),
            "keys": say("visits.board_keys"),
        },
        "said": shown.said,
        "seq": shown.seq,
    }


class _Cards:
    """Makes the cards of one board."""

    def __init__(self, planned: Planned, regions: Regions, lang: Lang, shown: Shown) -> None:
        self.planned, self.regions, self.lang, self.shown = planned, regions, lang, shown
        self.say = language.speaker(lang)
        laid = planned.arrangement
        self.faults = {f.key: f for f in laid.faults if f.key}
        self.dropped = {d.key: d.reason for d in laid.plan.dropped}

    def outside(self, c: Candidate) -> Card:
        """A visit that is left out."""
        return {**self._card(c), "title": self.dropped.get(c.key, "")}

    def inside(self, c: Candidate, call: Call, day: int, way: str, agreed: bool) -> Card:
        """A visit of the trip: when it is, how one gets there, whether its time was agreed, what it was before."""
        card, before = self._card(c), self.shown.was.get(c.key, call.start)
        if agreed:
            card["tags"].append(self.say("visits.tag_agreed"))
        changed = before != call.start and c.key != self.shown.picked
        return {
            **card,
            "way": way,
            "time": _span(call, day, self.say),
            "changed": self.say("visits.was", time=_hm(before)) if changed else "",
        }

    def _card(self, c: Candidate) -> Card:
        """What every card has."""
        locked, fault = c.kind == "appointment", self.faults.get(c.key)
        tag = "visits.tag_fixed" if locked else "visits.tag_must" if c.must else ""
        fits = {} if locked else hand.fits(self.planned.problem, self.planned.arrangement, c.key)
        return {
            "key": c.key,
            "name": c.name,
            "place": place(self.regions.full_name(c.place), self.lang),
            "way": "",
            "locked": locked,
            "picked": c.key == self.shown.picked,
            "time": "",
            "tags": [self.say(tag)] if tag else [],
            "fault": fault_words(fault, c.name, self.lang) if fault else "",
            "changed": "",
            "title": "",
            "fits": {f"{party}.{day}": may for (party, day), may in fits.items()},
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
            words = (f"{language.pick(MODES[m.mode], lang)} {_hours(m.end - m.start, lang)}" for m in far)
            out[line.key] = "、".join(words)
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
