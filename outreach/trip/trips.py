"""A plan as a document that every paper, calendar and page is made from; kept in the casework."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from graph.model.regions import Regions
from outreach.casework.models import Leader, Party, Stop, Trip, Visit
from outreach.targets.shapes import VisitTarget
from outreach.trip.planner.problem import DAY, Call, Line, Move, Route, TripPlan, TripProblem
from outreach.trip.request import TripRequest
from outreach.trip.shapes import LineDocument, PartyDocument, TripDocument

MODES = {"rail": "高铁", "road": "公路", "local": "市内", "given": "按路程表"}
WITHIN = "市内"  # where a ride within one city comes from: the hotel or the visit before


def trip_document(
    request: TripRequest,
    problem: TripProblem,
    plan: TripPlan,
    targets: Sequence[VisitTarget],
    regions: Regions,
    kind: str = "outward",
    guest: str = "",
    notes: Sequence[str] = (),
) -> TripDocument:
    """The trip as plain data: parties with their lines, the targets that are visited, those that are not and why."""
    by_key = {t["key"]: t for t in targets}
    visited = {c.key for r in plan.routes for c in r.calls}
    home = regions.get(request.home).code
    return {
        "name": request.name or _title(targets, kind, guest),
        "kind": kind,
        "home": home,
        "home_name": regions.name(home),
        "start": request.start.isoformat(),
        "days": request.days,
        "guest": guest,
        "parties": [
            _party_document(problem, party.name, party.leader, route, regions)
            for party, route in zip(problem.parties, plan.routes, strict=True)
        ],
        "targets": {k: t for k, t in by_key.items() if k in visited},
        "dropped": [{"key": d.key, "name": d.name, "reason": d.reason} for d in plan.dropped],
        "request": request.model_dump(mode="json"),
        "value": plan.value,
        "notes": list(notes),
    }


def _title(targets: Sequence[VisitTarget], kind: str, guest: str) -> str:
    """The name of a trip that was given none."""
    if kind == "reception" and guest:
        return f"{guest}来访接待"
    segments = list(dict.fromkeys(t["segment_name"] for t in targets if t["segment_name"]))
    return f"{'、'.join(segments[:2])}招商拜访" if segments else "招商拜访"


def _party_document(problem: TripProblem, name: str, leader: str, route: Route, regions: Regions) -> PartyDocument:
    lines = [_line_document(problem, line, regions) for line in route.lines]
    return {"number": route.party, "name": name, "leader": leader, "lines": lines}


def _line_document(problem: TripProblem, line: Line, regions: Regions) -> LineDocument:
    candidate = problem.by_key[line.key] if isinstance(line, Call) else None
    move = line if isinstance(line, Move) else None
    place = problem.by_key[line.key].place if isinstance(line, Call) else line.place
    if candidate is not None:
        kind = "appointment" if candidate.kind == "appointment" else "visit"
    else:
        kind = "travel" if move is not None else "night"
    within = move is not None and move.origin == move.place
    return {
        "day": line.start // DAY + 1,
        "start": problem.moment(line.start).isoformat(timespec="minutes"),
        "end": problem.moment(line.end).isoformat(timespec="minutes"),
        "minutes": line.end - line.start,
        "from_name": "" if move is None else WITHIN if within else regions.full_name(move.origin),
        "from": "" if move is None else move.origin,
        "mode": "" if move is None else move.mode,
        "mode_name": "" if move is None else MODES[move.mode],
        "name": "" if candidate is None else candidate.name,
        "target": candidate.key if candidate is not None and kind == "visit" else "",
        "kind": kind,
        "place": place,
        "place_name": regions.full_name(place),
    }


def save_trip(session: Session, document: TripDocument) -> Trip:
    """Keep a trip with its stops and visits. Raises `InvalidArgument` where a leader is on another trip then."""
    start, days, request = date.fromisoformat(document["start"]), document["days"], document["request"]
    trip = Trip(
        name=document["name"],
        kind=document["kind"],
        home=document["home"],
        start=start,
        days=days,
        guest=document["guest"],
        start_region=request.get("start_place") or document["home"],
        end_region=request.get("end_place") or document["home"],
        request=dict(request),
        dropped=[{"key": d["key"], "name": d["name"], "reason": d["reason"]} for d in document["dropped"]],
    )
    for p in document["parties"]:
        leader = _free_leader(session, p["leader"], start, days) if p["leader"] else None
        party = Party(number=p["number"], name=p["name"], leader=leader)
        for position, line in enumerate(p["lines"]):
            party.stops.append(_stop(document, position, line))
        trip.parties.append(party)
    session.add(trip)
    session.flush()
    return trip


def _free_leader(session: Session, office: str, start: date, days: int) -> Leader:
    """The leader of this office. Raises `InvalidArgument` where another trip of theirs overlaps these days."""
    leader = leader_of(session, office)
    clash = overlapping(session, leader, start, days)
    if clash is None:
        return leader
    last = clash.start + timedelta(days=clash.days - 1)
    raise InvalidArgument(
        f"“{leader.office}”{clash.start} 至 {last} 已在“{clash.name}”中带队，与本次行程重叠；"
        "请改期，或另请一位领导带队。"
    )


def _stop(document: TripDocument, position: int, line: LineDocument) -> Stop:
    stop = Stop(
        position=position,
        kind=line["kind"],
        name=line["name"],
        region=line["place"],
        from_region=line["from"],
        mode=line["mode"],
        start=datetime.fromisoformat(line["start"]),
        end=datetime.fromisoformat(line["end"]),
    )
    if line["kind"] == "visit":
        target = document["targets"].get(line["target"])
        saved = target.get("saved") if target is not None else None
        stop.visit = Visit(name=line["name"], day=stop.start.date(), target_id=saved or None)
    return stop


def leader_of(session: Session, office: str) -> Leader:
    """The leader of this office, made where there is none yet."""
    found = session.scalars(sa.select(Leader).where(Leader.office == office)).first()
    if found is None:
        found = Leader(office=office)
        session.add(found)
        session.flush()
    return found


def overlapping(session: Session, leader: Leader, start: date, days: int) -> Trip | None:
    """A trip that this leader already leads in these days, if there is one."""
    query = (
        sa.select(Trip).join(Party).where(Party.leader_id == leader.id, Trip.status != "cancelled").order_by(Trip.start)
    )
    for trip in session.scalars(query):
        if trip.start <= start + timedelta(days=days - 1) and start <= trip.start + timedelta(days=trip.days - 1):
            return trip
    return None
