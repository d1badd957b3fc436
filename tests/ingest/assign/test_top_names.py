"""The names that an analyst of each trade gives first: are they in the tables, and do they stand in the right segment?

`top_names.csv`: the short name, other short names, and the segments in one of which the firm belongs, as two analysts
named them in their reviews of the nine chains before the tables were extended. The names of their "top five" that were
present at the time were not written down there, so these are the harder half.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.model.records import MergedFacts
from graph.model.regions import Regions
from graph.settings import load
from ingest.assign.assigner import Assigner
from ingest.assign.lexicon import GeneralTerms
from ingest.lint.chain_rules.chain_files import ChainFiles
from ingest.lint.shipped_rows import merged_firms, read_firms

NAMES = Path(__file__).with_name("top_names.csv")
PRESENT, IN_PLACE = 0.95, 0.85


@dataclass(frozen=True)
class Named:
    """A name, where it should stand, the firms of that name and where these stand."""

    name: str
    wanted: frozenset[str]
    firms: tuple[str, ...]
    found: frozenset[str]


@pytest.fixture(scope="module")
def segments() -> frozenset[str]:
    return frozenset(s.id for s in ChainFiles.read(load().data / "chains").records)


@pytest.fixture(scope="module")
def named() -> list[Named]:
    """Every name looked up in the tables, its segments found by terms alone."""
    data = load().data
    regions = Regions.load(data / "regions.csv")
    rows = [r for f in sorted((data / "firms").glob("*.csv")) for r in read_firms(f, regions)[0]]
    assigner = Assigner(ChainFiles.read(data / "chains").records, None, GeneralTerms.load(data / "terms.yaml"))
    called: dict[str, list[MergedFacts]] = defaultdict(list)
    for firm in merged_firms(rows):
        for form in {firm["name"], *firm.get("aliases", ())}:
            called[form].append(firm)
    out = []
    with NAMES.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            firms = firms_called([row["name"], *filter(None, row["also"].split(";"))], called)
            found = frozenset(m.segment_id for f in firms for m in assigner.assign(f).memberships)
            names = tuple(dict.fromkeys(f["name"] for f in firms))
            out.append(Named(row["name"], frozenset(row["segments"].split(";")), names, found))
    return out


def firms_called(names: list[str], called: dict[str, list[MergedFacts]]) -> list[MergedFacts]:
    """The firms of a short name: those that go by it, else those whose name holds it. Two characters also stand in
    names of others (汉光 in 武汉光迅), so these must begin a name."""
    exact = [f for name in names for f in called.get(name, ())]
    return exact or [
        f
        for name in names
        for form, firms in called.items()
        if (form.startswith(name) if len(name) < 3 else name in form)
        for f in firms
    ]


def test_the_segments_exist(named: list[Named], segments: frozenset[str]) -> None:
    assert {s for n in named for s in n.wanted} <= segments
    assert len({n.name for n in named}) == len(named) > 300


def test_the_first_names_of_every_trade_are_in_the_tables(named: list[Named]) -> None:
    absent = [n.name for n in named if not n.firms]
    assert len(absent) <= (1 - PRESENT) * len(named), absent


def test_and_stand_where_an_analyst_looks_for_them(named: list[Named]) -> None:
    astray = [(n.name, sorted(n.found)) for n in named if n.firms and not n.wanted & n.found]
    in_place = sum(bool(n.wanted & n.found) for n in named)
    assert in_place >= IN_PLACE * len(named), astray
