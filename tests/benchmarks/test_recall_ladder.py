"""The notebook of the ladder runs as it ships, from first cell to last, and finds what it says."""

from __future__ import annotations

import json

import numpy as np
import pytest

from notebooks.run import execute
from tests.support.small import ROOT


@pytest.mark.slow
def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    document = json.loads((ROOT / "notebooks" / "recall_ladder.ipynb").read_text(encoding="utf-8"))
    held = execute(document)
    assert "被动元件" in json.dumps(document["cells"], ensure_ascii=False)
    firms = held["firms"]
    first = firms[int(np.argmax(held["wide"].search("被动元件")))]
    assert any(word in product for product, _ in first.products for word in ("电容", "电阻", "电感", "晶振", "谐振"))
    assert held["kin"]["养鸡场"].startswith(("肉鸡", "生猪", "饲料"))
    assert held["named"]["被动元件"] == {}
    assert set(held["named"]["我们想找生产振动筛的企业"]) == {"振动筛"}
    assert "隔膜" in firms[int(np.argmax(held["classes"].search(*held["segment"])))].products[0][0]
    assert set(held["fused_by"]) == {"dense", "words", "trade"}
    assert held["same"]
