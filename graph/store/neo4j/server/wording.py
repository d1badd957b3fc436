"""What the driver and the server say of a failure, as one sentence that says what to do. Codes, not texts, decide.

Codes: the list of error codes of the Neo4j manual ("Status Codes for Errors"). A server whose disk is full has no
code of its own for it: Neo4j fails to commit and then takes the database off line, ArcadeDB says "Transaction error
on commit".
"""

from __future__ import annotations

from neo4j import exceptions as nx

from graph.errors import StoreError, StoreUnavailable

SAFE = "nothing was changed, try again"
# Title of a code (its last part) → what to say; {at} is the server.
_REFUSED: dict[str, str] = {
    "AuthenticationRateLimit": (
        "the graph server {at} takes no password for a while after too many wrong ones; wait a minute"
    ),
    "CredentialsExpired": (
        "the password of this user on the graph server {at} must be changed first; sign in with Neo4j Browser once"
    ),
    "Forbidden": "this user may not do that on the graph server {at}; give it the right to write and to make indexes",
}
_MEMORY = ("OutOfMemoryError", "MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "StackOverFlowError")
_TIME = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped")
_DISK = ("TransactionCommitFailed", "TransactionLogError", "TransactionStartFailed")
_NO_WRITING = ("NotALeader", "ForbiddenOnReadOnlyDatabase", "WriteOnReadOnlyAccessDatabase", "AccessMode")


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
    return _of_the_server(error, at, code, title, text)


def _of_the_server(error: BaseException, at: str, code: str, title: str, text: str) -> BaseException:
    low = text.lower()
    if title in _DISK or "error on commit" in low or ("space" in low and ("device" in low or "disk" in low)):
        return StoreError(
            f"the graph server {at} could not write, its disk may be full "
            f"({text}); make room, restart it where it needs that, "
            "and run this again: nothing of it was shown to anybody"
        )
    if title in _MEMORY:
        return StoreError(
            f"the graph server {at} has too little memory for this ({title}); "
            f"raise its heap (server.memory.heap.max_size); {SAFE}"
        )
    if title in _TIME:
        return StoreUnavailable(f"the graph server {at} did not finish in time ({title}); try again")
    if title in _NO_WRITING:
        return StoreError(
            f"the graph server {at} takes no writing ({title}); name the leader, "
            "or write neo4j:// in LIANTU_GRAPH for a cluster"
        )
    if isinstance(error, nx.TransientError | nx.Neo4jError):
        return StoreError(f"the graph server {at} could not do this ({code}: {text}); {SAFE}")
    if isinstance(error, nx.DriverError):
        return StoreError(f"the graph server {at} cannot be used ({text})")
    return error


def _says_missing(text: str) -> bool:
    return "atabase" in text and "not" in text and "exist" in text
