"""After the visit: 会谈纪要 and 督办单."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outreach.papers.parts.context import PaperContext, chinese_day
from outreach.papers.parts.notes import Notes
from outreach.papers.parts.paper import Section, running_paper
from outreach.papers.parts.render import render
from outreach.papers.parts.words import TO_CHECK

SIDES = {"ours": "我方", "theirs": "对方"}
_STATUS = {"open": "办理中", "done": "已办结", "cancelled": "已取消"}


def minutes_paper(minutes: Mapping[str, Any], context: PaperContext) -> bytes:
    """会谈纪要 as .docx.

    `minutes`: title, day (date), ours, theirs (people by office), text, commitments [{text, side, owner, due, status}],
    facts [sentence]. What was learnt is marked as the other side's word until it has been reviewed.
    """
    notes = Notes()
    row = {
        "record": f"minutes:{minutes.get('id', '')}",
        "name": "会谈记录",
        "what": str(minutes["title"]),
        "source": "会谈纪要",
        "as_of": minutes["day"].isoformat(),
        "verified": True,
    }
    paragraphs = [p.strip() for p in str(minutes.get("text") or "").splitlines() if p.strip()]
    sections: list[Section] = [
        (
            "时间与参加人",
            [
                f"{chinese_day(minutes['day'])}。我方：{minutes.get('ours') or TO_CHECK}；对方：{minutes.get('theirs') or TO_CHECK}。"
            ],
        ),
        ("会谈内容", paragraphs),
        ("对方介绍的情况", [notes.state(f, [row]) for f in minutes.get("facts") or ()]),
        ("议定事项", [_commitment(c) for c in minutes.get("commitments") or ()]),
    ]
    return running_paper("minutes", str(minutes["title"]), sections, notes, context)


def _commitment(c: Mapping[str, Any]) -> str:
    due = chinese_day(c["due"]) if c.get("due") else TO_CHECK
    state = _STATUS.get(str(c.get("status") or "open"), TO_CHECK)
    return f"{SIDES.get(str(c.get('side')), '我方')}：{str(c['text']).rstrip('。')}。责任单位：{c.get('owner') or TO_CHECK}；时限：{due}；{state}。"


def supervision_slip(slip: Mapping[str, Any], context: PaperContext) -> bytes:
    """督办单 as .docx. `slip`: number, unit, issued, due (dates), commitment, target, status, reply."""
    rows: Sequence[tuple[str, Any]] = (
        ("编号", slip["number"]),
        ("责任单位", slip["unit"]),
        ("督办事项", slip["commitment"]),
        ("来源", slip.get("target") or ""),
        ("发出日期", chinese_day(slip["issued"])),
        ("办结时限", chinese_day(slip["due"])),
        ("办理情况", slip.get("reply") or "（由责任单位填写）"),
    )
    fields = {
        "title": "督办单",
        "office": context.office_name,
        "date": context.day(),
        "rows": [{"field": f, "value": str(v) if v else TO_CHECK} for f, v in rows],
        "remark": "请于时限前书面反馈；不能按期办结的，说明原因和新的时限。",
    }
    return render("supervision", fields, context.templates)
