"""拜访 · 引荐与活动: who can introduce us to whom, ambassadors and liaison offices, and what events lead to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import sqlalchemy as sa
import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.visits import events
from app_pages.pages.visits import people as visit_people
from app_pages.read import base, casework, firms
from app_pages.texts import language
from app_pages.texts.plain import plain
from app_pages.writing import write_down
from outreach.casework.models import Introduction, Target
from outreach.casework.people import CONSENT, RELATIONS, RESULTS
from outreach.targets import ambassadors, associations, claims, introducers
from outreach.targets.shapes import IntroductionOffer, IntroductionTarget
from recommend.explain.shapes import TargetDocument

WHOM = "doors_whom"  # the target the page is about, by name; another page may set it
OFFER_HEADS = (
    "visits.introducer",
    "visits.rests_on",
    "visits.state",
    "visits.consent",
    "visits.last_contact",
    "visits.result",
    "visits.outcome_note",
)
NOTED_HEADS = (
    "visits.introducer",
    "visits.name",
    "visits.relation",
    "visits.consent",
    "visits.last_contact",
    "visits.result",
    "visits.outcome_note",
)
VIEWS = {
    "introductions": "visits.view_introductions",
    "ambassadors": "visits.view_ambassadors",
    "offices": "visits.view_offices",
    "events": "visits.view_events",
}


def show(now: state.Selection) -> None:
    """One register at a time."""
    say = language.speaker(now.lang)
    view = st.segmented_control(
        say("visits.doors_view"),
        list(VIEWS),
        default="introductions",
        format_func=lambda v: say(VIEWS[v]),
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


class Records(NamedTuple):
    """What the casework holds for this view: saved targets by name, the introductions as rows of words, the targets
    they are about, and the introducers by name."""

    saved: dict[str, Target]
    rows: Sequence[tuple[str, ...]]
    about: list[str]
    introducers: list[str]


def _records(now: state.Selection, say: language.Speaker) -> Records:
    with casework.opened().read() as session:
        saved = {t.name: t for t in claims.open_targets(session, now.region)}
        noted = session.scalars(sa.select(Introduction).order_by(Introduction.id.desc())).all()
        names = {t.id: t.name for t in session.scalars(sa.select(Target))}
        about = [names.get(i.target_id or 0, i.name) for i in noted]
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
            for i, name in zip(noted, about, strict=True)
        ]
        introducers = [
            *(a.name for a in ambassadors.ambassadors(session)),
            *(o.name for o in visit_people.office_rows(session)),
        ]
    return Records(saved, rows, about, introducers)


def _ask_target(records: Records, say: language.Speaker) -> str:
    """To whom the introduction is: a saved target, one that was noted, or a name that is typed; '' where none is
    chosen."""
    options = list(dict.fromkeys([*records.saved, *filter(None, records.about)]))
    asked = st.session_state.get(WHOM)
    if asked and asked not in options:
        options.insert(0, asked)
    target = st.selectbox(
        say("visits.introduce_whom"),
        options,
        index=None if not options else 0,
        key=WHOM,
        accept_new_options=True,
        placeholder=say("visits.introduce_hint"),
        width=520,
        help=say("visits.introduce_help"),
    )
    return str(target or "")


def _introductions(now: state.Selection) -> None:
    """A target, who could introduce us, and the form that notes it; below, everything noted."""
    say = language.speaker(now.lang)
    records = _records(now, say)
    if name := _ask_target(records, say):
        target = _target(name, records.saved.get(name), now)
        offered = offers(target, now)
        if offered:
            st.html(offer_table(offered, now))
        else:
            st.html(snippets.text(say("visits.no_offers"), "lt-muted"))
        _form(target, offered, records.introducers, now, say)
    st.subheader(plain(say("visits.noted", n=len(records.rows))), anchor=False)
    if records.rows:
        st.html(snippets.table([say(k) for k in NOTED_HEADS], records.rows))
    else:
        st.html(snippets.text(say("visits.no_introducers"), "lt-muted"))


def _target(name: str, saved: Target | None, now: state.Selection) -> IntroductionTarget:
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
    ref = next((f["id"] for f in firms.names() if f["name"] == name), "")
    firm = next(iter(base.space().store.firms([ref])), None) if ref else None
    return {
        "id": None,
        "name": name,
        "ref": ref,
        "group": firm.parent if firm else "",
        "region": firm.region if firm else "",
        "chain": now.chain,
    }


def offers(target: IntroductionTarget, now: state.Selection) -> list[IntroductionOffer]:
    """Who can introduce us to a target: on record, fellow members of an association, ambassadors, offices."""
    space = base.space()
    posts, local = casework.posts(now.region)
    fellows = associations.fellows(posts, target["ref"], local)
    chains = {c.id: c.name for c in space.network.chains}
    with casework.opened().read() as session:
        return ambassadors.offers(session, target, space.regions, chains, date.today(), fellows)


def offer_table(offered: Sequence[IntroductionOffer], now: state.Selection) -> str:
    """Introducers, what they rest on, and where it stands."""
    say = language.speaker(now.lang)
    consent = {v: k for k, v in CONSENT.items()}
    result = {v: k for k, v in RESULTS.items()}
    rows = [
        (
            o["introducer"],
            o["why"] if now.lang == "zh" else o["why_en"],
            say("visits.on_record" if o["known"] else "visits.by_tie"),
            say(f"visits.consent_{consent[o['consent']]}"),
            o["last_contact"] or say("unknown"),
            say(f"visits.result_{result.get(o['result'], '')}"),
            o["outcome"] or "—",
        )
        for o in offered
    ]
    return snippets.table([say(k) for k in OFFER_HEADS], rows)


def _form(
    target: IntroductionTarget,
    offered: Sequence[IntroductionOffer],
    known: Sequence[str],
    now: state.Selection,
    say: language.Speaker,
) -> None:
    """A form that notes an introduction."""
    by_name = {o["introducer"]: o for o in offered}
    people = list(dict.fromkeys([*by_name, *known]))
    relations, consents = list(RELATIONS), list(CONSENT)
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
        first = by_name.get(people[0]) if people else None
        relation = b.selectbox(
            say("visits.relation"),
            relations,
            index=relations.index(first["relation"] if first else "other"),
            key="doors_relation",
            format_func=lambda k: say(f"visits.tie_{k}"),
        )
        consent = c.selectbox(
            say("visits.consent"),
            consents,
            index=consents.index("not_asked"),
            key="doors_consent",
            format_func=lambda k: say(f"visits.consent_{k}"),
        )
        day = d.date_input(say("visits.last_contact"), value=None, key="doors_day", format="YYYY-MM-DD")
        e, f, g = st.columns([2, 6, 2], vertical_alignment="bottom")
        result = e.selectbox(
            say("visits.result"), list(RESULTS), key="doors_result", format_func=lambda k: say(f"visits.result_{k}")
        )
        outcome = f.text_input(say("visits.outcome_note"), key="doors_outcome")
        if not g.form_submit_button(say("visits.save")):
            return
    introducer = str(who or "")
    kind = by_name[introducer]["kind"] if introducer in by_name else visit_people.kind_of(introducer)
    note = partial(
        introducers.introduce, relation=relation, consent=consent, last_contact=day, result=result, outcome=outcome
    )
    about = {"target": target["id"], "name": target["name"], "ref": target["ref"]}
    write_down(partial(note, introducer=introducer, kind=kind, **about), now)


def of_target(target: TargetDocument, now: state.Selection) -> None:
    """On a target's card: the office's own introducers, and the way to note one, whether it is saved or not."""
    say, firm = language.speaker(now.lang), target["firm"]
    found = offers(
        {
            "id": None,
            "name": firm["name"],
            "ref": firm["id"],
            "group": firm["parent"],
            "region": firm["region"],
            "chain": target["segment"].split(".")[0],
        },
        now,
    )
    if found:
        st.html(snippets.text(say("visits.own_introducers"), "lt-muted") + offer_table(found, now))
    if st.button(say("visits.note_introduction"), key=f"introduce_{firm['id']}", type="tertiary"):
        st.session_state[WHOM] = firm["name"]
        st.session_state["visits_section"], st.session_state["doors_view"] = "doors", "introductions"
        state.open_page("visits")
