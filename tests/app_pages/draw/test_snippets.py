"""HTML pieces: names are escaped, colours never stand alone."""

from __future__ import annotations

from app_pages.draw import snippets
from app_pages.pages.targets import filters
from app_pages.read import views
from graph.model.regions import Region, Regions

NASTY = "<script>alert(1)</script>"


def test_names_are_escaped_everywhere() -> None:
    made = [
        snippets.text(NASTY),
        snippets.plain_chip(NASTY),
        snippets.reasons([NASTY]),
        snippets.against(NASTY, NASTY),
        snippets.table([NASTY], [[NASTY]]),
        snippets.number(NASTY, NASTY),
        snippets.score_bar(0.5, (0.4, 0.6), NASTY),
        snippets.breadcrumb([{"type": "firm", "id": "f", "name": NASTY}], {}, {}),
    ]
    assert not any("<script" in m for m in made)


def test_a_state_has_colour_mark_word_and_number() -> None:
    made = snippets.chip("missing", "zh", 7)
    assert all(part in made for part in ("#D55E00", "◌", "缺失", "7"))


def test_path_names_the_segment_in_the_readers_language_and_the_role() -> None:
    path = [
        {"type": "firm", "id": "f", "name": "甲"},
        {"type": "segment", "id": "c.a", "name": "隔膜"},
        {"type": "segment", "id": "c.b", "name": "电芯", "role": "buyer"},
    ]
    made = snippets.breadcrumb(path, {"buyer": "sells to"}, {"c.a": "Separator", "c.b": "Cell"})
    assert made.index("甲") < made.index("Separator") < made.index("sells to") < made.index("Cell")


def target(
    region: str,
    capability: float = 0.9,
    grade: str = "A",
    code: str = "",
    tags: tuple[str, ...] = (),
    verified: bool = True,
) -> dict[str, object]:
    firm = {"region": region, "stock_code": code, "tags": list(tags), "verified": verified}
    return {"firm": firm, "grade": grade, "features": {"capability": {"value": capability}}}


def test_each_filter_cuts_what_it_says() -> None:
    rows = [
        target("410700"),
        target("410783", grade="B"),
        target("440300", capability=0.3, code="300001.SZ", tags=("大型",)),
        target("350900", verified=False, tags=("上市", "中型")),
    ]
    cut = filters.cut_targets

    def left(**wanted: object) -> list[int]:
        chosen = cut(rows, "410700", filters.TargetFilter(**{"outsiders": False, **wanted}))  # type: ignore[arg-type]
        return [rows.index(dict(t)) for t in chosen]

    assert left() == [0, 1, 2, 3]
    assert left(outsiders=True) == [2, 3]
    assert left(grades=("B",)) == [1]
    assert left(provinces=("41",)) == [0, 1]
    assert left(sizes=("大型", "中型")) == [2, 3]
    assert left(listed=True) == [2, 3]
    assert left(verified=True) == [0, 1, 2]
    assert left(capability=0.5) == [0, 1, 3]
    assert filters.TargetFilter(grades=("A",), listed=True).active() == 2


def test_provinces_stand_with_the_most_targets_first() -> None:
    regions = Regions(
        [Region(c, "province", n, n, "", None, None) for c, n in (("410000", "河南省"), ("440000", "广东省"))]
    )
    rows = [target("440300"), target("440300"), target("410700"), target("")]
    assert filters.provinces(rows, regions) == {"44": "广东省", "41": "河南省"}


def test_pages_of_twenty() -> None:
    assert [filters.pages(n) for n in (0, 1, 20, 21)] == [1, 1, 1, 2]
    assert list(filters.page_of(range(45), 3)) == [40, 41, 42, 43, 44]


def test_search_finds_names_short_names_and_codes_best_first() -> None:
    names = [
        {"id": "1", "name": "河南新乡化工", "place": "", "codes": "", "aliases": ""},
        {"id": "2", "name": "新乡化纤", "place": "", "codes": "9141 000949.SZ", "aliases": "白鹭"},
    ]
    assert [f["id"] for f in views.matching(names, "新乡化")] == ["2", "1"]
    assert [f["id"] for f in views.matching(names, "000949")] == ["2"]
    assert [f["id"] for f in views.matching(names, "白鹭")] == ["2"]
    assert views.matching(names, "  ") == []
