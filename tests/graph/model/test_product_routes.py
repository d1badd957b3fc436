"""Which products take which input: by a word of theirs, and refused with row and fix where a row cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidData, MissingColumn
from graph.model.goods.product_routes import ALL_TAKE, load

HEAD = "input,buyer,whose,only,never,reason,source\n"
IDS = ("b.film", "b.cell", "b.steel", "b.crane")


def written(place: Path, text: str) -> Path:
    file = place / "product_routes.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_only_what_names_the_word_takes_it(tmp_path: Path) -> None:
    routes = load(written(tmp_path, HEAD + "b.film,b.cell,buyer,锂;电芯,锌,why,own knowledge\n"), IDS)
    assert routes.takes("b.film", "b.cell", "锂离子电池")
    assert not routes.takes("b.film", "b.cell", "锌锰电池")
    assert not routes.takes("b.film", "b.cell", "蓄电池")
    assert routes.takes("b.film", "b.crane", "锌锰电池"), "no row speaks of cranes"
    assert ALL_TAKE.takes("b.film", "b.cell", "锌锰电池")


def test_a_row_about_the_supplier_says_nothing_of_the_buyer(tmp_path: Path) -> None:
    routes = load(written(tmp_path, HEAD + "b.steel,*,supplier,,彩涂,why,own knowledge\n"), IDS)
    assert not routes.supplies("b.steel", "b.crane", "彩涂板")
    assert routes.supplies("b.steel", "b.crane", "中厚板")
    assert routes.takes("b.steel", "b.crane", "彩涂板生产线")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("b.none,b.cell,buyer,锂,,,", "'b.none' is no segment"),
        ("b.film,b.cell,seller,锂,,,", "write buyer or supplier"),
        ("b.film,b.cell,buyer,,,,", "no word given"),
        ("b.film,,buyer,锂,,,", "column buyer: '' is no segment"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InvalidData, match=r"product_routes\.csv row 2") as told:
        load(written(tmp_path, HEAD + row + "\n"), IDS)
    assert said in str(told.value)


def test_a_column_short(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn):
        load(written(tmp_path, "input,buyer\n"), IDS)


def test_the_shipped_routes_name_segments_there_are(data: Path, catalogue) -> None:
    routes = load(data / "rules" / "product_routes.csv", catalogue.segments)
    assert not routes.takes("battery_ev.separator", "battery_ev.small_cell", "锌锰电池")
    assert routes.takes("battery_ev.separator", "battery_ev.cell", "磷酸铁锂电池")
