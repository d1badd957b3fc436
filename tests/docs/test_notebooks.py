"""The notebooks run as they ship, from first cell to last, and are kept with what they show, so that they can be read
where they lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from notebooks.run import execute
from tests.support.small import ROOT
from workspace import Workspace

FILES = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 60_000  # bytes: they are read in a browser and kept with every version


def notebook(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_notebook_is_kept_with_its_outputs(file: Path) -> None:
    code = [c for c in notebook(file)["cells"] if c["cell_type"] == "code"]
    assert [c["execution_count"] for c in code] == list(range(1, len(code) + 1)), "run `make notebooks`"
    assert all(c["outputs"] for c in code if "".join(c["source"]).rstrip().endswith((")", "]")))
    assert not [o for c in code for o in c["outputs"] if o["output_type"] == "error"]
    assert file.stat().st_size < LARGEST


def test_the_first_look_shows_gaps_and_targets(shipped_space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the shipped data, by the hashing encoder."""
    monkeypatch.chdir(ROOT)
    for name, value in (
        ("LIANTU_DB", shipped_space.settings.db),
        ("LIANTU_VECTORS", str(shipped_space.settings.vectors)),
        ("LIANTU_MODEL", "hash"),
    ):
        monkeypatch.setenv(name, value)
    document = notebook(ROOT / "notebooks" / "first_look.ipynb")
    names = execute(document)
    chains, *_ = (c for c in document["cells"] if c["cell_type"] == "code")
    assert "battery_ev" in "".join(chains["outputs"][0]["data"]["text/plain"])
    assert names["gaps"][0]["chain"] == "battery_ev"
    assert len(names["targets"]) == 5
    assert {t["firm"]["region"] for t in names["targets"]}.isdisjoint({"新乡市"})
    # With the makers of cathodes hidden, their segment is a gap of a kind that it was not.
    kinds = [{g["segment"]: g["kind"] for g in gaps} for gaps in (names["gaps"], names["without"])]
    assert kinds[0].get("battery_ev.cathode") != kinds[1]["battery_ev.cathode"]
