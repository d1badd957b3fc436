"""Nothing is asked of the world: by what the system counts where there is no way out, by what it is asked to do
(strace), and by what Python says of itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.network_hook import HOOK
from tests.support.small import ROOT, Country

SEALED = ["unshare", "-rn"]
# A call to somewhere else than this machine: an address of IPv4 or IPv6 that is not the loopback's.
OUTSIDE = re.compile(r'sin_addr=inet_addr\("(?!127\.|0\.0\.0\.0)|inet_pton\(AF_INET6, "(?!::1"|::")')
# Commands one after another in one process, whose start takes longer than they do.
IN_TURN = """
import json, sys
import liantu
for command in json.loads(sys.argv[1]):
    sys.argv = ["liantu", *command]
    try:
        liantu.main()
    except SystemExit as ended:
        if ended.code:
            raise
"""


def sealed(folder: Path, *more: str) -> tuple[subprocess.CompletedProcess[str], dict[str, int], list[str]]:
    """Run the job without routes: how it ended, what was counted, the calls outside that strace saw."""
    if shutil.which("unshare") is None or subprocess.run([*SEALED, "true"], capture_output=True).returncode:
        pytest.skip("no network namespace can be made here")
    trace = folder / "calls"
    watched = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace)]
    command = [sys.executable, "-m", "tests.support.sealed_job", str(folder), *more]
    env = {k: v for k, v in os.environ.items() if not k.startswith("LIANTU_")}
    strace = watched if shutil.which("strace") else []
    done = subprocess.run([*SEALED, *strace, *command], cwd=ROOT, env=env, capture_output=True, text=True)
    counts = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}
    seen = trace.read_text("utf-8", "replace").splitlines() if strace else []
    return done, counts, [line for line in seen if OUTSIDE.search(line)]


@pytest.mark.slow
def test_a_call_outside_is_noticed(tmp_path: Path) -> None:
    """Otherwise the next test would prove nothing."""
    done, counts, calls = sealed(tmp_path, "call")
    assert done.returncode == 0, done.stderr
    assert counts["Ip.OutNoRoutes"] >= 1
    assert shutil.which("strace") is None or any("203.0.113.7" in c for c in calls)


@pytest.mark.slow
def test_the_main_job_and_every_page_without_a_way_out(tmp_path: Path) -> None:
    done, counts, calls = sealed(tmp_path)
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-3_000:]
    assert done.stdout.count("\npage ") >= 9
    assert "\nserver" in done.stdout
    assert calls == []
    assert {k: v for k, v in counts.items() if v and k != "Tcp.ActiveOpens"} == {}


def test_the_main_job_calls_nobody(tmp_path: Path) -> None:
    """The same in short, in every process that a command starts, as Python's own audit tells it."""
    country = Country(tmp_path / "c")
    country.build()
    seen = tmp_path / "calls"
    listed = tmp_path / "名单.csv"
    listed.write_text("企业名称,主要产品,城市\n新乡封存隔膜有限公司,锂电隔膜,新乡市\n", encoding="utf-8")
    env = os.environ | {
        "LIANTU_MODEL": "hash",
        "LIANTU_DATA": str(country.data),
        "LIANTU_DB": country.url.removeprefix("sqlite:///"),
        "LIANTU_VECTORS": str(country.vectors),
        "LIANTU_TEST_CALLS": str(seen),
        "PYTHONPATH": str(HOOK),
    }
    at = ("--region", "410700")
    commands = (
        ("ingest", str(listed), *at),
        ("gaps", *at, "--json"),
        ("recommend", *at, "--segment", "battery_ev.separator", "--json"),
        ("report", "--period", "week", *at, "--out", str(tmp_path / "out")),
    )
    done = subprocess.run([sys.executable, "-c", IN_TURN, json.dumps(commands)], cwd=ROOT, env=env, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert not seen.exists(), seen.read_text("utf-8")
    control = "import socket\ntry: socket.create_connection(('127.0.0.2', 9), timeout=0.1)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", control], env=env, check=True)
    assert "127.0.0.2" in seen.read_text("utf-8")
