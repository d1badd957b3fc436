"""Put first on `PYTHONPATH`, every Python process of a run writes down what it looks up and whom it calls, but for this
machine itself: in the file that `LIANTU_TEST_CALLS` names."""

import os
import sys

_OURS = ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::", "None", "")
_SEEN = os.environ.get("LIANTU_TEST_CALLS", "")


def _told(event, args):  # type: ignore[no-untyped-def]
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto", "socket.sendmsg"):
        place = args[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else args[1]
        host = place[0] if isinstance(place, tuple) else place
        path = isinstance(host, (str, bytes)) and str(host).startswith(("/", "b'/", "\0"))
        if str(host) not in _OURS and not path:
            with open(_SEEN, "a", encoding="utf-8") as out:
                out.write(f"{event} {host} {sys.argv[:2]}\n")


if _SEEN:
    sys.addaudithook(_told)
