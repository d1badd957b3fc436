"""对标城市 that leaders chose: read, and refused with the row and the fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidData, MissingColumn, UnreadableFile
from graph.model.cities.benchmark_cities import BenchmarkCity, load
from graph.model.regions import Regions

HEAD = "region_code,city_code,reason,as_of\n"


def written(place: Path, text: str) -> Path:
    file = place / "benchmarks.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_rows_are_read_in_order(tmp_path: Path, regions: Regions) -> None:
    file = written(tmp_path, HEAD + "410700,130600,京津冀外溢,2026-11\n410700,320500,,2026-11\n")
    assert load(file, regions) == (
        BenchmarkCity("410700", "130600", "京津冀外溢", "2026-11"),
        BenchmarkCity("410700", "320500", "", "2026-11"),
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("410700,999999,,", "'999999' is no region code"),
        ("410700,410721,,", "is no city"),
        ("410700,410700,,", "holds the region itself"),
        ("410700,320500,,\n410700,320500,,", "row 3, column city_code: 320500 is named twice"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, regions: Regions, row: str, said: str) -> None:
    with pytest.raises(InvalidData, match=r"benchmarks\.csv row") as told:
        load(written(tmp_path, HEAD + row + "\n"), regions)
    assert said in str(told.value)


def test_a_file_that_is_none(tmp_path: Path, regions: Regions) -> None:
    with pytest.raises(MissingColumn):
        load(written(tmp_path, "region_code\n410700\n"), regions)
    with pytest.raises(UnreadableFile):
        load(tmp_path / "none.csv", regions)
