"""What people put right: all of it, newest first, to be taken back and to be handed on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import correcting, paging
from app_pages.downloads import XLSX
from app_pages.draw import snippets
from app_pages.read import base, loads
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.corrections import as_rows as table
from graph.corrections.documents import CorrectionDocument
from outreach.targets import plain_tables


def show(say: language.Speaker) -> None:
    """The list, with 撤销 beside each, and the table to take along."""
    rows = loads.corrections()  # before the frame is drawn, which would stand empty meanwhile
    with st.container(border=True):
        _listed(rows, say)


def _listed(rows: Sequence[CorrectionDocument], say: language.Speaker) -> None:
    st.subheader(plain(say("data.corrections", n=sum(c["state"] == "counts" for c in rows))), anchor=False)
    if not rows:
        st.html(snippets.text(say("data.corrections_none"), "lt-muted"))
        return
    page = 1
    if paging.pages(len(rows)) > 1:
        page = st.pagination(paging.pages(len(rows)), key=f"data_corrections_{len(rows)}")
    correcting.listed(paging.page_of(rows, page), f"data_told_{page}")
    spec = base.space().table_spec("corrections")
    headings, cells = table.headings(spec), table.rows(rows, spec)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            say("data.corrections_csv"),
            lambda: plain_tables.as_csv(headings, cells),
            file_name="更正.csv",
            mime="text/csv",
            key="data_corrections_csv",
            on_click="ignore",
        )
        st.download_button(
            say("data.corrections_xlsx"),
            lambda: plain_tables.as_xlsx(headings, cells, "更正"),
            file_name="更正.xlsx",
            mime=XLSX,
            key="data_corrections_xlsx",
            on_click="ignore",
        )
