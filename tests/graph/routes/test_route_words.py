"""By which words a route is named: told by row and fix where a row cannot be read; the shipped table fits the
catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidData, MissingColumn
from graph.model.chains import Catalogue
from graph.routes import route_words
from tests.support.tech_city import CELL, LAB, NEW, OLD, chain

HEAD = "segment,route,words,never,gives_way_to,source\n"
SEGMENTS = {s.id: s for s in chain().segments}


def written(place: Path, text: str) -> Path:
    file = place / "route_words.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_row_adds_words_to_the_name(tmp_path: Path) -> None:
    read = route_words.load(written(tmp_path, f"{HEAD}{CELL},{OLD},镉镍;烧结+镍,回收,{NEW},own knowledge\n"), SEGMENTS)
    assert [w.written for w in read.words(CELL, OLD)] == [OLD, "镉镍", "烧结+镍"]
    assert read.never(CELL, OLD) == ("回收",)
    assert read.gives_way_to(CELL, OLD) == (NEW,)
    assert [w.written for w in read.words(CELL, LAB)] == [LAB]
    assert read.gives_way_to(CELL, LAB) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{CELL},没有的路线,词,,,own knowledge", "has no technology route '没有的路线'"),
        (f"b.none,{OLD},词,,,own knowledge", "b.none has no technology route"),
        (f"{CELL},{OLD},,,没有的路线,own knowledge", "column gives_way_to"),
        (f"{CELL},{OLD},,,,own knowledge", "nothing is said of the route"),
        (f"{CELL},{OLD},甲,,,x\n{CELL},{OLD},乙,,,x", "stands before"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InvalidData, match=r"route_words\.csv row [23]") as told:
        route_words.load(written(tmp_path, f"{HEAD}{row}\n"), SEGMENTS)
    assert said in str(told.value)


def test_a_column_short(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn):
        route_words.load(written(tmp_path, "segment,route\n"))


def test_the_shipped_words_name_routes_there_are(data: Path, catalogue: Catalogue) -> None:
    read = route_words.load(data / "rules" / "route_words.csv", catalogue.segments)
    falling = 0
    for (segment, route), row in read.rows.items():
        tech = next(t for t in catalogue.segments[segment].techs if t.name == route)
        if row.gives_way_to:
            falling += 1
            assert tech.trend == "falling" or tech.maturity == "declining", f"{route} does not fall"
            assert route not in row.gives_way_to
        for word in read.words(segment, route):
            assert len(word.parts) > 1 or len(word.parts[0]) > 1, f"{word.written} of {route} is too short"
    assert falling > 200
