"""回测: where the list would have named the firms that really came, on projects that nobody here chose."""

from __future__ import annotations

import streamlit as st

from app_pages import frame
from app_pages.draw import snippets
from app_pages.pages.backtest import own_record, report_view, segments_view
from app_pages.read import record
from app_pages.texts import language as texts

chosen = frame.bar(chain=False)
say = texts.speaker(chosen.lang)
kept = record.backtest()
if kept is None or not kept[0]["models"]:
    st.header(say("backtest.none"), anchor=False)
    st.html(snippets.text(say("backtest.todo")))
    st.code("liantu backtest --landings projects.csv --data DIR --out backtest.jsonl", language=None, wrap_lines=True)
else:
    report_view.show(kept[0], chosen)
segments_view.show(record.segment_backtest(), chosen)
own_record.show(chosen)
if kept is not None and kept[0]["models"]:
    report_view.foot(*kept, chosen)
