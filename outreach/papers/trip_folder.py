"""Writes everything a trip needs into one folder or archive: calendars, the workbook and the papers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from graph.errors import InvalidArgument
from graph.files import whole
from graph.files.csv_out import as_csv
from graph.model.row_problems import RowProblem
from graph.model.text import file_stem
from outreach.casework.db import Casework
from outreach.papers.brief import brief
from outreach.papers.diligence import due_diligence
from outreach.papers.leader import leader_page, talking_points
from outreach.papers.parts.context import PaperContext
from outreach.papers.reception import reception_plan
from outreach.papers.road_book import road_book
from outreach.papers.trip_workbook import trip_workbook
from outreach.trip.calendar import calendar
from outreach.trip.planning import DESK
from outreach.trip.shapes import TripDocument
from outreach.trip.trips import save_trip

Step = Callable[[str, int, int], None]
LONGEST = 40  # characters of a trip, party or target in the name of a file
MEND = "name another folder with --out"
Paper = tuple[str, Callable[[], bytes]]  # path within the folder, and the function that makes the file


def trip_papers(trip: TripDocument, context: PaperContext) -> Iterator[Paper]:
    """Every file of a trip, the quickest to read first."""
    stem = file_stem(trip["name"], LONGEST)
    yield f"{stem}-行程.xlsx", partial(trip_workbook, trip)
    several = len(trip["parties"]) > 1
    reception = trip["kind"] == "reception"
    for party in trip["parties"]:
        mark = f"-{file_stem(party['name'], LONGEST)}" if several else ""
        if not any(line["kind"] in ("visit", "appointment") for line in party["lines"]):
            continue
        yield f"{stem}{mark}.ics", partial(calendar, trip, party)
        if reception:
            yield f"{stem}{mark}-接待方案.docx", partial(reception_plan, trip, party, context)
            continue
        yield f"{stem}{mark}-参阅件.docx", partial(leader_page, trip, party, context)
        yield f"{stem}{mark}-谈话要点.docx", partial(talking_points, trip, party, context)
        yield f"{stem}{mark}-路书.docx", partial(road_book, trip, party, context)
    if not reception:
        yield from _visit_papers(trip, context)


def _visit_papers(trip: TripDocument, context: PaperContext) -> Iterator[Paper]:
    """A brief for every visit, and a due-diligence sheet for every firm, numbered in order of the visits."""
    number = 0
    for party in trip["parties"]:
        for line in party["lines"]:
            target = trip["targets"].get(line["target"])
            if line["kind"] != "visit" or target is None:
                continue
            number += 1
            name = f"{number:02d}-{file_stem(target['name'], LONGEST)}"
            yield f"简报/{name}-拜访简报.docx", partial(brief, target, line, context)
            if target["kind"] == "firm":
                yield f"尽调/{name}-尽调表.docx", partial(due_diligence, target, context)


def write_trip(folder: Path, trip: TripDocument, context: PaperContext, progress: Step | None = None) -> list[Path]:
    """Write all files of a trip; folders are made. Everything is made before the first file is written, so that a
    failure (a template with an unknown field) leaves nothing half-written."""
    work = list(trip_papers(trip, context))
    made: list[tuple[Path, bytes]] = []
    for i, (name, make) in enumerate(work):
        if progress:
            progress("写文件", i, len(work))
        made.append((folder / name, make()))
    for file, content in made:
        whole.put_bytes(file, content, MEND)
    if progress:
        progress("写文件", len(work), len(work))
    return [file for file, _ in made]


def zipped(trip: TripDocument, context: PaperContext) -> bytes:
    """All files of a trip as one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, make in trip_papers(trip, context):
            archive.writestr(name, make())
    return out.getvalue()


def write_files(
    folder: Path,
    trip: TripDocument,
    context: PaperContext,
    bad: Sequence[RowProblem] = (),
    progress: Step | None = None,
    keep_in: Casework | None = None,
) -> list[Path]:
    """All files of a trip; rows of the list that were not used go into 问题行.csv.

    With `keep_in` the trip is also kept in that casework: both, or neither. Raises `InvalidArgument` where `folder` is
    a file, and what `save_trip` raises.
    """
    if folder.exists() and not folder.is_dir():
        raise InvalidArgument(f"{folder} 是一个文件，请另给一个文件夹 / not a folder; name another with --out")
    if keep_in is None:
        files = write_trip(folder, trip, context, progress)
    else:
        with keep_in.write(DESK) as session:
            save_trip(session, trip)
            files = write_trip(folder, trip, context, progress)
    if bad:
        files.append(_write_bad_rows(folder, bad))
    return files


def _write_bad_rows(folder: Path, bad: Sequence[RowProblem]) -> Path:
    file = folder / "问题行.csv"
    whole.put_bytes(file, as_csv(["行号", "名称", "原因"], ([b.row, b.name, b.zh] for b in bad)), MEND)
    return file
