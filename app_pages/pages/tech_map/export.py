"""The map to take away: one page for Word, the workbook behind it. The picture is saved from the map itself."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from app_pages import downloads, state
from app_pages.read import gaps
from app_pages.read.maps import tech_map
from app_pages.texts import language
from outreach.maps import tech_map as papers


def sheet(now: state.Selection) -> papers.Sheet:
    """What the screen shows of a chain."""
    return papers.Sheet(tech_map.routes(now.chain, now.region), gaps.newest_day())


def buttons(paper: DeltaGenerator, book: DeltaGenerator, now: state.Selection, say: language.Speaker) -> None:
    """The two downloads; each is made when it is asked for."""
    downloads.of_map(
        "tech",
        (say("tech.export_docx"), say("tech.export_xlsx")),
        lambda: papers.paper(sheet(now)),
        lambda: papers.book(sheet(now)),
        lambda ending: papers.file_name(sheet(now), ending),
        (paper, book),
    )
