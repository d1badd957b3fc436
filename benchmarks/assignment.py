"""The learned assignment of firms, taken apart: agreement of readers, ablation, learning curve, errors by kind.

    python -m benchmarks.assignment REGISTER…

Everything here is cross-validated over the labelled firms that are not held out; REGISTER are the tables that hold the
firms' names and scopes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph import settings
from ingest.assign.learned import learning
from ingest.assign.learned.features import GROUPS, NAMES
from ingest.assign.learned.label_file import Label, held_out, read_labels, texts_of
from ingest.assign.learned.learned_assigner import chosen_of
from ingest.assign.learned.learning import Cases, Lesson, Teacher, folds
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.measured import Truth, counts, f1_of, interval
from workspace import Workspace

LABELS = Path(__file__).parent / "labels"
SHARES = (0.25, 0.5, 1.0)


def agreement(first: Sequence[Label], again: Sequence[Label]) -> dict[str, object]:
    """Two readers of the same firms: F1 over segments, share of equal roles, and where their segments part."""
    of = {label.uscc: label for label in first}
    kinds: Counter[str] = Counter()
    for two in again:
        a, b = set(of[two.uscc].segments), set(two.segments)
        chains = {s.split(".")[0] for s in a} & {s.split(".")[0] for s in b}
        kinds[
            "same"
            if a == b
            else "one says none"
            if not a or not b
            else "one adds"
            if a < b or b < a
            else "overlap"
            if a & b
            else "another segment of the chain"
            if chains
            else "another chain"
        ] += 1
    rows = counts([t.segments for t in again], [Truth(of[t.uscc].segments) for t in again])
    roles = float(np.mean([of[t.uscc].role == t.role for t in again]))
    return {"firms": len(again), "f1": f1_of(rows)[2], "f1_interval": interval(rows), "roles": roles, **kinds}


def chosen(teacher: Teacher, cases: Cases, odds: NDArray[np.float64], firms: int, wanted: int) -> list[list[str]]:
    """Each firm's segments with the best cut."""
    chances = 1 / (1 + np.exp(-odds))
    least, beside = learning.chosen_cut(cases, odds, chances, wanted)
    out: list[list[str]] = [[] for _ in range(firms)]
    for group in np.split(np.arange(len(cases.firm)), np.flatnonzero(np.diff(cases.firm)) + 1):
        picked = chosen_of(cases.segment[group], odds[group], chances[group], least, beside)
        out[int(cases.firm[group[0]])] = [teacher.shape.ids[s] for s, _ in picked]
    return out


def without(cases: Cases, group: str) -> Cases:
    """The same with a group of features left out."""
    kept = [i for i, name in enumerate(NAMES) if name not in GROUPS[group]]
    return replace(cases, rows=cases.rows[:, kept])


def learning_curve(teacher: Teacher, lessons: Sequence[Lesson], meanings: Sequence[Meaning]) -> dict[int, float]:
    """Firms taught → F1 on a fifth of the firms that none of them is in."""
    others, test = folds(len(lessons), 5, seed=11)[0]
    order = np.random.default_rng(2).permutation(others)
    out: dict[int, float] = {}
    for share in SHARES:
        mine = sorted(order[: int(len(order) * share)].tolist())
        some, some_meanings = [lessons[i] for i in mine], [meanings[i] for i in mine]
        cases = teacher.cases(some, some_meanings, teacher.out_of_fold(some, some_meanings))
        trees = learning.boosted(cases.rows, cases.right)
        taught = teacher.ridge(some, some_meanings).taught(range(len(some)))
        roles = teacher.roles(some)
        held, held_meanings = [lessons[i] for i in test], [meanings[i] for i in test]
        scored = [learning.score(k.reading, m, taught, roles) for k, m in zip(held, held_meanings, strict=True)]
        asked = teacher.cases(held, held_meanings, scored)
        wanted = sum(len(k.segments) for k in held)
        given = chosen(teacher, asked, trees.odds(asked.rows), len(held), wanted)
        out[len(some)] = f1_of(counts(given, [Truth(k.segments) for k in held]))[2]
    return out


def errors(given: Sequence[Sequence[str]], lessons: Sequence[Lesson], cases: Cases, ids: Sequence[str]) -> Counter[str]:
    """Wrong and missed segments by kind."""
    asked: dict[int, set[str]] = {}
    for firm, segment in zip(cases.firm.tolist(), cases.segment.tolist(), strict=True):
        asked.setdefault(firm, set()).add(ids[segment])
    kinds: Counter[str] = Counter()
    for i, (said, lesson) in enumerate(zip(given, lessons, strict=True)):
        right = set(said) & set(lesson.segments)
        how = (
            "beside a right one" if right else "instead of the right one" if lesson.segments else "where none is right"
        )
        kinds[f"given {how}"] += len(set(said) - right)
        missed = set(lesson.segments) - right
        how = "beside a right one" if right else "with another given" if said else "with nothing given"
        kinds[f"missed {how}"] += len(missed)
        kinds["missed, never a candidate"] += len(missed - asked.get(i, set()))
    return kinds


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("registers", type=Path, nargs="+")
    parser.add_argument("--curve", action="store_true", help="the learning curve as well, some ten minutes")
    given = parser.parse_args()
    space = Workspace(settings.load())
    catalogue = space.catalogue
    words = space.assigner(list(catalogue.segments.values()), catalogue.retired)
    first = read_labels(LABELS / "firm_segments.csv", words.segments, catalogue.retired).used
    again = read_labels(LABELS / "firm_segments_again.csv", words.segments, catalogue.retired).used
    print("readers", agreement(first, again))
    texts = texts_of(given.registers, [k.uscc for k in first])
    teacher = Teacher(words, catalogue.retired)
    mine = sorted((k for k in first if k.uscc in texts and not held_out(k.uscc)), key=lambda k: k.uscc)
    lessons = [teacher.lesson(*texts[k.uscc], k.segments, k.role) for k in mine]
    teacher.meanings.warm([k.reading for k in lessons])
    meanings = [teacher.meanings.of(k.reading) for k in lessons]
    cases = teacher.cases(lessons, meanings, teacher.out_of_fold(lessons, meanings))
    truths, wanted = [Truth(k.segments) for k in lessons], sum(len(k.segments) for k in lessons)
    print(f"firms {len(lessons)}, candidates a firm {len(cases.firm) / len(lessons):.1f}", end=", ")
    print(f"of the labels among them {cases.right.sum() / wanted:.3f}")
    for left_out in ("", *GROUPS):
        part = without(cases, left_out) if left_out else cases
        found = chosen(teacher, part, learning.honest_odds(part, len(lessons)), len(lessons), wanted)
        rows = counts(found, truths)
        print(f"without {left_out or 'nothing'}: F1 {f1_of(rows)[2]:.3f} {interval(rows)}")
        if not left_out:
            print("errors", dict(errors(found, lessons, cases, teacher.shape.ids)))
    if given.curve:
        print("learning curve", learning_curve(teacher, lessons, meanings))


if __name__ == "__main__":
    main()
