"""The library of open policies: what holds on a day, and a table that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.errors import InvalidData, MissingColumn
from graph.model.chains import Catalogue
from ingest.read.table_specs import native
from outreach.papers.parts.policies import in_force, load_policies

SPEC = native().spec("policies")


def test_what_has_run_out_or_not_begun_is_not_offered(data: Path) -> None:
    policies = load_policies(data / "policies.csv", SPEC)
    now = {p.id for p in in_force(policies, date(2026, 11, 24), chain="equipment")}
    later = {p.id for p in in_force(policies, date(2028, 1, 1), chain="equipment")}
    before = {p.id for p in in_force(policies, date(2022, 6, 1), chain="equipment")}
    assert {"vat-advanced", "equipment-500"} <= now
    assert not {"vat-advanced", "equipment-500"} & (later | before)
    assert "cit-high-tech" in now & later & before


def test_a_policy_of_a_chain_is_offered_to_that_chain_alone_and_before_the_general_ones(data: Path) -> None:
    policies = load_policies(data / "policies.csv", SPEC)
    logistics = [p.id for p in in_force(policies, date(2026, 11, 24), chain="logistics")]
    assert logistics[0] == "warehouse-land"
    assert "warehouse-land" not in {p.id for p in in_force(policies, date(2026, 11, 24), chain="battery_ev")}


def test_an_institute_is_not_offered_what_is_for_firms(data: Path) -> None:
    found = in_force(load_policies(data / "policies.csv", SPEC), date(2026, 11, 24), kind="institute")
    assert found
    assert all("institute" in p.kinds for p in found)


def test_policies_name_chains_and_segments_that_exist(data: Path, catalogue: Catalogue) -> None:
    for p in load_policies(data / "policies.csv", SPEC):
        assert set(p.chains) <= set(catalogue.by_id), p.id
        assert set(p.segments) <= set(catalogue.segments), p.id


def test_wrong_rows_are_named_together(data: Path, tmp_path: Path) -> None:
    lines = (data / "policies.csv").read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("2008-01-01", "2008年")
    lines[2] = lines[2].replace(",standing,", ",forever,")
    (tmp_path / "policies.csv").write_text("\n".join(lines), "utf-8")
    with pytest.raises(InvalidData, match=r"row 2: .*2008年.*row 3: column validity"):
        load_policies(tmp_path / "policies.csv", SPEC)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "policies.csv").write_text("id,name\n", "utf-8")
    with pytest.raises(MissingColumn, match="'number'"):
        load_policies(tmp_path / "policies.csv", SPEC)
