"""For the leader: the one-page 参阅件 of a trip, and talking points for each visit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from outreach.papers.brief import key_reasons, offers, questions, red_line_words
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import Notes
from outreach.papers.parts.paper import NumberedSection, Section, numbered, running_paper
from outreach.papers.parts.render import render
from outreach.papers.parts.words import KIND_TITLE, clock, day_words
from outreach.targets.shapes import VisitTarget
from outreach.trip.shapes import LineDocument, PartyDocument, TripDocument

FULL = 4  # so many visits have a reason on the one page, where there is room; the others are named
WIDTH = 26  # characters of a reason on the one page
# The type area of GB/T 9704 holds 22 lines of 28 characters; one of each is kept free, since fonts differ.
LINES, CHARACTERS = 21, 27
OFFERED, ASKED = 2, 3  # of each visit
PLACES = 6  # named in the first sentence


class LeaderFields(TypedDict):
    """What the template of the leader's page names."""

    title: str
    office: str
    date: str
    lead: str
    sections: list[NumberedSection]
    remark: str


def visits_of(party: PartyDocument) -> list[LineDocument]:
    """The visits of a party in order of time."""
    return [line for line in party["lines"] if line["kind"] == "visit"]


def leader_page(trip: TripDocument, party: PartyDocument, context: PaperContext) -> bytes:
    """参阅件: where, whom, why, what to decide; on one page, without notes, which the briefs have."""
    visits = visits_of(party)
    targets = [trip["targets"][v["target"]] for v in visits if v["target"] in trip["targets"]]
    lead = _lead(trip, visits, targets)
    segments = "、".join(dict.fromkeys(t["segment_name"] for t in targets if t["segment_name"]))
    why = [f"围绕{segments[:40]}等环节补链延链，当面核实投资意向。"] if segments else []
    care = ["只介绍已公布政策，不承诺未经公平竞争审查的奖补、地价和税收；需会后研究的，记入会谈纪要限时答复。"]
    used = 3 + 3 + sum(map(height, (lead, *why, *care)))  # title and office, three headings
    sections: list[Section] = [
        ("为何去", why),
        ("见谁", _visit_lines(visits, trip["targets"], LINES - used)),
        ("请领导把握", care),
    ]
    fields: LeaderFields = {
        "title": f"{trip['name']}参阅件",
        "office": context.office_name,
        "date": context.day(),
        "lead": lead,
        "sections": numbered(sections),
        "remark": "依据和来源见各拜访简报；标“待核”的内容须核实。",
    }
    return render("leader_page", fields, context.templates)


def _lead(trip: TripDocument, visits: Sequence[LineDocument], targets: Sequence[VisitTarget]) -> str:
    """The first sentence: how many days, which places, how many targets of each kind."""
    if not visits:
        return "本次行程尚无拜访安排。"
    counts = Counter(t["kind"] for t in targets)
    kinds = "、".join(f"{title}{counts[kind]}家" for kind, title in KIND_TITLE.items() if counts[kind])
    cities = list(dict.fromkeys(v["place_name"] for v in visits))
    places = "、".join(cities[:PLACES]) + ("等地" if len(cities) > PLACES else "")
    return f"拟用{trip['days']}天赴{places}，拜访{kinds or '0家'}。"


def height(line: str) -> int:
    """Lines that a paragraph takes on the page, indented by two characters; Latin letters are half as wide."""
    width = 2 + sum(1.0 if ord(c) > 0x2E7F else 0.55 for c in line)
    return max(1, math.ceil(width / CHARACTERS))


def _visit_lines(visits: Sequence[LineDocument], targets: Mapping[str, VisitTarget], room: int) -> list[str]:
    """The visits in as much detail as `room` lines hold: with reasons, then bare, then a line a day, then cut."""
    grades = [targets[v["target"]]["grade"] if v["target"] in targets else "" for v in visits]
    by_grade = sorted(range(len(visits)), key=lambda i: (grades[i] or "C", i))
    for full in range(FULL, -1, -1):
        lines = [
            _visit_line(v, targets.get(v["target"]) if i in by_grade[:full] else None) for i, v in enumerate(visits)
        ]
        if sum(map(height, lines)) <= room:
            return lines
    days: dict[str, list[str]] = {}
    for visit in visits:
        days.setdefault(day_words(visit["start"]), []).append(visit["name"])
    lines = [f"{day}　{'、'.join(names)}。" for day, names in days.items()]
    if sum(map(height, lines)) <= room:
        return lines
    lines = [f"{day}　{names[0]}等{len(names)}家。" for day, names in days.items()]
    while sum(map(height, lines)) > room:
        lines = [*lines[:-2], "其余行程见路书。"]
    return lines


def _visit_line(visit: LineDocument, target: VisitTarget | None) -> str:
    reason = "".join(shortened(r) for r in key_reasons(target, 1)) if target else ""
    when = f"{day_words(visit['start'])}{clock(visit['start'])}"
    return f"{when}　{visit['name']}" + (f"：{reason}。" if reason else "。")


def shortened(reason: str) -> str:
    """A reason that fits its line: cut before the item that does not, never inside a word or a bracket."""
    if len(reason) <= WIDTH:
        return reason
    whole = reason[:WIDTH]
    end = max(whole.rfind(mark) for mark in "、，；（")
    return whole[:end] if end > 0 else whole


def talking_points(trip: TripDocument, party: PartyDocument, context: PaperContext) -> bytes:
    """谈话要点: for each visit what we know of them, what we offer, what to ask, what to leave unsaid."""
    notes = Notes()
    visits = [(v, trip["targets"][v["target"]]) for v in visits_of(party) if v["target"] in trip["targets"]]
    segments = {t["key"]: context.network.segments.get(t["segment"]) for _, t in visits}
    offered = {t["key"]: offers(t, segments[t["key"]], context, notes, OFFERED) for _, t in visits}
    asked = {t["key"]: questions(t, segments[t["key"]])[:ASKED] for _, t in visits}
    common_offers, common_questions = _shared(offered.values()), _shared(asked.values())
    common = [f"可提供：{text}" for text in common_offers] + [f"可问：{q}" for q in common_questions]
    sections: list[Section] = [("各家通用", common)]
    for visit, target in visits:
        lines = [f"时间：{day_words(visit['start'])}{clock(visit['start'])}—{clock(visit['end'])}。"]
        lines += [f"可讲：{notes.state(r['text'], r['evidence'])}" for r in target["reasons"][:3]]
        lines += [f"可提供：{text}" for text in offered[target["key"]] if text not in common_offers]
        lines += [f"可问：{q}" for q in asked[target["key"]] if q not in common_questions]
        lines += [f"红线：{text}" for text in red_line_words(target, context)]
        lines += [f"慎讲：{notes.state(c['text'], c['evidence'])}" for c in target["counter"][:1]]
        sections.append((target["name"], lines))
    if not visits:
        sections = [("说明", ["本次行程尚无拜访安排。"])]
    return running_paper("talking_points", f"{trip['name']}谈话要点", sections, notes, context)


def _shared(lists: Iterable[Sequence[str]]) -> list[str]:
    """What is said at more than one visit, in the order it first comes up; it is said once, before the visits."""
    counts = Counter(text for texts in lists for text in dict.fromkeys(texts))
    return [text for text, n in counts.items() if n > 1]
