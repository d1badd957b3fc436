"""更正: a small form behind a button, wherever a firm stands, and the list of what was put right."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import base, loads
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.corrections.documents import CorrectionDocument
from graph.corrections.made import Draft
from graph.errors import LiantuError
from graph.model.words import CORRECTION_STATE, Lang

# What can be said with one click: of a firm in a segment, and of the firm as a whole.
IN_SEGMENT = ("not", "trader", "closed")
OF_FIRM = ("does", "closed", "alias")


def button(firm: str, name: str, key: str, segment: str = "") -> None:
    """更正 beside a firm: of its part in a segment where one is given, else of the firm as a whole."""
    key = f"{key}_{firm}_{segment}"  # a firm that moves up in a list must not find another's form open
    say = language.speaker(state.current().lang)
    with st.popover(say("correct.open"), key=f"{key}_correct", type="tertiary", on_change="rerun") as opened:
        if opened.open:
            _form(firm, name, key, segment, say)


def _form(firm: str, name: str, key: str, segment: str, say: language.Speaker) -> None:
    now = state.current()
    about = f"{name} · {frame.segment_title(segment, now.lang)}" if segment else name
    st.html(snippets.text(about))
    kind = st.segmented_control(
        say("correct.what"),
        IN_SEGMENT if segment else OF_FIRM,
        format_func=lambda k: say(f"correct.kind_{k}"),
        key=f"{key}_kind",
        label_visibility="collapsed",
    )
    alias, chosen = "", segment
    if kind == "alias":
        alias = st.text_input(say("correct.alias_name"), key=f"{key}_alias")
    if kind == "does":
        makers = base.space().network.makers
        titles = {
            s: f"{frame.chain_titles(now.lang)[makers[s].chain]} · {frame.segment_title(s, now.lang)}" for s in makers
        }
        chosen = (
            st.selectbox(
                say("correct.segment"),
                list(titles),
                index=None,
                format_func=titles.__getitem__,
                key=f"{key}_segment",
                placeholder=say("correct.segment"),
                label_visibility="collapsed",
            )
            or ""
        )
    reason = st.text_input(say("correct.reason"), key=f"{key}_reason", placeholder=say("correct.reason_like"))
    author = st.text_input(say("correct.by"), value=frame.team_name(now), key=f"{key}_by")
    ready = bool(kind and reason.strip() and author.strip()) and (kind != "does" or bool(chosen))
    if st.button(say("correct.save"), key=f"{key}_save", type="primary", disabled=not ready) and kind:
        save(firm, draft_of(kind, chosen, alias), reason, author)


def draft_of(kind: str, segment: str, alias: str) -> Draft:
    """What a click says."""
    if kind == "trader":
        return Draft("role", segment, "trader")
    if kind == "closed":
        return Draft("closed")
    if kind == "alias":
        return Draft("alias", alias=alias)
    return Draft("does" if kind == "does" else "not", segment)


def save(firm: str, draft: Draft, reason: str, author: str) -> None:
    """Write it, say so, and draw the page anew by the graph as it is then."""
    say = language.speaker(state.current().lang)
    try:
        with st.spinner(say("correct.saving")):
            others = loads.correct(firm, [draft], reason, author)
    except LiantuError as error:
        frame.failed(error)
        return
    st.toast(say("correct.saved"), icon=":material/check:")
    for other in others:
        st.toast(plain(say("correct.other", name=other)), icon=":material/info:", duration="long")
    st.rerun(scope="app")


def listed(rows: Sequence[CorrectionDocument], key: str, firm: bool = True) -> None:
    """Corrections, each with what became of it and a button that takes it back. firm: whether the firm is named."""
    now = state.current()
    say = language.speaker(now.lang)
    for i, row in enumerate(rows):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if firm and row["firm"]["id"]:
                if st.button(plain(row["firm"]["name"]), key=f"{key}_firm_{i}", type="tertiary"):
                    state.open_page("firm", firm=row["firm"]["id"])
            elif firm:
                st.html(snippets.text(row["firm"]["name"]), width="content")
            st.html(sentence(row, now.lang), width="content")
            if row["state"] != "undone" and st.button(say("correct.undo"), key=f"{key}_undo_{i}", type="tertiary"):
                _undo(row["id"])


def sentence(row: CorrectionDocument, lang: Lang) -> str:
    """What was said, by whom, when and why, with its state where it does not simply count."""
    say = language.speaker(lang)
    names = "、".join(frame.segment_title(s, lang) for s, _ in row["segments"]) or row["segment"]
    what = say(
        f"correct.said_{row['kind']}", segment=names, alias=row["alias"], role=frame.role_word(row["role"], lang)
    )
    told = say("correct.told", what=what, by=row["by"], day=row["day"] or say("unknown"), reason=row["reason"])
    mark = "" if row["state"] == "counts" else snippets.plain_chip(CORRECTION_STATE[row["state"]][lang])
    note = row["note"] if lang == "zh" else row["note_en"]
    return mark + snippets.text(told) + (snippets.text(note, "lt-muted") if note else "")


def _undo(number: str) -> None:
    now = state.current()
    say = language.speaker(now.lang)
    try:
        with st.spinner(say("correct.saving")):
            loads.undo(number, frame.team_name(now))
    except LiantuError as error:
        frame.failed(error)
        return
    st.toast(say("correct.undone"), icon=":material/undo:")
    st.rerun(scope="app")
