"""Commands on what is no store of this program, or with no data: one sentence with the fix, and nothing is touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from graph.store.embedded.store import EmbeddedStore
from tests.support.cli import Cli

READS = (("gaps", "--region", "410700"), ("chains",))


def newer(file: Path) -> None:
    store = EmbeddedStore.create(f"sqlite:///{file}")
    with store.engine.connect().execution_options(write=True) as c, c.begin():
        c.execute(sa.text("update alembic_version set version_num = '9999'"))
    store.engine.dispose()


def letter(file: Path) -> None:
    file.write_bytes(b"Dear Sir or Madam, this is no database at all. " * 200)


def notes(file: Path) -> None:
    with sqlite3.connect(file) as c:
        c.execute("create table notes (id integer)")
    c.close()


def folder(file: Path) -> None:
    file.mkdir()
    (file / "minutes.txt").write_text("keep", encoding="utf-8")


def content(place: Path) -> dict[str, bytes]:
    """Every file below a folder, with what it holds."""
    files = (f for f in sorted(place.rglob("*")) if f.is_file() and f.suffix != ".lock")  # a build's, empty and kept
    return {f.relative_to(place).as_posix(): f.read_bytes() for f in files}


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "country")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "place"
    made.mkdir()
    return made


@pytest.mark.parametrize("args", READS, ids=lambda a: a[0])
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (newer, "it was made by a newer liantu; update the program"),
        (letter, "x.db: not a liantu store; name another with --db"),
        (notes, "x.db: not a liantu store; name another with --db"),
        (folder, "x.db is a folder; name the file of the store with --db"),
    ],
)
def test_a_store_that_cannot_be_read_is_refused_untouched(
    cli: Cli, place: Path, make: Callable[[Path], None], says: str, args: tuple[str, ...]
) -> None:
    make(place / "x.db")
    before = content(place)
    assert says in cli.refuses(1, *args, "--db", place / "x.db")
    assert content(place) == before


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (newer, "the store is of a newer version of liantu; update the program"),
        (letter, "cannot create the store: file is not a database; name another file with --db"),
        (folder, "cannot create the store: unable to open database file; name another file with --db"),
    ],
)
def test_a_build_over_it_is_refused_untouched(cli: Cli, place: Path, make: Callable[[Path], None], says: str) -> None:
    make(place / "x.db")
    before = content(place)
    assert says in cli.refuses(1, "build", "--json", "--db", place / "x.db")
    assert content(place) == before


@pytest.mark.parametrize("there", [False, True], ids=["missing", "empty"])
@pytest.mark.parametrize(
    ("args", "missing"),
    [(("build", "--json"), "chains: no chain file"), (("gaps", "--region", "410700"), "regions.csv: not found")],
)
def test_a_data_folder_that_is_none_is_refused_untouched(
    cli: Cli, place: Path, there: bool, args: tuple[str, ...], missing: str
) -> None:
    data = place / "data"
    if there:
        data.mkdir()
    store = place / "x.db"
    EmbeddedStore.create(f"sqlite:///{store}").engine.dispose()
    before = content(place)
    sentence = cli.refuses(1, *args, "--db", store, LIANTU_DATA=str(data))
    assert missing in sentence
    assert "set LIANTU_DATA to the folder that holds" in sentence
    assert content(place) == before
