"""The map of a chain: nothing overlaps, nothing moves, every state has its colour and mark, links come on demand."""

from __future__ import annotations

import random
from typing import Any

import pytest

from app_pages.draw import labels
from app_pages.draw.palette import ACCENT, STATES
from app_pages.pages.chain_map import graph
from app_pages.pages.chain_map.layout import RIM_TILES, UNIT_PX, WIDTH, Layout, layout
from graph.model.words import STATE, TIER

TIERS = ("upstream", "midstream", "downstream", "support")
LANES = [{"id": f"l{i}", "name": f"子链{i}", "name_en": f"Lane {i}"} for i in range(8)]
LONGEST = "汽车零部件总成与模块化系统集成"


def random_chain(seed: int, n: int = 76, n_links: int = 300) -> dict[str, Any]:
    rng = random.Random(seed)
    weights = [rng.random() + 0.1 for _ in LANES]
    segments = [
        {
            "id": f"c.s{i}",
            "name": LONGEST[: rng.randint(2, 14)],
            "name_en": "Segment with a rather long name",
            "strength": rng.random() * 40,
            "tier": rng.choice(TIERS),
            "lane": rng.choices(LANES, weights)[0]["id"],
            "state": rng.choice(list(STATES)),
            "firms_local": rng.choice([0, 1, 12, 345]),
            "firms_national": 2,
            "demand": False,
        }
        for i in range(n)
    ]
    links = [
        {
            "from": f"c.s{rng.randrange(n)}",
            "to": f"c.s{rng.randrange(n)}",
            "kind": "material",
            "share": round(rng.random() * 0.4, 3),
            "source": "own knowledge (estimate)",
        }
        for _ in range(n_links)
    ]
    return {"name": "试验", "segments": segments, "links": links, "lanes": LANES}


def placed(document: dict[str, Any], lanes: bool = True) -> Layout:
    return layout(document["segments"], document["links"], document["lanes"] if lanes else [])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("seed", range(10))
def test_tiles_never_overlap_and_hold_their_labels(seed: int, lang: Any) -> None:
    document = random_chain(seed)
    place = placed(document)
    wide, tall = place.tile
    boxes = [(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2) for x, y in place.positions.values()]
    for i, a in enumerate(boxes):
        assert a[0] >= 0
        assert a[2] <= WIDTH
        assert 0 <= a[1] <= a[3] <= place.height
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)
    marks = graph.Marks({s["id"]: "attack" for s in document["segments"]})
    for s in document["segments"]:
        assert labels.width(graph.label(s, place.label_units, lang, marks)) * UNIT_PX <= wide


@pytest.mark.parametrize("seed", range(5))
def test_a_large_chain_fits_two_thirds_of_a_page(seed: int) -> None:
    assert placed(random_chain(seed)).height <= 760


def test_layout_is_the_same_every_time_and_whatever_the_order_of_links() -> None:
    document = random_chain(7)
    first = placed(document)
    assert placed(document) == first
    assert placed(document | {"links": document["links"][::-1]}).positions == first.positions


@pytest.mark.parametrize("lanes", [True, False])
def test_every_segment_stands_in_the_block_of_its_sub_chain(lanes: bool) -> None:
    document = random_chain(3)
    place = placed(document, lanes)
    names = {x["id"]: x["name"] for x in LANES} | {t: TIER[t]["zh"] for t in TIERS}
    blocks = {b.name[0]: b for b in place.bands}
    for s in document["segments"]:
        x, y = place.positions[s["id"]]
        block = blocks[names[s["lane" if lanes else "tier"]]]
        assert block.left < x < block.right
        assert block.top < y < block.bottom


def test_blocks_run_from_upstream_to_downstream() -> None:
    segments = [
        {"id": f"c.{i}", "tier": t, "lane": f"l{i}", "name": "x", "name_en": "x", "demand": False}
        for i, t in enumerate(["support", "downstream", "upstream", "midstream"])
    ]
    place = layout(segments, [], LANES[:4])  # type: ignore[arg-type]
    ranks = sorted(place.positions, key=lambda s: place.positions[s])  # column by column, each from above
    assert ranks == ["c.2", "c.3", "c.1", "c.0"]


