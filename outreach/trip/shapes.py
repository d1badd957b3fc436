"""Types of the trip document, from which every paper, calendar, workbook and page of a trip is made."""

from __future__ import annotations

from typing import Any, TypedDict

from outreach.targets.shapes import VisitTarget

# One line of a party's itinerary. `kind`: travel, visit, appointment or night. `start`, `end` are ISO moments
# (Asia/Shanghai), `day` counts from 1; `from`, `from_name`, `mode`, `mode_name` belong to travel, `target` (its key) to
# a visit, and are empty elsewhere. Written as a call since `from` is a keyword.
LineDocument = TypedDict(
    "LineDocument",
    {
        "day": int,
        "start": str,
        "end": str,
        "minutes": int,
        "from_name": str,
        "from": str,
        "mode": str,
        "mode_name": str,
        "name": str,
        "target": str,
        "kind": str,
        "place": str,
        "place_name": str,
    },
)


class PartyDocument(TypedDict):
    """One party of a trip: its number from 1, its leader by office ('' for none), its lines in order of time."""

    number: int
    name: str
    leader: str
    lines: list[LineDocument]


class DroppedDocument(TypedDict):
    """A target that is not visited, and why."""

    key: str
    name: str
    reason: str


class TripDocument(TypedDict):
    """A trip: parties with their lines, the targets that are visited by key, those that are not and why.

    `kind`: outward or reception (then `guest` is the delegation). `request` is `TripRequest.model_dump`, `value` the
    worth of the visits less minutes on the way, `notes` are sentences on holidays.
    """

    name: str
    kind: str
    home: str
    home_name: str
    start: str
    days: int
    guest: str
    parties: list[PartyDocument]
    targets: dict[str, VisitTarget]
    dropped: list[DroppedDocument]
    request: dict[str, Any]
    value: int
    notes: list[str]


class DayRow(TypedDict):
    """One line of the itinerary as a row of words, as the workbook and the page show it."""

    party: str
    date: str
    time: str
    what: str
    name: str
    place: str
    how: str
    office: str
