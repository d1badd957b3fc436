"""The ids that come closest to a name nobody knows, for the hint in an error message."""

from __future__ import annotations

import difflib
from itertools import takewhile


def nearest(given: str, names: dict[str, str], n: int = 3) -> list[str]:
    """The ids closest to `given`, by id, by its last part and by name; best first, each shown as `id (name)`.

    Codes nest by prefix, so the closest code is the one that begins alike.
    """

    def likeness(key: str, name: str) -> float:
        if given.isdigit():
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(given, key, strict=False)))
            return same / max(len(given), len(key))
        forms = (key, key.split(".")[-1], name)
        return max(difflib.SequenceMatcher(None, given.lower(), form.lower()).ratio() for form in forms)

    scored = sorted(
        ((likeness(key, name), key) for key, name in names.items()),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return [f"{key} ({names[key]})" for score, key in scored[:n] if score >= 0.4]
