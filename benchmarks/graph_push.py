"""Pushing a large graph to the server that `LIANTU_GRAPH` names: firms a second, memory, and readers meanwhile.

python -m benchmarks.graph_push [--firms 100000] [--server-pid PID]     the database must be empty; it is left filled

The readers are a process of their own, as officials are, and take a page every fifth of a second, before the push
as well as during it. A page is the document that the page 产业链图谱 shows of a chain in a city, worked out anew
each time, and the firms of one segment there. `reads` are the same two times without what the page works out
itself: the answers of the server alone. Idle pages are timed after two hundred that warm the server up, so that a
cold start does not make idle slow. `--server-pid` adds how much processor time the server took, for a server on the
same machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from graph import settings
from graph.gaps.documents.gap import chain_document
from graph.gaps.find import find_gaps
from graph.measures import threads
from graph.measures.network import Network
from graph.model.records import MICRO, Chain, Firm, Link, Membership, MembershipEvidence, Relation, Segment
from graph.model.regions import Regions
from graph.region.country import Country
from graph.region.coverage import coverage
from graph.region.footprint import Footprint
from graph.store.copy import copy
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.load.writer import FULL, GENTLE
from graph.store.opening import server

SEGMENTS = 120
CITIES = ("410700", "410100", "440300", "320500", "310000", "370200", "510100", "430100")
THERE = 1_000  # firms that the server holds before the push, so that pages have something to show
WARM, IDLE = 200, 100  # pages
PAUSE = 0.2  # seconds between two pages of the readers


def made_up(n: int, seed: int = 1) -> Iterator[list[Any]]:
    """A country of `n` firms, one to two memberships and one relation each, in lists."""
    rng = random.Random(seed)
    segments = [
        Segment(f"toy.s{i}", "toy", f"环节{i}", f"s{i}", "midstream", "说明", ("甲", "乙", "丙"), position=i)
        for i in range(SEGMENTS)
    ]
    links = tuple(Link(f"toy.s{i}", f"toy.s{i + 1}", "material", 0.3, "made up") for i in range(SEGMENTS - 1))
    yield [Chain("toy", "测试链", "toy", "test", "说明", (), ()), *segments, *links]
    for start in range(0, n, 5_000):
        rows: list[Any] = []
        for i in range(start, min(start + 5_000, n)):
            firm = f"u:{i:09}"
            rows.append(
                Firm(
                    firm,
                    f"第{i}精密材料有限公司",
                    uscc=f"9141{i:014}",
                    region=rng.choice(CITIES),
                    products=("电解液", f"产品{i % 997}"),
                    revenue_yi=float(rng.randrange(1, 500)),
                    source="made up",
                    as_of="2025",
                    size=rng.randrange(1, 30) * MICRO,
                )
            )
            evidence = (MembershipEvidence(kind="product", term="电解液", text="电解液", source="made up", weight=1.0),)
            for s in rng.sample(range(SEGMENTS), 1 + i % 2):
                rows.append(Membership(firm, f"toy.s{s}", rng.randrange(1, MICRO), evidence))
            rows.append(Relation(firm, f"u:{rng.randrange(max(i, 1)):09}", "supplier"))
        yield rows


def read_pages(pages: int) -> None:
    """Show a chain again and again, `pages` times or (0) until told to end; prints (page, reads) in seconds."""
    chosen = settings.load()
    store, regions = server(chosen), Regions.load(chosen.data / "regions.csv")
    store.announce()  # as the app does, and
    threads.one_a_product()
    for k in range(WARM if pages else 1):
        _page(store, regions, CITIES[k % len(CITIES)])
    times: list[tuple[float, float]] = []
    ended = threading.Event()
    if not pages:

        def wait() -> None:
            sys.stdin.read()
            ended.set()

        threading.Thread(target=wait, daemon=True).start()
    print("ready", flush=True)
    while len(times) < pages or not (pages or ended.is_set()):
        ended.wait(PAUSE)  # the same rhythm idle and during a push: a page asked for after a pause finds caches cold
        times.append(_page(store, regions, CITIES[len(times) % len(CITIES)]))
    print(json.dumps(times))


def _page(store: Any, regions: Regions, city: str) -> tuple[float, float]:
    start = time.perf_counter()
    chains, columns = store.chains(), store.member_columns()
    listed = store.origins(city)
    firms = store.firms_of("toy.s3", city)
    read = time.perf_counter()
    country = Country.of(columns, Network(tuple(chains)), regions)
    foot = Footprint(country.network, city, country, coverage(listed), listed)
    document = chain_document(chains[0], foot, find_gaps(foot, "toy"))
    assert len(document["segments"]) == SEGMENTS
    assert all(f.region == city for f, _ in firms)
    end = time.perf_counter()
    return end - start, read - start


def _readers(pages: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.graph_push", "--read", str(pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def _pages(process: subprocess.Popen[str]) -> dict[str, float]:
    times = 1000 * np.array(json.loads(process.communicate()[0]))
    out: dict[str, float] = {"pages": len(times)}
    for k, name in enumerate(("page", "reads")):
        out |= {f"{name}_p{p}_ms": round(float(np.quantile(times[:, k], p / 100)), 1) for p in (50, 95)}
    return out


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def _processor(pid: int) -> float:
    """Seconds of processor time a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def source_of(n: int, folder: str) -> EmbeddedStore:
    """The made-up country in a file."""
    source = EmbeddedStore.create(f"sqlite:///{folder}/source.db")
    with source.batch("bench", "made up") as batch:
        for rows in made_up(n):
            batch.upsert(rows)
    return source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=100_000)
    parser.add_argument("--read", type=int, default=None, help=argparse.SUPPRESS)
    parser.add_argument("--server-pid", type=int, default=None)
    parser.add_argument("--no-readers", action="store_true")
    parser.add_argument("--gently", action="store_true", help="as `liantu graph push --gently`")
    given = parser.parse_args()
    if given.read is not None:
        read_pages(given.read)
        return
    target = server(settings.load(), create=True)
    with tempfile.TemporaryDirectory() as folder:
        source = source_of(given.firms, folder)
        with target.batch("bench", "made up") as first:
            kept = {f"u:{i:09}" for i in range(THERE)}
            for rows in made_up(min(given.firms, 5_000)):
                first.upsert([r for r in rows if getattr(r, "id", "") in kept or isinstance(r, Segment | Link | Chain)])
                first.upsert([r for r in rows if getattr(r, "firm_id", "") in kept])
        idle = None if given.no_readers else _pages(_readers(IDLE))
        readers = None if given.no_readers else _readers(0)
        memory: list[float] = []
        target.pace = GENTLE if given.gently else FULL
        before = _processor(given.server_pid) if given.server_pid else 0.0
        start, cpu = time.perf_counter(), time.process_time()
        copy(source, target, "bench", lambda *_: memory.append(_resident_mb()), verify=False)
        seconds, spent = time.perf_counter() - start, time.process_time() - cpu
        busy = _pages(readers) if readers else None
        document = {
            "firms": given.firms,
            "rows": sum(source.counts().values()),
            "seconds": round(seconds, 1),
            "firms_per_second": round(given.firms / seconds),
            "client_cpu_seconds": round(spent, 1),
            "server_cpu_seconds": round(_processor(given.server_pid) - before, 1) if given.server_pid else None,
            "memory_mb": [round(m) for m in (memory[0], memory[len(memory) // 2], memory[-1])],
            "idle": idle,
            "during_push": busy,
        }
        print(json.dumps(document))


if __name__ == "__main__":
    main()
