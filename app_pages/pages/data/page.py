"""数据: what is loaded and from where, and a way to load more."""

from __future__ import annotations

import streamlit as st

from app_pages import checking, frame, state
from app_pages.draw import snippets
from app_pages.pages.data import corrected, loads_view, quality_view, reviews, tables, understood
from app_pages.read import base, chains, loads
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError

FIRST_CHECKS = 5  # of what to check next; the rest stands on 缺口诊断

chosen = state.current()
say = language.speaker(chosen.lang)
if chosen.lang == "zh":
    st.html(snippets.UPLOAD_ZH)
head = st.container()
left, right = st.columns([1, 1])
with left.container(border=True):
    st.subheader(say("data.upload"), anchor=False)
    given = st.file_uploader(say("data.upload_hint"), type=understood.ENDINGS, key="data_file")
    seen, mapping = understood.show(given, chosen.lang) if given is not None else (None, {})
    region = base.space().regions.name(chosen.region)
    assume = st.checkbox(plain(say("data.assume", region=region)), key="data_assume", persist_state="session")
    ready = given is not None and seen is not None
    if st.button(say("data.load"), type="primary", disabled=not ready, key="data_load") and given is not None:
        bar = st.progress(0.0, text=say("wait.reading"))
        try:
            st.session_state["data_report"] = loads.load(
                given.name, given.getvalue(), chosen.region if assume else "", tables.progress(bar, say), mapping
            )
        except LiantuError as error:
            st.session_state.pop("data_report", None)
            frame.failed(error)
        bar.empty()
    if "data_report" in st.session_state:
        tables.show_report(st.session_state["data_report"], chosen.lang)

with st.spinner(say("wait.reading")):
    loaded = loads.loaded()
counts = loaded["counts"]
head.header(
    plain(say("data.title", firms=f"{counts['firm']:,}", members=f"{counts['membership']:,}", chains=counts["chain"])),
    anchor=False,
)
for problem in base.space().models.problems:
    head.warning(plain(say("data.model", problem=problem)), icon=":material/warning:")
with right.container(border=True):
    st.subheader(say("data.sources"), anchor=False)
    st.html(tables.source_table(loaded["sources"], chosen.lang))
    with st.expander(say("data.set_title")):
        known = chains.sets()
        if known["sets"]:
            st.html(tables.set_table(known["sets"], chosen.lang))
            if known["mappings"]:
                st.html(tables.mapping_table(known["mappings"], chosen.lang))
            else:
                st.html(snippets.text(say("data.set_no_mapping"), "lt-muted"))
        else:
            st.html(snippets.text(say("data.set_none"), "lt-muted"))
    with st.expander(say("data.counts")):
        st.html(tables.count_table(counts, chosen.lang))
if back := st.session_state.pop("data_back_done", ""):
    st.success(plain(back))
with st.expander(say("data.batches"), key="data_batches"):
    loads_view.show(loaded["batches"], loaded["notes"], chosen.lang)
with st.expander(say("data.quality"), key="data_quality", on_change="rerun") as quality:
    if quality.open:  # every source's word on every firm of the region is read for it
        quality_view.show(chosen.region, chosen.lang)
reviews.show(chosen)
corrected.show(say)
with st.expander(say("data.checks"), key="data_checks", on_change="rerun") as checks:
    if checks.open:  # gaps are worked out for it
        checking.show(chosen, say, FIRST_CHECKS)
