"""How record types are stored, whatever the store: their keys, stored fields, codecs and content hashes."""

from __future__ import annotations

import hashlib
import json
import types as pytypes
from dataclasses import astuple, dataclass, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from graph.model import records as t


@dataclass(frozen=True)
class Spec:
    """How a record type is stored: its table's name, the fields that make its key, the fields worth an index."""

    name: str
    type: type[Any]
    key: tuple[str, ...]
    indexed: tuple[str, ...] = ()


SPECS = (
    Spec("chain", t.Chain, ("id",)),
    Spec("segment", t.Segment, ("id",), ("chain",)),
    Spec("link", t.Link, ("source_id", "target_id", "kind"), ("source_id", "target_id")),
    Spec("firm", t.Firm, ("id",), ("name", "region")),
    Spec("firm_record", t.FirmRecord, ("origin", "key"), ("firm_id",)),
    Spec("membership", t.Membership, ("firm_id", "segment_id"), ("firm_id", "segment_id")),
    Spec("relation", t.Relation, ("from_id", "kind", "to_id"), ("from_id", "to_id")),
    Spec("site", t.Site, ("firm_id", "region", "kind", "name"), ("firm_id", "region")),
    Spec("project", t.Project, ("firm_id", "name", "region"), ("firm_id", "region")),
    Spec("capacity", t.Capacity, ("firm_id", "product", "metric", "period"), ("firm_id",)),
    Spec("technology", t.FirmTechnology, ("firm_id", "name", "kind"), ("firm_id",)),
    Spec("product", t.FirmProduct, ("firm_id", "name"), ("firm_id",)),
    Spec("material", t.FirmMaterial, ("firm_id", "name", "product"), ("firm_id", "name")),
    Spec("decision", t.Decision, ("firm_id", "segment_id", "region", "date", "outcome"), ("firm_id", "region")),
    Spec("institution", t.Institution, ("id",), ("region",)),
    Spec("park", t.Park, ("id",), ("region",)),
    Spec("unit", t.Unit, ("id",), ("region",)),
    Spec("zone", t.Zone, ("id",), ("region",)),
    Spec("event", t.Event, ("id",)),
)


BY_NAME = {s.name: s for s in SPECS}


BY_TYPE = {s.type: s for s in SPECS}


# Kept out of the table: chains are read together with the segments and links they own.
LEFT_OUT = {t.Chain: {"segments", "links"}}


def stored_fields(spec: Spec) -> list[str]:
    """The fields of a record that are columns, in order; `source` is a column of every table already."""
    left = LEFT_OUT.get(spec.type, set()) | {"source"}
    return [f.name for f in fields(spec.type) if f.name not in left]


def stored_kind(spec: Spec, name: str) -> tuple[type, bool]:
    """How a stored field is kept in any store: `bool`, `int`, `float`, `str` or `list`, and whether it may be None."""
    return _kind(get_type_hints(spec.type)[name])


def _kind(hint: Any) -> tuple[type, bool]:
    origin = get_origin(hint)
    if origin is pytypes.UnionType or (origin is not None and type(None) in get_args(hint)):
        inner = next(a for a in get_args(hint) if a is not type(None))
        return _kind(inner)[0], True
    if origin in (tuple, dict, list) or is_typeddict(hint):
        return list, False
    return (hint if hint in (bool, int, float) else str), False


class Codec:
    """Turns records of one type into columns and back; tuples and nested dataclasses are JSON lists in the table."""

    def __init__(self, spec: Spec) -> None:
        hints = get_type_hints(spec.type)
        self.type = spec.type
        self.names = tuple(stored_fields(spec))
        self.tuples = frozenset(n for n in self.names if get_origin(hints[n]) is tuple)
        self.nested = {n: a for n in self.tuples for a in get_args(hints[n])[:1] if is_dataclass(a)}
        self.has_source = any(f.name == "source" for f in fields(spec.type))

    def dump(self, row: Any) -> dict[str, Any]:
        out = {name: getattr(row, name) for name in self.names}
        for name in self.tuples:
            out[name] = [list(astuple(v)) for v in out[name]] if name in self.nested else list(out[name])
        return out

    def load(self, row: Any, **extra: Any) -> Any:
        values = {name: row[name] for name in self.names}
        for name in self.tuples:
            kind: Any = self.nested.get(name)
            values[name] = tuple(kind(*v) for v in values[name]) if kind else tuple(values[name])
        if self.has_source:
            values["source"] = row["source"]
        return self.type(**values, **extra)


CODECS = {spec.name: Codec(spec) for spec in SPECS}


def rid(row: Any) -> str:
    """A record's key as one text: its parts joined by `|`, a bar or backslash inside a part escaped."""
    return "|".join(key_part(str(getattr(row, k))) for k in BY_TYPE[type(row)].key)


def key_part(text: str) -> str:
    """One part of a key as it stands in it."""
    return text.replace("\\", "\\\\").replace("|", "\\|")


def record_hash(row: Any, source: str) -> str:
    """The hash under which a record of this content and source is stored."""
    return content_hash({**CODECS[BY_TYPE[type(row)].name].dump(row), "source": source})


def content_hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()
