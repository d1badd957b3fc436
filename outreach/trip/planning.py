"""From targets to a planned trip: what the command line and the page 拜访 both call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from graph.measures.network import Network
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.store.base.protocol import GraphStore
from outreach.casework.db import Casework
from outreach.casework.models import Target
from outreach.targets import find, target_table
from outreach.targets.claims import open_targets
from outreach.targets.find import for_segment, mixed
from outreach.targets.introducers import introducers_of
from outreach.targets.shapes import VisitTarget
from outreach.trip import trips
from outreach.trip.holidays import Holidays
from outreach.trip.planner import hand
from outreach.trip.planner.problem import TripPlan, TripProblem
from outreach.trip.planner.solve import solve
from outreach.trip.planner.travel import matrix
from outreach.trip.request import TripRequest, asked, trip_problem
from outreach.trip.shapes import TripDocument

if TYPE_CHECKING:
    from graph.model.tables import TableSpec

__all__ = [
    "Planned",
    "appointment",
    "asked",
    "day",
    "for_segment",
    "from_file",
    "keep_trip",
    "matrix",
    "mixed",
    "plan_trip",
    "prepare",
    "quotas",
    "saved_targets",
]

DESK = "招商专班"  # who signs the audit log where no team is named


class Quotas(TypedDict):
    """How many visits of a kind a trip must and may have."""

    least: dict[str, int]
    most: dict[str, int]


class AppointmentFields(TypedDict):
    """The fields of a `request.Appointment` as typed, not checked yet."""

    day: date
    start: str
    minutes: int
    place: str
    name: str
    party: int


def day(text: str, what: str) -> date:
    """A date as typed. Raises `InvalidArgument`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidArgument(f"{what} 应写成 2026-12-01 的样子，现为“{text}” / write the date as 2026-12-01") from None


_KINDS = {form: kind for kind, forms in target_table.KIND_FORMS.items() for form in forms if form}
_FIXED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s+(\d{1,2}[:：]\d{2})\s+(\d+)\s+(\S+)\s+(\S+)(?:\s+(\d))?")


def quotas(texts: Sequence[str]) -> Quotas:
    """Limits by kind: `association=1..2`, `firm=3..`, `协会≤2`, `企业≥3`. Raises `InvalidArgument`."""
    least: dict[str, int] = {}
    most: dict[str, int] = {}
    for text in texts:
        word = re.fullmatch(r"(\w+?)\s*(≤|<=|≥|>=)\s*(\d+)", text.strip())
        span = re.fullmatch(r"(\w+)=(\d*)(\.\.)?(\d*)", text.strip())
        if word:
            side = most if word[2] in ("≤", "<=") else least
            side[_KINDS.get(word[1], word[1])] = int(word[3])
        elif span and (span[2] or span[4]):
            kind = _KINDS.get(span[1], span[1])
            if span[2]:
                least[kind] = int(span[2])
            if span[4] or not span[3]:
                most[kind] = int(span[4] or span[2])
        else:
            raise InvalidArgument(
                f"名额应写成 association=1..2 或 协会≤2 的样子，现为“{text}” / write a quota as association=1..2"
            )
    return {"least": least, "most": most}


def appointment(text: str) -> AppointmentFields:
    """A fixed appointment as typed: date, time, minutes, city, what, and which party (first where left out).

    Raises `InvalidArgument`.
    """
    match = _FIXED.fullmatch(text.strip())
    if not match:
        raise InvalidArgument(
            f"固定安排应写成“2026-12-02 14:30 60 新乡市 市委会议 1”（日期 时间 分钟 城市 事项 组别），现为“{text}”"
        )
    return {
        "day": day(match[1], "固定安排的日期"),
        "start": match[2],
        "minutes": int(match[3]),
        "place": match[4],
        "name": match[5],
        "party": int(match[6] or 1),
    }


def from_file(
    file: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    spec: TableSpec,
    store: GraphStore,
    regions: Regions,
    network: Network,
) -> tuple[list[VisitTarget], list[RowProblem]]:
    """Targets of a table and its bad rows. Raises `InvalidArgument` where no row can be used."""
    good, bad = target_table.read(file, rows, spec, store, regions, network)
    if not good:
        raise InvalidArgument(f"{file} 里没有可用的行：{'；'.join(str(b).rstrip('。') for b in bad[:10])}。")
    return good, bad


def saved_targets(casework: Casework, home: str, regions: Regions, network: Network) -> list[VisitTarget]:
    """The saved targets of a region that are still open, each with who can introduce us."""
    out = []
    with casework.read() as session:
        for row in open_targets(session, home):
            segment = network.segments.get(row.segment)
            target = find.from_saved(row, regions, segment.name if segment else "")
            target["introducers"] = introducers_of(session, row.id)
            out.append(target)
    return out


@dataclass(frozen=True)
class Planned:
    """A request with its plan, from which edits start and the trip document is made."""

    request: TripRequest
    targets: tuple[VisitTarget, ...]
    problem: TripProblem
    plan: TripPlan
    kind: str = "outward"
    guest: str = ""
    notes: tuple[str, ...] = ()
    by_hand: hand.Arrangement | None = None  # what a person made of the plan, None as it was planned

    @property
    def arrangement(self) -> hand.Arrangement:
        """The plan as an arrangement that can be changed by hand, with its faults."""
        return self.by_hand or hand.lay_out(self.problem, hand.of_plan(self.plan), self.plan)

    def document(self, regions: Regions) -> TripDocument:
        """The trip as plain data."""
        return trips.trip_document(
            self.request, self.problem, self.plan, self.targets, regions, self.kind, self.guest, self.notes
        )

    def arranged(self, arrangement: hand.Arrangement) -> Planned:
        """The same request with what a person made of its plan."""
        return replace(self, plan=arrangement.plan, by_hand=arrangement)


def prepare(
    request: TripRequest,
    targets: Sequence[VisitTarget],
    regions: Regions,
    holidays: Holidays,
    times: Mapping[tuple[str, str], int] | None = None,
    kind: str = "outward",
    guest: str = "",
) -> Planned:
    """Plan a trip. `times`: minutes between two places that override the estimates.

    Raises `InvalidArgument` with what to change.
    """
    problem = trip_problem(request, targets, regions, times, holidays=holidays)
    notes = tuple(holidays.notes(request.start, request.days))
    return Planned(
        request=request,
        targets=tuple(targets),
        problem=problem,
        plan=solve(problem, request.seed),
        kind=kind,
        guest=guest,
        notes=notes,
    )


def plan_trip(
    request: TripRequest,
    targets: Sequence[VisitTarget],
    regions: Regions,
    holidays: Holidays,
    times: Mapping[tuple[str, str], int] | None = None,
) -> TripDocument:
    """Plan and return the trip document. Raises `InvalidArgument` with what to change."""
    return prepare(request, targets, regions, holidays, times).document(regions)


def keep_trip(casework: Casework, trip: TripDocument, who: str = DESK) -> int:
    """Keep a trip in the casework; its number."""
    with casework.write(who) as session:
        return trips.save_trip(session, trip).id


def target_of(session: Session, number: int) -> Target:
    """A saved target by number. Raises `InvalidArgument`."""
    target = session.get(Target, number)
    if target is None:
        raise InvalidArgument("这家已不在名单上，请刷新页面。")
    return target
