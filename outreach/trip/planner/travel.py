"""Travel times: estimates from the distance between two places, or a table the office keeps itself.

Speeds are declared here and are estimates, not timetables: rail is a high-speed line with the way to and from the
stations, road a motorway. An itinerary says so; a train must be looked up before it is booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from graph.errors import BadCell, InvalidArgument, UnknownName
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem, of_cell
from outreach.trip.planner.problem import Leg

if TYPE_CHECKING:
    from graph.model.tables import TableSpec

WITHIN = 60  # between two counties of a city whose distance is not known
STEP = 5  # minutes; every time is a multiple of it
Way = Literal["rail", "road"]


@dataclass(frozen=True)
class Speeds:
    """Kilometres an hour over the ground, how much longer a line is than the crow flies, and fixed minutes a ride.

    rail_fixed: to the station, waiting, changing, from the station. local: a ride within one city.
    """

    rail_kmh: float = 220.0
    rail_detour: float = 1.2
    rail_fixed: int = 90
    road_kmh: float = 80.0
    road_detour: float = 1.3
    road_fixed: int = 20
    local: int = 40


SPEEDS = Speeds()


def estimate(km: float, speeds: Speeds = SPEEDS) -> Leg:
    """The quicker of rail and road over a great-circle distance, rounded up to five minutes."""
    rail, road = minutes_by("rail", km, speeds), minutes_by("road", km, speeds)
    minutes, mode = (rail, "rail") if rail < road else (road, "road")
    return Leg(max(speeds.local, ceil(minutes / STEP) * STEP), mode)


def minutes_by(way: Way, km: float, speeds: Speeds = SPEEDS) -> float:
    """Minutes over a great-circle distance by rail or by road, the way to and from the stations included."""
    fixed, detour, kmh = _of(way, speeds)
    return fixed + 60 * km * detour / kmh


def reach_km(way: Way, hours: float, speeds: Speeds = SPEEDS) -> float:
    """How far one gets in so many hours by rail or by road, in kilometres of great-circle distance; 0 where the time is
    gone before the ride begins."""
    fixed, detour, kmh = _of(way, speeds)
    return max(0.0, (60 * hours - fixed) * kmh / (60 * detour))


def _of(way: Way, speeds: Speeds) -> tuple[int, float, float]:
    """Fixed minutes, detour and kilometres an hour."""
    if way == "rail":
        return speeds.rail_fixed, speeds.rail_detour, speeds.rail_kmh
    return speeds.road_fixed, speeds.road_detour, speeds.road_kmh


def legs(
    places: Iterable[str],
    regions: Regions,
    given: Mapping[tuple[str, str], int] | None = None,
    speeds: Speeds = SPEEDS,
) -> dict[tuple[str, str], Leg]:
    """Every ordered pair of these places. `given` overrides, by place or by the cities the places lie in.

    Raises `InvalidArgument` where a place has no known position and no given time.
    """
    codes = sorted(set(places))
    own = given or {}
    out: dict[tuple[str, str], Leg] = {}
    for a in codes:
        for b in codes:
            pair = own.get((a, b), own.get((regions.city_of(a) or a, regions.city_of(b) or b)))
            if pair is not None:
                out[a, b] = Leg(pair, "local" if a == b else "given")
            elif a == b:
                out[a, b] = Leg(speeds.local, "local")
            else:
                km = regions.distance_km(a, b)
                if km is None and regions.city_of(a) and regions.city_of(a) == regions.city_of(b):
                    out[a, b] = Leg(WITHIN, "local")
                    continue
                if km is None:
                    raise InvalidArgument(
                        f"{regions.name(a)}与{regions.name(b)}之间的距离未知，请在路程表中给出两地之间的分钟数。"
                    )
                out[a, b] = estimate(km, speeds)
    return out


def matrix(
    file: str, rows: Sequence[tuple[int, Mapping[str, str]]], regions: Regions, spec: TableSpec
) -> dict[tuple[str, str], int]:
    """Minutes by (from, to) of a table of travel times; one way serves for both where the other is not given.

    spec: of a table of travel times. `rows` are numbered as in the file. All bad rows are named together. Raises
    `MissingColumn`, `InvalidArgument`.
    """
    where = spec.located(file, list(rows[0][1]) if rows else [])
    out: dict[tuple[str, str], int] = {}
    bad: list[RowProblem] = []
    for number, row in rows:
        cell = {field: row.get(column, "").strip() for field, column in where.items()}
        try:
            start, end = (_place(cell, field, regions) for field in ("from", "to"))
            out[start, end] = _minutes(cell["minutes"])
        except BadCell as error:
            bad.append(of_cell(error, file, number, where))
    if bad:
        told = "；".join(f"第 {p.row} 行：{p.zh}" for p in bad[:10])
        raise InvalidArgument(f"{file}：{told}。请改正后重试。")
    return {(b, a): m for (a, b), m in out.items()} | out


def _place(cell: Mapping[str, str], field: str, regions: Regions) -> str:
    try:
        return regions.get(cell[field]).code
    except UnknownName as error:
        raise BadCell("travel_region", field, error.given) from None


def _minutes(text: str) -> int:
    """Whole minutes of a day, rounded up to a multiple of `STEP`."""
    if not text.isdecimal() or not 0 < int(text) <= 24 * 60:
        raise BadCell("travel_minutes", "minutes", text)
    return ceil(int(text) / STEP) * STEP
