"""The weights that ship, and that the file fits the list of features."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from graph.errors import UnreadableFile
from recommend.rank.features import FEATURES
from recommend.rank.weights import DECLARED, FILE, MEASURED, read, shipped


def test_the_shipped_weights_add_up_and_never_speak_against() -> None:
    weights = shipped()
    assert weights.learned
    assert set(weights.full) == set(MEASURED)
    for beta in (weights.full, *weights.by_province.values()):
        assert min(beta.values()) >= 0
    shares = weights.shares()
    assert math.isclose(sum(shares.values()), 1.0)
    assert all(shares[k] == v for k, v in DECLARED.items())


def test_without_the_file_the_declared_weights_hold(tmp_path: Path) -> None:
    weights = read(tmp_path / "none.json")
    assert not weights.learned
    assert math.isclose(sum(weights.shares().values()), 1.0)
    assert weights.of("41") == weights.full
    broken = tmp_path / "weights.json"
    broken.write_text(json.dumps({"full": {}}), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="not a file of weights"):
        read(broken)


def test_every_feature_has_a_share(tmp_path: Path) -> None:
    """With learned weights and without; a declared weight holds as it is."""
    for weights in (shipped(), read(tmp_path / "none.json")):
        shares = weights.shares()
        assert set(shares) == set(FEATURES)
        assert shares["presence"] == FEATURES["presence"].weight == 0.05
        assert shares["nearness"] > shares["fresh_capital"] > 0


@pytest.mark.parametrize("place", ["full", "41"])
@pytest.mark.parametrize(
    ("change", "said"),
    [({"scale": None}, "no coefficient for scale"), ({"sunshine": 1.0}, "sunshine is no measured feature")],
)
def test_a_file_that_does_not_fit_the_features_is_refused(
    tmp_path: Path, place: str, change: dict[str, float | None], said: str
) -> None:
    document = json.loads(FILE.read_text(encoding="utf-8"))
    document["by_province"].setdefault("41", dict(document["full"]))
    changed = document["full"] if place == "full" else document["by_province"][place]
    for name, value in change.items():
        if value is None:
            del changed[name]
        else:
            changed[name] = value
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(UnreadableFile, match=said):
        read(file)


def test_what_is_measured_keeps_the_order_of_the_features() -> None:
    assert tuple(name for name in FEATURES if name in MEASURED) == MEASURED
    assert set(MEASURED) | set(DECLARED) == set(FEATURES)
