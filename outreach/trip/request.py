"""What a person asks of the planner, checked at the border: every mistake is one sentence that says what to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from graph.errors import InvalidArgument
from graph.model.regions import Regions
from outreach.forms import Form, minute, sentence, windows
from outreach.trip.holidays import Holidays
from outreach.trip.planner.problem import DAY, LENGTH, OFFICE, SHARE, WORTH, Candidate, PlannedParty, TripProblem
from outreach.trip.planner.travel import SPEEDS, Speeds, legs


class Appointment(Form):
    """A leader's fixed appointment: the party is there then."""

    name: str
    place: str
    day: date
    start: str  # 14:30
    minutes: int = Field(60, ge=5, le=720)
    party: int = 1


class PartyWay(Form):
    """Where and when one party sets out and is due; what is empty is as the request says for all."""

    party: int = Field(ge=1, le=6)
    start_place: str = ""
    start_day: date | None = None
    start: str = ""  # 10:30
    end_place: str = ""
    end_day: date | None = None
    end: str = ""


class TripRequest(Form):
    """One trip. `start_place`, `end_place` default to home; clock times as 08:00; quotas by kind; `ways` of parties that
    set out or return otherwise than the rest."""

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


def candidate(target: Mapping[str, Any], start: date) -> Candidate:
    """A target document as the planner sees it; it may carry `hours`, `minutes`, `must`, `dates`, `parties`.

    Raises `InvalidArgument` for a target without a place or with hours that contradict themselves.
    """
    if not target.get("region"):
        raise InvalidArgument(f"“{target['name']}”没有所在城市，无法安排路线；请先补上城市，或从名单中移除。")
    try:
        hours = windows(str(target.get("hours") or "")) or OFFICE
    except ValueError as error:
        raise InvalidArgument(f"“{target['name']}”：{error}。") from error
    dates: Sequence[date] | None = target.get("dates")
    return Candidate(
        str(target["key"]),
        str(target["name"]),
        str(target["kind"]),
        str(target["region"]),
        int(WORTH[str(target.get("grade") or "B")] * SHARE[str(target["kind"])]),
        int(target.get("minutes") or LENGTH[str(target["kind"])]),
        hours,
        tuple((d - start).days for d in dates) if dates else None,
        bool(target.get("must")),
        target.get("parties"),
    )


def problem(
    request: TripRequest,
    targets: Sequence[Mapping[str, Any]],
    regions: Regions,
    given: Mapping[tuple[str, str], int] | None = None,
    speeds: Speeds = SPEEDS,
    holidays: Holidays | None = None,
) -> TripProblem:
    """The planner's problem for a request over these targets; `given` are travel times that override the estimates."""
    calendar = holidays or Holidays()
    home = regions.get(request.home).code
    begin = regions.get(request.start_place).code if request.start_place else home
    end = regions.get(request.end_place).code if request.end_place else home
    last = request.start + timedelta(days=request.days - 1)
    fixed = []
    for i, a in enumerate(request.appointments):
        if not request.start <= a.day <= last:
            raise InvalidArgument(
                f"固定安排“{a.name}”在 {a.day}，不在行程 {request.start} 至 {last} 之内，请改期或调整行程。"
            )
        if not 1 <= a.party <= request.parties:
            raise InvalidArgument(f"固定安排“{a.name}”指定第 {a.party} 组，但只有 {request.parties} 组。")
        at = _clock(a.start, a.name)
        fixed.append(
            Candidate(
                f"appointment:{i}",
                a.name,
                "appointment",
                regions.get(a.place).code,
                0,
                a.minutes,
                ((at, at + a.minutes),),
                ((a.day - request.start).days,),
                True,
                (a.party,),
            )
        )
    candidates = (*(candidate(t, request.start) for t in targets), *fixed)
    leaders = [*request.leaders, *[""] * request.parties][: request.parties]
    names = [f"第{'一二三四五六'[i]}组" for i in range(request.parties)]
    ways = {w.party: w for w in request.ways}
    parties = tuple(
        _party(request, PlannedParty(i + 1, names[i], begin, end, leaders[i]), ways.get(i + 1), regions)
        for i in range(request.parties)
    )
    places = {*(p.start for p in parties), *(p.end for p in parties), *(c.place for c in candidates)}
    return TripProblem(
        request.start,
        request.days,
        parties,
        candidates,
        legs(places, regions, given, speeds),
        minute(request.wake),
        minute(request.late),
        minute(request.home_by),
        request.weekends,
        calendar.off,
        calendar.on,
        dict(request.least),
        dict(request.most),
    )


def _party(request: TripRequest, party: PlannedParty, way: PartyWay | None, regions: Regions) -> PlannedParty:
    """A party with its own way. Raises `InvalidArgument` for a day outside the trip or a return before the start."""
    if way is None:
        return party
    last = request.start + timedelta(days=request.days - 1)
    for what, given in (("出发", way.start_day), ("返回", way.end_day)):
        if given is not None and not request.start <= given <= last:
            raise InvalidArgument(
                f"{party.name}{what}日期 {given} 不在行程 {request.start} 至 {last} 之内，请改期或调整行程。"
            )
    out, due = way.start_day or request.start, way.end_day or last
    leave = (out - request.start).days * DAY + max(_clock(way.start or request.wake, party.name), minute(request.wake))
    back = (due - request.start).days * DAY + min(_clock(way.end or request.home_by, party.name), minute(request.late))
    if leave >= back:
        raise InvalidArgument(
            f"{party.name}{out} {way.start or request.wake} 出发、{due} {way.end or request.home_by} 前返回，时间自相矛盾，请改正。"
        )
    return replace(
        party,
        start=regions.get(way.start_place).code if way.start_place else party.start,
        end=regions.get(way.end_place).code if way.end_place else party.end,
        leave=leave,
        back=back,
    )


def _clock(text: str, name: str) -> int:
    try:
        return minute(text)
    except ValueError as error:
        raise InvalidArgument(f"“{name}”：{error}。") from error
