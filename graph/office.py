"""What an office has set for itself: where the app opens, which chains it follows, in which language, the review
number (审图号) that stands under its maps, and the cities that its leaders measure it against (对标城市).

Kept as `office.json` beside the store's vectors.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import UnreadableFile
from graph.files import whole
from graph.model.cities.benchmark_cities import BenchmarkCity

LONGEST_REVIEW = 60  # characters of a review number
LONGEST_REASON = 60  # characters of why a city is measured against
MEND = "set it anew on the page 设置, or delete the file"


@dataclass(frozen=True)
class Office:
    """region: a code, chains: ids in the order of interest, lang: zh or en, map_review: as printed under maps,
    benchmarks: of every region that any were chosen for; empty where the office has set none."""

    region: str = ""
    chains: tuple[str, ...] = ()
    lang: str = ""
    map_review: str = ""
    benchmarks: tuple[BenchmarkCity, ...] = ()


def load(file: Path) -> Office:
    """What is set; nothing where there is no such file. Raises `UnreadableFile` for one that was damaged."""
    if not file.is_file():
        return Office()
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        chains = tuple(map(str, given.get("chains", ())))
        cities = tuple(_city(row) for row in given.get("benchmarks", ()))
        region, lang, review = (str(given.get(key, "")) for key in ("region", "lang", "map_review"))
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise UnreadableFile(file.name, "damaged", MEND) from error
    return Office(region, chains, lang if lang in ("zh", "en") else "", review[:LONGEST_REVIEW].strip(), cities)


def _city(row: dict[str, object]) -> BenchmarkCity:
    region, city, reason, day = (str(row[key]) for key in ("region", "city", "reason", "as_of"))
    return BenchmarkCity(region, city, reason[:LONGEST_REASON], day)


def save(file: Path, office: Office) -> None:
    """Write it whole or not at all. Raises `UnwritableFile`."""
    whole.put_text(file, json.dumps(asdict(office), ensure_ascii=False, indent=1) + "\n")
