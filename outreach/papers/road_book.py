"""路书: the days of one party as tables, the map, whom one meets, who was left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import Notes
from outreach.papers.parts.paper import Section, numbered, remark
from outreach.papers.parts.render import render
from outreach.papers.parts.words import TO_CHECK, clock, day_words
from outreach.papers.route_map import route_map

WITHIN_CITY = "市内乘车"
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?= ?(?:小时|分钟))")
_KIND = {"travel": "乘车", "visit": "拜访", "appointment": "公务活动", "night": "住宿"}


def road_book(trip: Mapping[str, Any], party: Mapping[str, Any], context: PaperContext) -> bytes:
    """The itinerary of a party as .docx, with a map of its route."""
    notes = Notes()
    by_day: dict[int, list[Mapping[str, Any]]] = {}
    for line in party["lines"]:
        by_day.setdefault(int(line["day"]), []).append(line)
    days = [
        {"heading": f"第{day}天　{day_words(lines[0]['start'])}", "lines": [_row(line) for line in lines]}
        for day, lines in sorted(by_day.items())
    ]
    people = _contacts(
        trip["targets"][c["target"]] for c in party["lines"] if c["kind"] == "visit" and c["target"] in trip["targets"]
    )
    dropped = left_out(trip.get("dropped") or ())
    sections: list[Section] = [
        ("节假日安排", list(trip.get("notes") or ())),
        ("对接部门", people),
        ("未排入行程", dropped),
    ]
    stops = [str(line["place"]) for line in party["lines"] if line["kind"] in ("visit", "appointment")]
    leader = f"，带队：{party['leader']}" if party.get("leader") else ""
    fields = {
        "title": f"{trip['name']}路书",
        "office": context.office_name,
        "date": context.day(),
        "lead": f"{party['name']}{leader}。往返交通为按里程的估算，以实际车次为准。",
        "days": days,
        "sections": numbered(sections),
        "notes": notes.lines(),
        "remark": remark(context),
    }
    picture = route_map([context.home, *stops, context.home], context.regions) if stops else b""
    return render("road_book", fields, context.templates, picture)


def _row(line: Mapping[str, Any]) -> dict[str, str]:
    kind = str(line["kind"])
    what = f"{_KIND[kind]}：{line['name']}" if line.get("name") else _KIND[kind]
    note = ""
    if kind == "travel":
        what = f"{line.get('from_name') or TO_CHECK} → {line.get('place_name') or TO_CHECK}"
        what = WITHIN_CITY if line.get("mode") == "local" else what
        note = f"{line.get('mode_name') or TO_CHECK}，约{_hours(int(line['minutes']))}"
    end = "" if kind == "night" else f"—{clock(line['end'])}"
    return {
        "time": f"{clock(line['start'])}{end}",
        "what": what,
        "place": str(line.get("place_name") or TO_CHECK),
        "note": note,
    }


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest or not hours else "")


def _contacts(targets: Iterable[Mapping[str, Any]]) -> list[str]:
    """Whom one meets, by the office that receives; how to reach them is for the team to fill in, said once."""
    by_office: dict[str, list[str]] = {}
    for target in targets:
        by_office.setdefault(str(target.get("office") or "") or TO_CHECK, []).append(str(target["name"]))
    lines = [f"{office}：{'、'.join(names)}。" for office, names in by_office.items()]
    return [*lines, "联系人和电话由专班填写。"] if lines else []


def left_out(dropped: Iterable[Mapping[str, Any]]) -> list[str]:
    """Who is not visited, those with the same reason together; where it holds a time, from the least to the most."""
    groups: dict[str, list[tuple[str, list[str]]]] = {}
    for d in dropped:
        reason = str(d["reason"]).rstrip("。")
        groups.setdefault(_AMOUNT.sub("#", reason), []).append((str(d["name"]), _AMOUNT.findall(reason)))
    lines = []
    for pattern, members in groups.items():
        said = pattern
        for i in range(len(members[0][1])):
            amounts = sorted({amounts[i] for _, amounts in members}, key=float)
            said = said.replace("#", amounts[0] if len(amounts) == 1 else f"{amounts[0]}—{amounts[-1]}", 1)
        names = "、".join(name for name, _ in members)
        lines.append(f"{names}：{said}。" if len(members) == 1 else f"{said}（{len(members)}家）：{names}。")
    return lines
