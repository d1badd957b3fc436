"""补链沙盘: let firms land or a segment fall out, and see the chains before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.gap_list import charts
from app_pages.read import loaders
from app_pages.texts import language
from graph.errors import LiantuError
from graph.gaps.documents.labels import change_sentence, shown_state
from graph.model.words import STATE, VERDICT

SHOWN = 12
SEPARATOR = ";"  # between changes in the address; names and lists of ours hold none
FAR = 5  # places; where one gap moves, its neighbours in the list move by one without any change of their own


def changes(region: str) -> tuple[str, ...]:
    """The scenario for a region; it stands in the address, so that a link opens it again."""
    now = state.current()
    return tuple(filter(None, now.scenario.split(SEPARATOR))) if now.region == region else ()


def _set(region: str, given: Sequence[str]) -> None:
    state.change(region=region, scenario=SEPARATOR.join(given))
    state.write_address()


def _change(region: str, given: Sequence[str]) -> None:
    """A new scenario, shown at once."""
    _set(region, given)
    st.rerun()


def show(chosen: state.Selection, say: language.Speaker) -> None:
    """The scenario on the left, what it changes on the right."""
    st.header(say("sandbox.title"), anchor=False)
    left, right = st.columns([4, 7])
    with left:
        _form(chosen, say)
    given = changes(chosen.region)
    with right:
        if not given:
            st.html(snippets.text(say("sandbox.empty")) + snippets.text(say("sandbox.empty_todo"), "lt-muted"))
            return
        try:
            with st.spinner(say("wait.reading")):
                document = loaders.scenario(chosen.region, given)
        except LiantuError as error:
            _set(chosen.region, given[:-1])  # the last change is the one that cannot be
            frame.failed(error)
            return
        _list(document, given, chosen, say)
        _result(document, chosen, say)


def _form(chosen: state.Selection, say: language.Speaker) -> None:
    net = loaders.space().network
    own = [s for c in net.chains if c.id == chosen.chain for s in c.segments]
    names = {s.id: s.name if chosen.lang == "zh" else s.name_en for s in own}
    gaps = [g["segment"] for g in loaders.gaps(chosen.region) if g["chain"] == chosen.chain]
    order = [*gaps, *(s for s in names if s not in gaps)]
    with st.container(border=True):
        start = order.index(chosen.segment) if chosen.segment in order else 0
        segment = st.selectbox(
            say("sandbox.segment"), order, index=start, format_func=names.__getitem__, key="sandbox_segment"
        )
        view = loaders.segment(segment, chosen.region)
        firms = {f["id"]: say("sandbox.seated", firm=f["name"], place=f["place"]) for f in view["national"]}
        firm = st.selectbox(
            say("sandbox.firm", n=len(firms)),
            list(firms),
            format_func=firms.__getitem__,
            key=f"sandbox_firm_{segment}",
            placeholder=say("sandbox.no_firm"),
            index=0 if firms else None,
        )
        other = st.text_input(say("sandbox.other"), placeholder=say("firm.placeholder"), key="sandbox_other").strip()
        with st.container(horizontal=True):
            if st.button(say("sandbox.add"), type="primary", key="sandbox_add", disabled=not (firm or other)):
                _change(chosen.region, (*changes(chosen.region), f"add:{other or firm}@{segment}"))
            if st.button(say("sandbox.remove", n=len(view["local"])), key="sandbox_remove", disabled=not view["local"]):
                _change(chosen.region, (*changes(chosen.region), f"remove:{segment}"))
            if st.button(say("sandbox.clear"), key="sandbox_clear", disabled=not changes(chosen.region)):
                _change(chosen.region, ())
    st.html(snippets.text(say("sandbox.note"), "lt-muted"))


def _list(document: Mapping[str, Any], given: Sequence[str], chosen: state.Selection, say: language.Speaker) -> None:
    for i, change in enumerate(document["changes"]):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.text(f"{i + 1}. {change_sentence(change, chosen.lang)}"), width="content")
            if st.button(say("sandbox.drop"), key=f"sandbox_drop_{i}", type="tertiary"):
                _change(chosen.region, [c for j, c in enumerate(given) if j != i])


def _result(document: Mapping[str, Any], chosen: state.Selection, say: language.Speaker) -> None:
    rows = charts.changed_chains(document, chosen.chain)
    single, found = document["single_points"], document["gaps"]
    st.html(
        snippets.number(say("sandbox.single"), f"{single['before']} → {single['after']}")
        + snippets.number(say("sandbox.gaps"), f"{found['before']} → {found['after']}")
    )
    st.subheader(say("sandbox.completeness"), anchor=False)
    st_echarts(
        charts.completeness_option(rows, chosen.lang),
        height=f"{50 * len(rows) + 34}px",
        key="sandbox_chart",
        theme={},
    )
    for key, rows_ in (("new", found["new"]), ("healed", found["healed"]), ("moved", _kind_first(found["moved"]))):
        _gaps(key, rows_, chosen, say)
    for key in ("new", "healed"):
        _gaps(f"single_{key}", single[key], chosen, say)


def _kind_first(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What changes its kind before what only changes its place by `FAR` or more, and of those the farthest first."""

    def moves(row: Mapping[str, Any]) -> bool:
        before, after = row["before"], row["after"]
        return bool(before["kind"] != after["kind"] or abs(before["rank"] - after["rank"]) >= FAR)

    return sorted(
        filter(moves, rows),
        key=lambda r: (r["before"]["kind"] == r["after"]["kind"], -abs(r["before"]["rank"] - r["after"]["rank"])),
    )


def _gaps(key: str, rows: Sequence[Mapping[str, Any]], chosen: state.Selection, say: language.Speaker) -> None:
    if not rows:
        return
    other_kind = any("before" in r and "after" in r and r["before"]["kind"] != r["after"]["kind"] for r in rows)
    with st.expander(say(f"sandbox.{key}", n=len(rows)), expanded=other_kind or key in ("new", "healed")):
        for row in rows[:SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if st.button(
                    frame.segment_name(row, chosen.lang), key=f"sandbox_{key}_{row['segment']}", type="tertiary"
                ):
                    state.change(segment=row["segment"])
                    st.session_state["gaps_open"] = "diagnosis"
                    st.rerun()
                st.html(snippets.text(_arrow(row, chosen, say), "lt-muted"), width="content")
        if len(rows) > SHOWN:
            st.html(snippets.text(say("frame.more", n=len(rows)), "lt-muted"))


def _arrow(row: Mapping[str, Any], chosen: state.Selection, say: language.Speaker) -> str:
    ends = [
        say(
            "sandbox.place",
            kind=STATE[shown_state(g)][chosen.lang],
            rank=g["rank"],
            verdict=VERDICT[g["verdict"]][chosen.lang],
        )
        if shown_state(g) != "no_data"
        else say("sandbox.unsure", rank=g["rank"])
        for g in (row.get("before"), row.get("after"))
        if g
    ]
    return " → ".join(ends)
