"""Opens the casework: brings its tables up to date and hands out sessions that keep an audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.orm import Session

from graph.errors import StoreError
from graph.sql import connect
from outreach.casework.audit import watch

VERSION_TABLE = "casework_version"  # its own, so that graph and casework may share one PostgreSQL database


def config() -> Config:
    """Alembic's configuration, pointing at the casework's migrations."""
    cfg = Config()
    cfg.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return cfg


class Casework:
    """The casework of an office. `url` is an SQLAlchemy URL; a SQLite file is made where there is none."""

    def __init__(self, url: str) -> None:
        self.url = url
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        self.engine = connect(url)
        self._upgrade()

    def _upgrade(self) -> None:
        cfg = config()
        try:
            with self.engine.connect().execution_options(write=True) as connection, connection.begin():
                cfg.attributes["connection"] = connection
                command.upgrade(cfg, "heads")
        except CommandError as error:
            raise StoreError("the casework is of a newer version of liantu; update the program") from error
        except sa.exc.DatabaseError as error:
            raise StoreError(f"the casework cannot be opened ({error.orig}); check the file or the URL") from error

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; what it read stays usable after the block."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, who: str = "") -> Iterator[Session]:
        """A transaction with an audit log under the name of an office; all of it is kept, or nothing."""
        engine = self.engine.execution_options(write=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            watch(session, who)
            yield session
