"""All names by which a place of the country goes: today's, short ones, ended ones, zones and the office's units.

Regions (`graph.model.regions`) are the places that firms are counted by; counties outside the home province are finer
than that. A place here is told by its six-digit code, `seat` says by which region it is counted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from graph.model.regions import Region

Level = Literal["province", "city", "county", "zone"]
LEVELS: tuple[Level, ...] = ("province", "city", "county", "zone")

# Peoples in the names of autonomous places, the longest first: 大厂回族自治县 is called 大厂县 and 大厂.
_NAMES_OF_PEOPLES = (
    "维吾尔 柯尔克孜 哈萨克 蒙古族 蒙古 回族 苗族 侗族 土家族 布依族 瑶族 彝族 藏族 "
    "壮族 满族 朝鲜族 黎族 羌族 傣族 白族 哈尼族 景颇族 傈僳族 各族 仡佬族 水族 仫佬族 "
    "毛南族 畲族 锡伯 塔吉克 裕固族 保安族 东乡族 撒拉族 土族 拉祜族 佤族 纳西族 布朗族 "
    "独龙族 怒族 普米族 鄂温克族 达斡尔族"
)
_PEOPLES = sorted(_NAMES_OF_PEOPLES.split(), key=len, reverse=True)
_SUFFIX = re.compile(
    r"(维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|自治县|自治州|自治旗|特区|地区|林区|省|市|县|区|旗|盟)$"
)
_CARRIED = 2005  # a code that was given to another place after this year still stands in credit codes for the first
MUNICIPAL = ("11", "12", "31", "50")  # provinces that are one city


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that a form of words may mean.

    code: the place; level: its level; under: codes under which this name stood (its own, and the old one of an ended
    name), to hold it against a city said before it; whole: the full name, which counts anywhere in a text.
    """

    code: str
    level: Level
    under: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class OfficeUnit:
    """A responsible unit of the office's city: its name, the region that it is, other names that zones go by."""

    name: str
    region: str
    zone: bool
    also: tuple[str, ...] = ()


