"""What a workspace reads once and shares."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import pytest

from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps
from graph.measures.columns import MemberColumns
from graph.model.records import Member
from graph.region.footprint import footprint
from graph.settings import Settings
from graph.store.embedded.store import EmbeddedStore
from tests.support.cli import Cli
from tests.support.small import Country, code, write_csv
from workspace import Workspace

REGIONS = ("410700", "440300", "320500", "410783")


class CountingStore(EmbeddedStore):
    """Counts how often all memberships of the country are read."""

    reads = 0

    def member_columns(self) -> MemberColumns:
        self.reads += 1
        return super().member_columns()

    def members(self) -> list[Member]:
        self.reads += 1
        return super().members()


class CountingWorkspace(Workspace):
    @cached_property
    def store(self) -> CountingStore:
        return CountingStore(EmbeddedStore.open(self.settings.url).engine)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Country:
    made = Country(tmp_path_factory.mktemp("workspace"))
    made.build()
    return made


@pytest.fixture
def space(country: Country) -> CountingWorkspace:
    settings = Settings(country.data, country.url.removeprefix("sqlite:///"), "hash", country.vectors, 150)
    return CountingWorkspace(settings)


def test_four_regions_read_the_country_once(space: CountingWorkspace) -> None:
    feet = [space.footprint(region) for region in REGIONS]
    assert space.store.reads == 1
    assert [f.region for f in feet] == list(REGIONS)
    for region in REGIONS:
        space.found(region)
        space.gaps(region)
    assert space.store.reads == 1


def test_a_scenario_starts_from_the_same_country(space: CountingWorkspace) -> None:
    before, _ = space.found("410700")
    after, _ = space.found("410700", changes=space.changes(["remove:battery_ev.cell"]))
    assert space.store.reads == 1
    row = before.network.row["battery_ev.cell"]
    assert before.x[row] > 0 == after.x[row]


def test_a_shared_country_says_what_a_fresh_one_says(space: CountingWorkspace, country: Country) -> None:
    """The gaps of the last of four regions are those of a footprint that was read for it alone."""
    for region in REGIONS:
        shared = space.gaps(region)
        alone = footprint(country.store, space.regions, region)
        documents = gap_documents(country.store, space.regions, alone, find_gaps(alone))
        assert shared == space.prioritiser(alone).added(documents)


def test_hiding_a_segment_leaves_the_shared_country_as_it_is(space: CountingWorkspace) -> None:
    row = space.network.row["battery_ev.cell"]
    assert space.footprint("410700", ("battery_ev.cell",)).x[row] == 0
    assert space.footprint("410700").x[row] > 0


def test_a_load_is_seen(space: CountingWorkspace, tmp_path: Path) -> None:
    row = space.network.row["equipment.crane"]
    before = space.footprint("410700").firms[row]
    columns = ["企业名称", "统一社会信用代码", "所属城市", "经营范围"]
    firm = dict(zip(columns, ["长垣市小山机械有限公司", code("410783"), "新乡", "桥式起重机制造"], strict=True))
    space.ingest(write_csv(tmp_path / "名单.csv", [firm], columns))
    reads = space.store.reads
    assert space.footprint("410700").firms[row] > before
    assert space.store.reads == reads + 1


def test_of_two_that_build_at_once_one_waits(tmp_path: Path) -> None:
    """Two programs on an empty folder: both end well, and the store is built once."""
    cli = Cli(tmp_path)
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(lambda _: cli("build"), range(2)))
    assert [d.returncode for d in done] == [0, 0], [d.stderr for d in done]
    assert [b.kind for b in cli.country.store.batches()] == ["build"]
    assert sum("another program is building this store" in d.stderr for d in done) <= 1


def test_a_folder_that_cannot_be_written_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    cli = Cli(tmp_path)
    said = cli.refuses(1, "build", "--json", "--db", tmp_path / "file" / "x.db")
    assert "cannot create the store: " in said
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_a_path_with_spaces_and_chinese(tmp_path: Path) -> None:
    place = tmp_path / "招商 办 2026"
    place.mkdir()
    cli = Cli(place)
    assert cli("build").returncode == 0
    assert [c["id"] for c in cli.document("chains")] == sorted(c.id for c in cli.country.store.chains())
