"""补链沙盘: let firms land or a segment fall out, and see the chains before and after."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.draw.options import named
from app_pages.pages.gap_list import charts
from app_pages.read import base, chains, gaps
from app_pages.read.shapes import SegmentView
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from graph.gaps.documents.labels import change_sentence, shown_state
from graph.gaps.documents.plan_shapes import HealedGap, MovedGap, NewGap, ScenarioDocument
from graph.gaps.documents.shapes import RankedGap, SegmentRef
from graph.model.words import STATE, VERDICT

SHOWN = 12
FAR = 5  # places; where one gap moves, its neighbours in the list move by one without any change of their own


def changes(region: str) -> tuple[str, ...]:
    """The scenario for a region; it stands in the address, so that a link opens it again."""
    now = state.current()
    return now.steps if now.region == region else ()


def _set(region: str, steps: Sequence[str]) -> None:
    state.change(region=region)
    state.suppose(steps)
    state.write_address()


def _change(region: str, steps: Sequence[str]) -> None:
    """A new scenario, shown at once."""
    _set(region, steps)
    st.rerun()


def show(chosen: state.Selection, say: language.Speaker) -> None:
    """The scenario on the left, what it changes on the right."""
    st.header(say("sandbox.title"), anchor=False)
    left, right = st.columns([4, 7])
    with left:
        _form(chosen, say)
    steps = changes(chosen.region)
    with right:
        if not steps:
            st.html(snippets.text(say("sandbox.empty")) + snippets.text(say("sandbox.empty_todo"), "lt-muted"))
            return
        try:
            with st.spinner(say("wait.reading")):
                document = gaps.scenario(chosen.region, steps)
        except LiantuError as error:
            _set(chosen.region, steps[:-1])  # the last change is the one that cannot be
            frame.failed(error)
            return
        _list(document, steps, chosen, say)
        _result(document, chosen, say)


def _segments(chosen: state.Selection) -> dict[str, str]:
    """The segments of the chain by id with their names, its gaps first in their order."""
    network = base.space().network
    names = {
        s.id: s.name if chosen.lang == "zh" else s.name_en
        for c in network.chains
        if c.id == chosen.chain
        for s in c.segments
        if not s.demand
    }
    first = [g["segment"] for g in gaps.of_chain(chosen.chain, chosen.region)]
    return {s: names[s] for s in dict.fromkeys([*first, *names])}


def _form(chosen: state.Selection, say: language.Speaker) -> None:
    names = _segments(chosen)
    order = list(names)
    with st.container(border=True):
        start = order.index(chosen.segment) if chosen.segment in order else 0
        segment = st.selectbox(
            say("sandbox.segment"), order, index=start, format_func=names.__getitem__, key="sandbox_segment"
        )
        view = chains.segment(segment, chosen.region)
        firms = {f["id"]: say("sandbox.seated", firm=f["name"], place=f["place"]) for f in view["national"]}
        firm = st.selectbox(
            plain(say("sandbox.firm", n=len(firms))),
            list(firms),
            format_func=firms.__getitem__,
            key=f"sandbox_firm_{segment}",
            placeholder=say("sandbox.no_firm"),
            index=0 if firms else None,
        )
        other = st.text_input(say("sandbox.other"), placeholder=say("firm.placeholder"), key="sandbox_other").strip()
        _buttons(other or firm or "", view, chosen, say)
    st.html(snippets.text(say("sandbox.note"), "lt-muted"))


def _buttons(firm: str, view: SegmentView, chosen: state.Selection, say: language.Speaker) -> None:
    """Let a firm (by id, name or code) land, lose the segment, begin anew."""
    steps, segment = changes(chosen.region), view["id"]
    with st.container(horizontal=True):
        if st.button(say("sandbox.add"), type="primary", key="sandbox_add", disabled=not firm):
            _change(chosen.region, (*steps, f"add:{firm}@{segment}"))
        if st.button(
            plain(say("sandbox.remove", n=len(view["local"]))), key="sandbox_remove", disabled=not view["local"]
        ):
            _change(chosen.region, (*steps, f"remove:{segment}"))
        if st.button(say("sandbox.clear"), key="sandbox_clear", disabled=not steps):
            _change(chosen.region, ())


def _list(document: ScenarioDocument, steps: Sequence[str], chosen: state.Selection, say: language.Speaker) -> None:
    for i, change in enumerate(document["changes"]):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.text(f"{i + 1}. {change_sentence(change, chosen.lang)}"), width="content")
            if st.button(say("sandbox.drop"), key=f"sandbox_drop_{i}", type="tertiary"):
                _change(chosen.region, [c for j, c in enumerate(steps) if j != i])


def _result(document: ScenarioDocument, chosen: state.Selection, say: language.Speaker) -> None:
    rows = charts.changed_chains(document, chosen.chain)
    single, changed = document["single_points"], document["gaps"]
    st.html(
        snippets.number(say("sandbox.single"), f"{single['before']} → {single['after']}")
        + snippets.number(say("sandbox.gaps"), f"{changed['before']} → {changed['after']}")
    )
    st.subheader(say("sandbox.completeness"), anchor=False)
    st_echarts(
        named(charts.completeness_option(rows, chosen.lang), say("sandbox.completeness")),
        height=f"{50 * len(rows) + 34}px",
        key="sandbox_chart",
        theme={},
    )
    moved = kind_first(changed["moved"])
    _rows("sandbox.new", [(g, _new(g, chosen, say)) for g in changed["new"]], True, chosen, say)
    _rows("sandbox.healed", [(g, _healed(g, chosen, say)) for g in changed["healed"]], True, chosen, say)
    _rows("sandbox.moved", [(g, _moved(g, chosen, say)) for g in moved], any(map(_other_kind, moved)), chosen, say)
    _rows("sandbox.single_new", [(s, "") for s in single["new"]], False, chosen, say)
    _rows("sandbox.single_healed", [(s, "") for s in single["healed"]], False, chosen, say)


def _other_kind(row: MovedGap) -> bool:
    return row["before"]["kind"] != row["after"]["kind"]


def kind_first(rows: Sequence[MovedGap]) -> list[MovedGap]:
    """What changes its kind before what only changes its place by `FAR` or more, and of those the farthest first."""

    def places(row: MovedGap) -> int:
        return abs(row["before"]["rank"] - row["after"]["rank"])

    kept = [r for r in rows if _other_kind(r) or places(r) >= FAR]
    return sorted(kept, key=lambda r: (not _other_kind(r), -places(r)))


def _rows(
    title: str,
    rows: Sequence[tuple[SegmentRef, str]],
    expanded: bool,
    chosen: state.Selection,
    say: language.Speaker,
) -> None:
    """Segments that change in one way, each with the words that say how, folded where it matters less. `title` is a
    text."""
    if not rows:
        return
    key = title.replace(".", "_")
    with st.expander(plain(say(title, n=len(rows))), expanded=expanded):
        for row, words in rows[:SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if st.button(
                    plain(frame.segment_name(row, chosen.lang)), key=f"{key}_{row['segment']}", type="tertiary"
                ):
                    state.change(segment=row["segment"])
                    st.session_state["gaps_open"] = "diagnosis"
                    st.rerun()
                st.html(snippets.text(words, "lt-muted"), width="content")
        if len(rows) > SHOWN:
            st.html(snippets.text(say("frame.more", n=len(rows)), "lt-muted"))


def _new(row: NewGap, chosen: state.Selection, say: language.Speaker) -> str:
    return _place(row["after"], chosen, say)


def _healed(row: HealedGap, chosen: state.Selection, say: language.Speaker) -> str:
    return _place(row["before"], chosen, say)


def _moved(row: MovedGap, chosen: state.Selection, say: language.Speaker) -> str:
    return f"{_place(row['before'], chosen, say)} → {_place(row['after'], chosen, say)}"


def _place(gap: RankedGap, chosen: state.Selection, say: language.Speaker) -> str:
    """What a gap is and where it stands in the list."""
    shown = shown_state(gap)
    if shown == "no_data":
        return say("sandbox.unsure", rank=gap["rank"])
    verdict = VERDICT[gap["verdict"]][chosen.lang]
    return say("sandbox.place", kind=STATE[shown][chosen.lang], rank=gap["rank"], verdict=verdict)
