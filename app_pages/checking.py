"""先核什么: what to check next, each with the firm or segment one click away and 更正 beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import correcting, frame, state
from app_pages.downloads import XLSX
from app_pages.draw import snippets
from app_pages.read import base, gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.corrections import as_rows
from graph.gaps.documents.checks import CheckDocument, asked
from outreach.targets import plain_tables


def show(chosen: state.Selection, say: language.Speaker, most: int = 20) -> None:
    """The list, and the form in which it goes out and comes in again."""
    with st.spinner(say("wait.reading")):
        rows = gaps.checks(chosen.region)[:most]
    here = base.space().regions.name(chosen.region)
    st.subheader(plain(say("checks.title", region=here, n=len(rows))), anchor=False)
    st.html(snippets.text(say("checks.why"), "lt-muted"))
    if not rows:
        st.html(snippets.text(say("checks.none")))
        return
    for row in rows:
        _row(row, chosen, say)
    _download(rows, say)


def _row(row: CheckDocument, chosen: state.Selection, say: language.Speaker) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        sentence = row["sentence"] if chosen.lang == "zh" else row["sentence_en"]
        st.html(snippets.text(f"{row['rank']}. {sentence}"), width="content")
        first = row["segments"][0]
        if row["firm"]:
            if st.button(say("checks.firm"), key=f"checks_firm_{row['rank']}", type="tertiary"):
                state.open_page("firm", firm=row["firm"])
            correcting.button(row["firm"], row["firm_name"], "checks", first["segment"])
        elif st.button(
            plain(frame.segment_name(first, chosen.lang)), key=f"checks_segment_{row['rank']}", type="tertiary"
        ):
            state.open_page("chain_map", segment=first["segment"])


def _download(rows: Sequence[CheckDocument], say: language.Speaker) -> None:
    spec = base.space().table_spec("corrections")
    st.download_button(
        say("checks.form"),
        lambda: plain_tables.as_xlsx(as_rows.headings(spec), as_rows.form(asked(rows), spec), "待核"),
        file_name="待核.xlsx",
        mime=XLSX,
        key="checks_form",
        help=say("checks.form_help"),
        on_click="ignore",
    )
