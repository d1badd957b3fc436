"""A real Bolt server for the tests, in a process of its own so that it can be stopped, killed and started again.

Run as a program it serves until its standard input closes: `python -m tests.support.bolt_server FOLDER PORT`.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.support.held_process import HeldProcess

USER, PASSWORD, DATABASE = "root", "liantu-test-password", "neo4j"


def serve(folder: str, port: int, megabytes: int = 1024) -> None:
    """Start the server and wait for the end of the parent."""
    import arcadedb_embedded

    server = arcadedb_embedded.ArcadeDBServer(
        folder,
        root_password=PASSWORD,
        jvm_kwargs={"heap_size": f"{megabytes}m"},
        config={
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": port,
            "http_port": port + 1,
        },
    )
    server.start()
    with contextlib.suppress(Exception):  # there already, after a restart
        server.create_database(DATABASE)
    print("ready", flush=True)
    sys.stdin.read()
    server.stop()


def free_port() -> int:
    """A port nobody uses, with its neighbour free as well."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            with contextlib.suppress(OSError):
                two.bind(("127.0.0.1", port + 1))
                return int(port)


class BoltServer(HeldProcess):
    """One server and its folder."""

    user, password, database = USER, PASSWORD, DATABASE

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder, self.port = folder, port or free_port()

    @property
    def url(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def start(self, wait: float = 120.0) -> BoltServer:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.bolt_server", str(self.folder.resolve()), str(self.port)],
                cwd=Path(__file__).resolve().parents[2],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + wait
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        seen = b""
        while b"ready" not in seen:
            seen += self.process.stdout.read() or b""
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"no Bolt server: {(self.folder / 'server.log').read_text()[-2000:]}")
            time.sleep(0.1)
        return self

    def stop(self) -> None:
        """An orderly end."""
        if self.process is not None:
            assert self.process.stdin is not None
            with contextlib.suppress(OSError):
                self.process.stdin.close()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
