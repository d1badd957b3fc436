"""What stands on screen within a moment of opening: the name, what is going on, and where the page will be.

Imports nothing but Streamlit, since all else takes a second or more to read for the first time.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

TITLE = {"zh": "链图 · 产业链图谱与目标企业", "en": "liantu · industry chains and target firms"}
OPENING = {"zh": "正在打开产业链图谱…", "en": "Opening the chains …"}
_KEY = "painted"

# Bars in the shape of a page: a line of choices, a heading, two columns of cards.
_BARS = "".join(
    f'<div style="position:absolute;left:{left}%;top:{top}px;width:{width}%;height:{height}px;background:#E9EDF2;'
    'border-radius:6px"></div>'
    for left, top, width, height in (
        (0, 44, 22, 34),
        (24, 44, 16, 34),
        (0, 98, 46, 22),
        (0, 138, 32, 150),
        (34, 138, 32, 150),
        (68, 138, 32, 150),
        (0, 304, 32, 150),
        (34, 304, 32, 150),
        (68, 304, 32, 150),
    )
)


def show() -> DeltaGenerator:
    """Set up the window and paint the outline of a page, once a session. Returns the place it takes, to be emptied when
    the page begins."""
    lang = "en" if st.query_params.get("lang") == "en" else "zh"
    st.set_page_config(page_title=TITLE[lang], page_icon="🔗", layout="wide", initial_sidebar_state=200)
    place = st.empty()
    if _KEY not in st.session_state:
        st.session_state[_KEY] = True
        place.html(
            f'<div style="position:relative;min-height:460px;color:#5B6776;font-size:15px" role="status">'
            f"{OPENING[lang]}{_BARS}</div>"
        )
    return place
