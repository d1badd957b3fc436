"""The line to a graph server: who may not in, what is too old, what it says when it cannot, how long it may take."""

from __future__ import annotations

import pickle
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j.exceptions import Neo4jError

from graph.errors import InvalidArgument, StoreError, StoreUnavailable
from graph.settings import load as load_settings
from graph.store import opening
from graph.store.base.abilities import reopener
from graph.store.base.protocol import Counts
from graph.store.neo4j.server import connect
from graph.store.neo4j.server.wording import explained
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import Bolt, new_server


def test_wrong_password(graph: Bolt) -> None:
    driver = connect.driver(graph.url, graph.user, "wrong")
    with pytest.raises(StoreError, match="refuses this user or password"):
        Neo4jStore.open(driver, graph.database, "s")
    driver.close()


def test_wrong_database(graph: Bolt) -> None:
    with pytest.raises(StoreError, match="has no database 'nosuch'; check LIANTU_GRAPH_DATABASE"):
        Neo4jStore.open(graph.driver, "nosuch", "s")


def test_nobody_there() -> None:
    driver = connect.driver("bolt://127.0.0.1:9", "a", "b")
    with pytest.raises(StoreUnavailable, match="does not answer; start it"):
        Neo4jStore.open(driver, "", "127.0.0.1:9")
    driver.close()


def test_encryption_asked_of_a_server_that_has_none(graph: Bolt) -> None:
    for scheme in ("bolt+s", "bolt+ssc", "neo4j+s"):
        driver = connect.driver(graph.url.replace("bolt:", f"{scheme}:"), graph.user, graph.password)
        with pytest.raises(StoreUnavailable, match=r"does not encrypt, and LIANTU_GRAPH asks for it \(\+s\)"):
            Neo4jStore.open(driver, graph.database, "s")
        driver.close()


def test_the_port_for_browsers() -> None:
    """A web server answers the handshake of Bolt as Neo4j's own does, on the port 7474."""
    with socket.create_server(("127.0.0.1", 0)) as web:

        def answer() -> None:
            line, _ = web.accept()
            with line:
                line.recv(20)
                line.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        driver = connect.driver(f"bolt://127.0.0.1:{web.getsockname()[1]}", "neo4j", "x")
        with pytest.raises(StoreError, match=r"is the address for browsers.*name the server's Bolt port"):
            Neo4jStore.open(driver, "", "s")
        driver.close()


# -- an old server ------------------------------------------------------------------------------------


class OldServer:
    """As much of an old Neo4j as a driver meets: the handshake of Bolt, and an answer to HELLO that names its version.

    `agree`: the four bytes by which it chooses a version of Bolt, all zero where it knows none of those offered.
    """

    def __init__(self, agree: bytes, agent: str) -> None:
        self._agree, self._agent = agree, agent.encode()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"bolt://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line:
                line.recv(20)  # the magic number and four offers
                line.sendall(self._agree)
                while self._agree != b"\0\0\0\0" and line.recv(65536):
                    said = b"\x86server" + bytes([0xD0, len(self._agent)]) + self._agent + b"\x8dconnection_id\x81a"
                    message = b"\xb1\x70\xa2" + said  # SUCCESS {server, connection_id}
                    line.sendall(struct.pack(">H", len(message)) + message + b"\0\0")

    def close(self) -> None:
        self._socket.close()


@pytest.mark.parametrize(
    ("agree", "sentence"),
    [
        (b"\0\0\4\4", r"is Neo4j/4\.4\.41; liantu needs Neo4j 5 or newer"),
        (b"\0\0\0\0", "liantu needs Neo4j 5 or newer"),
    ],
    ids=["4.4", "no version in common"],
)
def test_an_old_server(agree: bytes, sentence: str) -> None:
    old = OldServer(agree, "Neo4j/4.4.41")
    driver = connect.driver(old.url, "neo4j", "x")
    with pytest.raises(StoreError, match=sentence):
        Neo4jStore.open(driver, "", "old")
    driver.close()
    old.close()


# -- what a server says when it cannot ----------------------------------------------------------------

