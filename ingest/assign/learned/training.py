"""`liantu train`: labels and the registers' texts → the model of assignment, measured on firms it never saw."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypedDict

from graph.errors import InvalidArgument
from graph.model.retired import Retired
from ingest.assign.assigner import Assigner
from ingest.assign.learned.label_file import Label, held_out, read_labels, texts_of
from ingest.assign.learned.learned_assigner import LearnedAssigner
from ingest.assign.learned.learning import Teacher, learn
from ingest.assign.learned.measured import Measures, Truth, measured
from ingest.assign.learned.model_file import save

FEWEST = 100  # labelled firms below which nothing is learned


class TrainReport(TypedDict):
    """What was learned from, and how good it is on the firms held out."""

    file: str
    labels: int
    without_text: int
    taught: int
    held_out: Measures


def train_model(
    words: Assigner,
    retired: Retired,
    labels: Sequence[Path],
    texts: Sequence[Path],
    out: Path,
    max_mb: int,
    step: Callable[[str, int, int], None],
) -> tuple[TrainReport, list[str]]:
    """Read, learn, measure, write; returns the report and a sentence for each label left out."""
    used, problems = _labels(labels, words.segments, retired, max_mb)
    known = texts_of(texts, used, max_mb)
    if len(known) < FEWEST:
        raise InvalidArgument(
            f"{len(known)} labelled firms stand in the given registers, and a model takes at least {FEWEST}: "
            "name the registers that the labels were made from with --texts"
        )
    teacher = Teacher(words, retired)
    lessons = {u: teacher.lesson(*known[u], used[u].segments, used[u].role) for u in sorted(known)}
    model = learn(teacher, [k for u, k in lessons.items() if not held_out(u)], step)
    save(model, out)
    held = [k for u, k in lessons.items() if held_out(u)]
    learned = LearnedAssigner(words, model, retired)
    learned.warm([k.reading for k in held], lambda done, total: step("比对语义", done, total))
    verdicts = [learned.verdict(k.reading) for k in held]
    figures = measured(
        [(dict(v.segments), v.role) for v in verdicts], [Truth(k.segments, k.role) for k in held], retired
    )
    return {
        "file": out.name,
        "labels": len(used),
        "without_text": len(used) - len(known),
        "taught": model.labels,
        "held_out": figures,
    }, problems


def _labels(
    files: Sequence[Path], known: Collection[str], retired: Retired, max_mb: int
) -> tuple[dict[str, Label], list[str]]:
    """Labels of all files by credit code; what a later file says of a firm counts."""
    used: dict[str, Label] = {}
    problems: list[str] = []
    for file in files:
        found = read_labels(file, known, retired, max_mb)
        used |= {label.uscc: label for label in found.used}
        problems += found.problems
    return used, problems
