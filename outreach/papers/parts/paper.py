"""The common part of the running papers: numbered sections, notes, the last remark, the check of promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from outreach.fairness.lint import lint
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.notes import Notes
from outreach.papers.parts.render import render

_FIGURES = "一二三四五六七八九十"
Section = tuple[str, Sequence[str]]


class NumberedSection(TypedDict):
    """A section as the templates read it: its heading with the number, its lines."""

    heading: str
    lines: list[str]


class RunningFields(TypedDict):
    """What the templates of the running papers name."""

    title: str
    office: str
    date: str
    sections: list[NumberedSection]
    notes: list[str]
    remark: str


def numbered(sections: Sequence[Section]) -> list[NumberedSection]:
    """Sections that have something to say, headed 一、二、…."""
    kept = [(h, list(lines)) for h, lines in sections if lines]
    return [{"heading": f"{chinese_number(i)}、{h}", "lines": lines} for i, (h, lines) in enumerate(kept, 1)]


def chinese_number(n: int) -> str:
    """1–99 in Chinese figures: 十二."""
    tens, ones = divmod(n, 10)
    return (("" if tens <= 1 else _FIGURES[tens - 1]) + "十" if tens else "") + (_FIGURES[ones - 1] if ones else "")


def promises(sections: Sequence[Section], context: PaperContext) -> list[str]:
    """What the text promises against the Fair Competition Review Regulations, as lines of a section of its own."""
    if context.rules is None:
        return []
    text = "\n".join(line for _, lines in sections for line in lines)
    return [
        f"“{f.wording}”：{f.rule.topic}（{f.rule.basis}）。{f.rule.why}建议：{f.rule.instead}"
        for f in lint(text, context.rules)
    ]


def running_paper(template: str, title: str, sections: Sequence[Section], notes: Notes, context: PaperContext) -> bytes:
    """A paper with a title, sections and notes. Promises that may not be made stand in a section of their own."""
    whole = [*sections, ("公平竞争审查提示", promises(sections, context))]
    fields: RunningFields = {
        "title": title,
        "office": context.office_name,
        "date": context.day(),
        "sections": numbered(whole),
        "notes": notes.lines(),
        "remark": remark(context),
    }
    return render(template, fields, context.templates)


def remark(context: PaperContext) -> str:
    """The last line of every paper."""
    return f"本件由链图依据入库数据生成，数据截至{context.day()}；标“待核”的内容使用前须核实，不作为承诺。"
