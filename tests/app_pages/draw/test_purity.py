"""What draws, words and cuts knows no browser: it can be tested, and called, without one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.app_store import ROOT

APP = ROOT / "app_pages"
PURE = sorted(
    [
        *(APP / "draw").glob("*.py"),
        *(APP / "texts").glob("*.py"),
        *APP.glob("pages/*/charts.py"),
        *APP.glob("pages/*/filters.py"),
        APP / "pages/chain_map/layout.py",
        APP / "pages/chain_map/graph.py",
        APP / "pages/market_map/picture.py",
        APP / "pages/tech_map/layout.py",
        APP / "pages/tech_map/picture.py",
        APP / "pages/visits/trip/map.py",
        *(APP / "pages/target_map" / f"{name}.py" for name in ("canvas", "events", "area")),
    ]
)


def imported(file: Path) -> set[str]:
    """The modules that a file imports, also inside functions."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return names | {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}


@pytest.mark.parametrize("file", PURE, ids=lambda f: f.relative_to(APP).as_posix())
def test_it_does_not_import_streamlit(file: Path) -> None:
    assert [n for n in imported(file) if n.split(".")[0] in ("streamlit", "streamlit_echarts")] == []


def test_a_page_is_told_apart() -> None:
    """Or the test above would pass whatever stood in the files."""
    assert "streamlit" in imported(APP / "pages/overview/page.py")
