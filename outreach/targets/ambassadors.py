"""Investment ambassadors and liaison offices: who they are, which doors they can open, what came of it.

An ambassador or office that introduces somebody is an `Introducer` of that kind and name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from pydantic import Field, ValidationError, model_validator
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from graph.model.regions import Regions
from outreach.casework.models import Ambassador, Introducer, Introduction, LiaisonOffice
from outreach.casework.people import CONSENT, RELATIONS, RESULTS
from outreach.forms import Form, sentence
from outreach.targets.introducers import introductions_to

# Where the city keeps offices of its own to draw firms, as the issue names them; contacts are for the office to fill in.
OFFICES = (("驻深圳招商联络处", "440300"), ("驻上海招商联络处", "310000"), ("郑州航空港招商联络处", "410100"))
OFFERED = 4  # introducers offered for one target
# How surely such a tie opens the door; a judgement, not measured. What is on record goes before all of them.
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
    form = _form(AmbassadorForm, fields)
    row: Ambassador = _row(session, Ambassador, number, form.name, "ambassador")
    _fill(row, form.model_dump() | {"alumni": _list(form.alumni), "ties": _list(form.ties)})
    session.add(row)
    session.flush()
    return row


def save_office(session: Session, number: int | None = None, **fields: Any) -> LiaisonOffice:
    """Add a liaison office, or change one. Raises `InvalidArgument`."""
    form = _form(OfficeForm, fields)
    row: LiaisonOffice = _row(session, LiaisonOffice, number, form.name, "liaison")
    _fill(row, form.model_dump())
    session.add(row)
    session.flush()
    return row


def _form(kind: type[Any], fields: Mapping[str, Any]) -> Any:
    try:
        return kind(**fields)
    except ValidationError as error:
        raise InvalidArgument(sentence(error)) from error


def _row(session: Session, table: type[Any], number: int | None, name: str, kind: str) -> Any:
    """The row to be changed, or a new one; two of one name would be taken for each other."""
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


def _fill(row: Any, fields: Mapping[str, Any]) -> None:
    for field, given in fields.items():
        setattr(row, field, given)


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


def done(session: Session, kind: str) -> dict[str, list[Introduction]]:
    """What ambassadors (`ambassador`) or offices (`liaison`) introduced, by name."""
    out: dict[str, list[Introduction]] = {}
    for i in session.scalars(
        sa.select(Introduction).join(Introducer).where(Introducer.kind == kind).order_by(Introduction.id)
    ):
        out.setdefault(i.introducer.name, []).append(i)
    return out


def offers(
    session: Session,
    target: Mapping[str, Any],
    regions: Regions,
    chains: Mapping[str, str],
    today: date,
    fellows: Sequence[Mapping[str, Any]] = (),
) -> list[dict[str, Any]]:
    """Who can introduce us to a target, saved or not: first who is on record, then whom a tie suggests.

    target: {name, ref, group, region, chain}; chains: chain id → name; fellows: local firms that sit with it in an
    association (`associations.fellows`). Each offer is {introducer, kind, relation, why,
    why_en, strength, consent, last_contact, result, outcome, known}. Whoever refused for this target, and ambassadors
    whose term is over, are not offered.
    """
    name, ref = str(target["name"]), str(target.get("ref") or "")
    out: dict[str, dict[str, Any]] = {}
    refused = set()
    for i in session.scalars(introductions_to(name, ref)):
        if i.consent == "refused":
            refused.add(i.introducer.name)
            continue
        out[i.introducer.name] = {
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
    for f in fellows:
        _suggest(out, refused, f["introducer"], "firm", [("fellow", f["relation"], f["why"], f["why_en"])])
    for a in ambassadors(session):
        if a.until is None or a.until >= today:
            _suggest(out, refused, a.name, "ambassador", _ties(a, target, regions, chains))
    for office in session.scalars(sa.select(LiaisonOffice).order_by(LiaisonOffice.id)):
        _suggest(out, refused, office.name, "liaison", _reach(office, str(target.get("region") or ""), regions))
    return sorted(out.values(), key=lambda o: (-o["strength"], o["introducer"]))[:OFFERED]


Tie = tuple[str, str, str, str]  # what kind of tie (a key of STRENGTH), relation, in Chinese, in English


def _suggest(out: dict[str, dict[str, Any]], refused: set[str], name: str, kind: str, ties: Sequence[Tie]) -> None:
    if name in out or name in refused or not ties:
        return
    best = max(ties, key=lambda t: STRENGTH[t[0]])
    out[name] = {
        "introducer": name,
        "kind": kind,
        "relation": best[1],
        "why": "；".join(t[2] for t in ties),
        "why_en": "; ".join(t[3] for t in ties),
        "strength": STRENGTH[best[0]],
        "consent": CONSENT["not_asked"],
        "result": "",
        "outcome": "",
        "last_contact": "",
        "known": False,
    }


def _ties(a: Ambassador, target: Mapping[str, Any], regions: Regions, chains: Mapping[str, str]) -> list[Tie]:
    """What ties an ambassador to a target."""
    own = {str(target["name"]), str(target.get("group") or "")} - {""}
    seat, chain = str(target.get("region") or ""), str(target.get("chain") or "")
    found: list[Tie] = []
    named = [t for t in a.ties.split(";") if t and any(t in n or n in t for n in own)]
    if named:
        found.append(("tie", "ambassador", f"自述与{named[0]}熟识", f"says to know {named[0]}"))
    if a.organisation and a.organisation in own:
        found.append(("organisation", "ambassador", f"在{a.organisation}任职", f"works at {a.organisation}"))
    school = next((s for s in a.alumni.split(";") if s and any(s in n for n in own)), "")
    if school:
        found.append(("alumni", "alumni", f"{school}校友", f"alumni of {school}"))
    for code, kind, relation, zh, en in (
        (a.region, "seat", "ambassador", "常驻", "based in"),
        (a.home_town, "home_town", "home_town", "籍贯", "comes from"),
    ):
        if not code or not seat:
            continue
        if regions.city_of(code) and regions.city_of(code) == regions.city_of(seat):
            found.append((kind, relation, f"{zh}{regions.name(regions.city_of(code))}，与其同城", f"{en} its city"))
        elif code[:2] == seat[:2]:
            found.append(("province", relation, f"{zh}{regions.name(code)}，与其同省", f"{en} its province"))
    if chain and chain in a.chains.split(";"):
        found.append(("chain", "ambassador", f"联系{chains.get(chain, '该')}产业链", "looks after this chain"))
    return found


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
