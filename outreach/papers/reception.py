"""接待方案, when a delegation comes here: the route, the plants and parks to see, who receives it, what to say."""

from __future__ import annotations

from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import Notes, firm_row, park_row
from outreach.papers.parts.paper import Section, running_paper
from outreach.papers.parts.words import TO_CHECK, clock, day_words, park_line
from outreach.targets.shapes import VisitTarget
from outreach.trip.shapes import PartyDocument, TripDocument

PARKS = 3  # named at most
TALK = "先听来访方的布局考虑，再介绍上下游配套；只介绍已公布政策，条款和有效期以政策原文为准。"


def reception_plan(trip: TripDocument, party: PartyDocument, context: PaperContext) -> bytes:
    """The plan for receiving a delegation (`trip["guest"]`) as .docx; stops are local firms and parks."""
    notes = Notes()
    guest = trip["guest"] or f"来访单位{TO_CHECK}"
    route, stops = [], []
    for line in party["lines"]:
        if line["kind"] not in ("visit", "appointment"):
            continue
        times = f"{day_words(line['start'])}{clock(line['start'])}—{clock(line['end'])}"
        route.append(f"{times}　{line['name']}（{line['place_name']}）。")
        target = trip["targets"].get(line["target"])
        if target is not None:
            stops.append(_stop(target, notes))
    segments = {t["segment"] for t in trip["targets"].values()}
    parks = [p for p in context.parks if not segments.isdisjoint(p.lead_segments)]
    first_day = day_words(party["lines"][0]["start"]) if party["lines"] else TO_CHECK
    sections: list[Section] = [
        ("来访", [f"{guest}来访，{first_day}起，共{trip['days']}天。"]),
        ("接待", [f"牵头接待：{party['leader'] or TO_CHECK}；承办：{context.office_name}。"]),
        ("行程", route or ["尚无参观点，请先选择本地企业或园区。"]),
        ("参观点介绍", stops),
        ("可介绍的园区", [notes.state(park_line(p), [park_row(p)]) for p in parks[:PARKS]]),
        ("谈话要点", [TALK]),
        ("会务", [f"食宿按公务接待标准从简安排；车辆、讲解、摄影由承办单位落实，责任人{TO_CHECK}。"]),
    ]
    return running_paper("reception", f"{guest}来访接待方案", sections, notes, context)


def _stop(target: VisitTarget, notes: Notes) -> str:
    facts, name = target["facts"], target["name"]
    products = "、".join(facts.get("products", [])[:4])
    return notes.state(f"{name}：{products or f'主要产品{TO_CHECK}'}", [firm_row(facts, name, "主要产品")])
