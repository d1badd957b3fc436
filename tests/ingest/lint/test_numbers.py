"""Properties of the sums: however the inputs of a maker are split over links, and weights over segments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.catalogue import SegmentEntry
from ingest.lint.chain_rules.chain_files import ChainFile, ChainFiles, LinkLine
from ingest.lint.chain_rules.numbers import lint_inputs, lint_weights
from ingest.lint.chain_rules.trade_codes import is_maker, of_family
from tests.support.small import calm

thousandths = st.lists(st.integers(1, 400), min_size=1, max_size=8)


def entry(own: str, code: str, **fields: object) -> SegmentEntry:
    given = {
        "id": own,
        "name": own,
        "name_en": own,
        "tier": "midstream",
        "description": "说明",
        "source": "own knowledge",
    }
    return SegmentEntry.model_validate(given | {"products": ["甲", "乙", "丙"], "gbt4754": [code]} | fields)


def chain(segments: dict[str, SegmentEntry], links: list[LinkLine]) -> ChainFile:
    raw = [{"id": s.id} for s in segments.values()]
    return ChainFile("toy", "chains/toy.yaml", (), "yearbook 2024", raw, [], segments, links)


@calm
@given(thousandths)
def test_a_maker_is_told_by_the_sum_of_its_inputs_alone(parts: list[int]) -> None:
    """Whatever the number of links; a service with the same inputs is never told below 1."""
    for code in ("3841", "7452"):
        segments = {"toy.maker": entry("maker", code)} | {
            f"toy.s{i}": entry(f"s{i}", "0939") for i in range(len(parts))
        }
        links = [LinkLine(f"toy.s{i}", "toy.maker", "material", n / 1000, "s") for i, n in enumerate(parts)]
        total = sum(parts)
        expected = "shares_over_one" if total > 1000 else ""
        if code == "3841" and not expected:
            expected = "inputs_high" if total > 900 else "inputs_low" if total < 300 else ""
        found = [f.code for f in lint_inputs(ChainFiles((chain(segments, links),)))]
        assert found == ([expected] if expected else [])


@calm
@given(thousandths)
def test_weights_may_be_off_by_a_thousandth_whatever_they_are(parts: list[int]) -> None:
    segments = {f"toy.s{i}": entry(f"s{i}", "3841", value_weight=n / 1000) for i, n in enumerate(parts)}
    found = [f.code for f in lint_weights(chain(segments, []))]
    assert found == ([] if abs(sum(parts) - 1000) <= 1 else ["weights_off"])


@pytest.mark.parametrize(
    ("codes", "maker"),
    [(["3841"], True), (["3841", "7452"], False), (["3841", "3985", "7452"], True), (["4210"], False), ([], False)],
)
def test_a_maker_is_one_by_most_of_its_codes(codes: list[str], maker: bool) -> None:
    assert is_maker(entry("s", "3841", gbt4754=codes)) is maker
    assert not is_maker(entry("s", "3841", gbt4754=codes, demand=True, products=[]))


@calm
@given(st.lists(st.sampled_from(["2822", "2812", "3841", "1711"]), max_size=6))
def test_a_segment_is_of_a_family_by_half_of_its_codes(codes: list[str]) -> None:
    fibres = sum(c.startswith("28") for c in codes)
    assert of_family(codes, ["28"]) is (fibres > 0 and fibres >= len(codes) - fibres)
    assert of_family(codes, ["28"]) is of_family(codes[::-1], ["28"])
