"""市场分布图 to take away: one page for Word, the workbook behind it. The picture is saved from the map itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from streamlit.delta_generator import DeltaGenerator

from app_pages.texts import language
from outreach.maps.market import market_book as book
from outreach.maps.market import market_paper as paper
from outreach.maps.market.shapes import MarketDocument

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MADE: dict[str, tuple[Callable[[MarketDocument], bytes], str]] = {
    "docx": (paper.paper, DOCX),
    "xlsx": (book.book, XLSX),
}


def buttons(places: dict[str, DeltaGenerator], d: MarketDocument, say: language.Speaker) -> None:
    """The two downloads by their endings; each is made when it is asked for."""
    for ending, place in places.items():
        made, kind = MADE[ending]
        place.download_button(
            say(f"market.export_{ending}"),
            partial(made, d),
            key=f"market_{ending}",
            mime=kind,
            file_name=book.file_name(d, ending),
            on_click="ignore",
        )
