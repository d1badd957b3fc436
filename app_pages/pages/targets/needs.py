"""本地需求: what local firms look for → which suppliers are missing here → who could come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st

from app_pages import frame, state
from app_pages.downloads import XLSX
from app_pages.draw import snippets
from app_pages.errors import explain
from app_pages.pages.targets import cards
from app_pages.read import base, casework, chains, target_lists, uploads
from app_pages.texts import language
from app_pages.texts.plain import plain
from app_pages.writing import write_down
from graph.errors import LiantuError
from graph.model.row_problems import RowProblem
from graph.model.words import Lang
from outreach.casework.models import LocalNeed
from outreach.targets import needs, plain_tables
from recommend.explain.shapes import TargetDocument
from recommend.lists import demand
from recommend.lists.shapes import SeekerNeed, SegmentNeed, SupplyRow

SHOWN = 20  # target cards
NAMED = 3
BAD_HEADS = ("targets.needs_row", "targets.needs_column", "targets.needs_value", "targets.needs_why")
SUPPLY_HEADS = ("targets.needs_segment", "targets.needs_who", "targets.needs_here", "targets.needs_targets")


def show(now: state.Selection) -> None:
    """The library, what is missing, and the targets most sought; entry and import beside."""
    say, space = language.speaker(now.lang), base.space()
    with casework.opened().read() as session:
        kept = needs.open_needs(session, now.region)
    asked = needs.as_needs(kept, space.network.segments)
    wanted = list(dict.fromkeys(n.segment for n in asked))
    with st.spinner(plain(say("wait.targets", n=space.store.counts()["firm"]))):
        lists = {s: target_lists.outsiders(s, now.region) for s in wanted}
    rows = demand.supply(asked, {s: chains.local_makers(s, now.region) for s in wanted}, lists)
    missing = sum(not r["local"] for r in rows)
    title = say("targets.needs_title", region=space.regions.name(now.region), n=len(asked), m=missing)
    st.header(plain(title) if asked else say("targets.needs_none"), anchor=False)
    left, right = st.columns([5, 3])
    with right:
        _enter(now, say, open_first=not asked)
        _import(now, say)
    with left:
        if not asked:
            st.html(snippets.text(say("targets.needs_todo"), "lt-muted"))
            return
        st.subheader(say("targets.needs_supply"), anchor=False)
        st.html(
            snippets.table(
                [say(k) for k in SUPPLY_HEADS],
                [_supply(r, now) for r in rows],
            )
        )
        _library(kept, now, say)
    _targets(asked, lists, wanted, now, say)


def _supply(row: SupplyRow, now: state.Selection) -> tuple[str, ...]:
    say = language.speaker(now.lang)
    here = say("targets.needs_nobody")
    if row["local"]:
        names = language.listed((s["name"] for s in row["suppliers"][:NAMED]), now.lang)
        here = say("targets.needs_local", n=row["local"], names=names)
    return (
        frame.segment_title(row["segment"], now.lang),
        _who(row["needs"], now),
        here,
        say("targets.needs_count", n=row["targets"], a=row["first_class"]),
    )


def _who(seekers: Sequence[SeekerNeed | SegmentNeed], now: state.Selection) -> str:
    """Seekers with their own words: 甲（每月十万平米）."""
    return language.clauses(dict.fromkeys(_seeker(n["firm"], n["words"], now.lang) for n in seekers), now.lang)


def _seeker(firm: str, words: str, lang: Lang) -> str:
    if not words:
        return firm
    return f"{firm}（{words}）" if lang == "zh" else f"{firm} ({words})"


def _targets(
    asked: Sequence[demand.Need],
    lists: Mapping[str, Sequence[TargetDocument]],
    wanted: Sequence[str],
    now: state.Selection,
    say: language.Speaker,
) -> None:
    st.subheader(say("targets.needs_first"), anchor=False)
    only = st.pills(
        say("targets.needs_pick"),
        wanted,
        selection_mode="multi",
        format_func=lambda s: plain(frame.segment_title(s, now.lang)),
        key="needs_only",
        label_visibility="collapsed",
    )
    rows = demand.demand_first([n for n in asked if not only or n.segment in only], lists)
    if not rows:
        st.html(snippets.text(say("targets.needs_no_target"), "lt-muted"))
        return
    owners = casework.claims_in(now.region)
    for i, row in enumerate(rows[:SHOWN], 1):
        cards.card(i, row["target"], now, owners, say("targets.needs_sought", who=_who(row["needs"], now)))


def _enter(now: state.Selection, say: language.Speaker, open_first: bool) -> None:
    segments = base.space().network.makers
    own = [s for s in segments if segments[s].chain == now.chain]
    order = [*own, *(s for s in segments if segments[s].chain != now.chain)]
    names = frame.segment_titles(order, now.lang)
    box = st.expander(say("targets.needs_add"), expanded=open_first)
    with box, st.form("needs_form", clear_on_submit=True, border=False):
        firm = st.text_input(say("targets.needs_firm"), key="needs_firm", max_chars=100)
        segment = st.selectbox(
            say("targets.needs_segment"),
            order,
            format_func=names.__getitem__,
            key="needs_segment",
            index=order.index(now.segment) if now.segment in order else 0,
        )
        words = st.text_input(say("targets.needs_words"), key="needs_words", max_chars=needs.MOST_WORDS)
        sent = st.form_submit_button(say("targets.needs_save"), key="needs_save")
    if not sent:
        return
    if not firm.strip():
        st.warning(say("targets.needs_no_firm"))
        return
    row = needs.NeedRow(" ".join(firm.split()), segment, words.strip(), date.today())
    try:
        new, _ = needs.keep(casework.opened(), base.space().store, [row], now.region, "", frame.team_name(now))
    except LiantuError as error:
        frame.failed(error)
        return
    st.toast(
        plain(say("targets.needs_saved", firm=row.firm, segment=frame.segment_title(segment, now.lang)))
        if new
        else say("targets.needs_known")
    )
    st.rerun()


def _import(now: state.Selection, say: language.Speaker) -> None:
    if now.lang == "zh":
        st.html(snippets.UPLOAD_ZH)
    with st.expander(say("targets.needs_import")):
        st.html(snippets.text(say("targets.needs_columns"), "lt-muted"))
        st.download_button(
            say("targets.needs_template"),
            template,
            file_name="需求表.xlsx",
            mime=XLSX,
            key="needs_template",
            on_click="ignore",
        )
        given = st.file_uploader(
            say("targets.needs_import"), type=["csv", "xlsx", "xls"], key="needs_file", label_visibility="collapsed"
        )
        if st.button(say("targets.needs_load"), disabled=given is None, key="needs_load") and given is not None:
            try:
                st.session_state["needs_report"] = take(given.name, given.getvalue(), now)
            except LiantuError as error:
                st.session_state.pop("needs_report", None)
                what, todo = explain(error, now.lang)
                st.error(f"{plain(given.name)}：{plain(what)} {plain(todo)}")
                return
            st.rerun()
        if "needs_report" in st.session_state:
            file, new, known, bad = st.session_state["needs_report"]
            _report(file, new, known, bad, say)


def take(name: str, content: bytes, now: state.Selection) -> tuple[str, int, int, list[RowProblem]]:
    """Load an uploaded table of needs: file, new, known, rows that were not used. Raises `LiantuError`; then nothing is
    kept."""
    with uploads.kept(name, content) as file:
        rows, bad = base.space().read_needs(file)
    new, known = needs.keep(casework.opened(), base.space().store, rows, now.region, file.name, frame.team_name(now))
    return file.name, new, known, bad


def _report(file: str, new: int, known: int, bad: Sequence[RowProblem], say: language.Speaker) -> None:
    st.html(snippets.text(say("targets.needs_loaded", file=file, new=new, known=known, bad=len(bad))))
    if bad:
        head = [say(k) for k in BAD_HEADS]
        st.html(snippets.table(head, [(str(b.row), b.column, b.value or say("none"), b.zh) for b in bad[:100]]))


def template() -> bytes:
    """An empty table of needs with its headings."""
    spec = base.space().table_spec("needs")
    return plain_tables.as_xlsx([spec.heading(field) for field in spec.columns], [], "需求")


def _library(kept: Sequence[LocalNeed], now: state.Selection, say: language.Speaker) -> None:
    with st.expander(plain(say("targets.needs_library", n=len(kept)))):
        for n in kept:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                parts = [n.firm, frame.segment_title(n.segment, now.lang), n.words, n.since.isoformat()]
                st.html(snippets.text(" · ".join(filter(None, parts))), width="content")
                if st.button(say("targets.needs_met"), key=f"need_{n.id}_met", type="tertiary"):
                    write_down(partial(needs.close, number=n.id, status="met", today=date.today()), now)
                if st.button(say("targets.needs_dropped"), key=f"need_{n.id}_dropped", type="tertiary"):
                    write_down(partial(needs.close, number=n.id, status="dropped", today=date.today()), now)
