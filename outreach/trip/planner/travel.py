"""Travel times: estimates from the distance between two places, or a table the office keeps itself.

Speeds are declared here and are estimates, not timetables: rail is a high-speed line with the way to and from the
stations, road a motorway. An itinerary says so; a train must be looked up before it is booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from graph.errors import InvalidArgument, MissingColumn, UnknownName
from graph.model.regions import Regions
from outreach.trip.planner.problem import Leg

WITHIN = 60  # between two counties of a city whose distance is not known
STEP = 5  # minutes; every time is a multiple of it


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
    rail = speeds.rail_fixed + 60 * km * speeds.rail_detour / speeds.rail_kmh
    road = speeds.road_fixed + 60 * km * speeds.road_detour / speeds.road_kmh
    minutes, mode = (rail, "rail") if rail < road else (road, "road")
    return Leg(max(speeds.local, ceil(minutes / STEP) * STEP), mode)


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


def matrix(file: str, rows: Sequence[tuple[int, Mapping[str, str]]], regions: Regions) -> dict[tuple[str, str], int]:
    """A table of travel times with the columns from, to, minutes (出发地, 到达地, 分钟); one way serves for both where
    the other is not given. `rows` are numbered as in the file. All bad rows are named together.

    Raises `MissingColumn`, `InvalidArgument`.
    """
    columns = {name: _column(file, rows, forms) for name, forms in _COLUMNS.items()}
    out: dict[tuple[str, str], int] = {}
    wrong: list[str] = []
    for number, row in rows:
        try:
            a, b = (regions.get(row.get(columns[k], "").strip()).code for k in ("from", "to"))
        except UnknownName as error:
            wrong.append(f"第 {number} 行：没有“{error.given}”这个地区")
            continue
        text = row.get(columns["minutes"], "").strip()
        if not text.isdecimal() or not 0 < int(text) <= 24 * 60:
            wrong.append(f"第 {number} 行：分钟数应是 1 到 1440 的整数，现为“{text}”")
            continue
        out[a, b] = ceil(int(text) / STEP) * STEP
    if wrong:
        raise InvalidArgument(f"{file}：{'；'.join(wrong[:10])}。请改正后重试。")
    return {(b, a): m for (a, b), m in out.items()} | out


_COLUMNS = {"from": ("from", "出发地"), "to": ("to", "到达地"), "minutes": ("minutes", "分钟")}


def _column(file: str, rows: Sequence[tuple[int, Mapping[str, str]]], forms: Sequence[str]) -> str:
    found = list(rows[0][1]) if rows else []
    hit = next((f for f in found if f.strip().lower() in forms), None)
    if hit is None:
        raise MissingColumn(file, forms[0], found)
    return hit
