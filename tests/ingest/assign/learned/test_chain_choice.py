"""Chains of a firm: as readers gave them, else those of its segments; at most two."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.assign.learned.chain_choice import NAMES, given, rows_of
from ingest.assign.learned.teach import chain_learning
from ingest.assign.learned.teach.chain_learning import HeadTeacher
from ingest.assign.learned.teach.folds import folds
from ingest.assign.learned.teach.label_file import Label
from ingest.assign.learned.teach.learning import Lecture, chain_lessons
from tests.support.labelled import Taught, firms


@pytest.mark.parametrize(
    ("segments", "chains", "follows", "wanted", "read"),
    [
        (("equipment.crane", "equipment.motor"), None, True, ("equipment",), False),
        (("green_food.flour", "battery_ev.cell"), None, True, ("green_food", "battery_ev"), False),
        (("equipment.crane",), (), False, (), True),  # a reader says: in no chain
        ((), ("equipment",), False, ("equipment",), True),  # machines of no named kind
        (("equipment.crane",), None, False, None, False),  # stays open
        ((), None, True, None, False),  # without a segment nothing follows
    ],
)
def test_a_readers_chains_count_before_those_of_the_segments(
    taught: Taught,
    segments: tuple[str, ...],
    chains: tuple[str, ...] | None,
    follows: bool,
    wanted: tuple[str, ...] | None,
    read: bool,
) -> None:
    lesson = taught.teacher.labelled("山河重工", "起重机制造", Label("", segments, "maker", chains, follows))
    assert (lesson.chains, lesson.chains_read) == (wanted, read)


def test_at_most_two_and_the_second_not_far_behind() -> None:
    chains = ("a", "b", "c")
    assert given(chains, np.array([0.7, 0.9, 0.8]), 0.3, 0.8) == ("b", "c")
    assert given(chains, np.array([0.5, 0.9, 0.5]), 0.3, 0.8) == ("b",)
    assert given(chains, np.array([0.2, 0.25, 0.1]), 0.3, 0.8) == ()
    assert given(chains, np.array([0.4, 0.4, 0.4]), 0.3, 0.8) == ("a", "b")


def test_a_row_a_chain_and_a_number_a_name(taught: Taught) -> None:
    assigner = taught.assigner()
    reading = assigner.read("长垣市山河重工有限公司", "桥式起重机制造")
    shape, chains = assigner.shape, ("equipment", "strange", "green_food")  # a chain that the catalogue lacks counts 0
    head = np.array([0.6, 0.1, 0.2, 0.3], np.float32)
    rows = rows_of(reading, {"equipment.crane": 0.8}, np.zeros(len(shape.ids)), np.zeros(7), head, chains, shape)
    assert rows.shape == (3, len(NAMES))
    of = {name: rows[:, NAMES.index(name)].tolist() for name in ("top", "head", "head_lead", "head_none")}
    assert of["top"] == [0.8, 0.0, 0.0]
    assert of["head"] == pytest.approx([0.6, 0.1, 0.2])
    assert of["head_lead"] == pytest.approx([0.4, -0.5, -0.4])
    assert of["head_none"] == pytest.approx([0.3] * 3)


def test_the_chains_of_taught_firms_are_found(taught: Taught) -> None:
    assigner = taught.assigner()
    found = assigner.verdicts([assigner.read(f.name, f.scope) for f in firms()[:24]])
    wanted = [tuple(dict.fromkeys(s.split(".")[0] for s in f.segments)) for f in firms()[:24]]
    assert sum(v.chains == w for v, w in zip(found, wanted, strict=True)) >= 20


def test_a_firm_is_never_scored_by_its_own_chain(taught: Taught) -> None:
    """With another chain for one firm, the scores of its fold stay; those of others change."""
    teacher = taught.teacher
    known = teacher.gathered([k for k in taught.lessons if k.chains is not None])
    n, segments = len(known), len(teacher.shape.ids)
    full = Lecture(taught.model.full, np.zeros((n, segments), np.float32), [{} for _ in range(n)])
    lessons = chain_lessons(known, full, np.zeros((n, 7)))
    changed = [replace(lessons[0], chains=("battery_ev",)), *lessons[1:]]
    mean, chains = teacher.meanings.mean(), teacher.shape.chains
    before, after = (HeadTeacher(k, chains, mean).honest_scores() for k in (lessons, changed))
    mine = next(mine for _, mine in folds(n, chain_learning.FOLDS, seed=9) if 0 in mine)
    rest = [i for i in range(n) if i not in mine]
    assert np.allclose(before[mine], after[mine], atol=1e-5)
    assert not np.allclose(before[rest], after[rest], atol=1e-5)
