"""After the visit: 会谈纪要 and 督办单."""

from __future__ import annotations

from typing import TypedDict

from outreach.after.shapes import CommitmentDocument, MinutesDocument, SlipDocument
from outreach.papers.parts.context import PaperContext, chinese_day
from outreach.papers.parts.notes import Notes, record_row
from outreach.papers.parts.paper import Section, running_paper
from outreach.papers.parts.render import render
from outreach.papers.parts.words import TO_CHECK

SIDES = {"ours": "我方", "theirs": "对方"}
_STATUS = {"open": "办理中", "done": "已办结", "cancelled": "已取消"}


def minutes_paper(minutes: MinutesDocument, context: PaperContext) -> bytes:
    """会谈纪要 as .docx. What was learnt is marked as the other side's word until it has been reviewed."""
    notes = Notes()
    title, day = minutes["title"], minutes["day"]
    row = record_row(f"minutes:{minutes['id']}", "会谈记录", title, "会谈纪要", day.isoformat(), verified=True)
    paragraphs = [p.strip() for p in minutes["text"].splitlines() if p.strip()]
    ours, theirs = minutes["ours"] or TO_CHECK, minutes["theirs"] or TO_CHECK
    sections: list[Section] = [
        ("时间与参加人", [f"{chinese_day(day)}。我方：{ours}；对方：{theirs}。"]),
        ("会谈内容", paragraphs),
        ("对方介绍的情况", [notes.state(f, [row]) for f in minutes["facts"]]),
        ("议定事项", [_commitment(c) for c in minutes["commitments"]]),
    ]
    return running_paper("minutes", title, sections, notes, context)


def _commitment(c: CommitmentDocument) -> str:
    state = _STATUS.get(c["status"], TO_CHECK)
    return (
        f"{SIDES[c['side']]}：{c['text'].rstrip('。')}。"
        f"责任单位：{c['owner'] or TO_CHECK}；时限：{chinese_day(c['due'])}；{state}。"
    )


class SlipRow(TypedDict):
    """A row of the supervision slip."""

    field: str
    value: str


class SlipFields(TypedDict):
    """What the template of the supervision slip names."""

    title: str
    office: str
    date: str
    rows: list[SlipRow]
    remark: str


def supervision_slip(slip: SlipDocument, context: PaperContext) -> bytes:
    """督办单 as .docx."""
    rows = (
        ("编号", slip["number"]),
        ("责任单位", slip["unit"]),
        ("督办事项", slip["commitment"]),
        ("来源", slip["target"]),
        ("发出日期", chinese_day(slip["issued"])),
        ("办结时限", chinese_day(slip["due"])),
        ("办理情况", slip["reply"] or "（由责任单位填写）"),
    )
    fields: SlipFields = {
        "title": "督办单",
        "office": context.office_name,
        "date": context.day(),
        "rows": [{"field": f, "value": v or TO_CHECK} for f, v in rows],
        "remark": "请于时限前书面反馈；不能按期办结的，说明原因和新的时限。",
    }
    return render("supervision", fields, context.templates)
