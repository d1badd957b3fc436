"""No certificate contradicts itself: numbers against each other, named against unnamed, verbs against kinds."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from graph.gaps.documents.shapes import GapDocument
from graph.settings import Settings
from tests.support.contradictions import contradictions
from workspace import Workspace

CITY = "410700"


@pytest.fixture(scope="module")
def certificates(shipped_space: Workspace) -> list[GapDocument]:
    return shipped_space.gaps(CITY)


def test_no_certificate_of_the_shipped_data_contradicts_itself(certificates: list[GapDocument]) -> None:
    assert len(certificates) > 100
    assert [c for gap in certificates for c in contradictions(gap)] == []


@pytest.mark.shared
@pytest.mark.slow
def test_nor_with_a_register(shared: Path, data: Path, tmp_path: Path) -> None:
    space = Workspace(Settings(data, str(tmp_path / "liantu.db"), "hash", tmp_path / "vectors", 150))
    space.build()
    space.ingest(shared / "data" / "xinxiang_registrations.csv.gz", region=CITY)
    found = space.gaps(CITY)
    assert len(found) > 100
    assert [c for gap in found for c in contradictions(gap)] == []


def wanted(certificates: list[GapDocument]) -> Any:
    """A certificate whose local need is an argument and whose buyers are named."""
    named = (g for g in certificates if g["recruit"]["reason"] == "local_market" and "产品对得上" not in g["sentence"])
    return deepcopy(next(g for g in named if g["evidence"]["buyers"] and g["evidence"]["buyers"][0]["firms"]))


def test_what_a_reader_would_hold_against_it_is_found(certificates: list[GapDocument]) -> None:
    """Each change makes one sentence wrong against another."""
    gap = wanted(certificates)
    assert contradictions(gap) == []

    def told(change: str) -> str:
        return " ".join(contradictions(gap))

    need = gap["tests"]["need"]["figures"]
    gap["tests"]["consequence"]["passed"] = True
    gap["tests"]["consequence"]["figures"]["indirect_yi"] = 3 * need["demand_yi"]
    assert "is more than the whole need" in told("indirect")
    gap = wanted(certificates)
    gap["tests"]["need"]["passed"] = False
    assert "no need, and yet recruited for local need" in told("need")
    gap = wanted(certificates)
    gap["sentence"] += "具体买方待核"
    assert "buyers are named and said to be unknown" in told("named")
    gap = wanted(certificates)
    gap["recruit"]["answer"] = "unsuitable"
    gap["evidence"]["makers"] = gap["evidence"]["buyers"][0]["firms"]
    assert "a local buyer is named as a firm elsewhere" in told("elsewhere")
    gap = wanted(certificates)
    gap["evidence"]["buyers"][0]["yi"] = 2 * need["demand_yi"]
    assert "the buying segments spend more than the whole need" in told("sum")
