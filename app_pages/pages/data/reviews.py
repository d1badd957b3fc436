"""疑似同一家的企业: what waits for a person, with buttons to decide, and what was decided, with one to undo."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read import reviews
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from graph.model.place_names import place
from graph.model.words import Lang
from ingest.load.identity.reviews import FirmOfPair, ReviewDocument

SHOWN = 20


def show(now: state.Selection) -> None:
    """Both lists; nothing where no pair ever waited."""
    say = language.speaker(now.lang)
    waiting, decided = reviews.queue()
    if not waiting and not decided:
        return
    with st.expander(plain(say("data.review_title", n=len(waiting))), expanded=bool(waiting)):
        st.html(snippets.text(say("data.review_hint"), "lt-muted"))
        reason = st.text_input(say("data.review_reason"), key="data_review_reason") if waiting else ""
        for pair in waiting[:SHOWN]:
            _pair(pair, now, reason)
        if len(waiting) > SHOWN:
            st.html(snippets.text(say("data.review_more", n=SHOWN, all=len(waiting)), "lt-muted"))
        for d in decided[:SHOWN]:
            words, button = st.columns([5, 1])
            said = say("data.review_was_same" if d["verdict"] == "same" else "data.review_was_different")
            words.html(snippets.text(f"{d['left']} ↔ {d['right']}：{said}"))
            if button.button(say("data.review_undo"), key=f"data_review_undo_{d['code']}"):
                _done(lambda code=d["code"]: reviews.undo(code))  # type: ignore[misc]


def _pair(pair: ReviewDocument, now: state.Selection, reason: str) -> None:
    """One pair: both firms, what speaks for and against, and two buttons."""
    say = language.speaker(now.lang)
    words, same, different = st.columns([5, 1, 1])
    why = "，".join(pair["reasons"]) if now.lang == "zh" else ", ".join(pair["reasons_en"])
    firms = [_firm(pair[side], now.lang) for side in ("left", "right")]
    words.html(snippets.text(" ↔ ".join(firms)) + snippets.text(why, "lt-muted"))
    by = frame.team_name(now)
    if same.button(say("data.review_same"), key=f"data_review_same_{pair['code']}"):
        _done(lambda: reviews.decide(pair["code"], "same", by, reason))
    if different.button(say("data.review_different"), key=f"data_review_different_{pair['code']}"):
        _done(lambda: reviews.decide(pair["code"], "different", by, reason))


def _firm(firm: FirmOfPair, lang: Lang) -> str:
    say = language.speaker(lang)
    where = place(firm["place"], lang) if firm["place"] else say("unknown")
    return f"{firm['name']}（{where}，{firm['uscc'] or say('data.review_no_code')}）"


def _done(action: Callable[[], None]) -> None:
    """Do it and draw the page anew; where it is refused, say why."""
    try:
        action()
    except LiantuError as error:
        frame.failed(error)
        return
    st.rerun()
