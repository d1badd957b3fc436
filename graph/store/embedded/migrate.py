"""Brings a store's tables up to date with alembic, from inside the program (there is no ini file to keep)."""

from __future__ import annotations

import threading
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from graph.errors import StoreError

# Alembic keeps what it is doing in a module of its own, so two threads of a program must not migrate at once.
ONE_AT_A_TIME = threading.Lock()


def config() -> Config:
    """Alembic's configuration, pointing at the migrations beside this file."""
    cfg = Config()
    cfg.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return cfg


def upgrade(engine: sa.Engine) -> None:
    """Run every migration the store has not seen, in one transaction."""
    cfg = config()
    with ONE_AT_A_TIME, engine.connect().execution_options(write=True) as connection, connection.begin():
        cfg.attributes["connection"] = connection
        try:
            command.upgrade(cfg, "head")
        except CommandError as error:
            raise StoreError("the store is of a newer version of liantu; update the program") from error


def head() -> str:
    """The newest migration's id."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""
