"""`liantu train` from a table of labels: what is left out is told, held-out firms are measured and not taught."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidArgument
from graph.model.retired import NONE
from ingest.assign.learned.model_file import load
from ingest.assign.learned.teach import learning
from ingest.assign.learned.teach.label_file import held_out
from ingest.assign.learned.teach.training import train_model
from tests.support.labelled import firms
from tests.support.small import Country, code, write_csv

COLUMNS = ("uscc", "segments", "role", "chains")


@pytest.mark.slow
def test_from_labels_to_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "TREES", learning.TREES | {"max_iter": 80, "learning_rate": 0.1})
    listed = {code("410700", f"MA40{i:05d}"): firm for i, firm in enumerate(firms())}
    rows = [
        {"uscc": u, "segments": ";".join(f.segments), "role": f.role, "chains": "" if f.segments else "none"}
        for u, f in listed.items()
    ]
    file = write_csv(tmp_path / "labels.csv", [*rows, {"uscc": "x", "segments": "equipment.rocket"}], COLUMNS)
    texts = {u: (f.name, f.scope) for u, f in listed.items()}
    words, out = Country(tmp_path).assigner(), tmp_path / "model.npz"
    report, problems = train_model(words, NONE, [file], lambda _: texts, out, 10, lambda *_: None)
    held = [u for u in listed if held_out(u)]
    assert problems == [f"labels.csv: row {len(rows) + 2}: no segment equipment.rocket"]
    assert (report["labels"], report["taught"]) == (len(listed), len(listed) - len(held))
    assert report["held_out"]["firms"] == len(held) > 0
    assert report["held_out_chains"]["firms"] == sum(not listed[u].segments for u in held)
    assert report["held_out"]["f1"] >= 0.9
    assert load(out).labels == report["taught"]


def test_too_few_texts_are_one_sentence(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "l.csv", [{"uscc": "a", "role": "maker"}], COLUMNS)
    with pytest.raises(InvalidArgument, match="0 labelled firms have a name and scope here"):
        train_model(Country(tmp_path).assigner(), NONE, [file], lambda _: {}, tmp_path / "m.npz", 10, lambda *_: None)
