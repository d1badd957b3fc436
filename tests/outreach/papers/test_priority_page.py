"""The one page for the vice mayor, read back: at most eight rows, what stands beside them, and where it is from."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from graph.chance.shapes import Group
from graph.gaps.priorities.groups import GROUPS
from graph.gaps.priorities.prioritiser import rows_of
from graph.gaps.priorities.shapes import PriorityRow
from graph.model.records import Capacity
from graph.model.text import short_name
from graph.settings import Settings
from outreach.papers import priority_lines, priority_page
from tests.support.small import Country
from workspace import Workspace

HERE = "410700"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    country = Country(tmp_path_factory.mktemp("page"))
    country.build()
    file = country.url.removeprefix("sqlite:///")
    return Workspace(Settings(country.data, file, "hash", country.vectors, 150))


@pytest.fixture(scope="module")
def rows(space: Workspace) -> list[PriorityRow]:
    return rows_of(space.gaps(HERE))


def groups(rows: list[PriorityRow], attack: int = 0, barred: int = 0) -> dict[Group, list[PriorityRow]]:
    """Rows again and again, so many of them in these groups."""
    out: dict[Group, list[PriorityRow]] = {g: [] for g in GROUPS}
    out["attack"] = [rows[i % len(rows)] for i in range(attack)]
    out["barred"] = [rows[i % len(rows)] for i in range(barred)]
    return out


def text_of(content: bytes) -> tuple[str, list[list[str]]]:
    paper = Document(io.BytesIO(content))
    table = [[c.text for c in r.cells] for t in paper.tables for r in t.rows]
    return "\n".join(p.text for p in paper.paragraphs), table


def page(space: Workspace, of: dict[Group, list[PriorityRow]], day: str = "2026-11-30") -> tuple[str, list[list[str]]]:
    return text_of(priority_page.document(space.store, space.regions, space.footprint(HERE), of, "", day))


def test_at_most_eight_rows_with_every_column_filled(space: Workspace, rows: list[PriorityRow]) -> None:
    said, table = page(space, groups(rows, attack=11))
    assert table[0] == ["环节", "本地谁要", "谁有动向", "卡点", "责任单位", "本周一步"]
    assert len(table) == 1 + 8
    assert all(cell.strip() for row in table for cell in row)
    assert "主攻 11 个环节，列前 8 个" in said
    assert "数据截至 2026-11-30" in said
    assert "次序不是成功概率" in said


def bought(row: PriorityRow, *firms: tuple[str, str, float]) -> PriorityRow:
    """The row with these local buyers: (firm's id, product, 亿元 a year)."""
    named = [{"id": i, "short": i, "name": i, "product": product, "yi": yi} for i, product, yi in firms]
    gap = {**row["gap"], "evidence": {**row["gap"]["evidence"], "buyers": [{"firms": named}]}}
    return {**row, "gap": gap}  # type: ignore[typeddict-item]


def test_buyers_stand_by_what_they_spend_each_with_the_product_that_takes_it(
    space: Workspace, rows: list[PriorityRow]
) -> None:
    """Not whom a register's scope alone makes one, nor who spends next to nothing."""
    foot = space.footprint(HERE)
    known = sorted((f for f in space.store.firms() if f.products), key=lambda f: f.id)[:5]
    small, large, other, little, last = known
    row = bought(
        rows[0],
        (small.id, small.products[0], 0.2),
        (large.id, large.products[0], 0.3),
        (other.id, "某经营范围里的货", 9.0),
        (little.id, little.products[0], 0.001),
        (last.id, last.products[0], 0.1),
    )
    line = priority_lines.line_of(row, space.store, foot)
    told = [f"{short_name(f)}（{f.products[0]}）" for f in (large, small, last)]
    assert line.buyers == "、".join(told)


def test_where_no_buyer_and_nobody_that_moves_is_known_it_says_so(space: Workspace, rows: list[PriorityRow]) -> None:
    line = priority_lines.line_of(bought(rows[0]), space.store, space.footprint(HERE))
    assert line.buyers == "在库未见产品对得上的买方"
    quiet = next(
        r for r in rows if "产能利用率" not in priority_lines.line_of(r, space.store, space.footprint(HERE)).moving
    )
    assert priority_lines.line_of(quiet, space.store, space.footprint(HERE)).moving == "在库未见有日期和来源的动向"


def test_a_use_of_capacity_without_a_date_moves_nobody(space: Workspace, rows: list[PriorityRow]) -> None:
    foot = space.footprint(HERE)
    row = next(r for r in reversed(rows) if foot.candidates.get(r["segment"]))
    firm = foot.candidates[row["segment"]][0][0]
    product = foot.network.segments[row["segment"]].products[0]
    with space.store.batch("test", "undated") as batch:
        batch.upsert([Capacity(firm, product, "capacity_utilization", "", "97%", 97.0, "%", "", "年报")])
    assert "97%" not in priority_lines.line_of(row, space.store, foot).moving


def test_who_is_short_of_capacity_is_named_with_date_and_source(space: Workspace, rows: list[PriorityRow]) -> None:
    """Only use of what the segment makes counts."""
    foot = space.footprint(HERE)
    row = next(r for r in rows if foot.candidates.get(r["segment"]))
    firm = foot.candidates[row["segment"]][0][0]
    product = foot.network.segments[row["segment"]].products[0]
    full = Capacity(firm, product, "capacity_utilization", "2025", "96%", 96.0, "%", "2025", "年报")
    with space.store.batch("test", "capacity") as batch:
        batch.upsert([full, replace(full, product="别的东西", amount=99.0)])
    line = priority_lines.line_of(row, space.store, foot)
    assert f"{product}产能利用率 96%（2025，年报）" in line.moving
    assert "别的东西" not in line.moving
    assert line.step.startswith("联系")


def test_nothing_to_go_for_is_said(space: Workspace, rows: list[PriorityRow]) -> None:
    said, table = page(space, groups(rows, barred=2), day="")
    assert table == []
    assert "暂无可定为主攻的环节" in said
    assert f"不招（理由）：{rows[0]['name']}" in said
    assert "数据截至 待核" in said


def test_the_picture_is_small_and_a_picture(rows: list[PriorityRow]) -> None:
    content = priority_page.picture(groups(rows, attack=3))
    assert content.startswith(b"\x89PNG")
    assert len(content) < 200_000


def test_the_file_is_named_after_place_and_day() -> None:
    assert priority_page.file_name("新乡市", "2026-11-30") == "新乡市-招商主攻一页纸-2026-11-30.docx"
    assert priority_page.file_name("新乡市", "") == "新乡市-招商主攻一页纸-待核.docx"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_libreoffice_prints_it_on_one_page(space: Workspace, rows: list[PriorityRow], tmp_path: Path) -> None:
    file = tmp_path / "page.docx"
    of = groups(rows, attack=8, barred=6)
    file.write_bytes(priority_page.document(space.store, space.regions, space.footprint(HERE), of, "", "2026-11-30"))
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    info = subprocess.run(["pdfinfo", str(file.with_suffix(".pdf"))], check=True, capture_output=True, text=True).stdout
    assert "(A4)" in info
    assert int(info.split("Pages:")[1].split()[0]) == 1
