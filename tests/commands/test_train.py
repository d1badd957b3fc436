"""`liantu train`, from a table of labels to a model that places firms."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from graph import settings
from ingest.assign.learned.teach import learning
from ingest.assign.learned.teach.label_file import held_out
from tests.support.cli import Cli, InProcess
from tests.support.labelled import firms
from tests.support.small import code, write_csv

LABELS, REGISTER = ("uscc", "segments", "role"), ("uscc", "name", "city", "scope")
CRANE, MOTOR = "equipment.crane", "equipment.motor"


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A small country without shipped labels, and fewer trees than a real model: there is little to learn here."""
    monkeypatch.setattr(settings, "PROJECT", tmp_path)
    monkeypatch.setattr(learning, "TREES", learning.TREES | {"max_iter": 20, "learning_rate": 0.2})
    made = InProcess(tmp_path / "office")
    made.document("build")
    return made


def tables(folder: Path) -> tuple[Path, Path]:
    """Labels of 120 firms, one more in a segment that is none, and the register that holds their texts."""
    labels, register = [], []
    for i, firm in enumerate(firms()):
        uscc = code("410721", f"MA4{i:06d}")
        labels.append(dict(zip(LABELS, (uscc, ";".join(firm.segments), firm.role), strict=True)))
        register.append(dict(zip(REGISTER, (uscc, firm.name, "新乡市", firm.scope), strict=True)))
    labels.append({"uscc": code("410721", "MA4900000"), "segments": "equipment.rocket", "role": "maker"})
    return write_csv(folder / "标注.csv", labels, LABELS), write_csv(folder / "登记.csv", register, REGISTER)


def test_labels_and_corrections_become_a_model_that_places_firms(cli: Cli, tmp_path: Path) -> None:
    """A label that cannot be used is told, the rest is learned; an office's word stands for a firm without label."""
    labels, register = tables(tmp_path)
    lines = labels.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i in range(120) if not held_out(code("410721", f"MA4{i:06d}")) and i % 12 == 3)  # makes motors
    labels.write_text("".join(lines[: at + 1] + lines[at + 2 :]), encoding="utf-8")
    cli("ingest", register, "--source", "登记")
    cli("correct", firms()[at].name, "--does", MOTOR, "--reason", "看过", "--by", "产业办")
    done = cli("train", "--labels", labels, "--json")
    assert done.returncode == 0, done.stderr
    assert "标注.csv: row 121: no segment equipment.rocket" in done.stderr
    report = json.loads(done.stdout)
    held = sum(held_out(code("410721", f"MA4{i:06d}")) for i in range(120))
    assert (report["labels"], report["corrections"], report["without_text"]) == (120, 1, 0)
    assert (report["taught"], report["held_out"]["firms"]) == (120 - held, held)
    assert report["held_out"]["f1"] > 0.8

    new = [("a", "新乡市山河重工有限公司", "门式起重机制造"), ("b", "新乡市山河银行门市部", "银行业务")]
    asked, told = tmp_path / "asked.csv", tmp_path / "told.jsonl"
    write_csv(asked, [dict(zip(("id", "name", "scope"), row, strict=True)) for row in new], ("id", "name", "scope"))
    cli("classify", "--firms", asked, "--out", told)
    crane, bank = (json.loads(line) for line in told.read_text(encoding="utf-8").splitlines())
    assert (crane["segments"][0][0], crane["role"]) == (CRANE, "maker")
    assert (bank["segments"], bank["role"]) == ([], "branch")


@pytest.mark.slow
def test_the_same_labels_are_the_same_model(cli: Cli, tmp_path: Path) -> None:
    """To the byte, in whatever order they stand; an office that says otherwise of a firm has another."""
    labels, register = tables(tmp_path)

    def model(*options: str) -> bytes:
        done = cli("train", "--labels", labels, "--texts", register, "--out", tmp_path / "m.npz", *options)
        assert done.returncode == 0, done.stderr
        return (tmp_path / "m.npz").read_bytes()

    cli("ingest", register, "--source", "登记")
    taught = next(i for i in range(120) if not held_out(code("410721", f"MA4{i:06d}")) and i % 12 == 3)
    cli("correct", firms()[taught].name, "--not", MOTOR, "--does", CRANE, "--reason", "看过", "--by", "产业办")
    first = model("--no-corrections")
    head, *rows = list(csv.reader(labels.open(encoding="utf-8", newline="")))
    with labels.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *reversed(rows)])
    assert model("--no-corrections") == first
    assert model() != first


def test_too_few_labels_leave_the_model_that_is_there(cli: Cli, tmp_path: Path) -> None:
    model = cli.country.vectors.parent / "assignment.npz"
    model.parent.mkdir(parents=True, exist_ok=True)
    model.write_bytes(b"a model")
    labels = write_csv(tmp_path / "标注.csv", [{"uscc": "a", "segments": CRANE, "role": "maker"}], LABELS)
    done = cli("train", "--labels", labels)
    assert done.returncode == 2
    assert "takes at least 100" in done.stderr
    assert model.read_bytes() == b"a model"
