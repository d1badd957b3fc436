"""路书: the days of one party as tables, the map, the offices that receive it, the targets left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypedDict

from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.paper import NumberedSection, Section, numbered, remark
from outreach.papers.parts.render import render
from outreach.papers.parts.words import TO_CHECK, clock, day_words
from outreach.papers.route_map import route_map
from outreach.targets.shapes import VisitTarget
from outreach.trip.shapes import DroppedDocument, LineDocument, PartyDocument, TripDocument

WITHIN_CITY = "市内乘车"
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?= ?(?:小时|分钟))")
_KIND = {"travel": "乘车", "visit": "拜访", "appointment": "公务活动", "night": "住宿"}


class RoadRow(TypedDict):
    """A line of the itinerary in words."""

    time: str
    what: str
    place: str
    note: str


class RoadDay(TypedDict):
    """A day of the itinerary."""

    heading: str
    lines: list[RoadRow]


class RoadBookFields(TypedDict):
    """What the template of the road book names, beside `map`."""

    title: str
    office: str
    date: str
    lead: str
    days: list[RoadDay]
    sections: list[NumberedSection]
    notes: list[str]
    remark: str


def road_book(trip: TripDocument, party: PartyDocument, context: PaperContext) -> bytes:
    """The itinerary of a party as .docx, with a map of its route."""
    by_day: dict[int, list[LineDocument]] = {}
    for line in party["lines"]:
        by_day.setdefault(line["day"], []).append(line)
    days: list[RoadDay] = [
        {"heading": f"第{day}天　{day_words(lines[0]['start'])}", "lines": [_row(line) for line in lines]}
        for day, lines in sorted(by_day.items())
    ]
    visited = [
        trip["targets"][c["target"]] for c in party["lines"] if c["kind"] == "visit" and c["target"] in trip["targets"]
    ]
    sections: list[Section] = [
        ("节假日安排", trip["notes"]),
        ("对接部门", _contacts(visited)),
        ("未排入行程", left_out(trip["dropped"])),
    ]
    stops = [line["place"] for line in party["lines"] if line["kind"] in ("visit", "appointment")]
    leader = f"，带队：{party['leader']}" if party["leader"] else ""
    fields: RoadBookFields = {
        "title": f"{trip['name']}路书",
        "office": context.office_name,
        "date": context.day(),
        "lead": f"{party['name']}{leader}。往返交通为按里程的估算，以实际车次为准。",
        "days": days,
        "sections": numbered(sections),
        "notes": [],
        "remark": remark(context),
    }
    picture = route_map([context.home, *stops, context.home], context.regions) if stops else b""
    return render("road_book", fields, context.templates, picture)


def _row(line: LineDocument) -> RoadRow:
    kind, place = line["kind"], line["place_name"] or TO_CHECK
    what = f"{_KIND[kind]}：{line['name']}" if line["name"] else _KIND[kind]
    note = ""
    if kind == "travel":
        what = WITHIN_CITY if line["mode"] == "local" else f"{line['from_name'] or TO_CHECK} → {place}"
        note = f"{line['mode_name'] or TO_CHECK}，约{_hours(line['minutes'])}"
    end = "" if kind == "night" else f"—{clock(line['end'])}"
    return {"time": f"{clock(line['start'])}{end}", "what": what, "place": place, "note": note}


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest or not hours else "")


def _contacts(targets: Iterable[VisitTarget]) -> list[str]:
    """The targets by the office that receives; how to reach them is for the team to fill in, said once."""
    by_office: dict[str, list[str]] = {}
    for target in targets:
        by_office.setdefault(target["office"] or TO_CHECK, []).append(target["name"])
    lines = [f"{office}：{'、'.join(names)}。" for office, names in by_office.items()]
    return [*lines, "联系人和电话由专班填写。"] if lines else []


def left_out(dropped: Iterable[DroppedDocument]) -> list[str]:
    """Targets that are not visited, those with the same reason together; amounts in it from the least to the most."""
    groups: dict[str, list[tuple[str, list[str]]]] = {}
    for d in dropped:
        reason = d["reason"].rstrip("。")
        groups.setdefault(_AMOUNT.sub("#", reason), []).append((d["name"], _AMOUNT.findall(reason)))
    lines = []
    for pattern, members in groups.items():
        said = pattern
        for i in range(len(members[0][1])):
            amounts = sorted({amounts[i] for _, amounts in members}, key=float)
            said = said.replace("#", amounts[0] if len(amounts) == 1 else f"{amounts[0]}—{amounts[-1]}", 1)
        names = "、".join(name for name, _ in members)
        lines.append(f"{names}：{said}。" if len(members) == 1 else f"{said}（{len(members)}家）：{names}。")
    return lines
