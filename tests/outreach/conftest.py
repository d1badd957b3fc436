"""A casework of one's own for each test, on each database that it may live in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from outreach.casework.db import Casework
from tests.support import postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A PostgreSQL server. Without one installed the test is skipped with the reason; in CI that is a failure."""
    found = postgres_server.programs()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(postgres_server.MISSING)
        pytest.skip(postgres_server.MISSING)
    server = postgres_server.make(found)
    try:
        yield server
    finally:
        postgres_server.close(server)


@pytest.fixture
def empty_database(postgres: postgres_server.Server) -> str:
    """The URL of a database with nothing in it: the server's one, cleared, which is quicker than making another."""
    address = sa.make_url(postgres.url("postgres")).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
        )
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.exec_driver_sql("DROP ROLE IF EXISTS leser")
    engine.dispose()
    return postgres.url("postgres")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'case.db'}"
    url = request.getfixturevalue("empty_database")
    assert isinstance(url, str)
    return url


@pytest.fixture
def casework(empty_url: str) -> Iterator[Casework]:
    """An empty casework, once on each database."""
    case = Casework(empty_url)
    yield case
    case.engine.dispose()
