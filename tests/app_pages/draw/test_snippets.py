"""HTML pieces: names are escaped, colours never stand alone."""

from __future__ import annotations

from app_pages.draw import snippets

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
