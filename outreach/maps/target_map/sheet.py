"""What 目标企业图 shows: one document that the screen, the page for Word and the workbook read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.chance.shapes import Group
from graph.model.regions import Regions
from outreach.trip.planner import travel
from outreach.trip.planner.travel import Way
from recommend.explain.shapes import Grade, TargetDocument

GROUPS: tuple[Group, ...] = ("attack", "task_force", "advantage", "reserve", "check")  # what can be recruited
HOURS: Mapping[Way, tuple[int, ...]] = {"rail": (3, 5, 8), "road": (2, 5, 8)}  # of the rings
LEAST_MEMBERS = 2  # targets of one parent, from which they are drawn together
SIZES = ("大型", "中型", "小型")

Point = tuple[float, float]  # degrees east, degrees north


@dataclass(frozen=True)
class MapSegment:
    """A segment whose targets the map shows, with the group it is in."""

    id: str
    name: str
    name_en: str
    group: Group


@dataclass(frozen=True)
class MapTarget:
    """A target firm, once, however many segments it fits.

    segments: the segments it is listed for, the one that comes first ahead; `document` is its target document for that
    one, and `grade` and `group` are those. province, city: codes, '' where not known. at: where it is drawn, None where
    the place is not known. km: great-circle distance from here. parent: the head of its group, '' where none is known.
    """

    id: str
    grade: Grade
    group: Group
    segments: tuple[str, ...]
    province: str
    city: str
    at: Point | None
    km: float | None
    parent: str
    document: TargetDocument = field(repr=False)

    @property
    def name(self) -> str:
        return self.document["firm"]["name"]

    @property
    def size(self) -> str:
        """大型, 中型 or 小型, '' where nobody said."""
        return next((s for s in SIZES if s in self.document["firm"]["tags"]), "")

    def hours(self, way: Way) -> float | None:
        """Estimated hours from here, None where the distance is not known."""
        return None if self.km is None else travel.minutes_by(way, self.km) / 60


@dataclass(frozen=True)
class TargetSheet:
    """The targets of a chain as seen from a region, those to go for first.

    home: the region's code; home_at: None where it has no coordinates. segment: the one whose targets are shown, '' for
    all. place: the province or city that is looked at, '' for the country. left_out: firms of the lists that are not
    drawn because they lie below the line or are excluded. places, shorts: names by code, in full and without their
    suffixes. day: of the data (ISO, '' unknown).
    review: the review number of the map, '' where none is set.
    """

    home: str
    home_name: str
    home_at: Point | None
    chain: str
    chain_name: str
    segments: Sequence[MapSegment]
    targets: Sequence[MapTarget]
    places: Mapping[str, str]
    shorts: Mapping[str, str] = field(default_factory=dict)
    left_out: int = 0
    segment: str = ""
    place: str = ""
    day: str = ""
    review: str = ""

    @property
    def placed(self) -> list[MapTarget]:
        """The targets that can be drawn."""
        return [t for t in self.targets if t.at is not None]

    @property
    def unplaced(self) -> list[MapTarget]:
        """The targets whose place is not known."""
        return [t for t in self.targets if t.at is None]

    def of_segment(self, segment: str) -> TargetSheet:
        """The targets of one segment only; all where empty."""
        if not segment:
            return self
        return replace(self, segment=segment, targets=[t for t in self.targets if segment in t.segments])

    def reviewed(self, number: str) -> TargetSheet:
        """The same with the review number of the map."""
        return replace(self, review=number)

    def within(self, place: str) -> TargetSheet:
        """The targets of a province or a city only; all where empty."""
        if not place:
            return self
        kept = [t for t in self.targets if place in (t.province, t.city)]
        return replace(self, place=place, targets=kept)


@dataclass(frozen=True)
class Count:
    """How many targets a place has, how many of each grade, and where it is drawn."""

    code: str
    name: str
    n: int
    grades: Mapping[str, int]
    at: Point | None


@dataclass(frozen=True)
class Ring:
    """A ring around here: how long the way is at most, how far that is, how many targets lie within (an estimate)."""

    way: Way
    hours: int
    km: float
    n: int


@dataclass(frozen=True)
class Family:
    """Targets of one parent, best first."""

    parent: str
    members: tuple[MapTarget, ...]


def by_province(sheet: TargetSheet) -> list[Count]:
    """The targets by province, most first; those whose place is not known are left out."""
    return _counts(sheet, lambda t: t.province)


def by_city(sheet: TargetSheet) -> list[Count]:
    """The targets by city, most first; those whose city is not known are left out."""
    return _counts(sheet, lambda t: t.city)


def _counts(sheet: TargetSheet, of: Callable[[MapTarget], str]) -> list[Count]:
    members: dict[str, list[MapTarget]] = defaultdict(list)
    for t in sheet.targets:
        if of(t):
            members[of(t)].append(t)
    out = []
    for code, ts in members.items():
        at = [t.at for t in ts if t.at is not None]
        middle = (sum(x for x, _ in at) / len(at), sum(y for _, y in at) / len(at)) if at else None
        grades = {g: sum(t.grade == g for t in ts) for g in ("A", "B", "C")}
        out.append(Count(code, sheet.places.get(code, code), len(ts), grades, middle))
    return sorted(out, key=lambda c: (-c.n, c.code))


def rings(sheet: TargetSheet, way: Way) -> list[Ring]:
    """The rings of a way with the targets within each; none where it is not known where here is."""
    if sheet.home_at is None:
        return []
    far = [km for t in sheet.targets if (km := t.km) is not None]
    reach = [(h, travel.reach_km(way, h)) for h in HOURS[way]]
    return [Ring(way, h, km, sum(f <= km for f in far)) for h, km in reach]


def hours_span(sheet: TargetSheet, way: Way) -> tuple[float, float] | None:
    """The shortest and the longest way to a target in hours (an estimate); None where none can be told."""
    hours = [h for t in sheet.targets if (h := t.hours(way)) is not None]
    return (min(hours), max(hours)) if hours else None


def families(sheet: TargetSheet) -> list[Family]:
    """The groups with several targets, largest first."""
    members: dict[str, list[MapTarget]] = defaultdict(list)
    for t in sheet.targets:
        members[t.parent or t.name].append(t)
    found = [Family(p, tuple(ts)) for p, ts in members.items() if len(ts) >= LEAST_MEMBERS]
    return sorted(found, key=lambda f: (-len(f.members), f.parent))


def gathered(
    segments: Sequence[MapSegment],
    lists: Mapping[str, Sequence[TargetDocument]],
    home: str,
    regions: Regions,
    heads: Mapping[str, str],
) -> tuple[list[MapTarget], int]:
    """The firms of the lists, each once, and how many firms of them are left out.

    Kept are those above the line that nothing excludes. A firm stands where it comes first: by the group of the
    segment, then by its grade and score there. lists: targets by segment; heads: the head of a firm's group by the
    firm's name.
    """
    order = {s.id: (GROUPS.index(s.group), i) for i, s in enumerate(segments)}
    every: set[str] = set()
    kept: dict[str, list[TargetDocument]] = defaultdict(list)
    for segment in order:
        for t in lists.get(segment, ()):
            every.add(t["firm"]["id"])
            if not t["below_floor"] and not t["excluded"]:
                kept[t["firm"]["id"]].append(t)

    def rank(t: TargetDocument) -> tuple[int, str, float, int]:
        group, place = order[t["segment"]]
        return group, t["grade"], -t["score"], place

    best = [sorted(documents, key=rank) for documents in kept.values()]
    best.sort(key=lambda documents: (*rank(documents[0]), documents[0]["firm"]["id"]))
    of = {s.id: s.group for s in segments}
    return [_target(ts, of, home, regions, heads) for ts in best], len(every) - len(kept)


def _target(
    documents: Sequence[TargetDocument],
    groups: Mapping[str, Group],
    home: str,
    regions: Regions,
    heads: Mapping[str, str],
) -> MapTarget:
    first = documents[0]
    firm = first["firm"]
    code = regions.canonical(firm["region"]) if firm["region"] else ""
    row = regions.by_code.get(code)
    province = code[:2] + "0000" if code else ""
    at = None if row is None or row.lng is None or row.lat is None else (row.lng, row.lat)
    return MapTarget(
        firm["id"],
        first["grade"],
        groups[first["segment"]],
        tuple(d["segment"] for d in documents),
        province if province in regions.by_code else "",
        regions.city_of(code) if code else "",
        at,
        regions.distance_km(home, code) if code else None,
        heads.get(firm["name"], ""),
        first,
    )


def heads_of(parents: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The head of each firm's group, from pairs (firm, its parent) of names: the parent of the parent counts, a circle
    ends where it closes, and who is somebody's parent is its own head."""
    above = {child: parent for child, parent in parents if parent and parent != child}
    out = {}
    for name in {*above, *above.values()}:
        head, seen = name, {name}
        while (parent := above.get(head)) and parent not in seen:
            head = parent
            seen.add(head)
        out[name] = head
    return out
