"""Chains of a firm: of its segments, but for what is sold to all trades; machines of no named kind; at most two."""

from __future__ import annotations

import numpy as np
import pytest

from graph.model.chains import Catalogue
from ingest.assign.learned.chain_choice import BESIDE, NAMES, ChainChoice, chains_taught, rows_of
from tests.support.labelled import Taught, firms


@pytest.mark.parametrize(
    ("segments", "role", "name", "scope", "chains"),
    [
        (("equipment.crane", "equipment.motor"), "maker", "山河重工", "起重机制造", ("equipment",)),
        (("green_food.flour", "battery_ev.cell"), "maker", "甲", "面粉加工", ("green_food", "battery_ev")),
        (("equipment.steel_structure",), "maker", "山河钢构", "钢结构制造", ()),
        ((), "maker", "山河机械", "机械配件加工、销售", ("equipment",)),
        ((), "trader", "山河机械", "机械配件销售", ()),
        ((), "maker", "山河塑料", "塑料制品加工", ()),
        ((), "maker", "山河劳务", "建筑机械租赁、加工", ()),
    ],
)
def test_chains_follow_from_a_label(
    taught: Taught, segments: tuple[str, ...], role: str, name: str, scope: str, chains: tuple[str, ...]
) -> None:
    assert chains_taught(segments, role, taught.assigner(quick=True).read(name, scope)) == chains


def test_segments_beside_the_chains_are_of_the_catalogue(catalogue: Catalogue) -> None:
    assert set(catalogue.segments) >= BESIDE


def test_at_most_two_and_the_second_not_far_behind() -> None:
    choice = ChainChoice((1.0,), 0.0, 0.3, 0.8)
    chains = ("a", "b", "c")
    assert choice.chosen(chains, np.array([0.7, 0.9, 0.8])) == ("b", "c")
    assert choice.chosen(chains, np.array([0.5, 0.9, 0.5])) == ("b",)
    assert choice.chosen(chains, np.array([0.2, 0.25, 0.1])) == ()
    assert choice.chosen(chains, np.array([0.4, 0.4, 0.4])) == ("a", "b")


def test_a_row_a_chain_and_a_number_a_name(taught: Taught) -> None:
    assigner = taught.assigner()
    reading = assigner.read("长垣市山河重工有限公司", "桥式起重机制造")
    shape = assigner.shape
    rows = rows_of(reading, {"equipment.crane": 0.8}, np.zeros(len(shape.ids), np.float32), np.zeros(7), shape)
    assert rows.shape == (3, len(NAMES))
    top = dict(zip(shape.chains, rows[:, NAMES.index("top")], strict=True))
    assert top == {"battery_ev": 0.0, "equipment": 0.8, "green_food": 0.0}


def test_the_chains_of_taught_firms_are_found(taught: Taught) -> None:
    assigner = taught.assigner()
    found = assigner.verdicts([assigner.read(f.name, f.scope) for f in firms()[:24]])
    wanted = [tuple(dict.fromkeys(s.split(".")[0] for s in f.segments)) for f in firms()[:24]]
    assert sum(v.chains == w for v, w in zip(found, wanted, strict=True)) >= 20
