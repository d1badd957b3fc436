"""Everything the pages read, each with its cache. The version of the data is part of every key.

Pages import this module alone; `loaders_base` and `loaders_record` hold their part of it.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages.read import chain_sets as set_view
from app_pages.read import views
from app_pages.read.base import door, one_at_a_time, ready, space_of, weights_of
from app_pages.read.base import ingest as ingest
from app_pages.read.base import newest_version as newest_version
from app_pages.read.base import recommender as recommender
from app_pages.read.base import settings as settings
from app_pages.read.base import space as space
from app_pages.read.base import version as version
from app_pages.read.record import backtest as backtest
from app_pages.read.record import decide as decide
from app_pages.read.record import load_record as load_record
from app_pages.read.record import outcome_of as outcome_of
from app_pages.read.record import own_record as own_record
from app_pages.read.record import ranked_record as ranked_record
from app_pages.read.record import taught as taught
from app_pages.read.record import teach as teach
from graph.gaps import across_chains
from graph.gaps.documents import plans
from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import Gap, find_gaps
from graph.gaps.portfolio import Limits
from graph.model.days import loaded_on
from graph.model.regions import Regions
from graph.model.text import short_name
from graph.region.footprint import Footprint
from graph.settings import Settings
from ingest.read.tables import read_table
from outreach.casework.db import Casework
from outreach.targets import associations, claims, one_owner
from outreach.targets.claims import Claim
from outreach.trip.planner import travel
from recommend.retrieve.reading import Read, in_turns
from recommend.retrieve.search import Found
from workspace import PastWorkspace

CHAIN_GAPS, CHAIN_TARGETS = 6, 20  # of every chain, for the list that gives each group one owner
MANY = 1000  # targets asked for at once; the pages re-cut this one list
HEAD_START = 3.0  # seconds the first page has the processor to itself


@st.cache_resource(show_spinner=False, max_entries=16)
def _region(settings: Settings, version: str, region: str) -> tuple[Footprint, tuple[Gap, ...]]:
    foot = space_of(settings, version).footprint(region)
    return foot, tuple(find_gaps(foot))


@st.cache_data(show_spinner=False, max_entries=16)
def _gaps(settings: Settings, version: str, region: str) -> list[dict[str, Any]]:
    work = space_of(settings, version)
    foot, found = _region(settings, version, region)
    return gap_documents(work.store, work.regions, foot, found)


def gaps(region: str) -> list[dict[str, Any]]:
    """All gaps of a region as documents, best first."""
    return _gaps(settings(), version(), region)


@st.cache_data(show_spinner=False, max_entries=64)
def _chain(settings: Settings, version: str, chain: str, region: str) -> dict[str, Any]:
    foot, found = _region(settings, version, region)
    return views.chain_view(space_of(settings, version), foot, found, chain)


def chain(chain_id: str, region: str) -> dict[str, Any]:
    """One chain as the graph shows it, with its completeness."""
    return _chain(settings(), version(), chain_id, region)


def overview(region: str) -> list[dict[str, Any]]:
    """All chains in the order of the policy, as the cards show them."""
    return [views.card(chain(c.id, region)) for c in space().network.chains]


@st.cache_data(show_spinner=False, max_entries=256)
def _segment(settings: Settings, version: str, segment: str, region: str) -> dict[str, Any]:
    foot, _ = _region(settings, version, region)
    return views.segment_view(space_of(settings, version), foot, segment)


def segment(segment_id: str, region: str) -> dict[str, Any]:
    """One segment with its firms here and elsewhere and its links, those into other chains as well."""
    return _segment(settings(), version(), segment_id, region)


@st.cache_data(show_spinner=False, max_entries=4)
def _listed(settings: Settings, version: str, region: str) -> list[dict[str, Any]]:
    foot, _ = _region(settings, version, region)
    work = space_of(settings, version)
    return [views.brief(work, f) for f in sorted(work.store.firms(list(foot.listed)), key=lambda f: f.name)]


def listed(region: str) -> list[dict[str, Any]]:
    """All firms on record with a seat or a plant in a region, by name."""
    return _listed(settings(), version(), region)


@st.cache_data(show_spinner=False, max_entries=64)
def _targets(
    settings: Settings, version: str, segment: str, region: str, read: int, weights: str
) -> list[dict[str, Any]]:
    with one_at_a_time:
        made = ready(settings, version)
        found = made.recommend(region, segment, MANY)
    return views.with_names(found, {f.id: f.name for f in made.firms.values()})


def targets(segment_id: str, region: str) -> list[dict[str, Any]]:
    """All targets of a segment, best first, local firms among them; filters re-cut this list."""
    made = recommender()
    return _targets(settings(), version(), segment_id, region, made.reader.round, weights_of(made))


def outsiders(segment_id: str, region: str) -> list[dict[str, Any]]:
    """The targets of a segment that are seated elsewhere, best first."""
    return [t for t in targets(segment_id, region) if not Regions.within(t["firm"]["region"], region)]


def local_makers(segment_id: str, region: str) -> list[tuple[str, str]]:
    """Local firms that work in a segment as (id, name), the strongest first."""
    return [(f["id"], f["name"]) for f in segment(segment_id, region)["local"]]


@st.cache_resource(show_spinner=False, max_entries=4)
def _groups(settings: Settings, version: str, region: str, read: int, weights: str) -> list[dict[str, Any]]:
    made = ready(settings, version)
    first: dict[str, list[str]] = {}
    for gap in _gaps(settings, version, region):
        own = first.setdefault(gap["chain"], [])
        if len(own) < CHAIN_GAPS:
            own.append(gap["segment"])
    out = {}
    for segment in (s for own in first.values() for s in own):
        with one_at_a_time:  # one list at a time, so that others are served in between
            out[segment] = made.recommend(region, segment, CHAIN_TARGETS, exclude_local=True)
    return one_owner.groups(made.network, out)


def groups(region: str) -> list[dict[str, Any]]:
    """Outsiders for the first gaps of all chains, every group once. Shared by all sessions: not to be changed."""
    made = recommender()
    return _groups(settings(), version(), region, made.reader.round, weights_of(made))


def holds(region: str) -> dict[str, Claim]:
    """Who courts which group in the city, as of now."""
    with casework().read() as session:
        return claims.claims_by_name(session, region)


def reading() -> Read:
    """How far the firms of the store have been read; finished where nothing was new."""
    return recommender().reader.state


@st.cache_data(show_spinner=False, max_entries=256)
def _firm(settings: Settings, version: str, firm: str) -> dict[str, Any] | None:
    return views.firm_view(space_of(settings, version), firm)


def firm(firm_id: str) -> dict[str, Any] | None:
    """One firm with everything known of it, or None where the store has no such firm."""
    return _firm(settings(), version(), firm_id)


@st.cache_data(show_spinner=False, max_entries=2)
def _names(settings: Settings, version: str) -> list[dict[str, str]]:
    return views.firm_names(space_of(settings, version))


def firm_names() -> list[dict[str, str]]:
    """Names, short names, codes and seats of all firms, for the search."""
    return _names(settings(), version())


@st.cache_data(show_spinner=False, max_entries=2)
def _loaded(settings: Settings, newest: str) -> dict[str, Any]:
    return views.loaded(door(settings))


def loaded() -> dict[str, Any]:
    """What the store holds and where it came from."""
    return _loaded(settings(), newest_version())


@st.cache_resource(show_spinner=False, max_entries=1)
def _casework(settings: Settings) -> Casework:
    return Casework(settings.casework_url)


def casework() -> Casework:
    """Targets, visits and what came of them; made where there is none yet."""
    return _casework(settings())


@st.cache_data(show_spinner=False, max_entries=2)
def _chain_sets(settings: Settings, version: str) -> dict[str, Any]:
    return set_view.chain_sets(space_of(settings, version))


def chain_sets() -> dict[str, Any]:
    """The sets of chains that the data folder names, and how the segments of one became those of the next."""
    return _chain_sets(settings(), version())


def as_of() -> str:
    """The month the store was last loaded in."""
    return version().split("@")[-1][:7]


@st.cache_data(show_spinner=False, max_entries=32)
def _scenario(settings: Settings, version: str, region: str, given: tuple[str, ...]) -> dict[str, Any]:
    work = space_of(settings, version)
    changes = work.changes(given)
    after = work.found(region, changes=changes)
    return plans.scenario_document(changes, work.store.members(), _region(settings, version, region), after)


def scenario(region: str, given: tuple[str, ...]) -> dict[str, Any]:
    """What a scenario changes in all chains. Raises `LiantuError` where a firm or segment does not exist."""
    return _scenario(settings(), version(), region, given)


@st.cache_data(show_spinner=False, max_entries=32)
def _portfolio(
    settings: Settings, version: str, region: str, chain: str, limits: Limits, unsure: bool
) -> dict[str, Any]:
    work = space_of(settings, version)
    found = _region(settings, version, region)
    return plans.portfolio_document(work.store, work.regions, found, limits, chain, unsure)


def portfolio(region: str, chain: str, limits: Limits, unsure: bool) -> dict[str, Any]:
    """The best landings under the office's limits, over one chain or all (empty)."""
    return _portfolio(settings(), version(), region, chain, limits, unsure)


