"""A plan as a document that every paper, calendar and page is made from; kept in and read from the casework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from graph.model.regions import Regions
from outreach.casework.models import Leader, Party, Stop, Target, Trip, Visit
from outreach.trip.planner.problem import DAY, Call, Move, TripPlan, TripProblem
from outreach.trip.request import TripRequest

MODES = {"rail": "高铁", "road": "公路", "local": "市内", "given": "按路程表"}
WITHIN = "市内"  # where a ride within one city comes from: the bed or the visit before
TripDocument = dict[str, Any]


def trip_document(
    request: TripRequest,
    problem: TripProblem,
    plan: TripPlan,
    targets: Sequence[Mapping[str, Any]],
    regions: Regions,
    kind: str = "outward",
    guest: str = "",
) -> TripDocument:
    """The trip as plain data: parties with their lines, the targets that are visited, those that are not and why."""
    by_key = {str(t["key"]): dict(t) for t in targets}
    names = {c.key: c for c in problem.candidates}
    parties = []
    for party, route in zip(problem.parties, plan.routes, strict=True):
        lines = []
        for line in route.lines:
            stem = {
                "day": line.start // DAY + 1,
                "start": problem.moment(line.start).isoformat(timespec="minutes"),
                "end": problem.moment(line.end).isoformat(timespec="minutes"),
                "minutes": line.end - line.start,
                "from_name": "",
                "from": "",
                "mode": "",
                "mode_name": "",
                "name": "",
                "target": "",
            }
            if isinstance(line, Move):
                stem |= {
                    "kind": "travel",
                    "place": line.place,
                    "from": line.origin,
                    "from_name": WITHIN if line.origin == line.place else regions.full_name(line.origin),
                    "mode": line.mode,
                    "mode_name": MODES[line.mode],
                }
            elif isinstance(line, Call):
                c = names[line.key]
                visit = c.kind != "appointment"
                stem |= {
                    "kind": "visit" if visit else "appointment",
                    "place": c.place,
                    "name": c.name,
                    "target": line.key if visit else "",
                }
            else:
                stem |= {"kind": "night", "place": line.place}
            stem["place_name"] = regions.full_name(str(stem["place"]))
            lines.append(stem)
        parties.append({"number": party.number, "name": party.name, "leader": party.leader, "lines": lines})
    visited = {c.key for r in plan.routes for c in r.calls}
    home = regions.get(request.home).code
    segments = list(dict.fromkeys(str(by_key[k]["segment_name"]) for k in by_key if by_key[k].get("segment_name")))
    usual = f"{'、'.join(segments[:2])}招商拜访" if segments else "招商拜访"
    title = request.name or (f"{guest}来访接待" if kind == "reception" and guest else usual)
    return {
        "name": title,
        "kind": kind,
        "home": home,
        "home_name": regions.name(home),
        "start": request.start.isoformat(),
        "days": request.days,
        "guest": guest,
        "parties": parties,
        "targets": {k: t for k, t in by_key.items() if k in visited},
        "dropped": [{"key": d.key, "name": d.name, "reason": d.reason} for d in plan.dropped],
        "request": request.model_dump(mode="json"),
        "value": plan.value,
        "notes": [],
    }


def save_trip(session: Session, document: Mapping[str, Any]) -> Trip:
    """Keep a trip with its stops and visits. Raises `InvalidArgument` where a leader is on another trip then."""
    start = date.fromisoformat(str(document["start"]))
    days = int(document["days"])
    request = document.get("request") or {}
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
        dropped=list(document["dropped"]),
    )
    for p in document["parties"]:
        leader = leader_of(session, str(p["leader"])) if p["leader"] else None
        if leader is not None:
            clash = overlapping(session, leader, start, days)
            if clash is not None:
                last = clash.start + timedelta(days=clash.days - 1)
                raise InvalidArgument(
                    f"“{leader.office}”{clash.start} 至 {last} 已在“{clash.name}”中带队，与本次行程重叠；请改期，或另请一位领导带队。"
                )
        party = Party(number=p["number"], name=p["name"], leader=leader)
        for position, line in enumerate(p["lines"]):
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
                stop.visit = Visit(name=line["name"], day=stop.start.date(), target_id=_target_id(document, line))
            party.stops.append(stop)
        trip.parties.append(party)
    session.add(trip)
    session.flush()
    return trip


def _target_id(document: Mapping[str, Any], line: Mapping[str, Any]) -> int | None:
    target = document["targets"].get(line["target"]) or {}
    saved = target.get("saved")
    return int(saved) if saved else None


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


def load_lines(session: Session, trip: Trip, regions: Regions) -> list[dict[str, Any]]:
    """All lines of a kept trip with the state of its visits, by party and time."""
    out = []
    for party in trip.parties:
        for stop in party.stops:
            visit = stop.visit
            out.append(
                {
                    "party": party.number,
                    "party_name": party.name,
                    "leader": party.leader.office if party.leader else "",
                    "kind": stop.kind,
                    "name": stop.name,
                    "place_name": regions.full_name(stop.region),
                    "start": stop.start,
                    "end": stop.end,
                    "visit": visit.id if visit else None,
                    "status": visit.status if visit else "",
                    "target": visit.target_id if visit else None,
                }
            )
    return out


def saved_document(target: Target, regions: Regions, segment_name: str) -> dict[str, Any]:
    """A saved target as a target document, as it was when it was saved."""
    facts = dict(target.snapshot)
    return {
        "key": f"saved:{target.id}",
        "saved": target.id,
        "kind": target.kind,
        "name": target.name,
        "office": target.office,
        "ref": target.ref,
        "group": target.group,
        "region": target.region,
        "place": regions.full_name(target.region) if target.region else "待核",
        "segment": target.segment,
        "segment_name": segment_name,
        "gap": target.gap_sentence,
        "gap_kind": target.gap_kind,
        "grade": target.grade,
        "score": target.score,
        "reasons": list(target.reasons),
        "counter": list(target.counter),
        "unknown": list(target.unknown),
        "path": list(facts.pop("path", [])),
        "facts": facts,
        "source": facts.get("source", ""),
        "as_of": facts.get("as_of", ""),
        "verified": bool(facts.get("verified")),
        "must": target.must,
        "hours": target.hours,
        "minutes": target.minutes,
    }