def test_a_supplier_stands_before_its_buyer_in_a_block() -> None:
    segments = [
        {"id": f"c.{i}", "tier": "midstream", "lane": "l0", "name": "x", "name_en": "x", "demand": False}
        for i in range(5)
    ]
    links = [{"from": f"c.{i + 1}", "to": f"c.{i}", "kind": "material", "share": 0.3} for i in range(4)]
    place = layout(segments, links, LANES[:1])  # type: ignore[arg-type]
    read = sorted(place.positions, key=lambda s: place.positions[s][::-1])  # row by row
    assert read == ["c.4", "c.3", "c.2", "c.1", "c.0"]


@pytest.mark.parametrize("tiers", [[], ["support"], ["midstream"] * 3])
def test_odd_chains_are_laid_out_too(tiers: list[str]) -> None:
    segments = [
        {"id": f"c.{i}", "tier": t, "lane": "", "name": "x", "name_en": "x", "demand": False}
        for i, t in enumerate(tiers)
    ]
    assert len(layout(segments, [], []).positions) == len(tiers)  # type: ignore[arg-type]


def test_every_state_has_its_own_colour_mark_and_word() -> None:
    assert STATES.keys() == STATE.keys()
    assert len({fill for fill, _ in STATES.values()}) == len(STATES)
    assert len({mark for _, mark in STATES.values()}) == len(STATES)
    assert STATES["missing"] == ("#D55E00", "◌")


def option(selected: str = "", **asked: Any) -> dict[str, Any]:
    segments = [
        {
            "id": "c.a",
            "name": "隔膜<b>",
            "name_en": "Separator",
            "lane": "",
            "tier": "upstream",
            "state": "missing",
            "strength": 0.0,
            "firms_local": 0,
            "firms_national": 2,
            "demand": False,
        },
        {
            "id": "c.b",
            "name": "电芯",
            "name_en": "Cell",
            "lane": "",
            "tier": "midstream",
            "state": "strong",
            "strength": 20.0,
            "firms_local": 3,
            "firms_national": 9,
            "demand": False,
        },
        {
            "id": "c.c",
            "name": "回收",
            "name_en": "Recycling",
            "lane": "",
            "tier": "downstream",
            "state": "absent",
            "strength": 0.0,
            "firms_local": 0,
            "firms_national": 1,
            "demand": False,
        },
    ]
    links = [
        {"from": "c.a", "to": "c.b", "kind": "material", "share": 0.3, "source": "annual report 2025 of 某公司"},
        {"from": "c.b", "to": "c.c", "kind": "material", "share": 0.01, "source": "own knowledge (estimate)"},
        {"from": "other.x", "to": "c.b", "kind": "material", "share": 0.2, "source": "own knowledge (estimate)"},
    ]
    document = {"name": "试验", "segments": segments, "links": links}
    return graph.graph_option(document, layout(segments, links, []), "zh", selected, **asked)  # type: ignore[arg-type]


def nodes_of(made: dict[str, Any]) -> dict[str, Any]:
    return {n["id"]: n for n in made["series"][1]["data"]}


def links_of(made: dict[str, Any]) -> dict[tuple[str, str], Any]:
    return {(k["source"], k["target"]): k for k in made["series"][1]["links"]}


def test_missing_has_a_dashed_rim_and_its_mark_and_absent_is_white() -> None:
    nodes = nodes_of(option())
    assert nodes["c.a"]["itemStyle"]["borderColor"] == "#8A3C00"
    assert nodes["c.a"]["itemStyle"]["borderType"] != "solid"
    assert nodes["c.a"]["label"]["formatter"].startswith("◌ 隔膜")
    assert nodes["c.c"]["itemStyle"]["color"] == "#FFFFFF"
    assert nodes["c.b"]["label"]["formatter"] == "● 电芯 3"


def test_what_to_go_for_has_a_star_and_stands_out() -> None:
    nodes = nodes_of(option(marks=graph.Marks({"c.a": "attack", "c.b": "task_force", "c.c": "reserve"})))
    assert nodes["c.a"]["label"]["formatter"].endswith("★")
    assert nodes["c.a"]["label"]["fontWeight"] == "bold"
    assert nodes["c.b"]["label"]["formatter"] == "● 电芯☆ 3"
    assert nodes["c.c"]["label"]["formatter"] == "· 回收"
    assert "主攻" in nodes["c.a"]["tooltip"]["formatter"]


