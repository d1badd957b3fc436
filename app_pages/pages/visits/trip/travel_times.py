"""Travel times of the office's own: a table with our estimates to be corrected, and the corrected table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.read import base, casework
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import LiantuError, MissingColumn
from graph.files.csv_out import as_csv
from outreach.trip.planner import travel

KEPT = "visits_matrix"  # the uploaded table, kept while the session lasts
Times = dict[tuple[str, str], int]  # minutes by pair of region codes


class Upload(NamedTuple):
    """An uploaded table: the name of its file, its times, and the id of the upload."""

    file: str
    times: Times
    upload: str


def ask(places: Sequence[str], now: state.Selection, say: language.Speaker) -> Times | None:
    """The times of the uploaded table, None where there is none. places: codes of the regions of the trip."""
    kept: Upload | None = st.session_state.get(KEPT)
    title = say("visits.matrix")
    if kept:
        title = say("visits.matrix_kept", file=kept.file, n=len({frozenset(pair) for pair in kept.times}))
    with st.expander(plain(title), expanded=False):
        if now.lang == "zh":
            st.html(snippets.UPLOAD_ZH)
        left, right = st.columns([3, 2], vertical_alignment="center")
        file = left.file_uploader(
            say("visits.matrix_file"),
            type=["csv", "xlsx"],
            key=f"visits_matrix_file_{st.session_state.get('visits_matrix_n', 0)}",
            label_visibility="collapsed",
        )
        right.html(snippets.text(say("visits.matrix_note"), "lt-muted"))
        right.download_button(
            say("visits.matrix_template"),
            data=lambda: template(places),
            file_name=say("visits.matrix_name"),
            mime="text/csv",
            key="visits_matrix_template",
            on_click="ignore",
            icon=":material/download:",
        )
        if kept and right.button(say("visits.matrix_drop"), key="visits_matrix_drop"):
            st.session_state.pop(KEPT)
            st.session_state["visits_matrix_n"] = st.session_state.get("visits_matrix_n", 0) + 1
            st.rerun(scope="app")
        if file is not None and (kept is None or kept.upload != file.file_id):
            if not _take(file.name, file.getvalue(), file.file_id, say):
                return None
            st.rerun(scope="app")
    return kept.times if kept else None


def _take(name: str, content: bytes, upload: str, say: language.Speaker) -> bool:
    """Read an uploaded table and keep it; False, with a sentence that says what is wrong, where it cannot be used."""
    try:
        st.session_state[KEPT] = Upload(name, casework.travel_times(name, content), upload)
    except MissingColumn as error:
        columns = "、".join(error.found[:8]) or say("none")
        st.error(plain(say("visits.matrix_columns", file=error.file, found=columns)))
        return False
    except LiantuError as error:
        st.error(plain(str(error)))
        return False
    return True


def template(places: Sequence[str]) -> bytes:
    """A table of travel times between these places with the estimates, for the office to correct."""
    regions = base.space().regions
    order = list(dict.fromkeys(regions.city_of(p) or p for p in places))
    legs = travel.legs(order, regions)
    rows = (
        (regions.full_name(a), regions.full_name(b), legs[a, b].minutes)
        for i, a in enumerate(order)
        for b in order[i + 1 :]
    )
    return as_csv(["出发地", "到达地", "分钟"], rows)
