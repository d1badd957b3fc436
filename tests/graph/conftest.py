"""Small, hand-made chains, firms and stores, so that every expected value can be worked out on paper."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph.model.records import MICRO, Chain, Firm, FirmRecord, Link, Member, Membership, Relation, Role, Segment, Unit
from graph.model.regions import Regions
from graph.region.footprint import Footprint, footprint
from graph.store.base.protocol import GraphStore
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import Bolt, put


class Make:
    """Records with only what a test cares about."""

    @staticmethod
    def segment(full_id: str, **more: Any) -> Segment:
        chain, name = full_id.split(".")
        given = {
            "name": f"{name}段",
            "name_en": name,
            "tier": "midstream",
            "description": "说明",
            "products": ("甲", "乙", "丙"),
            "value_weight": 0.5,
            "source": "test",
            "siting": {"investment_yi": [2.0, 10.0]},
        }
        return Segment(id=full_id, chain=chain, **{**given, **more})

    @staticmethod
    def link(source: str, target: str, share: float = 0.3, kind: str = "material") -> Link:
        return Link(source, target, kind, share, "test")  # type: ignore[arg-type]

    @classmethod
    def chain(cls, chain_id: str, names: Sequence[str], links: Iterable[Link], **weights: float) -> Chain:
        """Segments by short name, in this order; `weights` overrides a segment's value weight."""
        segments = tuple(
            cls.segment(f"{chain_id}.{n}", value_weight=weights.get(n, 0.5), position=i) for i, n in enumerate(names)
        )
        return Chain(chain_id, f"{chain_id}链", chain_id, "test", "说明", segments, tuple(links))

    @classmethod
    def line(cls, chain_id: str = "toy", names: Sequence[str] = ("ore", "powder", "cell", "pack", "car")) -> Chain:
        """A chain in which each segment feeds the next with a share of 0.3."""
        pairs = itertools.pairwise(names)
        return cls.chain(chain_id, names, [cls.link(f"{chain_id}.{a}", f"{chain_id}.{b}") for a, b in pairs])

    @staticmethod
    def firm(firm_id: str, region: str = "410700", size: float = 1.0, sites: tuple[str, ...] = (), **more: Any) -> Firm:
        given = {"name": f"{firm_id}有限公司", "source": "test"} | more
        return Firm(id=firm_id, region=region, size=round(size * MICRO), sites=sites, **given)

    @staticmethod
    def membership(firm_id: str, segment_id: str, confidence: float = 1.0, role: Role = "") -> Membership:
        evidence = ({"kind": "product", "term": "甲", "text": "甲", "source": "test", "weight": 1.0},)
        return Membership(firm_id, segment_id, round(confidence * MICRO), evidence, role=role)

    @staticmethod
    def member(
        firm_id: str,
        segment_id: str,
        region: str = "410700",
        size: float = 1.0,
        confidence: float = 1.0,
        sites: tuple[str, ...] = (),
        role: Role = "",
        house: str = "",
    ) -> Member:
        return Member(firm_id, segment_id, round(confidence * MICRO), round(size * MICRO), region, sites, role, house)

    @staticmethod
    def listed(origin: str, firm_ids: Iterable[str]) -> list[FirmRecord]:
        """These firms as one source lists them."""
        return [FirmRecord(origin, f, f, i, {"name": f}) for i, f in enumerate(firm_ids, 2)]

    @staticmethod
    def _named(member: Member) -> dict[str, str]:
        """What makes a firm a branch of a house, or the house itself."""
        if not member.house:
            return {}
        return {"branch_of": member.house} if member.role == "branch" else {"name": member.house}

    @classmethod
    def fill(
        cls,
        store: GraphStore,
        chains: Sequence[Chain],
        members: Sequence[Member],
        sources: Mapping[str, Iterable[str]] | None = None,
    ) -> GraphStore:
        """Write chains, and the firms and memberships that stand behind `members`."""
        firms = {m.firm_id: cls.firm(m.firm_id, m.region, m.size / MICRO, m.sites, **cls._named(m)) for m in members}
        with store.batch("test", "test") as batch:
            for chain in chains:
                batch.upsert([chain, *chain.segments, *chain.links])
            batch.upsert(firms.values())
            batch.upsert([cls.membership(m.firm_id, m.segment_id, m.confidence / MICRO, m.role) for m in members])
            for origin, ids in (sources or {}).items():
                batch.upsert(cls.listed(origin, ids))
        return store


@pytest.fixture(scope="session")
def make() -> type[Make]:
    return Make


@dataclass(frozen=True)
class StoreKind:
    """How one kind of store is made new at a place, and opened there again."""

    name: str
    create: Callable[[Path], GraphStore]
    reopen: Callable[[Path], GraphStore]
    at_once: bool = True  # can several stores of this kind stand side by side?


def _url(place: Path) -> str:
    return f"sqlite:///{place / 'graph.db'}"


