"""The office's casework: saved targets, claims, posts in associations, travel times of its own."""

from __future__ import annotations

import streamlit as st

from app_pages.read import uploads
from app_pages.read.base import Data, present, settings, space, versioned
from graph.errors import StoreUnavailable
from graph.model.regions import Regions
from graph.settings import Settings
from ingest.read.understand.outside import one_table
from outreach.casework.db import Casework
from outreach.targets import associations, claims
from outreach.targets.claims import Claim
from outreach.trip.planner import travel


@st.cache_resource(show_spinner=False, max_entries=1, hash_funcs={Settings: repr})
def _casework(settings: Settings) -> Casework:
    return Casework(settings.casework_url)


def opened() -> Casework:
    """Targets, visits and what came of them; made where there is none yet. It is that of the present data: where a
    load ended segments, what stood under them has moved."""
    try:
        return space().casework
    except StoreUnavailable:
        return _casework(settings())


def claims_in(region: str) -> dict[str, Claim]:
    """Which team courts which group in the city of a region, as of now; by the names of group and firm."""
    with opened().read() as session:
        return claims.claims_by_name(session, region)


@versioned(present, max_entries=8, shared=True)
def posts(data: Data, region: str) -> tuple[list[associations.Post], dict[str, str]]:
    """Posts of firms in associations, and which of those firms are of a region: id → name. Shared by
    all sessions: not to be changed."""
    store = space.at(data).store
    known = associations.posts(store)
    firms = store.firms([p.firm for p in known]) if known else []
    return known, {f.id: f.name for f in firms if Regions.within(f.region, region)}


def travel_times(name: str, content: bytes) -> dict[tuple[str, str], int]:
    """An uploaded table of travel times, by pair of region codes. Raises `LiantuError` naming every bad row."""
    with uploads.kept(name, content) as file:
        rows = one_table(file, settings().max_file_mb, space().table_spec("travel_times")).rows
    return travel.matrix(name, rows, space().regions, space().table_spec("travel_times"))
