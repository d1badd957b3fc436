"""From targets to a planned trip and its files: what the command line and the page 拜访 both call."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InvalidArgument
from graph.measures.network import Network
from graph.model.regions import Regions
from graph.model.row_problems import RowProblem
from graph.store.base.protocol import GraphStore
from outreach.casework.db import Casework
from outreach.casework.models import Target
from outreach.papers.parts.context import PaperContext
from outreach.targets import target_table
from outreach.targets.claims import open_targets
from outreach.targets.find import for_segment, mixed
from outreach.targets.introducers import introducers_of
from outreach.trip import folder as papers
from outreach.trip import trips
from outreach.trip.holidays import Holidays
from outreach.trip.planner import hand
from outreach.trip.planner.problem import TripPlan, TripProblem
from outreach.trip.planner.solve import solve
from outreach.trip.planner.travel import matrix
from outreach.trip.request import TripRequest, asked, problem

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
    "write_files",
    "zipped",
]

DESK = "招商专班"  # who signs the audit log where no team is named


def day(text: str, what: str) -> date:
    """A date as typed. Raises `InvalidArgument`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidArgument(f"{what} 应写成 2026-12-01 的样子，现为“{text}” / write the date as 2026-12-01") from None


_KINDS = {form: kind for kind, forms in target_table.KIND_FORMS.items() for form in forms if form}
_FIXED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s+(\d{1,2}[:：]\d{2})\s+(\d+)\s+(\S+)\s+(\S+)(?:\s+(\d))?")


def quotas(given: Sequence[str]) -> dict[str, dict[str, int]]:
    """Limits by kind as {least, most}: `association=1..2`, `firm=3..`, `协会≤2`, `企业≥3`. Raises `InvalidArgument`."""
    least: dict[str, int] = {}
    most: dict[str, int] = {}
    for text in given:
        word = re.fullmatch(r"(\w+?)\s*(≤|<=|≥|>=)\s*(\d+)", text.strip())
        span = re.fullmatch(r"(\w+)=(\d*)(\.\.)?(\d*)", text.strip())
        if word:
            (most if word[2] in ("≤", "<=") else least)[_KINDS.get(word[1], word[1])] = int(word[3])
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


def appointment(text: str) -> dict[str, Any]:
    """A fixed appointment as typed: date, time, minutes, city, what, and which party (first where left out).

    Raises `InvalidArgument`.
    """
    hit = _FIXED.fullmatch(text.strip())
    if not hit:
        raise InvalidArgument(
            f"固定安排应写成“2026-12-02 14:30 60 新乡市 市委会议 1”（日期 时间 分钟 城市 事项 组别），现为“{text}”"
        )
    return {
        "day": day(hit[1], "固定安排的日期"),
        "start": hit[2],
        "minutes": int(hit[3]),
        "place": hit[4],
        "name": hit[5],
        "party": int(hit[6] or 1),
    }


def from_file(
    file: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    spec: TableSpec,
    store: GraphStore,
    regions: Regions,
    network: Network,
) -> tuple[list[dict[str, Any]], list[RowProblem]]:
    """Targets of a table and its bad rows. Raises `InvalidArgument` where no row can be used."""
    good, bad = target_table.read(file, rows, spec, store, regions, network)
    if not good:
        raise InvalidArgument(f"{file} 里没有可用的行：{'；'.join(str(b).rstrip('。') for b in bad[:10])}。")
    return good, bad


def saved_targets(casework: Casework, home: str, regions: Regions, network: Network) -> list[dict[str, Any]]:
    """The saved targets of a region that are still open, as target documents."""
    with casework.read() as session:
        return [
            trips.saved_document(t, regions, network.segments[t.segment].name if t.segment in network.segments else "")
            | {"introducers": introducers_of(session, t.id)}
            for t in open_targets(session, home)
        ]


