"""Opens the casework: brings its tables up to date and hands out sessions that keep an audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.orm import Session

from graph.errors import StoreError
from graph.store.embedded.migrate import ONE_AT_A_TIME
from graph.store.embedded.rows import file_of_url, writable
from outreach.casework.audit import watch
from outreach.casework.server import failure, open_engine

VERSION_TABLE = "casework_version"  # its own, so that graph and casework may share one PostgreSQL database


def config() -> Config:
    """Alembic's configuration, pointing at the casework's migrations."""
    cfg = Config()
    cfg.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return cfg


def newest() -> str:
    """The newest version of the casework's tables that this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


class Casework:
    """The casework of an office. `url` is an SQLAlchemy URL; a SQLite file is made where there is none, a database of a
    PostgreSQL server has to be there. Several desks may open one database at the same time."""

    def __init__(self, url: str) -> None:
        self.url = url
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        self.engine = open_engine(url)
        self._upgrade()

    def _upgrade(self) -> None:
        if self._is_current_and_protected():
            return
        cfg = config()
        try:
            with ONE_AT_A_TIME, self.engine.connect().execution_options(write=True) as connection, connection.begin():
                cfg.attributes["connection"] = connection
                command.upgrade(cfg, "head")
        except CommandError as error:
            raise StoreError("the casework is of a newer version of liantu; update the program") from error
        except sa.exc.DBAPIError as error:
            raise failure(self.url, error) from error

    def _is_current_and_protected(self) -> bool:
        """A write-protected casework of this version is read as it is."""
        file = file_of_url(self.url)
        if file is None or not file.is_file() or writable(file):
            return False
        with self._plainly(), self.engine.connect() as connection:
            version = connection.execute(sa.text(f"select version_num from {VERSION_TABLE}")).scalar()
        return bool(version == newest())

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; what it read stays usable after the block."""
        with self._plainly(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, who: str = "") -> Iterator[Session]:
        """A transaction with an audit log under the name of an office; all of it is kept, or nothing."""
        engine = self.engine.execution_options(write=True)
        with self._plainly(), Session(engine, expire_on_commit=False) as session, session.begin():
            watch(session, who)
            yield session

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn errors of a database that is away or busy into a sentence; a broken constraint stays a bug of ours."""
        try:
            yield
        except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
            raise failure(self.url, error) from error
