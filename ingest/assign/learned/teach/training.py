"""`liantu train`: labels and the registers' texts → the model of assignment, measured on firms it never saw."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from graph.errors import InvalidArgument
from graph.model.retired import Retired
from ingest.assign.assigner import Assigner
from ingest.assign.learned.learned_assigner import LearnedAssigner
from ingest.assign.learned.model_file import save
from ingest.assign.learned.teach.label_file import Label, held_out, read_labels, unknown_segments
from ingest.assign.learned.teach.learning import Lesson, Teacher, learn
from ingest.assign.learned.teach.measured import ChainMeasures, Measures, Truth, measured, with_none

FEWEST = 100  # labelled firms below which nothing is learned


class TrainReport(TypedDict):
    """What was learned from, and how good it is on the firms held out."""

    file: str
    labels: int
    corrections: int  # of them, what the office put right in its graph
    without_text: int
    taught: int
    held_out: Measures
    held_out_quick: Measures  # by words alone, as registers are loaded
    held_out_chains: ChainMeasures  # of held-out firms whose chains a reader gave


def train_model(
    words: Assigner,
    retired: Retired,
    labels: Sequence[Path],
    texts: Callable[[Collection[str]], Mapping[str, tuple[str, str]]],
    out: Path,
    max_mb: int,
    step: Callable[[str, int, int], None],
    corrected: Sequence[Label] = (),
) -> tuple[TrainReport, list[str]]:
    """Read, learn, measure, write; returns the report and a sentence for each label left out.

    texts: name and scope of the firms with these credit codes, as far as they are known. Of two files that label one
    firm the later counts, and what the office corrected counts before all. Raises `InvalidArgument` where too few
    labelled firms have a text.
    """
    step("读取文件", 0, 2)
    used, problems = _labels(labels, words.segments, retired, max_mb)
    for label in corrected:
        if unknown := unknown_segments(label.segments, words.segments, retired):
            problems.append(f"correction of {label.uscc}: no segment {', '.join(unknown)}")
            continue
        used[label.uscc] = label
    step("读取文件", 1, 2)
    known = texts(used)
    step("读取文件", 2, 2)
    if len(known) < FEWEST:
        raise InvalidArgument(
            f"{len(known)} labelled firms have a name and scope here, and a model takes at least {FEWEST}: "
            "load the register that the labels were made from, or name it with --texts"
        )
    teacher = Teacher(words, retired)
    lessons = {u: teacher.labelled(*known[u], used[u]) for u in sorted(known)}
    model = learn(teacher, [k for u, k in lessons.items() if not held_out(u)], step)
    save(model, out)
    held = [k for u, k in lessons.items() if held_out(u)]
    full, chains = _measured(held, LearnedAssigner(words, model, retired), retired, step)
    quick, _ = _measured(held, LearnedAssigner(words, model, retired, quick=True), retired, step)
    return {
        "file": out.name,
        "labels": len(used),
        "corrections": sum(used.get(label.uscc) is label for label in corrected),
        "without_text": len(used) - len(known),
        "taught": model.labels,
        "held_out": full,
        "held_out_quick": quick,
        "held_out_chains": chains,
    }, problems


def _measured(
    held: Sequence[Lesson], learned: LearnedAssigner, retired: Retired, step: Callable[[str, int, int], None]
) -> tuple[Measures, ChainMeasures]:
    readings = [k.reading for k in held]
    learned.warm(readings, lambda done, total: step("比对语义", done, total))
    found = learned.verdicts(readings)
    verdicts = [(dict(v.segments), v.role) for v in found]
    read = [(v.chains, k.chains) for v, k in zip(found, held, strict=True) if k.chains_read and k.chains is not None]
    chains = with_none([given for given, _ in read], [truth for _, truth in read])
    return measured(verdicts, [Truth(k.segments, k.role) for k in held], retired), chains


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
