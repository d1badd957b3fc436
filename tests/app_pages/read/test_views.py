"""Views: what a page shows, made of what the store holds."""

from __future__ import annotations

from app_pages.read import views


def test_search_finds_names_short_names_and_codes_best_first() -> None:
    names = [
        {"id": "1", "name": "河南新乡化工", "place": "", "codes": "", "aliases": ""},
        {"id": "2", "name": "新乡化纤", "place": "", "codes": "9141 000949.SZ", "aliases": "白鹭"},
    ]
    assert [f["id"] for f in views.matching(names, "新乡化")] == ["2", "1"]
    assert [f["id"] for f in views.matching(names, "000949")] == ["2"]
    assert [f["id"] for f in views.matching(names, "白鹭")] == ["2"]
    assert views.matching(names, "  ") == []
