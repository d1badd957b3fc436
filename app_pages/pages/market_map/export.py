"""市场分布图 to take away: one page for Word, the workbook behind it. The picture is saved from the map itself."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from app_pages import downloads
from app_pages.texts import language
from outreach.maps.market import market_book, market_paper
from outreach.maps.market.shapes import MarketDocument


def buttons(paper: DeltaGenerator, book: DeltaGenerator, d: MarketDocument, say: language.Speaker) -> None:
    """The two downloads; each is made when it is asked for."""
    downloads.of_map(
        "market",
        (say("market.export_docx"), say("market.export_xlsx")),
        partial(market_paper.paper, d),
        partial(market_book.book, d),
        partial(market_book.file_name, d),
        (paper, book),
    )