@dataclass(frozen=True)
class Planned:
    """A request with its plan, from which edits start and the trip document is made."""

    request: TripRequest
    targets: tuple[Mapping[str, Any], ...]
    problem: TripProblem
    plan: TripPlan
    kind: str = "outward"
    guest: str = ""
    notes: tuple[str, ...] = ()
    by_hand: hand.Arrangement | None = None  # what a person made of the plan, None as it was planned

    @property
    def arrangement(self) -> hand.Arrangement:
        """The plan as an arrangement that can be changed by hand, with what does not hold."""
        return self.by_hand or hand.lay_out(self.problem, hand.of_plan(self.plan), self.plan)

    def document(self, regions: Regions) -> trips.TripDocument:
        """The trip as plain data."""
        made = trips.trip_document(self.request, self.problem, self.plan, self.targets, regions, self.kind, self.guest)
        return made | {"notes": list(self.notes)}

    def with_plan(self, plan: TripPlan) -> Planned:
        """The same request with another plan."""
        return replace(self, plan=plan, by_hand=None)

    def arranged(self, arrangement: hand.Arrangement) -> Planned:
        """The same request with what a person made of its plan."""
        return replace(self, plan=arrangement.plan, by_hand=arrangement)


def prepare(
    request: TripRequest,
    targets: Sequence[Mapping[str, Any]],
    regions: Regions,
    given: Mapping[tuple[str, str], int] | None = None,
    kind: str = "outward",
    guest: str = "",
    holidays: Holidays | None = None,
) -> Planned:
    """Plan; without `holidays` by weekends alone. Raises `InvalidArgument` with what to change."""
    calendar = Holidays() if holidays is None else holidays
    asked_for = problem(request, targets, regions, given, holidays=calendar)
    notes = tuple(calendar.notes(request.start, request.days))
    return Planned(request, tuple(targets), asked_for, solve(asked_for, request.seed), kind, guest, notes)


def plan_trip(
    request: TripRequest,
    targets: Sequence[Mapping[str, Any]],
    regions: Regions,
    given: Mapping[tuple[str, str], int] | None = None,
    holidays: Holidays | None = None,
) -> trips.TripDocument:
    """Plan and return the trip document. Raises `InvalidArgument` with what to change."""
    return prepare(request, targets, regions, given, holidays=holidays).document(regions)


def zipped(trip: Mapping[str, Any], context: PaperContext) -> bytes:
    """All files of a trip as one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, make in papers.papers(trip, context):
            archive.writestr(name, make())
    return out.getvalue()


def write_files(
    folder: Path,
    trip: Mapping[str, Any],
    context: PaperContext,
    bad: Sequence[RowProblem] = (),
    progress: papers.Step | None = None,
    keep_in: Casework | None = None,
) -> list[Path]:
    """All files of a trip; rows of the list that were not used go into 问题行.csv.

    With `keep_in` the trip is also kept in that casework: both, or neither.
    """
    if folder.exists() and not folder.is_dir():
        raise InvalidArgument(f"{folder} 是一个文件，请另给一个文件夹 / not a folder; name another with --out")
    if keep_in is None:
        files = papers.write_trip(folder, trip, context, progress)
    else:
        with keep_in.write(DESK) as session:
            trips.save_trip(session, trip)
            files = papers.write_trip(folder, trip, context, progress)
    if bad:
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(["行号", "名称", "原因"])
        rows.writerows([b.row, b.name, b.zh] for b in bad)
        file = folder / "问题行.csv"
        file.write_bytes(text.getvalue().encode("utf-8-sig"))
        files.append(file)
    return files


def keep_trip(casework: Casework, trip: Mapping[str, Any], who: str = DESK) -> int:
    """Keep a trip in the casework; its number."""
    with casework.write(who) as session:
        return trips.save_trip(session, trip).id


def target_of(session: Any, number: int) -> Target:
    """A saved target by number. Raises `InvalidArgument`."""
    found = session.get(Target, number)
    if found is None:
        raise InvalidArgument("这家已不在名单上，请刷新页面。")
    assert isinstance(found, Target)
    return found