EMBEDDED = StoreKind(
    "embedded", lambda place: EmbeddedStore.create(_url(place)), lambda place: EmbeddedStore.open(_url(place))
)
# Every store there is; what runs over this list is the contract. `bolt` is the Neo4j that `LIANTU_TEST_NEO4J` names
# (its database is emptied), else one that the tests start, else the light server.
STORES = ["embedded", "bolt"]
# What runs on Neo4j in `make test` already; the rest costs minutes there and waits for `make test-slow`, which sets
# LIANTU_TEST_SERVER=neo4j.
ON_NEO4J = {"test_vectors.py", "test_line.py"}


def server_for(file: Path) -> str:
    """Which server the tests of a file use, by the name that the fixture `bolt` takes."""
    return "neo4j" if file.name in ON_NEO4J else "bolt"


@pytest.fixture(params=STORES)
def kind(request: pytest.FixtureRequest) -> StoreKind:
    """Each kind of store."""
    if request.param == "embedded":
        return EMBEDDED
    graph: Bolt = request.getfixturevalue("bolt")(server_for(request.path))
    return StoreKind(request.param, lambda _: graph.fresh(), lambda _: graph.open(), at_once=False)


@pytest.fixture
def store(kind: StoreKind, tmp_path: Path) -> GraphStore:
    """An empty store of each kind."""
    return kind.create(tmp_path)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded store's file, made once; copying it spares each test the migrations."""
    place = tmp_path_factory.mktemp("migrated")
    EmbeddedStore.create(_url(place)).engine.dispose()  # closing folds the write-ahead log into the file
    return place / "graph.db"


@pytest.fixture
def fresh(migrated: Path, tmp_path: Path) -> Callable[[], EmbeddedStore]:
    """Makes as many empty embedded stores as a test asks for."""

    def new() -> EmbeddedStore:
        place = tmp_path / str(len(list(tmp_path.iterdir())))
        place.mkdir()
        shutil.copy(migrated, place)
        return EmbeddedStore.open(_url(place))

    return new


@pytest.fixture
def embedded(fresh: Callable[[], EmbeddedStore]) -> EmbeddedStore:
    """An empty embedded store, for what only it promises."""
    return fresh()


SEGMENTS = ("ore", "powder", "cell", "pack", "car")
# A country in which whoever makes packs makes cars too: what the density of the toy chain follows from.
ELSEWHERE = {"440300": ("pack", "car"), "320500": ("ore", "powder"), "410100": ("cell", "pack", "car")}


class Town:
    """A region (410700) with three firms of size 3, 9 units in all, in every segment of the toy chain, and no gap."""

    def __init__(self, new: Callable[[], EmbeddedStore], regions: Regions) -> None:
        self._new, self.regions = new, regions
        self.store: EmbeddedStore

    def __call__(
        self,
        elsewhere: Mapping[str, Sequence[str]] = ELSEWHERE,
        sources: Mapping[str, Iterable[str]] | None = None,
        extra: Sequence[Member] = (),
        **sizes: Sequence[float],
    ) -> Footprint:
        """The footprint, after `sizes` put other firms in the place of a segment's three; real store, real reads."""
        members = [
            Make.member(f"{name}{k}", f"toy.{name}", size=size)
            for name in SEGMENTS
            for k, size in enumerate(sizes.get(name, (3, 3, 3)), 1)
        ]
        members += [
            Make.member(f"{city}-{n}", f"toy.{n}", city, size=9) for city, names in elsewhere.items() for n in names
        ]
        self.store = self._new()
        Make.fill(self.store, [Make.line()], [*members, *extra], sources)
        return footprint(self.store, self.regions, "410700")


@pytest.fixture
def town(fresh: Callable[[], EmbeddedStore], regions: Regions) -> Town:
    return Town(fresh, regions)


@pytest.fixture
def graph(bolt: Callable[[str], Bolt], request: pytest.FixtureRequest) -> Bolt:
    """The server the tests bring along."""
    return bolt(server_for(request.path))


@pytest.fixture
def shared_graph(graph: Bolt) -> Neo4jStore:
    """An empty graph on it."""
    return graph.fresh()


@pytest.fixture
def country(fresh: Callable[[], EmbeddedStore], make) -> EmbeddedStore:
    """A small country in a file."""
    store = fresh()
    members = [
        make.member(f"{c}-{n}", f"toy.{n}", c, size=9)
        for c, names in {
            "410700": ("ore", "car"),
            "440300": ("pack", "car"),
            "320500": ("ore", "powder", "cell"),
        }.items()
        for n in names
    ]
    make.fill(store, [make.line()], members, {"甲": ["410700-ore"], "乙": ["410700-car", "410700-ore"]})
    put(store, Unit("u1", "红旗区"), Relation("410700-ore", "440300-pack", "supplier"))
    with store.batch("t", "t") as batch:
        batch.add_keys({"u:9": "410700-ore"})
        batch.set_meta("data", "abc")
    return store
