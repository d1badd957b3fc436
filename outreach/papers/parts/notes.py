"""Footnotes of a paper: every statement of fact carries the figures of the evidence rows it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.model.records import Park
from graph.model.words import UNKNOWN
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import evidence_words

CHECKED, UNCHECKED = "已核对", UNKNOWN["zh"]


class Notes:
    """Collects evidence while a paper is written; one row of evidence has one figure however often it is used."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._figure: dict[tuple[str, ...], int] = {}

    def cite(self, evidence: Iterable[Mapping[str, Any]]) -> str:
        """The marks [1][3] for these rows, in the order of their figures."""
        figures = []
        for row in evidence:
            key = tuple(str(row.get(k, "")) for k in ("firm", "institution", "record", "name", "what", "source"))
            if key not in self._figure:
                self.entries.append(dict(row))
                self._figure[key] = len(self.entries)
            figures.append(self._figure[key])
        return "".join(f"[{n}]" for n in sorted(set(figures)))

    def state(self, text: str, evidence: Sequence[Mapping[str, Any]]) -> str:
        """A sentence with its marks before the full stop; 待核 is added where no row behind it was checked."""
        body = text.rstrip("。")
        if evidence and not any(e.get("verified") for e in evidence) and UNCHECKED not in body:
            body += f"（{UNCHECKED}）"
        return f"{body}{self.cite(evidence)}。"

    def lines(self) -> list[str]:
        """The list of notes as the paper prints it."""
        out = []
        for number, row in enumerate(self.entries, 1):
            what = "：".join(
                p for p in (str(row.get("name", "")), evidence_words({"what": row.get("what")}, "zh")) if p
            )
            day = f"截至{row['as_of']}" if row.get("as_of") else f"数据日期{UNCHECKED}"
            checked = CHECKED if row.get("verified") else UNCHECKED
            out.append(
                f"[{number}] {what}。来源：{source_words(str(row.get('source') or ''), 'zh')}；{day}；{checked}。"
            )
        return out


def firm_row(facts: Mapping[str, Any], what: str) -> dict[str, Any]:
    """The evidence row of a firm's own entry in the graph."""
    return {
        "firm": facts.get("id", ""),
        "name": facts.get("name", ""),
        "what": what,
        "source": facts.get("source", ""),
        "as_of": facts.get("as_of", ""),
        "verified": bool(facts.get("verified")),
    }


def park_row(park: Park) -> dict[str, Any]:
    """The evidence row of a park's entry."""
    return {
        "record": f"park:{park.id}",
        "name": park.name,
        "what": "园区表",
        "source": park.source or "parks",
        "as_of": park.as_of,
        "verified": park.verified,
    }
