"""The week: what to go for, what is due, what changed, what to check; each row leads to what is behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import base, gaps, office
from app_pages.read.daily import week
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.chance.shapes import Group
from graph.gaps.documents.plan_shapes import ChangedGap, ChangesDocument
from graph.gaps.priorities.shapes import PriorityRow
from graph.gaps.wording.amounts import about
from graph.model.words import KIND
from outreach.papers.priority_lines import buyers

SHOWN = 5  # rows of a block


def show(chosen: state.Selection, first: Mapping[Group, Sequence[PriorityRow]]) -> None:
    """Four blocks, those that are read at once before those that take a moment."""
    say = language.speaker(chosen.lang)
    left, right = st.columns(2)
    with left.container(border=True, key="week_recruit"):
        _recruit(first, chosen, say)
    with right.container(border=True, key="week_due"):
        _due(say)
    checks = right.container(border=True, key="week_checks")
    news = left.container(border=True, key="week_news")
    with checks:
        _checks(chosen, say)
    with news:
        _news(chosen, say)


def _recruit(first: Mapping[Group, Sequence[PriorityRow]], chosen: state.Selection, say: language.Speaker) -> None:
    """主攻 of the chains that the office follows, of all where it follows none."""
    followed = office.office().chains
    rows = [r for r in first["attack"] if not followed or r["chain"] in followed]
    st.subheader(plain(say("week.recruit", n=len(rows))), anchor=False)
    if not rows:
        st.html(snippets.text(say("week.recruit_none", n=len(first["check"])), "lt-muted"))
    for row in rows[:SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(
                plain(frame.segment_name(row, chosen.lang)), key=f"week_gap_{row['segment']}", type="tertiary"
            ):
                state.open_page("gap_list", segment=row["segment"])
            if st.button(say("first.targets"), key=f"week_targets_{row['segment']}", type="tertiary"):
                state.open_page("targets", segment=row["segment"])
            if st.button(say("week.market"), key=f"week_market_{row['segment']}", type="tertiary"):
                state.open_page("market_map", segment=row["segment"])
        st.html(snippets.text(_why(row, chosen, say), "lt-muted"))
    _rest(len(rows), "first", "week_recruit_all", say)


def _why(row: PriorityRow, chosen: state.Selection, say: language.Speaker) -> str:
    """What is needed of it here and who needs it most; where the place is strong in it, what speaks for it."""
    gap = row.get("gap")
    amount = sum(b["yi"] for b in gap["evidence"]["buyers"]) if gap is not None else 0.0
    chance = row["chance"]["sentence"] if chosen.lang == "zh" else row["chance"]["sentence_en"]
    if not amount:
        return chance
    named = [f"{name}（{product}）" for name, product in buyers(row, base.space().store)]
    yi = language.pick(about(amount), chosen.lang)
    if not named:
        return say("first.wanted_unnamed", yi=yi)
    return say("first.wanted", yi=yi, firms=language.listed(named, chosen.lang))


def _due(say: language.Speaker) -> None:
    """Promises and visits by their days."""
    rows = week.due(date.today())
    late = sum(d.kind in ("late", "no_minutes") for d in rows)
    st.subheader(plain(say("week.due", n=len(rows), late=late)), anchor=False)
    if not rows:
        st.html(snippets.text(say("week.due_none"), "lt-muted"))
    for d in rows[:SHOWN]:
        what = say(f"week.due_{d.kind}", day=d.day.isoformat(), days=abs(d.days), text=d.text, who=d.who, n=d.n)
        st.html(snippets.text(what))
    if st.button(say("week.visits"), key="week_visits", type="tertiary"):
        st.session_state["visits_section"] = "after" if any(d.kind != "visit" for d in rows) else "list"
        state.open_page("visits")


def _checks(chosen: state.Selection, say: language.Speaker) -> None:
    """What would move most if it were known."""
    with st.spinner(say("wait.reading")):
        rows = gaps.checks(chosen.region)
    st.subheader(plain(say("week.checks", n=len(rows))), anchor=False)
    if not rows:
        st.html(snippets.text(say("checks.none"), "lt-muted"))
    for row in rows[:SHOWN]:
        st.html(snippets.text(row["sentence"] if chosen.lang == "zh" else row["sentence_en"]))
    _rest(len(rows), "checks", "week_checks_all", say)


def _news(chosen: state.Selection, say: language.Speaker) -> None:
    """What the loads of the week opened and closed."""
    with st.spinner(say("wait.reading")):
        news = week.news(chosen.region, date.today())
    found = news.changes
    if found is None:
        st.subheader(say("week.news"), anchor=False)
        st.html(snippets.text(say("week.young" if not news.since else "week.quiet", day=news.last), "lt-muted"))
    else:
        new, healed = found["gaps"]["new"], found["gaps"]["healed"]
        st.subheader(plain(say("week.changed", new=len(new), healed=len(healed))), anchor=False)
        st.html(snippets.text(say("week.since", day=news.since, last=news.last), "lt-muted"))
        _gaps("week.new", new, chosen, say)
        _gaps("week.healed", healed, chosen, say)
        st.html(snippets.text(say("week.firms", came=_firms(found, "firm_came"), left=_firms(found, "firm_left"))))
    _rest(SHOWN + 1, "changes", "week_changes_all", say)


def _firms(found: ChangesDocument, what: str) -> int:
    return len({f["firm"] for f in found["facts"] if f["what"] == what})


def _gaps(key: str, rows: Sequence[ChangedGap], chosen: state.Selection, say: language.Speaker) -> None:
    if not rows:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(snippets.text(say(key)), width="content")
        for g in rows[:SHOWN]:
            stood = g["now"] or g["was"]
            kind = f"（{KIND[stood['kind']][chosen.lang]}）" if stood else ""
            name = frame.segment_name(g, chosen.lang)
            if st.button(plain(f"{name}{kind}"), key=f"{key}_{g['segment']}", type="tertiary"):
                state.open_page("gap_list", segment=g["segment"])


def _rest(n: int, view: str, key: str, say: language.Speaker) -> None:
    """Leads to the whole list on 缺口诊断."""
    if n > SHOWN and st.button(say("week.all"), key=key, type="tertiary"):
        st.session_state["gaps_open"] = view
        state.open_page("gap_list", segment="")
