"""What an office sets for itself comes back as it was kept; a damaged file is told and loses nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph import office
from graph.errors import UnreadableFile
from graph.model.cities.benchmark_cities import BenchmarkCity
from graph.office import Office
from graph.settings import Settings
from graph.upkeep.places import Places


def test_it_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    assert office.load(file) == Office()
    made = Office("410100", ("textile", "battery_ev"), "en", "GS(2026)1号")
    office.save(file, made)
    assert office.load(file) == made
    measured = replace(made, benchmarks=(BenchmarkCity("410700", "310000", "产业转移来源地", "2026-12-01"),))
    office.save(file, measured)
    assert office.load(file) == measured


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", '{"benchmarks": ["310000"]}', '{"benchmarks": [{"city": "310000"}]}', '{"chains": 5}', "\x00\x01"],
)
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "office.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"office\.json"):
        office.load(file)


def test_an_unknown_language_is_none_and_a_long_number_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    file.write_text(f'{{"lang": "fr", "map_review": "{"甲" * 200}"}}', encoding="utf-8")
    assert office.load(file) == Office(map_review="甲" * office.LONGEST_REVIEW)


def test_a_backup_holds_it(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data", str(tmp_path / "x.db"), "hash", tmp_path / "vectors", 150)
    office.save(settings.office_file, Office("410100"))
    assert Places.of(settings).plain_files(vectors=False)["beside/office.json"] == settings.office_file
