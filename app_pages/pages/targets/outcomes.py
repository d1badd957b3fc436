"""What became of a target: asking for it, recording it, saying it."""

from __future__ import annotations

import streamlit as st

from app_pages import state
from app_pages.errors import explain
from app_pages.read import record
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError
from graph.model.records import DECISION_REASONS, OUTCOMES, Decision
from recommend.explain.shapes import TargetDocument
from recommend.rank import learning


def ask(now: state.Selection, outcome_key: str, reason_key: str) -> tuple[str, str]:
    """Boxes for an outcome and its reason ('' where none is chosen); the keys are those of the widgets."""
    say = language.speaker(now.lang)
    outcome = st.selectbox(
        say("targets.outcome"), OUTCOMES, format_func=lambda o: say(f"targets.outcome_{o}"), key=outcome_key
    )
    reason = st.selectbox(
        say("targets.reason"),
        ["", *DECISION_REASONS],
        format_func=lambda r: say(f"targets.reason_{r}") if r else say("none"),
        key=reason_key,
    )
    return outcome, reason


def lacks_reason(outcome: str, reason: str) -> bool:
    """Is this an outcome that must have a reason, and has none?"""
    return outcome in ("refused", "rejected") and not reason


def words(noted: Decision, say: language.Speaker) -> str:
    """What the office noted last: 2026-11-25 不予推进（风险）."""
    outcome = say(f"targets.outcome_{noted.outcome}")
    if noted.reason:
        return say(
            "targets.recorded_why", date=noted.date, outcome=outcome, reason=say(f"targets.reason_{noted.reason}")
        )
    return say("targets.recorded", date=noted.date, outcome=outcome)


def decide(target: TargetDocument, now: state.Selection) -> None:
    """What became of it, with a reason; recorded in the office's own record."""
    say = language.speaker(now.lang)
    firm = target["firm"]
    with st.popover(say("targets.decide"), key=f"decide_{firm['id']}"):
        outcome, reason = ask(now, f"outcome_{firm['id']}", f"reason_{firm['id']}")
        note = st.text_input(say("targets.note"), key=f"note_{firm['id']}", max_chars=200)
        if st.button(say("targets.save"), key=f"save_{firm['id']}", type="primary"):
            if lacks_reason(outcome, reason):
                st.warning(say("targets.needs_reason"))
                return
            try:
                made = learning.decision(
                    firm["id"], firm["name"], target["segment"], now.region, outcome, reason, note.strip()
                )
                record.decide(made)
            except LiantuError as error:
                st.error(plain(" ".join(explain(error, now.lang))))
                return
            st.toast(plain(say("targets.saved", name=firm["short"], outcome=say(f"targets.outcome_{outcome}"))))
            st.rerun()  # the card names what was noted
