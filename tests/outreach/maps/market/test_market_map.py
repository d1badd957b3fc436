"""市场分布图 of a hand-made country whose figures are known, and what is taken away says what it says."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from graph.gaps.market import by_place
from graph.measures.network import Network
from graph.model.cities import City, Figure
from graph.model.records import MICRO, Chain, Firm, Link, Membership, Segment
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.footprint import footprint
from graph.store.embedded.store import EmbeddedStore
from outreach.maps.market import market_book as book
from outreach.maps.market import market_paper as paper
from outreach.maps.market import market_tables as tables
from outreach.maps.market import market_words as words
from outreach.maps.market.document import Ground, market_document
from outreach.maps.market.market_picture import picture
from outreach.maps.market.shapes import MarketDocument

FLOUR, NOODLES, SHOPS = "food.flour", "food.noodles", "food.shops"
HERE, NEAR, FAR = "410700", "410100", "440300"
# Sales are the square of the size, 亿元; a firm of 2000 counts as one of 900.
FIRMS = [("本地面", HERE, 2.0, 4.0), ("郑面", NEAR, 3.0, 9.0), ("深面", FAR, 10.0, None), ("无址面", "", 1.0, None)]
GIANT = ("巨面", "310000", 30.0, 2000.0)
PEOPLE = {HERE: 600.0, NEAR: 1300.0, FAR: 1700.0}


def segment(full_id: str, name: str, **more: Any) -> Segment:
    given: dict[str, Any] = {"products": (f"{name}甲", f"{name}乙", name), "source": "own knowledge"} | more
    return Segment(full_id, "food", name, full_id.split(".")[1].title(), "midstream", "说明", **given)


def chain() -> Chain:
    siting: Any = {"investment_yi": [20.0, 50.0], "market": ["residents"]}
    segments = (
        segment(FLOUR, "面粉", siting=siting, gbt4754=("1311",)),
        segment(NOODLES, "挂面", gbt4754=("1431",)),
        segment(SHOPS, "粮油店", demand=True),
    )
    links = (
        Link(FLOUR, NOODLES, "material", 0.5, "own knowledge"),
        Link(FLOUR, SHOPS, "material", 0.2, "own knowledge"),
    )
    return Chain("food", "食品", "Food", "test", "说明", segments, links)


def ground(place: Path, regions: Regions, firms: Sequence[tuple[str, str, float, float | None]]) -> Ground:
    store = EmbeddedStore.create(f"sqlite:///{place / 'x.db'}")
    made = chain()
    with store.batch("test", "test") as batch:
        batch.upsert([made, *made.segments, *made.links])
        for name, seat, size, revenue in firms:
            evidence: Any = ({"kind": "product", "term": "挂面", "text": "挂面", "source": "t", "weight": 1.0},)
            firm = Firm(name, f"{name}有限公司", region=seat, products=("挂面",), revenue_yi=revenue)
            batch.upsert([replace(firm, size=round(size * MICRO)), Membership(name, NOODLES, MICRO, evidence)])
    country = Country.of(store.member_columns(), Network(tuple(store.chains())), regions)
    cities = {
        code: City(code, regions.name(code), Figure(n, 2024, "test"), None, None, None, "2026")
        for code, n in PEOPLE.items()
    }
    return Ground(store, country, by_place.places(country), cities)


def seen(made: Ground, of: str, region: str = HERE, review: str = "") -> MarketDocument:
    foot = footprint(made.store, made.country.regions, region, country=made.country)
    return market_document(made, foot, of, "2026-11-30", review)


@pytest.fixture(scope="module")
def flour(tmp_path_factory: pytest.TempPathFactory, regions: Regions) -> MarketDocument:
    return seen(ground(tmp_path_factory.mktemp("flour"), regions, [*FIRMS, GIANT]), FLOUR)


def test_what_is_bought_where_and_how_far_is_as_worked_out_on_paper(flour: MarketDocument) -> None:
    total = 0.5 * (4 + 9 + 100 + 1 + 900)
    assert flour["total_yi"] == pytest.approx(total)
    assert flour["local_yi"] == pytest.approx(2.0)
    assert {c["code"]: c["yi"] for c in flour["cities"]} == pytest.approx(
        {"310000": 450.0, FAR: 50.0, NEAR: 4.5, HERE: 2.0, "": 0.5}
    )
    assert [(r["hours"], r["yi"]) for r in flour["rings"]] == [
        (2, pytest.approx(6.5)),
        (5, pytest.approx(6.5)),
        (8, pytest.approx(6.5)),
    ]
    assert flour["rings"][0]["share"] == pytest.approx(6.5 / total)
    assert flour["rings"][0]["people_wan"] == 1900
    assert flour["rings"][0]["people_share"] == pytest.approx(1900 / 3600)
    assert flour["unplaced_yi"] == pytest.approx(0.5)
    assert sum(p["yi"] for p in flour["provinces"]) == pytest.approx(total)
    assert sum(s["yi"] for s in flour["segments"]) + flour["scattered_yi"] == pytest.approx(total)
    assert flour["plant"] == {"sales_yi": 20.0, "hours": None}


def test_buyers_stand_by_what_they_buy_with_how_it_was_estimated(flour: MarketDocument) -> None:
    assert [(b["rank"], b["id"], b["yi"]) for b in flour["buyers"]] == [
        (1, "巨面", pytest.approx(450)),
        (2, "深面", pytest.approx(50)),
        (3, "郑面", pytest.approx(4.5)),
        (4, "本地面", pytest.approx(2)),
        (5, "无址面", pytest.approx(0.5)),
    ]
    giant, far, _, local, lost = flour["buyers"]
    assert words.how(giant, "zh") == "按在库营收计入销售约 900 亿元（按 900 亿元封顶） × 占成本 50%"
    assert words.how(far, "zh") == "按企业规模计入销售约 100 亿元 × 占成本 50%"
    assert words.bought(giant, "zh") == "约 450 亿元*"
    assert words.near(flour, local["city"], local["minutes"], "zh") == "本地"
    assert (lost["city_name"], lost["lng"], words.near(flour, lost["city"], lost["minutes"], "zh")) == (
        "所在地待核",
        None,
        "待核",
    )


def test_the_sentences_say_what_is_counted_and_what_is_not(flour: MarketDocument) -> None:
    assert words.title(flour)[0] == "面粉：在库企业一年约买 507 亿元（估算），5 小时车程内占 1%，最多的在上海市、深圳市"
    plant = words.plant(flour)
    assert plant is not None
    assert (
        "起步规模的一家一年卖约 20 亿元；本地企业一年买约 2.0 亿元，8 小时车程内合计约 6.5 亿元，仍少于它所卖"
        in plant[0]
    )
    beyond = "".join(zh for zh, _ in words.beyond(flour))
    assert "运不过 300 公里" in beyond
    assert "另卖给居民：这部分没有金额可估" in beyond
    assert "2 小时车程内 1,900 万人（53%）" in beyond
    assert "买方还有粮油店：在库未见逐家记录" in beyond
    foot = "".join(zh for zh, _ in words.coverage(flour))
    assert "不是全国市场" in foot
    assert "另有约 5000 万元的买方所在城市待核" in foot
    assert "审图号：未设置，公开使用前请送审" in foot
    told = [*words.beyond(flour), *words.coverage(flour), words.title(flour)]
    assert not any("没有企业" in zh or "nan" in zh or "None" in zh for zh, _ in told)


def test_a_plant_that_its_own_place_could_feed_says_so(tmp_path: Path, regions: Regions) -> None:
    made = ground(tmp_path, regions, [("大面", HERE, 10.0, 100.0)])
    assert seen(made, FLOUR)["plant"] == {"sales_yi": 20.0, "hours": 0}


def test_a_region_far_from_every_buyer_says_so(tmp_path: Path, regions: Regions) -> None:
    d = seen(ground(tmp_path, regions, [("深面", FAR, 10.0, None)]), FLOUR, region="650100")
    assert "5 小时车程内在库未见买方" in words.title(d)[0]
    plant = words.plant(d)
    assert plant is not None
    assert "本地在库未见买它的企业，8 小时车程内在库未见买方，要卖到更远。" in plant[0]


def test_a_region_without_a_position_is_told_and_the_rest_is_shown(tmp_path: Path, regions: Regions) -> None:
    blind = Regions([replace(r, lng=None, lat=None) if r.code == HERE else r for r in regions.by_code.values()])
    d = seen(ground(tmp_path, blind, FIRMS), FLOUR)
    assert d["rings"] == []
    assert d["total_yi"] == pytest.approx(57.0)
    assert "车程" not in words.title(d)[0]
    assert any("河南省新乡市的坐标待核，不分车程" in zh for zh, _ in words.coverage(d))
    assert Image.open(io.BytesIO(picture(d))).size == (1500, 1060)


def test_a_city_without_a_position_is_in_no_ring_and_told(tmp_path: Path, regions: Regions) -> None:
    blind = Regions([replace(r, lng=None, lat=None) if r.code == FAR else r for r in regions.by_code.values()])
    d = seen(ground(tmp_path, blind, FIRMS), FLOUR)
    assert d["far_unknown_yi"] == pytest.approx(50.0)
    assert any("另有约 50 亿元的买方所在城市坐标待核" in zh for zh, _ in words.coverage(d))


def test_a_segment_without_buyers_says_so(tmp_path: Path, regions: Regions) -> None:
    made = ground(tmp_path, regions, FIRMS)
    noodles = seen(made, NOODLES)
    assert (noodles["total_yi"], noodles["buyers"], noodles["cities"]) == (0, [], [])
    assert words.title(noodles)[0] == "挂面：在库未见买它的企业"
    assert words.plant(noodles) is None
    assert "在库未见产品对得上" in text_of(paper.paper(noodles))
    nobody = seen(ground(tmp_path_of(tmp_path), regions, []), FLOUR)
    assert words.title(nobody)[0] == "面粉主要卖给居民，在库未见企业买方"
    shops = seen(made, SHOPS)
    assert shops["is_demand"]
    assert words.title(shops)[0] == "粮油店只代表买方，自己不卖产品"


def tmp_path_of(place: Path) -> Path:
    (place / "second").mkdir()
    return place / "second"


def text_of(content: bytes) -> str:
    made = Document(io.BytesIO(content))
    cells = [c for t in made.tables for r in t.rows for c in r.cells]
    inner = [c.text for outer in cells for t in outer.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *(c.text for c in cells), *inner])


def test_the_page_says_what_the_screen_says(flour: MarketDocument) -> None:
    said = text_of(paper.paper(flour))
    assert words.title(flour)[0] in said
    for told in [words.plant(flour), *words.beyond(flour), *words.coverage(flour), *map(words.ring, flour["rings"])]:
        assert told is not None
        assert told[0] in said
    for b in flour["buyers"]:
        assert b["short"] in said
        assert paper.bought(b) in said
    assert "数据截至 2026-11-30" in said


def test_the_workbook_holds_the_rows_of_the_table_view(flour: MarketDocument) -> None:
    made = load_workbook(io.BytesIO(book.book(flour)))
    for name, (heads, rows) in tables.tables(flour).items():
        sheet = list(made[name].iter_rows(min_row=2, values_only=True))
        assert list(sheet[0]) == [h for h, _ in heads]
        assert [list(r) for r in sheet[1:]] == [
            [pytest.approx(v) if isinstance(v, float) else v for v in r] for r in rows
        ]
    notes = [r[0] for r in made["说明"].iter_rows(values_only=True)]
    assert notes[0] == words.title(flour)[0]
    assert {zh for zh, _ in words.coverage(flour)} <= set(notes)
    both = zip(tables.tables(flour).values(), tables.tables(flour, "en").values(), strict=True)
    assert all([len(r) for r in zh[1]] == [len(r) for r in en[1]] for zh, en in both)


def test_the_review_number_is_told(tmp_path: Path, regions: Regions) -> None:
    d = seen(ground(tmp_path, regions, FIRMS), FLOUR, review="GS(2026)1号")
    assert words.coverage(d)[-1][0] == "审图号：GS(2026)1号。"


def test_files_are_named_by_place_segment_and_day(flour: MarketDocument) -> None:
    assert book.file_name(flour, "docx") == "河南省新乡市-面粉-市场分布图-2026-11-30.docx"
    assert book.file_name(flour | {"day": "", "name": "a/b"}, "xlsx") == "河南省新乡市-a-b-市场分布图-待核.xlsx"  # type: ignore[arg-type]
