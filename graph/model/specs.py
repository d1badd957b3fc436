"""How record types are stored, whatever the store: their keys, stored fields, codecs and content hashes."""

from __future__ import annotations

import hashlib
import json
import re
import types as pytypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, astuple, dataclass, fields, is_dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, get_args, get_origin, get_type_hints, is_typeddict

import orjson

from graph.model import records as t

# A value as JSON knows it. The columns of a record and the parameters of a query are of this kind.
Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
# Any record that a store holds.
Record: TypeAlias = (
    t.Chain
    | t.Segment
    | t.Link
    | t.Firm
    | t.FirmRecord
    | t.Membership
    | t.Relation
    | t.Site
    | t.Project
    | t.Capacity
    | t.FirmTechnology
    | t.FirmProduct
    | t.FirmMaterial
    | t.Decision
    | t.Institution
    | t.Park
    | t.Unit
    | t.Zone
    | t.Event
    | t.Source
    | t.Correction
)
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Spec:
    """How a record type is stored: its table's name, the fields that make its key, the fields worth an index."""

    name: str
    type: type[Record]
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
    Spec("source", t.Source, ("name",)),
    Spec("correction", t.Correction, ("id",)),
)


BY_NAME = {s.name: s for s in SPECS}
BY_TYPE: Mapping[type, Spec] = {s.type: s for s in SPECS}
# Kept out of the table: chains are read together with the segments and links they own.
LEFT_OUT: Mapping[type, set[str]] = {t.Chain: {"segments", "links"}}


def name_of(record: type) -> str:
    """The name of a record type's table."""
    return BY_TYPE[record].name


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


class Columns(Protocol):
    """The columns of a stored record, whatever the store hands out: values of JSON by name."""

    def __getitem__(self, name: str, /) -> Any: ...


class Codec(Generic[R]):
    """Turns records of one type into columns and back; tuples and nested dataclasses are JSON lists in the table."""

    def __init__(self, record: type[R]) -> None:
        spec, hints = BY_TYPE[record], get_type_hints(record)
        self._make: Callable[..., R] = record
        self._empty: dict[str, tuple[()]] = dict.fromkeys(LEFT_OUT.get(record, ()), ())
        self.names = tuple(stored_fields(spec))
        self.tuples = frozenset(n for n in self.names if get_origin(hints[n]) is tuple)
        self.nested: dict[str, Callable[..., object]] = {
            n: a for n in self.tuples for a in get_args(hints[n])[:1] if isinstance(a, type) and is_dataclass(a)
        }
        self.has_source = any(f.name == "source" for f in fields(spec.type))

    def dump(self, row: R) -> dict[str, Json]:
        """The columns of a record, by name."""
        out = {name: getattr(row, name) for name in self.names}
        for name in self.tuples:
            out[name] = [list(astuple(v)) for v in out[name]] if name in self.nested else list(out[name])
        return out

    def load(self, row: Columns) -> R:
        """The record of a row; fields that are no columns (`LEFT_OUT`) are empty."""
        values = {name: row[name] for name in self.names}
        for name in self.tuples:
            kind = self.nested.get(name)
            values[name] = tuple(kind(*v) for v in values[name]) if kind else tuple(values[name])
        if self.has_source:
            values["source"] = row["source"]
        return self._make(**values, **self._empty)


def _defaults(spec: Spec) -> dict[str, Json]:
    """What a stored field that nobody gave has, by name; fields that must be given are not in it."""
    out: dict[str, Json] = {}
    for f in fields(spec.type):
        if f.name in stored_fields(spec):
            if f.default is not MISSING:
                out[f.name] = list(f.default) if isinstance(f.default, tuple) else f.default
            elif f.default_factory is not MISSING:
                out[f.name] = f.default_factory()
    return out


# Record → the columns that it has by default: also what a record has that was stored before the field was invented.
DEFAULTS: Mapping[str, Mapping[str, Json]] = {spec.name: _defaults(spec) for spec in SPECS}


CODECS: Mapping[str, Codec[Any]] = {spec.name: Codec(spec.type) for spec in SPECS}


def codec(record: type[R]) -> Codec[R]:
    """The codec of a record type."""
    return CODECS[name_of(record)]


def rid(row: Record) -> str:
    """A record's key as one text: its parts joined by `|`, a bar or backslash inside a part escaped."""
    return "|".join(key_part(str(getattr(row, k))) for k in BY_TYPE[type(row)].key)


def key_part(text: str) -> str:
    """One part of a key as it stands in it."""
    return text.replace("\\", "\\\\").replace("|", "\\|")


def record_hash(row: Record, source: str) -> str:
    """The hash under which a record of this content and source is stored."""
    return content_hash({**CODECS[BY_TYPE[type(row)].name].dump(row), "source": source})


def content_hash(content: Mapping[str, Json]) -> str:
    """The hash of columns, whatever their order."""
    return hashlib.blake2b(_as_text(content), digest_size=10).hexdigest()


def _as_text(content: Mapping[str, Json]) -> bytes:
    """`json`'s text of the columns, which every hash in every store was made from; orjson writes the same in a sixth of
    the time, but for some floats and whole numbers of more than 64 bits."""
    try:
        text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return _AS_TEXT(content).encode()
    return _AS_TEXT(content).encode() if _FLOATS_APART(text) else text


_AS_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_FLOATS_APART = re.compile(rb"\d[eE][-+]?\d|0\.0000").search  # 1e+16 and 1e16, 1.2e-05 and 0.000012
