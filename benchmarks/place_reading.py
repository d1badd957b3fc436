"""Places read from addresses, cells and names against labels, beside cpca where its Python is named.

    python -m benchmarks.place_reading --data ../shared/data [--cpca ~/cpca/bin/python] [--part dev|aside] [--wrong]

A label of `labels/places.csv` is the finest place that the words tell, by its code of today, or empty where a careful
reader could not say; addresses of registers stand there by their credit code alone. An answer is right where it is
that very place, or none where the label is empty: a county guessed is wrong, and so is a county not seen. Answers of
cpca are read through the table of ended codes, so that an old code of the right place counts as right.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import settings
from graph.model.places import PlaceReader, Said, settle
from graph.model.regions import Regions

LABELS = Path(__file__).parent / "labels" / "places.csv"
REGISTERS = {"national": "national_registrations_300k.csv.gz", "xinxiang": "xinxiang_registrations.csv.gz"}
_CPCA = """
import json, sys, cpca
texts = json.load(sys.stdin)
print(json.dumps([a if isinstance(a, str) else "" for a in cpca.transform(texts)["adcode"]]))
"""


@dataclass(frozen=True)
class Item:
    """What is read, and what a careful reader says of it. place: a code of today, '' for a right refusal."""

    id: str
    kind: str
    cells: tuple[str, str, str]
    text: str
    place: str
    unit: str
    part: str

    @property
    def joined(self) -> str:
        """All its words in one text, as a reader of addresses wants them."""
        return "".join(dict.fromkeys(self.cells)) + self.text


def items(data: Path) -> list[Item]:
    """All labelled items; those of registers get their address from the outside data."""
    with LABELS.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    wanted = {r["id"] for r in rows if r["source"] in REGISTERS}
    addresses: dict[str, str] = {}
    for file in REGISTERS.values():
        with gzip.open(data / file, "rt", encoding="utf-8", newline="") as handle:
            addresses |= {r["uscc"]: r["address"] for r in csv.DictReader(handle) if r["uscc"] in wanted}
    return [
        Item(
            r["id"],
            r["kind"],
            (r["province"], r["city"], r["county"]),
            addresses[r["id"]] if r["source"] in REGISTERS else r["text"],
            r["place"],
            r["unit"],
            r["part"],
        )
        for r in rows
    ]


def read(reader: PlaceReader, item: Item) -> tuple[str, str]:
    """The finest place and the unit that liantu tells."""
    province, city, county = item.cells
    said = Said(province=province, city=city, county=county)
    if item.kind == "joined":
        said = Said(joined=(city,))
    elif item.kind == "address":
        said = Said(address=item.text)
    elif item.kind == "name":
        said = Said(name=item.text)
    place = settle(reader, said)
    return place.county_code or place.code, place.unit


def cpca(python: Path, texts: Sequence[str], reader: PlaceReader) -> list[str]:
    """The places that cpca tells, by their codes of today."""
    done = subprocess.run(
        [str(python), "-c", _CPCA], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    codes = json.loads(done.stdout.splitlines()[-1])
    return [_today(reader, code[:6]) for code in codes]


def _today(reader: PlaceReader, code: str) -> str:
    if not code:
        return ""
    # 110100 and 110200 are names for the municipality itself.
    known = reader.table.by_code(code)[-1]
    return reader.table.seat(known) if known.endswith("00") else known


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927)."""
    z, share = 1.96, right / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cpca", type=Path, help="a Python that has cpca")
    parser.add_argument("--part", choices=("dev", "aside"))
    parser.add_argument("--wrong", action="store_true", help="list what liantu read wrongly")
    given = parser.parse_args()
    reader = Regions.load(settings.load().data / "regions.csv").places
    told = [i for i in items(given.data) if given.part in (None, i.part)]
    answers = {"liantu": [read(reader, i)[0] for i in told]}
    if given.cpca:
        answers["cpca"] = cpca(given.cpca, [i.joined for i in told], reader)
    for name, codes in answers.items():
        for part in ("dev", "aside"):
            pairs = [(i, c) for i, c in zip(told, codes, strict=True) if i.part == part]
            if not pairs:
                continue
            right = sum(i.place == c for i, c in pairs)
            low, high = wilson(right, len(pairs))
            kinds = Counter(i.kind for i, _ in pairs)
            by_kind = Counter(i.kind for i, c in pairs if i.place == c)
            each = ", ".join(f"{k} {by_kind[k]}/{n}" for k, n in sorted(kinds.items()))
            print(f"{name} {part}: {right}/{len(pairs)} = {right / len(pairs):.3f} [{low:.3f}, {high:.3f}] ({each})")
    units = [(i.unit, read(reader, i)[1]) for i in told if i.unit]
    print(f"liantu units: {sum(a == b for a, b in units)}/{len(units)}")
    if given.wrong:
        for i, c in zip(told, answers["liantu"], strict=True):
            if i.place != c:
                print(i.part, i.kind, i.joined, "label", i.place, reader.table.full_name(i.place), "read", c)


if __name__ == "__main__":
    main()
