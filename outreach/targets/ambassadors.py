"""Investment ambassadors and liaison offices: the registers, the ties by which they can introduce us, and the results.

An ambassador or office that makes an introduction is an `Introducer` of that kind and name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import Field, ValidationError, model_validator
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from graph.model.regions import Regions
from outreach.casework.models import Ambassador, Introducer, Introduction, LiaisonOffice
from outreach.casework.people import CONSENT, RELATIONS, RESULTS
from outreach.forms import Form, sentence
from outreach.targets.introducers import introductions_to
from outreach.targets.shapes import Fellow, IntroductionOffer, IntroductionTarget

# The city's own liaison offices, with their regions; contacts are for the office to fill in.
OFFICES = (("驻深圳招商联络处", "440300"), ("驻上海招商联络处", "310000"), ("郑州航空港招商联络处", "410100"))
OFFERED = 4  # introducers offered for one target
# How likely such a tie is to lead to an introduction; a judgement, not measured. Introductions on record come first.
STRENGTH = {
    "record": 2.0,
    "tie": 1.0,
    "organisation": 1.0,
    "fellow": 0.8,
    "seat": 0.7,
    "alumni": 0.6,
    "home_town": 0.6,
    "covers": 0.5,
    "province": 0.3,
    "chain": 0.3,
}


class AmbassadorForm(Form):
    """An ambassador as entered. Lists are separated by ; or 、"""

    name: str = Field(min_length=1)
    organisation: str = ""
    region: str = ""
    chains: str = ""
    contact: str = ""
    home_town: str = ""
    alumni: str = ""
    ties: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""

    @model_validator(mode="after")
    def _term(self) -> AmbassadorForm:
        if self.since and self.until and self.until < self.since:
            raise ValueError("聘期结束早于开始，请改正")
        return self


class OfficeForm(Form):
    """A liaison office as entered."""

    name: str = Field(min_length=1)
    region: str = ""
    covers: str = ""
    head: str = ""
    contact: str = ""
    note: str = ""


def save_ambassador(session: Session, number: int | None = None, **fields: Any) -> Ambassador:
    """Add an ambassador, or change one; a new name is carried into the introductions. Raises `InvalidArgument`."""
    form = _checked(AmbassadorForm, fields)
    row = _row(session, Ambassador, number, form.name, "ambassador")
    _fill(row, form)
    row.alumni, row.ties = _list(form.alumni), _list(form.ties)
    session.add(row)
    session.flush()
    return row


def save_office(session: Session, number: int | None = None, **fields: Any) -> LiaisonOffice:
    """Add a liaison office, or change one. Raises `InvalidArgument`."""
    form = _checked(OfficeForm, fields)
    row = _row(session, LiaisonOffice, number, form.name, "liaison")
    _fill(row, form)
    session.add(row)
    session.flush()
    return row


AnyForm = TypeVar("AnyForm", bound=Form)
AnyRow = TypeVar("AnyRow", Ambassador, LiaisonOffice)


def _checked(form: type[AnyForm], fields: object) -> AnyForm:
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        raise InvalidArgument(sentence(error)) from error


def _row(session: Session, table: type[AnyRow], number: int | None, name: str, kind: str) -> AnyRow:
    """The row to be changed, or a new one. Raises `InvalidArgument` where another row has the name already."""
    same = session.scalars(sa.select(table).where(table.name == name)).first()
    if same is not None and same.id != number:
        raise InvalidArgument(f"“{name}”已登记，请在列表中选它修改。")
    if number is None:
        return table(name=name)
    row = session.get(table, number)
    if row is None:
        raise InvalidArgument("这一条已不在台账里，请刷新页面。")
    if row.name != name:
        for who in session.scalars(sa.select(Introducer).where(Introducer.name == row.name, Introducer.kind == kind)):
            who.name = name
    return row


def _fill(row: Ambassador | LiaisonOffice, form: Form) -> None:
    for field, value in form.model_dump().items():
        setattr(row, field, value)


def _list(text: str) -> str:
    return ";".join(p for p in (x.strip() for x in re.split(r"[;；,，、\n]", text)) if p)


def ambassadors(session: Session) -> list[Ambassador]:
    """All ambassadors, by name."""
    return list(session.scalars(sa.select(Ambassador).order_by(Ambassador.name, Ambassador.id)))


def liaison_offices(session: Session) -> list[LiaisonOffice]:
    """The liaison offices; those that the city is known to keep are entered the first time."""
    known = set(session.scalars(sa.select(LiaisonOffice.name)))
    if not known:
        session.add_all(LiaisonOffice(name=name, region=region) for name, region in OFFICES)
        session.flush()
    return list(session.scalars(sa.select(LiaisonOffice).order_by(LiaisonOffice.id)))


def introductions_by(session: Session, kind: str) -> dict[str, list[Introduction]]:
    """What ambassadors (`ambassador`) or offices (`liaison`) introduced, by name."""
    out: dict[str, list[Introduction]] = {}
    for i in session.scalars(
        sa.select(Introduction).join(Introducer).where(Introducer.kind == kind).order_by(Introduction.id)
    ):
        out.setdefault(i.introducer.name, []).append(i)
    return out


def offers(
    session: Session,
    target: IntroductionTarget,
    regions: Regions,
    chains: Mapping[str, str],
    today: date,
    fellows: Sequence[Fellow] = (),
) -> list[IntroductionOffer]:
    """Who can introduce us to a target: first those on record, then those whom a tie suggests.

    chains: chain id → name; fellows: local firms that sit with it in an association (`associations.fellows`). Left out
    are those who refused for this target, and ambassadors whose term is over.
    """
    offered: dict[str, IntroductionOffer] = {}
    refused = set()
    for i in session.scalars(introductions_to(target["name"], target["ref"])):
        if i.consent == "refused":
            refused.add(i.introducer.name)
        else:
            offered[i.introducer.name] = _on_record(i)
    suggestions: list[tuple[str, str, Sequence[Tie]]] = [
        (f["introducer"], "firm", [("fellow", f["relation"], f["why"], f["why_en"])]) for f in fellows
    ]
    suggestions += [
        (a.name, "ambassador", _ties(a, target, regions, chains))
        for a in ambassadors(session)
        if a.until is None or a.until >= today
    ]
    suggestions += [
        (office.name, "liaison", _reach(office, target["region"], regions))
        for office in session.scalars(sa.select(LiaisonOffice).order_by(LiaisonOffice.id))
    ]
    for name, kind, ties in suggestions:
        if ties and name not in offered and name not in refused:
            offered[name] = _suggestion(name, kind, ties)
    return sorted(offered.values(), key=lambda o: (-o["strength"], o["introducer"]))[:OFFERED]


Tie = tuple[str, str, str, str]  # what kind of tie (a key of STRENGTH), relation, in Chinese, in English


def _on_record(i: Introduction) -> IntroductionOffer:
    return {
        "introducer": i.introducer.name,
        "kind": i.introducer.kind,
        "relation": i.relation,
        "why": RELATIONS[i.relation],
        "why_en": i.relation.replace("_", " "),
        "strength": STRENGTH["record"],
        "consent": CONSENT[i.consent],
        "result": RESULTS[i.result],
        "outcome": i.outcome,
        "last_contact": i.last_contact.isoformat() if i.last_contact else "",
        "known": True,
    }


def _suggestion(name: str, kind: str, ties: Sequence[Tie]) -> IntroductionOffer:
    strongest, relation, _, _ = max(ties, key=lambda t: STRENGTH[t[0]])
    return {
        "introducer": name,
        "kind": kind,
        "relation": relation,
        "why": "；".join(t[2] for t in ties),
        "why_en": "; ".join(t[3] for t in ties),
        "strength": STRENGTH[strongest],
        "consent": CONSENT["not_asked"],
        "result": "",
        "outcome": "",
        "last_contact": "",
        "known": False,
    }


def _ties(a: Ambassador, target: IntroductionTarget, regions: Regions, chains: Mapping[str, str]) -> list[Tie]:
    """What ties an ambassador to a target."""
    own = {target["name"], target["group"]} - {""}
    seat, chain = target["region"], target["chain"]
    ties: list[Tie] = []
    named = [t for t in a.ties.split(";") if t and any(t in n or n in t for n in own)]
    if named:
        ties.append(("tie", "ambassador", f"自述与{named[0]}熟识", f"says to know {named[0]}"))
    if a.organisation and a.organisation in own:
        ties.append(("organisation", "ambassador", f"在{a.organisation}任职", f"works at {a.organisation}"))
    school = next((s for s in a.alumni.split(";") if s and any(s in n for n in own)), "")
    if school:
        ties.append(("alumni", "alumni", f"{school}校友", f"alumni of {school}"))
    for code, kind, relation, zh, en in (
        (a.region, "seat", "ambassador", "常驻", "based in"),
        (a.home_town, "home_town", "home_town", "籍贯", "comes from"),
    ):
        if not code or not seat:
            continue
        if regions.city_of(code) and regions.city_of(code) == regions.city_of(seat):
            ties.append((kind, relation, f"{zh}{regions.name(regions.city_of(code))}，与其同城", f"{en} its city"))
        elif code[:2] == seat[:2]:
            ties.append(("province", relation, f"{zh}{regions.name(code)}，与其同省", f"{en} its province"))
    if chain and chain in a.chains.split(";"):
        ties.append(("chain", "ambassador", f"联系{chains.get(chain, '该')}产业链", "looks after this chain"))
    return ties


def _reach(office: LiaisonOffice, seat: str, regions: Regions) -> list[Tie]:
    """Whether a liaison office looks after the place of a target."""
    if not seat:
        return []
    if office.region and regions.city_of(office.region) == regions.city_of(seat):
        return [("seat", "liaison", f"驻{regions.name(office.region)}，与其同城", "sits in its city")]
    covered = next((c for c in office.covers.split(";") if c and Regions.within(seat, c)), "")
    if covered:
        return [("covers", "liaison", f"负责联络{regions.name(covered)}", "looks after its province")]
    if office.region and office.region[:2] == seat[:2]:
        return [("province", "liaison", f"驻{regions.name(office.region)}，与其同省", "sits in its province")]
    return []
