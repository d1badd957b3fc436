"""The picture of a chain: nothing overlaps, nothing moves, every state has its colour and mark."""

from __future__ import annotations

import random
from typing import Any

import pytest

from app_pages.draw.palette import ACCENT, STATES
from app_pages.pages.chain_map import graph
from app_pages.pages.chain_map.layout import UNIT_PX, WIDTH, Layout, layout
from graph.model.words import STATE

TIERS = ("upstream", "midstream", "downstream", "support")
LONGEST = "汽车零部件总成与模块化系统集成"


def random_chain(seed: int, n: int = 60, n_links: int = 300) -> dict[str, Any]:
    rng = random.Random(seed)
    weights = [rng.random() + 0.1 for _ in TIERS]
    segments = [
        {
            "id": f"c.s{i}",
            "name": LONGEST[: rng.randint(2, 14)],
            "name_en": "Segment with a rather long name",
            "strength": rng.random() * 40,
            "tier": rng.choices(TIERS, weights)[0],
            "state": rng.choice(list(STATES)),
            "firms_local": 1,
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
    return {"segments": segments, "links": links}


def boxes(document: dict[str, Any], place: Layout, lang: Any) -> list[tuple[float, float, float, float]]:
    """Node and label of each segment as one rectangle, in px."""
    out = []
    for s in document["segments"]:
        x, y = place.positions[s["id"]]
        radius = graph.node_size(s) / 2
        right = x + radius + 4 + graph.width(graph.label(s, place.label_units, lang)) * UNIT_PX
        half = max(radius, 8)
        out.append((x - radius, y - half, right, y + half))
    return out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("seed", range(20))
def test_nodes_and_labels_of_a_large_chain_never_overlap(seed: int, lang: str) -> None:
    document = random_chain(seed)
    place = layout(document["segments"], document["links"])
    found = boxes(document, place, lang)
    for i, a in enumerate(found):
        assert a[0] >= 0
        assert a[2] <= WIDTH
        assert 0 <= a[1] <= a[3] <= place.height
        for b in found[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


@pytest.mark.parametrize("seed", range(5))
def test_layout_fits_an_office_screen(seed: int) -> None:
    document = random_chain(seed)
    assert layout(document["segments"], document["links"]).height <= 768 - 160


def test_layout_is_the_same_every_time_and_whatever_the_order_of_links() -> None:
    document = random_chain(7)
    first = layout(document["segments"], document["links"])
    assert layout(document["segments"], document["links"]) == first
    assert layout(document["segments"], document["links"][::-1]).positions.keys() == first.positions.keys()


def test_tiers_stand_left_to_right_with_support_below() -> None:
    document = random_chain(3)
    place = layout(document["segments"], document["links"])
    x = {t: [place.positions[s["id"]][0] for s in document["segments"] if s["tier"] == t] for t in TIERS}
    assert max(x["upstream"]) < min(x["midstream"])
    assert max(x["midstream"]) < min(x["downstream"])
    y = {s["id"]: place.positions[s["id"]][1] for s in document["segments"]}
    support = [y[s["id"]] for s in document["segments"] if s["tier"] == "support"]
    assert min(support) > max(y[s["id"]] for s in document["segments"] if s["tier"] != "support")


def test_untangling_puts_a_supplier_level_with_its_buyer() -> None:
    segments = [
        {"id": f"c.{side}{i}", "tier": tier, "name": "x", "name_en": "x", "demand": False}
        for side, tier in (("u", "upstream"), ("d", "downstream"))
        for i in range(6)
    ]
    links = [{"from": f"c.u{i}", "to": f"c.d{5 - i}", "kind": "material", "share": 0.3} for i in range(6)]
    place = layout(segments, links)
    assert all(place.positions[f"c.u{i}"][1] == place.positions[f"c.d{5 - i}"][1] for i in range(6))


@pytest.mark.parametrize("tiers", [[], ["support"], ["midstream"] * 3])
def test_odd_chains_are_laid_out_too(tiers: list[str]) -> None:
    segments = [{"id": f"c.{i}", "tier": t, "name": "x", "name_en": "x", "demand": False} for i, t in enumerate(tiers)]
    assert len(layout(segments, []).positions) == len(tiers)


def test_every_state_has_its_own_colour_mark_and_word() -> None:
    assert STATES.keys() == STATE.keys()
    assert len({fill for fill, _ in STATES.values()}) == len(STATES)
    assert len({mark for _, mark in STATES.values()}) == len(STATES)
    assert STATES["missing"] == ("#D55E00", "◌")


def option(selected: str = "") -> dict[str, Any]:
    segments = [
        {
            "id": "c.a",
            "name": "隔膜<b>",
            "name_en": "Separator",
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
    return graph.graph_option({"segments": segments, "links": links}, layout(segments, links), "zh", selected)


def nodes_of(made: dict[str, Any]) -> dict[str, Any]:
    return {n["id"]: n for n in made["series"][1]["data"]}


def test_missing_has_a_dashed_rim_and_its_mark_and_absent_is_white() -> None:
    nodes = nodes_of(option())
    assert nodes["c.a"]["itemStyle"]["color"] == "#D55E00"
    assert nodes["c.a"]["itemStyle"]["borderType"] != "solid"
    assert nodes["c.a"]["label"]["formatter"].endswith("◌")
    assert nodes["c.c"]["itemStyle"]["color"] == "#FFFFFF"
    assert nodes["c.b"]["symbolSize"] > nodes["c.a"]["symbolSize"]


def test_names_in_tooltips_are_escaped() -> None:
    assert "隔膜&lt;b&gt;" in nodes_of(option())["c.a"]["tooltip"]["formatter"]


def test_links_of_other_chains_are_not_drawn_and_small_ones_are_faint() -> None:
    links = {(k["source"], k["target"]): k for k in option()["series"][1]["links"]}
    assert set(links) == {("c.a", "c.b"), ("c.b", "c.c")}
    assert links["c.b", "c.c"]["lineStyle"]["opacity"] < 0.05 < links["c.a", "c.b"]["lineStyle"]["opacity"]


def test_selection_lights_the_segment_and_its_neighbours_only() -> None:
    nodes = nodes_of(option("c.a"))
    assert nodes["c.a"]["itemStyle"]["borderColor"] == ACCENT
    assert nodes["c.b"]["itemStyle"]["opacity"] == 1.0
    assert nodes["c.c"]["itemStyle"]["opacity"] == graph.DIMMED


def test_a_share_says_what_it_rests_on() -> None:
    links = {(k["source"], k["target"]): k["tooltip"]["formatter"] for k in option()["series"][1]["links"]}
    assert "占买方成本约 30%（出处：annual report 2025 of 某公司）" in links["c.a", "c.b"]
    assert "占买方成本约 1%（估算）" in links["c.b", "c.c"]


def test_who_only_buys_stands_apart_below_all_tiers_and_has_no_state() -> None:
    document = random_chain(3)
    buyer = document["segments"][0] | {
        "id": "c.buyer",
        "name": "货主",
        "demand": True,
        "state": "missing",
        "strength": 30.0,
    }
    segments = [*document["segments"], buyer]
    place = layout(segments, document["links"])
    y = {s["id"]: place.positions[s["id"]][1] for s in segments}
    assert y["c.buyer"] > max(y[s["id"]] for s in document["segments"])
    assert [b.tier for b in place.bands][-1] == "buyers"
    made = graph.graph_option({"segments": segments, "links": document["links"]}, place, "zh", "")
    node = nodes_of(made)["c.buyer"]
    assert node["symbol"] == "diamond"
    assert node["itemStyle"]["color"] == "#FFFFFF"
    assert node["label"]["formatter"].endswith("◇")
    assert "只采购" in node["tooltip"]["formatter"]
    assert "缺失" not in node["tooltip"]["formatter"]
    titles = [a[0]["label"]["formatter"] for a in made["series"][0]["markArea"]["data"]]
    assert titles[-1] == "买方（只采购）"


@pytest.mark.parametrize(
    ("name", "units", "shown"),
    [("电芯", 8, "电芯"), ("汽车零部件总成", 9, "汽车零部…"), ("Cells and packs", 8, "Cells a…")],
)
def test_long_names_are_shortened_with_an_ellipsis(name: str, units: int, shown: str) -> None:
    assert graph.shortened(name, units) == shown
    assert graph.width(graph.shortened(name, units)) <= units
