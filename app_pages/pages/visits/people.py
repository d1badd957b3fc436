"""拜访 · 招商大使 and 联络处: the registers, how to reach them, their ties, what they introduced and what came of
it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

import sqlalchemy as sa
import streamlit as st
from sqlalchemy.orm import Session
from streamlit.delta_generator import DeltaGenerator

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import base, casework
from app_pages.texts import language
from app_pages.texts.plain import plain
from app_pages.writing import write_down
from outreach.casework.models import Ambassador, Introduction, LiaisonOffice, Target
from outreach.targets import ambassadors

AMBASSADOR_HEADS = (
    "visits.person",
    "visits.organisation",
    "visits.based",
    "visits.home_town",
    "visits.alumni",
    "visits.looks_after",
    "visits.contact",
    "visits.term",
    "visits.record",
)
OFFICE_HEADS = (
    "visits.office_name",
    "visits.based",
    "visits.covers",
    "visits.head",
    "visits.contact",
    "visits.record",
)
HISTORY_HEADS = ("visits.introducer", "visits.name", "visits.result", "visits.outcome_note")


def office_rows(session: Session) -> list[LiaisonOffice]:
    """The liaison offices as they stand, without entering any."""
    return list(session.scalars(sa.select(LiaisonOffice).order_by(LiaisonOffice.id)))


def kind_of(name: str) -> str:
    """Is an introducer of this name an ambassador, a liaison office or any office?"""
    with casework.opened().read() as session:
        if session.scalars(sa.select(Ambassador).where(Ambassador.name == name)).first() is not None:
            return "ambassador"
        return "liaison" if any(o.name == name for o in office_rows(session)) else "office"


def ambassadors_page(now: state.Selection) -> None:
    """The register of ambassadors, and the form to add or change one."""
    say = language.speaker(now.lang)
    with casework.opened().read() as session:
        people = ambassadors.ambassadors(session)
        made = ambassadors.introductions_by(session, "ambassador")
        names = _target_names(session)
    chains = frame.chain_titles(now.lang)
    rows = [
        (
            p.name,
            p.organisation or say("unknown"),
            _place(p.region, say),
            _place(p.home_town, say),
            p.alumni or say("unknown"),
            _names(p.chains, chains, say),
            p.contact or say("unknown"),
            _term(p, say),
            _record(made.get(p.name, ()), say),
        )
        for p in people
    ]
    st.html(snippets.text(say("visits.ambassadors_title", n=len(people))))
    if rows:
        st.html(snippets.table([say(k) for k in AMBASSADOR_HEADS], rows))
    else:
        st.html(snippets.text(say("visits.no_ambassadors"), "lt-muted"))
    left, right = st.columns([3, 2])
    with left:
        _ambassador_form(people, chains, now, say)
    with right:
        _history(made, names, say)


def _ambassador_form(
    people: Sequence[Ambassador], chains: dict[str, str], now: state.Selection, say: language.Speaker
) -> None:
    by_id = {p.id: p for p in people}
    which = st.selectbox(
        say("visits.edit_which"),
        [0, *by_id],
        format_func=lambda i: by_id[i].name if i else say("visits.add_new"),
        key="amb_which",
    )
    old = by_id.get(which)
    stem = f"amb_{which}_{len(people)}"
    with st.form(f"amb_form_{stem}"):
        fields = _ambassador_fields(old, stem, chains, now, say)
        if st.form_submit_button(say("visits.save"), type="primary"):
            write_down(lambda s: ambassadors.save_ambassador(s, which or None, **fields), now)


class AmbassadorFields(TypedDict):
    """What the form of an ambassador holds; `ties`, `alumni` and `chains` are lists in one text."""

    name: str
    organisation: str
    region: str
    home_town: str
    alumni: str
    contact: str
    ties: str
    chains: str
    since: date | None
    until: date | None
    note: str


def _ambassador_fields(
    old: Ambassador | None, stem: str, chains: dict[str, str], now: state.Selection, say: language.Speaker
) -> AmbassadorFields:
    """The boxes of the form, filled with what is known of the ambassador."""
    a, b = st.columns(2)
    places = _places()
    name = a.text_input(
        say("visits.person"),
        value=old.name if old else "",
        key=f"{stem}_name",
        placeholder=say("visits.person_hint"),
    )
    organisation = b.text_input(say("visits.organisation"), value=old.organisation if old else "", key=f"{stem}_org")
    region = _pick(a, say("visits.based"), places, old.region if old else "", f"{stem}_region")
    home_town = _pick(b, say("visits.home_town"), places, old.home_town if old else "", f"{stem}_home")
    alumni = a.text_input(
        say("visits.alumni"),
        value=old.alumni if old else "",
        key=f"{stem}_alumni",
        placeholder=say("visits.alumni_hint"),
    )
    contact = b.text_input(say("visits.contact"), value=old.contact if old else "", key=f"{stem}_contact")
    ties = st.text_input(
        say("visits.ties"), value=old.ties if old else "", key=f"{stem}_ties", placeholder=say("visits.ties_hint")
    )
    looks_after = _several(say("visits.looks_after"), chains, old.chains if old else "", f"{stem}_chains", say)
    c, d = st.columns(2)
    since = c.date_input(
        say("visits.since_day"), value=old.since if old else None, key=f"{stem}_since", format="YYYY-MM-DD"
    )
    until = d.date_input(
        say("visits.until_day"), value=old.until if old else None, key=f"{stem}_until", format="YYYY-MM-DD"
    )
    return {
        "name": name,
        "organisation": organisation,
        "region": region,
        "home_town": home_town,
        "alumni": alumni,
        "contact": contact,
        "ties": ties,
        "chains": looks_after,
        "since": since,
        "until": until,
        "note": st.text_input(say("visits.remark"), value=old.note if old else "", key=f"{stem}_note"),
    }


def _several(label: str, names: dict[str, str], chosen: str, key: str, say: language.Speaker) -> str:
    """Several of the named things as their keys in one text, separated by semicolons."""
    picked = st.multiselect(
        plain(label),
        list(names),
        default=[k for k in chosen.split(";") if k in names],
        format_func=names.__getitem__,
        key=key,
        placeholder=say("visits.choose"),
    )
    return ";".join(picked)


def offices_page(now: state.Selection) -> None:
    """The register of liaison offices, and the form to add or change one."""
    say = language.speaker(now.lang)
    with casework.opened().read() as session:
        offices = office_rows(session)
    if not offices:  # the first time: those that the city is known to keep
        with casework.opened().write() as session:
            ambassadors.liaison_offices(session)
        with casework.opened().read() as session:
            offices = office_rows(session)
    with casework.opened().read() as session:
        made = ambassadors.introductions_by(session, "liaison")
        names = _target_names(session)
    regions = base.space().regions
    provinces = {c: r.name for c, r in regions.by_code.items() if r.level == "province"}
    rows = [
        (
            o.name,
            _place(o.region, say),
            _names(o.covers, provinces, say),
            o.head or say("unknown"),
            o.contact or say("unknown"),
            _record(made.get(o.name, ()), say),
        )
        for o in offices
    ]
    st.html(snippets.text(say("visits.offices_title", n=len(offices))))
    st.html(snippets.table([say(k) for k in OFFICE_HEADS], rows))
    left, right = st.columns([3, 2])
    with left:
        _office_form(offices, provinces, now, say)
    with right:
        _history(made, names, say)


def _office_form(
    offices: Sequence[LiaisonOffice], provinces: dict[str, str], now: state.Selection, say: language.Speaker
) -> None:
    by_id = {o.id: o for o in offices}
    which = st.selectbox(
        say("visits.edit_which"),
        [*by_id, 0],
        format_func=lambda i: by_id[i].name if i else say("visits.add_new"),
        key="off_which",
    )
    old = by_id.get(which)
    stem = f"off_{which}_{len(offices)}"
    with st.form(f"off_form_{stem}"):
        a, b = st.columns(2)
        name = a.text_input(say("visits.office_name"), value=old.name if old else "", key=f"{stem}_name")
        region = _pick(b, say("visits.based"), _places(), old.region if old else "", f"{stem}_region")
        head = a.text_input(say("visits.head"), value=old.head if old else "", key=f"{stem}_head")
        contact = b.text_input(say("visits.contact"), value=old.contact if old else "", key=f"{stem}_contact")
        covers = _several(say("visits.covers"), provinces, old.covers if old else "", f"{stem}_covers", say)
        note = st.text_input(say("visits.remark"), value=old.note if old else "", key=f"{stem}_note")
        if st.form_submit_button(say("visits.save"), type="primary"):
            write_down(
                lambda s: ambassadors.save_office(
                    s, which or None, name=name, region=region, head=head, contact=contact, covers=covers, note=note
                ),
                now,
            )


def _history(made: dict[str, list[Introduction]], names: dict[int, str], say: language.Speaker) -> None:
    """What they introduced, and what came of it."""
    rows = [
        (who, names.get(i.target_id or 0, i.name) or say("unknown"), say(f"visits.result_{i.result}"), i.outcome or "—")
        for who, found in made.items()
        for i in found
    ]
    st.html(snippets.text(say("visits.made_title", n=len(rows)), "lt-muted"))
    if rows:
        st.html(snippets.table([say(k) for k in HISTORY_HEADS], rows))


def _target_names(session: Session) -> dict[int, str]:
    return {t.id: t.name for t in session.scalars(sa.select(Target))}


def _record(found: Sequence[Introduction], say: language.Speaker) -> str:
    if not found:
        return say("visits.record_none")
    return say(
        "visits.record_n",
        n=len(found),
        m=sum(i.result in ("met", "project") for i in found),
        p=sum(i.result == "project" for i in found),
    )


def _term(p: Ambassador, say: language.Speaker) -> str:
    if not p.since and not p.until:
        return say("unknown")
    return f"{p.since or say('unknown')} — {p.until or say('visits.open_end')}"


def _place(code: str, say: language.Speaker) -> str:
    return frame.place(base.space().regions.full_name(code)) if code else say("unknown")


def _places() -> list[str]:
    return ["", *base.space().regions.cities()]


def _pick(at: DeltaGenerator, label: str, places: list[str], chosen: str, key: str) -> str:
    options = places if chosen in places else [*places, chosen]
    say = language.speaker(state.current().lang)
    return str(
        at.selectbox(plain(label), options, index=options.index(chosen), key=key, format_func=lambda c: _place(c, say))
    )


def _names(codes: str, known: dict[str, str], say: language.Speaker) -> str:
    return "、".join(known[c] for c in codes.split(";") if c in known) or say("unknown")
