"""The map to take away: one page for Word, the workbook behind it. The picture is saved from the map itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from streamlit.delta_generator import DeltaGenerator

from app_pages import state
from app_pages.read import gaps
from app_pages.read.maps import tech_map
from app_pages.texts import language
from outreach.maps import tech_map as papers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(now: state.Selection) -> papers.Sheet:
    """What the screen shows of a chain."""
    return papers.Sheet(tech_map.routes(now.chain, now.region), gaps.newest_day())


def _made(maker: Callable[[papers.Sheet], bytes], now: state.Selection) -> bytes:
    return maker(sheet(now))


def buttons(paper: DeltaGenerator, book: DeltaGenerator, now: state.Selection, say: language.Speaker) -> None:
    """The two downloads; each is made when it is asked for."""
    for place, made, ending, kind in ((paper, papers.paper, "docx", DOCX), (book, papers.book, "xlsx", XLSX)):
        place.download_button(
            say(f"tech.export_{ending}"),
            partial(_made, made, now),
            key=f"tech_{ending}",
            mime=kind,
            file_name=papers.file_name(sheet(now), ending),
            on_click="ignore",
        )
