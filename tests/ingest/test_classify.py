"""Name and scope → at most two chains; on the development half of the labelled firms, good enough to be used."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from graph.errors import MissingColumn
from graph.model.chains import Catalogue
from graph.model.records import MICRO, Membership
from ingest.assign.assigner import Assigner
from ingest.assign.lexicon import GeneralTerms
from ingest.classify import chains_of, classify_file, classify_rows
from ingest.load.refresh import silent
from tests.support.small import Country, write_csv


def member(segment: str, confidence: float) -> Membership:
    return Membership("f", segment, round(confidence * MICRO))


@pytest.mark.parametrize(
    ("found", "chains"),
    [
        ([], []),
        ([member("textile.yarn", 0.9)], ["textile"]),
        (
            [member("textile.yarn", 0.9), member("equipment.loom", 0.8)],
            ["textile", "equipment"],
        ),  # .8 ≥ .85 × .9
        ([member("textile.yarn", 0.9), member("equipment.loom", 0.7)], ["textile"]),
        ([member("a.x", 0.9), member("b.x", 0.9), member("c.x", 0.9)], ["a", "b"]),  # ties by id, never three
        (
            [member("b.x", 0.4), member("a.x", 0.5), member("b.y", 0.6)],
            ["b"],
        ),  # a chain is as sure as its best segment
    ],
)
def test_chains_of(found: list[Membership], chains: list[str]) -> None:
    assert chains_of(found) == chains


def test_file(built: Country, tmp_path: Path) -> None:
    rows = [
        {"id": "7", "name": "甲有限公司", "scope": "桥式起重机制造"},
        {"id": "9", "name": "乙商店", "scope": "五金、百货零售"},
    ]
    out = tmp_path / "new" / "out.jsonl"
    assert (
        classify_file(write_csv(tmp_path / "in.csv", rows, ("id", "name", "scope")), out, built.assigner(), silent) == 2
    )
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert first == {
        "id": "7",
        "chains": ["equipment"],
        "segments": [["equipment.crane", 0.727468]],
        "role": "",
    }  # 1 − e^−1.3; no model, no role
    assert second == {"id": "9", "chains": [], "segments": [], "role": ""}


def test_file_without_scope(built: Country, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "in.csv", [{"id": "1", "name": "甲"}], ("id", "name"))
    with pytest.raises(MissingColumn, match="no column 'scope'"):
        classify_file(file, tmp_path / "out.jsonl", built.assigner(), silent)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_short_row_costs_at_most_itself(built: Country, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,name,scope\n1,甲有限公司\n2,乙有限公司,桥式起重机制造\n", encoding="utf-8")
    classify_file(tmp_path / "in.csv", tmp_path / "out.jsonl", built.assigner(), silent)
    last = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (last["id"], last["chains"]) == ("2", ["equipment"])


@pytest.mark.shared
def test_development_half_by_terms_alone(shared: Path, catalogue: Catalogue, data: Path) -> None:
    """Micro F1 over chains, `none` a label like any other; without the encoder's help at least 0.80."""
    with (shared / "eval" / "firm_chains_dev.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assigner = Assigner(list(catalogue.segments.values()), None, GeneralTerms.load(data / "terms.yaml"))
    found = classify_rows(rows, assigner)
    right = wrong = missed = 0
    for row, document in zip(rows, found, strict=True):
        assert len(document["chains"]) <= 2
        said, truth = set(document["chains"]) or {"none"}, set(row["chains"].split(";"))
        right, wrong, missed = (
            right + len(said & truth),
            wrong + len(said - truth),
            missed + len(truth - said),
        )
    f1 = 2 * right / (2 * right + wrong + missed)
    assert f1 >= 0.80, f"micro F1 {f1:.3f} ({right} right, {wrong} wrong, {missed} missed)"