@st.cache_data(show_spinner=False, max_entries=16)
def _across(settings: Settings, version: str, region: str) -> dict[str, Any]:
    work = space_of(settings, version)
    foot, found = _region(settings, version, region)
    return {
        "segments": across_chains.segments_across(foot, found),
        "firms": across_chains.firms_across(work.store, work.regions, foot, found),
    }


def across(region: str) -> dict[str, Any]:
    """Segments and firms that close gaps in two or more chains."""
    return _across(settings(), version(), region)


@st.cache_data(show_spinner=False, max_entries=16)
def _roles(settings: Settings, version: str, region: str) -> list[dict[str, Any]]:
    work = space_of(settings, version)
    return plans.roles_document(work.store, work.regions, _region(settings, version, region)[0])


def roles(region: str) -> list[dict[str, Any]]:
    """The three kinds of firm with their reasons, as seen from a region."""
    return _roles(settings(), version(), region)


@st.cache_data(show_spinner=False, max_entries=16)
def _marks(settings: Settings, version: str, region: str) -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = {}
    for row in _roles(settings, version, region):
        out.setdefault(row["firm"]["id"], []).append(row)
    return out


def marks(region: str) -> dict[str, list[dict[str, Any]]]:
    """The marks of each firm that has one."""
    return _marks(settings(), version(), region)


