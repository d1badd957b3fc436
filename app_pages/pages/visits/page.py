"""拜访: from the list of targets to a trip, and to what came of it."""

from __future__ import annotations

import streamlit as st

from app_pages import frame
from app_pages.pages.visits import after, introductions, plan, saved_targets
from app_pages.texts import language

SECTIONS = {"list": saved_targets.show, "trip": plan.show, "after": after.show, "doors": introductions.show}

chosen = frame.bar()
say = language.speaker(chosen.lang)
left, beside = st.columns([3, 2], vertical_alignment="center")
section = left.segmented_control(
    say("visits.section"),
    list(SECTIONS),
    default="list",
    format_func=lambda s: say(f"visits.tab_{s}"),
    key="visits_section",
    label_visibility="collapsed",
    required=True,
    persist_state="session",
)
if section == "trip":
    plan.show(chosen, beside)  # its direction stands beside the sections
else:
    SECTIONS[section or "list"](chosen)
