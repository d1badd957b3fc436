"""What ships in `data/`, built once with the tiny encoder and read as a local reader would check it first."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.gaps.find import find_gaps
from graph.measures.network import Network
from graph.model.chains import ORDER, Catalogue
from graph.model.records import Firm
from graph.model.regions import Regions
from graph.region.footprint import footprint
from graph.store.embedded.store import EmbeddedStore
from workspace import Workspace


class Shipped:
    """The built store, with the look-ups these tests need."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store
        self.firms = {f.name: f for f in store.firms()}
        self.segments: dict[str, set[str]] = {}
        for m in store.members():
            self.segments.setdefault(m.firm_id, set()).add(m.segment_id)

    def firm(self, name: str) -> Firm:
        assert name in self.firms, f"{name} is not in data/"
        return self.firms[name]

    def of(self, name: str) -> set[str]:
        """The segments of a firm."""
        return self.segments.get(self.firm(name).id, set())

    def main(self, name: str) -> str:
        """The segment a firm is surest of."""
        found = self.store.memberships([self.firm(name).id])
        return min(found, key=lambda m: (-m.confidence, m.segment_id)).segment_id

    def chains(self, name: str) -> set[str]:
        return {s.split(".")[0] for s in self.of(name)}


@pytest.fixture(scope="session")
def shipped(shipped_space: Workspace) -> Shipped:
    return Shipped(shipped_space.store)


# -- size ------------------------------------------------------------------------------------------------


def test_nine_chains_in_the_order_of_the_policy(shipped: Shipped) -> None:
    found = [(c.id, c.name) for c in shipped.store.chains()]
    assert found == [
        ("battery_ev", "动力电池和新能源汽车"),
        ("equipment", "高端装备制造"),
        ("electronics", "电子信息"),
        ("biomedicine", "生物与新医药"),
        ("green_food", "绿色食品"),
        ("textile", "现代纺织"),
        ("logistics", "交通物流"),
        ("tourism_health", "文旅康养"),
        ("agriculture", "现代农业"),
    ]
    assert tuple(c for c, _ in found) == ORDER


@pytest.mark.parametrize("chain", ORDER)
def test_expert_depth(catalogue: Catalogue, chain: str) -> None:
    found = catalogue.chain(chain)
    assert 35 <= len(found.segments) <= 80
    assert len(found.links) >= 1.3 * len(found.segments)


def test_enough_firms(shipped: Shipped) -> None:
    firms = shipped.firms.values()
    assert len(firms) >= 1500
    assert sum(bool(f.stock_code) for f in firms) >= 600
    assert sum(Regions.within(f.region, "410700") for f in firms) >= 280


def test_every_segment_has_a_national_firm(shipped: Shipped, catalogue: Catalogue) -> None:
    """Seated anywhere; a segment nobody serves could never be filled."""
    served = {m.segment_id for m in shipped.store.members()}
    made = {s.id for s in catalogue.segments.values() if not s.demand}
    assert sorted(made - served) == []


def test_every_row_says_where_it_is_from(shipped: Shipped) -> None:
    assert [f.name for f in shipped.firms.values() if not f.source or not f.as_of or not f.region] == []


def test_one_stock_code_is_one_firm(shipped: Shipped) -> None:
    codes = Counter(f.stock_code for f in shipped.firms.values() if f.stock_code)
    assert [c for c, n in codes.items() if n > 1] == []


# -- the firms the policy names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "seat", "stock_code"),
    [
        ("新乡化纤股份有限公司", "410704", "000949.SZ"),
        ("新乡白鹭投资集团有限公司", "4107", ""),
        ("河南豫飞重工集团有限公司", "4107", ""),
        ("河南银金达控股集团有限公司", "410781", ""),
        ("河南心连心化学工业集团股份有限公司", "410721", "01866.HK"),
        ("华兰生物工程股份有限公司", "4107", "002007.SZ"),
        ("河南华洋铜业集团有限公司", "4107", ""),
        ("河南新飞制冷器具有限公司", "4107", ""),
        ("新乡市弘力电源科技有限公司", "4107", ""),
    ],
)
def test_firms_of_the_policy(shipped: Shipped, name: str, seat: str, stock_code: str) -> None:
    firm = shipped.firm(name)
    assert firm.region.startswith(seat)
    assert firm.stock_code == stock_code
    assert shipped.of(name)


