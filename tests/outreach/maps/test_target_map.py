"""目标企业图 to take away: each firm once, figures of page and workbook those of the document, what is missing said."""

from __future__ import annotations

import io
import math
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from graph.model.regions import Regions
from outreach.maps.drawing import circle
from outreach.maps.review import review
from outreach.maps.target_map import papers, sentences, tables
from outreach.maps.target_map import sheet as maps
from outreach.maps.target_map.picture import HEIGHT, WIDTH, picture
from outreach.maps.target_map.placing import apart, spread
from outreach.maps.target_map.sheet import MapSegment, TargetSheet
from outreach.papers.parts import outlines
from outreach.trip.planner import travel
from tests.support.targets import target
from workspace import Workspace

HERE = "410700"
SEGMENTS = (
    MapSegment("c.first", "隔膜", "Separators", "attack"),
    MapSegment("c.second", "电解液", "Electrolyte", "advantage"),
)
Lists = dict[str, list[Any]]


def on_list(segment: str, name: str, score: float, region: str, **more: Any) -> Any:
    made = target(name, score, region=region, **more)
    made["segment"] = segment
    return made


def lists() -> Lists:
    """Six firms: one for both segments, two of one group in two cities, one without a place, two not good enough."""
    return {
        "c.first": [
            on_list("c.first", "甲", 0.6, "440300", grade="B"),
            on_list("c.first", "丙", 0.5, "350900", grade="C"),
            on_list("c.first", "低", 0.1, "440300", below=True),
            on_list("c.first", "禁", 0.7, "440300") | {"excluded": True},
        ],
        "c.second": [
            on_list("c.second", "甲", 0.9, "440300", grade="A"),
            on_list("c.second", "乙", 0.8, "440100", grade="A"),
            on_list("c.second", "丁", 0.8, "", grade="B"),
        ],
    }


@pytest.fixture(scope="module")
def regions(shipped_space: Workspace) -> Regions:
    return shipped_space.regions


def made(regions: Regions, given: Lists | None = None, home: str = HERE, **more: Any) -> TargetSheet:
    heads = maps.heads_of([("甲", "南方集团"), ("乙", "南方集团")])
    targets, left_out = maps.gathered(SEGMENTS, lists() if given is None else given, home, regions, heads)
    codes = {c for t in targets for c in (t.province, t.city) if c}
    row = regions.by_code.get(home)
    at = (row.lng, row.lat) if row and row.lng is not None and row.lat is not None else None
    asked: dict[str, Any] = {
        "home": home,
        "home_name": regions.name(home),
        "home_at": at,
        "chain": "Batteries",
        "chain_name": "动力电池",
        "segments": SEGMENTS,
        "targets": targets,
        "places": {c: regions.name(c) for c in codes},
        "shorts": {c: regions.by_code[c].short for c in codes},
        "left_out": left_out,
        "day": "2026-11-30",
    }
    return TargetSheet(**asked | more)


def text_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_a_firm_stands_once_where_it_comes_first(regions: Regions) -> None:
    sheet = made(regions)
    assert [(t.id, t.group, t.grade) for t in sheet.targets] == [
        ("甲", "attack", "B"),  # of grade A for what comes second
        ("丙", "attack", "C"),
        ("乙", "advantage", "A"),
        ("丁", "advantage", "B"),
    ]
    assert sheet.targets[0].segments == ("c.first", "c.second")
    assert sheet.left_out == 2
    second = sheet.of_segment("c.second").targets
    assert [(t.id, t.grade, t.group) for t in second] == [
        ("甲", "A", "advantage"),
        ("乙", "A", "advantage"),
        ("丁", "B", "advantage"),
    ]
    assert second[0].segments == ("c.second", "c.first")
    assert [t.id for t in sheet.within("440000").targets] == ["甲", "乙"]
    assert [t.id for t in sheet.within("440300").targets] == ["甲"]


