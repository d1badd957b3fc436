"""`liantu train` from a table of labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InvalidArgument
from graph.model.retired import NONE
from ingest.assign.learned.teach.training import train_model
from tests.support.small import Country, write_csv


def test_too_few_texts_are_one_sentence(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "l.csv", [{"uscc": "a", "role": "maker"}], ("uscc", "segments", "role"))
    with pytest.raises(InvalidArgument, match="0 labelled firms have a name and scope here"):
        train_model(Country(tmp_path).assigner(), NONE, [file], lambda _: {}, tmp_path / "m.npz", 10, lambda *_: None)
