"""The main job, the server of the app and every page, run in a network namespace that has no route anywhere.

Run as a program inside of `unshare -rn`: it switches the loopback on, does all of it with caches that are empty, and
prints what the system counted meanwhile. `python -m tests.support.sealed_job FOLDER [call]`; with `call` it calls
outside instead, so that a test can see that this is noticed.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEGMENT = "battery_ev.separator"
JOB = (
    ("build",),
    ("ingest", "{list}", "--region", "410700"),
    ("gaps", "--region", "410700", "--json"),
    ("recommend", "--region", "410700", "--segment", SEGMENT, "--top", "5", "--json"),
    ("plan", "--region", "410700", "--segment", SEGMENT, "--days", "2", "--start", "2026-12-07", "--out", "{out}"),
    ("report", "--period", "week", "--region", "410700", "--out", "{out}"),
    ("backup", "--out", "{out}/b.zip"),
    ("doctor",),
)
PAGES = """
import os
from streamlit.testing.v1 import AppTest
from app_pages.registry import PAGES
from app_pages.server import ask_nobody
ask_nobody()
at = AppTest.from_file("app.py", default_timeout=400).run()
assert not at.exception, at.exception
for page in PAGES:
    at.switch_page(page.file).run()
    assert not at.exception, (page, [e.value for e in at.exception])
    print("page", page.name, flush=True)
"""


def loopback_up() -> None:
    """Switch the one network on that this namespace has (SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        asked = fcntl.ioctl(s, 0x8913, struct.pack("16sH14x", b"lo", 0))
        flags = struct.unpack("16sH14x", asked)[1]
        fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", b"lo", flags | 1))


def counted() -> dict[str, int]:
    """What the system counts in this namespace: packets that found no route (asked for an address outside), and UDP
    packets (asked a server of names, which may be one on the loopback)."""
    out = {}
    lines = Path("/proc/net/snmp").read_text().splitlines()
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        kind = names.split(":")[0]
        told = dict(zip(names.split()[1:], map(int, values.split()[1:]), strict=True))
        out |= {f"{kind}.{k}": told[k] for k in ("OutNoRoutes", "OutDatagrams", "ActiveOpens") if k in told}
    for line in Path("/proc/net/snmp6").read_text().splitlines() if Path("/proc/net/snmp6").exists() else ():
        name, value = line.split()
        if name in ("Ip6OutNoRoutes", "Udp6OutDatagrams"):
            out[name] = int(value)
    return out


def main_job(folder: Path) -> None:
    """All commands, the server, all pages. Caches are in the folder, which is empty."""
    listed = folder / "名单.csv"
    listed.write_text("企业名称,主要产品,城市\n新乡封存隔膜有限公司,锂电池隔膜,新乡市\n", encoding="utf-8")
    for command in JOB:
        told = [part.format(list=listed, out=folder / "out") for part in command]
        done = subprocess.run([sys.executable, "liantu.py", *told], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode in (0, 1 if command[0] == "doctor" else 0), (told, done.stderr[-800:])
        print("command", command[0], flush=True)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    server = subprocess.Popen([sys.executable, "liantu.py", "app", "--no-browser", "--port", str(port)], cwd=ROOT)
    try:
        asking = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Origin": "http://evil.example"})
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(asking, timeout=5) as answer:
                assert b"streamlit" in answer.read().lower()
                print("server", flush=True)
                break
            time.sleep(0.5)
    finally:
        server.terminate()
        server.wait(30)
    done = subprocess.run([sys.executable, "-c", PAGES], cwd=ROOT, capture_output=True, text=True)
    print(done.stdout, flush=True)
    assert done.returncode == 0, done.stderr[-2_000:]


def call() -> None:
    """What must be noticed: an address and a name outside."""
    with suppress(OSError):
        socket.create_connection(("203.0.113.7", 80), timeout=1)
    with suppress(OSError):
        socket.getaddrinfo("out.example", 80)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    os.environ |= {"HOME": str(place), "XDG_CACHE_HOME": str(place / "cache"), "LIANTU_DB": str(place / "liantu.db")}
    os.environ |= {"LIANTU_VECTORS": str(place / "vectors"), "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    loopback_up()
    before = counted()
    call() if sys.argv[2:] else main_job(place)
    print(json.dumps({k: v - before.get(k, 0) for k, v in counted().items()}), flush=True)
