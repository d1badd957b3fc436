"""For the leader: the one-page 参阅件 of a trip, and talking points for each visit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from outreach.papers.brief import key_reasons, offers, questions
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import Notes
from outreach.papers.parts.paper import Section, numbered, running_paper
from outreach.papers.parts.render import render
from outreach.papers.parts.words import KIND_TITLE, clock, day_words

FULL = 4  # so many visits have a reason on the one page, where there is room; the others are named
WIDTH = 26  # characters of a reason on the one page
# The type area of GB/T 9704 holds 22 lines of 28 characters; one is kept free, since fonts differ.
LINES, CHARACTERS = 21, 28
OFFERED, ASKED = 2, 3  # of each visit
PLACES = 6  # named in the first sentence


def visits_of(party: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The visits of a party in order of time."""
    return [line for line in party["lines"] if line["kind"] == "visit"]


def leader_page(trip: Mapping[str, Any], party: Mapping[str, Any], context: PaperContext) -> bytes:
    """参阅件: where, whom, why, what to decide; on one page, without notes, which stand in the briefs."""
    calls = visits_of(party)
    targets = [trip["targets"][c["target"]] for c in calls if c["target"] in trip["targets"]]
    kinds = Counter(str(t["kind"]) for t in targets)
    kinds_words = "、".join(
        f"{KIND_TITLE[k]}{n}家" for k, n in sorted(kinds.items(), key=lambda p: list(KIND_TITLE).index(p[0]))
    )
    cities = list(dict.fromkeys(str(c["place_name"]) for c in calls))
    places = "、".join(cities[:PLACES]) + ("等地" if len(cities) > PLACES else "")
    lead = f"拟用{trip['days']}天赴{places}，拜访{kinds_words or '0家'}。" if calls else "本次行程尚无拜访安排。"
    segments = "、".join(dict.fromkeys(str(t.get("segment_name") or "") for t in targets if t.get("segment_name")))
    why = [f"围绕{segments[:40]}等环节补链延链，当面核实投资意向。"] if segments else []
    care = ["只介绍已公布政策，不承诺未经公平竞争审查的奖补、地价和税收；需会后研究的，记入会谈纪要限时答复。"]
    used = 3 + 3 + sum(map(height, (lead, *why, *care)))  # title and office, three headings
    sections: list[Section] = [
        ("为何去", why),
        ("见谁", _who_is_met(calls, trip["targets"], LINES - used)),
        ("请领导把握", care),
    ]
    fields = {
        "title": f"{trip['name']}参阅件",
        "office": context.office_name,
        "date": context.day(),
        "lead": lead,
        "sections": numbered(sections),
        "remark": "依据和来源见各拜访简报；标“待核”的内容须核实。",
    }
    return render("leader_page", fields, context.templates)


def height(line: str) -> int:
    """Lines that a paragraph takes on the page, indented by two characters; Latin letters are half as wide."""
    width = 2 + sum(1.0 if ord(c) > 0x2E7F else 0.55 for c in line)
    return max(1, math.ceil(width / CHARACTERS))


def _who_is_met(calls: Sequence[Mapping[str, Any]], targets: Mapping[str, Any], room: int) -> list[str]:
    """The visits in as much detail as the page has room for: with reasons, then bare, then a line a day, then cut."""
    by_grade = sorted(
        range(len(calls)), key=lambda i: (str((targets.get(calls[i]["target"]) or {}).get("grade") or "C"), i)
    )
    for full in range(FULL, -1, -1):
        lines = [_call(c, targets.get(c["target"]) if i in by_grade[:full] else None) for i, c in enumerate(calls)]
        if sum(map(height, lines)) <= room:
            return lines
    days: dict[str, list[str]] = {}
    for call in calls:
        days.setdefault(day_words(call["start"]), []).append(str(call["name"]))
    lines = [f"{day}　{'、'.join(names)}。" for day, names in days.items()]
    if sum(map(height, lines)) <= room:
        return lines
    lines = [f"{day}　{names[0]}等{len(names)}家。" for day, names in days.items()]
    while sum(map(height, lines)) > room:
        lines = [*lines[:-2], "其余行程见路书。"]
    return lines


def _call(call: Mapping[str, Any], target: Mapping[str, Any] | None) -> str:
    reason = "".join(r[:WIDTH] for r in key_reasons(target, 1)) if target else ""
    return f"{day_words(call['start'])}{clock(call['start'])}　{call['name']}" + (f"：{reason}。" if reason else "。")


def talking_points(trip: Mapping[str, Any], party: Mapping[str, Any], context: PaperContext) -> bytes:
    """谈话要点: for each visit what we know of them, what we offer, what to ask, what to leave unsaid."""
    notes = Notes()
    visits = [(c, trip["targets"][c["target"]]) for c in visits_of(party) if c["target"] in trip["targets"]]
    segments = {t["key"]: context.network.segments.get(str(t.get("segment") or "")) for _, t in visits}
    offered = {t["key"]: offers(t, segments[t["key"]], context, notes, OFFERED) for _, t in visits}
    asked = {t["key"]: questions(t, segments[t["key"]])[:ASKED] for _, t in visits}
    common_offers, common_questions = _shared(offered.values()), _shared(asked.values())
    common = [f"可提供：{text}" for text in common_offers] + [f"可问：{q}" for q in common_questions]
    sections: list[Section] = [("各家通用", common)]
    for call, target in visits:
        lines = [f"时间：{day_words(call['start'])}{clock(call['start'])}—{clock(call['end'])}。"]
        lines += [f"可讲：{notes.state(r['text'], r['evidence'])}" for r in (target.get("reasons") or ())[:3]]
        lines += [f"可提供：{text}" for text in offered[target["key"]] if text not in common_offers]
        lines += [f"可问：{q}" for q in asked[target["key"]] if q not in common_questions]
        lines += [f"慎讲：{notes.state(c['text'], c['evidence'])}" for c in (target.get("counter") or ())[:1]]
        sections.append((str(target["name"]), lines))
    if not visits:
        sections = [("说明", ["本次行程尚无拜访安排。"])]
    return running_paper("talking_points", f"{trip['name']}谈话要点", sections, notes, context)


def _shared(lists: Iterable[Sequence[str]]) -> list[str]:
    """What is said at more than one visit, in the order it first comes up: it is said once, before the visits."""
    counts = Counter(text for texts in lists for text in dict.fromkeys(texts))
    return [text for text, n in counts.items() if n > 1]
