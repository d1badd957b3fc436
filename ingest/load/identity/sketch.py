"""What matching needs to know of a row: small enough to be kept for every row of a register."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from graph.model.records import Firm, StatedFacts
from ingest.match.likeness import Side, side
from ingest.match.name_parts import NameReader

WORDS_KEPT = 120  # characters of what a firm makes


class Sketch(NamedTuple):
    """A row in short. rank: of two rows about one firm the higher counts; products: of rows without code only."""

    name: str
    region: str
    county: str = ""
    uscc: str = ""
    stock_code: str = ""
    aliases: tuple[str, ...] = ()
    capital_wan: float | None = None
    founded: str = ""
    products: str = ""
    rank: tuple[str, int, str] = ("", 0, "")


def sketch(facts: StatedFacts) -> Sketch:
    """What matching needs of a row's facts."""
    code = facts.get("uscc", "")
    told = "" if code else "".join(facts.get("products", ())) or facts.get("scope", "")
    return Sketch(
        facts["name"],
        facts.get("region", ""),
        facts.get("county", ""),
        code,
        facts.get("stock_code", ""),
        tuple(facts.get("aliases", ())),
        facts.get("capital_wan"),
        facts.get("founded", ""),
        told[:WORDS_KEPT],
        (facts.get("as_of", ""), len(facts), _told(facts)),
    )


def _told(facts: StatedFacts) -> str:
    """What else the row says, in one order: two rows that differ in nothing are one. What a firm makes comes first,
    since its segments rest on that; a digest of everything comes last."""
    whole = blake2b(repr(sorted(facts.items())).encode(), digest_size=8).hexdigest()
    makes = "、".join(facts.get("products", ()))[:WORDS_KEPT]
    return "|".join(map(str, (makes, facts.get("capital_wan", ""), facts.get("employees", ""), whole)))


def sketch_of_firm(firm: Firm) -> Sketch:
    """The same of a firm of the store."""
    told = "".join(firm.products) or firm.scope
    return Sketch(
        firm.name,
        firm.region,
        firm.county,
        firm.uscc,
        firm.stock_code,
        firm.aliases,
        firm.capital_wan,
        firm.founded,
        told[:WORDS_KEPT],
    )


def side_of(reader: NameReader, row: Sketch) -> Side:
    """A row made ready to be compared."""
    return side(
        reader,
        row.name,
        reader.finest(row.region, row.county),
        row.aliases,
        row.capital_wan,
        row.founded,
        row.products,
        row.uscc,
        row.stock_code,
    )
