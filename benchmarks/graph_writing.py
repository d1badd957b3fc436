"""Writing a graph to Neo4j, as whole processes, beside a plain driver that sends the same rows by `UNWIND`.

python -m benchmarks.graph_writing [--firms 60000] [--runs 3] [--heap 1g]

Starts the Neo4j of the tests on loopback, in a folder of its own that goes afterwards. A run is: an empty database, the
plain `UNWIND`, and one that replaces every firm, membership and relation and keeps the old properties in a log (in
place, so that readers see it half done); an empty database, `liantu graph push`, the same push again with nothing
changed, `liantu graph diff`, a push after every firm, membership and relation has changed, and the diff after it. Peer
and ours alternate. Seconds are of the whole process, memory is the most that the process had; `processor` and `server`
are the processor seconds of the process and of Neo4j, which say more than seconds by the clock where the machine has
other work.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from neo4j import GraphDatabase

from benchmarks import own_neo4j
from benchmarks.graph_push import made_up
from graph.model.records import Firm, Membership, Relation
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.cypher import labels
from graph.store.neo4j.load.plan import prepare

PEER_ROWS = 5_000  # rows in a transaction of the plain driver
TYPES = ("chain", "segment", "firm", "link", "membership", "relation")
CHANGED = ("firm", "membership", "relation")


def source_file(folder: Path, firms: int) -> Path:
    """The made-up country in a file."""
    place = folder / "source.db"
    store = EmbeddedStore.create(f"sqlite:///{place}")
    with store.batch("bench", "made up") as batch:
        for rows in made_up(firms):
            batch.upsert(rows)
    store.engine.dispose()
    return place


def change_all(place: Path, firms: int, turn: int) -> None:
    """Change every firm, membership and relation of the file."""
    store = EmbeddedStore.open(f"sqlite:///{place}")
    with store.batch("bench", "made up again") as batch:
        for rows in made_up(firms):
            batch.upsert([_changed(r, turn) for r in rows if isinstance(r, Firm | Membership | Relation)])
    store.engine.dispose()


def _changed(row: Firm | Membership | Relation, turn: int) -> Firm | Membership | Relation:
    if isinstance(row, Firm):
        return replace(row, employees=1_000 + turn)
    if isinstance(row, Membership):
        return replace(row, confidence=row.confidence // 2 + turn)
    return replace(row, source=f"made up {turn}")


def rows_file(place: Path, out: Path) -> Path:
    """The same rows for the plain driver: a line a transaction, {record, rows}."""
    store = EmbeddedStore.open(f"sqlite:///{place}")
    with out.open("wb") as file:
        for record in TYPES:
            for page in store.contents(record, PEER_ROWS):
                rows = [prepare(record, c, 1, "2026-11-30") for c in page]
                sent = [r.p if r.a is None else {"a": r.a, "b": r.b, "p": r.p} for r in rows]
                file.write(orjson.dumps({"record": record, "rows": sent}) + b"\n")
    store.engine.dispose()
    return out


def sent(rows: Path, access: Sequence[str], before: Sequence[str], ask: Callable[[str], str]) -> None:
    """Give the rows to a plain driver, a transaction a line. before: constraints; ask: the statement for the rows of a
    record, '' where they are left out; access: address, user, password."""
    url, user, password = access
    with GraphDatabase.driver(url, auth=(user, password)) as driver:
        for text in before:
            driver.execute_query(text)
        with rows.open("rb") as file:
            for line in file:
                part = orjson.loads(line)
                if text := ask(part["record"]):
                    driver.execute_query(text, rows=part["rows"])


def plain(rows: Path, access: Sequence[str]) -> None:
    """What anybody would write: constraints on the keys, and one `UNWIND` a transaction."""

    def create(record: str) -> str:
        tie = labels.TIES.get(record)
        if tie is None:
            return f"UNWIND $rows AS row CREATE (n:{labels.NODES[record]}) SET n = row"
        return (
            f"UNWIND $rows AS row MATCH (a:{tie.start} {{key: row.a}}) MATCH (b:{tie.end} {{key: row.b}}) "
            f"CREATE (a)-[n:{tie.type}]->(b) SET n = row.p"
        )

    keys = [f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.key IS UNIQUE" for label in ("Chain", "Segment", "Firm")]
    sent(rows, access, before=keys, ask=create)


def plain_replace(rows: Path, access: Sequence[str]) -> None:
    """What anybody would write to replace every row and keep what it was: one `UNWIND` a transaction that copies the
    old properties to a node of the log and sets the new ones; no reader is spared what is half done."""

    def replaced(record: str) -> str:
        if record not in CHANGED:
            return ""
        tie = labels.TIES.get(record)
        if tie is None:
            found = f"MATCH (n:{labels.NODES[record]} {{key: row.key}}) WITH n, row AS p"
        else:
            found = (
                f"MATCH (:{tie.start} {{key: row.a}})-[n:{tie.type}]->(:{tie.end} {{key: row.b}}) "
                "WHERE n.key = row.p.key WITH n, row.p AS p"
            )
        log = f"CREATE (c:Log) SET c = properties(n) SET c.key = '{record}|' + n.key"
        return f"UNWIND $rows AS row {found} {log} SET n = p"

    sent(rows, access, before=["CREATE CONSTRAINT FOR (n:Log) REQUIRE n.key IS UNIQUE"], ask=replaced)


def empty(url: str, user: str, password: str) -> None:
    """Take everything out of the database, its constraints and indexes too."""
    with GraphDatabase.driver(url, auth=(user, password)) as driver, driver.session() as session:
        session.run("MATCH ()-[r]->() CALL { WITH r DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL { WITH n DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
        for row in list(session.run("SHOW CONSTRAINTS YIELD name")):
            session.run(f"DROP CONSTRAINT {row['name']}").consume()
        for row in list(session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'")):
            session.run(f"DROP INDEX {row['name']}").consume()


def processor_seconds(pid: int) -> float:
    """What a process has used so far (Linux; 0 elsewhere)."""
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def timed(command: Sequence[str], env: Mapping[str, str], server: int) -> dict[str, float]:
    """Seconds, processor seconds of it and of the server (a process id), and most memory of a command; it must
    succeed."""
    start, before = time.perf_counter(), processor_seconds(server)
    process = subprocess.Popen([sys.executable, *command], env=dict(env), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return {
        "seconds": round(time.perf_counter() - start, 2),
        "processor": round(used.ru_utime + used.ru_stime, 2),
        "server": round(processor_seconds(server) - before, 2),
        "mb": round(used.ru_maxrss / 1024),
    }


def campaign(server: Any, folder: Path, firms: int, runs: int) -> list[dict[str, Any]]:
    """One document a run."""
    access = (server.url, server.user, server.password)
    env = os.environ | own_neo4j.access(server)
    place = source_file(folder, firms)
    changed = Path(shutil.copy(place, folder / "changed.db"))
    change_all(changed, firms, 0)
    create, replace_all = (
        ["-m", "benchmarks.graph_writing", "--peer", what, str(rows_file(given, folder / f"{what}.jsonl")), *access]
        for what, given in (("create", place), ("replace", changed))
    )
    push, diff = (["liantu.py", "graph", what, "--db", str(place), "--json"] for what in ("push", "diff"))
    out, pid = [], server.process.pid
    for turn in range(runs):
        done: dict[str, Any] = {"load": round(os.getloadavg()[0], 2)}
        empty(*access)
        done["plain"] = timed(create, env, pid)
        done["plain_replace"] = timed(replace_all, env, pid)
        empty(*access)
        for name, command in (("push", push), ("unchanged", push), ("diff", diff)):
            done[name] = timed(command, env, pid)
        change_all(place, firms, turn)
        for name, command in (("all_changed", push), ("diff_after", diff)):
            done[name] = timed(command, env, pid)
        done["push_to_plain"] = round(done["push"]["seconds"] / done["plain"]["seconds"], 2)
        done["replace_to_plain"] = round(done["all_changed"]["seconds"] / done["plain_replace"]["seconds"], 2)
        done["changed_firms_per_second"] = round(firms / done["all_changed"]["seconds"])
        print(json.dumps(done), flush=True)
        out.append(done)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=60_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--peer", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peer:
        work = plain if given.peer[0] == "create" else plain_replace
        work(Path(given.peer[1]), given.peer[2:])
        return

    with tempfile.TemporaryDirectory() as folder, own_neo4j.running(Path(folder) / "home", given.heap) as server:
        done = campaign(server, Path(folder), given.firms, given.runs)
    seconds = {k: statistics.median(d[k]["seconds"] for d in done) for k, v in done[0].items() if isinstance(v, dict)}
    memory = {k: max(d[k]["mb"] for d in done) for k, v in done[0].items() if isinstance(v, dict)}
    ratios = {k: statistics.median(d[k] for d in done) for k in ("push_to_plain", "replace_to_plain")}
    changed = statistics.median(d["changed_firms_per_second"] for d in done)
    print(
        json.dumps(
            {
                "firms": given.firms,
                "runs": given.runs,
                "median_seconds": seconds,
                "most_mb": memory,
                **ratios,
                "changed_firms_per_second": changed,
            }
        )
    )


if __name__ == "__main__":
    main()
