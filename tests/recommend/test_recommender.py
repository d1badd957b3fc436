"""Target lists on the small country: who is on them, in which order, and on what evidence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.chance.red_lines import RedLine, RedLines
from graph.measures.network import Network
from graph.model.records import Decision, Firm, Membership
from graph.model.regions import Regions
from graph.region.country import Country as NationalCountry
from graph.store.embedded.store import EmbeddedStore
from recommend.explain.neighbours import Neighbours
from recommend.explain.shapes import TargetDocument
from recommend.rank.features import FEATURES, Case, Value
from recommend.rank.weights import shipped
from recommend.recommender import FLOOR, Recommender
from recommend.retrieve.recall import SURE, UNASSIGNED_CAP
from tests.support.small import FIRMS, Country, write_firms
from tests.support.world import ROOT

SEPARATOR, MOTOR = "battery_ev.separator", "equipment.motor"


def recommender(country: Country) -> Recommender:
    store = country.store
    return Recommender(store, country.regions, Network(tuple(store.chains())), country.encoder)


@pytest.fixture(scope="module")
def engine(built: Country) -> Recommender:
    return recommender(built)


@pytest.fixture(scope="module")
def separators(engine: Recommender) -> list[TargetDocument]:
    return engine.recommend("410700", SEPARATOR)


def names(targets: list[TargetDocument]) -> list[str]:
    return [t["firm"]["name"] for t in targets]


def test_those_who_make_it_come_first(separators: list[TargetDocument]) -> None:
    """The large verified leader with plants elsewhere before the small maker; both before whoever makes something
    else."""
    assert names(separators)[:2] == ["深圳薄膜先锋有限公司", "苏州涂覆科技有限公司"]
    assert [t["features"]["capability"]["value"] >= SURE for t in separators] == [True, True] + [False] * (
        len(separators) - 2
    )


def test_a_target_carries_the_red_lines_of_its_segment_and_products(built: Country) -> None:
    """A warning about a route reaches the makers whose products name it; one about the segment reaches all."""
    route = RedLine(
        SEPARATOR, ("湿法",), "warned", "湿法产能过剩", "too much", "《某规范》", "2025", "", "report", "page"
    )
    whole = replace(route, route=(), level="forbidden", what="本市不再新上", read="text")
    store = built.store
    network = Network(tuple(store.chains()))
    lines = RedLines((route, whole))
    found = Recommender(store, built.regions, network, built.encoder, red_lines=lines).recommend("410700", SEPARATOR)
    named = [any("湿法" in p for p in t["firm"]["products"]) for t in found]
    assert set(named) == {True, False}
    assert [[r["what"] for r in t["red_lines"]] for t in found] == [
        ["本市不再新上", "湿法产能过剩"] if n else ["本市不再新上"] for n in named
    ]
    warned = found[named.index(True)]["red_lines"][1]
    assert warned["sentence"].startswith("慎招（待核，只见报道，未读原文）：涉及湿法：湿法产能过剩")
    assert recommender(built).recommend("410700", SEPARATOR)[0]["red_lines"] == []


def test_best_first_and_below_the_floor_last(engine: Recommender) -> None:
    for segment in engine.network.segments:
        found = engine.recommend("410700", segment, top=100)
        assert found, segment
        keys = [(t["below_floor"], -t["score"]) for t in found]
        assert keys == sorted(keys)
        assert all(t["below_floor"] == (t["features"]["capability"]["value"] < FLOOR) for t in found)
        assert len(set(names(found))) == len(found)
        assert all(t["segment"] == segment for t in found)


def test_score_is_the_weighted_sum_of_the_features(separators: list[TargetDocument]) -> None:
    declared = shipped().shares()
    assert sum(declared.values()) == pytest.approx(1.0)
    assert set(declared) == set(FEATURES)
    for t in separators:
        assert {n: f["weight"] for n, f in t["features"].items()} == pytest.approx(declared, abs=1e-8)
        assert all(0 <= f["value"] <= 1 for f in t["features"].values())
        assert t["score"] == pytest.approx(sum(f["weight"] * f["value"] for f in t["features"].values()), abs=1e-8)


def test_grades_follow_score_and_certainty(engine: Recommender) -> None:
    """A only for firms that surely do it; C for all below the floor."""
    for segment in engine.network.segments:
        found = engine.recommend("410700", segment, top=100)
        grades = [t["grade"] for t in found]
        assert set(grades) <= {"A", "B", "C"}
        assert all(t["grade"] == "C" for t in found if t["below_floor"])
        assert all(t["features"]["capability"]["value"] >= SURE for t in found if t["grade"] == "A")
    first = engine.recommend("410700", SEPARATOR)[0]
    assert first["grade"] in ("A", "B")


def test_top_cuts_the_same_list(engine: Recommender, separators: list[TargetDocument]) -> None:
    assert engine.recommend("410700", SEPARATOR, top=2) == separators[:2]


def test_two_runs_agree(built: Country, separators: list[TargetDocument]) -> None:
    assert recommender(built).recommend("410700", SEPARATOR) == separators


@pytest.mark.parametrize("region", ["410700", "410783", "320500", "310000", "440000"])
def test_exclude_local_lists_no_firm_seated_there(engine: Recommender, region: str) -> None:
    for segment in engine.network.segments:
        everyone = engine.recommend(region, segment, top=100)
        others = engine.recommend(region, segment, top=100, exclude_local=True)
        assert [t for t in others if Regions.within(t["firm"]["region"], region)] == []
        local = {n for t in everyone for n in [t["firm"]["name"]] if Regions.within(t["firm"]["region"], region)}
        assert set(names(others)) == set(names(everyone)) - local


def test_a_firm_with_only_a_plant_here_stays_on_the_list(engine: Recommender) -> None:
    """苏州恒转 has a plant in 新乡县: that is a reason for it, not against it."""
    found = engine.recommend("410700", MOTOR, exclude_local=True)
    first = found[0]
    assert first["firm"]["name"] == "苏州恒转电气有限公司"
    assert first["features"]["presence"]["value"] == 1.0
    assert "elsewhere" not in {c["kind"] for c in first["counter"]}
    assert [s["name"] for s in first["firm"]["sites"]] == ["河南省新乡市新乡县"]


def test_every_reason_has_evidence(engine: Recommender) -> None:
    for segment in engine.network.segments:
        for t in engine.recommend("410700", segment, top=100):
            assert t["reasons"][0]["kind"] == "capability"
            for reason in t["reasons"]:
                assert reason["text"].endswith("。")
                assert reason["text_en"].endswith(".")
                assert reason["evidence"], reason
                assert all(e["source"] for e in reason["evidence"])


def test_the_reasons_name_what_was_matched_and_who_buys(separators: list[TargetDocument]) -> None:
    first = {r["kind"]: r for r in separators[0]["reasons"]}
    assert first["capability"]["text"] == "从事电池隔膜：锂电隔膜、湿法隔膜，属行业龙头。"
    assert {e["match"] for e in first["capability"]["evidence"]} == {"product"}
    told = re.fullmatch(
        r"来此可就近供料：新乡市明日电芯有限公司（锂离子电池）；这类本地企业一年在这上面花费约 (\d+) 万至 (\d+) 亿元"
        r"（估算），可请其引荐，规格是否对路待核。",
        first["buyer"]["text"],
    )
    assert told
    assert int(told[1]) / 1e4 < 0.77 < int(told[2])  # 0.77 亿元 is what sizes and shares come to
    assert [e["firm"] for e in first["buyer"]["evidence"]] == ["n:新乡市明日电芯有限公司@4107"]
    assert "park" not in first, "the park leads with the chain only"
    second = {r["kind"]: r for r in separators[1]["reasons"]}
    assert "（待核）" in second["capability"]["text"]  # nobody has verified the small one


def test_the_path_ends_at_a_named_local_firm(separators: list[TargetDocument]) -> None:
    assert separators[0]["path"] == [
        {"type": "firm", "id": "s:300999.SZ", "name": "深圳薄膜先锋有限公司"},
        {"type": "segment", "id": SEPARATOR, "name": "电池隔膜"},
        {"type": "segment", "id": "battery_ev.cell", "name": "电芯", "role": "buyer"},
        {"type": "firm", "id": "n:新乡市明日电芯有限公司@4107", "name": "新乡市明日电芯有限公司"},
    ]


def test_without_local_neighbours_the_path_stops_at_the_segment(engine: Recommender) -> None:
    """Suzhou has coating and motors but neither cells nor cranes."""
    target = next(t for t in engine.recommend("320500", "green_food.retail", top=100))
    assert [s["type"] for s in target["path"]] == ["firm", "segment"]


def test_what_speaks_against_is_whole_sentences_and_something_is_always_asked(engine: Recommender) -> None:
    for segment in engine.network.segments:
        for t in engine.recommend("410700", segment, top=100):
            assert all(c["text"].endswith("。") for c in t["counter"])
            assert "credit" in {u["kind"] for u in t["unknown"]}


def test_what_speaks_against_is_true(separators: list[TargetDocument]) -> None:
    first, second = ({c["kind"] for c in t["counter"]} for t in separators[:2])
    assert "far" in first  # Shenzhen is some 1,400 km away
    (elsewhere,) = (c for c in separators[0]["counter"] if c["kind"] == "elsewhere")
    (grown,) = (r for r in separators[0]["reasons"] if r["kind"] == "expansion")
    assert [e["what"] for e in grown["evidence"]] == [s["name"] for s in separators[0]["firm"]["sites"]]
    assert elsewhere["evidence"]
    assert not re.search("[一-鿿]", elsewhere["text_en"])
    assert second
    assert "elsewhere" not in second
    assert "no_buyer" not in first | second


def test_members_are_as_sure_as_their_membership_and_others_are_capped(built: Country, engine: Recommender) -> None:
    confidence = {m.firm_id: m.confidence / 1_000_000 for m in built.store.members() if m.segment_id == SEPARATOR}
    chances = engine.candidates(SEPARATOR)
    assert {f: chances[f] for f in confidence} == confidence
    assert all(c <= UNASSIGNED_CAP for f, c in chances.items() if f not in confidence)


def test_a_sister_firm_here_speaks_for_the_group(country: Country) -> None:
    rows = [
        *FIRMS["battery_ev"],
        {
            "name": "新乡薄膜有限公司",
            "region_code": "410721",
            "parent": "深圳薄膜先锋有限公司",
            "products": "动力电池包",
        },
    ]
    write_firms(country.data, "battery_ev", rows)
    country.build()
    first = recommender(country).recommend("410700", SEPARATOR)[0]
    assert first["firm"]["name"] == "深圳薄膜先锋有限公司"
    assert first["features"]["presence"]["value"] == 0.8
    presence = next(r for r in first["reasons"] if r["kind"] == "presence")
    assert presence["text"] == "同集团企业 新乡薄膜有限公司 已在本地。"


def test_a_plant_in_the_next_county_is_not_here(engine: Recommender) -> None:
    """Asked for 长垣 (410783), the plant of 苏州恒转 in 新乡县 (410721) is near, not here."""
    first = next(t for t in engine.recommend("410783", MOTOR, top=100) if t["firm"]["name"] == "苏州恒转电气有限公司")
    assert first["features"]["presence"]["value"] == 0.0


def test_a_plant_anywhere_in_the_province_is_here(engine: Recommender) -> None:
    first = next(t for t in engine.recommend("410000", MOTOR, top=100) if t["firm"]["name"] == "苏州恒转电气有限公司")
    assert first["features"]["presence"]["value"] == 1.0


# -- what came with the ranking measured against real landings ---------------------------------------


def test_a_target_names_limits_parks_and_introducers(separators: list[TargetDocument]) -> None:
    first = separators[0]
    assert {g["kind"]: g["state"] for g in first["gates"]} == {"land_yield": "unknown"}
    assert first["excluded"] is False
    assert [(p["name"], p["lead"], p["clashes"]) for p in first["parks"]] == [("新乡电池园", False, [])]
    assert first["introductions"] == []  # no tie is on record; who takes separators here stands above the list


def test_a_limit_excludes_whatever_the_score(built: Country) -> None:
    """A firm that is struck off stands behind all that may come, and is a C."""
    engine = recommender(built)
    leader = "s:300999.SZ"
    engine.firms[leader] = replace(engine.firms[leader], tags=(*engine.firms[leader].tags, "注销"))
    found = engine.recommend("410700", SEPARATOR)
    above = [t for t in found if not t["below_floor"]]
    assert above[-1]["firm"]["id"] == leader
    assert (above[-1]["excluded"], above[-1]["grade"]) == (True, "C")
    assert above[-1]["score"] > above[0]["score"]


def test_what_the_team_taught_weighs(built: Country) -> None:
    store = built.store
    taught = dict.fromkeys(FEATURES, 0.0) | {"nearness": 1.0}
    network = Network(tuple(store.chains()))
    near = Recommender(store, built.regions, network, built.encoder, taught=taught).recommend("410700", MOTOR, top=2)
    assert near[0]["score"] == near[0]["features"]["nearness"]["value"]


def test_taught_weights_that_no_longer_fit_are_told_of(built: Country) -> None:
    """Learned before `presence` was a feature and while `sunshine` was one: the list is made, and both are named."""
    store, network = built.store, Network(tuple(built.store.chains()))
    taught = {name: w for name, w in shipped().shares().items() if name != "presence"} | {"sunshine": 0.5}
    engine = Recommender(store, built.regions, network, built.encoder, taught=taught)
    assert [(n.kind, n.features) for n in engine.taught_notes] == [("new", ("presence",)), ("unknown", ("sunshine",))]
    assert engine.shares == pytest.approx(shipped().shares())
    engine.teach(shipped().shares())
    assert engine.taught_notes == ()
    assert engine.shares == shipped().shares()


class Counted:
    """A store that counts how often the whole of it is read."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store, self.reads = store, Counter[str]()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if name not in ("members", "member_columns", "country_columns", "firms", "rows", "chains"):
            return found

        def read(*given: Any) -> Any:
            self.reads[" ".join((name, *map(str, given)))] += 1
            return found(*given)

        return read


