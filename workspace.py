"""What a command or a page works with, and the one file that names the pipeline: data → store → gaps → targets →
paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from graph import office
from graph.errors import DemandNode, StoreError, UnfitVectors, UnreadableFile
from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps
from graph.measures import threads
from graph.measures.network import Network
from graph.model.chains import Catalogue
from graph.model.records import COUNTED_STATUSES
from graph.model.regions import Regions
from graph.model.retired import META as RETIRED
from graph.model.retired import NONE, Retired
from graph.model.segment_names import CHOICES, SegmentNames
from graph.region.country import Country
from graph.region.footprint import Footprint, footprint
from graph.region.scopes import listing_of
from graph.settings import Settings
from graph.store.base.clock import local_time, stamp
from graph.store.base.protocol import GraphStore
from graph.store.opening import create_store, open_store, server

if TYPE_CHECKING:
    from graph.chance.chance_data import ChanceData
    from graph.corrections.documents import CorrectionDocument
    from graph.corrections.made import Draft
    from graph.gaps.comparison import Yardstick
    from graph.gaps.documents.checks import CheckDocument
    from graph.gaps.find import Gap
    from graph.gaps.priorities.prioritiser import Prioritiser
    from graph.gaps.priorities.shapes import PrioritisedGap
    from graph.gaps.scenario import Change
    from graph.model.chain_sets import ChainSets
    from graph.model.cities import City
    from graph.model.goods.product_routes import ProductRoutes
    from graph.model.records import Correction, Firm, Segment
    from graph.model.row_problems import RowProblem
    from graph.model.tables import TableSpec
    from graph.routes.route_words import RouteWords
    from graph.store.snapshot import Snapshot
    from ingest.assign.assigner import Assigner
    from ingest.assign.learned.models import Models
    from ingest.assign.lexicon import GeneralTerms
    from ingest.load.build import BuildReport
    from ingest.load.corrections.write import Corrected
    from ingest.load.identity.reviews import DecisionDocument, ReviewDocument
    from ingest.load.load_report import LoadReport
    from ingest.load.undo.rollback import Rollback
    from ingest.match.queue import Verdict
    from ingest.quality import QualityDocument
    from ingest.read.table_specs import Source
    from ingest.read.understand.preview import PreviewDocument
    from outreach.casework.db import Casework
    from outreach.papers.parts.context import PaperContext
    from outreach.targets.needs import NeedRow
    from outreach.trip.holidays import Holidays
    from recommend.encode.encoder import CachedEncoder
    from recommend.encode.shipped import ShippedVectors
    from recommend.recommender import Recommender
    from recommend.retrieve.search import FirmSearch
    from recommend.retrieve.trades import Trade


def _building(file: Path) -> FileLock:
    """What whoever builds a store holds, beside it."""
    return FileLock(file.with_name(f".{file.name}.lock"))


def being_built(file: Path | None) -> bool:
    """Does a program build this store now? file: None for a store that is no file, of which that is not known."""
    lock = _building(file) if file is not None else None
    if lock is None or not Path(lock.lock_file).is_file():
        return False
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def _nobody(_sentence: str) -> None:
    """Nobody is told."""


@dataclass
class Workspace:
    """Everything a command or a page works with, opened when first used."""

    settings: Settings
    _country: tuple[str, Country] | None = field(default=None, init=False, repr=False)  # with the version of its data
    # Who is told, in a sentence, that an id which has ended was taken for its heir.
    told: Callable[[str], None] = field(default_factory=lambda: _nobody, init=False, repr=False)

    def __post_init__(self) -> None:
        threads.one_a_product()

    @cached_property
    def catalogue(self) -> Catalogue:
        # Checks the files: slow to import, and a store holds the chains already.
        from graph.model import catalogue as cat

        catalogue = cat.load(self.settings.data / "chains")
        self._sets_of(catalogue)
        return catalogue

    def _sets_of(self, catalogue: Catalogue) -> ChainSets | None:
        from graph.model.chain_sets import ChainSets

        sets = self.settings.data / "sets.yaml"
        # A folder of one's own need not have sets; where it has, they must fit the chains.
        return ChainSets.load(sets, catalogue) if sets.is_file() else None

    @cached_property
    def chain_sets(self) -> ChainSets | None:
        """The sets of chains and the mappings between them; None where the data folder names none."""
        return self._sets_of(self.catalogue)

    @cached_property
    def regions(self) -> Regions:
        return Regions.load(self.settings.data / "regions.csv")

    @cached_property
    def cities(self) -> dict[str, City]:
        """How large the cities are, by region code; none where the data folder does not say."""
        from graph.model import cities

        file = self.settings.data / "cities.csv"
        return cities.load(file) if file.is_file() else {}

    @cached_property
    def yardstick(self) -> Yardstick:
        """What cities are compared by: their sizes, and the cities that leaders chose to be measured against."""
        from graph.gaps.comparison import Yardstick
        from graph.model.cities import benchmark_cities

        file = self.settings.data / "benchmarks.csv"
        given = benchmark_cities.load(file, self.regions) if file.is_file() else ()
        try:
            chosen = office.load(self.settings.office_file).benchmarks
        except UnreadableFile:  # the page 设置 tells it
            chosen = ()
        return Yardstick(self.cities, (*given, *benchmark_cities.fitting(chosen, self.regions, given)))

    @cached_property
    def routes(self) -> ProductRoutes:
        """Which of a segment's products take an input, where not all of them do."""
        from graph.model.goods import product_routes

        file = self.settings.data / "rules" / "product_routes.csv"
        return product_routes.load(file) if file.is_file() else product_routes.ALL_TAKE

    @cached_property
    def route_words(self) -> RouteWords:
        """By which words a firm's own text names a technology route."""
        from graph.routes import route_words

        file = self.settings.data / "rules" / "route_words.csv"
        return route_words.load(file) if file.is_file() else route_words.BY_NAME_ALONE

    @cached_property
    def holidays(self) -> Holidays:
        from outreach.trip.holidays import Holidays

        return Holidays.load(self.settings.data / "holidays.csv", self.table_spec("holidays"))

    @cached_property
    def store(self) -> GraphStore:
        return open_store(self.settings)

    @cached_property
    def network(self) -> Network:
        """The chains as the store holds them, with the ids that ended before."""
        return Network(tuple(self.store.chains()), Retired.of_text(self.store.meta(RETIRED)))

    @cached_property
    def general_terms(self) -> GeneralTerms:
        from ingest.assign.lexicon import GeneralTerms

        return GeneralTerms.load(self.settings.data / "terms.yaml")

    def assigner(self, segments: list[Segment], retired: Retired = NONE) -> Assigner:
        """Assigns firms to these segments, asking the encoder where terms leave doubt. retired: ids that the general
        terms may still name."""
        from ingest.assign.assigner import Assigner
        from ingest.assign.learned.learned_assigner import teach

        terms = self.general_terms.through(retired.now) if retired else self.general_terms
        words = Assigner(segments, self.encoder, terms)
        return teach(words, self.models.model, retired) if self.models.model else words

    @cached_property
    def models(self) -> Models:
        """What labelled firms taught; `told` is told of a model that is there and cannot be used."""
        from ingest.assign.learned.models import Models

        own = self.settings.assignment_file
        return Models((own, self.settings.data / own.name), lambda sentence: self.told(sentence))

    def warm_assignment(self, progress: Callable[[str, int, int], None]) -> None:
        """Encode ahead what the learned model of assignment holds firms against: the terms of all segments."""
        learned = self.models.learned(self.assigner(list(self.catalogue.segments.values()), self.catalogue.retired))
        if learned is not None:
            learned.warm([], lambda done, total: progress("编码词语", done, total))

    @cached_property
    def encoder(self) -> CachedEncoder:
        """The text encoder with its vector cache and the vectors that ship, loaded only when something new must be
        encoded. `told` is told of shipped vectors that do not fit."""
        from recommend.encode.encoder import CachedEncoder, LazyEncoder

        lazy = LazyEncoder(self.settings.model, self.settings.weights)
        return CachedEncoder(lazy, self.settings.vectors, self._shipped_vectors(lazy.model_id, lazy.dim))

    def _shipped_vectors(self, model_id: str, dim: int) -> ShippedVectors | None:
        from recommend.encode.shipped import ShippedVectors, file_of

        file = file_of(self.settings.data / "vectors", model_id)
        if not file.is_file():  # data of one's own, or a model of one's own
            return None
        try:
            return ShippedVectors.read(file, model_id, dim)
        except UnfitVectors as error:
            self.told(str(error))
            return None

    def build(self, progress: Callable[[str, int, int], None] | None = None, force: bool = False) -> BuildReport:
        """Create or update the store from `data/`; nothing is done where the store is of this data already. Of two
        programs that do so at once, one waits for the other."""
        with self.alone():
            return self._built(progress, force)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other program builds the same store in the meantime."""
        file = self.settings.store_file
        with ExitStack() as held:
            if file is not None:
                lock = _building(file)
                # Where the folder cannot be written, making the store says so.
                with suppress(OSError):
                    file.parent.mkdir(parents=True, exist_ok=True)
                    try:
                        held.enter_context(lock.acquire(timeout=0))
                    except Timeout:
                        self.told(
                            "另一个程序正在建立这个图谱，等它结束 / another program is building this store: waiting"
                        )
                        held.enter_context(lock)
            yield

    def _built(self, progress: Callable[[str, int, int], None] | None, force: bool) -> BuildReport:
        from ingest.load.build import BuildReport, build, is_current
        from ingest.load.refresh import silent

        file = self.settings.store_file
        if self.settings.graph:
            server(self.settings, create=True)  # a server that cannot be used should not cost a minute of reading first
        if not force and (file is None or file.is_file()):
            with suppress(StoreError):  # no store yet, or one that must be brought up to date
                if is_current(self.store, self.settings.data, self.encoder.model_id):
                    return BuildReport(self.store.counts(), 0)
        catalogue = self.catalogue  # checked before the store is touched
        regions = self.regions
        assigner = self.assigner(list(catalogue.segments.values()), catalogue.retired)
        report = build(
            lambda: create_store(self.settings),
            self.settings.data,
            catalogue,
            regions,
            assigner,
            self.settings.max_file_mb,
            progress or silent,
        )
        # The first list a user asks for should not wait for the encoder.
        self.recommender.warm(lambda done, total: (progress or silent)("编码企业", done, total))
        self.search.warm()
        return report

    def _warn_of_clock(self) -> None:
        """Say so where the clock stands before the last load: the new one is dated as that, not earlier."""
        newest = self.store.data_version().partition("@")[2]
        if newest and stamp(local_time) < newest:
            self.told(
                f"本机时钟早于最近一次导入（{newest}），本次按该时间记录，请核对时钟 / "
                f"the clock stands before the last load ({newest}): this one is dated as that; set the clock"
            )

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The declared sources of tables: those that ship, and those of the office's own folder."""
        from ingest.read.table_specs import SHIPPED, load_sources, shipped

        own = self.sources_folder
        return load_sources(SHIPPED, own) if own.is_dir() else shipped()

    @property
    def sources_folder(self) -> Path:
        """Where the office's own declarations of sources are kept, and the mappings it confirmed."""
        return self.settings.vectors.parent / "sources"

    def preview(self, file: Path, mapping: Mapping[str, str] | None = None) -> PreviewDocument:
        """How a file is understood: sheets, heading rows, columns; nothing is loaded. mapping: heading → field."""
        from ingest.read.understand.confirmed import mapped
        from ingest.read.understand.outside import open_file
        from ingest.read.understand.preview import PREVIEWED, preview

        opened = open_file(file, self.settings.max_file_mb, self.sources, PREVIEWED)
        return preview(mapped(opened, mapping, "--mapping") if mapping else opened, self.sources)

    def ingest(
        self,
        file: Path,
        source: str = "",
        region: str = "",
        report_dir: Path | None = None,
        progress: Callable[[str, int, int], None] | None = None,
        mapping: Mapping[str, str] | None = None,
    ) -> LoadReport:
        """Load a user's file into the store. mapping: heading → field, as a person confirmed; it is remembered for the
        next table with the same headings."""
        from ingest.load.files import ingest_file
        from ingest.load.refresh import silent
        from ingest.read.understand.confirmed import remember

        code = self.regions.get(region).code if region else ""
        self._warn_of_clock()
        report = ingest_file(
            self.store,
            file,
            self.regions,
            self._own_assigner,
            source,
            code,
            self.settings.max_file_mb,
            report_dir,
            progress or silent,
            sources=self.sources,
            columns=mapping,
            kept=self.settings.rows,
        )
        if mapping:
            remember(self.sources_folder, report.file, report.tables, mapping)
            self.__dict__.pop("sources", None)
        return report

    def rollback(self, batch: int, progress: Callable[[str, int, int], None] | None = None) -> Rollback:
        """Take a load back whole."""
        from ingest.load.refresh import silent
        from ingest.load.undo.rollback import rollback

        return rollback(self.store, batch, self.regions, self._own_assigner, progress or silent)

    def quality(self, region: str) -> QualityDocument:
        """How good the data on a region are: by county, segment and source, where sources contradict each other."""
        from ingest.quality import quality

        return quality(self.store, self.regions, region, date.today())

    def correct(self, firm: Firm, drafts: Sequence[Draft], reason: str, author: str) -> Corrected:
        """Write what a person puts right of a firm; the graph is in line with it at once."""
        from ingest.load.corrections.write import correct

        return correct(self.store, self.regions, self._own_assigner, firm, drafts, reason, author)

    def undo_correction(self, number: str, author: str) -> Correction:
        """Take a correction back. Raises `UnknownName`."""
        from ingest.load.corrections.write import undo

        return undo(self.store, self.regions, self._own_assigner, number, author)

    def corrections(self) -> list[CorrectionDocument]:
        """All corrections, the newest first, with what became of each."""
        from graph.corrections.documents import corrections

        return corrections(self.store, self.network.segments)

    def check_next(
        self, region: str, most: int = 20, progress: Callable[[str, int, int], None] | None = None
    ) -> list[CheckDocument]:
        """What to check next in a region: what would move most of its first gaps."""
        from graph.gaps.check_next import check_next
        from graph.gaps.documents.checks import check_documents

        foot = self.footprint(region)
        found = check_next(foot, most, lambda done, n: progress("推算核实结果", done, n) if progress else None)
        return check_documents(self.store, foot, found)

    @property
    def _own_assigner(self) -> Assigner:
        """Assigns firms to the segments that the store has."""
        return self.assigner(list(self.network.segments.values()), self.network.retired)

    def reviews(self) -> list[ReviewDocument]:
        """The pairs of firms that may be one and wait for a person, the surest first."""
        from ingest.load.identity.reviews import waiting_documents

        return waiting_documents(self.store, self.regions)

    def review_decisions(self) -> list[DecisionDocument]:
        """What people decided about such pairs, the latest first, also what was taken back."""
        from ingest.load.identity.reviews import decision_documents

        return decision_documents(self.store)

    def review(self, code: str, verdict: Verdict, author: str = "", reason: str = "") -> DecisionDocument:
        """Declare the two firms of a waiting pair one or two. Raises `UnknownName`."""
        from ingest.load.identity import reviews

        return reviews.decide_by_code(self.store, code, verdict, self.regions, self._own_assigner, author, reason)

    def undo_review(self, code: str) -> DecisionDocument:
        """Take a decision on a pair back. Raises `UnknownName`."""
        from ingest.load.identity import reviews

        return reviews.undo_by_code(self.store, code, self.regions, self._own_assigner)

    @property
    def country(self) -> Country:
        """All firms and memberships as arrays: read once for all regions, and anew after a load."""
        version = self.store.data_version()
        if self._country is None or self._country[0] != version:
            listing = listing_of(self.store)
            self._country = version, Country.of(self.store.member_columns(), self.network, self.regions, listing)
        return self._country[1]

    def footprint(self, region: str, without: tuple[str, ...] = ()) -> Footprint:
        """A region's footprint; unknown regions and segments raise `UnknownName`."""
        code = self.regions.get(region).code
        hidden = tuple(self.segment(s) for s in without)
        return footprint(self.store, self.regions, code, without=hidden, country=self.country)

    def gaps(self, region: str, chain: str = "", without: tuple[str, ...] = ()) -> list[PrioritisedGap]:
        """Gaps of a region as documents, best first."""
        chain_id = self.chain(chain) if chain else ""
        foot = self.footprint(region, without)
        found = find_gaps(foot, chain_id)
        documents = gap_documents(self.store, self.regions, foot, found, self.yardstick, self.routes)
        return self.prioritiser(foot).added(documents)

    def prioritiser(self, foot: Footprint) -> Prioritiser:
        """Adds need, chance and priority to the gaps of a footprint, red lines first."""
        from graph.chance.ground import site_provinces
        from graph.gaps.priorities.prioritiser import Prioritiser
        from graph.model.records import Park, Site

        parks = [p for p in self.store.rows(Park) if Regions.within(p.region, foot.region)]
        return Prioritiser(foot, self.chance_data, parks, site_provinces(self.store.rows(Site)))

    def changes(self, given: Sequence[str]) -> tuple[Change, ...]:
        """A scenario from `add:FIRM@SEGMENT` and `remove:SEGMENT`; what does not exist raises `UnknownName`."""
        from graph.gaps import scenario

        return scenario.parse(given, scenario.resolver(self.store), self.segment, self.recruitable)

    def found(self, region: str, chain: str = "", changes: Sequence[Change] = ()) -> tuple[Footprint, list[Gap]]:
        """A region's footprint and gaps, after the changes of a scenario where there are any."""
        from graph.gaps import scenario

        code = self.regions.get(region).code
        if changes:
            foot = scenario.scene(self.store, self.regions, code, self.network, changes, self.country)
        else:
            foot = footprint(self.store, self.regions, code, country=self.country)
        return foot, find_gaps(foot, self.chain(chain) if chain else "")

    def as_of(self, day: str, progress: Callable[[str, int, int], None] | None = None) -> PastWorkspace:
        """The same workspace over the store as it stood at the end of a day, written 2026-11-24."""
        from graph.model.text import day_of
        from ingest.load.refresh import silent

        past = PastWorkspace(self.settings, day_of(day), progress or silent)
        past.told = self.told
        return past

    def chain(self, given: str) -> str:
        """The id of a chain given by id or name."""
        return Catalogue(self.network.chains).chain(given).id

    def segment(self, given: str, recruits: bool = False) -> str:
        """The full id of a segment given by id, unambiguous name or product. Raises `UnknownName`; to letters that read
        like the pinyin or the English of a segment it suggests that one.

        An id that ended is taken for its heir, which `told` is told; `EndedName` where it has several. recruits: firms
        are to be found for it, so no demand node is suggested."""
        match = self.segment_names.find(given)
        found = self.segment_names.segment_of(match, given, self._by_sound, recruits)
        if match.ended:
            self.told(
                f"{match.ended} 已并入 {found.id}（{found.name}），按后者处理 / "
                f"{match.ended} has ended, {found.id} is taken in its place"
            )
        return found.id

    def recruitable(self, given: str) -> str:
        """As `segment`, for a segment that firms are to be found for. Raises `DemandNode` where it only buys."""
        segment = self.network.segments[self.segment(given, recruits=True)]
        if segment.demand:
            into = sorted(
                (k for k in self.network.links if k.target_id == segment.id), key=lambda k: (-k.share, k.source_id)
            )
            makers = dict.fromkeys(k.source_id for k in into if k.source_id in self.network.makers)
            sellers = [f"{s} ({self.network.makers[s].name})" for s in list(makers)[:CHOICES]]
            raise DemandNode(segment.id, segment.name, sellers)
        return segment.id

    @cached_property
    def segment_names(self) -> SegmentNames:
        """Finds segments by what a person calls them."""
        return SegmentNames(self.network.chains, self.network.retired)

    def _by_sound(self, text: str) -> list[Segment]:
        """Segments whose pinyin or English the letters read like, at most three."""
        from recommend.retrieve.latin import Glossary, load_english

        segments = self.network.segments.values()
        meant = set(Glossary.of(segments, english=load_english(self.settings.data / "english.yaml")).chinese(text))
        # A segment of that very name comes before one that merely makes such a thing.
        named = [s for s in segments if s.name in meant]
        return (named or [s for s in segments if meant.intersection(s.products)])[:3]

    @cached_property
    def casework(self) -> Casework:
        """Targets, visits and what came of them; made where there is none yet, and brought in line with the segments
        of the store."""
        from outreach.casework.db import Casework

        casework = Casework(self.settings.casework_url)
        with suppress(StoreError):  # it can be read where the graph cannot, and be moved the next time
            self._move_ended(casework)
        return casework

    def _move_ended(self, casework: Casework) -> None:
        """Move the casework of segments that ended, as far as the store has their heirs."""
        from ingest.load.ended import surest
        from outreach.casework.ended import move

        retired = Retired.of_text(self.store.meta(RETIRED))
        moved = move(casework, retired, lambda firm, heirs: surest(self.store.memberships([firm]))(firm, heirs))
        if moved:
            self.told(
                f"{moved} 条名单、需求等所在的环节已停用，已移到其去向 / "
                f"{moved} saved targets, needs and the like stood under segments that have ended and were moved"
            )

    def planning_context(self, home: str, today: date | None = None, templates: Path | None = None) -> PaperContext:
        """What the papers of a trip need: the graph, the place, the policies and the rules of fair competition."""
        from outreach.papers.parts.shipped import paper_context

        day = today or date.today()
        policies = self.table_spec("policies")
        return paper_context(
            self.settings.data,
            policies,
            self.store,
            self.regions,
            self.network,
            home,
            day,
            templates,
            self.chance_data.red_lines,
        )

    @cached_property
    def trades(self) -> tuple[Trade, ...]:
        """What names of industries mean in goods."""
        from recommend.retrieve.trades import load_book

        return load_book(self.settings.data)

    @cached_property
    def recommender(self) -> Recommender:
        from recommend.rank import learning
        from recommend.rank.exclusions import Limits
        from recommend.recommender import Recommender

        limits = Limits.read(self.settings.data / "limits.yaml")
        taught = learning.load(self.taught_file)
        return Recommender(
            self.store,
            self.regions,
            self.network,
            self.encoder,
            limits=limits,
            taught=taught.weights if taught else None,
            trades=self.trades,
            country=self.country,
            routes=self.routes,
            red_lines=self.chance_data.red_lines,
        )

    def table_spec(self, kind: str) -> TableSpec:
        """What a table of a kind looks like that liantu reads by itself; kinds: `ingest/read/sources/native.yaml`."""
        from ingest.read.table_specs import native

        return native().spec(kind)

    def read_needs(self, file: Path) -> tuple[list[NeedRow], list[RowProblem]]:
        """Local firms' needs from a table, and the rows that could not be used. Raises `UnreadableFile`,
        `MissingColumn`."""
        from ingest.read.understand.outside import one_table
        from outreach.targets import needs

        table = one_table(file, self.settings.max_file_mb, self.table_spec("needs"))
        return needs.read(
            table.file, table.rows, table.columns, self.table_spec("needs"), self.segment_names, date.today()
        )

    @cached_property
    def search(self) -> FirmSearch:
        """Free search over the firms whose products are known."""
        from recommend.retrieve.latin import load_english
        from recommend.retrieve.search import FirmSearch

        english = load_english(self.settings.data / "english.yaml")
        firms = [f for f in self.store.firms() if f.status in COUNTED_STATUSES]
        return FirmSearch(firms, self.encoder, self.trades, self.network.makers.values(), english)

    @property
    def taught_file(self) -> Path:
        """Where the weights are kept that the team's own decisions have changed."""
        return self.settings.vectors.parent / "taught.json"

    @property
    def backtest_file(self) -> Path:
        """Where the last back-test is kept for the page 回测: beside the vectors."""
        return self.settings.vectors.parent / "backtest.json"

    @property
    def segment_backtest_file(self) -> Path:
        """Where the last back-test of the order of segments is kept for the page 回测."""
        return self.settings.vectors.parent / "backtest-segments.json"

    @property
    def shipped_backtests(self) -> Path:
        """The reports of the back-tests that ship with a release, without single projects."""
        return self.settings.data / "backtests"

    @cached_property
    def chance_data(self) -> ChanceData:
        """Precedents and red lines of the data folder, with what is wrong with their rows; a folder of one's own need
        not have them."""
        from graph.chance.chance_data import ChanceData

        return ChanceData.load(self.settings.data, self.network)


@dataclass
class PastWorkspace(Workspace):
    """A workspace over the store as it stood at the end of a day."""

    day: date
    progress: Callable[[str, int, int], None]

    @cached_property
    def snapshot(self) -> Snapshot:
        from graph.store.snapshot import as_of

        return as_of(open_store(self.settings), self.day, lambda done, n: self.progress("还原图谱", done, n))

    @cached_property
    def store(self) -> GraphStore:
        return self.snapshot
