"""How good the data on a region are: by county, segment and source how much is known, how old it is, where sources
contradict each other, which firms may stand twice. For the page 数据; counts and examples, no verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypedDict

from graph.model.records import COUNTED_STATUSES, StatedFacts
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from ingest.match import queue
from ingest.read.normalise import name_key

EXAMPLES = 20
NEAR = 0.01  # two amounts that differ by less are the same
OLD_DAYS = 365


class CountyQuality(TypedDict):
    """Firms of a county: how many, with a code, in a segment, known to more than one source, ended."""

    name: str
    firms: int
    coded: int
    placed: int
    confirmed: int
    ended: int


class SegmentQuality(TypedDict):
    """Firms of a segment, and how many of them more than one source knows; sources: how many there are of each."""

    segment: str
    firms: int
    confirmed: int
    sources: dict[str, int]


class SourceQuality(TypedDict):
    """A source: firms of the region that it lists, those that no other does, its date, days since it was loaded."""

    source: str
    firms: int
    alone: int
    as_of: str
    days: int | None
    old: bool


class Conflict(TypedDict):
    """A field of a firm on which sources differ: (source, what it says)."""

    firm: str
    name: str
    field: str
    said: list[tuple[str, str]]


class QualityDocument(TypedDict):
    """conflicts and doubles: the first ones; conflict_counts: by field; double_count: firms of one name in one city;
    waiting: pairs that a person is asked about."""

    firms: int
    counties: list[CountyQuality]
    segments: list[SegmentQuality]
    sources: list[SourceQuality]
    conflicts: list[Conflict]
    conflict_counts: dict[str, int]
    doubles: list[list[str]]
    double_count: int
    waiting: int


Said = list[tuple[str, StatedFacts]]


def quality(store: GraphStore, regions: Regions, region: str, today: date) -> QualityDocument:
    """The quality of what is known of a region, and how old it is today."""
    rows = [
        (firm, name, county, uscc, status)
        for firm, name, where, county, uscc, status in store.columns(
            "firm", "id", "name", "region", "county", "uscc", "status"
        )
        if Regions.within(where, region)
    ]
    names = {firm: name for firm, name, *_ in rows}
    said = _records(store, names)
    members: dict[str, list[str]] = defaultdict(list)
    for firm, segment in store.columns("membership", "firm_id", "segment_id"):
        if firm in names:
            members[segment].append(firm)
    placed = {f for firms in members.values() for f in firms}
    conflicts = [c for firm in sorted(said) for c in _conflicts(firm, names[firm], said[firm])]
    doubles = _doubles(names)
    return {
        "firms": len(rows),
        "counties": _counties(rows, placed, said),
        "segments": _segments(members, said),
        "sources": _sources(store, said, today),
        "conflicts": conflicts[:EXAMPLES],
        "conflict_counts": dict(sorted(Counter(c["field"] for c in conflicts).items())),
        "doubles": doubles[:EXAMPLES],
        "double_count": len(doubles),
        "waiting": len(queue.pairs(store)),
    }


def _records(store: GraphStore, firms: Mapping[str, str]) -> dict[str, Said]:
    out: dict[str, Said] = defaultdict(list)
    for page in store.contents("firm_record"):
        for content in page:
            firm = str(content.values["firm_id"])
            if firm in firms:
                out[firm].append((str(content.values["origin"]), content.values["data"]))  # type: ignore[arg-type]
    return out


def _counties(
    rows: Sequence[tuple[str, ...]], placed: Collection[str], said: Mapping[str, Said]
) -> list[CountyQuality]:
    out: dict[str, CountyQuality] = {}
    for firm, _, county, uscc, status in rows:
        one = out.setdefault(county, {"name": county, "firms": 0, "coded": 0, "placed": 0, "confirmed": 0, "ended": 0})
        one["firms"] += 1
        one["coded"] += bool(uscc)
        one["placed"] += firm in placed
        one["confirmed"] += _confirmed(said.get(firm, []))
        one["ended"] += status not in COUNTED_STATUSES
    return sorted(out.values(), key=lambda c: (not c["name"], -c["firms"], c["name"]))


def _confirmed(said: Said) -> bool:
    return len({origin for origin, _ in said}) > 1


def _segments(members: Mapping[str, Sequence[str]], said: Mapping[str, Said]) -> list[SegmentQuality]:
    out: list[SegmentQuality] = []
    for segment, firms in members.items():
        told = Counter(origin for f in firms for origin in {o for o, _ in said.get(f, [])})
        confirmed = sum(_confirmed(said.get(f, [])) for f in firms)
        out.append(
            {"segment": segment, "firms": len(firms), "confirmed": confirmed, "sources": dict(sorted(told.items()))}
        )
    return sorted(out, key=lambda s: (-s["firms"], s["segment"]))


def _sources(store: GraphStore, said: Mapping[str, Said], today: date) -> list[SourceQuality]:
    listed: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for records in said.values():
        origins = {o for o, _ in records}
        listed.update(origins)
        if len(origins) == 1:
            alone.update(origins)
    out: list[SourceQuality] = []
    for source in store.sources():
        days = _days_since(source["as_of"] or source["loaded"], today)
        out.append(
            {
                "source": source["source"],
                "firms": listed[source["source"]],
                "alone": alone[source["source"]],
                "as_of": source["as_of"],
                "days": days,
                "old": days is not None and days > OLD_DAYS,
            }
        )
    return sorted((s for s in out if s["firms"]), key=lambda s: (-s["firms"], s["source"]))


FIELDS = ("uscc", "region", "status", "founded", "capital_wan", "employees")


def _conflicts(firm: str, name: str, said: Said) -> list[Conflict]:
    """Fields on which two sources differ; a county within the city, a year before its day and the like do not."""
    if len(said) < 2:
        return []
    out: list[Conflict] = []
    for field in FIELDS:
        told = [(o, f[field]) for o, f in said if f.get(field) not in (None, "", "unknown")]  # type: ignore[literal-required]
        if any(_differ(field, a, b) for i, (_, a) in enumerate(told) for _, b in told[i + 1 :]):
            out.append({"firm": firm, "name": name, "field": field, "said": [(o, _plain(v)) for o, v in told]})
    return out


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _differ(field: str, a: object, b: object) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return abs(a - b) > NEAR * max(abs(a), abs(b))
    one, other = str(a), str(b)
    if field == "region":
        return one[:4] != other[:4] if one[2:] != "0000" and other[2:] != "0000" else one[:2] != other[:2]
    if field == "founded":
        return not one.startswith(other) and not other.startswith(one)
    return one != other


def _doubles(names: Mapping[str, str]) -> list[list[str]]:
    """Firms that bear one name."""
    same: dict[str, list[str]] = defaultdict(list)
    for firm, name in names.items():
        same[name_key(name)].append(firm)
    return [sorted(firms) for _, firms in sorted(same.items()) if len(firms) > 1]


def _days_since(day: str, today: date) -> int | None:
    """Days from a date, or from the end of a year, until today; None where it is none."""
    text = f"{day}-12-31" if len(day) == 4 else day[:10]
    try:
        return max(0, (today - date.fromisoformat(text)).days)
    except ValueError:
        return None
