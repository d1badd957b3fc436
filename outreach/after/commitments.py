"""After a visit: minutes with commitments, slips for what is overdue, reminders; each entry checked at the border."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field, ValidationError
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from outreach.after.shapes import MinutesDocument, SlipDocument
from outreach.casework.models import Commitment, Fact, Minutes, Supervision, Target, Visit
from outreach.forms import Form, sentence

SOON = 7  # days before the due date from which a reminder is shown
ANSWER = 7  # days a unit has to answer a slip


class CommitmentForm(Form):
    """One promise. `due` in ISO."""

    text: str = Field(min_length=1)
    side: Literal["ours", "theirs"] = "ours"
    owner: str = Field(min_length=1)
    due: date


class MinutesForm(Form):
    """The minutes of a visit or of a talk with a saved target."""

    visit: int | None = None
    target: int | None = None
    title: str = ""
    day: date
    text: str = ""
    ours: str = ""
    theirs: str = ""
    commitments: list[CommitmentForm] = Field(default_factory=list)


def write_minutes(session: Session, **fields: Any) -> Minutes:
    """Keep minutes; the visit then counts as done. Raises `InvalidArgument`, one sentence."""
    try:
        form = MinutesForm(**fields)
    except ValidationError as error:
        raise InvalidArgument(sentence(error)) from error
    visit = session.get(Visit, form.visit) if form.visit else None
    if form.visit and visit is None:
        raise InvalidArgument("这次拜访已不在行程里，请刷新页面。")
    target = session.get(Target, form.target or (visit.target_id if visit else None) or 0)
    for c in form.commitments:
        if c.due < form.day:
            raise InvalidArgument(f"“{c.text}”的时限 {c.due} 早于会谈日期 {form.day}，请改正。")
    name = target.name if target else visit.name if visit else ""
    minutes = Minutes(
        visit_id=visit.id if visit else None,
        target_id=target.id if target else None,
        title=form.title or f"与{name}会谈纪要",
        day=form.day,
        text=form.text,
        ours=form.ours,
        theirs=form.theirs,
        commitments=[Commitment(text=c.text, side=c.side, owner=c.owner, due=c.due) for c in form.commitments],
    )
    session.add(minutes)
    if visit is not None:
        visit.status = "done"
    if target is not None and target.status in ("saved", "contacted"):
        target.status = "visited"
    session.flush()
    return minutes


def finish(commitment: Commitment, day: date, result: str = "") -> None:
    """A promise is kept."""
    commitment.status, commitment.done_on, commitment.result = "done", day, result


def open_commitments(session: Session) -> list[Commitment]:
    """Promises not kept yet, the most urgent first."""
    query = sa.select(Commitment).where(Commitment.status == "open").order_by(Commitment.due, Commitment.id)
    return list(session.scalars(query))


def overdue(session: Session, today: date) -> list[Commitment]:
    """Promises whose day has passed."""
    return [c for c in open_commitments(session) if c.due < today]


def reminders(session: Session, today: date, days: int = SOON) -> list[Commitment]:
    """Promises due within some days."""
    return [c for c in open_commitments(session) if today <= c.due <= today + timedelta(days=days)]


def urge(session: Session, commitment: Commitment, today: date) -> Supervision:
    """Issue a slip (督办单) for a promise of ours; its number counts within the year.

    Raises `InvalidArgument` where the promise is theirs, is kept, or has a slip that is still open.
    """
    if commitment.side != "ours":
        raise InvalidArgument("督办单只发给我方责任单位；对方承诺的事项请联系对方跟进。")
    if commitment.status != "open":
        raise InvalidArgument("这项已办结，不需督办。")
    if any(s.status == "issued" for s in commitment.slips):
        raise InvalidArgument("这项已有督办单在办，请先看答复。")
    prefix = f"督〔{today.year}〕"
    taken = session.scalars(sa.select(Supervision.number).where(Supervision.number.like(f"{prefix}%")))
    last = max((int(n.removeprefix(prefix).removesuffix("号")) for n in taken), default=0)
    slip = Supervision(
        number=f"{prefix}{last + 1}号",
        commitment=commitment,
        unit=commitment.owner,
        issued=today,
        due=today + timedelta(days=ANSWER),
    )
    session.add(slip)
    session.flush()
    return slip


def answer(slip: Supervision, reply: str, day: date, done: bool) -> None:
    """The unit answers; where it says done, the promise is kept."""
    slip.reply, slip.status = reply, "closed" if done else "answered"
    if done:
        finish(slip.commitment, day, reply)


def minutes_document(minutes: Minutes) -> MinutesDocument:
    """Minutes as `outreach.papers.minutes.minutes_paper` reads them."""
    return {
        "id": minutes.id,
        "title": minutes.title,
        "day": minutes.day,
        "ours": minutes.ours,
        "theirs": minutes.theirs,
        "text": minutes.text,
        "facts": [f.sentence for f in minutes.facts],
        "commitments": [
            {"text": c.text, "side": c.side, "owner": c.owner, "due": c.due, "status": c.status}
            for c in minutes.commitments
        ],
    }


def slip_document(slip: Supervision) -> SlipDocument:
    """A slip as `outreach.papers.minutes.supervision_slip` reads it."""
    return {
        "number": slip.number,
        "unit": slip.unit,
        "issued": slip.issued,
        "due": slip.due,
        "commitment": slip.commitment.text,
        "target": slip.commitment.minutes.title,
        "status": slip.status,
        "reply": slip.reply,
    }


def facts_to_review(session: Session) -> Sequence[Fact]:
    """Facts that wait for a decision."""
    return list(session.scalars(sa.select(Fact).where(Fact.status == "proposed").order_by(Fact.id)))
