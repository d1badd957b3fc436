"""The sandbox: a scenario equals a store that was built that way; what a person writes is understood or refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidArgument, UnknownName
from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps
from graph.gaps.scenario import Add, Remove, State, apply, columns_of, compare, effects, find_firm, parse, scene
from graph.measures.network import Network
from graph.region.footprint import footprint, local_weight

HOME = "410700"


def documents(store, regions, foot) -> list[dict]:
    return gap_documents(store, regions, foot, find_gaps(foot))


def scenario(town, changes):
    """(before, after) of the town that was built last."""
    return [State(f, find_gaps(f)) for f in (footprint(town.store, town.regions, HOME), after(town, changes))]


def after(town, changes):
    """The footprint of a scenario."""
    return scene(town.store, town.regions, HOME, Network(tuple(town.store.chains())), changes)


# -- the scenario and the store that was built so ------------------------------------------------


def test_remove_equals_a_store_built_without_the_memberships(town, make) -> None:
    town()
    changed = after(town, [Remove("toy.cell")])
    found = documents(town.store, town.regions, changed)
    town(cell=())
    built = footprint(town.store, town.regions, HOME)
    assert found == documents(town.store, town.regions, built)
    assert next(d for d in found if d["segment"] == "toy.cell")["kind"] == "break"


def test_add_equals_a_store_in_which_the_firm_has_a_plant_here(town, make) -> None:
    """The firm does nothing else, so that its plant as a `site` of the firm says the same."""
    outside = make.member("far", "toy.cell", "440300", size=10)
    town(cell=(), extra=[outside])
    changed = after(town, [Add(town.store.firm("far"), "toy.cell")])
    found = documents(town.store, town.regions, changed)
    town(cell=(), extra=[replace(outside, sites=(HOME,))])
    assert found == documents(town.store, town.regions, footprint(town.store, town.regions, HOME))


def test_a_landing_heals_the_break_and_opens_a_single_point(town, make) -> None:
    """20 units × 0.4 = 8 local units: strong, but one firm alone."""
    town(cell=(), extra=[make.member("far", "toy.cell", "440300", size=20)])
    before, after = scenario(town, [Add(town.store.firm("far"), "toy.cell")])
    found = compare(before, after)
    full = found["completeness"][0]
    assert full["before"] == pytest.approx(4 / 5)  # five segments of equal weight, one empty
    assert full["after"] == pytest.approx(1.0)
    assert [p["segment"] for p in found["single_points"]["new"]] == ["toy.cell"]
    moved = next(m for m in found["gaps"]["moved"] if m["segment"] == "toy.cell")
    assert (moved["before"]["kind"], moved["after"]["kind"]) == ("break", "single_point")


def test_a_landing_brings_nothing_but_the_segment_it_lands_in(town, make) -> None:
    """The firm makes cars and cells elsewhere; only its cells land: 10 × 0.4 = 4 units there, cars stay at 9."""
    town(cell=(), extra=[make.member("far", f"toy.{s}", "440300", size=10) for s in ("car", "cell", "ore")])
    foot = after(town, [Add(town.store.firm("far"), "toy.cell")])
    x = dict(zip(foot.network.ids, foot.x.tolist(), strict=True))
    assert x == {"toy.car": 9, "toy.cell": 4, "toy.ore": 9, "toy.pack": 9, "toy.powder": 9}
    assert [f for f, _ in foot.by_segment["toy.cell"]] == ["far"]
    assert "far" in [f for f, _ in foot.candidates["toy.car"]]
    assert "far" not in [f for f, _ in foot.candidates.get("toy.cell", [])]


def test_columns_hold_a_landing_in_a_row_of_its_own(make) -> None:
    members = [
        make.member("f", "toy.a", "440300"),
        make.member("f", "toy.b", "440300", sites=("410700",)),
        make.member("g", "toy.a"),
    ]
    columns = columns_of(members)
    assert columns.firms == ("f", "f", "g")
    assert sorted(columns.members(), key=lambda m: (m.firm_id, m.segment_id)) == members


def test_losing_a_segment_is_a_new_gap(town) -> None:
    town()
    before, after = scenario(town, [Remove("toy.pack")])
    found = compare(before, after)
    assert [g["segment"] for g in found["gaps"]["new"]] == ["toy.pack"]
    assert found["gaps"]["new"][0]["after"]["kind"] == "break"
    assert found["completeness"][0]["after"] == pytest.approx(4 / 5)


def test_changes_apply_in_the_order_given(town, make) -> None:
    """Out, then a newcomer: it stands alone. The newcomer, then out: nobody."""
    town(extra=[make.member("far", "toy.cell", "440300", size=10)])
    land, lose = Add(town.store.firm("far"), "toy.cell"), Remove("toy.cell")
    members = town.store.members()

    def here(changes):
        return [
            m.firm_id for m in apply(members, HOME, changes) if m.segment_id == "toy.cell" and local_weight(m, HOME)
        ]

    assert here([lose, land]) == ["far"]
    assert here([land, lose]) == []


def test_comparison_of_one_chain_leaves_the_others_out(town) -> None:
    town()
    before, after = scenario(town, [Remove("toy.pack")])
    found = compare(before, after, "elsewhere")
    assert (found["completeness"], found["gaps"]["new"]) == ([], [])


@given(order=st.permutations(range(4)))
def test_losing_segments_does_not_depend_on_the_order(make, order) -> None:
    members = [make.member(f"f{i}", f"toy.{s}") for i, s in enumerate(("ore", "powder", "cell", "pack"))]
    names = [f"toy.{s}" for s in ("ore", "powder", "cell", "pack")]
    assert apply(members, HOME, [Remove(names[i]) for i in order]) == []


def test_effects_say_what_changes_nothing(make) -> None:
    members = [make.member("a1", "toy.ore"), make.member("far", "toy.cell", "440300")]
    far, local = make.firm("far", "440300"), make.firm("a1")
    notes = [
        e["note"]
        for e in effects(
            [Add(local, "toy.ore"), Remove("toy.pack"), Add(far, "toy.pack"), Add(far, "toy.cell"), Remove("toy.ore")],
            members,
            HOME,
        )
    ]
    assert notes == ["already_local", "nobody_local", "new_trade", "", ""]


# -- what a person writes -------------------------------------------------------------------------


@pytest.fixture
def firms(make):
    return [
        make.firm(
            "f1", name="宁德时代新能源科技股份有限公司", stock_code="300750.SZ", aliases=("宁德时代",), uscc="91X"
        ),
        make.firm("f2", name="甲隔膜有限公司", aliases=("甲隔膜",)),
        make.firm("f3", name="乙隔膜有限公司", aliases=("甲隔膜",)),
    ]


@pytest.mark.parametrize(
    "given", ["f1", "91X", "300750.SZ", "300750", "宁德时代新能源科技股份有限公司", "宁德时代", "时代新能源"]
)
def test_a_firm_is_found_by_id_code_and_name(firms, given: str) -> None:
    assert find_firm(firms, given).id == "f1"


def test_an_ambiguous_name_lists_the_firms(firms) -> None:
    with pytest.raises(UnknownName) as caught:
        find_firm(firms, "甲隔膜")
    assert caught.value.suggestions == ["甲隔膜有限公司 (f2)", "乙隔膜有限公司 (f3)"]
    assert caught.value.exit_code == 2


def test_an_unknown_name_says_the_nearest(firms) -> None:
    with pytest.raises(UnknownName) as caught:
        find_firm(firms, "宁德时代新能源科技公司")
    assert caught.value.suggestions[0] == "宁德时代新能源科技股份有限公司 (f1)"


def test_both_forms_are_read(firms) -> None:
    found = parse(["add:宁德时代@cell", "remove:pack"], lambda t: find_firm(firms, t), lambda t: f"toy.{t}")
    assert found == (Add(firms[0], "toy.cell"), Remove("toy.pack"))


@pytest.mark.parametrize("text", ["", "add:", "add:f1", "add:@cell", "add:f1@", "remove:", "drop:cell", "add f1@cell"])
def test_what_cannot_be_read_is_refused_with_the_form(firms, text: str) -> None:
    with pytest.raises(InvalidArgument, match="write add:FIRM@SEGMENT or remove:SEGMENT"):
        parse([text], lambda t: find_firm(firms, t), str)
