"""Whether a view is of one chain or of all."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from app_pages.texts import language

SCOPES = {"this": "gaps.this", "all": "gaps.all"}


def ask(place: DeltaGenerator, key: str, say: language.Speaker) -> str:
    """`this` chain or `all`."""
    scope = place.segmented_control(
        say("gaps.scope"),
        list(SCOPES),
        default="this",
        format_func=lambda v: say(SCOPES[v]),
        key=key,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    return str(scope)
