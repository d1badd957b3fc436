"""路书: the days of one party as tables, the map, whom one meets, who was left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outreach.documents.context import Context
from outreach.documents.notes import Notes
from outreach.documents.paper import Section, numbered, remark
from outreach.documents.render import render
from outreach.documents.words import KIND_TITLE, TO_CHECK, clock, day_words
from outreach.route_map import route_map

_KIND = {"travel": "乘车", "visit": "拜访", "appointment": "公务活动", "night": "住宿"}


def road_book(trip: Mapping[str, Any], party: Mapping[str, Any], context: Context) -> bytes:
    """The itinerary of a party as .docx, with a map of its route."""
    notes = Notes()
    by_day: dict[int, list[Mapping[str, Any]]] = {}
    for line in party["lines"]:
        by_day.setdefault(int(line["day"]), []).append(line)
    days = [
        {"heading": f"第{day}天　{day_words(lines[0]['start'])}", "lines": [_row(line) for line in lines]}
        for day, lines in sorted(by_day.items())
    ]
    people = [
        _contact(trip["targets"][c["target"]])
        for c in party["lines"]
        if c["kind"] == "visit" and c["target"] in trip["targets"]
    ]
    dropped = [f"{d['name']}：{str(d['reason']).rstrip('。')}。" for d in trip.get("dropped") or ()]
    sections: list[Section] = [
        ("节假日安排", list(trip.get("notes") or ())),
        ("对接部门", people),
        ("未排入行程", dropped),
    ]
    stops = [str(line["place"]) for line in party["lines"] if line["kind"] in ("visit", "appointment")]
    leader = f"，带队：{party['leader']}" if party.get("leader") else ""
    fields = {
        "title": f"{trip['name']}路书", "office": context.office_name, "date": context.day(),
        "lead": f"{party['name']}{leader}。往返交通为按里程的估算，以实际车次为准。", "days": days,
        "sections": numbered(sections), "notes": notes.lines(), "remark": remark(context),
    }  # fmt: skip
    picture = route_map([context.home, *stops, context.home], context.regions) if stops else b""
    return render("road_book", fields, context.templates, picture)


def _row(line: Mapping[str, Any]) -> dict[str, str]:
    kind = str(line["kind"])
    what = f"{_KIND[kind]}：{line['name']}" if line.get("name") else _KIND[kind]
    note = ""
    if kind == "travel":
        what = f"{line.get('from_name') or TO_CHECK} → {line.get('place_name') or TO_CHECK}"
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


def _contact(target: Mapping[str, Any]) -> str:
    office = str(target.get("office") or "") or TO_CHECK
    return f"{target['name']}（{KIND_TITLE[str(target['kind'])]}）：对接部门{office}，联系方式由专班填写。"
