"""Likeness by words: what it is by hand, and what every such matrix must be."""

from __future__ import annotations

import numpy as np
import pytest

from graph.measures.wording import alike_by_words


def test_terms_that_share_their_matter_or_their_form_are_alike() -> None:
    """铜箔 shares 铜 with 铜杆 (the edge and the first character) and 箔 with 铝箔, and nothing with 大豆."""
    found = alike_by_words([["铜箔"], ["铜杆"], ["铝箔"], ["大豆"]])
    assert found[0, 1] > 0
    assert found[0, 2] > 0
    assert found[0, 3] == found[1, 2] == 0
    assert np.diag(found) == pytest.approx(np.ones(4))


def test_two_segments_by_hand() -> None:
    """Three pairs each, one of them in both segments (weight 1), the others in one (1 + ln 1.5)."""
    rare = 1 + np.log(1.5)
    found = alike_by_words([["铜箔"], ["铜杆"]])
    assert found[0, 1] == pytest.approx(1 / (1 + 2 * rare**2))


def test_a_pair_that_all_share_tells_less() -> None:
    common = alike_by_words([["电机"], ["电池"], ["电容"], ["铜杆"], ["铜箔"]])
    assert common[0, 1] < common[3, 4]


def test_it_is_a_covariance_and_empty_is_like_nothing(catalogue) -> None:
    from graph.measures.network import Network

    chain = next(iter(catalogue.chains.values())) if hasattr(catalogue.chains, "values") else catalogue.chains[0]
    found = Network((chain,)).alike
    assert np.allclose(found, found.T)
    assert np.linalg.eigvalsh(found).min() > -1e-9
    assert alike_by_words([["铜箔"], []])[1].tolist() == [0.0, 0.0]
