"""The back-test on real projects: what it comes to, against simpler lists, how far its chances can be believed."""

from __future__ import annotations

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import state
from app_pages.draw import snippets
from app_pages.draw.options import named
from app_pages.pages.backtest import charts, parts
from app_pages.texts import language
from app_pages.texts.plain import plain
from recommend.evaluate.shapes import BacktestReport


def show(report: BacktestReport, now: state.Selection) -> None:
    """Title, comparison, calibration, cases, and what the figures mean."""
    say = language.speaker(now.lang)
    ours = report["models"]["liantu"]
    title = say("backtest.title", behind=f"{1 - ours['auc'][0]:.0%}", top=f"{ours['top_tenth'][0]:.0%}")
    st.header(plain(title), anchor=False)
    median = f"{report['candidates']['median']:.0f}"
    sub = say("backtest.sub", n=report["measured"], file=report["landings_file"], m=median)
    st.html(snippets.text(sub, "lt-muted"))
    if "release" in report:
        st.html(snippets.text(say("backtest.release", version=report["release"], date=report["made"])))
    left, right = st.columns([3, 2])
    with left:
        st.subheader(say("backtest.against" if parts.better(report) else "backtest.against_not"), anchor=False)
        st.html(snippets.text(say("backtest.against_sub"), "lt-muted"))
        picture = named(charts.models_option(report, now.lang), say("backtest.against_sub"))
        st_echarts(picture, height="230px", key="backtest_models", theme={})
        for line in parts.against(report, now):
            st.html(snippets.text(line))
    with right:
        st.subheader(say("backtest.calibration"), anchor=False)
        st.html(snippets.text(parts.calibration(report["calibration"], say), "lt-muted"))
        series = {say("backtest.chart_all"): report["calibration"]["chart"]}
        if "chart_of_first" in report["calibration"]:
            series[say("backtest.chart_first")] = report["calibration"]["chart_of_first"]
        option = charts.calibration_option(series, say("backtest.said"), say("backtest.came"))
        st_echarts(named(option, say("backtest.calibration")), height="230px", key="backtest_calibration", theme={})
    if report.get("cases"):
        parts.cases(report, now)
    with st.expander(say("backtest.meaning")):
        _meaning(report, now, say)


def _meaning(report: BacktestReport, now: state.Selection, say: language.Speaker) -> None:
    """What the figures say and do not say, the sterner test, the chains one by one."""
    sterner = report["main_only"].get("models", {})
    main = f"{sterner['liantu']['auc'][0]:.0%}" if sterner else say("unknown")
    st.html(
        snippets.text(say("backtest.meaning_text", main=main))
        + snippets.text(parts.chances(report["calibration"], say))
        + snippets.table(parts.head(say), parts.models(report["models"], now.lang))
        + snippets.text(say("backtest.main_only"), "lt-muted")
        + snippets.table(parts.head(say), parts.models(sterner, now.lang))
    )
    st.html(snippets.text(f"{say('backtest.chains')}：{say('backtest.small')}", "lt-muted"))
    heads = [say("backtest.chain"), say("backtest.landings"), *parts.head(say)[1:]]
    st.html(snippets.table(heads, parts.chains(report, now.lang)))
    for why, n in report["not_ranked"].items():
        st.html(snippets.text(say("backtest.not_ranked", n=n, why=parts.why_not(why, say)), "lt-muted"))


def foot(report: BacktestReport, made: str, now: state.Selection) -> None:
    """Sources and the day of the back-test, below everything else."""
    say = language.speaker(now.lang)
    st.caption(
        plain(
            say(
                "backtest.foot",
                file=report["landings_file"],
                data=report["data"],
                date=made,
                ranked=report["ranked"],
                all=report["landings"],
            )
        )
    )
