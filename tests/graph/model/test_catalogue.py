"""The chain catalogue: what a valid one holds, and every rule broken on purpose."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml

from graph.errors import InvalidCatalogue, UnknownName, UnreadableFile
from graph.model import catalogue as cat
from graph.model.chains import Catalogue

Doc = dict[str, Any]


def segment(short: str, name: str, **more: Any) -> Doc:
    return {
        "id": short,
        "name": name,
        "name_en": short,
        "tier": "midstream",
        "description": " 说明 ",
        "products": ["甲", "乙", "丙"],
        "source": "test",
        **more,
    }


def link(a: str, b: str, share: float = 0.3, kind: str = "material") -> Doc:
    return {"from": a, "to": b, "kind": kind, "share": share, "source": "test"}


def toy() -> Doc:
    """A valid chain: ore → cell → car."""
    return {
        "id": "toy",
        "name": "玩具",
        "name_en": "Toys",
        "set": "test",
        "description": "说明",
        "source": "test",
        "segments": [segment("ore", "矿石"), segment("cell", "电芯"), segment("car", "整车")],
        "links": [link("ore", "cell"), link("cell", "car")],
    }


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Catalogue]:
    """Writes documents (or raw bytes) as `<key>.yaml` and loads the folder."""

    def run(**files: Doc | bytes) -> Catalogue:
        for name, content in files.items():
            raw = content if isinstance(content, bytes) else yaml.safe_dump(content, allow_unicode=True).encode()
            (tmp_path / f"{name}.yaml").write_bytes(raw)
        return cat.load(tmp_path)

    return run


# -- valid --------------------------------------------------------------------------------------


def test_loads_a_valid_chain(load) -> None:
    found = load(toy=toy())
    assert [s.id for s in found.chains[0].segments] == ["toy.ore", "toy.cell", "toy.car"]
    assert [(k.source_id, k.target_id, k.kind, k.share) for k in found.links] == [
        ("toy.ore", "toy.cell", "material", 0.3),
        ("toy.cell", "toy.car", "material", 0.3),
    ]
    assert found.segments["toy.cell"].description == "说明"


def test_optional_facts_arrive(load) -> None:
    doc = toy()
    doc["segments"][0] |= {
        "techs": [{"name": "浮选", "maturity": "mature", "trend": "stable"}],
        "products": ["甲", "乙", "甲", "丙"],
        "siting": {"land_mu": [50, 100], "power": "high"},
        "value_weight": 0.25,
    }
    ore = load(toy=doc).segments["toy.ore"]
    assert (ore.techs[0].name, ore.techs[0].maturity, ore.techs[0].trend) == ("浮选", "mature", "stable")
    assert ore.products == ("甲", "乙", "丙")
    assert ore.siting == {"land_mu": [50.0, 100.0], "power": "high"}
    assert ore.value_weight == 0.25


def test_links_across_chains(load) -> None:
    other = toy() | {"id": "other", "segments": [segment("van", "货车")], "links": [link("toy.cell", "van")]}
    assert ("toy.cell", "other.van") in {(k.source_id, k.target_id) for k in load(toy=toy(), other=other).links}


def test_a_circle_of_channels_is_fine(load) -> None:
    doc = toy()
    doc["links"].append(link("car", "ore", kind="channel"))
    assert len(load(toy=doc).links) == 3


def test_order_is_that_of_the_policy(load) -> None:
    chains = {c: toy() | {"id": c} for c in ("zebra", "agriculture", "battery_ev", "apple")}
    assert [c.id for c in load(**chains).chains] == ["battery_ev", "agriculture", "apple", "zebra"]


def test_shipped_catalogue(catalogue: Catalogue) -> None:
    """The nine chains in the order of the policy, and the rules recomputed here from the segments and links."""
    assert [c.id for c in catalogue.chains] == [
        "battery_ev",
        "equipment",
        "electronics",
        "biomedicine",
        "green_food",
        "textile",
        "logistics",
        "tourism_health",
        "agriculture",
    ]
    assert catalogue.chain("现代纺织").id == "textile"
    ends = {e for k in catalogue.links for e in (k.source_id, k.target_id)}
    assert ends == set(catalogue.segments)
    assert min(len(set(s.products)) for s in catalogue.segments.values() if not s.demand) >= 3
    goods = nx.DiGraph((k.source_id, k.target_id) for k in catalogue.links if k.kind in ("material", "component"))
    assert nx.is_directed_acyclic_graph(goods)
    bought: dict[str, float] = {}
    for k in catalogue.links:
        bought[k.target_id] = bought.get(k.target_id, 0.0) + k.share
    assert max(bought.values()) <= 1 + 1e-9
    assert all(k.target_id.split(".")[0] == c.id for c in catalogue.chains for k in c.links)


# -- every rule broken --------------------------------------------------------------------------


def broken(change: Callable[[Doc], object]) -> Doc:
    doc = copy.deepcopy(toy())
    change(doc)
    return doc


RULES: dict[str, tuple[Callable[[Doc], object], str]] = {
    "dangling link": (
        lambda d: d["links"].append(link("cel", "car")),
        "toy.yaml: link cel -> car: no segment toy.cel; did you mean toy.cell (电芯)?",
    ),
    "link into another chain": (
        lambda d: d["links"].append(link("cell", "gone.car")),
        "toy.yaml: link cell -> gone.car: no segment gone.car",
    ),
    "duplicate id": (lambda d: d["segments"].append(segment("ore", "另矿")), "toy.yaml: segment id ore stands 2 times"),
    "duplicate name": (lambda d: d["segments"][0].update(name="电芯"), "toy.yaml: segment name 电芯 stands 2 times"),
    "circle of materials": (lambda d: d["links"].append(link("car", "ore")), "the material links run in a circle: "),
    "circle of components": (
        lambda d: d["links"].append(link("cell", "ore", kind="component")),
        "the material links run in a circle: ",
    ),
    "few terms": (
        lambda d: d["segments"][1].update(products=["甲", "乙"]),
        "toy.yaml: segment cell has 2 product terms; give at least 3",
    ),
    "one term thrice": (
        lambda d: d["segments"][1].update(products=["甲"] * 3),
        "toy.yaml: segment cell has 1 product terms",
    ),
    "orphan": (lambda d: d["segments"].append(segment("moon", "月球")), "toy.yaml: segment toy.moon has no link"),
    "shares": (
        lambda d: d["links"].append(link("ore", "car", 0.71)),
        "toy.yaml: the shares of what toy.car buys add up to 1.01",
    ),
    "same link twice": (
        lambda d: d["links"].append(link("ore", "cell", 0.1)),
        "toy.yaml: link toy.ore -> toy.cell (material) stands 2 times",
    ),
    "wrong field": (
        lambda d: d["segments"][2].update(colour="red"),
        "toy.yaml: segments.car.colour: Extra inputs are not permitted",
    ),
    "missing field": (lambda d: d["segments"][1].pop("products"), "toy.yaml: segments.cell.products: Field required"),
    "bad tier": (lambda d: d["segments"][1].update(tier="middle"), "toy.yaml: segments.cell.tier: "),
    "bad kind": (lambda d: d["links"][0].update(kind="love"), "toy.yaml: links.0.kind: "),
    "share over 1": (lambda d: d["links"][0].update(share=1.2), "toy.yaml: links.0.share: "),
    "weight below 0": (lambda d: d["segments"][0].update(value_weight=-0.1), "toy.yaml: segments.ore.value_weight: "),
    "bad id": (lambda d: d["segments"][0].update(id="Ore 1"), "toy.yaml: segments.Ore 1.id: "),
    "no source": (lambda d: d["segments"][0].update(source=""), "toy.yaml: segments.ore.source: "),
    "no segments": (lambda d: d.update(segments=[]), "toy.yaml: segments: "),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule(load, rule: str) -> None:
    change, message = RULES[rule]
    with pytest.raises(InvalidCatalogue) as caught:
        load(toy=broken(change))
    hits = [p for p in caught.value.problems if p.startswith(message)]
    assert len(hits) == 1, caught.value.problems


def test_a_circle_is_walked(load) -> None:
    """The message names a walk that really closes."""
    with pytest.raises(InvalidCatalogue) as caught:
        load(toy=broken(lambda d: d["links"].append(link("car", "ore"))))
    walk = caught.value.problems[0].split(": ")[1].split(";")[0].split(" -> ")
    assert walk[0] == walk[-1]
    steps = {("toy.ore", "toy.cell"), ("toy.cell", "toy.car"), ("toy.car", "toy.ore")}
    assert set(itertools.pairwise(walk)) == steps


def test_shares_up_to_one_are_fine(load) -> None:
    doc = broken(lambda d: d["links"].append(link("ore", "car", 0.7)))
    assert sum(k.share for k in load(toy=doc).links if k.target_id == "toy.car") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id: toy\nsegments: [\n  {id: ore\n", "bad.yaml: not valid YAML at line "),
        (b"id: toy\nname: a\n\tb: c\n", "bad.yaml: not valid YAML at line 3, column 1"),
        (b"name: \x07\n", "bad.yaml: not valid YAML"),
        ("id: toy\nname: 玩具\n".encode("gb18030"), "bad.yaml: not UTF-8; save it as UTF-8"),
        (b"", "bad.yaml: file: "),
        (b"- a\n- b\n", "bad.yaml: file: "),
    ],
)
def test_unreadable_files(load, content: bytes, message: str) -> None:
    with pytest.raises(InvalidCatalogue) as caught:
        load(toy=toy(), bad=content)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(message)


def test_the_same_chain_twice(load) -> None:
    with pytest.raises(InvalidCatalogue) as caught:
        load(one=toy(), two=toy())
    assert "chain id toy is used by 2 files; give each its own" in caught.value.problems


def test_all_errors_are_reported_together(load) -> None:
    """One of each over three files, found in one go and counted in the message."""
    wrong = toy()
    wrong["segments"].append(segment("moon", "电芯"))  # a name twice, and an orphan
    wrong["segments"][0]["products"] = ["甲"]
    wrong["links"] += [link("car", "ore"), link("cell", "nowhere", 0.2)]
    second = toy() | {"id": "second"}
    second["segments"][1].pop("tier")
    with pytest.raises(InvalidCatalogue) as caught:
        load(toy=wrong, second=second, third=b"\xff\xfe\x00")
    text = "\n".join(caught.value.problems)
    for part in (
        "name 电芯 stands 2 times",
        "toy.moon has no link",
        "ore has 1 product terms",
        "no segment toy.nowhere",
        "run in a circle",
        "second.yaml: segments.cell.tier: Field required",
        "third.yaml: not UTF-8",
    ):
        assert text.count(part) == 1, part
    assert len(caught.value.problems) == 7
    assert "7 error(s)" in str(caught.value)


def test_two_circles_are_both_reported(load) -> None:
    second = toy() | {"id": "second"}
    first = broken(lambda d: d["links"].append(link("car", "ore")))
    second["links"] = [*second["links"], link("car", "ore")]
    with pytest.raises(InvalidCatalogue) as caught:
        load(toy=first, second=second)
    text = "\n".join(caught.value.problems)
    assert "toy.ore" in text
    assert "second.ore" in text


def foreign() -> Doc:
    """A second chain whose file says what the first chain's cell buys: 0.8, on top of 0.3 there."""
    return toy() | {
        "id": "other",
        "segments": [segment("lime", "石灰")],
        "links": [link("lime", "toy.cell", 0.8)],
    }


