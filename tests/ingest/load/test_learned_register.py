"""A register loaded by a learned model: roles and chances stand with the memberships, whoever reads the rows, in
whatever order; stated products keep the last word."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from graph.model.records import MICRO, Membership
from ingest.assign.assigner import Assigner
from ingest.assign.learned.learned_assigner import teach
from ingest.load import firms as firms_module
from ingest.load import parallel
from ingest.load.build import build
from ingest.load.files import ingest_file
from tests.support.labelled import Taught, firms
from tests.support.small import Country, code

HEADER = "企业名称,统一社会信用代码,注册资本,所属城市,经营范围\n"


def register(place: Path, seed: int | None = None) -> Path:
    lines = [
        f"{f.name},{code('410721', f'MA4{i:06d}')},{100 + i}万元,新乡市,{f.scope}" for i, f in enumerate(firms()[:60])
    ]
    if seed is not None:
        random.Random(seed).shuffle(lines)
    file = place / "名册.csv"
    file.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def assigner(country: Country, taught: Taught) -> Assigner:
    return teach(country.assigner(), taught.model)


def loaded(country: Country, taught: Taught, file: Path) -> list[Membership]:
    ingest_file(country.store, file, country.regions, assigner(country, taught))
    return sorted(
        (m for m in country.store.rows(Membership) if m.firm_id.startswith("u:91410721MA4")),
        key=lambda m: (m.firm_id, m.segment_id),
    )


def test_a_register_is_loaded_with_roles_and_chances(country: Country, taught: Taught, tmp_path: Path) -> None:
    found = loaded(country, taught, register(tmp_path))
    role_of = {f"u:{code('410721', f'MA4{i:06d}')}": f for i, f in enumerate(firms()[:60])}
    assert {m.segment_id for m in found} >= {"equipment.crane", "green_food.flour", "battery_ev.cell"}
    right = [m for m in found if m.segment_id in role_of[m.firm_id].segments and m.role == role_of[m.firm_id].role]
    assert len(right) >= 0.9 * len(found)
    assert all(0 < m.confidence <= MICRO for m in found)
    assert not [m for m in found if role_of[m.firm_id].role == "trader"]  # a shop makes neither flour nor cranes
    assert all(e["source"] == "名册" for m in found for e in m.evidence)


def test_rows_shuffled_and_helpers_give_the_same(
    built: Country, taught: Taught, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight = loaded(built.copy_to(tmp_path / "a"), taught, register(tmp_path))
    shuffled = loaded(built.copy_to(tmp_path / "b"), taught, register(tmp_path, seed=3))
    for module in (parallel, firms_module):
        monkeypatch.setattr(module, "CHUNK", 16)
    monkeypatch.setattr(parallel, "HELPERS_FROM", 1)
    helped = loaded(built.copy_to(tmp_path / "c"), taught, register(tmp_path))
    assert straight == shuffled == helped
    assert straight


def test_a_second_load_assigns_nothing(
    country: Country, taught: Taught, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = register(tmp_path)
    words = assigner(country, taught)
    build(lambda: country.store, country.data, country.catalogue, country.regions, words)
    before = loaded(country, taught, file)

    def never(self: Assigner, firm: Any) -> None:
        raise AssertionError(f"read anew: {firm['name']}")

    monkeypatch.setattr(Assigner, "by_words", never)
    assert loaded(country, taught, file) == before
    assert country.store.batches()[0].counts["firm_record.unchanged"] == 60


def test_stated_products_keep_the_last_word(country: Country, taught: Taught) -> None:
    """By its scope the firm sells; its products say that it makes."""
    firm: Any = {"name": "长垣市山河起重机有限公司", "scope": "起重机、电动机、五金销售", "products": ["桥式起重机"]}
    rules, learned = country.assigner(), assigner(country, taught)
    assert learned.assign(firm) == rules.assign(firm)
    assert [(m.segment_id, m.role) for m in learned.assign(firm).memberships] == [("equipment.crane", "maker")]
    del firm["products"]
    assert learned.assign(firm).memberships == ()


def test_another_model_is_another_version(country: Country, taught: Taught) -> None:
    """So that the next build assigns every firm anew."""
    assert assigner(country, taught).version != country.assigner().version


def test_a_register_needs_no_encoder(country: Country, taught: Taught) -> None:
    file_facts: list[Any] = [{"name": f.name, "scope": f.scope, "uscc": "x"} for f in firms()[:20]]
    words = assigner(country, taught)
    assert None not in words.by_terms_all(file_facts)
    assert words.warm(file_facts) == 0
