"""The learned assignment of firms, taken apart: agreement of readers, ablation, learning curve, errors by kind.

    python -m benchmarks.assignment REGISTER…

Everything here is cross-validated over the labelled firms that are not held out; REGISTER are the tables that hold the
firms' names and scopes. What does not change from run to run (candidates with their features, scores out of fold) is
kept under `--cache`, known by labels, features and terms, so that the next run takes a minute. The trees are those of
`quick` throughout, a sixth of the time of those that ship, and 0.003 lower.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph import settings
from ingest.assign.assigner import Assigner
from ingest.assign.learned.features import GROUPS, NAMES, WORD_NAMES
from ingest.assign.learned.teach import learning
from ingest.assign.learned.teach.folds import folds
from ingest.assign.learned.teach.label_file import Label, held_out, read_labels, texts_of
from ingest.assign.learned.teach.learning import Cases, Class, Lesson, Teacher
from ingest.assign.learned.teach.measured import Truth, f1_of, interval
from ingest.assign.learned.teach.measured import counts as label_counts
from ingest.assign.learned.weighing import COUNTS, chosen_of, counts_of, scores
from workspace import Workspace

LABELS = Path(__file__).parent / "labels"
SHARES = (0.125, 0.25, 0.5, 1.0)


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
    rows = label_counts([t.segments for t in again], [Truth(of[t.uscc].segments) for t in again])
    roles = float(np.mean([of[t.uscc].role == t.role for t in again]))
    return {"firms": len(again), "f1": f1_of(rows)[2], "f1_interval": interval(rows), "roles": roles, **kinds}


def chosen(cases: Cases, odds: NDArray[np.float64], ids: Sequence[str], firms: int, wanted: int) -> list[list[str]]:
    """Each firm's segments with the best cut."""
    chances = 1 / (1 + np.exp(-odds))
    least, beside = learning.chosen_cut(cases, odds, chances, wanted)
    out: list[list[str]] = [[] for _ in range(firms)]
    for group in np.split(np.arange(len(cases.firm)), np.flatnonzero(np.diff(cases.firm)) + 1):
        picked = chosen_of(cases.segment[group], odds[group], chances[group], least, beside)
        out[int(cases.firm[group[0]])] = [ids[s] for s, _ in picked]
    return out


def without(cases: Cases, group: str, quick: bool) -> Cases:
    """The same with a group of features left out."""
    names = [*(WORD_NAMES if quick else NAMES), *COUNTS]
    out = {**GROUPS, "counts": COUNTS}[group]
    return replace(cases, rows=cases.rows[:, [i for i, name in enumerate(names) if name not in out]])


def cached(cases: Callable[[], Cases], file: Path) -> Cases:
    """The cases of this file; made and written where it is not there."""
    if not file.is_file():
        made = cases()
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, rows=made.rows.astype(np.float32), firm=made.firm, segment=made.segment, right=made.right)
    with np.load(file) as held:
        return Cases(held["rows"].astype(np.float64), held["firm"], held["segment"], held["right"])


def key(lessons: Sequence[Lesson], words: Assigner) -> str:
    """By what cached cases are known: texts, labels, terms, features."""
    told = [(k.reading.registered, k.reading.scope, k.segments, k.role) for k in lessons]
    return blake2b(json.dumps([told, words.version, NAMES], ensure_ascii=False).encode(), digest_size=6).hexdigest()


