"""The generated pages: the same bytes every time, nothing left out, nothing on top of anything, staleness noticed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from docs import chain_pages
from docs.chain_layout import BOX_W
from docs.chain_svg import DRAWN_FROM, INNER, NAME, Drawing, drawn, fit, halves, text_width, wrap
from graph.model.chains import Catalogue

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def facts(data: Path) -> chain_pages.Facts:
    return chain_pages.Facts.read(data)


@pytest.fixture(scope="module")
def wanted(facts: chain_pages.Facts) -> dict[str, str]:
    return chain_pages.pages(facts)


@pytest.fixture(scope="module")
def drawings(catalogue: Catalogue) -> dict[str, Drawing]:
    return {c.id: Drawing(c, catalogue) for c in catalogue.chains}


def test_the_same_bytes_whatever_was_made_before(facts: chain_pages.Facts, wanted: dict[str, str]) -> None:
    assert chain_pages.pages(facts) == wanted


def test_a_drawing_written_twice_is_the_same(drawings: dict[str, Drawing]) -> None:
    drawing = drawings["textile"]
    assert drawing.svg() == drawing.svg()


def test_every_segment_and_link_of_a_chain_appears(catalogue: Catalogue, wanted: dict[str, str]) -> None:
    for chain in catalogue.chains:
        tree = ET.fromstring(wanted[f"{chain.id}.svg"])
        assert {g.get("id") for g in tree.iter(f"{SVG}g") if g.get("class") == "box"} == {s.id for s in chain.segments}
        inside, outside = drawn(chain, catalogue)
        assert sum(g.get("class") == "k" for g in tree.iter(f"{SVG}g")) == len(inside) + len(outside)
        page = wanted[f"{chain.id}.md"]
        for s in chain.segments:
            assert f"**{s.name}** {s.name_en}" in page
            assert "、".join(s.products).replace("|", "\\|") in page


def test_only_links_that_weigh_are_drawn(catalogue: Catalogue) -> None:
    inside, outside = drawn(catalogue.chain("battery_ev"), catalogue)
    assert min(k.share for k in inside + outside) >= DRAWN_FROM
    assert ("battery_ev.cathode", "battery_ev.cell") in {(k.source_id, k.target_id) for k in inside}


def test_no_two_boxes_overlap_and_all_are_on_the_page(drawings: dict[str, Drawing]) -> None:
    for drawing in drawings.values():
        boxes = list(drawing.boxes.values())
        for a, b in combinations(boxes, 2):
            apart = a.x + BOX_W <= b.x or b.x + BOX_W <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
            assert apart, (a.segment.id, b.segment.id)
        assert all(b.x >= 0 and b.x + BOX_W <= drawing.width and b.y + b.height <= drawing.height for b in boxes)


def test_tiers_run_from_left_to_right_and_support_stands_below(drawings: dict[str, Drawing]) -> None:
    for drawing in drawings.values():
        by_tier: dict[str, list[float]] = {}
        for b in drawing.boxes.values():
            by_tier.setdefault(b.segment.tier, []).append(b.y if b.segment.tier == "support" else b.x)
        assert (
            max(by_tier["upstream"])
            < min(by_tier["midstream"])
            <= max(by_tier["midstream"])
            < min(by_tier["downstream"])
        )
        lowest = max(b.y + b.height for b in drawing.boxes.values() if b.segment.tier != "support")
        assert min(by_tier["support"]) > lowest


def test_names_fit_their_boxes(catalogue: Catalogue) -> None:
    for s in catalogue.segments.values():
        lines = halves(s.name, NAME, INNER)
        assert "".join(lines) == s.name
        assert all(text_width(line, NAME) <= INNER for line in lines)
        assert not any(line.endswith("…") for line in wrap(s.name_en, 9.5, INNER))


def test_long_text_is_cut_and_says_so() -> None:
    assert fit("正极材料", 10, 100) == "正极材料"
    assert fit("正极材料与前驱体", 10, 50) == "正极材料…"


def test_the_order_of_the_links_in_the_file_does_not_matter_to_the_page(facts: chain_pages.Facts) -> None:
    chain = facts.catalogue.chain("textile")
    turned = replace(chain, links=tuple(reversed(chain.links)))
    others = tuple(turned if c.id == "textile" else c for c in facts.catalogue.chains)
    assert chain_pages._page(turned, replace(facts, catalogue=Catalogue(others))) == chain_pages._page(chain, facts)


def test_counts_of_firms_are_those_of_the_assigner(facts: chain_pages.Facts, wanted: dict[str, str]) -> None:
    filament = facts.firms["textile.viscose_filament"]
    assert "新乡化纤股份有限公司" in filament
    row = next(line for line in wanted["textile.md"].splitlines() if "`viscose_filament`" in line)
    assert row.endswith(f"| {len(filament)} |")


def test_check_names_stale_missing_and_surplus_pages(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["--data", str(data), "--out", str(tmp_path)]
    assert chain_pages.main(call) == 0
    assert chain_pages.main([*call, "--check"]) == 0
    page = tmp_path / "textile.md"
    page.write_text(page.read_text(encoding="utf-8") + "改动\n", encoding="utf-8")
    (tmp_path / "logistics.svg").unlink()
    (tmp_path / "gone.md").write_text("x", encoding="utf-8")
    capsys.readouterr()
    assert chain_pages.main([*call, "--check"]) == 1
    named = [line.split()[0] for line in capsys.readouterr().err.splitlines()]
    assert named == ["gone.md", "logistics.svg", "textile.md"]
    assert not (tmp_path / "logistics.svg").exists()


def test_data_that_cannot_be_used_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chain_pages.main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "no chain file" in capsys.readouterr().err