def test_shares_over_two_files(load) -> None:
    with pytest.raises(InvalidCatalogue) as caught:
        load(toy=toy(), other=foreign())
    assert any("toy.cell" in p for p in caught.value.problems)


def test_a_link_stands_in_the_buyers_file(load) -> None:
    other = foreign()
    other["links"][0]["share"] = 0.1
    with pytest.raises(InvalidCatalogue, match=r"lime -> toy\.cell ends in another chain; move it to the buyer's file"):
        load(toy=toy(), other=other)


def test_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        cat.load(tmp_path)
    assert "no chain file" in str(caught.value)


# -- look-ups -----------------------------------------------------------------------------------


def test_look_up_by_id_and_name(load) -> None:
    found = load(toy=toy())
    assert found.chain("toy") == found.chain("玩具")
    assert found.segment("toy.cell") == found.segment("电芯")


def test_look_up_by_english_name_and_product(load) -> None:
    given = toy()
    given["segments"][1]["products"] = ["方形电芯", "乙", "丙"]
    found = load(toy=given)
    assert found.segment(" CELL ").id == found.segment("方形电芯").id == "toy.cell"
    with pytest.raises(UnknownName):
        found.segment("乙")  # all three make it


def test_a_name_in_two_chains_is_not_guessed(load) -> None:
    other = toy() | {"id": "other"}
    with pytest.raises(UnknownName) as caught:
        load(toy=toy(), other=other).segment("电芯")
    assert caught.value.suggestions[:2] == ["other.cell (电芯)", "toy.cell (电芯)"]


