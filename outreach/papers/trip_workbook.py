"""A trip as an Excel workbook in the style of the target list: days, targets, those left out, commitments."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from graph.files.sheets_out import workbook
from graph.model.words import UNKNOWN, verified_words
from outreach.casework.base import KINDS
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import Pen
from outreach.targets.shapes import VisitTarget
from outreach.trip.shapes import DayRow, LineDocument, TripDocument
from recommend.explain.shapes import Reason

WORDS = {"travel": "乘车", "visit": "拜访", "appointment": "公务活动", "night": "住宿"}
DAYS: dict[str, tuple[str, str, int]] = {
    "party": ("组别", "Party", 10),
    "date": ("日期", "Date", 14),
    "time": ("时间", "Time", 16),
    "what": ("事项", "Item", 10),
    "name": ("内容", "Content", 44),
    "place": ("地点", "Place", 20),
    "how": ("交通", "By", 16),
    "office": ("对接部门", "Office", 20),
}
TARGETS: dict[str, tuple[str, str, int]] = {
    "number": ("序号", "No.", 6),
    "name": ("拜访对象", "Target", 36),
    "kind": ("类别", "Kind", 10),
    "place": ("所在地", "Seat", 18),
    "segment": ("对应环节", "Segment", 16),
    "grade": ("等级", "Grade", 6),
    "reasons": ("主要理由", "Reasons", 60),
    "counter": ("不利因素", "Against", 36),
    "check": ("待核事项", "To check", 34),
    "source": ("信息来源", "Source", 26),
    "as_of": ("数据日期", "As of", 10),
    "state": ("核实情况", "Checked", 10),
}
DROPPED: dict[str, tuple[str, str, int]] = {
    "number": ("序号", "No.", 6),
    "name": ("对象", "Target", 36),
    "reason": ("未排入的原因", "Why", 80),
}
FOLLOW: dict[str, tuple[str, str, int]] = {
    "name": ("拜访对象", "Target", 36),
    "text": ("议定事项", "Commitment", 50),
    "side": ("承诺方", "Side", 10),
    "owner": ("责任单位", "Owner", 18),
    "due": ("时限", "Due", 12),
    "status": ("进展", "State", 12),
}
TO_FILL_IN = {
    "text": "（会后填写）",
    "side": "（我方/对方）",
    "owner": "（填写）",
    "due": "（填写）",
    "status": "未开始",
}
_WEEK = "一二三四五六日"


def trip_workbook(trip: TripDocument) -> bytes:
    """The workbook of a trip document: sheets 日程, 拜访对象, 未排入, 会后台账, 说明."""
    buffer = io.BytesIO()
    book = workbook(buffer)
    pen = Pen(book, "zh")
    title = f"{trip['name']}（{trip['start']} 起，{trip['days']} 天）"
    visited = _in_order(trip)
    pen.table("日程", title, DAYS, day_rows(trip))
    pen.table("拜访对象", title, TARGETS, [_target(i, t) for i, t in enumerate(visited, 1)])
    dropped = [
        {"number": i, "name": d["name"] or UNKNOWN["zh"], "reason": d["reason"] or UNKNOWN["zh"]}
        for i, d in enumerate(trip["dropped"], 1)
    ]
    pen.table("未排入", title, DROPPED, dropped or [{"number": 1, "name": "无", "reason": "名单上的都已排入。"}])
    pen.table("会后台账", title, FOLLOW, [{"name": t["name"], **TO_FILL_IN} for t in visited])
    pen.pairs(
        "说明",
        title,
        [
            ("路程时间", "按两地直线距离和设定速度估算，或取自路程表；订票以实际车次为准。", ""),
            ("接待时间", "没有约定的，按工作日 9:00—12:00、14:00—17:30 安排，须事先约请。", ""),
            *(("节假日", note, "") for note in trip["notes"]),
            ("“待核”的含义", "该事实尚无第二来源证实，或尚无数据。拜访前须核实。", ""),
        ],
    )
    book.close()
    return buffer.getvalue()


def _in_order(trip: TripDocument) -> list[VisitTarget]:
    return [
        trip["targets"][line["target"]]
        for party in trip["parties"]
        for line in party["lines"]
        if line["kind"] == "visit" and line["target"] in trip["targets"]
    ]


def day_rows(trip: TripDocument) -> list[DayRow]:
    """One row a line of the itinerary; the page shows the same rows."""
    rows = [_day_row(trip, party["name"], line) for party in trip["parties"] for line in party["lines"]]
    return rows or [_NO_DAYS]


def _day_row(trip: TripDocument, party: str, line: LineDocument) -> DayRow:
    start, end, kind = datetime.fromisoformat(line["start"]), datetime.fromisoformat(line["end"]), line["kind"]
    target = trip["targets"].get(line["target"])
    until = "次日" if kind == "night" else f"{end:%H:%M}"
    unknown = UNKNOWN["zh"] if kind == "visit" else "—"
    return {
        "party": party,
        "date": f"{start.month}月{start.day}日 周{_WEEK[start.weekday()]}",
        "time": f"{start:%H:%M}—{until}",
        "what": WORDS[kind],
        "name": line["name"] or (_ride(line) if kind == "travel" else f"宿{line['place_name']}"),
        "place": line["place_name"],
        "how": f"{line['mode_name']} {line['minutes']} 分钟" if kind == "travel" else "—",
        "office": (target["office"] if target is not None else "") or unknown,
    }


_NO_DAYS: DayRow = {
    "party": "—",
    "date": "—",
    "time": "—",
    "what": "—",
    "name": "没有可排的行程",
    "place": "—",
    "how": "—",
    "office": "—",
}


def _ride(line: LineDocument) -> str:
    return "市内乘车" if line["mode"] == "local" else f"{line['from_name']} → {line['place_name']}"


class _TargetRow(TypedDict):
    number: int
    name: str
    kind: str
    place: str
    segment: str
    grade: str
    reasons: str
    counter: str
    check: str
    source: str
    as_of: str
    state: str


def _target(number: int, t: VisitTarget) -> _TargetRow:
    return {
        "number": number,
        "name": t["name"],
        "kind": KINDS[t["kind"]][0],
        "place": t["place"] or UNKNOWN["zh"],
        "segment": t["segment_name"] or UNKNOWN["zh"],
        "grade": t["grade"] or UNKNOWN["zh"],
        "reasons": _listed(t["reasons"], 3),
        "counter": _listed(t["counter"], 1),
        "check": _listed(t["unknown"], 4),
        "source": source_words(t["source"], "zh"),
        "as_of": t["as_of"] or UNKNOWN["zh"],
        "state": "、".join(verified_words(t["verified_identity"], t["verified_products"], "zh")),
    }


def _listed(statements: Sequence[Reason], n: int) -> str:
    """The first statements, numbered."""
    return "".join(f"{i}. {s['text']}" for i, s in enumerate(statements[:n], 1)) or UNKNOWN["zh"]
