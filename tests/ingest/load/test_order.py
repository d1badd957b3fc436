"""The order of files, their splitting, and which of them tells a code make no other graph."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from graph.model.specs import BY_NAME
from ingest.load.files import ingest_file
from tests.support.small import Country, code

CODE, OTHER = code("410721", "MA4BBBBB1"), code("410721", "MA4BBBBB2")
FILES = {
    "名录": f"企业名称,统一社会信用代码,所属城市,曾用名\n新乡甲起重机有限公司,{CODE},新乡市,新乡甲起重机厂\n",
    "名单": "企业名称,所属城市,主要产品\n新乡甲起重机有限公司,新乡市,桥式起重机\n新乡乙面粉有限公司,新乡市,面粉\n",
    "旧名单": "企业名称,所属城市,从业人数\n新乡甲起重机厂,新乡市,120\n",
    "登记": f"企业名称,统一社会信用代码,所属城市,登记状态\n新乡乙面粉有限公司,{OTHER},新乡市,存续\n",
}


def load(country: Country, folder: Path, name: str, text: str) -> None:
    file = folder / f"{name}.csv"
    file.write_text(text, encoding="utf-8")
    ingest_file(country.store, file, country.regions, country.assigner())


def content(country: Country) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Every current record by its values; which load was the last to write it is another matter."""
    return {r: {c.key: c.values for page in country.store.contents(r) for c in page} for r in BY_NAME}


@pytest.fixture(scope="module")
def orders(built: Country, tmp_path_factory: pytest.TempPathFactory) -> list[Country]:
    out = []
    for i, order in enumerate((*permutations(["名录", "名单", "旧名单"]), ["登记", "名单"], ["名单", "登记"])):
        folder = tmp_path_factory.mktemp(f"order{i}")
        country = built.copy_to(folder / "country")
        for name in order:
            load(country, folder, name, FILES[name])
        out.append(country)
    return out


def test_three_files_in_every_order_give_one_graph(orders: list[Country]) -> None:
    first = content(orders[0])
    for other in orders[1:6]:
        assert content(other) == first
    (firm,) = [f for f in orders[0].store.firms() if f.name == "新乡甲起重机有限公司"]
    assert (firm.id, firm.employees, firm.products) == (f"u:{CODE}", 120, ("桥式起重机",))


def test_a_code_told_later_is_the_firms_id(orders: list[Country]) -> None:
    before, after = orders[6], orders[7]
    assert content(before) == content(after)
    firm = after.store.firm("n:新乡乙面粉有限公司@4107")  # what the office saved under the old id still finds it
    assert firm is not None
    assert firm.id == f"u:{OTHER}"
    assert after.store.memberships([firm.id])[0].segment_id == "green_food.flour"


def test_a_table_split_in_two_is_the_same_table(built: Country, tmp_path: Path) -> None:
    head, *rows = (FILES["名单"] + "新乡丙面粉有限公司,新乡市,挂面\n").splitlines(keepends=True)
    whole, split = built.copy_to(tmp_path / "a"), built.copy_to(tmp_path / "b")
    load(whole, tmp_path, "名单", head + "".join(rows))
    for i, part in enumerate((rows[1:], rows[:1])):
        file = tmp_path / f"{i}.csv"
        file.write_text(head + "".join(part), encoding="utf-8")
        ingest_file(split.store, file, split.regions, split.assigner(), "名单")
    apart = [
        {r: {k: {f: v for f, v in v.items() if f != "row"} for k, v in rows.items()} for r, rows in content(c).items()}
        for c in (whole, split)
    ]
    assert apart[0] == apart[1]
