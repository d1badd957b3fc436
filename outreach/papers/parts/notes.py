"""Footnotes of a paper: every statement of fact carries the figures of the evidence rows it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NotRequired

from graph.model.records import Park
from graph.model.words import UNKNOWN
from outreach.casework.shapes import TargetFacts, identity_verified
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import evidence_words
from recommend.explain.shapes import EvidenceRow

Entry = Literal["名称和地址", "主要产品", "入库信息"]  # the part of a firm's entry that a sentence rests on
CHECKED, UNCHECKED = "已核对", UNKNOWN["zh"]


class NoteRow(EvidenceRow):
    """A row that a paper rests on and that is neither a firm's nor an institution's: `record` says of which kind."""

    record: NotRequired[str]  # park:…, policy:…, gap:…, minutes:…, the id of a segment


class Notes:
    """Collects evidence while a paper is written; one row of evidence has one figure however often it is used."""

    def __init__(self) -> None:
        self.entries: list[EvidenceRow] = []
        self._figure: dict[tuple[str, ...], int] = {}

    def cite(self, evidence: Iterable[EvidenceRow]) -> str:
        """The marks [1][3] for these rows, in the order of their figures."""
        figures = []
        for row in evidence:
            key = tuple(str(row.get(k, "")) for k in ("firm", "institution", "record", "name", "what", "source"))
            if key not in self._figure:
                self.entries.append(row)
                self._figure[key] = len(self.entries)
            figures.append(self._figure[key])
        return "".join(f"[{n}]" for n in sorted(set(figures)))

    def state(self, text: str, evidence: Sequence[EvidenceRow]) -> str:
        """A sentence with its marks before the full stop; 待核 is added where no row behind it was checked."""
        body = text.rstrip("。")
        if evidence and not any(e["verified"] for e in evidence) and UNCHECKED not in body:
            body += f"（{UNCHECKED}）"
        return f"{body}{self.cite(evidence)}。"

    def lines(self) -> list[str]:
        """The list of notes as the paper prints it."""
        out = []
        for number, row in enumerate(self.entries, 1):
            what = "：".join(p for p in (row.get("name", ""), evidence_words({"what": row["what"]}, "zh")) if p)
            day = f"截至{row['as_of']}" if row["as_of"] else f"数据日期{UNCHECKED}"
            checked = CHECKED if row["verified"] else UNCHECKED
            out.append(f"[{number}] {what}。来源：{source_words(row['source'], 'zh')}；{day}；{checked}。")
        return out


def firm_row(facts: TargetFacts, name: str, what: Entry = "入库信息") -> EvidenceRow:
    """The evidence row of a firm's own entry in the graph; only name, seat and products are ever checked."""
    checked = {"名称和地址": identity_verified(facts), "主要产品": facts.get("verified_products", False)}
    return {
        "firm": facts.get("id", ""),
        "name": name,
        "what": what,
        "source": facts.get("source", ""),
        "as_of": facts.get("as_of", ""),
        "verified": checked.get(what, False),
    }


def record_row(record: str, name: str, what: str, source: str, as_of: str = "", verified: bool = False) -> NoteRow:
    """The evidence row of something that is neither a firm nor an institution."""
    return {
        "record": record,
        "name": name,
        "what": what,
        "source": source,
        "as_of": as_of,
        "verified": verified,
    }


def park_row(park: Park) -> NoteRow:
    """The evidence row of a park's entry."""
    return record_row(f"park:{park.id}", park.name, "园区表", park.source or "parks", park.as_of, park.verified)
