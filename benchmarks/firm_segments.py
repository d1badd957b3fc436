"""Segments of registered firms against labels: precision, recall and F1, ended ids read as their heirs.

    liantu classify --firms ../shared/eval/firm_segments_dev.csv --out var/segments.jsonl
    python -m benchmarks.firm_segments ../shared/eval/firm_segments_dev.csv var/segments.jsonl

A label is a row `id, segments, also, role`; a prediction a line of `liantu classify`. A predicted segment is right
where it, or what it is an heir of, stands in `segments` or `also`; recall counts `segments`, each found by any heir.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import settings
from graph.model import catalogue
from graph.model.retired import Retired
from ingest.read.normalise import items


@dataclass(frozen=True)
class Label:
    """What the annotators say of a firm: by both, and by one of them."""

    both: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True)
class Scores:
    """Shares in 0–1 over all firms, each segment of each firm counting once."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def scored(labels: Mapping[str, Label], predicted: Mapping[str, Sequence[str]], retired: Retired) -> Scores:
    """Predictions of the labelled firms against the labels; a firm without a prediction has none."""
    right = made = found = wanted = 0
    for firm, label in labels.items():
        guesses = list(dict.fromkeys(predicted.get(firm, ())))
        made += len(guesses)
        right += sum(any(retired.matches(g, named) for named in (*label.both, *label.also)) for g in guesses)
        wanted += len(label.both)
        found += sum(any(retired.matches(g, named) for g in guesses) for named in label.both)
    return Scores(right / made if made else 0.0, found / wanted if wanted else 0.0)


def read_labels(file: Path) -> dict[str, Label]:
    """The labels by the firm's id."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return {r["id"]: Label(items(r["segments"]), items(r["also"])) for r in csv.DictReader(handle)}


def read_predicted(file: Path) -> dict[str, list[str]]:
    """The predicted segments by the firm's id."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {d["id"]: [segment for segment, _ in d["segments"]] for d in lines}


def main() -> None:
    """Print the three numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("predicted", type=Path)
    given = parser.parse_args()
    retired = catalogue.load(settings.load().data / "chains").retired
    found = scored(read_labels(given.labels), read_predicted(given.predicted), retired)
    print(f"precision {found.precision:.3f}  recall {found.recall:.3f}  F1 {found.f1:.3f}")


if __name__ == "__main__":
    main()
