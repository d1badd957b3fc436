"""A PostgreSQL server of the tests' own: made in a temporary folder, answering on a free port, gone at the end.

PostgreSQL refuses to run as root, so that as root it runs as the user `postgres`, or else `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

USER, PASSWORD = "liantu", "geheim,7"  # the comma has to be written %2C in a URL
MISSING = "needs PostgreSQL (Debian: apt-get install postgresql)"


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest where there are several; None where there is none."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    places = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    places += [p.parent for p in Path("/opt/homebrew/opt").glob("postgresql*/bin/initdb")]
    return max(places, key=lambda p: [int(x) for x in p.parts[-2] if x.isdigit()], default=None)


def _someone_else() -> dict[str, Any]:
    """How a subprocess is made to run as somebody who is not root; nothing where we are not root ourselves."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("there is no user to run PostgreSQL as")


@dataclass
class Server:
    """A server that can be stopped and started; `url(name)` names one of its databases."""

    folder: Path
    bin: Path
    port: int
    who: Mapping[str, Any]

    def url(self, database: str, user: str = USER, password: str = "geheim%2C7", port: int | None = None) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{port or self.port}/{database}"

    def _run(self, *args: str) -> None:
        subprocess.run(
            args,
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            timeout=60,
            **self.who,
        )

    def start(self) -> None:
        # Nothing of these databases outlives the tests, so that nothing has to reach the disk.
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -F -c full_page_writes=off -c synchronous_commit=off"
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self._run(str(self.bin / "pg_ctl"), "-D", data, "-l", log, "-w", "-t", "40", "-o", options, "start")

    def stop(self) -> None:
        self._run(str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "fast", "-w", "stop")


def make(bin_: Path) -> Server:
    """A new server, started."""
    who = _someone_else()
    folder = Path(tempfile.mkdtemp(prefix="liantu-pg-"))
    password = folder / "password"
    password.write_text(PASSWORD)
    if who:
        for path in (folder, password):
            os.chown(path, who["user"], who["group"])
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    server = Server(folder, bin_, port, who)
    server._run(
        str(bin_ / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        USER,
        "-A",
        "scram-sha-256",
        f"--pwfile={password}",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    server.start()
    return server


def close(server: Server) -> None:
    """Stop a server and remove its folder."""
    try:
        server.stop()
    finally:
        shutil.rmtree(server.folder, ignore_errors=True)
