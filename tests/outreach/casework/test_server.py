"""The casework shared by several desks: writers at the same time, tables brought up to date, a server that fails."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from typer.testing import CliRunner

from graph.errors import HeldByOthers, InvalidArgument, StoreError
from liantu import app
from outreach.after import commitments as followup
from outreach.casework.db import VERSION_TABLE, Casework, config
from outreach.casework.models import Audit, Base, Supervision, Target, Team, Trip
from outreach.casework.server import open_engine
from outreach.targets import claims
from outreach.trip import trips
from outreach.trip.shapes import TripDocument
from tests.support.case_small import TODAY, document
from tests.support.claims import claim
from tests.support.postgres_server import Server
from tests.support.small import Country

VERSIONS = [s.revision for s in ScriptDirectory.from_config(config()).walk_revisions()][::-1]


def together(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """The results of jobs that start at the same moment, an exception in the place of a result."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        gate.wait(timeout=60)
        try:
            return job()
        except (HeldByOthers, InvalidArgument) as error:
            return error

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [f.result(timeout=120) for f in [pool.submit(run, j) for j in jobs]]


def test_one_firm_claimed_by_many_teams_at_once_has_one_owner(empty_url: str) -> None:
    desks = [Casework(empty_url) for _ in range(6)]

    def save(case: Casework, team: str, name: str) -> Callable[[], str]:
        def job() -> str:
            with case.write(team) as session:
                return str(claims.save(session, document(name, group="乙集团"), "410700", team, TODAY).owner.name)  # type: ignore[union-attr]

        return job

    # Half claim the parent, half a child: one group, one owner.
    found = together([save(d, f"专班{i}", "乙集团" if i % 2 else "乙一公司") for i, d in enumerate(desks)])
    owners = [f for f in found if isinstance(f, str)]
    refused = [f for f in found if isinstance(f, HeldByOthers)]
    assert (len(owners), len(refused)) == (1, 5)
    assert {r.team for r in refused} == set(owners)
    with desks[0].read() as session:
        assert [t.owner.name for t in session.scalars(sa.select(Target)) if t.owner] == owners
        assert {a.who for a in session.scalars(sa.select(Audit).where(Audit.record == "target"))} == set(owners)
    for d in desks:
        d.engine.dispose()


def test_two_processes_claim_the_firms_of_a_group_at_once(empty_url: str) -> None:
    Casework(empty_url).engine.dispose()
    spawn = multiprocessing.get_context("spawn")
    ready, out = spawn.Barrier(2), spawn.Queue()
    names = [f"丙{i}公司" for i in range(12)]
    desks = [
        spawn.Process(target=claim, args=(empty_url, team, n, "丙集团", ready, out))
        for team, n in (("电池专班", names), ("装备专班", names[::-1]))
    ]
    for d in desks:
        d.start()
    said = [out.get(timeout=90) for _ in range(24)]
    for d in desks:
        d.join(timeout=30)
    winners = {team for team, _, holder in said if not holder}
    assert len(winners) == 1
    assert [holder for team, _, holder in said if team not in winners] == [*winners] * 12
    case = Casework(empty_url)
    with case.read() as session:
        rows = session.scalars(sa.select(Target)).all()
        assert sorted(t.name for t in rows) == sorted(names)  # each firm once
        assert {t.owner.name for t in rows if t.owner} == winners
    case.engine.dispose()


def test_slips_issued_at_once_have_numbers_of_their_own(casework: Casework) -> None:
    promises = [{"text": f"第{i}件", "side": "ours", "owner": "经开区", "due": TODAY} for i in range(5)]
    with casework.write() as session:
        target = claims.save(session, document(), "410700", "电池专班", TODAY).id
        followup.write_minutes(session, target=target, day=TODAY, commitments=promises)
        numbers = [c.id for c in followup.open_commitments(session)]

    def urge(number: int) -> Callable[[], str]:
        def job() -> str:
            with casework.write() as session:
                open_ones = {c.id: c for c in followup.open_commitments(session)}
                return followup.urge(session, open_ones[number], TODAY + timedelta(days=1)).number

        return job

    assert sorted(together([urge(n) for n in numbers])) == [f"督〔2026〕{i}号" for i in range(1, 6)]
    with casework.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Supervision)) == 5


def test_a_leader_put_on_two_trips_at_once_goes_on_one(casework: Casework) -> None:
    def trip(name: str, start: date) -> TripDocument:
        return {
            "name": name,
            "kind": "outward",
            "home": "410700",
            "home_name": "新乡市",
            "start": start.isoformat(),
            "days": 3,
            "guest": "",
            "dropped": [],
            "targets": {},
            "parties": [{"number": 1, "name": "第一组", "leader": "分管副市长", "lines": []}],
            "request": {},
            "value": 0,
            "notes": [],
        }

    def keep(name: str, start: date) -> Callable[[], str]:
        def job() -> str:
            with casework.write() as session:
                return trips.save_trip(session, trip(name, start)).name

        return job

    found = together([keep(f"行程{i}", TODAY + timedelta(days=i % 3)) for i in range(4)])
    assert len([f for f in found if isinstance(f, str)]) == 1
    assert all("已在" in str(f) for f in found if not isinstance(f, str))
    with casework.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Trip)) == 1


def test_an_empty_database_opened_by_several_at_once_is_made_once(empty_url: str) -> None:
    cases = together([lambda: Casework(empty_url) for _ in range(4)])
    with cases[0].engine.connect() as connection:
        assert connection.exec_driver_sql(f"select version_num from {VERSION_TABLE}").fetchall() == [(VERSIONS[-1],)]
    for case in cases:
        case.engine.dispose()


