"""导入记录: the loads with what each left out, two of them compared, and taking one back."""

from __future__ import annotations

import streamlit as st

from app_pages import frame
from app_pages.draw import snippets
from app_pages.pages.data import tables
from app_pages.read import loads
from app_pages.read.shapes import LoadRow
from app_pages.texts import language
from graph.errors import LiantuError
from graph.model.row_problems import sentence_of
from graph.model.words import Lang
from ingest.load.undo.load_notes import LoadNotes

CHANGES = ("added", "changed", "retired")


def show(batches: list[LoadRow], notes: dict[int, LoadNotes], lang: Lang) -> None:
    """Inside the expander of the page."""
    say = language.speaker(lang)
    st.html(tables.batch_table(batches, lang))
    left, right = st.columns(2)
    _compare(batches, notes, lang, left)
    with right:
        _left_out(batches, notes, lang)
    standing = [b for b in batches if b["can_go_back"]]
    if not standing:
        return
    names = {b["id"]: _name(b) for b in standing}
    which = st.selectbox(
        say("data.back_which"), list(names), format_func=lambda i: names[i], index=None, key="data_back_which"
    )
    if which is None:
        return
    st.html(snippets.text(say("data.back_warn", n=which), "lt-muted"))
    sure = st.checkbox(say("data.back_sure"), key=f"data_back_sure_{which}")
    if st.button(say("data.back"), disabled=not sure, key="data_back"):
        bar = st.progress(0.0, text=say("wait.reading"))
        try:
            done = loads.take_back(which, tables.progress(bar, say))
        except LiantuError as error:
            bar.empty()
            frame.failed(error)
            return
        bar.empty()
        st.session_state["data_back_done"] = say(
            "data.back_done", n=which, restored=sum(done.restored.values()), retired=sum(done.retired.values())
        )
        st.rerun()


def _name(batch: LoadRow) -> str:
    return f"{batch['id']} · {batch['file'] or batch['source']} · {batch['finished'][:10]}"


def _compare(
    batches: list[LoadRow], notes: dict[int, LoadNotes], lang: Lang, where: st.delta_generator.DeltaGenerator
) -> None:
    """Two loads side by side: what each changed, record by record, and what it left out."""
    say = language.speaker(lang)
    by_id = {b["id"]: b for b in batches}
    chosen = where.multiselect(
        say("data.compare"),
        list(by_id),
        default=list(by_id)[:2],
        max_selections=2,
        format_func=lambda i: _name(by_id[i]),
        key="data_compare",
    )
    if len(chosen) < 2:
        return
    pair = [by_id[i] for i in chosen]
    records = sorted({k.partition(".")[0] for b in pair for k, n in b["counts"].items() if n})
    rows = [
        (
            tables.record_name(r, say),
            *(" / ".join(f"{b['counts'].get(f'{r}.{c}', 0):,}" for c in CHANGES) for b in pair),
        )
        for r in records
    ]
    told = [notes.get(b["id"]) for b in pair]
    if any(told):
        rows.append((say("data.rejected"), *(f"{n['rejected']:,}" if n else say("none") for n in told)))
        rows.append((say("data.notes"), *(f"{n['notes']:,}" if n else say("none") for n in told)))
    where.html(snippets.table((say("data.compare_head"), *(str(i) for i in chosen)), rows))


def _left_out(batches: list[LoadRow], notes: dict[int, LoadNotes], lang: Lang) -> None:
    """Rows that a load did not take, with the reason."""
    say = language.speaker(lang)
    told = {b["id"]: b for b in batches if b["id"] in notes and notes[b["id"]]["rejected"]}
    if not told:
        st.html(snippets.text(say("data.left_none"), "lt-muted"))
        return
    which = st.selectbox(
        say("data.left_which"),
        list(told),
        format_func=lambda i: f"{_name(told[i])} · {notes[i]['rejected']}",
        key="data_left_which",
    )
    reasons = notes[which]["reasons"]
    counted = [(sentence_of(code)[lang], f"{n:,}") for code, n in sorted(reasons.items(), key=lambda r: -r[1])]
    st.html(snippets.table((say("data.reason"), say("data.times")), counted))
    rows = [(str(r["row"] or ""), r["name"] or r["value"] or say("none"), r[lang]) for r in notes[which]["left"]]
    st.html(snippets.table((say("data.row"), say("data.name"), say("data.reason")), rows))
