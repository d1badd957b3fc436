"""Real investment projects, as a back-test reads them: which firm went to which city."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from graph.errors import MissingColumn, UnreadableFile
from graph.files.given import lines as lines_of
from graph.model.regions import Regions

NEEDED = ("ts_code", "dest_adcode")


@dataclass(frozen=True, slots=True)
class Landing:
    """A firm's project in a city: `given` is the destination as the file writes it, `region` its canonical city.

    `outside`: False where the file says that it is the firm's own city, None where it does not say.
    """

    code: str
    given: str
    region: str
    project: str = ""
    outside: bool | None = None
    row: int = 0


def read_landings(file: Path, regions: Regions) -> list[Landing]:
    """The distinct (firm, destination) pairs in the order they first stand; those in the firm's own city are left out.

    Raises `UnreadableFile` naming the row, `MissingColumn`.
    """
    try:
        reader = csv.DictReader(lines_of(file, "save it as CSV (UTF-8)"))
        found = list(reader.fieldnames or ())
        for column in NEEDED:
            if column not in found:
                raise MissingColumn(file.name, column, found)
        rows = list(reader)
    except csv.Error as error:
        raise UnreadableFile(file.name, f"not a CSV in UTF-8 ({error})", "save it as CSV (UTF-8)") from error
    out: dict[tuple[str, str], Landing] = {}
    for n, row in enumerate(rows, 2):
        code, given = (row.get("ts_code") or "").strip(), (row.get("dest_adcode") or "").strip()
        if not code or not given:
            column = "ts_code" if not code else "dest_adcode"
            raise UnreadableFile(file.name, f"row {n} has no {column}", "fill it in or delete the row")
        region = regions.city_of(given)
        if not region:
            raise UnreadableFile(
                file.name, f"row {n}, column dest_adcode: {given!r} is no city", "use the six-digit code of a city"
            )
        local = (row.get("local") or "").strip()
        landing = Landing(
            code, given, region, (row.get("project") or "").strip(), {"0": True, "1": False}.get(local), n
        )
        if landing.outside is not False:
            out.setdefault((code, given), landing)
    if not out:
        raise UnreadableFile(file.name, "no landing outside the firm's own city", "give landings in other cities")
    return list(out.values())


def with_products(file: Path) -> Collection[str]:
    """Codes of the listed firms whose report was read (`main_products_2025` filled): who may stand among the
    candidates."""
    try:
        reader = csv.DictReader(lines_of(file))
        columns = list(reader.fieldnames or ())
        products = next((c for c in sorted(columns, reverse=True) if c.startswith("main_products")), "")
        for column, there in (("ts_code", "ts_code" in columns), ("main_products_2025", bool(products))):
            if not there:
                raise MissingColumn(file.name, column, columns)
        return frozenset(r["ts_code"] for r in reader if (r[products] or "").strip())
    except csv.Error as error:
        raise UnreadableFile(file.name, f"not a CSV in UTF-8 ({error})", "check the file") from error