@pytest.mark.parametrize("version", ["base", *VERSIONS])
def test_every_older_version_is_brought_up_to_date_and_keeps_its_rows(empty_url: str, version: str) -> None:
    cfg = config()
    engine = open_engine(empty_url)
    if version != "base":
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            cfg.attributes["connection"] = connection
            command.upgrade(cfg, version)
            connection.execute(
                sa.text(
                    "insert into team (name, chain, region, note, created, created_by) values (:n, '', '', '', :c, 'x')"
                ),
                {"n": "老专班", "c": "2026-01-02 03:04:05"},
            )
    engine.dispose()
    case = Casework(empty_url)
    with case.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []
    with case.write("x") as session:
        assert [t.name for t in session.scalars(sa.select(Team))] == ([] if version == "base" else ["老专班"])
        # The numbering goes on behind the rows that were there.
        assert claims.save(session, document(), "410700", "新专班", TODAY).owner_id == (1 if version == "base" else 2)
    case.engine.dispose()


def test_a_casework_of_a_newer_program_is_not_touched(casework: Casework) -> None:
    with casework.write() as session:
        session.execute(sa.text(f"update {VERSION_TABLE} set version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version of liantu"):
        Casework(casework.url)


def test_what_is_wrong_with_the_server_is_one_sentence(postgres: Server, empty_database: str) -> None:
    name = empty_database.rsplit("/", 1)[1]
    wrong = {
        postgres.url(
            name, password="falsch"
        ): f"at 127.0.0.1:{postgres.port} refused user 'liantu'; check user and password",
        postgres.url(name, user="niemand"): "refused user 'niemand'",
        postgres.url("fehlt"): "has no database 'fehlt'",
        postgres.url(name, port=1): "no PostgreSQL server answers at 127.0.0.1:1; start it",
        "postgresql://u:p@h:port/d": "address of the casework cannot be read",
        "mysql://u:p@h/d": "cannot live in 'mysql'",
    }
    for url, says in wrong.items():
        with pytest.raises(StoreError) as caught:
            Casework(url)
        text = str(caught.value)
        assert says in text
        assert "falsch" not in text
        assert "\n" not in text


def test_a_user_without_rights_is_told_what_is_missing(postgres: Server, empty_database: str) -> None:
    case = Casework(empty_database)
    with case.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("CREATE ROLE leser LOGIN PASSWORD 'leser'")
    case.engine.dispose()
    with pytest.raises(StoreError, match=r"'leser' may not make or change the tables"):
        Casework(postgres.url(empty_database.rsplit("/", 1)[1], "leser", "leser"))


def test_a_server_that_goes_away_is_said_and_work_goes_on_when_it_is_back(
    postgres: Server, empty_database: str
) -> None:
    case = Casework(empty_database)
    with case.write("甲") as session:
        claims.save(session, document(), "410700", "甲专班", TODAY)
    postgres.stop()
    try:
        with (
            pytest.raises(StoreError, match=f"no PostgreSQL server answers at 127.0.0.1:{postgres.port}"),
            case.read() as session,
        ):
            session.scalars(sa.select(Target)).all()
    finally:
        postgres.start()
    with case.read() as session:
        assert [t.name for t in session.scalars(sa.select(Target))] == ["甲公司"]
    case.engine.dispose()


def test_a_writer_that_waits_too_long_is_told_to_try_again(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.casework.server.WAIT", 1)
    case = Casework(empty_database)
    started, done = threading.Event(), threading.Event()
    told: Queue[str] = Queue()

    def hold() -> None:
        with case.write("甲") as session:
            session.scalars(sa.select(Target)).all()
            started.set()
            done.wait(timeout=30)

    holder = threading.Thread(target=hold)
    holder.start()
    assert started.wait(timeout=30)
    try:
        with case.write("乙") as session:
            session.scalars(sa.select(Target)).all()
            told.put("let in")
    except StoreError as error:
        told.put(str(error))
    done.set()
    holder.join(timeout=30)
    assert told.get(timeout=1) == "the casework is being written by another program; try again in a moment"
    case.engine.dispose()


def test_the_command_line_keeps_a_trip_on_the_server_and_says_when_it_cannot(
    postgres: Server, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    country = Country(tmp_path / "land")
    country.build()
    for name, value in {"DATA": country.data, "MODEL": "hash", "DB": country.url.removeprefix("sqlite:///")}.items():
        monkeypatch.setenv(f"LIANTU_{name}", str(value))
    args = [
        "plan",
        "--region",
        "410700",
        "--segment",
        "battery_ev.separator",
        "--days",
        "3",
        "--start",
        "2026-12-01",
        "--keep",
    ]

    monkeypatch.setenv("LIANTU_CASEWORK", empty_database)
    kept = CliRunner().invoke(app, [*args, "--out", str(tmp_path / "a")])
    assert kept.exit_code == 0, kept.output
    case = Casework(empty_database)
    with case.read() as session:
        assert [(t.start, t.days) for t in session.scalars(sa.select(Trip))] == [(date(2026, 12, 1), 3)]
    case.engine.dispose()

    monkeypatch.setenv("LIANTU_CASEWORK", postgres.url("postgres", password="falsch"))
    refused = CliRunner().invoke(app, [*args, "--out", str(tmp_path / "b")])
    assert isinstance(refused.exception, StoreError)
    assert refused.exception.exit_code == 1
    assert "refused user 'liantu'" in str(refused.exception)
    assert not (tmp_path / "b").exists()
