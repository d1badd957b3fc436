"""The blocks of the week: what is new, what is healed, what to recruit, what is due, what to check next.

All headings stand at once, each over a skeleton; then each block is filled as soon as it is read. Every row leads
to what is behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import firm_links, frame, state
from app_pages.draw import snippets
from app_pages.pages.gap_list.wanted import wanted
from app_pages.pages.overview import rows as read
from app_pages.read import base, gaps, office
from app_pages.read.shapes import FirmLink, FirmSeat
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from graph.gaps.documents.labels import source_of
from graph.gaps.documents.plan_shapes import BatchRef, ChangedGap, ChangesDocument
from graph.gaps.priorities.group_words import GROUP
from graph.gaps.priorities.groups import RANKED
from graph.gaps.priorities.shapes import PriorityRow
from graph.model.records import Batch

MOST = 5  # rows a block shows; the page behind it has all
FIRMS = 3  # firms named on a line
_BAR = '<div style="height:14px;margin:10px 0;width:{}%;background:#E9EDF2;border-radius:6px"></div>'
SKELETON_LINE = _BAR.format(46)
_SKELETON = f'<div role="status" style="min-height:96px">{"".join(_BAR.format(w) for w in (92, 78, 60))}</div>'

Blocks: TypeAlias = "Mapping[str, DeltaGenerator]"
PAIRS = (("recruit", "due"), ("new", "healed"), ("check",))


def outline(now: state.Selection, say: language.Speaker) -> Blocks:
    """The headings, each over the place where its block will stand."""
    out: dict[str, DeltaGenerator] = {}
    for names in PAIRS:
        for column, name in zip(st.columns(len(names)), names, strict=True):
            with column.container(border=True, gap="xsmall", height="stretch"):
                st.subheader(say(f"week.{name}"), anchor=False)
                out[name] = st.empty()
                out[name].html(_SKELETON)
    return out


# -- what is due ---------------------------------------------------------------------------------------


def due(blocks: Blocks, now: state.Selection, say: language.Speaker) -> None:
    """Visits and promises, those past their day first."""
    today = date.today()
    with blocks["due"].container(gap="xsmall"):
        try:
            rows = read.due(now.region, today)
        except LiantuError as error:
            frame.failed(error)
            return
        if not rows:
            _nothing(say("week.due_none"), say("week.to_visits"), "visits", "due")
            return
        late = sum(r.day < today for r in rows)
        st.html(snippets.text(say("week.due_sum", late=late, soon=len(rows) - late), "lt-muted"))
        for i, row in enumerate(rows[:MOST]):
            _due_row(i, row, today, say)
        _all(len(rows), say("week.to_visits"), "visits", "due", say)


def _due_row(i: int, row: read.Due, today: date, say: language.Speaker) -> None:
    days = (row.day - today).days
    when = say("week.late", n=-days) if days < 0 else say("week.today") if days == 0 else say("week.in_days", n=days)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(snippets.plain_chip(f"{'! ' if days < 0 else ''}{when}"), width="content")
        words = (
            say("week.visit", name=row.who or say("unknown"))
            if row.kind == "visit"
            else say("week.promise", text=row.text, owner=row.who)
        )
        if st.button(plain(words), key=f"week_due_{i}", type="tertiary"):
            st.session_state["visits_section"] = "trip" if row.kind == "visit" and days >= 0 else "after"
            state.open_page("visits")
        if row.firm and st.button(say("week.firm"), key=f"week_due_firm_{i}", type="tertiary"):
            state.open_page("firm", firm=row.firm)


# -- what to recruit -----------------------------------------------------------------------------------


def recruit(blocks: Blocks, now: state.Selection, say: language.Speaker) -> None:
    """What the diagnosis says to go for in the chains that the office follows, else what comes next."""
    first = gaps.first(now.region)
    followed = [c for c in office.office().chains if c in frame.chain_titles(now.lang)]
    of = {g: [r for r in first[g] if not followed or r["chain"] in followed] for g in RANKED}
    group = next((g for g in RANKED if of[g]), None)
    with blocks["recruit"].container(gap="xsmall"):
        scope = say("week.followed", n=len(followed)) if followed else say("week.all_chains")
        if group is None:
            _nothing(say("week.recruit_none", scope=scope), say("week.to_gaps"), "gap_list", "recruit")
            return
        rows = of[group]
        key = "week.recruit_sum" if group == "attack" else "week.recruit_next"
        st.html(snippets.text(say(key, scope=scope, group=GROUP[group][now.lang], n=len(rows)), "lt-muted"))
        for row in rows[:MOST]:
            _recruit_row(row, now, say)
        _all(len(rows), say("week.to_gaps"), "gap_list", "recruit", say)


def _recruit_row(row: PriorityRow, now: state.Selection, say: language.Speaker) -> None:
    segment, lang = row["segment"], now.lang
    title = f"{frame.segment_name(row, lang)} · {frame.chain_titles(lang)[row['chain']]}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        # What the region is strong in is no gap and has no certificate: its place is the map of the chain.
        if st.button(plain(title), key=f"week_go_{segment}", type="tertiary"):
            _open("gap_list" if row["kind"] is not None else "chain_map", segment)
        if st.button(say("week.targets"), key=f"week_targets_{segment}", type="tertiary"):
            state.open_page("targets", segment=segment)
        if st.button(say("week.routes"), key=f"week_routes_{segment}", type="tertiary"):
            state.open_page("tech_map", segment=segment)
        if st.button(say("week.market"), key=f"week_market_{segment}", type="tertiary"):
            state.open_page("market_map", segment=segment)
    reason = wanted(row, lang) or row["chance"]["sentence" if lang == "zh" else "sentence_en"]
    st.html(snippets.text(reason, "lt-muted"))


# -- what is new and what is healed --------------------------------------------------------------------


def changes(blocks: Blocks, now: state.Selection, say: language.Speaker) -> None:
    """Loads, firms and gaps that came since a week ago, and the gaps that closed."""
    days = gaps.load_days()
    day = gaps.start_day(days, date.today()) if days else date.today()
    try:
        loads, document = read.loads_since(day), read.changed(now.region, day)
    except LiantuError as error:
        for name in ("new", "healed"):
            with blocks[name].container():
                frame.failed(error)
        return
    with blocks["new"].container(gap="xsmall"):
        if document is None:
            last = days[-1].isoformat() if days else say("unknown")
            _nothing(say("week.new_none", day=day.isoformat(), last=last), say("week.to_data"), "data", "new")
        else:
            _new(document, loads, day, now, say)
    with blocks["healed"].container(gap="xsmall"):
        healed = document["gaps"]["healed"] if document else []
        if not healed:
            _nothing(say("week.healed_none", day=day.isoformat()), say("week.to_data"), "data", "healed")
            return
        st.html(snippets.text(say("week.healed_sum", day=day.isoformat(), n=len(healed)), "lt-muted"))
        for row in healed[:MOST]:
            _gap_row(row, "chain_map", now)
            found = read.came(document, row["segment"]) if document else []
            if found:
                _firms(found, f"week_healed_{row['segment']}")
        _all(len(healed), say("week.to_changes"), "gap_list", "healed", say)


def _new(
    document: ChangesDocument, loads: Sequence[Batch], day: date, now: state.Selection, say: language.Speaker
) -> None:
    firms, opened = read.came(document), document["gaps"]["new"]
    words = say("week.new_sum", day=day.isoformat(), loads=len(loads), firms=len(firms), gaps=len(opened))
    st.html(snippets.text(words, "lt-muted"))
    for load in loads[:2]:
        told: BatchRef = {
            "id": load.id,
            "source": load.source,
            "file": load.file,
            "kind": load.kind,
            "date": load.loaded_on.isoformat(),
        }
        name = source_of(told, now.lang)
        if st.button(plain(name), key=f"week_load_{load.id}", type="tertiary"):
            state.open_page("data")
    if firms:
        _firms(firms, "week_came")
    for row in opened[:FIRMS]:
        _gap_row(row, "gap_list", now)
    _all(len(opened), say("week.to_changes"), "gap_list", "new", say, FIRMS)


def _gap_row(row: ChangedGap, page: str, now: state.Selection) -> None:
    title = f"{frame.segment_name(row, now.lang)} · {frame.chain_titles(now.lang)[row['chain']]}"
    if st.button(plain(title), key=f"week_gap_{row['segment']}", type="tertiary"):
        _open(page, row["segment"])


def _firms(firms: Sequence[FirmLink], key: str) -> None:
    """The first firms by name, and all of them behind their number."""

    def everybody() -> list[FirmSeat]:
        place = base.space().regions.full_name
        seats = {f.id: place(f.region) for f in base.space().store.firms([f["id"] for f in firms])}
        return [{**f, "place": seats[f["id"]]} for f in firms]

    firm_links.show(firms[:FIRMS], key, more=len(firms) if len(firms) > FIRMS else 0, everybody=everybody)


# -- what to check next --------------------------------------------------------------------------------


def checks(blocks: Blocks, now: state.Selection, say: language.Speaker) -> None:
    """What is unsure and would move the first gaps most, and what would decide it."""
    try:
        rows = gaps.checks(now.region)
    except LiantuError as error:
        with blocks["check"].container():
            frame.failed(error)
        return
    with blocks["check"].container(gap="xsmall"):
        if not rows:
            _nothing(say("week.check_none"), say("week.to_data"), "data", "check")
            return
        told = ""
        for row in rows[:MOST]:
            decides = say("week.decide_firm" if row["firm"] else "week.decide_segment")
            if decides != told:  # once over all rows that it holds for
                st.html(snippets.text(decides, "lt-muted"))
                told = decides
            sentence = row["sentence"] if now.lang == "zh" else row["sentence_en"]
            first = row["segments"][0]
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                name = row["firm_name"] if row["firm"] else frame.segment_name(first, now.lang)
                if st.button(plain(name), key=f"week_check_{row['rank']}", type="tertiary"):
                    if row["firm"]:
                        state.open_page("firm", firm=row["firm"])
                    state.open_page("chain_map", segment=first["segment"])
                st.html(snippets.text(sentence), width="stretch")
        _all(len(rows), say("week.to_data"), "data", "check", say)


# -- what blocks share ---------------------------------------------------------------------------------


def _nothing(words: str, way: str, page: str, key: str) -> None:
    """Nothing to show: why, and the page on which something can be done about it."""
    st.html(snippets.text(words))
    if st.button(plain(way), key=f"week_{key}_way", type="tertiary"):
        state.open_page(page)


def _all(count: int, way: str, page: str, key: str, say: language.Speaker, most: int = MOST) -> None:
    """The way to all rows, where not all are shown."""
    if count > most and st.button(plain(say("week.all", n=count, page=way)), key=f"week_{key}_all", type="tertiary"):
        state.open_page(page)


def _open(page: str, segment: str) -> None:
    """A segment on another page; of 缺口诊断 its certificate."""
    if page == "gap_list":
        st.session_state["gaps_open"] = "diagnosis"
    state.open_page(page, segment=segment)
