"""The certificate: four tests apart, the firms counted, and what would change the verdict, for every kind of gap."""

from __future__ import annotations

import pytest

from graph.certificate import TESTS, certificate, lines
from graph.gaps import find_gaps
from graph.report import gap_documents


def documents(town, **sizes) -> dict[str, dict]:
    foot = town(**sizes)
    return {d["segment"]: d for d in gap_documents(town.store, town.regions, foot, find_gaps(foot))}


def sections(gap, lang="zh"):
    return {s.key: s for s in certificate(gap, lang)}


def test_a_break_names_its_buyers_and_what_would_end_it(town) -> None:
    found = sections(documents(town, cell=())["toy.cell"])
    need = found["need"]
    assert need.outcome == "met"
    assert [f["id"] for f in need.items[0].firms] == ["pack1", "pack2", "pack3"]
    assert need.items[0].count == 3
    assert found["presence"].outcome == "met"
    assert "本地未查到从事企业" in found["presence"].items[0].text
    assert any("查实本地已有企业从事cell段，则不再是断点" in i.text for i in found["flip"].items)
    assert any("本地pack段企业停产" in i.text for i in found["flip"].items)


def test_a_single_point_names_the_firm_it_hangs_on(town) -> None:
    found = sections(documents(town, cell=(9,))["toy.cell"])
    assert [f["id"] for f in found["presence"].items[0].firms] == ["cell1"]
    assert "100%" in found["presence"].items[1].text
    assert any("不再是单点依赖" in i.text for i in found["flip"].items)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_section_disappears_and_the_unknown_says_so(town, lang) -> None:
    gap = documents(town, cell=())["toy.cell"]
    bare = {k: v for k, v in gap.items() if k not in ("tests", "recruit", "peers")}
    for document in (gap, bare):
        found = certificate(document, lang)
        assert all(s.items and all(i.text for i in s.items) for s in found)
        assert [s.key for s in found if s.outcome] == list(TESTS)
        assert "None" not in "".join(lines(document, lang))
    unknown = "待核" if lang == "zh" else "to be checked"
    assert unknown in sections(bare, lang)["recruit"].items[0].text


def test_lines_carry_the_firms_and_their_number(town) -> None:
    text = "\n".join(lines(documents(town, cell=(), pack=(1,) * 7)["toy.cell"], "zh"))
    assert "【本地有没有需求：成立】" in text
    assert "pack1有限公司、pack2有限公司" in text
    assert "等 7 家" in text
