"""The recipes of docs/architecture.md, followed step by step on a copy of the checkout."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.support.recipes import copy_checkout, follow, recipes
from tests.support.small import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TITLES = ("Add a segment", "Add a data source", "Add a ranking feature", "Add a page", "Add a report figure")


def test_there_are_five_recipes_and_each_ends_with_its_proof() -> None:
    found = recipes(PAGE)
    assert tuple(found) == TITLES
    for title, steps in found.items():
        assert steps[-1].action == "run", title
        assert steps[-1].expect, title


@pytest.mark.parametrize("title", TITLES)
def test_recipe(title: str, tmp_path: Path) -> None:
    checkout = copy_checkout(ROOT, tmp_path / "liantu")
    start = time.monotonic()
    for step in recipes(PAGE)[title]:
        output = follow(checkout, step)
        assert step.expect in output
    print(f"{title}: {time.monotonic() - start:.1f} s")