class PlaceTable:
    """Forms of words → places; codes → places."""

    def __init__(
        self,
        regions: Iterable[Region],
        counties: Mapping[str, str] | None = None,
        ended: Iterable[tuple[str, str, str, int]] = (),
        aliases: Iterable[tuple[str, str]] = (),
        units: Iterable[OfficeUnit] = (),
    ) -> None:
        """counties: code → name; ended: (code, name, code of what it became, last year); aliases: (name, code)."""
        self.regions = {r.code: r for r in regions}
        self.counties = dict(counties or {})
        for code, region in self.regions.items():
            if region.level == "county":
                self.counties.setdefault(code, region.name)
        self.units = tuple(units)
        self.forms: dict[str, list[Named]] = {}
        self.became: dict[str, tuple[str, ...]] = {}  # an ended code → today's places
        self.under: dict[str, set[str]] = {}  # a place → the ended codes that it took the place of
        for region in self.regions.values():
            if region.level != "county":
                self._add_region(region)
        for code, name in self.counties.items():
            self._add_county(code, name)
        for code, name, now, until in ended:
            self._add_ended(code, name, now, until)
        for name, code in aliases:
            if name in self.forms and any(n.level == "zone" for n in self.forms[name]):
                continue
            self._add(name, Named(code, "zone", (code,), whole=True))
        # The first two characters of a name → the lengths of the names that begin so, the longest first.
        self.lengths: dict[str, tuple[int, ...]] = {}
        for form in sorted(self.forms, key=len, reverse=True):
            known = self.lengths.get(form[:2], ())
            self.lengths[form[:2]] = known if len(form) in known else (*known, len(form))

    @classmethod
    def load(cls, folder: Path, regions: Iterable[Region]) -> PlaceTable:
        """The tables beside `regions.csv`; one that does not stand there is empty."""
        return cls(
            regions,
            {r["code"]: r["name"] for r in _rows(folder / "counties.csv")},
            [(r["code"], r["name"], r["now"], int(r["until"])) for r in _rows(folder / "places_ended.csv")],
            [
                *((r["name"], r["code"]) for r in _rows(folder / "place_aliases.csv")),
                *((r["name"], r["region_code"]) for r in _rows(folder / "zones.csv")),
            ],
            [
                OfficeUnit(
                    r["name"],
                    r["region_code"],
                    r.get("kind") == "zone",
                    tuple(n for n in (r.get("also") or "").split(";") if n),
                )
                for r in _rows(folder / "districts.csv")
            ],
        )

    # -- building --

    def _add(self, form: str, named: Named) -> None:
        held = self.forms.setdefault(form, [])
        for i, other in enumerate(held):
            if other.code == named.code:
                both = tuple(dict.fromkeys((*other.under, *named.under)))
                held[i] = Named(other.code, other.level, both, other.whole or named.whole)
                return
        held.append(named)

    def _add_region(self, region: Region) -> None:
        level: Level = "province" if region.level == "province" else "city"
        self._add(region.name, Named(region.code, level, (region.code,), whole=True))
        for form in {region.short, *_shortened(region.name)}:
            if len(form) >= 2:
                # 昌吉州, 恩施州 are no words of their own and count anywhere.
                whole = form.endswith("州") and region.name.endswith("自治州") and len(form) > len(region.short)
                self._add(form, Named(region.code, level, (region.code,), whole))

    def _add_county(self, code: str, name: str) -> None:
        self._add(name, Named(code, "county", (code,), whole=len(name) >= 3))
        for form in _shortened(name):
            if len(form) >= 2:
                self._add(form, Named(code, "county", (code,), whole=len(form) >= 3 and form.endswith(("县", "旗"))))

    def _add_ended(self, code: str, name: str, now: str, until: int) -> None:
        given_again = code in self.counties or code in self.regions
        if code != now and (not given_again or until >= _CARRIED):
            self.became[code] = tuple(dict.fromkeys((*self.became.get(code, ()), now)))
        if not given_again:
            self.under.setdefault(now, set()).add(code)
        level: Level = "county" if now in self.counties else "city"
        # 郊区, 城区, 东区: many cities had one, so that it counts inside a city alone.
        self._add(name, Named(now, level, (now, code), whole=len(name) >= 3))
        for form in _shortened(name):
            if len(form) >= 2:
                self._add(form, Named(now, level, (now, code), whole=False))

    # -- asking --

    def seat(self, code: str) -> str:
        """The region by which a place is counted: itself where regions hold it, else its city or municipality."""
        for candidate in (code, code[:4] + "00", code[:2] + "0000"):
            if candidate in self.regions and (candidate[2:] != "0000" or code[:2] in MUNICIPAL or candidate == code):
                return candidate
        return code[:2] + "0000" if code[:2] + "0000" in self.regions else ""

    def by_code(self, code: str) -> tuple[str, ...]:
        """Today's places of a code as registers carry it: more than one where a code was given again, none where
        nothing above it is known either (469026 was 屯昌县, and is 昌江县 since 2010)."""
        current = (code,) if code in self.counties or code in self.regions else ()
        both = tuple(dict.fromkeys((*current, *self.became.get(code, ()))))
        if both:
            return both
        seat = self.seat(code)
        return self.became.get(code[:4] + "00", ()) or ((seat,) if seat else ())

    def within(self, code: str, region: str) -> bool:
        """Is the place in this region, today or under a code that has ended? 简阳 stood under 资阳 until 2016."""
        return within(code, region) or any(within(c, region) for c in self.under.get(code, ()))

    def name(self, code: str) -> str:
        """Today's name of a place; '' where it is not known."""
        if code in self.counties:
            return self.counties[code]
        return self.regions[code].name if code in self.regions else ""

    def full_name(self, code: str) -> str:
        """Province, city and county, once each: 河南省新乡市红旗区."""
        parts = [code[:2] + "0000", code[:4] + "00", self.seat(code), code]
        return "".join(dict.fromkeys(n for n in map(self.name, parts) if n))

    def unit_of(self, county: str) -> str:
        """The office's unit that is this county; '' where none is."""
        return next((u.name for u in self.units if not u.zone and u.region == county), "")


def within(code: str, region: str) -> bool:
    """Is `code` in `region` (itself included)? Codes nest by prefix; a county under its province nests in it alone."""
    if region[2:] == "0000":
        return code[:2] == region[:2]
    if region[4:] == "00":
        return code[:4] == region[:4]
    return code == region


def _shortened(name: str) -> Iterator[str]:
    """大厂回族自治县 → 大厂县, 大厂; 昌吉回族自治州 → 昌吉州, 昌吉回族, 昌吉; 新乡市 → 新乡."""
    found = _SUFFIX.search(name)
    if found is None or found.start() == 0:
        return
    stem, kind = name[: found.start()], found.group()
    plain = stem
    while people := next((p for p in _PEOPLES if plain.endswith(p) and len(plain) > len(p)), ""):
        plain = plain[: -len(people)]
    yield plain
    if plain != stem:
        yield stem
    if kind.startswith("自治") and kind[-1] in "县州旗":
        yield plain + kind[-1]


def _rows(file: Path) -> Iterator[dict[str, str]]:
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(handle)
