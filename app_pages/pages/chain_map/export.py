"""The map to take away: one page for Word, the workbook behind it. The picture is saved from the map itself."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from app_pages import state
from app_pages.read import base, chains, gaps
from app_pages.read.maps import chain_map
from app_pages.texts import language
from outreach.maps import chain_map as papers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(now: state.Selection) -> papers.Sheet:
    """What the screen shows of a chain, without what is only supposed."""
    chain = chains.chain(now.chain, now.region)
    wanted = [chain_map.wanted(r["segment"], now.region) for r in chain_map.to_go_for(now.chain, now.region)]
    region = base.space().regions.full_name(now.region)
    return papers.Sheet(region, chain, chain["completeness"], chain_map.groups(now.region), wanted, gaps.newest_day())


def buttons(paper: DeltaGenerator, book: DeltaGenerator, now: state.Selection, say: language.Speaker) -> None:
    """The two downloads; each is made when it is asked for."""
    name = papers.Sheet(
        base.space().regions.full_name(now.region), chains.chain(now.chain, now.region), 0.0, {}, (), gaps.newest_day()
    )
    paper.download_button(
        say("map.export_docx"),
        lambda: papers.paper(sheet(now)),
        key="map_docx",
        mime=DOCX,
        file_name=name.file_name("docx"),
        on_click="ignore",
    )
    book.download_button(
        say("map.export_xlsx"),
        lambda: papers.book(sheet(now)),
        key="map_xlsx",
        mime=XLSX,
        file_name=name.file_name("xlsx"),
        on_click="ignore",
    )
