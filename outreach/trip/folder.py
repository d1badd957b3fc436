"""Writes everything a trip needs into one folder: calendars, workbook, and the papers of `outreach.papers`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import outreach.papers as documents
from outreach.papers.parts.context import PaperContext
from outreach.trip.calendar import calendar
from outreach.trip.workbook import trip_workbook

Step = Callable[[str, int, int], None]


def papers(trip: Mapping[str, Any], context: PaperContext) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """(path within the folder, what makes it) for every file of a trip, the quickest to read first."""
    stem = safe(str(trip["name"]))
    yield f"{stem}-行程.xlsx", lambda: trip_workbook(trip)
    several = len(trip["parties"]) > 1
    reception = trip["kind"] == "reception"
    for party in trip["parties"]:
        mark = f"-{party['name']}" if several else ""
        if not any(line["kind"] in ("visit", "appointment") for line in party["lines"]):
            continue
        yield f"{stem}{mark}.ics", lambda p=party: calendar(trip, p)  # type: ignore[misc]
        if reception:
            yield f"{stem}{mark}-接待方案.docx", lambda p=party: documents.reception_plan(trip, p, context)  # type: ignore[misc]
            continue
        yield f"{stem}{mark}-参阅件.docx", lambda p=party: documents.leader_page(trip, p, context)  # type: ignore[misc]
        yield f"{stem}{mark}-谈话要点.docx", lambda p=party: documents.talking_points(trip, p, context)  # type: ignore[misc]
        yield f"{stem}{mark}-路书.docx", lambda p=party: documents.road_book(trip, p, context)  # type: ignore[misc]
    if reception:
        return
    number = 0
    for party in trip["parties"]:
        for line in party["lines"]:
            target = trip["targets"].get(line["target"])
            if line["kind"] != "visit" or target is None:
                continue
            number += 1
            name = f"{number:02d}-{safe(str(target['name']))}"
            yield f"简报/{name}-拜访简报.docx", lambda t=target, v=line: documents.brief(t, trip, v, context)  # type: ignore[misc]
            if target["kind"] == "firm":
                yield f"尽调/{name}-尽调表.docx", lambda t=target: documents.due_diligence(t, context)  # type: ignore[misc]


def write_trip(
    folder: Path, trip: Mapping[str, Any], context: PaperContext, progress: Step | None = None
) -> list[Path]:
    """Write all files of a trip; folders are made. Everything is made before the first file is written, so that a
    failure (a template with an unknown field) leaves nothing half-written."""
    work = list(papers(trip, context))
    made: list[tuple[Path, bytes]] = []
    for i, (name, make) in enumerate(work):
        if progress:
            progress("写文件", i, len(work))
        made.append((folder / name, make()))
    for file, content in made:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    if progress:
        progress("写文件", len(work), len(work))
    return [file for file, _ in made]


def safe(name: str) -> str:
    """A name that any file system takes."""
    return re.sub(r'[\\/:*?"<>|\s]+', "-", name).strip("-.")[:40] or "行程"
