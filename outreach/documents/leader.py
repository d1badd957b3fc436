"""For the leader: the one-page 参阅件 of a trip, and talking points for each visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from outreach.documents.brief import key_reasons, offers, questions
from outreach.documents.context import Context
from outreach.documents.notes import Notes
from outreach.documents.paper import Section, numbered, running_paper
from outreach.documents.render import render
from outreach.documents.words import KIND_TITLE, TO_CHECK, clock, day_words

FULL = 4  # so many visits have a line of reasons on the one page; the rest are named
WIDTH = 26  # characters of a reason on the one page


def visits_of(party: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The visits of a party in order of time."""
    return [line for line in party["lines"] if line["kind"] == "visit"]


def leader_page(trip: Mapping[str, Any], party: Mapping[str, Any], context: Context) -> bytes:
    """参阅件: where, whom, why, what to decide; on one page, without notes, which stand in the briefs."""
    calls = visits_of(party)
    targets = [trip["targets"][c["target"]] for c in calls if c["target"] in trip["targets"]]
    kinds = Counter(str(t["kind"]) for t in targets)
    kinds_words = "、".join(
        f"{KIND_TITLE[k]}{n}家" for k, n in sorted(kinds.items(), key=lambda p: list(KIND_TITLE).index(p[0]))
    )
    places = "、".join(dict.fromkeys(str(c["place_name"]) for c in calls)) or TO_CHECK
    lead = f"拟用{trip['days']}天赴{places}，拜访{kinds_words or '0家'}。" if calls else "本次行程尚无拜访安排。"
    order = (
        sorted(range(len(calls)), key=lambda i: (str(targets[i].get("grade") or "C"), i))
        if len(targets) == len(calls)
        else []
    )
    full = set(order[:FULL])
    lines = []
    for i, call in enumerate(calls):
        why = "；".join(r[:WIDTH] for r in key_reasons(targets[i], 1)) if i in full else ""
        lines.append(
            f"{day_words(call['start'])}{clock(call['start'])}　{call['name']}" + (f"：{why}。" if why else "。")
        )
    segments = "、".join(dict.fromkeys(str(t.get("segment_name") or "") for t in targets if t.get("segment_name")))
    sections: list[Section] = [
        ("为何去", [f"围绕{segments}等环节补链延链，当面核实投资意向。"] if segments else []),
        ("见谁", lines),
        (
            "请领导把握",
            ["只介绍已公布政策，不承诺未经公平竞争审查的奖补、地价和税收；需会后研究的，记入会谈纪要限时答复。"],
        ),
    ]
    fields = {
        "title": f"{trip['name']}参阅件", "office": context.office_name, "date": context.day(), "lead": lead,
        "sections": numbered(sections), "remark": "依据和来源见各拜访简报；标“待核”的内容须核实。",
    }  # fmt: skip
    return render("leader_page", fields, context.templates)


def talking_points(trip: Mapping[str, Any], party: Mapping[str, Any], context: Context) -> bytes:
    """谈话要点: for each visit what we know of them, what we offer, what to ask, what to leave unsaid."""
    notes = Notes()
    sections: list[Section] = []
    for call in visits_of(party):
        target = trip["targets"].get(call["target"])
        if target is None:
            continue
        segment = context.network.segments.get(str(target.get("segment") or ""))
        lines = [f"时间：{day_words(call['start'])}{clock(call['start'])}—{clock(call['end'])}。"]
        lines += [f"可讲：{notes.state(r['text'], r['evidence'])}" for r in (target.get("reasons") or ())[:3]]
        lines += [f"可提供：{text}" for text in offers(target, segment, context, notes)[:2]]
        lines += [f"可问：{q}" for q in questions(target, segment)[:3]]
        lines += [f"慎讲：{notes.state(c['text'], c['evidence'])}" for c in (target.get("counter") or ())[:1]]
        sections.append((str(target["name"]), lines))
    if not sections:
        sections = [("说明", ["本次行程尚无拜访安排。"])]
    return running_paper("talking_points", f"{trip['name']}谈话要点", sections, notes, context)
