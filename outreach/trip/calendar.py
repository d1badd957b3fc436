"""A party's trip as a calendar (.ics) that phones and Outlook take over. Times are Asia/Shanghai."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from graph.files.inert import legible
from outreach.trip.shapes import LineDocument, PartyDocument, TripDocument

ZONE = ZoneInfo("Asia/Shanghai")
REMIND = timedelta(minutes=30)
WORDS = {"travel": "乘车", "visit": "拜访", "appointment": "公务活动"}


def calendar(trip: TripDocument, party: PartyDocument, stamp: datetime | None = None) -> bytes:
    """Rides, visits and appointments of a party, one entry each, none overlapping another; nights are left out.

    `stamp` (UTC) is when the file says it was made; by default midnight before the trip, so that one plan is one file.
    """
    made = stamp or datetime.combine(datetime.fromisoformat(trip["start"]).date(), time(), UTC)
    out = Calendar()
    out.add("prodid", "-//liantu//trip//ZH")
    out.add("version", "2.0")
    out.add("method", "PUBLISH")
    out.add("x-wr-calname", legible(f"{trip['name']} {party['name']}"))
    out.add("x-wr-timezone", ZONE.key)
    if trip["notes"]:
        out.add("x-wr-caldesc", legible(" ".join(trip["notes"])))
    out.add_component(Timezone.from_tzinfo(ZONE))
    for line in party["lines"]:
        if line["kind"] in WORDS and line["minutes"] > 0:
            out.add_component(_event(trip, party, line, made))
    return bytes(out.to_ical())


def _event(trip: TripDocument, party: PartyDocument, line: LineDocument, made: datetime) -> Event:
    event = Event()
    ride = "市内" if line["mode"] == "local" else f"{line['from_name']} → {line['place_name']}"
    what = legible(ride if line["kind"] == "travel" else line["name"])
    event.add("summary", f"{WORDS[line['kind']]}：{what}")
    event.add("dtstart", datetime.fromisoformat(line["start"]).replace(tzinfo=ZONE))
    event.add("dtend", datetime.fromisoformat(line["end"]).replace(tzinfo=ZONE))
    event.add("dtstamp", made)
    event.add("location", legible(line["place_name"]))
    seed = "|".join(map(str, (trip["name"], trip["start"], party["number"], line["start"], line["kind"], what)))
    event.add("uid", f"{hashlib.blake2b(seed.encode(), digest_size=12).hexdigest()}@liantu")
    event.add("description", legible(_notes(trip, line)))
    if line["kind"] == "visit":
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", what)
        alarm.add("trigger", -REMIND)
        event.add_component(alarm)
    return event


def _notes(trip: TripDocument, line: LineDocument) -> str:
    if line["kind"] == "travel":
        return f"{line['mode_name']}，约 {line['minutes']} 分钟（估算，以实际车次为准）"
    target = trip["targets"].get(line["target"])
    if target is None:
        return "待核"
    parts = [f"对接部门：{target['office']}" if target["office"] else "", *(r["text"] for r in target["reasons"][:2])]
    return "\n".join(p for p in parts if p) or "待核"
