"""A request for a trip, checked where it comes in: every mistake is one sentence that says what to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from graph.errors import InvalidArgument
from graph.model.regions import Regions
from outreach.forms import Form, minute, sentence, windows
from outreach.targets.shapes import VisitTarget
from outreach.trip.holidays import Holidays
from outreach.trip.planner.problem import DAY, LENGTH, OFFICE, SHARE, WORTH, Candidate, PlannedParty, TripProblem
from outreach.trip.planner.travel import SPEEDS, Speeds, legs

_NUMBERS = "一二三四五六"


class Appointment(Form):
    """A leader's fixed appointment: the party is there then."""

    name: str
    place: str
    day: date
    start: str  # 14:30
    minutes: int = Field(60, ge=5, le=720)
    party: int = 1


class PartyWay(Form):
    """Where and when one party sets out and is due; an empty field is as the request says for all."""

    party: int = Field(ge=1, le=6)
    start_place: str = ""
    start_day: date | None = None
    start: str = ""  # 10:30
    end_place: str = ""
    end_day: date | None = None
    end: str = ""


class TripRequest(Form):
    """One trip. `start_place`, `end_place` default to home; clock times as 08:00; quotas by kind; `ways` of parties
    that set out or return differently from the rest."""

    name: str = ""
    home: str
    start: date
    days: int = Field(ge=1, le=31)
    parties: int = Field(1, ge=1, le=6)
    leaders: list[str] = Field(default_factory=list)
    start_place: str = ""
    end_place: str = ""
    wake: str = "08:00"
    late: str = "21:30"
    home_by: str = "21:30"
    weekends: bool = False
    least: dict[str, int] = Field(default_factory=dict)
    most: dict[str, int] = Field(default_factory=dict)
    appointments: list[Appointment] = Field(default_factory=list)
    ways: list[PartyWay] = Field(default_factory=list)
    seed: int = 0

    @field_validator("least", "most")
    @classmethod
    def _kinds(cls, value: dict[str, int]) -> dict[str, int]:
        wrong = [k for k in value if k not in LENGTH]
        if wrong or any(n < 0 for n in value.values()):
            raise ValueError(f"名额只能按 {'、'.join(LENGTH)} 给出，且不小于 0")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for kind, least in self.least.items():
            if least > self.most.get(kind, least):
                raise ValueError(f"{kind} 的最少 {least} 家多于最多 {self.most[kind]} 家，请改小最少数")
        if minute(self.wake) >= minute(self.late):
            raise ValueError(f"每天 {self.wake} 出发、{self.late} 收工，时间自相矛盾，请改正")
        return self


def asked(**fields: Any) -> TripRequest:
    """A request from loose fields. Raises `InvalidArgument`, one sentence for the first mistake."""
    try:
        return TripRequest(**fields)
    except ValidationError as error:
        raise InvalidArgument(sentence(error)) from error


def candidate(target: VisitTarget, start: date) -> Candidate:
    """A target as the planner sees it; it may carry `hours`, `minutes`, `must`, `dates`, `parties`.

    Raises `InvalidArgument` for a target without a place or with hours that contradict themselves.
    """
    name, kind = target["name"], target["kind"]
    if not target["region"]:
        raise InvalidArgument(f"“{name}”没有所在城市，无法安排路线；请先补上城市，或从名单中移除。")
    try:
        hours = windows(target.get("hours") or "") or OFFICE
    except ValueError as error:
        raise InvalidArgument(f"“{name}”：{error}。") from error
    dates = target.get("dates")
    return Candidate(
        key=target["key"],
        name=name,
        kind=kind,
        place=target["region"],
        worth=int(WORTH[target["grade"] or "B"] * SHARE[kind]),
        minutes=target.get("minutes") or LENGTH[kind],
        windows=hours,
        days=tuple((d - start).days for d in dates) if dates else None,
        must=bool(target.get("must")),
        parties=target.get("parties"),
    )


