"""The papers and workbooks that only pages make, on a graph full of hostile names: nothing in them runs or fetches."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from app_pages.pages.chain_map import export as chain_export
from app_pages.pages.tech_map import export as tech_export
from app_pages.read import gaps
from app_pages.read.maps import market_map, target_map
from app_pages.state import Selection
from graph.model.records import MICRO, Firm, Membership
from graph.store.embedded.store import EmbeddedStore
from outreach.maps import chain_map, tech_map
from outreach.maps.market import market_book, market_paper
from outreach.maps.target_map import papers as target_papers
from tests.support.live_content import live_in
from tests.test_exports_run import NAMES

CHAIN, HERE, SEPARATOR = "battery_ev", "410700", "battery_ev.separator"
MADE_IN = ((SEPARATOR, "440300", "锂电池隔膜"), ("battery_ev.cell", HERE, "动力电芯"))


@pytest.fixture
def made(home: Path, tmp_path: Path) -> Path:
    """The folder of what the pages hand out: makers of separators elsewhere and of cells here bear the names."""
    store = EmbeddedStore.open(f"sqlite:///{home / 'liantu.db'}")
    with store.batch("test", "test") as batch:
        for n, name in enumerate(NAMES):
            for segment, region, product in (
                (SEPARATOR, "440300", "锂电池隔膜"),
                ("battery_ev.cell", HERE, "动力电芯"),
            ):
                told = {"aliases": (name,), "products": (product, name), "scope": name, "source": name, "parent": name}
                firm = Firm(f"{region}:{n}", name, region=region, size=9 * MICRO, tags=("大型",), **told)  # type: ignore[arg-type]
                evidence = {"kind": "product", "term": product, "text": product, "source": name, "weight": 1.0}
                member = Membership(firm.id, segment, MICRO, (evidence,), role="maker")  # type: ignore[arg-type]
                batch.upsert([firm, member])
    store.engine.dispose()
    out, now = tmp_path / "out", Selection(chain=CHAIN, region=HERE)
    chain, tech = chain_export.sheet(now), tech_export.sheet(now)
    targets, market = target_map.sheet(CHAIN, HERE), market_map.document(SEPARATOR, HERE)
    files = {
        chain_map.file_name("新乡市", NAMES[0], "2026-12", "docx"): chain_map.paper(chain),
        "chain.xlsx": chain_map.book(chain),
        tech_map.file_name(tech, "docx"): tech_map.paper(tech),
        "tech.xlsx": tech_map.book(tech),
        target_papers.file_name(targets, "docx"): target_papers.paper(targets),
        "targets.xlsx": target_papers.book(targets),
        market_book.file_name(market, "docx"): market_paper.paper(market),
        "market.xlsx": market_book.book(market),
        "first.docx": gaps.first_page(HERE, CHAIN, "2026-12"),
    }
    out.mkdir()
    for name, content in files.items():
        (out / name).write_bytes(content)
    assert len(list(out.iterdir())) == len(files)
    return out


def test_nothing_in_what_pages_hand_out_runs_or_fetches(made: Path) -> None:
    live = live_in(made)
    assert not live, [(file, found[:3]) for file, found in live.items()]
    for book in ("targets.xlsx", "market.xlsx"):  # the names are in there, as letters
        sheets = openpyxl.load_workbook(io.BytesIO((made / book).read_bytes()))
        cells = [str(c.value) for s in sheets for row in s.iter_rows() for c in row if c.value]
        assert any("cmd|" in text for text in cells), book
        assert {c.data_type for s in sheets for row in s.iter_rows() for c in row} <= {"s", "n", "b", "d"}, book
