"""回测: where the list would have named the firms that really came, on projects that nobody here chose."""

from __future__ import annotations

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame
from app_pages.draw import snippets
from app_pages.pages.backtest import charts, own_record, parts
from app_pages.read import loaders
from app_pages.texts import language as texts

chosen = frame.bar(chain=False)
say = texts.speaker(chosen.lang)
held = loaders.backtest()
if held is None or not held[0]["models"]:
    st.header(say("backtest.none"), anchor=False)
    st.html(snippets.text(say("backtest.todo")))
    st.code("liantu backtest --landings projects.csv --data DIR --out backtest.jsonl", language="bash")
    own_record.show(chosen)
    st.stop()
report, made = held
ours = report["models"]["liantu"]
st.header(say("backtest.title", behind=f"{1 - ours['auc'][0]:.0%}", top=f"{ours['top_tenth'][0]:.0%}"), anchor=False)
st.html(
    snippets.text(
        say(
            "backtest.sub",
            n=report["measured"],
            file=report["landings_file"],
            m=f"{report['candidates']['median']:.0f}",
        ),
        "lt-muted",
    )
)
left, right = st.columns([3, 2])
with left:
    st.subheader(say("backtest.against" if parts.better(report) else "backtest.against_not"), anchor=False)
    st.html(snippets.text(say("backtest.against_sub"), "lt-muted"))
    st_echarts(charts.models_option(report, chosen.lang), height="230px", key="backtest_models", theme={})
    for line in parts.against(report, chosen):
        st.html(snippets.text(line))
with right:
    st.subheader(say("backtest.calibration"), anchor=False)
    st.html(snippets.text(parts.calibration(report["calibration"], say), "lt-muted"))
    st_echarts(
        charts.calibration_option(
            report["calibration"],
            say("backtest.said"),
            say("backtest.came"),
            (say("backtest.chart_all"), say("backtest.chart_first")),
        ),
        height="230px",
        key="backtest_calibration",
        theme={},
    )
parts.cases(report, chosen)
with st.expander(say("backtest.meaning")):
    sterner = report["main_only"].get("models", {})
    main = f"{sterner['liantu']['auc'][0]:.0%}" if sterner else say("unknown")
    st.html(
        snippets.text(say("backtest.meaning_text", main=main))
        + snippets.text(parts.chances(report["calibration"], say))
        + snippets.table(parts.head(say), parts.models(report["models"], chosen.lang))
        + snippets.text(say("backtest.main_only"), "lt-muted")
        + snippets.table(parts.head(say), parts.models(sterner, chosen.lang))
    )
    st.html(snippets.text(f"{say('backtest.chains')}：{say('backtest.small')}", "lt-muted"))
    st.html(
        snippets.table(
            [say("backtest.chain"), say("backtest.landings"), *parts.head(say)[1:]],
            parts.chains(report, chosen.lang),
        )
    )
    for why, n in report["not_ranked"].items():
        known = "backtest.no_segment" if "segment" in why else "backtest.no_firm"
        st.html(snippets.text(say("backtest.not_ranked", n=n, why=say(known)), "lt-muted"))
own_record.show(chosen)
st.caption(
    say(
        "backtest.foot",
        file=report["landings_file"],
        data=report["data"],
        date=made,
        ranked=report["ranked"],
        all=report["landings"],
    )
)
