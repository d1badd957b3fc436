"""A digest of a stored record, by which two stores are compared without reading their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import orjson

from graph.model import specs
from graph.model.specs import CODECS, content_hash
from graph.store.base.protocol import Content

DIGEST_BYTES = 16


_FLOATS = {
    spec.name: frozenset(n for n in specs.stored_fields(spec) if specs.stored_kind(spec, n)[0] is float)
    for spec in specs.SPECS
}
_BARE = frozenset(spec.name for spec in specs.SPECS if not CODECS[spec.name].has_source)


def sum_of_hashes(hashes: Iterable[str]) -> tuple[int, int]:
    """How many content hashes, and their sum: it needs no order and no memory."""
    count = total = 0
    for text in hashes:
        count += 1
        total += int(text, 16)
    return count, total % (1 << 8 * DIGEST_BYTES)


def sum_of_values(pages: Iterable[Iterable[Content]]) -> tuple[int, int]:
    """How many records, and the sum of their content hashes worked out anew from their values: where somebody changed a
    value past the program, it is not the sum of the hashes that stand with them."""
    return sum_of_hashes(content_hash({**c.values, "source": c.source}) for page in pages for c in page)


def digest(record: str, content: Content) -> bytes:
    """A digest of all that the record holds, worked out from its values and not from the hash that came with them.

    Amounts that are whole count the same as float or integer. A record without a source of its own is the same record
    whichever load brought it.
    """
    values = dict(content.values)
    for name in _FLOATS[record]:
        amount = values[name]
        if isinstance(amount, int):
            values[name] = float(amount)
    whole = (record, values, "" if record in _BARE else content.source)
    try:
        text = orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # an integer of more than 64 bits, or half of a surrogate pair
        text = json.dumps(whole, sort_keys=True).encode()
    return hashlib.blake2b(text, digest_size=DIGEST_BYTES).digest()
