"""A Neo4j that encrypts with a certificate of one's own, as docs/neo4j.md has it, and one that takes no writing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.store.neo4j.server import connect
from graph.store.neo4j.store import Neo4jStore
from tests.support.bolt_graph import Bolt, put
from tests.support.neo4j_server import Neo4jServer

pytestmark = [
    pytest.mark.neo4j,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with"),
]
ENCRYPTED = {
    "dbms.ssl.policy.bolt.enabled": "true",
    "dbms.ssl.policy.bolt.base_directory": "certificates/bolt",
    "dbms.ssl.policy.bolt.client_auth": "NONE",
    "server.bolt.tls_level": "REQUIRED",
}


def certificate(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1; returns the certificate."""
    folder.mkdir(parents=True)
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "public.crt"


def refusal(server: Neo4jServer, scheme: str) -> str:
    """What is said to who comes with this scheme."""
    driver = connect.driver(f"{scheme}://127.0.0.1:{server.port}", server.user, server.password)
    with pytest.raises(StoreError) as caught:
        Neo4jStore.create(driver, server.database, "h:7687")
    driver.close()
    return str(caught.value)


def test_a_certificate_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make) -> None:
    server = Neo4jServer(tmp_path / "home", ENCRYPTED, scheme="bolt+s")
    public = certificate(tmp_path / "home" / "certificates" / "bolt")
    server.start()
    try:
        for scheme in ("bolt", "neo4j"):
            assert "asks for encryption; write +s in LIANTU_GRAPH" in refusal(server, scheme)
        for scheme in ("bolt+s", "neo4j+s"):
            assert "does not trust the certificate of the graph server h:7687" in refusal(server, scheme)
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        for scheme in ("bolt+s", "neo4j+s", "bolt+ssc"):
            server.scheme = scheme
            graph = Bolt.to(server)
            put(graph.fresh(), make.firm("f1"))
            assert [f.id for f in graph.open().firms()] == ["f1"]
            graph.driver.close()
    finally:
        server.kill()


def test_a_database_that_is_read_only(tmp_path: Path, make) -> None:
    server = Neo4jServer(tmp_path / "home")
    graph = Bolt.to(server.start())
    try:
        put(graph.fresh(), make.firm("f1"))
        server.stop()
        server.settings["server.databases.default_to_read_only"] = "true"
        server.start()
        store = graph.open()
        assert [f.id for f in store.firms()] == ["f1"]
        with pytest.raises(StoreError, match=r"the database neo4j .* is set to read only; whoever runs it must allow"):
            put(store, make.firm("f2"))
    finally:
        graph.driver.close()
        server.kill()
