"""The chain files as a lint reads them: every entry that is valid by itself, however wrong the rest is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import yaml
from pydantic import ValidationError

from graph.model import catalogue as cat
from graph.model.records import Segment

# Entries as they stand, which may be wrong in any way.
RawLink = TypedDict("RawLink", {"from": object, "to": object, "share": object, "source": object}, total=False)


class RawSegment(TypedDict, total=False):
    id: object
    gbt4754: object


@dataclass(frozen=True)
class LinkLine:
    """A valid link with full ids."""

    supplier: str
    buyer: str
    kind: str
    share: float
    source: str

    @property
    def name(self) -> str:
        return f"{self.supplier} -> {self.buyer}"


@dataclass(frozen=True)
class ChainFile:
    """A chain file as far as it can be read."""

    id: str
    file: str  # under `data/`: chains/textile.yaml
    lanes: tuple[str, ...]
    weights_source: str
    raw_segments: Sequence[RawSegment]
    raw_links: Sequence[RawLink]
    segments: Mapping[str, cat.SegmentEntry]  # by full id, in the order of the file
    links: Sequence[LinkLine]


@dataclass(frozen=True)
class ChainFiles:
    """All chain files of a folder."""

    files: tuple[ChainFile, ...]

    @classmethod
    def read(cls, folder: Path) -> ChainFiles:
        """Files that are no YAML, or no mapping, are left out; the loader says so."""
        return cls(tuple(f for path in sorted(folder.glob("*.yaml")) if (f := _read(path)) is not None))

    @property
    def segments(self) -> dict[str, cat.SegmentEntry]:
        """Every valid segment by full id."""
        return {s: entry for f in self.files for s, entry in f.segments.items()}

    @property
    def links(self) -> Iterator[LinkLine]:
        """Every valid link between valid segments."""
        known = self.segments
        return (k for f in self.files for k in f.links if k.supplier in known and k.buyer in known)

    @property
    def records(self) -> list[Segment]:
        """The segments as the assignment of firms reads them."""
        return [_record(segment, entry) for segment, entry in self.segments.items()]


def file_of(segment: str) -> str:
    """The file that holds a segment, and the links into it."""
    return f"chains/{segment.split('.')[0]}.yaml"


def _read(path: Path) -> ChainFile | None:
    try:
        raw: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    if not isinstance(raw, dict):
        return None
    chain, segments, links = str(raw.get("id")), _mappings(raw.get("segments")), _mappings(raw.get("links"))
    return ChainFile(
        chain,
        f"chains/{path.name}",
        tuple(str(lane.get("id")) for lane in _mappings(raw.get("lanes"))),
        str(raw.get("weights_source") or "").strip(),
        segments,
        links,
        dict(_segments(chain, segments)),
        tuple(_links(chain, links)),
    )


def _mappings(entries: Any) -> list[Any]:
    return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []


def _segments(chain: str, entries: Sequence[RawSegment]) -> Iterator[tuple[str, cat.SegmentEntry]]:
    for entry in entries:
        try:
            s = cat.SegmentEntry.model_validate(entry)
        except ValidationError:
            continue  # the loader has said so
        yield f"{chain}.{s.id}", s


def _links(chain: str, entries: Sequence[RawLink]) -> Iterator[LinkLine]:
    for entry in entries:
        try:
            # A missing source is reported by itself; the link counts all the same.
            k = cat.LinkEntry.model_validate({**entry, "source": entry.get("source") or "?"})
        except ValidationError:
            continue

        def full(end: str) -> str:
            return end if "." in end else f"{chain}.{end}"

        yield LinkLine(full(k.from_), full(k.to), k.kind, k.share, str(entry.get("source") or ""))


def _record(segment: str, s: cat.SegmentEntry) -> Segment:
    return Segment(
        segment,
        segment.split(".")[0],
        s.name,
        s.name_en,
        s.tier,
        s.description,
        tuple(s.products),
        tuple(s.gbt4754),
        demand=s.demand,
    )
