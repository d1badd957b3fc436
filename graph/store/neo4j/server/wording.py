"""What the driver and the server say of a failure, as one sentence that says what to do. Codes, not texts, decide.

Codes: the list of error codes of the Neo4j manual ("Status Codes for Errors"). A server whose disk is full has no code
of its own for it: Neo4j fails to commit and then takes the database off line, ArcadeDB says "Transaction error on
commit".
"""

from __future__ import annotations

from neo4j import exceptions as nx

from graph.errors import StoreError, StoreUnavailable

SAFE = "nothing was changed, try again"
# Title of a code (its last part) → what to say; {at} is the server.
_REFUSED: dict[str, str] = {
    "AuthenticationRateLimit": "the graph server {at} takes no password for a while after too many wrong ones; wait a "
    "minute",
    "CredentialsExpired": "the password of this user on the graph server {at} must be changed first; sign in "
    "with Neo4j Browser once",
    "Forbidden": "this user may not do that on the graph server {at}; give it the right to write and to make indexes",
}
_MEMORY = ("OutOfMemoryError", "MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "StackOverFlowError")
_TIME = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped")
_DISK = ("TransactionCommitFailed", "TransactionLogError", "TransactionStartFailed")
_READ_ONLY = ("ForbiddenOnReadOnlyDatabase", "WriteOnReadOnlyAccessDatabase")
_NO_WRITING = ("NotALeader", "AccessMode")


def explained(error: BaseException, at: str, database: str | None) -> BaseException:
    """The error to raise instead of the driver's; `at` names the server. A broken constraint is left as it is."""
    code = str(getattr(error, "code", "") or "")
    title = code.rpartition(".")[2]
    text = str(getattr(error, "message", "") or error).strip().split("\n")[0][:200]
    if title in _REFUSED:
        return StoreError(_REFUSED[title].format(at=at))
    if isinstance(error, nx.AuthError) or ".Security." in code:
        return StoreError(
            f"the graph server {at} refuses this user or password; check LIANTU_GRAPH_USER and LIANTU_GRAPH_PASSWORD"
        )
    if title in ("DatabaseUnavailable", "DbmsInPanic") and not _says_missing(text):
        return StoreUnavailable(
            f"the database {database or '(default)'} on the graph server {at} is stopped or still starting ({text}); "
            "try again, and if it stays so ask who runs it to look at its log and its disk"
        )
    if title == "DatabaseNotFound" or _says_missing(text):
        return StoreError(
            f"the graph server {at} has no database {database or '(default)'!r}; check LIANTU_GRAPH_DATABASE"
        )
    if (said := _wrong_line(_whole(error), at)) is not None:
        return said
    if isinstance(error, nx.UnsupportedServerProduct) or "handshake" in text.lower() or "Bolt Protocol" in text:
        return StoreError(
            f"the graph server {at} speaks no Bolt that this program knows ({text}); liantu needs Neo4j 5 or newer"
        )
    if isinstance(
        error, nx.ServiceUnavailable | nx.SessionExpired | nx.ConnectionAcquisitionTimeoutError | OSError
    ) or (isinstance(error, nx.DriverError) and "onnection" in text):
        return StoreUnavailable(
            f"the graph server {at} does not answer; start it or check LIANTU_GRAPH, then try again"
        )
    if isinstance(error, nx.ConstraintError):
        return error  # our own mistake; never hidden
    return _of_the_server(error, at, database, code, title, text)


def _whole(error: BaseException | None, depth: int = 6) -> str:
    """What an error says with all that it was raised from: the driver puts a failed line's reason at the bottom."""
    if error is None or depth == 0:
        return ""
    parts = [type(error).__name__, str(error), _whole(error.__cause__ or error.__context__, depth - 1)]
    parts += [_whole(e, depth - 1) for e in getattr(error, "exceptions", ())]
    return " ".join(parts)


def _wrong_line(text: str, at: str) -> StoreError | None:
    """Somebody answers, but not as the address says; None where it is nothing of the kind.

    A line that is closed at once may also be one to a server that is just starting, behind a proxy: that passes.
    """
    if "looks like HTTP" in text:
        return StoreError(
            f"{at} is the address for browsers, not for programs; name the server's Bolt port in LIANTU_GRAPH, "
            "usually 7687"
        )
    if "mismatch" in text and "certificate" in text.lower():
        return StoreError(
            f"the certificate of the graph server {at} is for another name; write the name that stands in it in "
            "LIANTU_GRAPH"
        )
    if "SSLCertVerificationError" in text or "CERTIFICATE_VERIFY_FAILED" in text:
        return StoreError(
            f"this computer does not trust the certificate of the graph server {at}; have its authority installed "
            "here or named by SSL_CERT_FILE, or write +ssc instead of +s in LIANTU_GRAPH where the network is safe"
        )
    if "BoltSecurityError" in text or "SSLEOFError" in text or "WRONG_VERSION_NUMBER" in text:
        return StoreUnavailable(
            f"the graph server {at} does not encrypt, and LIANTU_GRAPH asks for it (+s); write it without +s, or have "
            "encryption switched on at the server"
        )
    if "incomplete handshake" in text:
        return StoreUnavailable(
            f"the graph server {at} closes the line at once, as one does that asks for encryption; write +s in "
            "LIANTU_GRAPH (bolt+s://, neo4j+s://), or try again if it is just starting"
        )
    return None


def _of_the_server(
    error: BaseException, at: str, database: str | None, code: str, title: str, text: str
) -> BaseException:
    low = text.lower()
    if title in _DISK or "error on commit" in low or ("space" in low and ("device" in low or "disk" in low)):
        return StoreError(
            f"the graph server {at} could not write, its disk may be full ({text}); make room, restart it "
            f"where it needs that, "
            "and run this again: nothing of it was shown to anybody"
        )
    if title in _MEMORY:
        return StoreError(
            f"the graph server {at} has too little memory for this ({title}); raise its heap "
            f"(server.memory.heap.max_size); {SAFE}"
        )
    if title in _TIME:
        return StoreUnavailable(f"the graph server {at} did not finish in time ({title}); try again")
    if title in _READ_ONLY:
        return StoreError(
            f"the database {database or '(default)'} on the graph server {at} is set to read only; "
            "whoever runs it must allow writing (server.databases.read_only, server.databases.default_to_read_only)"
        )
    if title in _NO_WRITING:
        return StoreError(
            f"the graph server {at} takes no writing ({title}); name the leader, or write neo4j:// in "
            f"LIANTU_GRAPH for a cluster"
        )
    if isinstance(error, nx.TransientError | nx.Neo4jError):
        return StoreError(f"the graph server {at} could not do this ({code}: {text}); {SAFE}")
    if isinstance(error, nx.DriverError):
        return StoreError(f"the graph server {at} cannot be used ({text})")
    return error


def _says_missing(text: str) -> bool:
    return "atabase" in text and "not" in text and "exist" in text
