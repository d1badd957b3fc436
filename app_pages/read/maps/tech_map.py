"""What 技术路线图 shows: a chain's technology routes as seen from a region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain

from app_pages.read import gaps
from app_pages.read.base import Data, present, space, versioned
from graph.model.records import Capacity, Firm, FirmProduct, FirmTechnology, Institution
from graph.model.regions import Regions
from graph.routes import tech_document
from graph.routes.shapes import TechMap
from graph.routes.standing import Said
from graph.store.base.protocol import GraphStore
from ingest.own_words import Fact, own_words
from outreach.trip.planner.travel import SPEEDS, estimate

Facts = Mapping[str, list[Fact]]


@versioned(present, max_entries=32, shared=True)
def routes(data: Data, chain_id: str, region: str) -> TechMap:
    """The routes of a chain with the firms on them, the institutes near and the risks. Shared by all sessions: not to
    be changed."""
    work = space.at(data)
    foot, _ = gaps.state_of.at(data, region)
    wanted = next(c for c in work.network.chains if c.id == chain_id)
    firms = {f.id: f for f in work.store.firms(tech_document.members_of(wanted, foot))}
    return tech_document.tech_map(
        wanted,
        tech_document.Known(
            foot=foot,
            regions=work.regions,
            firms=firms,
            texts=partial(_texts, firms, _facts.at(data)),
            ride=partial(ride, work.regions, region),
            institutions=_institutions.at(data),
            words=work.route_words,
        ),
    )


def _texts(firms: Mapping[str, Firm], facts: Facts, firm: str) -> list[Said]:
    return own_words(firms[firm], facts.get(firm, ()))


@versioned(present, max_entries=1, shared=True)
def _facts(data: Data) -> Facts:
    return facts_by_firm(space.at(data).store)


def facts_by_firm(store: GraphStore) -> Facts:
    """The products, technologies and capacities that firms report, by firm."""
    out: dict[str, list[Fact]] = {}
    reported: tuple[Iterable[Fact], ...] = (
        store.rows(FirmTechnology),
        store.rows(FirmProduct),
        store.rows(Capacity),
    )
    for row in chain(*reported):
        out.setdefault(row.firm_id, []).append(row)
    return out


@versioned(present, max_entries=1, shared=True)
def _institutions(data: Data) -> list[Institution]:
    return list(space.at(data).store.rows(Institution))


def ride(regions: Regions, here: str, there: str) -> tuple[int, str] | None:
    """Estimated minutes and mode of a ride; None where a place has no position."""
    city = regions.city_of(there) or there
    if city == (regions.city_of(here) or here):
        return SPEEDS.local, "local"
    km = regions.distance_km(here, city)
    if km is None:
        return None
    leg = estimate(km)
    return leg.minutes, leg.mode
