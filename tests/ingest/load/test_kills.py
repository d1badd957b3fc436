"""A load that is killed leaves the store as it was or as it should be, and runs through when it is started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.model.specs import BY_NAME
from tests.support.small import ROOT, Country, code

ROWS = 400
SEED = 20261130


def content(country: Country) -> dict[str, dict[str, str]]:
    """Every current record by its hash, and the keys."""
    told = {r: {c.key: c.hash for page in country.store.contents(r) for c in page} for r in BY_NAME}
    return {**told, "keys": {k: f for page in country.store.firm_keys() for k, f in page.items()}}


def command(country: Country, file: Path) -> subprocess.Popen[bytes]:
    """`liantu ingest` of the file, as an office runs it."""
    env = {
        **os.environ,
        "LIANTU_MODEL": "hash",
        "LIANTU_DATA": str(country.data),
        "LIANTU_DB": country.url.removeprefix("sqlite:///"),
        "LIANTU_VECTORS": str(country.vectors),
    }
    args = [sys.executable, "-m", "liantu", "ingest", str(file), "--report", str(file.parent / "reports"), "--json"]
    return subprocess.Popen(args, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def killed(built: Country, folder: Path, times: int) -> None:
    """Kill that many loads at random moments; after each the store is whole, and at last a load runs through."""
    rows = [f"新乡甲{i}起重机有限公司,{code('410721', f'MA4{i:06d}')},新乡市,桥式起重机;面粉" for i in range(ROWS)]
    file = folder / "名录.csv"
    file.write_text("企业名称,统一社会信用代码,所属城市,主要产品\n" + "\n".join(rows) + "\n", encoding="utf-8")
    whole = built.copy_to(folder / "whole")
    began = time.monotonic()
    done = command(whole, file)
    _, told = done.communicate(timeout=120)
    assert done.returncode == 0, told.decode()
    took = time.monotonic() - began
    before, after = content(built), content(whole)
    assert len(after["firm"]) == len(before["firm"]) + ROWS
    moments = random.Random(SEED)
    ended = 0
    country = built.copy_to(folder / "killed")
    for _ in range(times):
        process = command(country, file)
        # A load writes in its last third; most of it is the start of the program and the reading.
        time.sleep(took * moments.uniform(0.4, 1.0))
        process.kill()
        process.communicate()
        ended += process.returncode == (-signal.SIGKILL if os.name == "posix" else 1)
        assert content(country) in (before, after)
        if content(country) == after:  # it was through: begin anew
            country = built.copy_to(folder / f"killed{ended}-{time.monotonic_ns()}")
    again = command(country, file)
    again.communicate(timeout=120)
    assert again.returncode == 0
    assert content(country) == after
    assert ended >= times // 2  # the clock of a busy machine may let some run through


def test_three_kills(built: Country, tmp_path: Path) -> None:
    killed(built, tmp_path, 3)


@pytest.mark.slow
def test_twenty_kills(built: Country, tmp_path: Path) -> None:
    killed(built, tmp_path, 20)
