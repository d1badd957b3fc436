"""A real Neo4j for the tests: fetched by Maven into a cache outside the tree, started, stopped, killed, administered.

`LIANTU_TEST_NEO4J_JARS` names another folder of the cache. Nothing of Neo4j stands in the tree.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.support.bolt_server import free_port
from tests.support.held_process import HeldProcess
from tests.support.locked import locked

VERSION = "5.26.30"  # the long-term version; it runs on Java 17
ARTIFACTS = (("org.neo4j", "neo4j"), ("org.neo4j.app", "neo4j-server"))
FETCH_LIMIT = 240  # seconds for 123 MB
AGAIN = 3600.0  # seconds after which a fetch that failed is tried again
OPEN = [f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")]
# Few processors and short tests: compiling each query's code to the last costs more than it brings.
JAVA = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *OPEN]
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>liantu.tests</groupId><artifactId>neo4j</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>{}</dependencies></project>"""


class NoNeo4jHere(RuntimeError):
    """Why this machine cannot run it."""


def jars() -> Path:
    """The folder of the jars, fetched where it is not there yet. Raises `NoNeo4jHere`."""
    if not shutil.which("java"):
        raise NoNeo4jHere("no Java on this machine")
    named = os.environ.get("LIANTU_TEST_NEO4J_JARS")
    place = Path(named) if named else Path.home() / ".cache" / "liantu-tests" / f"neo4j-{VERSION}"
    place.parent.mkdir(parents=True, exist_ok=True)
    failed = place.with_name(f"{place.name}.failed")
    with locked(place.with_name(f"{place.name}.lock")):  # two processes of one run ask at once
        if not place.is_dir():
            if failed.is_file() and time.time() - failed.stat().st_mtime < AGAIN:
                raise NoNeo4jHere(failed.read_text("utf-8"))
            try:
                _fetch(place)
            except NoNeo4jHere as error:
                failed.write_text(str(error), "utf-8")
                raise
    return place


def _fetch(place: Path) -> None:
    if not shutil.which("mvn"):
        raise NoNeo4jHere("no Maven on this machine to fetch it with")
    with tempfile.TemporaryDirectory(dir=place.parent) as scratch:
        wanted = "".join(
            f"<dependency><groupId>{g}</groupId><artifactId>{a}</artifactId><version>{VERSION}</version></dependency>"
            for g, a in ARTIFACTS
        )
        (Path(scratch) / "pom.xml").write_text(POM.format(wanted), "utf-8")
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
        command = ["mvn", "-q", "-B", goal, "-DoutputDirectory=lib", f"-Dmaven.repo.local={scratch}/repository"]
        try:
            done = subprocess.run(
                command, cwd=scratch, capture_output=True, text=True, timeout=FETCH_LIMIT, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise NoNeo4jHere(f"Maven did not bring it within {FETCH_LIMIT} s") from error
        if done.returncode:
            said = next((line for line in done.stdout.splitlines() if "ERROR" in line), "no reason given")
            raise NoNeo4jHere(f"Maven cannot fetch it ({said.strip()[:160]})")
        (Path(scratch) / "lib").rename(place)


@lru_cache(maxsize=1)
def why_not() -> str:
    """Why no Neo4j runs here; '' where one does. Fetches it where need be."""
    if os.environ.get("LIANTU_TEST_SERVER", "") == "arcadedb":
        return "LIANTU_TEST_SERVER=arcadedb"
    try:
        jars()
    except NoNeo4jHere as error:
        return str(error)
    return ""


def _end_with_parent() -> None:
    """Ask Linux to end this process when the tests end, however they do."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Neo4jServer(HeldProcess):
    """One server and its folder; the same face as `tests.support.bolt_server.BoltServer`. Its home is `folder`."""

    user, password, database = "neo4j", "liantu-test-password", "neo4j"

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None, scheme: str = "bolt") -> None:
        """settings: lines of `neo4j.conf` beside the usual ones."""
        self.folder, self.port, self.scheme = folder, free_port(), scheme
        self.heap = "512m"
        self.java = JAVA
        self.settings = dict(settings or {})

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def start(self, wait: float = 180.0) -> Neo4jServer:
        """Start it and wait until it answers. A new home gets its password first."""
        self.configure()
        if not (self.folder / "data" / "dbms").is_dir():
            self.admin("dbms", "set-initial-password", self.password)
        command = ["java", f"-Xmx{self.heap}", *self.java, "-cp", f"{jars()}/*"]
        command += ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.folder}"]
        command += [f"--config-dir={self.folder / 'conf'}"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        end = time.monotonic() + wait
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"no Neo4j: {(self.folder / 'server.log').read_text('utf-8')[-2000:]}")
            time.sleep(0.2)
        return self

    def configure(self) -> None:
        """Write `neo4j.conf`: loopback only, no report of use, small files."""
        (self.folder / "conf").mkdir(parents=True, exist_ok=True)
        lines = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": "64m",
            "db.tx_log.preallocate": "false",
        } | self.settings
        (self.folder / "conf" / "neo4j.conf").write_text("".join(f"{k}={v}\n" for k, v in lines.items()), "utf-8")

    def admin_tool(self) -> Path:
        """A program `neo4j-admin` for this home, as a server's operator has it on the path."""
        self.configure()
        tool = self.folder / "bin" / "neo4j-admin"
        tool.parent.mkdir(exist_ok=True)
        command = ["java", f"-Xmx{self.heap}", *self.java, "-cp", f"{jars()}/*", "org.neo4j.cli.AdminTool"]
        lines = [
            "#!/bin/sh",
            f"export NEO4J_HOME={shlex.quote(str(self.folder))} NEO4J_CONF={shlex.quote(str(self.folder / 'conf'))}",
            f'exec {shlex.join(command)} "$@"',
        ]
        tool.write_text("\n".join(lines) + "\n", "utf-8")
        tool.chmod(0o755)
        return tool

    def admin(self, *arguments: str) -> str:
        """`neo4j-admin` with these arguments on this home; returns what it says. Raises `AssertionError`."""
        command = [str(self.admin_tool()), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{shlex.join(command)}: {done.stdout[-1500:]} {done.stderr[-1500:]}"
        return done.stdout + done.stderr

    def stop(self) -> None:
        """An orderly end."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def _answers(self) -> bool:
        """Does it take a query? A closed port is found without the driver, which would try again and again."""
        url = self.url.replace("+s://", "+ssc://")
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            with GraphDatabase.driver(url, auth=(self.user, self.password), connection_timeout=5) as driver:
                driver.execute_query("RETURN 1", database_=self.database)
            return True
        except (DriverError, Neo4jError, OSError):
            return False
