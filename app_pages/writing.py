"""Writing to the office's casework in the name of the user's team."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from sqlalchemy.orm import Session

from app_pages import frame, state
from app_pages.read import casework
from app_pages.texts.plain import plain
from graph.errors import LiantuError


def write_down(action: Callable[[Session], object], now: state.Selection) -> None:
    """Do something to the casework, then draw the page anew; where it is refused, say why."""
    try:
        with casework.opened().write(frame.team_name(now)) as session:
            action(session)
    except LiantuError as error:
        st.error(plain(str(error)))
        return
    st.rerun()