def learning_curve(teacher: Teacher, firms: Class, roles: NDArray[np.float64], quick: bool) -> dict[int, float]:
    """Firms taught → F1 on a fifth of the firms that none of them is in. Roles are those of all firms, out of fold."""
    others, test = folds(len(firms), 5, seed=11)[0]
    order = np.random.default_rng(2).permutation(others)
    held, ridge = firms.of(test), teacher.ridge(firms, quick)  # which n-grams are rare is no label
    wanted = sum(len(k.segments) for k in held.lessons)
    out: dict[int, float] = {}
    for share in SHARES:
        mine = np.sort(order[: int(len(order) * share)])
        honest = np.zeros((len(mine), len(teacher.shape.ids)), np.float32)
        for rest, part in folds(len(mine), 4):
            ours = firms.of(mine[part].tolist())
            honest[part] = scores(
                ridge.taught(mine[rest].tolist()), ours.readings, ours.bags, None if quick else ours.meanings
            )
        some = firms.of(mine.tolist())
        told = teacher.cases(some, honest, roles[mine], quick)
        cases = learning.honest_counts(told, len(some), len(teacher.shape.ids))
        trees = learning.boosted(cases.rows, cases.right, quick=True)
        taught = scores(ridge.taught(mine.tolist()), held.readings, held.bags, None if quick else held.meanings)
        asked = teacher.cases(held, taught, roles[test], quick)
        counts = counts_of(told.segment, told.right, len(some), len(teacher.shape.ids))
        odds = trees.odds(np.hstack([asked.rows, counts[asked.segment]]))
        given = chosen(asked, odds, teacher.shape.ids, len(held), wanted)
        out[len(some)] = f1_of(label_counts(given, [Truth(k.segments) for k in held.lessons]))[2]
    return out


def errors(given: Sequence[Sequence[str]], firms: Class, cases: Cases, ids: Sequence[str]) -> Counter[str]:
    """Wrong and missed segments by kind."""
    asked: dict[int, set[str]] = {}
    for firm, segment in zip(cases.firm.tolist(), cases.segment.tolist(), strict=True):
        asked.setdefault(firm, set()).add(ids[segment])
    kinds: Counter[str] = Counter()
    for i, (said, lesson) in enumerate(zip(given, firms.lessons, strict=True)):
        right = set(said) & set(lesson.segments)
        how = "beside a right one" if right else "for another one" if lesson.segments else "where none is right"
        kinds[f"given {how}"] += len(set(said) - right)
        missed = set(lesson.segments) - right
        how = "beside a right one" if right else "with another given" if said else "with nothing given"
        kinds[f"missed {how}"] += len(missed)
        kinds["missed, never a candidate"] += len(missed - asked.get(i, set()))
    return kinds


def taken_apart(teacher: Teacher, firms: Class, roles: NDArray[np.float64], quick: bool, cache: Path) -> None:
    """Print F1 by words alone (`quick`) or by words and meaning, without each group of features, and the errors."""

    def made() -> Cases:
        taught = teacher.honest_scores(firms, teacher.ridge(firms, quick), quick)
        return teacher.cases(firms, taught, roles, quick)

    file = cache / f"{'quick' if quick else 'full'}-{key(firms.lessons, teacher.words)}.npz"
    cases = learning.honest_counts(cached(made, file), len(firms), len(teacher.shape.ids))
    truths, wanted = [Truth(k.segments) for k in firms.lessons], sum(len(k.segments) for k in firms.lessons)
    print("by words alone" if quick else "by words and meaning", f"{len(firms)} firms,", end=" ")
    print(f"{len(cases.firm) / len(firms):.1f} candidates a firm, {cases.right.sum() / wanted:.3f} of the labels")
    for left_out in ("", *GROUPS, "counts"):
        if quick and left_out == "meaning":
            continue
        part = without(cases, left_out, quick) if left_out else cases
        odds = learning.honest_odds(part, len(firms), quick=True)
        found = chosen(part, odds, teacher.shape.ids, len(firms), wanted)
        rows = label_counts(found, truths)
        print(f"without {left_out or 'nothing'}: F1 {f1_of(rows)[2]:.3f} {interval(rows)}")
        if not left_out:
            print("errors", dict(errors(found, firms, cases, teacher.shape.ids)))


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("registers", type=Path, nargs="+")
    parser.add_argument("--quick", action="store_true", help="only what loading does: words alone")
    parser.add_argument("--curve", action="store_true", help="the learning curve as well")
    parser.add_argument("--cache", type=Path, default=Path("var/assignment"), help="where features are kept")
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
    lessons = [teacher.labelled(*texts[k.uscc], k) for k in mine]
    firms = Class(lessons, []) if given.quick else teacher.gathered(lessons)
    roles = teacher.honest_roles(firms)
    for quick in (True,) if given.quick else (True, False):
        taken_apart(teacher, firms, roles, quick, given.cache)
        if given.curve:
            print("learning curve", learning_curve(teacher, firms, roles, quick))


if __name__ == "__main__":
    main()
