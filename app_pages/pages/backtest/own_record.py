"""The second back-test on the page 回测: outcomes entered or loaded, where the list had them, and learning from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.backtest import charts, parts
from app_pages.pages.data import loads
from app_pages.read import loaders
from app_pages.texts import language
from graph.errors import LiantuError
from graph.model.records import DECISION_REASONS, OUTCOMES, OUTSIDE_FIRM
from ingest.read.normalise import name_key
from recommend.evaluate import own_record
from recommend.rank import learning

SHOWN = 50


def show(now: state.Selection) -> None:
    """The record, its measures, entry and import, learning with its calibration chart."""
    say = language.speaker(now.lang)
    st.subheader(say("backtest.own"), anchor=False)
    made = loaders.own_record()
    left, right = st.columns([5, 3])
    with right:
        _enter(now, say, open_first=not made)
        _load(now, say)
    with left:
        if not made:
            st.html(snippets.text(say("backtest.own_none"), "lt-muted"))
            return
        with st.spinner(say("backtest.learn_wait")):
            rows = loaders.ranked_record()
        _measures(own_record.summary(rows), now, say)
        _cases(rows, now, say)
        _learn(say)


def _measures(found: Mapping[str, Any], now: state.Selection, say: language.Speaker) -> None:
    n = found["counts"]
    told = say("backtest.own_text", n=n["all"], won=n["won"], lost=n["lost"])
    if found["won"]:
        told += ("" if now.lang == "zh" else " ") + say("backtest.own_auc", auc=f"{found['won']['auc'][0]:.0%}")
    st.html(snippets.text(told))
    rows = [
        [
            say(f"backtest.own_{k}", n=n[f"{k}_ranked"]),
            *(parts.figure(found[k][m]) for m in parts.SHOWN),
        ]
        for k in ("won", "lost")
        if found[k]
    ]
    if rows:
        st.html(snippets.table(parts.head(say), rows) + snippets.text(say("backtest.own_read"), "lt-muted"))
    else:
        st.html(snippets.text(say("backtest.own_few"), "lt-muted"))
    why = [say(f"backtest.own_no_{k}", n=m) for k, m in sorted(n["unranked"].items())]
    if why:
        st.html(snippets.text(("；" if now.lang == "zh" else "; ").join(why), "lt-muted"))


def _cases(rows: list[dict[str, Any]], now: state.Selection, say: language.Speaker) -> None:
    segments, zh = loaders.space().network.segments, now.lang == "zh"
    with st.expander(say("backtest.own_cases", n=len(rows))):
        body = []
        for r in sorted(rows, key=lambda r: r["decision"].date, reverse=True)[:SHOWN]:
            d = r["decision"]
            s = segments.get(d.segment_id)
            rank = say("backtest.rank", rank=r["rank"], n=r["candidates"]) if r["rank"] else say("backtest.unranked")
            body.append(
                (
                    d.firm_name,
                    (s.name if zh else s.name_en) if s else say("unknown"),
                    say(f"targets.outcome_{d.outcome}"),
                    say(f"targets.reason_{d.reason}") if d.reason else say("none"),
                    d.date,
                    rank,
                )
            )
        head = [say(f"backtest.own_{k}") for k in ("firm", "segment", "outcome", "reason", "date", "rank")]
        st.html(snippets.table(head, body))


def _enter(now: state.Selection, say: language.Speaker, open_first: bool) -> None:
    segments = loaders.space().network.segments

    def named(s: str) -> str:
        return segments[s].name if now.lang == "zh" else segments[s].name_en

    with (
        st.expander(say("backtest.own_enter"), expanded=open_first),
        st.form("own_form", clear_on_submit=True, border=False),
    ):
        firm = st.text_input(say("backtest.own_firm"), key="own_firm", max_chars=100)
        segment = st.selectbox(
            say("backtest.own_segment"),
            list(segments),
            format_func=named,
            index=None,
            key="own_segment",
            placeholder=say("targets.any"),
        )
        outcome = st.selectbox(
            say("targets.outcome"), OUTCOMES, format_func=lambda o: say(f"targets.outcome_{o}"), key="own_outcome"
        )
        reason = st.selectbox(
            say("targets.reason"),
            ["", *DECISION_REASONS],
            key="own_reason",
            format_func=lambda r: say(f"targets.reason_{r}") if r else say("none"),
        )
        day = st.date_input(say("backtest.own_date"), value="today", max_value=date.today(), key="own_day")
        note = st.text_input(say("targets.note"), key="own_note", max_chars=200)
        sent = st.form_submit_button(say("targets.save"), key="own_save")
    if not sent:
        return
    name = " ".join(firm.split())
    if not name:
        st.warning(say("targets.needs_no_firm"))
        return
    if outcome in ("refused", "rejected") and not reason:
        st.warning(say("targets.needs_reason"))
        return
    key = name_key(name)
    known = next(
        (f["id"] for f in loaders.firm_names() if name_key(f["name"]) == key or name in f["aliases"].split()), ""
    )
    try:
        loaders.decide(
            learning.decision(
                known or OUTSIDE_FIRM + key,
                name,
                segment or "",
                now.region,
                outcome,
                reason,
                note.strip(),
                day.isoformat(),
            )
        )
    except LiantuError as error:
        frame.failed(error)
        return
    st.toast(say("targets.saved", name=name, outcome=say(f"targets.outcome_{outcome}")))
    st.rerun()


def _load(now: state.Selection, say: language.Speaker) -> None:
    if now.lang == "zh":
        st.html(snippets.UPLOAD_ZH)
    with st.expander(say("backtest.own_load")):
        st.html(snippets.text(say("backtest.own_columns"), "lt-muted"))
        given = st.file_uploader(
            say("backtest.own_load"), type=["csv", "xlsx", "xls"], key="own_file", label_visibility="collapsed"
        )
        if st.button(say("targets.needs_load"), disabled=given is None, key="own_take") and given is not None:
            bar = st.progress(0.0, text=say("wait.reading"))
            step: Callable[[str, int, int], None] = loads.progress(bar, say)
            try:
                st.session_state["own_report"] = loaders.load_record(given.name, given.getvalue(), step)
            except LiantuError as error:
                st.session_state.pop("own_report", None)
                bar.empty()
                frame.failed(error)
                return
            st.rerun()
        if "own_report" in st.session_state:
            report, problems = st.session_state["own_report"]
            loads.show_report(report, problems, now.lang)


def _learn(say: language.Speaker) -> None:
    if st.button(say("backtest.learn"), key="backtest_learn"):
        with st.spinner(say("backtest.learn_wait")):
            found = loaders.teach()
        if found.kept_old:
            st.info(say("backtest.kept", n=found.learned_from, m=found.checked_on))
        else:
            st.success(
                say(
                    "backtest.learned",
                    before=f"{found.loss_before:.3f}",
                    after=f"{found.loss_after:.3f}",
                    n=found.learned_from,
                    m=found.checked_on,
                )
            )
    taught = loaders.taught()
    if taught is not None and taught.chart:
        st.html(
            snippets.text(say("backtest.taught", error=f"{taught.error or 0:.1%}", n=taught.checked_on), "lt-muted")
        )
        option = charts.calibration_option({"chart": taught.chart}, say("backtest.said"), say("backtest.came"))
        st_echarts(option, height="220px", key="own_calibration", theme={})
