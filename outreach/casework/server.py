"""PostgreSQL as the casework's database: its address, one writer at a time, and a sentence for each way to fail."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import event

from graph.errors import FaultKind, StoreError, StoreFault
from graph.store.embedded.care import faults
from graph.store.embedded.rows import connect, file_of_url

# Any number will do, as long as every liantu that shares the database uses the same one.
LOCK = 410_700_006
WAIT = 15  # seconds a writer waits for another, as SQLite's busy_timeout in graph.store.embedded.rows
ANSWER = 5  # seconds until a server that does not answer is given up
_SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")


def is_server(url: str) -> bool:
    """Does the URL name a PostgreSQL server?"""
    return url.startswith(_SCHEMES)


def open_engine(url: str) -> sa.Engine:
    """An engine for a casework URL. On PostgreSQL a transaction that was opened for writing takes one lock first.

    So both databases give the same promise: writers come one after the other, and each sees what the one before it
    kept. A firm or group is therefore saved by exactly one team, and slips are numbered without gaps, without a rule in
    the tables that could not express a group anyway. Raises `StoreError` for a URL that cannot be used.
    """
    if not is_server(url):
        if "://" in url and not url.startswith("sqlite:"):
            raise StoreError(
                f"the casework cannot live in {url.split('://')[0]!r}; name a file or a PostgreSQL server "
                "(postgresql://user:password@host:5432/database) with LIANTU_CASEWORK"
            )
        return connect(url, durable=True)
    try:
        address = sa.make_url("postgresql+psycopg://" + url.split("://", 1)[1])
        engine = sa.create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": ANSWER})
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreError(
            "the address of the casework cannot be read; write postgresql://user:password@host:5432/database and give "
            "special characters of the password as %XX"
        ) from error
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs a driver; install it with .venv/bin/pip install -e '.[postgresql]'"
        ) from error

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("write", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")

    return engine


def failure(url: str, error: sa.exc.DBAPIError) -> StoreError:
    """What went wrong with the database, as one sentence with the fix; never the password."""
    said = str(error.orig)
    if not is_server(url):
        return _of_file(url, error)
    address = sa.make_url(url)
    where = f"{address.host or 'localhost'}:{address.port or 5432}"
    low = said.lower()
    # The server's words are in its own language; the code that tells them apart is there only once it answered.
    state = getattr(error.orig, "sqlstate", None)
    if state == "55P03":
        return StoreError("the casework is being written by another program; try again in a moment")
    if state in ("28P01", "28000") or "password authentication failed" in low or "no password supplied" in low:
        return StoreError(
            f"the PostgreSQL server at {where} refused user {address.username or ''!r}; "
            "check user and password of the URL"
        )
    if state == "3D000" or ("database" in low and "does not exist" in low):
        return StoreError(
            f"the PostgreSQL server at {where} has no database {address.database or ''!r}; "
            "create it (createdb) or correct the URL"
        )
    if state in ("42501", "3F000") or "permission denied" in low:
        return StoreError(
            f"user {address.username or ''!r} may not make or change the tables of the casework in database "
            f"{address.database or ''!r} at {where}; let its owner grant that"
        )
    if _silent(low, error.orig):
        return StoreError(f"no PostgreSQL server answers at {where}; start it, or correct host and port of the URL")
    first = said.splitlines()[0].strip() if said.strip() else type(error.orig).__name__
    return StoreError(
        f"the casework on the PostgreSQL server at {where} cannot be used ({first}); check the server and the URL"
    )


_FILE: dict[FaultKind, str] = {
    "locked": "the casework is being written by another program; try again in a moment",
    "full": "the disk is full, and nothing was written down; free some space and do it again",
    "read_only": "the casework can only be read: its file or folder is write-protected; allow writing",
    "damaged": "the casework is damaged; run `liantu doctor`, then `liantu restore` with your last backup",
    "disk": "the disk reports an error; run `liantu backup`, then look at the disk",
}


def _of_file(url: str, error: sa.exc.DBAPIError) -> StoreFault:
    """What is wrong with the casework's file."""
    kind = faults.kind_of(error, file_of_url(url))
    told = _FILE.get(kind, f"the casework cannot be opened ({error.orig}); check the file or the URL")
    return StoreFault(kind, told)


def _silent(low: str, orig: BaseException | None) -> bool:
    signs = (
        "connection refused",
        "timeout expired",
        "timed out",
        "could not translate host",
        "no such file",
        "name or service",
        "resolve host",
        "network is unreachable",
        "no route to host",
        "server closed the connection",
        "connection is lost",
        "terminating connection",
        "the database system is",
        "connection failed",
        "connection timeout",
        "failed to resolve",
    )
    return any(s in low for s in signs) or getattr(orig, "sqlstate", None) in (
        "57P01",
        "57P02",
        "57P03",
        "08006",
        "08001",
    )