def trip_problem(
    request: TripRequest,
    targets: Sequence[VisitTarget],
    regions: Regions,
    times: Mapping[tuple[str, str], int] | None = None,
    speeds: Speeds = SPEEDS,
    holidays: Holidays | None = None,
) -> TripProblem:
    """The planner's problem for a request over these targets. `times`: minutes that override the estimates.

    Raises `InvalidArgument` for what contradicts the request.
    """
    calendar = holidays or Holidays()
    parties = _parties(request, regions)
    fixed = [_fixed(request, i, a, regions) for i, a in enumerate(request.appointments)]
    candidates = (*(candidate(t, request.start) for t in targets), *fixed)
    ways = {w.party: w for w in request.ways}
    parties = tuple(_with_own_way(request, p, ways.get(p.number), regions) for p in parties)
    places = {*(p.start for p in parties), *(p.end for p in parties), *(c.place for c in candidates)}
    return TripProblem(
        start=request.start,
        days=request.days,
        parties=parties,
        candidates=candidates,
        legs=legs(places, regions, times, speeds),
        wake=minute(request.wake),
        late=minute(request.late),
        home_by=minute(request.home_by),
        weekends=request.weekends,
        off=calendar.off,
        on=calendar.on,
        least=dict(request.least),
        most=dict(request.most),
    )


def _fixed(request: TripRequest, number: int, appointment: Appointment, regions: Regions) -> Candidate:
    """An appointment as a visit at a fixed time. Raises `InvalidArgument` where day or party is not of the trip."""
    name, day, party = appointment.name, appointment.day, appointment.party
    last = _last_day(request)
    if not request.start <= day <= last:
        raise InvalidArgument(f"固定安排“{name}”在 {day}，不在行程 {request.start} 至 {last} 之内，请改期或调整行程。")
    if not 1 <= party <= request.parties:
        raise InvalidArgument(f"固定安排“{name}”指定第 {party} 组，但只有 {request.parties} 组。")
    start = _clock(appointment.start, name)
    return Candidate(
        key=f"appointment:{number}",
        name=name,
        kind="appointment",
        place=regions.get(appointment.place).code,
        worth=0,
        minutes=appointment.minutes,
        windows=((start, start + appointment.minutes),),
        days=((day - request.start).days,),
        must=True,
        parties=(party,),
    )


def _parties(request: TripRequest, regions: Regions) -> tuple[PlannedParty, ...]:
    """The parties with their leaders; all of them start and end where the request says."""
    home = regions.get(request.home).code
    begin = regions.get(request.start_place).code if request.start_place else home
    end = regions.get(request.end_place).code if request.end_place else home
    leaders = [*request.leaders, *[""] * request.parties][: request.parties]
    return tuple(
        PlannedParty(number, f"第{_NUMBERS[number - 1]}组", begin, end, leader)
        for number, leader in enumerate(leaders, 1)
    )


def _with_own_way(request: TripRequest, party: PlannedParty, way: PartyWay | None, regions: Regions) -> PlannedParty:
    """A party with its own way. Raises `InvalidArgument` for a day outside the trip or a return before the start."""
    if way is None:
        return party
    last = _last_day(request)
    for what, day in (("出发", way.start_day), ("返回", way.end_day)):
        if day is not None and not request.start <= day <= last:
            raise InvalidArgument(
                f"{party.name}{what}日期 {day} 不在行程 {request.start} 至 {last} 之内，请改期或调整行程。"
            )
    start, end = way.start or request.wake, way.end or request.home_by
    out, due = way.start_day or request.start, way.end_day or last
    leave = (out - request.start).days * DAY + max(_clock(start, party.name), minute(request.wake))
    back = (due - request.start).days * DAY + min(_clock(end, party.name), minute(request.late))
    if leave >= back:
        raise InvalidArgument(f"{party.name}{out} {start} 出发、{due} {end} 前返回，时间自相矛盾，请改正。")
    return replace(
        party,
        start=regions.get(way.start_place).code if way.start_place else party.start,
        end=regions.get(way.end_place).code if way.end_place else party.end,
        leave=leave,
        back=back,
    )


def _last_day(request: TripRequest) -> date:
    return request.start + timedelta(days=request.days - 1)


def _clock(text: str, name: str) -> int:
    try:
        return minute(text)
    except ValueError as error:
        raise InvalidArgument(f"“{name}”：{error}。") from error