def test_suggestions(load) -> None:
    found = load(toy=toy())
    with pytest.raises(UnknownName) as chain:
        found.chain("toys")
    assert (chain.value.what, chain.value.suggestions, chain.value.exit_code) == ("chain", ["toy (玩具)"], 2)
    with pytest.raises(UnknownName) as wrong:
        found.segment("toy.cel")
    assert wrong.value.suggestions[0] == "toy.cell (电芯)"
    assert "Did you mean toy.cell (电芯)" in str(wrong.value)
    with pytest.raises(UnknownName) as far:
        found.segment("qqqq")
    assert far.value.suggestions == []
    with pytest.raises(UnknownName) as long:
        found.segment("电芯" * 5000)
    assert len(str(long.value)) < 100  # a message is one sentence, whatever was typed


def test_digraph_adds_parallel_links(make) -> None:
    links = [
        make.link("t.a", "t.b", 0.25),
        make.link("t.a", "t.b", 0.5, "service"),
        make.link("t.b", "t.c", 0.1, "channel"),
    ]
    graph = cat.as_digraph(links)
    assert graph["t.a"]["t.b"]["share"] == 0.75
    assert sorted(cat.as_digraph(links, ("material",)).edges) == [("t.a", "t.b")]


# -- ids that ended -----------------------------------------------------------------------------


