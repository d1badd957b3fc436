"""Introducers and their introductions; events with their guests → meetings → leads."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field, ValidationError, model_validator
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from outreach.casework.models import CaseEvent, Guest, Introducer, Introduction, Lead, Meeting, Target
from outreach.casework.people import CONSENT, RELATIONS, RESULTS
from outreach.forms import Form, sentence
from outreach.targets.shapes import IntroducerDocument


class IntroductionForm(Form):
    """An introduction: to a saved target by number, or to one not saved yet by name (and id in the graph)."""

    introducer: str = Field(min_length=1)
    kind: Literal["office", "firm", "ambassador", "liaison"] = "office"
    target: int | None = None
    name: str = ""
    ref: str = ""
    relation: str = "other"
    consent: str = "not_asked"
    last_contact: date | None = None
    result: str = ""
    outcome: str = ""

    @model_validator(mode="after")
    def _words(self) -> IntroductionForm:
        if self.relation not in RELATIONS:
            raise ValueError(f"关系应为 {'、'.join(RELATIONS.values())} 之一")
        if self.consent not in CONSENT:
            raise ValueError(f"意愿应为 {'、'.join(CONSENT.values())} 之一")
        if self.result not in RESULTS:
            raise ValueError(f"结果应为 {'、'.join(RESULTS.values())} 之一")
        if self.target is None and not self.name:
            raise ValueError("请选择引荐给哪一家，或写出其名称")
        return self


class EventForm(Form):
    """A fair or an event of our own."""

    name: str = Field(min_length=1)
    kind: Literal["fair", "own"] = "own"
    ref: str = ""
    region: str = ""
    start: date
    end: date

    @model_validator(mode="after")
    def _order(self) -> EventForm:
        if self.end < self.start:
            raise ValueError("结束日期早于开始日期，请改正")
        return self


def introduce(session: Session, **fields: Any) -> Introduction:
    """Note an introduction; the same introducer for the same target is brought up to date. Raises `InvalidArgument`."""
    try:
        form = IntroductionForm(**fields)
    except ValidationError as error:
        raise InvalidArgument(sentence(error)) from error
    target = session.get(Target, form.target) if form.target is not None else None
    if form.target is not None and target is None:
        raise InvalidArgument("这家已不在名单上，请刷新页面。")
    name, ref = (target.name, target.ref) if target is not None else (form.name, form.ref)
    who = session.scalars(sa.select(Introducer).where(Introducer.name == form.introducer)).first()
    if who is None:
        who = Introducer(name=form.introducer, kind=form.kind)
        session.add(who)
        session.flush()
    elif form.kind != "office":
        who.kind = form.kind
    query = introductions_to(name, ref, target.id if target is not None else None)
    known = session.scalars(query.where(Introduction.introducer_id == who.id)).first()
    row = known or Introduction(introducer=who)
    row.target_id = target.id if target is not None else row.target_id
    row.name, row.ref = name, ref
    row.relation, row.consent = form.relation, form.consent
    row.result, row.outcome = form.result or row.result or "", form.outcome or row.outcome or ""
    row.last_contact = form.last_contact or row.last_contact
    session.add(row)
    session.flush()
    return row


def introductions_to(name: str, ref: str = "", target: int | None = None) -> sa.Select[Introduction]:
    """The introductions to one target, those noted before it was saved among them."""
    same = [sa.and_(Introduction.name != "", Introduction.name == name)]
    if ref:
        same.append(Introduction.ref == ref)
    if target is not None:
        same.append(Introduction.target_id == target)
    return sa.select(Introduction).where(sa.or_(*same)).order_by(Introduction.id)


def introducers_of(session: Session, target: int) -> list[IntroducerDocument]:
    """The introducers of a target, as a brief shows them; those who refused are left out."""
    row = session.get(Target, target)
    if row is None:
        return []
    query = introductions_to(row.name, row.ref, row.id).where(Introduction.consent != "refused")
    return [
        {
            "id": i.introducer_id,
            "name": i.introducer.name,
            "relation": RELATIONS[i.relation],
            "consent": CONSENT[i.consent],
            "as_of": i.last_contact.isoformat() if i.last_contact else "",
        }
        for i in session.scalars(query)
    ]


def add_event(session: Session, **fields: Any) -> CaseEvent:
    """Enter an event. Raises `InvalidArgument`."""
    try:
        form = EventForm(**fields)
    except ValidationError as error:
        raise InvalidArgument(sentence(error)) from error
    event = CaseEvent(**form.model_dump())
    session.add(event)
    session.flush()
    return event


def invite(session: Session, event: CaseEvent, name: str, office: str = "", target: int | None = None) -> Guest:
    """Put a guest on an event's list, once."""
    if not name.strip():
        raise InvalidArgument("请填写嘉宾单位名称。")
    known = next((g for g in event.guests if g.name == name.strip()), None)
    guest = known or Guest(event=event, name=name.strip())
    guest.office, guest.target_id = office or guest.office or "", target or guest.target_id
    session.add(guest)
    session.flush()
    return guest


def add_meeting(session: Session, guest: Guest, day: date, note: str) -> Meeting:
    """A talk with a guest, who then came. Raises `InvalidArgument` for a day outside the event."""
    if not guest.event.start <= day <= guest.event.end:
        raise InvalidArgument(f"会面日期 {day} 不在活动 {guest.event.start} 至 {guest.event.end} 之内，请改正。")
    guest.invited = "came"
    meeting = Meeting(guest=guest, day=day, note=note)
    session.add(meeting)
    session.flush()
    return meeting


def add_lead(session: Session, meeting: Meeting, text: str, owner: str = "") -> Lead:
    """A lead out of a meeting."""
    lead = Lead(meeting=meeting, text=text, owner=owner, target_id=meeting.guest.target_id)
    session.add(lead)
    session.flush()
    return lead


def funnel(event: CaseEvent) -> dict[str, int]:
    """Guests, those who came, meetings, leads and projects of an event."""
    meetings = [m for g in event.guests for m in g.meetings]
    leads = [lead for m in meetings for lead in m.leads]
    return {
        "guests": len(event.guests),
        "came": sum(g.invited == "came" for g in event.guests),
        "meetings": len(meetings),
        "leads": len(leads),
        "projects": sum(len(lead.projects) for lead in leads),
    }
