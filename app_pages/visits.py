"""拜访: from the list of targets to a trip, and to what came of it."""

from __future__ import annotations

import streamlit as st

from app_pages import frame, texts, visit_after, visit_doors, visit_list, visit_plan

SECTIONS = {"list": visit_list.show, "trip": visit_plan.show, "after": visit_after.show, "doors": visit_doors.show}

chosen = frame.bar()
say = texts.speaker(chosen.lang)
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
    visit_plan.show(chosen, beside)  # its direction stands beside the sections
else:
    SECTIONS[section or "list"](chosen)
