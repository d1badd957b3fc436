"""拜访 · 引荐与活动: who opens which door, ambassadors and liaison offices, and what events lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.visits import events
from app_pages.pages.visits import people as visit_people
from app_pages.pages.visits.saved_targets import write_down
from app_pages.read import loaders
from app_pages.texts import language
from outreach.casework.models import Introduction, Target
from outreach.casework.people import CONSENT, RELATIONS, RESULTS
from outreach.targets import ambassadors, associations, claims, introducers

WHOM = "doors_whom"  # the target the page is about, by name; another page may set it
VIEWS = ("introductions", "ambassadors", "offices", "events")


def show(now: state.Selection) -> None:
    """One register at a time."""
    say = language.speaker(now.lang)
    view = st.segmented_control(
        say("visits.doors_view"),
        VIEWS,
        default="introductions",
        format_func=lambda v: say(f"visits.view_{v}"),
        key="doors_view",
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    if view == "ambassadors":
        visit_people.ambassadors_page(now)
    elif view == "offices":
        visit_people.offices_page(now)
    elif view == "events":
        events.show(now)
    else:
        _introductions(now)


def _introductions(now: state.Selection) -> None:
    """A target, who could introduce us, and the form that notes it; below, everything noted."""
    say = language.speaker(now.lang)
    with loaders.casework().read() as session:
        saved = {t.name: t for t in claims.open_targets(session, now.region)}
        every = session.scalars(sa.select(Introduction).order_by(Introduction.id.desc())).all()
        names = {t.id: t.name for t in session.scalars(sa.select(Target))}
        noted = [(i, names.get(i.target_id or 0, i.name)) for i in every]
        rows = [
            (
                i.introducer.name,
                name or say("unknown"),
                say(f"visits.tie_{i.relation}"),
                say(f"visits.consent_{i.consent}"),
                i.last_contact.isoformat() if i.last_contact else say("unknown"),
                say(f"visits.result_{i.result}"),
                i.outcome or "—",
            )
            for i, name in noted
        ]
        known = [
            *(a.name for a in ambassadors.ambassadors(session)),
            *(o.name for o in visit_people.office_rows(session)),
        ]
    options = list(dict.fromkeys([*saved, *(n for _, n in noted if n)]))
    asked = st.session_state.get(WHOM)
    if asked and asked not in options:
        options.insert(0, asked)
    whom = st.selectbox(
        say("visits.introduce_whom"),
        options,
        index=None if not options else 0,
        key=WHOM,
        accept_new_options=True,
        placeholder=say("visits.introduce_hint"),
        width=520,
        help=say("visits.introduce_help"),
    )
    if whom:
        target = _target(str(whom), saved.get(str(whom)), now)
        offered = offers(target, now)
        if offered:
            st.html(offer_table(offered, now))
        else:
            st.html(snippets.text(say("visits.no_offers"), "lt-muted"))
        _form(target, offered, known, now, say)
    st.subheader(say("visits.noted", n=len(rows)), anchor=False)
    if rows:
        heads = ("introducer", "name", "relation", "consent", "last_contact", "result", "outcome_note")
        st.html(snippets.table([say(f"visits.{k}") for k in heads], rows))
    else:
        st.html(snippets.text(say("visits.no_introducers"), "lt-muted"))


def _target(name: str, saved: Target | None, now: state.Selection) -> dict[str, Any]:
    """What is known of a target, saved or not, for the ties to be looked up."""
    if saved is not None:
        chain = saved.segment.split(".")[0] or now.chain
        return {
            "id": saved.id,
            "name": name,
            "ref": saved.ref,
            "group": saved.group,
            "region": saved.region,
            "chain": chain,
        }
    ref = next((f["id"] for f in loaders.firm_names() if f["name"] == name), "")
    firm = next(iter(loaders.space().store.firms([ref])), None) if ref else None
    return {
        "id": None,
        "name": name,
        "ref": ref,
        "group": firm.parent if firm else "",
        "region": firm.region if firm else "",
        "chain": now.chain,
    }


def offers(target: Mapping[str, Any], now: state.Selection) -> list[dict[str, Any]]:
    """Who can introduce us to a target: on record, fellow members of an association, ambassadors, offices."""
    space = loaders.space()
    held, local = loaders.posts(now.region)
    fellows = associations.fellows(held, str(target.get("ref") or ""), local)
    chains = {c.id: c.name for c in space.network.chains}
    with loaders.casework().read() as session:
        return ambassadors.offers(session, target, space.regions, chains, date.today(), fellows)


def offer_table(offered: Sequence[Mapping[str, Any]], now: state.Selection) -> str:
    """Introducers, what they rest on, and where it stands."""
    say = language.speaker(now.lang)
    consent = {v: k for k, v in CONSENT.items()}
    result = {v: k for k, v in RESULTS.items()}
    rows = [
        (
            str(o["introducer"]),
            str(o["why"] if now.lang == "zh" else o["why_en"]),
            say("visits.on_record" if o["known"] else "visits.by_tie"),
            say(f"visits.consent_{consent[o['consent']]}"),
            str(o["last_contact"] or say("unknown")),
            say(f"visits.result_{result.get(o['result'], '')}"),
            str(o["outcome"] or "—"),
        )
        for o in offered
    ]
    heads = ("introducer", "rests_on", "state", "consent", "last_contact", "result", "outcome_note")
    return snippets.table([say(f"visits.{k}") for k in heads], rows)


def _form(
    target: Mapping[str, Any],
    offered: Sequence[Mapping[str, Any]],
    known: Sequence[str],
    now: state.Selection,
    say: language.Speaker,
) -> None:
    by_name = {str(o["introducer"]): o for o in offered}
    people = list(dict.fromkeys([*by_name, *known]))
    with st.form("doors_form", clear_on_submit=True):
        a, b, c, d = st.columns([4, 2, 2, 2])
        who = a.selectbox(
            say("visits.introducer"),
            people,
            index=0 if people else None,
            key="doors_who",
            accept_new_options=True,
            placeholder=say("visits.introducer_hint"),
            help=say("visits.introducer_hint"),
        )
        first = by_name.get(str(people[0])) if people else None
        relations = list(RELATIONS)
        relation = b.selectbox(
            say("visits.relation"),
            relations,
            index=relations.index(str(first["relation"]) if first else "other"),
            key="doors_relation",
            format_func=lambda k: say(f"visits.tie_{k}"),
        )
        consent = c.selectbox(
            say("visits.consent"),
            list(CONSENT),
            index=list(CONSENT).index("not_asked"),
            key="doors_consent",
            format_func=lambda k: say(f"visits.consent_{k}"),
        )
        day = d.date_input(say("visits.last_contact"), value=None, key="doors_day", format="YYYY-MM-DD")
        e, f, g = st.columns([2, 6, 2], vertical_alignment="bottom")
        result = e.selectbox(
            say("visits.result"), list(RESULTS), key="doors_result", format_func=lambda k: say(f"visits.result_{k}")
        )
        outcome = f.text_input(say("visits.outcome_note"), key="doors_outcome")
        if g.form_submit_button(say("visits.save")):
            kind = str(by_name[str(who)]["kind"]) if str(who) in by_name else visit_people.kind_of(str(who or ""))
            write_down(
                lambda s: introducers.introduce(
                    s,
                    introducer=str(who or ""),
                    kind=kind,
                    target=target["id"],
                    name=target["name"],
                    ref=target["ref"],
                    relation=relation,
                    consent=consent,
                    last_contact=day,
                    result=result,
                    outcome=outcome,
                ),
                now,
            )


def of_target(target: Mapping[str, Any], now: state.Selection) -> None:
    """On a target's card: the office's own introducers, and the way to note one, whether it is saved or not."""
    say, firm = language.speaker(now.lang), target["firm"]
    found = offers(
        {
            "name": firm["name"],
            "ref": firm["id"],
            "group": firm.get("parent") or "",
            "region": firm["region"],
            "chain": str(target["segment"]).split(".")[0],
        },
        now,
    )
    if found:
        st.html(snippets.text(say("visits.own_introducers"), "lt-muted") + offer_table(found, now))
    if st.button(say("visits.note_introduction"), key=f"introduce_{firm['id']}", type="tertiary"):
        st.session_state[WHOM] = firm["name"]
        st.session_state["visits_section"], st.session_state["doors_view"] = "doors", "introductions"
        state.open_page("visits")
