"""The back-test of the order of segments: where the segment that really landed stood, beside the plain lists."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.draw.options import named
from app_pages.pages.backtest import charts
from app_pages.texts import language
from app_pages.texts.plain import plain
from recommend.evaluate.segments_report import NAMES
from recommend.evaluate.shapes import SegmentReport

PLAIN = ("national", "need", "density")


def show(report: SegmentReport | None, now: state.Selection) -> None:
    """Title, lists as bars, what is proven and what is not, the chains; how to make one where there is none."""
    say = language.speaker(now.lang)
    if report is None or not report["lists"]:
        st.subheader(say("backtest.segments_none"), anchor=False)
        st.code(
            "liantu backtest --of segments --landings projects.csv --data DIR --out segments.jsonl",
            language=None,
            wrap_lines=True,
        )
        return
    place = report["lists"]["priority"][0]
    st.subheader(plain(say("backtest.segments_title", behind=f"{1 - place:.0%}")), anchor=False)
    st.html(snippets.text(say("backtest.segments_sub", n=report["ranked"]), "lt-muted"))
    if "release" in report:
        st.html(snippets.text(say("backtest.release", version=report["release"], date=report.get("made", ""))))
    names = {name: language.pick(pair, now.lang) for name, pair in NAMES.items()}
    option = named(
        charts.lists_option(report["lists"], names, "priority"), say("backtest.segments_sub", n=report["ranked"])
    )
    st_echarts(option, height="220px", key="backtest_segments", theme={})
    for text in said(report, now):
        st.html(snippets.text(text))
    with st.expander(say("backtest.segments_chains")):
        st.html(snippets.text(say("backtest.small"), "lt-muted"))
        st.html(snippets.table(_heads(now, names), _chains(report, now)))
    st.html(
        snippets.text(
            say(
                "backtest.segments_foot",
                file=report.get("landings_file", say("unknown")),
                data=report.get("data", say("unknown")),
                date=report.get("made", say("unknown")),
            ),
            "lt-muted",
        )
    )


def said(report: SegmentReport, now: state.Selection) -> list[str]:
    """Which plain lists it is better than by a paired interval that leaves out zero, and which it is not."""
    say = language.speaker(now.lang)
    names = {name: language.pick(pair, now.lang) for name, pair in NAMES.items()}
    better = [n for n in PLAIN if report["ahead"][n][1] > 0]
    even = [n for n in PLAIN if report["ahead"][n][1] <= 0]
    out = []
    if better:
        parts = [f"{names[n]}（{report['ahead'][n][0]:+.2f}）" for n in better]
        out.append(say("backtest.segments_better", names=language.listed(parts, now.lang)))
    if even:
        out.append(say("backtest.even", names=language.listed([names[n] for n in even], now.lang)))
    cost = report["lists"]["chance"][0] - report["lists"]["priority"][0]
    out.append(say("backtest.segments_cost", cost=f"{cost:+.3f}"))
    return out


def _heads(now: state.Selection, names: dict[str, str]) -> list[str]:
    say = language.speaker(now.lang)
    lists = [names[n] for n in ("priority", *PLAIN)]
    return [say("backtest.chain"), say("backtest.landings"), *lists, say("backtest.segments_ahead")]


def _chains(report: SegmentReport, now: state.Selection) -> list[list[str]]:
    titles = frame.chain_titles(now.lang)
    return [
        [
            titles.get(c["chain"], c["chain"]),
            str(c["landings"]),
            *(f"{c['lists'][n][0]:.2f}" for n in ("priority", *PLAIN)),
            _signed(c["ahead"]["national"]),
        ]
        for c in report["chains"]
    ]


def _signed(value: Sequence[float]) -> str:
    return f"{value[0]:+.2f}（{value[1]:+.2f}–{value[2]:+.2f}）"
