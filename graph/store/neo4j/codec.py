"""Records as properties and back. What equals a field's default is not stored: a graph has no empty cells.

Lists of text are lists, anything nested is JSON text, since a property cannot be a map.
"""

from __future__ import annotations

import hashlib
import json
import types as pytypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints, is_typeddict

import orjson

from graph.model import specs
from graph.model.specs import Columns, Json, R, codec, name_of
from graph.store.base.protocol import Content
from graph.store.neo4j.cypher.labels import RENAMED, TIES

PropertyValue: TypeAlias = str | int | float | bool | Sequence[str] | None
PropertyMap = dict[str, PropertyValue]
_PLAIN, _TEXT, _FLOAT = range(3)
_ABSENT = object()  # equal to no value
LONGEST_KEY = 600  # characters; an index of Neo4j takes some 8,000 bytes


def short_key(rid: str) -> str:
    """A record's key as the server indexes it: the key itself, or its beginning and a digest where it is long."""
    if rid.startswith("$"):
        # Some servers (ArcadeDB 26.10) take such a value in a pattern for the name of a parameter. No key begins with
        # one backslash otherwise.
        rid = "\\" + rid
    if len(rid) <= LONGEST_KEY:
        return rid
    return f"{rid[: LONGEST_KEY // 2]}#{hashlib.blake2b(rid.encode(), digest_size=16).hexdigest()}"


def anchor(record_id: str) -> str:
    """The key of the node that has this id."""
    return short_key(record_id.replace("\\", "\\\\").replace("|", "\\|"))


def place(rid: str, tie: bool) -> dict[str, str]:
    """Where a record is found: its key and, for a relationship, the key of the node it starts at (`rid` begins with
    it)."""
    if not tie:
        return {"key": short_key(rid)}
    end, escaped = 0, False
    while end < len(rid) and (escaped or rid[end] != "|"):
        escaped = rid[end] == "\\" and not escaped
        end += 1
    return {"a": short_key(rid[:end]), "key": short_key(rid)}


@dataclass(frozen=True)
class Properties:
    """How records of one type become properties."""

    spec: specs.Spec
    defaults: Mapping[str, Json]  # as `CODECS` dumps them
    required: frozenset[str]
    text: frozenset[str]  # fields stored as JSON
    floats: frozenset[str]
    ends: tuple[str, ...]  # fields that are the ends of a relationship

    @cached_property
    def empty(self) -> dict[str, Json]:
        """What a field that must be there holds where the server has no property for it."""
        return {
            name: [] if specs.stored_kind(self.spec, name)[0] is list else "" for name in self.required - set(self.ends)
        }

    @cached_property
    def order(self) -> tuple[tuple[str, str, object, int], ...]:
        """(field, property, default, kind) of every field that is a property; a field that must be there has no
        default."""
        kinds = {
            name: _TEXT if name in self.text else _FLOAT if name in self.floats else _PLAIN
            for name in specs.stored_fields(self.spec)
        }
        return tuple(
            (name, RENAMED.get(name, name), self.defaults.get(name, _ABSENT), kind)
            for name, kind in kinds.items()
            if name not in self.ends
        )

    @classmethod
    def of(cls, spec: specs.Spec) -> Properties:
        hints = get_type_hints(spec.type)
        names = specs.stored_fields(spec)
        defaults = specs.DEFAULTS[spec.name]
        nested = {
            n
            for n in names
            if is_typeddict(hints[n]) or (get_origin(hints[n]) is tuple and get_args(hints[n])[0] is not str)
        }
        tie = TIES.get(spec.name)
        ends = (tie.start_field, tie.end_field) if tie else ()
        return cls(
            spec,
            defaults,
            frozenset(names) - defaults.keys(),
            frozenset(nested),
            frozenset(n for n in names if _is_float(hints[n])),
            ends,
        )

    def dump(self, content: Columns) -> PropertyMap:
        """Properties for a record's columns (see `graph.model.specs.Codec.dump`)."""
        out: PropertyMap = {}
        for name, stored, default, kind in self.order:
            value = content[name]
            if value == default:
                continue
            if kind == _TEXT:
                value = _json(value)
            elif kind == _FLOAT and value is not None:
                value = float(value)
            out[stored] = value
        return out

    def value(self, name: str, stored: PropertyValue) -> Json:
        """One field from its property; what is not stored is the field's default."""
        if stored is None:
            return self.defaults.get(name)
        return orjson.loads(str(stored)) if name in self.text else stored

    def row(self, p: PropertyMap, start: str | None = None, end: str | None = None) -> dict[str, Json]:
        """A record's columns (see `graph.model.specs.Codec.load`), from its properties and, for a relationship, its
        ends."""
        row = dict(self.defaults)
        for name, stored, _, kind in self.order:
            value = p.get(stored)
            if value is not None:
                row[name] = orjson.loads(str(value)) if kind == _TEXT else value
            elif name in self.required:
                row[name] = self.empty[name]  # an imported graph has no empty text and no empty list
        if self.ends:
            row[self.ends[0]], row[self.ends[1]] = start, end
        row["source"] = p.get("source", "")
        return row

    def content(self, p: PropertyMap, start: str | None = None, end: str | None = None) -> Content:
        """A record as any store holds it, from its properties and, for a relationship, the ids of its ends."""
        values = self.row(p, start, end)
        del values["source"]
        return Content(str(p.get("rid", p["key"])), values, str(p.get("source", "")), str(p["hash"]))


def load(record: type[R], p: PropertyMap, start: str | None = None, end: str | None = None) -> R:
    """A record from its properties and, for a relationship, the ids of its ends."""
    return codec(record).load(PROPERTIES[name_of(record)].row(p, start, end))


def _json(value: Json) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # an integer of more than 64 bits
        return json.dumps(value, separators=(",", ":"))


def _is_float(hint: Any) -> bool:
    if get_origin(hint) is pytypes.UnionType:
        return any(_is_float(a) for a in get_args(hint))
    return hint is float


PROPERTIES = {spec.name: Properties.of(spec) for spec in specs.SPECS}