def test_beside_another_city_a_tile_counts_the_firms_of_both() -> None:
    nodes = nodes_of(option(marks=graph.Marks(beside={"c.b": (3.0, 11.0)})))
    assert nodes["c.b"]["label"]["formatter"] == "● 电芯 3｜11"


def test_what_is_supposed_shows_the_state_before_and_after() -> None:
    nodes = nodes_of(option(marks=graph.Marks(before={"c.b": "weak"})))
    assert nodes["c.b"]["label"]["formatter"].startswith("○→● 电芯")
    assert nodes["c.b"]["itemStyle"]["borderType"] == "dotted"


def test_the_rim_shows_other_chains_and_ties_them_to_the_selected_segment() -> None:
    end = {"name": "精炼铜", "name_en": "Copper", "chain_name": "装备", "chain_name_en": "Equipment", "share": 0.3}
    rim = [end | {"id": f"o.{i}", "side": "supplier", "inside": "c.b"} for i in range(RIM_TILES + 2)]
    rim += [end | {"id": "o.buyer", "side": "buyer", "inside": "c.b"}]
    made = option("c.b", rim=rim)
    outside = {i: n for i, n in nodes_of(made).items() if i.startswith(graph.CLICKED)}
    assert len(outside) == RIM_TILES + 1
    assert outside["_rim:buyer:o.buyer"]["label"]["formatter"] == "← 精炼铜"
    assert ("c.b", "_rim:buyer:o.buyer") in links_of(made)
    assert ("_rim:supplier:o.0", "c.b") in links_of(made)
    assert not [k for k in links_of(option(rim=rim)) if k[0].startswith(graph.CLICKED)]


def test_names_in_tooltips_are_escaped() -> None:
    assert "隔膜&lt;b&gt;" in nodes_of(option())["c.a"]["tooltip"]["formatter"]


def test_at_rest_only_strong_links_of_the_chain_are_drawn_and_the_rest_on_demand() -> None:
    assert set(links_of(option())) == {("c.a", "c.b")}
    assert set(links_of(option(shown="all"))) == {("c.a", "c.b"), ("c.b", "c.c")}
    assert links_of(option(shown="none")) == {}
    assert set(links_of(option("c.c"))) == {("c.b", "c.c")}


def test_selection_lights_the_segment_and_its_neighbours_only() -> None:
    nodes = nodes_of(option("c.a"))
    assert nodes["c.a"]["itemStyle"]["borderColor"] == ACCENT
    assert nodes["c.b"]["itemStyle"]["opacity"] == 1.0
    assert nodes["c.c"]["itemStyle"]["opacity"] == graph.DIMMED


def test_a_share_says_what_it_rests_on() -> None:
    links = {k: v["tooltip"]["formatter"] for k, v in links_of(option(shown="all")).items()}
    assert "占买方成本约 30%（出处：annual report 2025 of 某公司）" in links["c.a", "c.b"]
    assert "占买方成本约 1%（估算）" in links["c.b", "c.c"]


def test_who_only_buys_stands_behind_all_tiers_and_has_no_state() -> None:
    document = random_chain(3)
    buyer = document["segments"][0] | {"id": "c.buyer", "name": "货主", "demand": True, "state": "missing"}
    segments = [*document["segments"], buyer]
    place = layout(segments, document["links"], [])
    assert [b.name[0] for b in place.bands][-2:] == ["买方（只采购）", place.bands[-1].name[0]]
    made = graph.graph_option({"name": "x", "segments": segments, "links": []}, place, "zh", "")  # type: ignore[arg-type,typeddict-item]
    node = nodes_of(made)["c.buyer"]  # type: ignore[arg-type]
    assert node["itemStyle"]["color"] == "#FFFFFF"
    assert node["label"]["formatter"] == "◇ 货主"
    assert "只采购" in node["tooltip"]["formatter"]
    assert "缺失" not in node["tooltip"]["formatter"]


@pytest.mark.parametrize(
    ("name", "units", "shown"),
    [("电芯", 8, "电芯"), ("汽车零部件总成", 9, "汽车零部…"), ("Cells and packs", 8, "Cells a…")],
)
def test_long_names_are_shortened_with_an_ellipsis(name: str, units: int, shown: str) -> None:
    assert labels.shortened(name, units) == shown
    assert labels.width(labels.shortened(name, units)) <= units
