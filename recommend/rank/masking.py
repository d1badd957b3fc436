"""What must not be seen while a landing is ranked.

A report that tells of a project also lists the subsidiary founded for it, often named after the place. Whoever reads
that while ranking the firms that might come knows the answer. Hidden are therefore, of every firm, all sites,
subsidiaries, projects, relations, capacities and technologies that lie in the destination's province or name a place in
it: the province, its cities, its counties. Too much is rather hidden than too little: a word that may mean a place
there is taken to mean it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cached_property
from pathlib import Path

from graph.errors import UnreadableFile
from graph.files.given import lines as lines_of
from graph.model.records import Firm, Relation
from graph.model.regions import Regions
from recommend.rank.firm_facts import Fact, FirmFacts

# Words in a table of places that are no names.
_NO_NAME = {"市辖区", "县", "城区", "郊区", "矿区", "省直辖县级行政区划", "自治区直辖县级行政区划"}
_LEVEL = re.compile(r"(?:自治县|自治旗|[市县旗])$")  # districts keep their 区: 朝阳区 is a place, 朝阳 half a brand


class Gazetteer:
    """Names of places by province (two digits)."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """names: (code, name)."""
        self.words: dict[str, set[str]] = {}
        for code, name in names:
            if len(name) >= 2 and name not in _NO_NAME:
                self.words.setdefault(code[:2], set()).add(name)

    @classmethod
    def of(cls, regions: Regions, table: Path | None = None) -> Gazetteer:
        """The places the store knows and, where given, those of a fuller table (`adcode, level, name`; may be
        gzipped)."""
        pairs = [
            (c, n) for c, r in regions.by_code.items() for n in {r.name, r.short if r.level != "county" else r.name}
        ]
        pairs += [(c, s) for c, r in regions.by_code.items() if r.level == "county" for s in _shorts(r.name)]
        if table is not None and table.is_file():
            pairs += list(_table_names(table))
        return cls(pairs)


def _shorts(name: str) -> list[str]:
    short = _LEVEL.sub("", name)
    return [short] if short != name and len(short) >= 2 else []


def _table_names(table: Path) -> Iterable[tuple[str, str]]:
    try:
        for row in csv.DictReader(lines_of(table)):
            code, name = str(row.get("adcode") or ""), str(row.get("name") or "")
            yield code, name
            for short in _shorts(name):
                yield code, short
    except csv.Error as error:
        raise UnreadableFile(
            table.name, f"not a table of places ({error})", "give a CSV with adcode and name"
        ) from error


class Mask:
    """Hides what lies in a destination's province or names a place in it."""

    def __init__(self, gazetteer: Gazetteer, destination: str, seats: Mapping[str, str] | None = None) -> None:
        """seats: firm → region of its seat, so that a tie to a firm seated there is hidden although it names no
        place."""
        self.province = destination[:2]
        self._seats = seats or {}
        self._words = sorted(gazetteer.words.get(self.province, set()), key=lambda w: (-len(w), w))
        self._seen: dict[int, tuple[FirmFacts, FirmFacts]] = {}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._words)) or r"(?!)")

    def names(self, text: str) -> bool:
        """Does the text hold a name of the province or of a place in it?"""
        return self._pattern.search(text.replace(" ", "")) is not None

    def lies(self, region: str) -> bool:
        """Is the region in the province?"""
        return bool(region) and region[:2] == self.province

    def hides(self, record: Fact) -> bool:
        """Must this record not be seen? Its region, every text of it and the seat of the other firm are read."""
        if isinstance(record, Relation) and self.lies(self._seats.get(record.to_id, "")):
            return True
        for field in fields(record):
            value = getattr(record, field.name)
            if field.name == "region":
                if self.lies(value):
                    return True
            elif (
                isinstance(value, str)
                and field.name not in ("firm_id", "from_id", "source", "as_of")
                and self.names(value)
            ):
                return True
        return False

    def facts(self, facts: FirmFacts) -> FirmFacts:
        """The part of a firm's facts that may be seen. Kept by identity: the same facts are asked for again and
        again."""
        held = self._seen.get(id(facts))
        if held is None:
            held = self._seen[id(facts)] = (facts, facts.keep(lambda r: not self.hides(r)))
        return held[1]

    def sites(self, firm: Firm) -> tuple[str, ...]:
        """The firm's sites outside the province."""
        return tuple(s for s in firm.sites if not self.lies(s))


class Masks:
    """One mask a province, made when first asked for."""

    def __init__(self, gazetteer: Gazetteer, seats: Mapping[str, str] | None = None) -> None:
        self._gazetteer, self._seats = gazetteer, seats
        self._masks: dict[str, Mask] = {}

    def of(self, destination: str) -> Mask:
        """The mask for a destination's province."""
        return self._masks.setdefault(destination[:2], Mask(self._gazetteer, destination, self._seats))


def visible(mask: Mask, facts: Mapping[str, FirmFacts]) -> dict[str, FirmFacts]:
    """All firms' facts as they may be seen."""
    return {firm: mask.facts(f) for firm, f in facts.items()}
