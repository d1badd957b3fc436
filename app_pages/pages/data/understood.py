"""How an uploaded file is understood, before anything of it is loaded; and a way to correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app_pages import frame
from app_pages.draw import snippets
from app_pages.read import loads
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from graph.model.words import Lang
from ingest.read.table_specs import native
from ingest.read.understand.preview import PreviewDocument, TableDocument, title_of

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

ENDINGS = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "json", "jsonl", "gz", "zip", "html", "htm"]
SHOWN = 4  # tables that are shown column by column


def show(given: UploadedFile, lang: Lang) -> tuple[PreviewDocument | None, dict[str, str]]:
    """Show what was understood; returns it (None where the file cannot be read) and what the user changed."""
    say = language.speaker(lang)
    try:
        with st.spinner(say("wait.reading")):
            document = loads.preview(given.name, given.getvalue())
    except LiantuError as error:
        frame.failed(error)
        return None, {}
    with st.expander(say("data.seen"), expanded=True):
        for table in document["tables"][:SHOWN]:
            st.html(snippets.text(summary(table, say)))
            head = [say(k) for k in ("data.seen_column", "data.seen_field", "data.seen_sample")]
            st.html(snippets.table(head, rows(table, lang)))
        for table in document["tables"][SHOWN:]:
            st.html(snippets.text(summary(table, say)))
        for sheet in document["skipped"]:
            why = sheet["why"] if lang == "zh" else sheet["why_en"]
            st.html(snippets.text(say("data.seen_skipped", sheet=sheet["sheet"] or given.name, why=why), "lt-muted"))
    firms = [t for t in document["tables"] if t["kind"] == "firms"]
    return document, _changed(firms[0], lang) if firms else {}


def summary(table: TableDocument, say: language.Speaker) -> str:
    """Where the table stands and how much of it is used, in one line."""
    numbers = table["heading_rows"]
    if not numbers:
        where = say("data.seen_no_heading")
    elif numbers[-1] < 1:  # records with names of their own, as in JSON
        where = say("data.seen_named")
    else:
        where = say("data.seen_heading", rows="–".join(str(n) for n in dict.fromkeys((numbers[0], numbers[-1]))))
    if table["source"] != "native":
        where += say("data.seen_source", source=table["source_title"] or table["source"])
    used = sum(bool(c["field"]) for c in table["columns"])
    return say("data.seen_table", table=table["label"], where=where, n=len(table["columns"]), used=used)


def rows(table: TableDocument, lang: Lang) -> list[tuple[str, str, str]]:
    """Each column with what it is read as and examples, those that are used first."""
    say = language.speaker(lang)
    told = []
    for c in sorted(table["columns"], key=lambda c: not c["field"]):
        name = (c["title"] if lang == "zh" else c["field"]) or say("data.seen_unused")
        told.append(
            (c["heading"], f"{name}（{c['unit']}）" if c["unit"] and c["field"] else name, "｜".join(c["sample"]))
        )
    return told


def _changed(table: TableDocument, lang: Lang) -> dict[str, str]:
    """What the user says about columns; suggestions stand chosen where no column holds the name."""
    say = language.speaker(lang)
    fields = ["", *native().spec("firms").columns]
    named = any(c["field"] == "name" for c in table["columns"])
    if not named:
        st.warning(say("data.seen_no_name"))
    out: dict[str, str] = {}
    with st.expander(say("data.map"), expanded=not named):
        st.html(snippets.text(say("data.map_hint"), "lt-muted"))
        for i, c in enumerate(table["columns"]):
            before = c["field"] or ("" if named else table["suggested"].get(c["heading"], ""))
            chosen = st.selectbox(
                plain(c["heading"]),
                fields,
                index=fields.index(before) if before in fields else 0,
                format_func=lambda f: (title_of(f) if lang == "zh" else f) or say("data.seen_unused"),
                key=f"data_map_{table['label']}_{i}",
            )
            if chosen != c["field"]:
                out[c["heading"]] = chosen
    return out