def test_places_rings_and_groups_are_counted(regions: Regions) -> None:
    sheet = made(regions)
    assert [(c.name, c.n, c.grades["A"]) for c in maps.by_province(sheet)] == [("广东省", 2, 1), ("福建省", 1, 0)]
    assert {c.name: c.n for c in maps.by_city(sheet)} == {"深圳市": 1, "广州市": 1, "宁德市": 1}
    assert [(f.parent, len(f.members)) for f in maps.families(sheet)] == [("南方集团", 2)]
    for way in ("rail", "road"):
        for ring in maps.rings(sheet, way):  # as many as the estimate of the trip says, firm by firm
            far = [t.km for t in sheet.targets if t.km is not None]
            assert ring.n == sum(travel.minutes_by(way, km) <= 60 * ring.hours for km in far)
    assert [r.n for r in maps.rings(sheet, "rail")] == [0, 0, 1]  # Ningde; Shenzhen and Guangzhou are farther
    for way in maps.HOURS:
        for ring in maps.rings(sheet, way):  # every number opens to its firms
            assert len(sheet.within(f"{way}{ring.hours}").targets) == ring.n
    near = sheet.within("rail8")
    assert [t.id for t in near.targets] == ["丙"]
    said = sentences.finding(near, "zh")
    assert said == "高铁 8 小时内（估算）动力电池：目标企业 1 家（A 级 0 家），福建 1 家。"
    assert papers.file_name(near, "docx") == "新乡市-动力电池-高铁8小时内-目标企业图-2026-11-30.docx"
    assert maps.reach_of("rail9") is None


def test_a_ring_runs_at_its_distance_and_its_hours_come_back() -> None:
    km = travel.reach_km("rail", 5)
    assert travel.minutes_by("rail", km) == pytest.approx(300)
    assert travel.reach_km("rail", 1) == 0  # gone before the train leaves
    home = (113.93, 35.30)
    for x, y in circle(home, km):
        lat1, lat2, across = math.radians(home[1]), math.radians(y), math.radians(x - home[0])
        cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(across)
        assert 6371 * math.acos(cosine) == pytest.approx(km, rel=1e-6)


def test_firms_of_one_place_and_circles_do_not_cover_each_other() -> None:
    around = spread([(114.0, 22.5)] * 60 + [(120.0, 30.0)], 0.1)
    assert around[60] == (120.0, 30.0)
    assert min(math.dist(p, q) for i, p in enumerate(around) for q in around[:i]) > 0.05
    radii = [20.0, 12.0, 10.0, 10.0]
    moved = apart([(0.0, 0.0), (0.0, 0.0), (5.0, 0.0), (300.0, 0.0)], radii, fixed=1)
    assert moved[0] == (0.0, 0.0)
    assert moved[3] == (300.0, 0.0)
    for i in range(4):
        assert all(math.dist(moved[i], moved[k]) >= radii[i] + radii[k] - 0.01 for k in range(i))


def test_groups_are_followed_to_their_head_and_circles_end() -> None:
    heads = maps.heads_of([("孙", "子"), ("子", "父"), ("左", "右"), ("右", "左"), ("己", "己"), ("无", "")])
    assert heads["孙"] == heads["子"] == heads["父"] == "父"
    assert {heads["左"], heads["右"]} <= {"左", "右"}
    assert "己" not in heads
    assert "无" not in heads


def test_the_page_says_what_the_document_says(regions: Regions) -> None:
    sheet = made(regions)
    said = text_of(papers.paper(sheet))
    assert sentences.finding(sheet, "zh") in said
    assert "动力电池：目标企业 4 家（A 级 1 家），广东 2、福建 1 家最多，高铁 5 小时内 0 家（估算）。" in said
    assert "可招环节 2 个（主攻 1 个、优势承接 1 个）" in said
    assert "名单中另有 2 家低于匹配线或被排除，不画；1 家所在地待核，列在表中，图上不画。" in said
    assert "广东省 2 家（A 级 1）；福建省 1 家（A 级 0）。" in said
    assert "南方集团 2 家" in said
    assert "隔膜（主攻）" in said
    assert review("")[0] in said
    assert "审图号：GS(2026)1 号" in text_of(papers.paper(made(regions, review="GS(2026)1 号")))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_holds_the_rows_of_the_screen(regions: Regions, lang: Any) -> None:
    sheet = made(regions)
    book = load_workbook(io.BytesIO(papers.book(sheet, lang)))
    for key, (heads, rows) in tables.tables(sheet, lang).items():
        page = book[tables.TITLES[key][lang == "en"]]
        assert page["A1"].value == sentences.finding(sheet, lang)
        found = [list(r) for r in page.iter_rows(min_row=4, values_only=True)]
        assert found[0] == tables.heads(heads, lang)
        assert found[1:] == rows
    assert None not in [c for row in tables.target_rows(sheet, lang) for c in row]
    assert [r[1] for r in tables.target_rows(sheet, lang)] == ["甲", "丙", "乙", "丁"]
    nowhere = tables.place_rows(sheet, lang)[-1]
    assert nowhere[1:3] == [{"zh": "待核", "en": "unverified"}[lang], 1]


