"""What an office has set for itself: where the app opens, which chains it follows, in which language, and the review
number (审图号) that stands under its maps. Kept as `office.json` beside the store's vectors."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import UnreadableFile
from graph.files import whole

LONGEST_REVIEW = 60  # characters of a review number
MEND = "set it anew on the page 设置, or delete the file"


@dataclass(frozen=True)
class Office:
    """region: a code, chains: ids in the order of interest, lang: zh or en, map_review: as printed under maps; empty
    where the office has set none."""

    region: str = ""
    chains: tuple[str, ...] = ()
    lang: str = ""
    map_review: str = ""


def load(file: Path) -> Office:
    """What is set; nothing where there is no such file. Raises `UnreadableFile` for one that was damaged."""
    if not file.is_file():
        return Office()
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        chains = tuple(map(str, given.get("chains", ())))
        region, lang, review = (str(given.get(key, "")) for key in ("region", "lang", "map_review"))
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableFile(file.name, "damaged", MEND) from error
    return Office(region, chains, lang if lang in ("zh", "en") else "", review[:LONGEST_REVIEW].strip())


def save(file: Path, office: Office) -> None:
    """Write it whole or not at all. Raises `UnwritableFile`."""
    whole.put_text(file, json.dumps(asdict(office), ensure_ascii=False, indent=1) + "\n")
