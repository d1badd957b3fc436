"""拜访 · 招商大使 and 联络处: the registers, how to reach them, their ties, what they introduced and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import streamlit as st
from sqlalchemy.orm import Session

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.visits.saved_targets import write_down
from app_pages.read import loaders
from app_pages.texts import language
from outreach.casework.models import Ambassador, Introduction, LiaisonOffice, Target
from outreach.targets import ambassadors


def office_rows(session: Session) -> list[LiaisonOffice]:
    """The liaison offices as they stand, without entering any."""
    return list(session.scalars(sa.select(LiaisonOffice).order_by(LiaisonOffice.id)))


def kind_of(name: str) -> str:
    """Is an introducer of this name an ambassador, a liaison office or any office?"""
    with loaders.casework().read() as session:
        if session.scalars(sa.select(Ambassador).where(Ambassador.name == name)).first() is not None:
            return "ambassador"
        return "liaison" if any(o.name == name for o in office_rows(session)) else "office"


def ambassadors_page(now: state.Selection) -> None:
    """The register of ambassadors, and the form to add or change one."""
    say = language.speaker(now.lang)
    with loaders.casework().read() as session:
        people = ambassadors.ambassadors(session)
        made = ambassadors.introductions_by(session, "ambassador")
        names = _target_names(session)
    chains = {c.id: c.name if now.lang == "zh" else c.name_en for c in loaders.space().network.chains}
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
    heads = ("person", "organisation", "based", "home_town", "alumni", "looks_after", "contact", "term", "record")
    if rows:
        st.html(snippets.table([say(f"visits.{k}") for k in heads], rows))
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
    stem, places = f"amb_{which}_{len(people)}", _places(now)
    with st.form(f"amb_form_{stem}"):
        a, b = st.columns(2)
        fields: dict[str, Any] = {
            "name": a.text_input(
                say("visits.person"),
                value=old.name if old else "",
                key=f"{stem}_name",
                placeholder=say("visits.person_hint"),
            ),
            "organisation": b.text_input(
                say("visits.organisation"), value=old.organisation if old else "", key=f"{stem}_org"
            ),
            "region": _pick(a, say("visits.based"), places, old.region if old else "", f"{stem}_region"),
            "home_town": _pick(b, say("visits.home_town"), places, old.home_town if old else "", f"{stem}_home"),
            "alumni": a.text_input(
                say("visits.alumni"),
                value=old.alumni if old else "",
                key=f"{stem}_alumni",
                placeholder=say("visits.alumni_hint"),
            ),
            "contact": b.text_input(say("visits.contact"), value=old.contact if old else "", key=f"{stem}_contact"),
            "ties": st.text_input(
                say("visits.ties"),
                value=old.ties if old else "",
                key=f"{stem}_ties",
                placeholder=say("visits.ties_hint"),
            ),
            "chains": ";".join(
                st.multiselect(
                    say("visits.looks_after"),
                    list(chains),
                    default=[c for c in (old.chains if old else "").split(";") if c in chains],
                    format_func=lambda c: chains[c],
                    key=f"{stem}_chains",
                    placeholder=say("visits.choose"),
                )
            ),
        }
        c, d = st.columns(2)
        fields["since"] = c.date_input(
            say("visits.since_day"), value=old.since if old else None, key=f"{stem}_since", format="YYYY-MM-DD"
        )
        fields["until"] = d.date_input(
            say("visits.until_day"), value=old.until if old else None, key=f"{stem}_until", format="YYYY-MM-DD"
        )
        fields["note"] = st.text_input(say("visits.remark"), value=old.note if old else "", key=f"{stem}_note")
        if st.form_submit_button(say("visits.save"), type="primary"):
            write_down(lambda s: ambassadors.save_ambassador(s, which or None, **fields), now)


def offices_page(now: state.Selection) -> None:
    """The register of liaison offices, and the form to add or change one."""
    say = language.speaker(now.lang)
    with loaders.casework().read() as session:
        offices = office_rows(session)
    if not offices:  # the first time: those that the city is known to keep
        with loaders.casework().write() as session:
            ambassadors.liaison_offices(session)
        with loaders.casework().read() as session:
            offices = office_rows(session)
    with loaders.casework().read() as session:
        made = ambassadors.introductions_by(session, "liaison")
        names = _target_names(session)
    regions = loaders.space().regions
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
    heads = ("office_name", "based", "covers", "head", "contact", "record")
    st.html(snippets.table([say(f"visits.{k}") for k in heads], rows))
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
        fields: dict[str, Any] = {
            "name": a.text_input(say("visits.office_name"), value=old.name if old else "", key=f"{stem}_name"),
            "region": _pick(b, say("visits.based"), _places(now), old.region if old else "", f"{stem}_region"),
            "head": a.text_input(say("visits.head"), value=old.head if old else "", key=f"{stem}_head"),
            "contact": b.text_input(say("visits.contact"), value=old.contact if old else "", key=f"{stem}_contact"),
            "covers": ";".join(
                st.multiselect(
                    say("visits.covers"),
                    list(provinces),
                    default=[c for c in (old.covers if old else "").split(";") if c in provinces],
                    format_func=lambda c: provinces[c],
                    key=f"{stem}_covers",
                    placeholder=say("visits.choose"),
                )
            ),
            "note": st.text_input(say("visits.remark"), value=old.note if old else "", key=f"{stem}_note"),
        }
        if st.form_submit_button(say("visits.save"), type="primary"):
            write_down(lambda s: ambassadors.save_office(s, which or None, **fields), now)


def _history(made: dict[str, list[Introduction]], names: dict[int, str], say: language.Speaker) -> None:
    """What they introduced, and what came of it."""
    rows = [
        (who, names.get(i.target_id or 0, i.name) or say("unknown"), say(f"visits.result_{i.result}"), i.outcome or "—")
        for who, found in made.items()
        for i in found
    ]
    st.html(snippets.text(say("visits.made_title", n=len(rows)), "lt-muted"))
    if rows:
        st.html(snippets.table([say(f"visits.{k}") for k in ("introducer", "name", "result", "outcome_note")], rows))


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
    return frame.place(loaders.space().regions.full_name(code)) if code else say("unknown")


def _places(now: state.Selection) -> list[str]:
    return ["", *loaders.space().regions.cities()]


def _pick(at: Any, label: str, places: list[str], chosen: str, key: str) -> str:
    options = places if chosen in places else [*places, chosen]
    say = language.speaker(state.current().lang)
    return str(at.selectbox(label, options, index=options.index(chosen), key=key, format_func=lambda c: _place(c, say)))


def _names(codes: str, known: dict[str, str], say: language.Speaker) -> str:
    return "、".join(known[c] for c in codes.split(";") if c in known) or say("unknown")
