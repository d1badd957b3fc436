"""The second back-test on the page 回测: outcomes entered or loaded, where the list had them, and learning from
them."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.draw.options import named
from app_pages.pages.backtest import charts, parts
from app_pages.pages.data import tables
from app_pages.pages.targets import outcomes
from app_pages.read import base, firms, loads, record
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from graph.model.records import OUTSIDE_FIRM
from ingest.read.normalise import name_key
from recommend.evaluate import own_record
from recommend.evaluate.shapes import RankedDecision, RecordSummary
from recommend.rank import learning

SHOWN = 50
CASE_HEADS = (
    "backtest.own_firm",
    "backtest.own_segment",
    "backtest.own_outcome",
    "backtest.own_reason",
    "backtest.own_date",
    "backtest.own_rank",
)


def show(now: state.Selection) -> None:
    """The record, its measures, entry and import, learning with its calibration chart."""
    say = language.speaker(now.lang)
    st.subheader(say("backtest.own"), anchor=False)
    made = record.own_record()
    left, right = st.columns([5, 3])
    with right:
        _enter(now, say, open_first=not made)
        _load(now, say)
    with left:
        if not made:
            st.html(snippets.text(say("backtest.own_none"), "lt-muted"))
            return
        with st.spinner(say("backtest.learn_wait")):
            rows = record.ranked_record()
        _measures(own_record.summary(rows), now, say)
        _cases(rows, now, say)
        _learn(now, say)


def _measures(found: RecordSummary, now: state.Selection, say: language.Speaker) -> None:
    n = found["counts"]
    words = say("backtest.own_text", n=n["all"], won=n["won"], lost=n["lost"])
    rows = []
    if found["won"]:
        words += ("" if now.lang == "zh" else " ") + say("backtest.own_auc", auc=f"{found['won']['auc'][0]:.0%}")
        rows.append([say("backtest.own_won", n=n["won_ranked"]), *parts.figures(found["won"])])
    if found["lost"]:
        rows.append([say("backtest.own_lost", n=n["lost_ranked"]), *parts.figures(found["lost"])])
    st.html(snippets.text(words))
    if rows:
        st.html(snippets.table(parts.head(say), rows) + snippets.text(say("backtest.own_read"), "lt-muted"))
    else:
        st.html(snippets.text(say("backtest.own_few"), "lt-muted"))
    why = [say(f"backtest.own_no_{k}", n=m) for k, m in sorted(n["unranked"].items())]
    if why:
        st.html(snippets.text(language.clauses(why, now.lang), "lt-muted"))


def _cases(rows: list[RankedDecision], now: state.Selection, say: language.Speaker) -> None:
    with st.expander(plain(say("backtest.own_cases", n=len(rows)))):
        body = []
        for r in sorted(rows, key=lambda r: r["decision"].date, reverse=True)[:SHOWN]:
            d = r["decision"]
            rank = say("backtest.rank", rank=r["rank"], n=r["candidates"]) if r["rank"] else say("backtest.unranked")
            body.append(
                (
                    d.firm_name,
                    frame.segment_title(d.segment_id, now.lang),
                    say(f"targets.outcome_{d.outcome}"),
                    say(f"targets.reason_{d.reason}") if d.reason else say("none"),
                    d.date,
                    rank,
                )
            )
        st.html(snippets.table([say(k) for k in CASE_HEADS], body))


def _enter(now: state.Selection, say: language.Speaker, open_first: bool) -> None:
    """A form for one outcome."""
    with (
        st.expander(say("backtest.own_enter"), expanded=open_first),
        st.form("own_form", clear_on_submit=True, border=False),
    ):
        names = frame.segment_titles(base.space().network.makers, now.lang)
        firm = st.text_input(say("backtest.own_firm"), key="own_firm", max_chars=100)
        segment = st.selectbox(
            say("backtest.own_segment"),
            list(names),
            format_func=names.__getitem__,
            index=None,
            key="own_segment",
            placeholder=say("targets.any"),
        )
        outcome, reason = outcomes.ask(now, "own_outcome", "own_reason")
        day = st.date_input(say("backtest.own_date"), value="today", max_value=date.today(), key="own_day")
        note = st.text_input(say("targets.note"), key="own_note", max_chars=200)
        sent = st.form_submit_button(say("targets.save"), key="own_save")
    if not sent:
        return
    name = " ".join(firm.split())
    if not name:
        st.warning(say("targets.needs_no_firm"))
        return
    if outcomes.lacks_reason(outcome, reason):
        st.warning(say("targets.needs_reason"))
        return
    try:
        record.decide(
            learning.decision(
                _firm_id(name), name, segment or "", now.region, outcome, reason, note.strip(), day.isoformat()
            )
        )
    except LiantuError as error:
        frame.failed(error)
        return
    st.toast(plain(say("targets.saved", name=name, outcome=say(f"targets.outcome_{outcome}"))))
    st.rerun()


def _firm_id(name: str) -> str:
    """The id of the firm of this name or short name; one that the store does not know is kept by its name."""
    key = name_key(name)
    known = (f["id"] for f in firms.names() if name_key(f["name"]) == key or name in f["aliases"].split())
    return next(known, "") or OUTSIDE_FIRM + key


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
            try:
                st.session_state["own_report"] = record.load_record(
                    given.name, given.getvalue(), tables.progress(bar, say)
                )
            except LiantuError as error:
                st.session_state.pop("own_report", None)
                bar.empty()
                frame.failed(error)
                return
            st.rerun()
        if "own_report" in st.session_state:
            report, problems = st.session_state["own_report"]
            done = loads.Loading(report, problems, b"")
            tables.show_report(done, now.lang)


def _learn(now: state.Selection, say: language.Speaker) -> None:
    """Learning from the record, what was learned so far, and what of it does not fit the features there are now."""
    if st.button(say("backtest.learn"), key="backtest_learn"):
        with st.spinner(say("backtest.learn_wait")):
            found = record.teach()
        if found.kept_old:
            st.info(plain(say("backtest.kept", n=found.learned_from, m=found.checked_on)))
        else:
            st.success(
                plain(
                    say(
                        "backtest.learned",
                        before=f"{found.loss_before:.3f}",
                        after=f"{found.loss_after:.3f}",
                        n=found.learned_from,
                        m=found.checked_on,
                    )
                )
            )
    for note in base.recommender().taught_notes:
        st.html(snippets.text(note.zh if now.lang == "zh" else note.en, "lt-muted"))
    taught = record.taught()
    if taught is not None and taught.chart:
        st.html(
            snippets.text(say("backtest.taught", error=f"{taught.error or 0:.1%}", n=taught.checked_on), "lt-muted")
        )
        option = charts.calibration_option(
            {say("backtest.said"): taught.chart}, say("backtest.said"), say("backtest.came")
        )
        st_echarts(named(option, say("backtest.calibration")), height="220px", key="own_calibration", theme={})
