"""Regions: codes of the national statistics, their names, places and nesting (省 ⊃ 市 ⊃ 县)."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from graph.errors import UnknownName, UnreadableFile
from graph.model.nearest import nearest
from graph.model.place_names import english
from graph.model.places import PlaceReader, PlaceTable
from graph.model.places.sites import FILE as SITES
from graph.model.places.sites import Sites
from graph.model.places.sites import load as load_sites

MUNICIPALITIES = ("110000", "120000", "310000", "500000")
# Counties that became cities or districts under a new code; old credit codes still carry the old one.
RENUMBERED = {"410728": "410783"}
_SEPARATORS = re.compile(r"[\s\-/·,，、]+")
_LEVELS = ("province", "city", "county")
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Region:
    """地区. `short` is the name without its suffix; `lng`, `lat` in degrees, None where not known; `name_en` as the
    table gives it, '' where it gives none."""

    code: str
    level: Literal["province", "city", "county"]
    name: str
    short: str
    parent: str
    lng: float | None
    lat: float | None
    name_en: str = ""


class Regions:
    """A table of regions that answers: what is this code, in which city, how far apart."""

    def __init__(self, rows: Iterable[Region], folder: Path | None = None) -> None:
        """folder: where the tables of finer places stand (`graph.model.places`), None where there are none."""
        self.by_code = {r.code: r for r in rows}
        self.folder = folder

    @classmethod
    def load(cls, file: Path) -> Regions:
        """Read `data/regions.csv`. Raises `UnreadableFile`."""
        if not file.is_file():
            raise UnreadableFile(str(file), "not found", "set LIANTU_DATA to the folder that holds regions.csv")
        with file.open(encoding="utf-8", newline="") as handle:
            return cls(
                (
                    Region(
                        r["code"],
                        r["level"],  # type: ignore[arg-type]
                        r["name"],
                        r["short"],
                        r["parent"],
                        _number(r["lng"]),
                        _number(r["lat"]),
                        r.get("name_en") or "",
                    )
                    for r in csv.DictReader(handle)
                ),
                file.parent,
            )

    @cached_property
    def places(self) -> PlaceReader:
        """Reads texts and rows for places: all counties of the country, where the data folder holds them."""
        rows = self.by_code.values()
        return PlaceReader(PlaceTable.load(self.folder, rows) if self.folder else PlaceTable(rows))

    @cached_property
    def sites(self) -> Sites:
        """What no park can build, by place; nothing is known where the data folder holds no such table."""
        return load_sites(self.folder / SITES) if self.folder else Sites()

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for r in self.by_code.values():
            for form in {r.name, r.short}:
                names.setdefault(form, []).append(r.code)
        return names

    def canonical(self, code: str) -> str:
        """The code this table knows for `code`: aliases and old codes resolved, an unknown county → its city, or ''."""
        code = RENUMBERED.get(code, code)
        for candidate in (code, code[:4] + "00", code[:2] + "0000"):
            if candidate in self.by_code:
                # A municipality's xx0100 and its districts are the municipality itself.
                return (
                    candidate
                    if candidate[2:] != "0000" or code[:2] + "0000" in MUNICIPALITIES or code == candidate
                    else ""
                )
        return ""

    def get(self, given: str) -> Region:
        """The region with this code or name; names may be joined. Raises `UnknownName` with the nearest, or with all
        places of a name that several bear.

        Unlike `canonical`, which makes the best of what a register holds, a code that a person typed must exist.
        """
        renewed = RENUMBERED.get(given, given)
        in_municipality = len(given) == 6 and given[:2] + "0000" in MUNICIPALITIES and given[2:4] in ("01", "02")
        code = self.canonical(renewed) if renewed in self.by_code or in_municipality else ""
        if not code:
            codes = [c for c in self._by_name.get(given, []) if self.by_code[c].level != "county"]
            # A short name can be a province, a city and a county at once; teams work for cities.
            code = min(codes, key=lambda c: (self.by_code[c].level != "city", c)) if codes else self._joined(given)
        if not code:
            found = self.places.cell(given, "county")  # 福建省宁德市, 北京朝阳区, 长垣
            meant = found.codes if found.words == given else ()
            if len(meant) > 1:
                raise UnknownName("region", given, list(map(self.places.table.full_name, meant)))
            code = self.places.table.seat(meant[0]) if meant else ""
        if not code:
            raise UnknownName("region", given, nearest(given, {c: r.name for c, r in self.by_code.items()}))
        return self.by_code[code]

    def _joined(self, given: str) -> str:
        """A place behind the wider ones it lies in: 福建宁德, 河南省新乡市红旗区; '' where any part is none."""
        code, rest = "", _SEPARATORS.sub("", given)
        while rest:
            for length in range(len(rest), 1, -1):
                inside = [c for c in self._by_name.get(rest[:length], []) if c != code and self._may_follow(c, code)]
                if inside:
                    code, rest = min(inside, key=lambda c: (_LEVELS.index(self.by_code[c].level), c)), rest[length:]
                    break
            else:
                return ""
        return code

    def _may_follow(self, code: str, wider: str) -> bool:
        return self.within(code, wider) if wider else self.by_code[code].level != "county"

    def find(self, province: str, city: str, county: str = "") -> str:
        """The code of a place given by names, most exact part first; '' where nothing fits or several do."""
        scope = ""
        for name, level in ((province, "province"), (city, "city"), (county, "county")):
            hits = [c for c in self._by_name.get(name, []) if not scope or self.within(c, scope)] if name else []
            # 吉林 is a province and a city in it; 鼓楼区 a district of several cities. A municipality is both levels.
            exact = [c for c in hits if self.by_code[c].level == level or (level == "city" and c in MUNICIPALITIES)]
            found = exact or [c for c in hits if level == "county" or self.by_code[c].level == "city"]
            if len(found) == 1:
                scope = found[0]
        return scope

    def city_of(self, code: str) -> str:
        """The prefecture-level city (or municipality, or county under a province) that a code lies in; '' if none."""
        code = self.canonical(code)
        if not code:
            return ""
        if code[:2] + "0000" in MUNICIPALITIES:
            return code[:2] + "0000"
        if code[2:] == "0000":
            return ""
        if code[2:4] == "90":
            return code
        city = code[:4] + "00"
        return city if city in self.by_code else ""

    @staticmethod
    def within(code: str, region: str) -> bool:
        """Is `code` in `region` (itself included)? Codes nest by prefix."""
        if not code or not region:
            return False
        if region[2:] == "0000":
            return code[:2] == region[:2]
        if region[4:] == "00":
            return code[:4] == region[:4]
        return code == region

    def name(self, code: str) -> str:
        """The region's name, or 待核 where the code is unknown or empty."""
        region = self.by_code.get(self.canonical(code)) if code else None
        return region.name if region else "待核"

    def name_en(self, code: str) -> str:
        """The same in English: from the table, or by rule where it has no English names."""
        region = self.by_code.get(self.canonical(code)) if code else None
        return (region.name_en if region else "") or english(self.name(code))

    def full_name(self, code: str) -> str:
        """Province, city and name, once each: 河南省新乡市, 河南省新乡市红旗区."""
        return "".join(r.name for r in self._upward(code)) or "待核"

    def full_name_en(self, code: str) -> str:
        """The same in English, the smallest first: Xinxiang, Henan."""
        # The table's own names: to put one into pinyin takes a dictionary that is slow to load.
        return ", ".join(r.name_en or english(r.name) for r in reversed(self._upward(code))) or english("待核")

    def _upward(self, code: str) -> list[Region]:
        """The region's province, its city and itself, each name once; nothing where the code is not known."""
        code = self.canonical(code) if code else ""
        if not code:
            return []
        province = self.by_code.get(code[:2] + "0000")
        city = self.by_code.get(self.city_of(code) or code)
        return list({r.name: r for r in (province, city, self.by_code[code]) if r is not None}.values())

    def distance_km(self, a: str, b: str) -> float | None:
        """Great-circle distance (haversine) between the centres of two regions; None where a place is unknown."""
        p, q = (self.by_code.get(self.canonical(c)) for c in (a, b))
        if p is None or q is None or p.lng is None or q.lng is None or p.lat is None or q.lat is None:
            return None
        lat1, lat2 = math.radians(p.lat), math.radians(q.lat)
        h = (
            math.sin((lat2 - lat1) / 2) ** 2
            + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(q.lng - p.lng) / 2) ** 2
        )
        return 2 * EARTH_KM * math.asin(math.sqrt(h))

    def cities(self) -> list[str]:
        """Codes of all prefecture-level cities, municipalities and counties directly under a province, in order."""
        return sorted({c for c in map(self.city_of, self.by_code) if c})


def _number(text: str) -> float | None:
    return float(text) if text else None
