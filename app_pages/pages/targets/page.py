"""目标企业: who could fill the segment, why, and what speaks against; and the lists beside it."""

from __future__ import annotations

import streamlit as st

from app_pages import frame
from app_pages.pages.targets import claims, needs, other_lists, outside
from app_pages.texts import language

LISTS = ("outside", "needs", "owned", *other_lists.KINDS)

chosen = frame.bar()
say = language.speaker(chosen.lang)
left, right = st.columns([6, 3])
which = left.segmented_control(
    say("targets.list"),
    LISTS,
    default="outside",
    format_func=lambda v: say(f"targets.list_{v}"),
    key="targets_list",
    persist_state="session",
    required=True,
    label_visibility="collapsed",
)
other = next((kind for kind in other_lists.KINDS if kind == which), None)
if other is not None:
    other_lists.show(other, chosen)
elif which == "needs":
    needs.show(chosen)
elif which == "owned":
    claims.show(chosen)
else:
    outside.show(chosen, right)
