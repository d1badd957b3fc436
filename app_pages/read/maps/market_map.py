"""What 市场分布图 shows: where the downstream of a segment is, and which segment it opens on."""

from __future__ import annotations

from collections.abc import Sequence

from app_pages.read import chains, gaps, office
from app_pages.read.base import Data, present, space, versioned
from graph.gaps.documents.shapes import SegmentDocument
from graph.gaps.market import by_place
from outreach.maps.market.document import Ground, market_document
from outreach.maps.market.shapes import MarketDocument


@versioned(present, max_entries=2, shared=True)
def ground(data: Data) -> Ground:
    """What the documents of a version of the data are made from. Shared: not to be changed."""
    work = space.at(data)
    country = work.country
    return Ground(work.store, country, by_place.places(country), work.cities, work.routes)


@versioned(present, max_entries=128, shared=True)
def _document(data: Data, segment: str, region: str) -> MarketDocument:
    """Where a segment is bought, seen from a region. Shared by all sessions: not to be changed."""
    foot, _ = gaps.state_of.at(data, region)
    return market_document(ground.at(data), foot, segment, gaps.newest_day())


def document(segment: str, region: str) -> MarketDocument:
    """The document, under the review number of maps that is set now. Not to be changed."""
    return {**_document(segment, region), "review": office.map_review()}


def firms(segment: str, region: str) -> int:
    """How many firms are looked at for a segment."""
    made = ground()
    foot, _ = gaps.state_of(region)
    return len(by_place.firms_of(made.country, by_place.buying(foot, segment)))


def first_segment(chain: str, region: str) -> str:
    """The segment that the page opens on: the first 主攻 of the chain, else the strongest local one that sells to firms
    at all, else its first."""
    attack = gaps.of_chain_only(gaps.first(region), chain).get("attack", [])
    if attack:
        return attack[0]["segment"]
    net, rows = space().network, sellers(chain, region)
    sold = [s for s in rows if net.spent[net.row[s["id"]]].any()] or rows
    return max(sold, key=lambda s: s["strength"])["id"] if sold else ""


def sellers(chain: str, region: str) -> Sequence[SegmentDocument]:
    """The segments of a chain that sell anything, in the order of the catalogue."""
    return [s for s in chains.chain(chain, region)["segments"] if not s["demand"]]
