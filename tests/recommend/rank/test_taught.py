"""Taught weights fitted to the features there are now."""

from __future__ import annotations

import pytest

from recommend.rank.features import FEATURES
from recommend.rank.taught import fitted

SHIPPED = {"capability": 0.5, "scale": 0.3, "presence": 0.2}


def test_weights_that_fit_are_taken_as_they_are() -> None:
    taught = {"scale": 0.6, "capability": 0.3, "presence": 0.1}
    shares, notes = fitted(SHIPPED, taught)
    assert (shares, notes) == (taught, ())
    assert list(shares) == list(SHIPPED)


def test_a_new_feature_keeps_its_shipped_weight() -> None:
    """presence was not taught: it keeps 0.2; the two others share 0.8 as 3 to 1."""
    shares, (note,) = fitted(SHIPPED, {"capability": 0.75, "scale": 0.25})
    assert shares == pytest.approx({"capability": 0.6, "scale": 0.2, "presence": 0.2})
    assert (note.kind, note.features) == ("new", ("presence",))
    assert "已有布局" in note.zh
    assert "presence" in note.en


def test_a_weight_of_no_feature_is_named_and_left_out() -> None:
    """Without sunshine the others share all as 2 to 1 to 1."""
    shares, (note,) = fitted(SHIPPED, {"capability": 0.4, "scale": 0.2, "presence": 0.2, "sunshine": 0.2})
    assert shares == pytest.approx({"capability": 0.5, "scale": 0.25, "presence": 0.25})
    assert (note.kind, note.features) == ("unknown", ("sunshine",))
    assert "sunshine" in note.zh


def test_nothing_that_fits_leaves_the_shipped_weights() -> None:
    shares, notes = fitted(SHIPPED, {"sunshine": 1.0})
    assert shares == SHIPPED
    assert [(n.kind, n.features) for n in notes] == [("new", tuple(SHIPPED)), ("unknown", ("sunshine",))]
    assert fitted(SHIPPED, dict.fromkeys(SHIPPED, 0.0) | {"sunshine": 1.0})[0] == SHIPPED


def test_every_note_names_the_features_as_the_screen_does() -> None:
    shipped = {name: 1 / len(FEATURES) for name in FEATURES}
    for name, feature in FEATURES.items():
        shares, (note,) = fitted(shipped, {k: v for k, v in shipped.items() if k != name})
        assert shares == pytest.approx(shipped)
        assert feature.labels[0] in note.zh
        assert feature.labels[1] in note.en
