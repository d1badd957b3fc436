"""The readers on real tables: the listed firms of Henan and what their reports say of them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from graph.model.chains import Catalogue
from graph.model.records import MICRO, RELATION_KINDS, FirmProduct, Membership, Relation, Site
from graph.model.regions import Regions
from graph.store.embedded.store import EmbeddedStore
from ingest.assign.assigner import Assigner
from ingest.assign.lexicon import GeneralTerms
from ingest.load.files import load_table
from ingest.load.load_report import LoadReport
from ingest.load.outside_folder import FIRMS, REPORTS
from ingest.read.place_in_name import Places
from ingest.read.tables import Table, read_table

pytestmark = pytest.mark.shared
FIBRES = "000949.SZ"  # 新乡化纤: a maker of chemical fibres in Xinxiang


class Henan:
    """A store with the listed firms of one province and the five extracts about them."""

    def __init__(self, url: str, shared: Path, data: Path, catalogue: Catalogue, regions: Regions) -> None:
        self.regions = regions
        self.assigner = Assigner(list(catalogue.segments.values()), None, GeneralTerms.load(data / "terms.yaml"))
        self.store = EmbeddedStore.create(url)
        with self.store.batch("build", "chains") as batch:
            for chain in catalogue.chains:
                batch.upsert([chain])
                batch.upsert(chain.segments)
                batch.upsert(chain.links)
        self.tables = {stem: read_table(shared / "data" / f"{stem}.csv.gz", 150) for stem in (FIRMS, *REPORTS)}
        self.codes = {cells["ts_code"] for _, cells in self.tables[FIRMS].rows if cells["province"] == "河南"}
        self.reports = {stem: self.load(stem) for stem in self.tables}

    def load(self, stem: str) -> LoadReport:
        t = self.tables[stem]
        rows = [(n, cells) for n, cells in t.rows if cells["ts_code"] in self.codes]
        return load_table(self.store, Table(t.file, t.columns, rows, t.encoding), stem, self.regions, self.assigner)


@pytest.fixture(scope="module")
def henan(
    tmp_path_factory: pytest.TempPathFactory, shared: Path, data: Path, catalogue: Catalogue, regions: Regions
) -> Henan:
    return Henan(f"sqlite:///{tmp_path_factory.mktemp('henan') / 'h.db'}", shared, data, catalogue, regions)


def test_every_table_is_told_by_its_columns(henan: Henan) -> None:
    kinds = [henan.reports[s].kind for s in (FIRMS, *REPORTS)]
    assert kinds == ["listed", "products", "materials", "relations", "capacity", "technology"]
    assert henan.reports[FIRMS].firms == len(henan.codes) > 80
    assert not {"unknown_firm", "no_firm"} & set(henan.reports["report_relations"].reasons)


def test_a_maker_of_fibres_is_in_the_textile_chain_at_its_seat(henan: Henan) -> None:
    (firm,) = [f for f in henan.store.firms() if f.stock_code == FIBRES]
    assert (firm.region[:4], firm.city, "上市" in firm.tags) == ("4107", "新乡市", True)
    best = max(henan.store.memberships([firm.id]), key=lambda m: m.confidence)
    assert best.segment_id.startswith("textile.")
    assert best.revenue_share is not None
    assert best.revenue_share > MICRO / 2  # fibres are what it lives on
    assert {p.as_of for p in henan.store.of_firms(FirmProduct, [firm.id])} == {"2025"}


def test_shares_are_shares(henan: Henan) -> None:
    told = [p.share for p in henan.store.rows(FirmProduct) if p.share is not None]
    assert len(told) > 100
    assert all(0 <= s <= MICRO for s in told)
    shares = [m.revenue_share for m in henan.store.rows(Membership) if m.revenue_share is not None]
    assert len(shares) > 50
    assert max(shares) <= MICRO


def test_ties_are_with_somebody_named(henan: Henan) -> None:
    ties = henan.store.rows(Relation)
    kinds = Counter(r.kind for r in ties)
    assert set(kinds) <= set(RELATION_KINDS)
    assert min(kinds["subsidiary"], kinds["customer"], kinds["supplier"]) > 50
    hidden = re.compile(r"^(客户|供应商)[一二三四五A-E1-5]$|会计师事务所|^前五")
    assert [r.to_name for r in ties if hidden.search(r.to_name)] == []
    assert [r for r in ties if r.from_id == r.to_id] == []
    known = {f.id for f in henan.store.firms()}
    assert all((r.to_id in known) == r.to_known for r in ties)


def test_sites_read_from_names_lie_outside_the_seat_and_in_the_name(henan: Henan) -> None:
    firms = {f.id: f for f in henan.store.firms()}
    sites = [s for s in henan.store.rows(Site) if s.kind == "subsidiary"]
    assert len(sites) > 50
    places = Places(henan.regions)
    for s in sites:
        assert places.outside(s.region, firms[s.firm_id].region)
        assert s.region in henan.regions.by_code


def test_a_second_load_changes_nothing(henan: Henan) -> None:
    for stem in ("report_relations", "report_capacity"):
        henan.load(stem)
        assert {k.split(".")[1] for k in henan.store.batches()[0].counts} == {"unchanged"}