# Codes of the Neo4j manual, with the sentence's core and whether the same call may work in a moment.
SAID = [
    ("Neo.ClientError.Security.Unauthorized", "refuses this user or password", False),
    ("Neo.ClientError.Security.AuthenticationRateLimit", "after too many wrong ones; wait a minute", False),
    ("Neo.ClientError.Security.CredentialsExpired", "must be changed first", False),
    ("Neo.ClientError.Security.Forbidden", "this user may not do that", False),
    ("Neo.ClientError.Database.DatabaseNotFound", "has no database 'd'", False),
    ("Neo.TransientError.General.DatabaseUnavailable", "stopped or still starting", True),
    ("Neo.TransientError.Database.DatabaseUnavailable", "stopped or still starting", True),
    ("Neo.ClientError.Cluster.NotALeader", "takes no writing", False),
    ("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "is set to read only; whoever runs it", False),
    ("Neo.ClientError.Transaction.TransactionTimedOut", "did not finish in time", True),
    ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "too little memory", False),
    ("Neo.DatabaseError.Transaction.TransactionCommitFailed", "its disk may be full", False),
    ("Neo.DatabaseError.Transaction.TransactionLogError", "its disk may be full", False),
    ("Neo.DatabaseError.General.UnknownError", "could not do this", False),
]


@pytest.mark.parametrize(("code", "core", "in_a_moment"), SAID, ids=[c.rpartition(".")[2] for c, _, _ in SAID])
def test_a_code_becomes_one_sentence(code: str, core: str, in_a_moment: bool) -> None:
    error = Neo4jError._hydrate_neo4j(code=code, message="it said so")  # as the driver makes it of a server's answer
    said = explained(error, "h:1", "d")
    assert isinstance(said, StoreError)
    assert core in str(said)
    assert "\n" not in str(said)
    assert isinstance(said, StoreUnavailable) == in_a_moment


@pytest.mark.parametrize(
    "text", ["No space left on device", "java.io.IOException: There is not enough space on the disk"]
)
def test_a_full_disk_whatever_the_code(text: str) -> None:
    error = Neo4jError._hydrate_neo4j(code="Neo.DatabaseError.General.UnknownError", message=text)
    assert "its disk may be full" in str(explained(error, "h:1", None))


@pytest.mark.parametrize("url", ["http://x:7474", "neo4j", "postgresql://x/y"])
def test_no_graph_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("LIANTU_GRAPH", url)
    with pytest.raises(InvalidArgument, match="LIANTU_GRAPH"):
        opening.server(load_settings())


def test_the_command_says_it_in_one_sentence(graph: Bolt, root: Path) -> None:
    import os

    env = os.environ | graph.environment() | {"LIANTU_GRAPH_PASSWORD": "wrong"}
    done = subprocess.run(
        [sys.executable, "liantu.py", "chains", "--json"],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "refuses this user or password" in done.stderr
    assert "Traceback" not in done.stderr


# -- another process, a restart, a server that hangs --------------------------------------------------


def test_a_helper_process_opens_the_same_store(graph: Bolt, monkeypatch: pytest.MonkeyPatch, make) -> None:
    """What `ingest.load.parallel` hands to its helpers can be pickled and looks the hashes up on the server."""
    graph.fresh()
    for name, value in graph.environment().items():
        monkeypatch.setenv(name, value)
    store = opening.server(load_settings())
    with store.batch("test", "test") as batch:
        batch.upsert(make.listed("甲", ["f1", "f2"]))
    known = pickle.loads(pickle.dumps(reopener(store)))()
    assert known.hashes("firm_record", "甲", ["f1", "f9"]) == store.hashes("firm_record", "甲", ["f1", "f9"])
    assert list(known.hashes("firm_record", "甲", ["f1", "f9"])) == ["f1"]


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Bolt]:
    """A server that this test may stop, freeze and kill."""
    server = new_server(tmp_path / "server").start()
    made = Bolt.to(server)
    yield made
    made.driver.close()
    server.stop()


@pytest.mark.slow
def test_the_store_survives_a_restart_and_a_slow_server(own_server: Bolt, make) -> None:
    assert own_server.server is not None
    store = own_server.fresh()
    with store.batch("test", "test") as batch:
        batch.upsert([make.firm("f1")])
    store.line.read_limit = 2.0
    own_server.server.freeze()
    with pytest.raises(StoreUnavailable, match="did not answer within 2 s"):
        store.firms()
    assert own_server.server.frozen  # the error came before the server could answer
    own_server.server.freeze(on=False)
    store.line.read_limit = connect.READ_LIMIT
    assert [f.id for f in store.firms()] == ["f1"]
    own_server.server.kill()
    with pytest.raises(StoreUnavailable):
        store.data_version()
    own_server.server.start()
    assert [f.id for f in store.firms()] == ["f1"]
    with store.batch("test", "test") as batch:
        assert batch.upsert([make.firm("f2")]) == Counts(added=1)