def test_four_regions_cost_one_read_of_the_store(built: Country, engine: Recommender) -> None:
    """And with a country that the caller has read already, no read of the memberships at all; the lists stay the
    same."""
    regions = ("410700", "320500", "310000", "440300")
    network = Network(tuple(built.store.chains()))
    expected = [engine.recommend(r, SEPARATOR) for r in regions]
    store = Counted(built.store)
    alone = Recommender(store, built.regions, network, built.encoder)
    assert [alone.recommend(r, SEPARATOR) for r in regions] == expected
    assert store.reads["member_columns"] == 1
    assert set(store.reads.values()) == {1}
    country = NationalCountry.of(built.store.member_columns(), network, built.regions)
    shared = Counted(built.store)
    with_country = Recommender(shared, built.regions, network, built.encoder, country=country)
    assert [with_country.recommend(r, SEPARATOR) for r in regions] == expected
    assert shared.reads["member_columns"] + shared.reads["members"] == 0
    assert with_country.footprint("410700").country is with_country.footprint("310000").country is country


def test_features_reckon_from_the_day_of_the_list(built: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    days = []

    def noted(case: Case) -> Value:
        days.append(case.today)
        return Value(1.0, "", "")

    monkeypatch.setitem(FEATURES, "risk", replace(FEATURES["risk"], func=noted))
    network, day = Network(tuple(built.store.chains())), date(2026, 2, 28)
    Recommender(built.store, built.regions, network, built.encoder, today=day).recommend("410700", SEPARATOR)
    assert set(days) == {day}


def test_own_record_hides_what_a_firm_has_here(engine: Recommender) -> None:
    """苏州恒转 has a plant in 新乡县, seen on the list and hidden when its landing is ranked anew."""
    plant = next(f for f in engine.firms.values() if f.name == "苏州恒转电气有限公司")
    shown = next(t for t in engine.recommend("410700", MOTOR, exclude_local=True) if t["firm"]["id"] == plant.id)
    assert shown["features"]["presence"]["value"] == 1.0
    made = [
        Decision(plant.id, plant.name, MOTOR, "410700", "2026-01-01", "landed"),
        Decision("x:外", "外", MOTOR, "410700", "2026-01-01", "lost", "cost"),
    ]
    known, outside = engine.own_record(made)
    assert known["values"] is not None
    assert known["values"]["presence"] == 0.0
    assert known["rank"] is not None
    assert 1 <= known["rank"] <= known["candidates"]
    assert (outside["rank"], outside["values"]) == (None, None)


def test_a_store_without_firms_gives_an_empty_list(built: Country, tmp_path: Path) -> None:
    bare = built.copy_to(tmp_path / "bare")
    store = bare.store
    with store.batch("test", "test") as batch:
        batch.retire("firm", [f.id for f in store.firms()])
        batch.keep_only("membership", [])
    assert recommender(bare).recommend("410700", SEPARATOR) == []


def test_look_alikes_of_a_leader_make_the_same(engine: Recommender) -> None:
    like = engine.similar("s:300999.SZ")
    coated = next(f.id for f in engine.firms.values() if f.name == "苏州涂覆科技有限公司")
    food = next(f.id for f in engine.firms.values() if f.name == "郑州鲜面食品有限公司")
    assert like[coated] > like[food]
    assert all(0 <= v <= 1 for v in like.values())


# -- bad input ---------------------------------------------------------------------------------------


def test_a_firm_without_text_says_so_and_a_segment_without_candidate_lists_none(country: Country) -> None:
    """A member of which neither products nor scope are known stands on the list with 待核 in their place, as one
    without introducer among its likes; where nobody works and nothing is alike, the list is empty."""
    with country.store.batch("ingest", "test") as batch:
        bare = Firm("t:bare", "郑州无名有限公司", region="410100")
        batch.upsert([bare, Membership(bare.id, SEPARATOR, 900_000)])
    engine = recommender(country)
    told = next(t for t in engine.recommend("410700", SEPARATOR) if t["firm"]["id"] == "t:bare")
    assert told["reasons"][0]["text"] == "从事电池隔膜：产品待核。"
    assert told["reasons"][0]["evidence"][0]["what"] == "待核"
    assert "nan" not in str(told).lower().replace("finance", "")
    assert engine.similar("t:bare") == {}
    empty = EmbeddedStore.create(f"sqlite:///{country.data / 'empty.db'}")
    with empty.batch("build", "chains") as batch:
        for chain in country.catalogue.chains:
            batch.upsert([chain, *chain.segments, *chain.links])
    nobody = Recommender(empty, country.regions, Network(tuple(empty.chains())), country.encoder)
    assert nobody.recommend("410700", SEPARATOR) == []
    assert nobody.reader.begin() == 0


def test_all_targets_of_a_list_share_one_reading_of_the_neighbourhood(built: Country, engine: Recommender) -> None:
    """Buyers and suppliers named in every document are those worked out afresh for the segment."""
    foot = engine.footprint("410700")
    for segment in engine.network.segments:
        around = Neighbours.of(foot, segment, engine.firms, built.store.memberships(sorted(engine.firms)))
        for t in engine.recommend("410700", segment, top=5):
            said = {r["kind"]: [e.get("firm") for e in r["evidence"]] for r in t["reasons"]}
            for kind, linked in (("buyer", around.first_buyer), ("supplier", around.first_supplier)):
                named = {f.id for f in linked.firms} if linked else set()
                assert {i for i in said.get(kind, []) if i} <= named


def test_a_firm_of_a_county_is_as_far_as_the_county(built: Country) -> None:
    """Mengzhou lies at the far end of Jiaozuo: 63 km to the city, 110 to the county. In our own city nothing is far."""
    regions = Regions.load(ROOT / "data" / "regions.csv")
    network = Network(tuple(built.store.chains()))
    made = Recommender(built.store, regions, network, built.encoder)
    place = made.place(made.footprint("410700"))

    def km(region: str) -> float:
        firm = Firm("f", "某某酒精有限公司", region=region)
        return made._case(place, SEPARATOR, firm, 0.8, (), date(2026, 11, 30)).distance_km or 0.0

    assert km("410800") == pytest.approx(63, abs=2)
    assert km("410883") == pytest.approx(110, abs=8)
    assert km("410783") == 0.0
