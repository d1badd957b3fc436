"""Everything the pages read, each with its cache. The version of the data is part of every key."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages import documents, set_view
from graph import crosschain, plans
from graph import settings as settings_module
from graph.errors import LiantuError, MissingColumn, StoreError
from graph.footprint import Footprint
from graph.gaps import Gap, find_gaps
from graph.portfolio import Limits
from graph.regions import Regions
from graph.report import gap_documents, short_name
from graph.settings import Settings
from graph.snapshot import loaded_on
from graph.types import Decision
from ingest.kinds import layout
from ingest.load import LoadReport
from ingest.tables import read_table
from liantu import PastWorkspace, Workspace
from outreach import holding, ownership
from outreach.casework.db import Casework
from outreach.holding import Hold
from outreach.planner import travel
from recommend import learning, record
from recommend.engine import Recommender
from recommend.reading import Read
from recommend.search import Found

CHAIN_GAPS, CHAIN_TARGETS = 6, 20  # of every chain, for the list that gives each group one owner
MANY = 1000  # targets asked for at once; the pages re-cut this one list
HEAD_START = 3.0  # seconds the first page has the processor to itself
_one_at_a_time = threading.Lock()


@st.cache_resource(show_spinner=False, max_entries=1)
def _door(settings: Settings) -> Workspace:
    return Workspace(settings)


@st.cache_resource(show_spinner=False, max_entries=2)
def _space(settings: Settings, version: str) -> Workspace:
    return Workspace(settings)


def settings() -> Settings:
    """The settings of this process."""
    return settings_module.load()


def newest_version() -> str:
    """The version of all that the store holds. Raises `StoreError` where there is no store."""
    file = settings().store_file
    if file is not None and not file.is_file():
        raise StoreError(f"no store at {file}")
    return str(_door(settings()).store.data_version())


@st.cache_data(show_spinner=False, max_entries=4)
def _graph_version(settings: Settings, newest: str) -> str:
    held = [b for b in _door(settings).store.batches() if b.kind != learning.KIND]
    last = max(held, key=lambda b: b.id, default=None)
    return f"{last.id}@{last.finished}" if last else "0@"


def version() -> str:
    """The version of the data that graph and lists are made of. The office's own decisions do not count: recording one
    must not cost a new recommender. Raises `StoreError` where there is no store."""
    return _graph_version(settings(), newest_version())


def space() -> Workspace:
    """The workspace as of the present version of the data."""
    return _space(settings(), version())


@st.cache_resource(show_spinner=False, max_entries=16)
def _region(settings: Settings, version: str, region: str) -> tuple[Footprint, tuple[Gap, ...]]:
    foot = _space(settings, version).footprint(region)
    return foot, tuple(find_gaps(foot))


@st.cache_data(show_spinner=False, max_entries=16)
def _gaps(settings: Settings, version: str, region: str) -> list[dict[str, Any]]:
    work = _space(settings, version)
    foot, found = _region(settings, version, region)
    return gap_documents(work.store, work.regions, foot, found)


def gaps(region: str) -> list[dict[str, Any]]:
    """All gaps of a region as documents, best first."""
    return _gaps(settings(), version(), region)


@st.cache_data(show_spinner=False, max_entries=64)
def _chain(settings: Settings, version: str, chain: str, region: str) -> dict[str, Any]:
    foot, found = _region(settings, version, region)
    return documents.chain_view(_space(settings, version), foot, found, chain)


def chain(chain_id: str, region: str) -> dict[str, Any]:
    """One chain as the graph shows it, with its completeness."""
    return _chain(settings(), version(), chain_id, region)


def overview(region: str) -> list[dict[str, Any]]:
    """All chains in the order of the policy, as the cards show them."""
    return [documents.card(chain(c.id, region)) for c in space().network.chains]


@st.cache_data(show_spinner=False, max_entries=256)
def _segment(settings: Settings, version: str, segment: str, region: str) -> dict[str, Any]:
    foot, _ = _region(settings, version, region)
    return documents.segment_view(_space(settings, version), foot, segment)


def segment(segment_id: str, region: str) -> dict[str, Any]:
    """One segment with its firms here and elsewhere and its links, those into other chains as well."""
    return _segment(settings(), version(), segment_id, region)


def recommender() -> Recommender:
    """The recommender of the present data, made when first asked for; firms that were never read are left to `warm`."""
    return _ready(settings(), version())


@st.cache_resource(show_spinner=False, max_entries=1)
def _ready(settings: Settings, version: str) -> Recommender:
    made = _space(settings, version).recommender
    made.reader.begin()
    return made


@st.cache_data(show_spinner=False, max_entries=64)
def _targets(
    settings: Settings, version: str, segment: str, region: str, read: int, weights: str
) -> list[dict[str, Any]]:
    with _one_at_a_time:
        made = _ready(settings, version)
        found = made.recommend(region, segment, MANY)
    return documents.with_names(found, {f.id: f.name for f in made.firms.values()})


def targets(segment_id: str, region: str) -> list[dict[str, Any]]:
    """All targets of a segment, best first, local firms among them; filters re-cut this list."""
    made = recommender()
    return _targets(settings(), version(), segment_id, region, made.reader.round, _weights(made))


def outsiders(segment_id: str, region: str) -> list[dict[str, Any]]:
    """The targets of a segment that are seated elsewhere, best first."""
    return [t for t in targets(segment_id, region) if not Regions.within(t["firm"]["region"], region)]


def local_makers(segment_id: str, region: str) -> list[tuple[str, str]]:
    """Local firms that work in a segment as (id, name), the strongest first."""
    return [(f["id"], f["name"]) for f in segment(segment_id, region)["local"]]


@st.cache_resource(show_spinner=False, max_entries=4)
def _groups(settings: Settings, version: str, region: str, read: int, weights: str) -> list[dict[str, Any]]:
    made = _ready(settings, version)
    first: dict[str, list[str]] = {}
    for gap in _gaps(settings, version, region):
        own = first.setdefault(gap["chain"], [])
        if len(own) < CHAIN_GAPS:
            own.append(gap["segment"])
    out = {}
    for segment in (s for own in first.values() for s in own):
        with _one_at_a_time:  # one list at a time, so that others are served in between
            out[segment] = made.recommend(region, segment, CHAIN_TARGETS, exclude_local=True)
    return ownership.groups(made.network, out)


def groups(region: str) -> list[dict[str, Any]]:
    """Outsiders for the first gaps of all chains, every group once. Shared by all sessions: not to be changed."""
    made = recommender()
    return _groups(settings(), version(), region, made.reader.round, _weights(made))


def holds(region: str) -> dict[str, Hold]:
    """Who courts which group in the city, as of now."""
    with casework().read() as session:
        return holding.holds(session, region)


def _weights(made: Recommender) -> str:
    return ",".join(f"{w:.6f}" for w in made.shares.values())


def reading() -> Read:
    """How far the firms of the store have been read; finished where nothing was new."""
    return recommender().reader.state


@st.cache_data(show_spinner=False, max_entries=256)
def _firm(settings: Settings, version: str, firm: str) -> dict[str, Any] | None:
    return documents.firm_view(_space(settings, version), firm)


def firm(firm_id: str) -> dict[str, Any] | None:
    """One firm with everything known of it, or None where the store has no such firm."""
    return _firm(settings(), version(), firm_id)


@st.cache_data(show_spinner=False, max_entries=2)
def _names(settings: Settings, version: str) -> list[dict[str, str]]:
    return documents.firm_names(_space(settings, version))


def firm_names() -> list[dict[str, str]]:
    """Names, short names, codes and seats of all firms, for the search."""
    return _names(settings(), version())


@st.cache_data(show_spinner=False, max_entries=2)
def _loaded(settings: Settings, newest: str) -> dict[str, Any]:
    return documents.loaded(_door(settings))


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
    return set_view.chain_sets(_space(settings, version))


def chain_sets() -> dict[str, Any]:
    """The sets of chains that the data folder names, and how the segments of one became those of the next."""
    return _chain_sets(settings(), version())


def as_of() -> str:
    """The month the store was last loaded in."""
    return version().split("@")[-1][:7]


@st.cache_data(show_spinner=False, max_entries=32)
def _scenario(settings: Settings, version: str, region: str, given: tuple[str, ...]) -> dict[str, Any]:
    work = _space(settings, version)
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
    work = _space(settings, version)
    found = _region(settings, version, region)
    return plans.portfolio_document(work.store, work.regions, found, limits, chain, unsure)


def portfolio(region: str, chain: str, limits: Limits, unsure: bool) -> dict[str, Any]:
    """The best landings under the office's limits, over one chain or all (empty)."""
    return _portfolio(settings(), version(), region, chain, limits, unsure)


