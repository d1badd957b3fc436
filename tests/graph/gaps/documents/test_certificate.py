"""The certificate: four tests apart, the firms counted, and what would change the verdict, for every kind of gap."""

from __future__ import annotations

import pytest

from graph.gaps.documents.certificate import TESTS, certificate, lines
from graph.gaps.documents.gap import gap_documents
from graph.gaps.find import find_gaps


def documents(town, **sizes) -> dict[str, dict]:
    foot = town(**sizes)
    return {d["segment"]: d for d in gap_documents(town.store, town.regions, foot, find_gaps(foot))}


def sections(gap, lang="zh"):
    return {s.key: s for s in certificate(gap, lang)}


def test_a_break_names_its_buyers_and_what_would_end_it(town) -> None:
    found = sections(documents(town, cell=())["toy.cell"])
    need = found["need"]
    assert need.outcome == "met"
    assert need.items[0].text.startswith("本地单位一年需约 4 亿至 20 亿元")
    assert [f["id"] for f in need.items[1].firms] == ["pack1", "pack2", "pack3"]
    assert need.items[1].count == 3
    assert found["presence"].outcome == "met"
    assert "本地在库未见从事企业" in found["presence"].items[0].text
    assert found["consequence"].items[0].text.startswith("间接影响：经pack段传到car段（占其成本不到一成）")
    assert any("查实本地已有企业从事该环节" in i.text for i in found["flip"].items)
    assert any("主要买方（pack1有限公司、pack2有限公司）不再采购" in i.text for i in found["flip"].items)


def test_the_share_of_a_buyer_says_what_it_rests_on(town) -> None:
    gap = documents(town, cell=())["toy.cell"]

    def said(source: str, lang: str) -> str:
        buyers = [gap["evidence"]["buyers"][0] | {"source": source, "estimate": "estimate" in source}]
        return sections(gap | {"evidence": gap["evidence"] | {"buyers": buyers}}, lang)["need"].items[2].text

    assert "占其成本约 17% 至 46%（估算）" in said("own knowledge (estimate)", "zh")
    assert "about 17% to 46% of its cost (estimate)" in said("own knowledge (estimate)", "en")
    report = "annual report 2025 of 某车厂 (600000.SH): cells 40% of cost"
    assert "占其成本约 30%（据某车厂 2025 年年报）" in said(report, "zh")
    assert "about 30% of its cost (after annual report 2025 of 某车厂 (600000.SH))" in said(report, "en")


def test_a_single_point_names_the_firm_it_hangs_on(town) -> None:
    found = sections(documents(town, cell=(9,))["toy.cell"])
    assert [f["id"] for f in found["presence"].items[0].firms] == ["cell1"]
    assert "从事企业 1 家" in found["presence"].items[0].text
    assert any("不再是单点依赖" in i.text for i in found["flip"].items)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_section_disappears_and_the_unknown_says_so(town, lang) -> None:
    gap = documents(town, cell=())["toy.cell"]
    found = certificate(gap, lang)
    assert all(s.items and all(i.text for i in s.items) for s in found)
    assert [s.key for s in found if s.outcome] == list(TESTS)
    assert "None" not in "".join(lines(gap, lang))
    empty = sections(gap | {"peers": [], "changes": []}, lang)
    assert ("未收录" if lang == "zh" else "not in data/cities.csv") in empty["peers"].items[0].text
    assert empty["flip"].items[0].text


def test_what_is_thin_looks_to_the_local_firms_first(town) -> None:
    found = sections(documents(town, cell=(9,))["toy.cell"])
    assert found["after"].items[0].text.startswith("先看本地企业")
    assert [f["id"] for f in found["after"].items[0].firms] == ["cell1"]


def test_lines_carry_the_firms_and_their_number(town) -> None:
    text = "\n".join(lines(documents(town, cell=(), pack=(1,) * 7)["toy.cell"], "zh"))
    assert "【本地有没有需求：成立】" in text
    assert "pack1有限公司（甲）、pack2有限公司（甲）" in text
    assert "等 7 家" in text


def test_the_firms_counted_are_those_of_the_segments_named(town) -> None:
    """So that a page can open any number to all its firms, not only to the five that the document names."""
    foot = town(cell=(), pack=(1,) * 7)
    gap = {d["segment"]: d for d in gap_documents(town.store, town.regions, foot, find_gaps(foot))}["toy.cell"]
    counted = [i for s in certificate(gap, "zh") for i in s.items if i.count]
    assert len(counted) >= 2
    for item in counted:
        by_segment = foot.candidates if item.elsewhere else foot.by_segment
        assert len({f for s in item.segments for f, _ in by_segment[s]}) == item.count


def test_an_interval_drawn_from_next_to_nothing_is_not_shown(town) -> None:
    gap = documents(town, cell=())["toy.cell"]
    found = gap | {"verdict": "likely", "recruit": gap["recruit"] | {"answer": "recruit"}}
    assert "在 1 处缺口中排第 1 位；" in sections(found)["sure"].items[1].text
    for answer in ("nearby", "unsuitable", "check"):  # what is not to be recruited has no place to be told
        told = sections(found | {"recruit": gap["recruit"] | {"answer": answer}})["sure"].items
        assert not any("排第" in i.text for i in told)
    thin = sections(gap | {"verdict": "insufficient_data"})["sure"].items
    assert thin[-1].text == "数据不足，不给得分和排位。"
    assert "八成" not in "".join(i.text for i in thin)


def test_a_red_line_stands_before_the_answer(town) -> None:
    """Only one about the whole segment; and one that may be recruited is told to be checked first."""
    gap = documents(town, cell=())["toy.cell"]
    gap["recruit"]["answer"] = "recruit"
    line = {"route": [], "sentence": "慎招：产能受管控。", "sentence_en": "Caution: capacity is controlled."}
    gap["chance"] = {"red_lines": [line, line | {"route": ["粗钢"], "sentence": "不招：粗钢。"}]}
    told = [i.text for s in certificate(gap, "zh") if s.key == "recruit" for i in s.items]
    assert told[0] == "慎招：产能受管控。"
    assert told[1:] == [f"须先核上述规定：{gap['recruit']['sentence']}"]
