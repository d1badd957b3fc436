"""拜访: from the list of targets to a trip, and to what came of it."""

from __future__ import annotations

import streamlit as st

from app_pages import frame
from app_pages.pages.visits import after, introductions, saved_targets
from app_pages.pages.visits.trip import plan
from app_pages.texts import language

SECTIONS = {
    "list": "visits.tab_list",
    "trip": "visits.tab_trip",
    "after": "visits.tab_after",
    "doors": "visits.tab_doors",
}

chosen = frame.bar()
say = language.speaker(chosen.lang)
left, right = st.columns([3, 2], vertical_alignment="center")
section = left.segmented_control(
    say("visits.section"),
    list(SECTIONS),
    default="list",
    format_func=lambda s: say(SECTIONS[s]),
    key="visits_section",
    label_visibility="collapsed",
    required=True,
    persist_state="session",
)
if section == "trip":
    plan.show(chosen, right)  # its direction stands beside the sections
elif section == "after":
    after.show(chosen)
elif section == "doors":
    introductions.show(chosen)
else:
    saved_targets.show(chosen)