def test_the_picture_shades_provinces_and_is_drawn_whole_with_the_inset(regions: Regions) -> None:
    shown = Image.open(io.BytesIO(picture(made(regions)))).convert("RGB")
    assert shown.size == (WIDTH, HEIGHT)
    inset = outlines.inset()
    assert len(inset.lines) >= 10  # ten dashes, and the lines near Hong Kong
    assert all(outlines.INSET[0] <= x <= 136 and outlines.INSET[1] <= y <= 26 for line in inset.lines for x, y in line)
    colours = {c for _, c in shown.getcolors(1 << 24) or ()}
    assert {tuple(bytes.fromhex(h)) for h in ("1E4E8C", "D55E00")} <= colours  # circles, and here
    inner = Image.open(io.BytesIO(picture(made(regions).within("440000"))))
    assert inner.tobytes() != shown.tobytes()


def test_what_is_missing_is_said_and_the_rest_shown(regions: Regions) -> None:
    none = made(regions, {})
    assert sentences.finding(none, "zh") == "动力电池：在库未见入选的外地企业。"
    assert "在库未见入选的外地企业" in text_of(papers.paper(none))
    assert load_workbook(io.BytesIO(papers.book(none)))["目标企业"].max_row == 4
    assert "没有可招的环节" in sentences.finding(made(regions, {}, segments=()), "zh")
    nowhere = made(regions, home="999999", home_name="某地")
    assert nowhere.home_at is None
    assert maps.rings(nowhere, "rail") == []
    assert "某地没有坐标，时间圈和路程不能估算" in sentences.left_out(nowhere, "zh")
    said = text_of(papers.paper(nowhere))
    assert "目标企业 4 家" in said
    assert "不能估算" in said
    assert tables.target_rows(nowhere)[0][10:13] == ["待核"] * 3


def test_five_thousand_targets_are_counted_and_written(regions: Regions) -> None:
    cities = [c for c in regions.cities() if c[:2] != "41"]
    many = {"c.first": [on_list("c.first", f"企业{i}", 0.5, cities[i % len(cities)]) for i in range(5000)]}
    sheet = made(regions, many)
    assert sum(c.n for c in maps.by_province(sheet)) == 5000
    assert sentences.shading(maps.by_province(sheet)).words("zh")[-1].endswith("以上")
    assert len(tables.target_rows(sheet)) == 5000
    assert "目标企业 5000 家" in text_of(papers.paper(sheet))


@pytest.mark.parametrize(("most", "steps"), [(0, "1"), (3, "1"), (40, "1–4"), (124, "1–19"), (5000, "1–199")])
def test_tints_deepen_no_later_than_the_fullest_province(most: int, steps: str) -> None:
    shading = sentences.shading([maps.Count("x", "x", most, {}, None)] if most else [])
    assert shading.words("zh")[0] == steps
    assert shading.step(0) == 0
    assert most < 8 or shading.step(most) == 4


def test_files_are_named_by_what_they_show(regions: Regions) -> None:
    sheet = made(regions)
    assert papers.file_name(sheet, "docx") == "新乡市-动力电池-目标企业图-2026-11-30.docx"
    named = papers.file_name(sheet.of_segment("c.second").within("440000"), "xlsx")
    assert named == "新乡市-电解液-广东省-目标企业图-2026-11-30.xlsx"


def test_simplified_outlines_stay_near_and_closed() -> None:
    ring = max((r for p in outlines.provinces() for r in p.rings), key=len)
    less = outlines.simplified(ring, 0.02)
    assert less[0] == less[-1]
    assert len(less) < len(ring) / 3
    assert set(less) <= set(ring)
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert set(outlines.simplified(square, 0.01)) == set(square)
    assert len(outlines.provinces()) == 34
