"""Pushing a large graph to the server that `LIANTU_GRAPH` names: firms a second, memory, and readers meanwhile.

python -m benchmarks.graph_push [--firms 100000]      the database must be empty; it is left filled
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from graph import settings
from graph.copy import copy
from graph.embedded import EmbeddedStore
from graph.opening import server
from graph.types import MICRO, Chain, Firm, Link, Membership, Relation, Segment

SEGMENTS = 120
CITIES = ("410700", "410100", "440300", "320500", "310000", "370200", "510100", "430100")


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
                Firm(firm, f"第{i}精密材料有限公司", uscc=f"9141{i:014}", region=rng.choice(CITIES), products=("电解液", f"产品{i % 997}"),
                     revenue_yi=float(rng.randrange(1, 500)), source="made up", as_of="2025", size=rng.randrange(1, 30) * MICRO)
            )  # fmt: skip
            evidence = ({"kind": "product", "term": "电解液", "text": "电解液", "source": "made up", "weight": 1.0},)
            for s in rng.sample(range(SEGMENTS), 1 + i % 2):
                rows.append(Membership(firm, f"toy.s{s}", rng.randrange(1, MICRO), evidence))
            rows.append(Relation(firm, f"u:{rng.randrange(max(i, 1)):09}", "supplier"))
        yield rows


def resident_mb() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=100_000)
    n = parser.parse_args().firms
    target = server(settings.load(), create=True)
    with tempfile.TemporaryDirectory() as folder:
        source = EmbeddedStore.create(f"sqlite:///{folder}/source.db")
        with source.batch("bench", "made up") as batch:
            for rows in made_up(n):
                batch.upsert(rows)

        def page() -> float:
            start = time.perf_counter()
            target.chains()
            target.firms_of("toy.s3", "410700")
            return time.perf_counter() - start

        with target.batch("bench", "made up") as first:
            for rows in made_up(1_000, seed=2):
                first.upsert(rows)
        idle = [page() for _ in range(40)]
        busy: list[float] = []
        memory: list[float] = []
        done = threading.Event()

        def read() -> None:
            while not done.wait(0.2):
                busy.append(page())

        reader = threading.Thread(target=read)
        reader.start()
        start, cpu = time.perf_counter(), time.process_time()
        try:
            copy(source, target, "bench", lambda *_: memory.append(resident_mb()), verify=False)
        finally:
            done.set()
            reader.join()
        seconds, spent = time.perf_counter() - start, time.process_time() - cpu
        half = memory[len(memory) // 2 :]
        document = {
            "firms": n, "rows": sum(source.counts().values()), "seconds": round(seconds, 1), "client_cpu_seconds": round(spent, 1),
            "firms_per_second": round(n / seconds), "memory_mb": [round(memory[0]), round(half[0]), round(memory[-1])],
            "page_p95_idle_ms": round(1000 * float(np.quantile(idle, 0.95)), 1),
            "page_p95_push_ms": round(1000 * float(np.quantile(busy, 0.95)), 1) if busy else None, "reads": len(busy),
        }  # fmt: skip
        print(json.dumps(document))


if __name__ == "__main__":
    main()
