"""Records as they are stored, without making objects of them: what copies, exports and fingerprints pass along.

Half a million records go through here in a push; building an object of each and taking it apart again would cost more
than all the rest of the copy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from graph import schema
from graph.sql import CODECS

DIGEST_BYTES = 16


class Content(NamedTuple):
    """One record. key: its key (see `graph.sql.rid`); values: its columns as `graph.sql.Codec.dump` gives them; source:
    where it comes from; hash: the content hash it was stored under."""

    key: str
    values: Mapping[str, Any]
    source: str
    hash: str


class Version(NamedTuple):
    """A record as it stood at some time. batch: the load that had written it by then; since: that load's day."""

    content: Content
    batch: int
    since: str


_FLOATS = {
    spec.name: frozenset(n for n in schema.stored_fields(spec) if str(schema.TABLES[spec.name].c[n].type) == "FLOAT")
    for spec in schema.SPECS
}
_BARE = frozenset(spec.name for spec in schema.SPECS if not CODECS[spec.name].has_source)


def digest(record: str, content: Content) -> bytes:
    """A digest of all that the record holds, worked out from its values and not from the hash that came with them.

    Amounts that are whole count the same as float or integer. A record without a source of its own is the same record
    whichever load brought it.
    """
    values = dict(content.values)
    for name in _FLOATS[record]:
        if values[name] is not None:
            values[name] = float(values[name])
    whole = (record, values, "" if record in _BARE else content.source)
    try:
        text = orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # an integer of more than 64 bits, or half of a surrogate pair
        text = json.dumps(whole, sort_keys=True).encode()
    return hashlib.blake2b(text, digest_size=DIGEST_BYTES).digest()
