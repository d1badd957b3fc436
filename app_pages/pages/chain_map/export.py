"""The map to take away: one page for Word, the workbook behind it. The picture is saved from the map itself."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from app_pages import downloads, state
from app_pages.read import base, chains, gaps
from app_pages.read.maps import chain_map
from app_pages.texts import language
from outreach.maps import chain_map as papers


def sheet(now: state.Selection) -> papers.Sheet:
    """What the screen shows of a chain, without what is only supposed."""
    chain = chains.chain(now.chain, now.region)
    wanted = [chain_map.wanted(r["segment"], now.region) for r in chain_map.to_go_for(now.chain, now.region)]
    region = base.space().regions.full_name(now.region)
    groups = chain_map.groups(now.region)
    return papers.Sheet(region, chain, chain["completeness"], chain["counts"], groups, wanted, gaps.newest_day())


def buttons(paper: DeltaGenerator, book: DeltaGenerator, now: state.Selection, say: language.Speaker) -> None:
    """The two downloads; each is made when it is asked for."""
    region, chain = base.space().regions.full_name(now.region), chains.chain(now.chain, now.region)["name"]
    downloads.of_map(
        "map",
        (say("map.export_docx"), say("map.export_xlsx")),
        lambda: papers.paper(sheet(now)),
        lambda: papers.book(sheet(now)),
        partial(papers.file_name, region, chain, gaps.newest_day()),
        (paper, book),
    )
