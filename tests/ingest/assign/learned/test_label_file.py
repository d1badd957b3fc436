"""Labels that cannot be used are told one by one; the rest is taken."""

from __future__ import annotations

import csv
import gzip
import hashlib
from pathlib import Path

import pytest

from graph.errors import MissingColumn
from graph.model.chains import Catalogue
from graph.model.retired import Retired
from ingest.assign.learned.role_model import ROLES
from ingest.assign.learned.teach.label_file import held_out, read_labels, texts_of
from tests.support.small import ROOT, code, write_csv

KNOWN = ("equipment.crane", "equipment.motor")
COLUMNS = ("uscc", "segments", "role")
SHIPPED = ROOT / "benchmarks" / "labels"


def labels(tmp_path: Path, *rows: tuple[str, str, str], retired: Retired | None = None):
    file = write_csv(tmp_path / "labels.csv", [dict(zip(COLUMNS, r, strict=True)) for r in rows], COLUMNS)
    return read_labels(file, KNOWN, retired or Retired())


def test_bad_rows_are_told_and_the_rest_is_taken(tmp_path: Path) -> None:
    a, b = code("410700"), code("410100")
    found = labels(
        tmp_path,
        (a, "equipment.crane;equipment.motor", "maker"),
        (b, "equipment.rocket", "maker"),
        (b, "", "trader"),
        (b, "equipment.crane", "maker"),
        ("x", "equipment.crane", "king"),
        ("", "equipment.crane", "maker"),
    )
    assert [(k.uscc, k.segments, k.role) for k in found.used] == [(a, KNOWN, "maker"), (b, (), "trader")]
    assert found.problems == [
        "labels.csv: row 3: no segment equipment.rocket",
        f"labels.csv: row 5: {b} stands here twice, the first row counts",
        f"labels.csv: row 6: no role 'king'; roles are {', '.join(ROLES)}",
        "labels.csv: row 7: no credit code",
    ]


def test_chains_as_a_reader_gave_them(tmp_path: Path) -> None:
    """Named, none, open; an empty cell leaves them to the segments; an unknown chain is told."""
    told = ("equipment", "none", "?", "", "rockets")
    rows = [{"uscc": c, "segments": KNOWN[0], "role": "maker", "chains": t} for c, t in zip("abcde", told, strict=True)]
    found = read_labels(write_csv(tmp_path / "l.csv", rows, (*COLUMNS, "chains")), KNOWN)
    assert [(k.chains, k.follows) for k in found.used] == [
        (("equipment",), False),
        ((), False),
        (None, False),
        (None, True),
    ]
    assert found.problems == ["l.csv: row 6: no chain rockets"]


def test_a_segment_that_ended_is_known_by_its_heirs(tmp_path: Path) -> None:
    found = labels(tmp_path, ("x", "equipment.old", "maker"), retired=Retired({"equipment.old": ("equipment.crane",)}))
    assert (len(found.used), found.problems) == (1, [])


def test_a_column_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match="no column 'role'"):
        read_labels(write_csv(tmp_path / "l.csv", [{"uscc": "x"}], ("uscc", "segments")), KNOWN)


def test_texts_come_from_registers_by_credit_code(tmp_path: Path) -> None:
    first = write_csv(
        tmp_path / "a.csv",
        [{"统一社会信用代码": "A", "企业名称": "甲", "经营范围": "起重机"}],
        ("统一社会信用代码", "企业名称", "经营范围"),
    )
    second = tmp_path / "b.csv.gz"
    second.write_bytes(gzip.compress("uscc,name,scope\nA,别,别\nB,乙,面粉\nC,丙,钢\n".encode()))
    assert texts_of([first, second], ["A", "B", "Z"]) == {"A": ("甲", "起重机"), "B": ("乙", "面粉")}


def test_one_firm_in_five_is_held_out_whatever_the_order() -> None:
    codes = [f"9141070000{i:08d}" for i in range(2000)]
    held = {c for c in codes if held_out(c)}
    assert held == {c for c in reversed(codes) if held_out(c)}
    assert 340 <= len(held) <= 460


def test_shipped_labels_can_all_be_used(catalogue: Catalogue) -> None:
    found = read_labels(SHIPPED / "firm_segments.csv", catalogue.segments, catalogue.retired)
    again = read_labels(SHIPPED / "firm_segments_again.csv", catalogue.segments, catalogue.retired)
    assert (len(found.used), len(again.used), found.problems + again.problems) == (7120, 180, [])
    assert sum(held_out(label.uscc) for label in found.used) >= 1000
    assert {k.uscc for k in again.used} <= {k.uscc for k in found.used}
    assert all(len(k.segments) <= 3 for k in found.used)
    chains = [k for k in found.used if k.chains is not None]
    assert len(chains) >= 2400
    assert sum(held_out(k.uscc) for k in chains) >= 450
    assert max(len(k.chains or ()) for k in chains) <= 2
    assert not [s for k in found.used for s in k.segments if s in catalogue.segments and catalogue.segments[s].demand]


@pytest.mark.shared
def test_no_labelled_firm_is_one_that_evaluation_uses(shared: Path) -> None:
    """Nor are chains taught of a firm of the chains' development half, whose names the list does not hold."""
    labels = {k["uscc"]: k for k in csv.DictReader((SHIPPED / "firm_segments.csv").open(encoding="utf-8"))}
    files = [shared / "data" / f"{f}_registrations{n}.csv.gz" for f, n in (("national", "_300k"), ("xinxiang", ""))]
    names = {uscc: name for uscc, (name, _) in texts_of(files, labels).items()}
    assert len(names) == len(labels)
    used = set((shared / "eval" / "evaluated.sha256").read_text(encoding="utf-8").split())
    assert not [n for n in names.values() if hashlib.sha256(n.encode()).hexdigest() in used]
    taught = {names[u] for u, k in labels.items() if k["chains"] != "?"}
    with (shared / "eval" / "firm_chains_dev.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert not {r["name"] for r in csv.DictReader(handle)} & taught
