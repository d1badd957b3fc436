"""What a program would run or fetch in a file that leaves, found by opening it as that program does. Knows nothing of
our own rules: a second opinion."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
from icalendar import Calendar

NUMBER = re.compile(r"[+-]?[\d,]+(\.\d+)?([eE][+-]?\d+)?%?")
NOTHING = ("-", "--", "---")
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
BAD_IN_NAMES = re.compile('[\x00-\x1f<>:"|?*\\\\/\u200b-\u200f\u2028-\u202e\u2060-\u2069]')
PAGE_FIELDS = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\\* A-Za-z]*$")


def live_cells(rows: Iterator[list[str]]) -> list[str]:
    """Cells that a spreadsheet would take for a formula."""
    found = []
    for row in rows:
        for cell in row:
            shown = re.sub(r"^[\s\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]+", "", cell)
            if shown[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") and not NUMBER.fullmatch(shown):
                found += [] if shown in NOTHING else [cell]
    return found


def of_csv(raw: bytes) -> list[str]:
    return live_cells(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def of_office(raw: bytes) -> list[str]:
    """Formulas, links and fields of a workbook or a Word file, read from its parts."""
    found = []
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            part = archive.read(name).decode("utf-8", "replace")
            if "externalLink" in name or "vbaProject" in name or "afchunk" in name.lower():
                found.append(name)
            found += re.findall(r'TargetMode="External"[^>]*', part)
            if not name.startswith(("xl/", "word/")):
                continue
            found += re.findall(r"<f[ >][^<]*", part) if name.startswith("xl/worksheets/") else []
            found += re.findall(r"<hyperlink[ >][^>]*|<!(?:DOCTYPE|ENTITY)[^>]*|<w:altChunk[^>]*", part)
            fields = re.findall(r'w:instr="([^"]*)"', part) + re.findall(r"<w:instrText[^>]*>([^<]*)", part)
            found += [f for f in fields if f.strip() and not PAGE_FIELDS.match(f)]
    return found


def of_calendar(raw: bytes) -> list[str]:
    """Lines over 75 octets, bare line ends, and what is neither an event of ours nor a part of one."""
    lines = raw.split(b"\r\n")
    found = [line.decode("utf-8", "replace") for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line]
    known = {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT", "VALARM"}
    for part in Calendar.from_ical(raw).walk():
        found += [part.name] if part.name not in known else []
        barred = {"ATTENDEE", "ORGANIZER", "ATTACH", "URL", "CONFERENCE"} & set(part.keys())
        found += sorted(barred)
        found += [str(part["ACTION"])] if part.get("ACTION", "DISPLAY") != "DISPLAY" else []
    return found


def of_json(raw: bytes) -> list[str]:
    json.loads(raw)
    return []


def of_graph(raw: bytes) -> list[str]:
    nx.read_graphml(io.BytesIO(raw))
    return re.findall(r"<!(?:DOCTYPE|ENTITY)[^>]*", raw.decode("utf-8"))


def of_cypher(raw: bytes) -> list[str]:
    """Statements that do more than create and merge, once texts in quotes are taken out."""
    bare = re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`(?:[^`]|``)*`", "''", raw.decode("utf-8"), flags=re.DOTALL)
    return re.findall(r"\b(?:DELETE|DROP|CALL|LOAD|REMOVE|DETACH)\b[^\n]*", bare)


LOOK: dict[str, Callable[[bytes], list[str]]] = {
    ".csv": of_csv,
    ".xlsx": of_office,
    ".docx": of_office,
    ".ics": of_calendar,
    ".json": of_json,
    ".graphml": of_graph,
    ".cypher": of_cypher,
}


def live_in(folder: Path) -> dict[str, list[str]]:
    """All that is live in the files of a folder, by file; a name of a file that some system cannot bear, too."""
    out: dict[str, list[str]] = {}
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = file.relative_to(folder).as_posix()
        found = [f"name {file.name!r}"] if BAD_IN_NAMES.search(file.name) or RESERVED.match(file.name) else []
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                found += [n for n in archive.namelist() if n.startswith("/") or ".." in n or ":" in n or "\\" in n]
        look = LOOK.get(file.suffix)
        found += look(file.read_bytes()) if look else []
        if found:
            out[inside] = found
    return out