def test_the_tunnel_borers_have_their_seat_in_zhengzhou_and_a_plant_here(shipped: Shipped) -> None:
    firm = shipped.firm("中铁工程装备集团有限公司")
    assert firm.region == "410100"
    assert "410700" in firm.sites
    assert "equipment" in shipped.chains(firm.name)


# -- what a local reader checks first (issue 3) ------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "region", "chain"),
    [
        ("卫华集团有限公司", "410783", "equipment"),
        ("河南省矿山起重机有限公司", "410783", "equipment"),
        ("河南驼人医疗器械集团有限公司", "410783", "biomedicine"),
        ("河南亚都实业有限公司", "410783", "biomedicine"),
        ("河南飘安集团有限公司", "410783", "biomedicine"),
        ("中国电子科技集团公司第二十二研究所", "410711", "electronics"),
        ("天力锂能集团股份有限公司", "4107", "battery_ev"),
        ("河南科隆新能源股份有限公司", "4107", "battery_ev"),
    ],
)
def test_who_is_where_and_does_what(shipped: Shipped, name: str, region: str, chain: str) -> None:
    assert shipped.firm(name).region.startswith(region)
    assert chain in shipped.chains(name)


@pytest.mark.parametrize(
    ("name", "segment"),
    [
        ("卫华集团有限公司", "equipment.crane"),
        ("河南省矿山起重机有限公司", "equipment.crane"),
        ("河南豫飞重工集团有限公司", "equipment.crane"),
        ("河南驼人医疗器械集团有限公司", "biomedicine.anaesthesia_respiratory"),
        ("华兰生物工程股份有限公司", "biomedicine.blood_products"),
        ("华兰生物疫苗股份有限公司", "biomedicine.vaccine"),
        ("天力锂能集团股份有限公司", "battery_ev.cathode"),
        ("河南科隆新能源股份有限公司", "battery_ev.precursor"),
        ("新乡化纤股份有限公司", "textile.viscose_filament"),
        ("新乡化纤股份有限公司", "textile.spandex"),
        ("河南新飞制冷器具有限公司", "equipment.refrigeration"),
        ("河南心连心化学工业集团股份有限公司", "agriculture.fertiliser"),
    ],
)
def test_segments(shipped: Shipped, catalogue: Catalogue, name: str, segment: str) -> None:
    assert segment in catalogue.segments
    assert segment in shipped.of(name)


def test_active_ingredients_of_nucleosides(shipped: Shipped) -> None:
    assert shipped.of("拓新药业集团股份有限公司") & {"biomedicine.api", "biomedicine.nucleosides"}
    assert shipped.firm("拓新药业集团股份有限公司").stock_code == "301089.SZ"


def test_fertiliser_is_not_green_food(shipped: Shipped) -> None:
    assert "agriculture" in shipped.chains("河南心连心化学工业集团股份有限公司")
    assert "green_food" not in shipped.chains("河南心连心化学工业集团股份有限公司")


def test_blood_and_vaccines_are_two_firms_of_one_group(shipped: Shipped) -> None:
    vaccines = shipped.firm("华兰生物疫苗股份有限公司")
    assert vaccines.stock_code == "301207.SZ"
    assert shipped.main(vaccines.name) == "biomedicine.vaccine"
    assert "biomedicine.blood_products" not in shipped.of(vaccines.name)
    assert shipped.main("华兰生物工程股份有限公司") == "biomedicine.blood_products"
    assert "biomedicine.vaccine" not in shipped.of("华兰生物工程股份有限公司")


def test_the_vaccine_maker_belongs_to_the_blood_maker(shipped: Shipped) -> None:
    assert shipped.firm("华兰生物疫苗股份有限公司").parent == "华兰生物工程股份有限公司"


def test_xinfei_is_three_firms_of_which_one_makes_refrigerators(shipped: Shipped) -> None:
    fridge = shipped.firm("河南新飞制冷器具有限公司")
    assert "康佳" in fridge.parent
    trucks, cells = shipped.firm("河南新飞专用汽车有限责任公司"), shipped.firm("新乡市新飞电池有限公司")
    assert len({fridge.id, trucks.id, cells.id}) == 3
    assert "康佳" not in trucks.parent + cells.parent
    assert "equipment.refrigeration" not in shipped.of(cells.name)