@st.cache_data(show_spinner=False, max_entries=16)
def _across(settings: Settings, version: str, region: str) -> dict[str, Any]:
    work = _space(settings, version)
    foot, found = _region(settings, version, region)
    return {
        "segments": crosschain.segments_across(foot, found),
        "firms": crosschain.firms_across(work.store, work.regions, foot, found),
    }


def across(region: str) -> dict[str, Any]:
    """Segments and firms that close gaps in two or more chains."""
    return _across(settings(), version(), region)


@st.cache_data(show_spinner=False, max_entries=16)
def _roles(settings: Settings, version: str, region: str) -> list[dict[str, Any]]:
    work = _space(settings, version)
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
    return _space(settings, version).as_of(day)


@st.cache_data(show_spinner=False, max_entries=8)
def _changes(settings: Settings, version: str, region: str, day: str) -> dict[str, Any]:
    past = _past(settings, version, day)
    return plans.changes_document(
        _space(settings, version).store, past.snapshot, past.found(region), _region(settings, version, region), past.day
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


def ingest(
    name: str, content: bytes, region: str, progress: Callable[[str, int, int], None]
) -> tuple[LoadReport, bytes]:
    """Load an uploaded file under its own name; returns the report and the file of problems (empty where none).

    Raises `LiantuError`; the store is then as it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / (Path(name).name or "upload.csv")
        file.write_bytes(content)
        report = Workspace(settings()).ingest(
            file, region=region, report_dir=Path(folder) / "report", progress=progress
        )
        problems = Path(report.report_file).read_bytes() if report.report_file else b""
    return report, problems


def travel_times(name: str, content: bytes) -> dict[tuple[str, str], int]:
    """An uploaded table of travel times, by pair of region codes. Raises `LiantuError` naming every bad row."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / (Path(name).name or "upload.csv")
        file.write_bytes(content)
        rows = read_table(file, settings().max_file_mb).rows
    return travel.matrix(name, rows, space().regions)


@st.cache_resource(show_spinner=False, max_entries=1)
def warm(settings: Settings, version: str) -> threading.Thread:
    """Make the recommender ready while the user reads the first page."""

    @contextmanager
    def turn() -> Iterator[None]:
        with _one_at_a_time:
            yield
        time.sleep(0.02)  # or this thread would take the lock again before a page that waits for it wakes up

    def prepare() -> None:
        time.sleep(HEAD_START)
        _ready(settings, version).warm(gate=turn)
        with _one_at_a_time:
            _space(settings, version).search.warm()  # the firms have been read; only the trades are left

    thread = threading.Thread(target=prepare, name="warm-recommender", daemon=True)
    thread.start()
    return thread


@st.cache_data(show_spinner=False, max_entries=64)
def _other(settings: Settings, version: str, kind: str, chain: str, region: str) -> list[dict[str, Any]]:
    from recommend import lists

    with _one_at_a_time:
        holdings = _ready(settings, version).holdings
    make = {"expanding": lists.expanding, "capital": lists.capital, "outflow": lists.outflow}[kind]
    return make(holdings, region, chain)


def other_list(kind: str, chain: str, region: str) -> list[dict[str, Any]]:
    """The lists beside the targets: `expanding`, `capital` or `outflow`, best first."""
    return _other(settings(), version(), kind, chain, region)


@st.cache_data(show_spinner=False, max_entries=256)
def _alike(settings: Settings, version: str, firm: str) -> list[dict[str, Any]]:
    from recommend import lists

    with _one_at_a_time:
        r = _ready(settings, version)
        if firm not in r.firms:
            return []
        found = lists.look_alike(r.firms[firm], r.similar(firm), r.holdings.segments, r.firms, 10)
    return [{"id": f, "name": r.firms[f].name, "short": short_name(r.firms[f])} for f, _, _ in found]


def alike(firm_id: str) -> list[dict[str, Any]]:
    """Firms like this one, most alike first."""
    return _alike(settings(), version(), firm_id)


@st.cache_resource(show_spinner=False, max_entries=64)
def _search(settings: Settings, version: str, query: str) -> tuple[Found, dict[str, dict[str, Any]]]:
    work = _space(settings, version)
    with _one_at_a_time:
        found = work.search.find(query)
    return found, documents.search_rows(work, [h.firm for h in found.hits])


def search(query: str) -> tuple[Found, dict[str, dict[str, Any]]]:
    """What a free search finds, and by id the firms it names as the page shows them."""
    return _search(settings(), version(), query)


@st.cache_data(show_spinner=False, max_entries=2)
def _backtest(file: str, changed: float) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    return held


def backtest() -> tuple[dict[str, Any], str] | None:
    """The last back-test and its date, None where none was made (or the file is broken)."""
    file = space().backtest_file
    try:
        changed = file.stat().st_mtime
        return _backtest(str(file), changed), time.strftime("%Y-%m-%d", time.localtime(changed))
    except (OSError, ValueError):
        return None


def own_record() -> list[Decision]:
    """The office's own decisions, all of them."""
    return list(space().store.rows("decision"))


def decide(made: Decision) -> None:
    """Record a decision of the team. Raises `LiantuError`."""
    learning.record(space().store, made)


def load_record(name: str, content: bytes, progress: Callable[[str, int, int], None]) -> tuple[LoadReport, bytes]:
    """Load a table of outcomes. Raises `LiantuError` where the file is no such table; the store is then as it was."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / (Path(name).name or "upload.csv")
        file.write_bytes(content)
        table = read_table(file, settings().max_file_mb)
        if layout(table.columns).kind != "decisions":
            missing = "结果" if not {"结果", "outcome", "招商结果"} & set(table.columns) else "日期"
            raise MissingColumn(file.name, missing, list(table.columns))
    return ingest(name, content, "", progress)


@st.cache_data(show_spinner=False, max_entries=2)
def _outcomes(settings: Settings, newest: str) -> dict[tuple[str, str], Decision]:
    return record.latest(list(_door(settings).store.rows("decision")))


def outcome_of(firm: str, segment: str) -> Decision | None:
    """The last that the office noted of a firm for a segment."""
    return _outcomes(settings(), newest_version()).get((firm, segment))


@st.cache_data(show_spinner=False, max_entries=2)
def _ranked_record(settings: Settings, version: str, made: tuple[Decision, ...], weights: str) -> list[dict[str, Any]]:
    with _one_at_a_time:
        return _ready(settings, version).own_record(made)


def ranked_record() -> list[dict[str, Any]]:
    """The office's decisions with the rank each would have had, what the firm has here hidden."""
    return _ranked_record(settings(), version(), tuple(own_record()), _weights(recommender()))


def taught() -> learning.Learned | None:
    """What the office's decisions have taught so far, None where nothing was taken over. Broken files are as none."""
    try:
        return learning.load(space().taught_file)
    except LiantuError:
        return None


def teach() -> learning.Learned:
    """Learn from the office's decisions; keeps the new weights where the check set agrees, and makes them hold at once."""
    made, work = own_record(), recommender()
    weighed = ranked_record()
    rows = {(r["decision"].firm_id, r["decision"].segment_id, r["decision"].region): r["values"] for r in weighed}
    shipped = work.weights.shares()
    found = learning.learn_from(made, shipped, lambda d: rows.get((d.firm_id, d.segment_id, d.region)))
    if not found.kept_old:
        learning.save(space().taught_file, found)
        with _one_at_a_time:
            work.shares = {k: found.weights[k] for k in shipped}  # only weights change: no index, no firm is read anew
    return found