@pytest.fixture
def ended(tmp_path: Path) -> Callable[..., Catalogue]:
    """Loads a chain from `chains/` with a table of retired ids beside that folder."""

    def run(table: str, document: Doc) -> Catalogue:
        (tmp_path / "segments_retired.csv").write_text(f"old,new\n{table}", encoding="utf-8")
        (tmp_path / "chains").mkdir(exist_ok=True)
        raw = yaml.safe_dump(document, allow_unicode=True)
        (tmp_path / "chains" / "toy.yaml").write_text(raw, encoding="utf-8")
        return cat.load(tmp_path / "chains")

    return run


def test_ended_ids_come_with_the_catalogue(ended) -> None:
    found = ended("toy.mine,toy.ore\n", toy())
    assert found.retired.heirs("toy.mine") == ("toy.ore",)
    assert found.segment("toy.mine").id == "toy.ore"


def test_a_link_may_name_an_id_that_ended_and_has_one_heir(ended) -> None:
    document = toy() | {"links": [link("mine", "cell"), link("toy.cell", "car")]}
    assert [(k.source_id, k.target_id) for k in ended("toy.mine,toy.ore\n", document).links] == [
        ("toy.ore", "toy.cell"),
        ("toy.cell", "toy.car"),
    ]


def test_a_link_to_a_split_segment_is_told_its_heirs_beside_all_other_faults(ended) -> None:
    document = toy() | {"links": [link("ore", "cell"), link("lump", "car"), link("cell", "nowhere")]}
    with pytest.raises(InvalidCatalogue) as error:
        ended("toy.lump,toy.cell;toy.ore\ntoy.car,toy.cell\n", document)
    assert sorted(error.value.problems) == [
        "segments_retired.csv row 3, column old: toy.car is a segment of the catalogue; remove the row, or the segment",
        "toy.yaml: link cell -> nowhere: no segment toy.nowhere; did you mean toy.ore (矿石)?",
        "toy.yaml: link lump -> car: no segment toy.lump; it has ended, write toy.cell (电芯) or toy.ore (矿石)",
    ]


def test_lanes_and_the_source_of_weights_are_read(load: Callable[..., Catalogue]) -> None:
    document = toy() | {"lanes": [{"id": "main", "name": "主线", "name_en": "Main"}], "weights_source": "年鉴"}
    document["segments"][0] |= {"lane": "main", "foreign_share": 0.3, "siting": {"resource": ["deposit"]}}
    document["segments"].append(segment("grid", "电网", products=[], demand=True))
    document["links"].append(link("car", "grid"))
    chain = load(toy=document).chains[0]
    assert ([x.name for x in chain.lanes], chain.weights_source) == (["主线"], "年鉴")
    ore, grid = chain.segments[0], chain.segments[-1]
    assert (ore.lane, ore.foreign_share, ore.siting) == ("main", 0.3, {"resource": ["deposit"]})
    assert (ore.demand, grid.demand, grid.foreign_share) == (False, True, None)
