"""What is to be said about the place of a row: open, contradicted, or only assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.model.places import Place, PlaceTable, Said
from graph.model.row_problems import Arg

_KINDS = {
    "column": "表中所填地区",
    "around": "表内小标题或工作表名",
    "title": "表头上方的说明",
    "address": "地址",
    "name": "企业名称",
    "code": "信用代码的登记机关",
    "assumed": "指定的地区",
}


@dataclass(frozen=True, slots=True)
class About:
    """One thing to note: the field whose column it is about, the sentence's code, the words and what else it says."""

    field: str
    code: str
    value: str
    args: tuple[tuple[str, Arg], ...] = ()


def place_problems(place: Place, said: Said, table: PlaceTable) -> Iterator[About]:
    """What a clerk should look at again. A row that gives its region as a code has said where it is, whatever else
    it holds; a firm whose name or registration comes from elsewhere in the same city is nothing to note."""
    if place.by == "assumed":
        yield About("city", "region_assumed", "", (("place", table.full_name(place.code)),))
    elif place.open:
        names = "、".join(map(table.full_name, place.open[:4])) + ("……" if len(place.open) > 4 else "")
        yield About(_field(place.evidence[-1].kind, said), "open_place", place.evidence[-1].words, (("places", names),))
    elif not place.code:
        yield About("city", "no_region", said.city)
    if said.region_code:
        return
    for other in place.conflicts:
        if len(other.codes) == 1:
            args = {
                "by": _KINDS[place.by],
                "place": table.full_name(place.county_code or place.code),
                "other": _KINDS[other.kind],
                "elsewhere": table.full_name(other.codes[0]),
            }
            yield About(_field(other.kind, said), "place_conflict", other.words, tuple(args.items()))


def _field(kind: str, said: Said) -> str:
    if kind == "column":
        return "county" if said.county and not said.city else "city"
    return {"address": "address", "name": "name", "code": "uscc"}.get(kind, "city")
