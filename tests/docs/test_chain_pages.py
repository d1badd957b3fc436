"""The generated pages: the same bytes every time, nothing left out, nothing on top of anything, staleness noticed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from docs import chain_pages
from docs.chain_layout import BOX_W
from docs.chain_svg import DRAWN_FROM, INNER, NAME, Drawing, drawn, fit, halves, text_width, wrap
from graph.model.chains import Catalogue
from graph.model.records import Lane

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
            if s.demand:
                continue
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


def changed(facts: chain_pages.Facts, segment: str, **fields: Any) -> chain_pages.Facts:
    """The facts with one segment of the textile chain otherwise, in a chain of two lanes."""
    chain = facts.catalogue.chain("textile")
    segments = tuple(
        replace(s, lane="fibres" if s.id.endswith("filament") else "cloth", **(fields if s.id == segment else {}))
        for s in chain.segments
    )
    lanes = (Lane("fibres", "纤维", "Fibres"), Lane("cloth", "面料", "Cloth"))
    links = (
        replace(chain.links[0], source="annual report 2025 of 某某 (000001.SZ): 60% of cost"),
        replace(chain.links[1], source="own knowledge (estimate)"),
        *chain.links[2:],
    )
    new = replace(chain, segments=segments, lanes=lanes, links=links, weights_source="China Statistical Yearbook 2024")
    others = tuple(new if c.id == "textile" else c for c in facts.catalogue.chains)
    return replace(facts, catalogue=Catalogue(others))


def test_figures_say_what_they_are_and_what_they_rest_on(facts: chain_pages.Facts) -> None:
    new = changed(
        facts, "textile.viscose_filament", foreign_share=0.25, siting={"resource": ["waterway", "cheap_power"]}
    )
    page = chain_pages._page(new.catalogue.chain("textile"), new)
    row = next(line for line in page.splitlines() if "`viscose_filament`" in line)
    assert row.startswith("| 纤维 Fibres |")
    assert "离不开：通航水道、低价电力" in row
    assert "| 25% |" in row
    head = next(line for line in page.splitlines() if line.startswith("| 子链 Lane"))
    assert "进口占需求 Import | 外资企业占国内产出 Foreign" in head
    assert "Weights follow: China Statistical Yearbook 2024" in page
    other = next(line for line in page.splitlines() if "`cotton_yarn`" in line)
    assert other.count("| — |") == 1  # foreign share unknown
    assert "（2025 年资料） | annual report 2025" in page
    assert "（估算 est.） | own knowledge (estimate)" in page


def test_who_only_buys_stands_apart_from_the_segments(facts: chain_pages.Facts) -> None:
    new = changed(facts, "textile.brand_retail", demand=True, products=(), value_weight=0.0)
    chain = new.catalogue.chain("textile")
    page = chain_pages._page(chain, new)
    buyers = page[page.index("### 买方 Buyers") : page.index("## 链内关系")]
    assert "`brand_retail`" in buyers
    assert new.catalogue.segments["textile.garment"].name in buyers
    assert "`brand_retail`" not in page[: page.index("### 买方 Buyers")]
    drawing = Drawing(chain, new.catalogue).svg()
    box = drawing[drawing.index('id="textile.brand_retail"') :].split("</g>")[0]
    assert "stroke-dasharray" in box


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