def test_parent_of_the_fibre_maker(shipped: Shipped) -> None:
    assert shipped.firm("新乡化纤股份有限公司").parent == "新乡白鹭投资集团有限公司"


def test_the_fibre_maker_makes_no_polyester(shipped: Shipped) -> None:
    assert "textile.polyester" not in shipped.of("新乡化纤股份有限公司")


@pytest.mark.parametrize(
    ("name", "segment"),
    [("华兰生物疫苗股份有限公司", "biomedicine.cell_gene"), ("河南华洋铜业集团有限公司", "electronics.copper_foil")],
)
def test_an_industry_code_alone_is_no_product(shipped: Shipped, name: str, segment: str) -> None:
    """Vaccines are no cell therapy, magnet wire is no copper foil, though the classes of the statistics are the
    same."""
    assert segment not in shipped.of(name)


def test_lubricant_additives_are_in_no_chain(shipped: Shipped) -> None:
    for firm in shipped.firms.values():
        if firm.stock_code == "300910.SZ" or "瑞丰新材" in firm.name:
            assert shipped.segments.get(firm.id, set()) == set()


@pytest.mark.parametrize(("chain", "least"), [("equipment", 20), ("biomedicine", 10)])
def test_the_two_clusters_of_changyuan(shipped: Shipped, chain: str, least: int) -> None:
    """Cranes and medical consumables, under the code it has had since it became a city."""
    here = [f.name for f in shipped.firms.values() if f.region == "410783" and chain in shipped.chains(f.name)]
    assert len(here) >= least
    assert [f.name for f in shipped.firms.values() if "410728" in (f.region, *f.sites)] == []


def test_prepared_food_of_yuanyang(shipped: Shipped) -> None:
    here = {f.name for f in shipped.firms.values() if f.region == "410725" and "green_food" in shipped.chains(f.name)}
    assert len(here) >= 3


# -- gaps --------------------------------------------------------------------------------------------------


def test_gaps_in_at_least_eight_of_nine_chains(shipped: Shipped, regions: Regions) -> None:
    foot = footprint(shipped.store, regions, "410700", Network(tuple(shipped.store.chains())))
    found = find_gaps(foot)
    assert len({g.chain for g in found}) >= 8
    assert all(0 <= g.score <= 1 for g in found)


def test_every_missing_segment_has_five_candidates(shipped: Shipped, regions: Regions) -> None:
    foot = footprint(shipped.store, regions, "410700", Network(tuple(shipped.store.chains())))
    assert [g.segment for g in find_gaps(foot) if g.kind == "missing" and len(g.candidates) < 5] == []


# -- nothing is copied -------------------------------------------------------------------------------------


def outside(shared: Path) -> Iterator[str]:
    """Every line of the outside tables of records."""
    for file in sorted((shared / "data").glob("*.csv.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as handle:
            yield from (line.rstrip("\r\n") for line in handle)


@pytest.mark.shared
def test_no_row_stands_word_for_word_outside(shared: Path, data: Path) -> None:
    ours = {line.strip() for f in data.rglob("*.csv") for line in f.read_text(encoding="utf-8").splitlines()[1:]} - {""}
    assert len(ours) > 1500
    assert ours.intersection(outside(shared)) == set()


@pytest.mark.shared
def test_no_text_is_copied(shared: Path, data: Path, catalogue: Catalogue) -> None:
    """Single facts may be looked up; scopes, product lists and sentences may not be taken over."""
    ours = {s.description for s in catalogue.segments.values()} | {c.description for c in catalogue.chains}
    for file in sorted((data / "firms").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                ours |= {row["business_scope"].strip()} | (
                    {row["products"]} if row["products"].count(";") >= 2 else set()
                )
    csv.field_size_limit(10_000_000)
    theirs: set[str] = set()
    for file in sorted((shared / "data").glob("*.csv.gz")):
        if file.name.startswith("national_registrations"):
            continue  # a sample of the same register as Xinxiang's, thirty times as long; its rows are compared above
        with gzip.open(file, "rt", encoding="utf-8", newline="") as handle:
            theirs.update(plain(cell) for row in csv.reader(handle) for cell in row if len(cell) >= 8)
    copied = [text for text in ours - {""} if plain(text) in theirs]
    assert len(ours) > 1500
    assert copied == []


def plain(text: str) -> str:
    """A list or sentence without its separators and marks."""
    return re.sub(r"[\s;；,，、。.·:：()（）]+", "", text)
