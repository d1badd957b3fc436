"""A periodic report: the document for --json, the .docx in the official layout, the .xlsx with every row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from graph.files.sheets_out import workbook
from graph.gaps.documents.labels import fact_sentence
from graph.gaps.documents.plan_shapes import ChangesDocument
from graph.gaps.priorities.group_words import GROUP
from graph.model.words import KIND, UNKNOWN
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import Notes
from outreach.papers.parts.paper import running_paper
from outreach.papers.parts.words import TO_CHECK
from outreach.papers.target_workbook import Pen
from outreach.reports.ledger import FIGURES, Ledger
from outreach.reports.period import TITLES, Period
from outreach.reports.ranking import ORDER, ranking
from outreach.reports.shapes import (
    FigureDocument,
    LedgerRow,
    Priorities,
    ProjectRow,
    ReportDocument,
    ReportProject,
    ReportRow,
    TeamPlace,
)

SHOWN = 12  # rows named in the running text; the workbook has all
NOTHING = "本期台账没有记录。"
_COLUMNS: dict[str, tuple[str, str, int]] = {
    "number": ("序号", "No.", 6),
    "figure": ("类别", "Figure", 14),
    "name": ("名称", "Name", 44),
    "day": ("日期", "Day", 12),
    "kind": ("对象", "Kind", 10),
    "what": ("内容", "Content", 50),
    "team": ("责任组", "Team", 18),
    "owner": ("责任单位", "Owner", 18),
    "state": ("状态", "State", 12),
}


def report_document(
    ledger: Ledger,
    before: Ledger,
    period: Period,
    changes: ChangesDocument | None,
    home: str,
    priorities: Priorities | None = None,
) -> ReportDocument:
    """Everything the report says, as one JSON document. `changes` of the graph: None where its history does not reach
    back to the beginning of the period; `priorities`: the groups as they stand now."""
    return {
        "period": period.kind,
        "title": TITLES[period.kind],
        "name": period.name,
        "region": home,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "complete": period.end >= period.last,
        "empty": ledger.empty,
        "figures": [
            {"id": f, "name": word, "n": ledger.count(f), "before": before.count(f)} for f, word in FIGURES.items()
        ],
        "rows": {f: [_plain(r) for r in ledger.rows[f]] for f in FIGURES},
        "ahead": [_plain(r) for r in ledger.ahead],
        "projects": [_plain_project(r) for r in ledger.projects],
        "ranking": ranking(ledger),
        "graph": changes,
        "priorities": priorities,
    }


def report_docx(report: ReportDocument, period: Period, context: PaperContext) -> bytes:
    """The .docx. An empty ledger is said, not hidden."""
    rows = report["rows"]
    sections: list[tuple[str, Sequence[str]]] = [
        ("总体情况", [_summary(report, period, context)]),
        ("名次", _places(report["ranking"]) if period.kind != "week" else ()),
        ("拜访与洽谈", [*_lines("完成拜访", rows["visits"]), *_lines("形成纪要", rows["minutes"])]),
        (
            "项目进展",
            [*_lines("新增线索", rows["leads"]), *_lines("新签约", rows["signed"]), *_stages(report["projects"])],
        ),
        (
            "承诺事项",
            [
                *_lines("逾期未办", rows["overdue"]),
                *_lines("本期办结", [*rows["kept"], *rows["late"]]),
                *_lines("发出督办单", rows["slips"]),
            ],
        ),
        ("产业链变化", _graph(report["graph"])),
        ("招商优先次序", _first(report["priorities"])),
        ("下一步", _lines("已安排和将到期", report["ahead"])),
    ]
    title = f"{context.home_name}{TITLES[period.kind]}"
    return running_paper("report", f"{title}（{period.name}）", sections, Notes(), context)


def report_xlsx(report: ReportDocument) -> bytes:
    """The .xlsx: figures, ranking, every row behind a figure, what lies ahead."""
    out = io.BytesIO()
    book = workbook(out)
    pen, title = Pen(book, "zh"), f"{report['title']}（{report['name']}）"
    pen.table(
        "数据",
        title,
        {"name": ("指标", "Figure", 24), "n": ("本期", "Now", 10), "before": ("上期", "Before", 10)},
        report["figures"],
    )
    places = {
        "place": ("名次", "Place", 8),
        "name": ("责任组", "Team", 30),
        **{f: (word, f, 12) for f, word, _ in ORDER},
    }
    pen.table(
        "名次",
        title,
        places,
        [{**r, "name": r["team"]} for r in report["ranking"]]
        or [dict.fromkeys(places, "—") | {"name": "没有登记责任组"}],
    )
    named = [(FIGURES[f], r) for f in FIGURES for r in report["rows"][f]]
    pen.table("台账", title, _COLUMNS, _numbered(named))
    pen.table("下一步", title, _COLUMNS, _numbered([("下一步", r) for r in report["ahead"]]))
    book.close()
    return out.getvalue()


class _SheetRow(TypedDict):
    """A row of the sheets 台账 and 下一步."""

    number: int | str
    figure: str
    name: str
    day: str
    kind: str
    what: str
    team: str
    owner: str
    state: str


def _numbered(rows: Sequence[tuple[str, ReportRow]]) -> list[_SheetRow]:
    """Rows of a sheet, each with the name of its figure; what is empty is a dash."""
    return [_sheet_row(i, figure, r) for i, (figure, r) in enumerate(rows, 1)] or [_sheet_row("—", "", _NO_ROW)]


def _sheet_row(number: int | str, figure: str, row: ReportRow) -> _SheetRow:
    return {
        "number": number,
        "figure": figure or "—",
        "name": row["name"] or "—",
        "day": row["day"] or "—",
        "kind": row["kind"] or "—",
        "what": row["what"] or "—",
        "team": row["team"] or "—",
        "owner": row["owner"] or "—",
        "state": row["state"] or "—",
    }


_NO_ROW: ReportRow = {"name": NOTHING, "day": None, "kind": "", "what": "", "team": "", "owner": "", "state": ""}


def _summary(report: ReportDocument, period: Period, context: PaperContext) -> str:
    if report["empty"]:
        return f"{period.days}，{context.home_name}{NOTHING}请在“拜访”页登记目标、行程和会谈纪要，下期即可汇总。"
    figures = [f"{f['name']} {f['n']} {_against(f)}" for f in report["figures"] if f["n"] or f["before"]]
    return f"{period.days}，{context.home_name}{'、'.join(figures) or '本期没有新增记录'}。"


def _against(figure: FigureDocument) -> str:
    change = figure["n"] - figure["before"]
    word = "与上期持平" if not change else f"比上期{'多' if change > 0 else '少'} {abs(change)}"
    return f"项（{word}）"


def _lines(what: str, rows: Sequence[ReportRow]) -> list[str]:
    if not rows:
        return []
    out = [f"{what} {len(rows)} 项："]
    for i, r in enumerate(rows[:SHOWN], 1):
        facts = [_short(r["day"]), r["kind"], r["what"].rstrip("。"), r["owner"] or r["team"]]
        out.append(f"{i}. {r['name']}（{'，'.join(f for f in facts if f)}）。")
    return out + ([f"其余 {len(rows) - SHOWN} 项见附表。"] if len(rows) > SHOWN else [])


def _places(rows: Sequence[TeamPlace]) -> list[str]:
    if not rows:
        return ["没有登记责任组，不能排名。"]
    rule = "按" + "、".join(word for _, word, _ in ORDER) + "依次比较，各项相同的名次并列："
    return [rule, *(f"第 {r['place']} 名：{r['team']}（{_figures(r)}）。" for r in rows)]


def _figures(row: TeamPlace) -> str:
    """The figures that decide, in the order in which they do."""
    values = {k: v for k, v in row.items() if isinstance(v, int)}
    return "，".join(f"{word} {values[f]}" for f, word, _ in ORDER)


def _stages(projects: Sequence[ReportProject]) -> list[str]:
    if not projects:
        return []
    by_state: dict[str, list[ReportProject]] = {}
    for p in projects:
        by_state.setdefault(p["state"] or TO_CHECK, []).append(p)
    stages = []
    for state, same in by_state.items():
        known = [p["investment_yi"] for p in same if p["investment_yi"] is not None]
        unknown = len(same) - len(known)
        money = [f"投资 {sum(known):.1f} 亿元"] if known else []
        money += [f"{unknown} 个投资额{UNKNOWN['zh']}"] if unknown else []
        stages.append(f"{state} {len(same)} 个（{'，'.join(money)}）")
    return [f"在库项目：{'；'.join(stages)}。"]


def _graph(changes: ChangesDocument | None) -> list[str]:
    if changes is None:
        return ["图谱的历史不到本期之初，缺口变化无从比较。"]
    gaps, facts = changes["gaps"], changes["facts"]
    if not gaps["new"] and not gaps["healed"] and not facts:
        return ["在库产业链本期没有变化。"]
    out = [f"新增缺口 {len(gaps['new'])} 处，已补缺口 {len(gaps['healed'])} 处，持续 {len(gaps['persistent'])} 处。"]
    out += [f"已补：{'、'.join(g['name'] for g in gaps['healed'][:SHOWN])}。"] if gaps["healed"] else []
    new = [f"{g['name']}（{KIND[g['now']['kind']]['zh']}）" for g in gaps["new"][:SHOWN] if g["now"] is not None]
    out += [f"新增：{'、'.join(new)}。"] if new else []
    return out + [fact_sentence(f, "zh").rstrip("。") + "。" for f in facts[:SHOWN]]


def _first(priorities: Priorities | None) -> list[str]:
    """The groups by number, and what to go for by name."""
    if priorities is None:
        return []
    counts = "，".join(f"{GROUP[g]['zh']} {n} 个" for g, n in priorities["groups"].items())
    out = [f"现有{counts}。"]
    return out + ([f"主攻：{'、'.join(priorities['attack'][:SHOWN])}。"] if priorities["attack"] else [])


def _short(day: str | None) -> str:
    """11月24日; nothing where no day is known."""
    if not day:
        return ""
    when = date.fromisoformat(day)
    return f"{when.month}月{when.day}日"


def _plain(row: LedgerRow) -> ReportRow:
    """A row with its day in ISO; a project keeps its investment."""
    return {**row, "day": row["day"].isoformat() if row["day"] else None}


def _plain_project(row: ProjectRow) -> ReportProject:
    return {**_plain(row), "investment_yi": row["investment_yi"]}