@st.cache_resource(show_spinner=False, max_entries=2)
def _past(settings: Settings, version: str, day: str) -> PastWorkspace:
    return space_of(settings, version).as_of(day)


@st.cache_data(show_spinner=False, max_entries=8)
def _changes(settings: Settings, version: str, region: str, day: str) -> dict[str, Any]:
    past = _past(settings, version, day)
    return plans.changes_document(
        space_of(settings, version).store,
        past.snapshot.last,
        past.found(region),
        _region(settings, version, region),
        past.day,
    )


def changes(region: str, day: str) -> dict[str, Any]:
    """What changed in a region since a day. Raises `InvalidArgument` for a day before the first load."""
    return _changes(settings(), version(), region, day)


def load_days() -> list[date]:
    """The days on which something was loaded, in order."""
    return sorted({loaded_on(b) for b in space().store.batches()})


def newest_day() -> str:
    """The day of the newest load, '' where there is none."""
    days = load_days()
    return days[-1].isoformat() if days else ""


def travel_times(name: str, content: bytes) -> dict[tuple[str, str], int]:
    """An uploaded table of travel times, by pair of region codes. Raises `LiantuError` naming every bad row."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / (Path(name).name or "upload.csv")
        file.write_bytes(content)
        rows = read_table(file, settings().max_file_mb).rows
    return travel.matrix(name, rows, space().regions, space().table_spec("travel_times"))


@st.cache_data(show_spinner=False, max_entries=8)
def _posts(settings: Settings, version: str, region: str) -> tuple[list[associations.Post], dict[str, str]]:
    store = space_of(settings, version).store
    held = associations.posts(store)
    firms = store.firms([p.firm for p in held]) if held else []
    return held, {f.id: f.name for f in firms if Regions.within(f.region, region)}


def posts(region: str) -> tuple[list[associations.Post], dict[str, str]]:
    """Posts of firms in associations, and which of those firms are of a region, by id."""
    return _posts(settings(), version(), region)


@st.cache_resource(show_spinner=False, max_entries=1)
def warm(settings: Settings, version: str) -> threading.Thread:
    """Make the recommender ready while the user reads the first page."""

    @contextmanager
    def turn() -> Iterator[None]:
        with one_at_a_time:
            yield
        time.sleep(0.02)  # or this thread would take the lock again before a page that waits for it wakes up

    def prepare() -> None:
        time.sleep(HEAD_START)
        ready(settings, version).warm(gate=turn)
        work = space_of(settings, version)
        trades = work.search.index.trades  # the firms have been read; only the trades are left
        if trades is not None:
            in_turns(work.encoder, [t.text for t in trades.trades], query=True, gate=turn)

    thread = threading.Thread(target=prepare, name="warm-recommender", daemon=True)
    thread.start()
    return thread


@st.cache_data(show_spinner=False, max_entries=64)
def _other(settings: Settings, version: str, kind: str, chain: str, region: str) -> list[dict[str, Any]]:
    from recommend.lists import four_lists

    with one_at_a_time:
        holdings = ready(settings, version).holdings
    make = {"expanding": four_lists.expanding, "capital": four_lists.capital, "outflow": four_lists.outflow}[kind]
    return make(holdings, region, chain)


def other_list(kind: str, chain: str, region: str) -> list[dict[str, Any]]:
    """The lists beside the targets: `expanding`, `capital` or `outflow`, best first."""
    return _other(settings(), version(), kind, chain, region)


@st.cache_data(show_spinner=False, max_entries=256)
def _alike(settings: Settings, version: str, firm: str) -> list[dict[str, Any]]:
    from recommend.lists import four_lists

    with one_at_a_time:
        r = ready(settings, version)
        if firm not in r.firms:
            return []
        found = four_lists.look_alike(r.firms[firm], r.similar(firm), r.holdings.segments, r.firms, 10)
    return [{"id": f, "name": r.firms[f].name, "short": short_name(r.firms[f])} for f, _, _ in found]


def alike(firm_id: str) -> list[dict[str, Any]]:
    """Firms like this one, most alike first."""
    return _alike(settings(), version(), firm_id)


@st.cache_resource(show_spinner=False, max_entries=64)
def _search(settings: Settings, version: str, query: str) -> tuple[Found, dict[str, dict[str, Any]]]:
    work = space_of(settings, version)
    with one_at_a_time:
        found = work.search.find(query)
    return found, views.search_rows(work, [h.firm for h in found.hits])


def search(query: str) -> tuple[Found, dict[str, dict[str, Any]]]:
    """What a free search finds, and by id the firms it names as the page shows them."""
    return _search(settings(), version(), query)
