"""Each feature alone: its value worked out from its docstring, its order, and the words it says."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import Country, calm

from graph.footprint import footprint
from graph.types import MICRO, Firm
from recommend import features
from recommend.features import FEATURES, LABELS, Case


@pytest.fixture(scope="module")
def case(built: Country) -> Case:
    """A medium firm of Shenzhen weighed for the separators of Xinxiang, where cells are made."""
    firm = Firm("f", "深圳某某有限公司", region="440300", size=4 * MICRO)
    foot = footprint(built.store, built.regions, "410700")
    return Case(
        firm,
        "battery_ev.separator",
        0.8,
        foot,
        ("battery_ev.separator",),
        1400.0,
        (MICRO, 4 * MICRO, 9 * MICRO),
        (),
    )


def changed(case: Case, **firm: object) -> Case:
    return dataclasses.replace(case, firm=dataclasses.replace(case.firm, **firm))  # type: ignore[arg-type]


def test_weights_add_up_to_one_and_all_have_words() -> None:
    assert sum(weight for _, _, weight in FEATURES) == pytest.approx(1.0)
    assert {name for name, _, _ in FEATURES} == set(LABELS)
    assert all(function.__doc__ for _, function, _ in FEATURES)  # what a user reads under "why"
    assert max(FEATURES, key=lambda f: f[2])[0] == "capability"


def test_capability_is_the_chance_itself(case: Case) -> None:
    assert features.capability(case).value == 0.8
    assert features.capability(case).zh == "产品与环节吻合度 80%"


def test_standing(case: Case) -> None:
    """One of the two others is smaller."""
    assert features.standing(case).value == 0.5
    assert features.standing(case).zh == "规模在 3 家候选中居第 2"
    assert features.standing(changed(case, size=9 * MICRO)).value == 1.0
    assert features.standing(dataclasses.replace(case, peers=())).value == 0.0


def test_scale_is_logarithmic_up_to_thirty(case: Case) -> None:
    assert features.scale(case).value == pytest.approx(math.log(5) / math.log(31))
    assert features.scale(changed(case, size=30 * MICRO)).value == pytest.approx(1.0)
    assert features.scale(changed(case, revenue_yi=16.0, revenue_year=2024)).zh == "年营收约 16 亿元（2024）"
    assert features.scale(changed(case, tags=("上市", "中型"))).zh == "中型企业"
    assert features.scale(case).zh == "规模待核"


def test_expansion_counts_plants_up_to_three(case: Case) -> None:
    values = [features.expansion(changed(case, sites=("320500",) * n)).value for n in range(5)]
    assert values == pytest.approx([0, 1 / 3, 2 / 3, 1, 1])


def test_supply_tie_counts_linked_segments_that_are_here(case: Case) -> None:
    """Separators sell to cells, which are here: one tie. A firm that also makes packs meets the cells again: still one."""
    assert features.supply_tie(case).value == pytest.approx(1 - math.exp(-1 / 4))
    wider = dataclasses.replace(case, segments=("battery_ev.separator", "battery_ev.pack", "equipment.motor"))
    assert features.supply_tie(wider).value == pytest.approx(1 - math.exp(-2 / 4))  # and the cranes buy its motors
    assert features.supply_tie(wider).zh == "本地有 2 个上下游环节可配套"


def test_nearness(case: Case) -> None:
    assert features.nearness(case).value == pytest.approx(math.exp(-1400 / 500))
    assert features.nearness(dataclasses.replace(case, distance_km=None)).value == 0.3
    same = dataclasses.replace(changed(case, region="410100"), distance_km=80.0)
    assert features.nearness(same).value == pytest.approx(math.exp(-40 / 500))
    assert features.nearness(same).zh == "同省，相距约 80 公里"


@calm
@given(st.floats(0, 4000), st.floats(0, 4000))
def test_nearer_is_never_worse(a: float, b: float) -> None:
    firm = Firm("f", "甲", region="440300")
    near, far = (
        features.nearness(Case(firm, "s", 0.5, Elsewhere, (), km, (), ())).value  # type: ignore[arg-type]
        for km in sorted((a, b))
    )
    assert 0 <= far <= near <= 1


class Elsewhere:
    """All that nearness asks of a footprint."""

    region = "410700"


def test_presence(case: Case) -> None:
    """A plant here, else a sister firm here, else nothing; a plant in a county is in the city."""
    sister = Firm("s", "新乡某某有限公司", region="410721")
    assert features.presence(case).value == 0.0
    assert features.presence(changed(case, sites=("410783", "320500"))).value == 1.0
    assert features.presence(dataclasses.replace(case, here=(sister,))).value == 0.8
    assert "新乡某某有限公司" in features.presence(dataclasses.replace(case, here=(sister,))).zh


def test_certainty(case: Case) -> None:
    assert features.certainty(case).value < features.certainty(changed(case, verified=True)).value == 1.0
    assert features.certainty(case).zh == "企业信息待核"
